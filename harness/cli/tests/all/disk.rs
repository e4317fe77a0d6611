//! A disk without room, a size limit, a store that can't be written.

use crate::place::{Place, is_file};

const RUN: &str = "run beyondbench.easy.* --seed disk --limit 1500 -q --json";

/// Whether this user may mount a file system of its own; says so when not.
pub(crate) fn may_mount(place: &Place) -> bool {
    let done = place.shell("unshare -rm mount -t tmpfs tmpfs .").run();
    if done.code != 0 {
        let reason = done.stderr.trim();
        #[expect(clippy::print_stdout, reason = "whoever reads the log must know")]
        {
            println!("skipped: this needs mount namespaces, and the system says: {reason}");
        }
    }
    done.code == 0
}

#[test]
fn a_size_limit_ends_the_run_and_lifting_it_lets_it_go_on() {
    let place = Place::new();
    let done = place
        .shell(&format!(
            "trap '' XFSZ; ulimit -f 400; exec $TRIBUNAL {RUN}"
        ))
        .run();
    assert!((1..=70).contains(&done.code), "{}", done.code);
    assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
    done.says("tribunal.db").says("the same command again");
    place.store_is_sound();
    let resumed = place.tribunal(RUN).ok().json();
    assert_eq!(resumed["coverage"]["complete"], true);
    let whole = Place::new();
    whole.tribunal(RUN).ok();
    assert_eq!(place.figures(), whole.figures());
}

#[test]
fn a_full_disk_ends_the_run_and_room_lets_it_go_on() {
    let place = Place::new();
    if !may_mount(&place) {
        return;
    }
    std::fs::create_dir(place.path("disk")).expect("a folder");
    let script = format!(
        "mount -t tmpfs -o size=300k tmpfs disk
         $TRIBUNAL {RUN} --store disk/t.db; echo first $? >&2
         cp disk/t.db* .
         $TRIBUNAL export --store disk/t.db -o disk/big.csv; echo export $? >&2
         ls disk/*.part disk/big.csv 2>/dev/null
         mount -o remount,size=50m disk
         $TRIBUNAL {RUN} --store disk/t.db > second.json; echo second $? >&2
         cp disk/t.db* ."
    );
    std::fs::write(place.path("script"), script).expect("the script is written");
    let done = place.shell("unshare -rm sh script").run().code(0);
    assert_eq!(done.stdout, "", "nothing half-written stays behind");
    assert!(is_file(&place.path("t.db")));
    done.says("no room left to write disk/t.db; free some space and give the same command again")
        .says("first 2\n")
        .says("second 0\n");
    let second: serde_json::Value =
        serde_json::from_str(&place.read("second.json")).expect("a report");
    assert_eq!(second["coverage"]["complete"], true);
    tribunal_store::Reader::open(place.path("t.db"))
        .and_then(|store| store.check())
        .expect("the store is sound");
}

#[test]
fn a_store_that_cannot_be_written_is_named() {
    let place = Place::new();
    if !may_mount(&place) {
        return;
    }
    std::fs::create_dir(place.path("disk")).expect("a folder");
    let script = "mount -t tmpfs tmpfs disk
         $TRIBUNAL run -q --seed 1 --limit 3 --store disk/t.db > /dev/null
         mount -o remount,ro disk
         $TRIBUNAL run -q --seed 2 --limit 3 --store disk/t.db; echo run $? >&2
         $TRIBUNAL rescore latest --store disk/t.db; echo rescore $? >&2
         $TRIBUNAL report -q --store disk/t.db > report; echo report $? >&2";
    place.file("script", script);
    place
        .shell("unshare -rm sh script")
        .run()
        .says("disk/t.db cannot be written")
        .says("run 2\n")
        .says("rescore 2\n")
        .says("report 0\n");
}
