//! A disk without room, a size limit, a store that can't be written.

use std::io::Write;

use rusqlite::Connection;

use crate::place::{Place, is_file};

const RUN: &str = "run beyondbench.easy.* --seed disk --limit 1500 -q --json";

/// Whether this user may mount a file system of its own. Where not, that is said past the test's
/// captured output: the tests with `ulimit` below then stand alone.
pub(crate) fn may_mount(place: &Place) -> bool {
    let done = place.shell("unshare -rm mount -t tmpfs tmpfs .").run();
    if done.code != 0 {
        let note = format!(
            "NOT RUN: a test on a full or read-only disk needs a mount namespace (root, or a user \
             namespace: `unshare -rm mount -t tmpfs tmpfs DIR`), and the system says: {}\n",
            done.stderr.trim()
        );
        drop(std::io::stderr().write_all(note.as_bytes()));
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

/// What writes to a disk, besides a run, with the file that it writes.
const WRITING: [(&str, &str); 4] = [
    ("rescore latest --store disk/t.db", "disk/t.db"),
    ("merge part.db --store disk/merged.db", "disk/merged.db"),
    (
        "import answers.jsonl --label x beyondbench.easy.* --seed disk --limit 600 --store disk/imported.db",
        "disk/imported.db",
    ),
    (
        "export latest --store part.db -o disk/out.jsonl",
        "disk/out.jsonl",
    ),
];

/// A place with a store `part.db`, its answers, and the folder `disk`; `t.db` is the same store with
/// verdicts that judging again changes.
fn written() -> Place {
    let place = Place::new();
    place
        .tribunal("run beyondbench.easy.* --seed disk --limit 600 -q --store part.db")
        .ok();
    place
        .tribunal("export -q -o answers.jsonl --store part.db")
        .ok();
    std::fs::copy(place.path("part.db"), place.path("t.db")).expect("a copy");
    Connection::open(place.path("t.db"))
        .and_then(|store| store.execute("UPDATE verdict SET strict_answer = 'tampered'", []))
        .expect("the verdicts are changed");
    std::fs::create_dir(place.path("disk")).expect("a folder");
    place
}

/// Types every writing command with `before` and `after` around it; each must end with 2, one line,
/// and the file's name in it, and do its work when it is typed again after `mend`.
fn refused_then_done(place: &Place, begin: &str, before: &str, mend: &str, around: &str) {
    let mut script = format!("{begin}\n");
    for (command, _) in WRITING {
        script.push_str(&format!(
            "{before}\n$TRIBUNAL {command} > out 2> err; echo \"refused $? $(cat err)\"\n\
             {mend}\n$TRIBUNAL {command} > out 2> err; echo \"done $?\"\n"
        ));
    }
    script.push_str("ls disk\n$TRIBUNAL rescore latest --check --store disk/t.db > out; echo check $?\ncp disk/merged.db* disk/imported.db* .\n");
    place.file("script", script);
    let done = place.shell(&format!("{around} sh script")).run().code(0);
    let said: Vec<&str> = done.stdout.lines().collect();
    for (index, (command, file)) in WRITING.iter().enumerate() {
        let (refused, then) = (said[2 * index], said[2 * index + 1]);
        assert!(
            refused.starts_with("refused 2 tribunal: ") && refused.contains(file),
            "`{command}`: {refused}\n{}",
            done.stdout
        );
        assert_eq!(then, "done 0", "`{command}`\n{}", done.stdout);
    }
    assert!(!done.stdout.contains(".part"), "{}", done.stdout);
    assert!(done.stdout.contains("check 0"), "{}", done.stdout);
    let whole = place.verdicts_of("part.db");
    assert_eq!(place.verdicts_of("merged.db"), whole);
    assert_eq!(place.verdicts_of("imported.db"), whole);
}

#[test]
fn every_command_that_writes_waits_for_room_on_a_full_disk() {
    let place = written();
    if may_mount(&place) {
        refused_then_done(
            &place,
            "mount -t tmpfs -o size=40m tmpfs disk && cp t.db disk/",
            "dd if=/dev/zero of=disk/filler bs=4k 2> /dev/null",
            "rm disk/filler",
            "unshare -rm",
        );
    }
}

#[test]
fn every_command_that_writes_names_a_disk_that_cannot_be_written() {
    let place = written();
    if may_mount(&place) {
        refused_then_done(
            &place,
            "mount -t tmpfs tmpfs disk && cp t.db disk/",
            "mount -o remount,ro disk",
            "mount -o remount,rw disk",
            "unshare -rm",
        );
    }
}

#[test]
fn every_command_that_writes_names_the_file_that_may_not_grow() {
    let place = written();
    // For one command alone: what is set for a shell cannot be taken back.
    std::fs::copy(place.path("t.db"), place.path("disk/t.db")).expect("a copy");
    for (command, file) in WRITING {
        let limited = format!("trap '' XFSZ; ulimit -f 100; exec $TRIBUNAL {command}");
        let done = place.shell(&limited).run();
        assert!([2, 70].contains(&done.code), "`{command}`: {}", done.code);
        assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
        done.says(file);
        place.tribunal(command).ok();
    }
    let whole = place.verdicts_of("part.db");
    for store in ["disk/t.db", "disk/merged.db", "disk/imported.db"] {
        assert_eq!(place.verdicts_of(store), whole, "{store}");
    }
}
