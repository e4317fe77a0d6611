//! A board whose making ends before it is whole: by SIGKILL at any moment, by a full disk.

use std::time::{Duration, Instant};

use crate::disk::may_mount;
use crate::place::{Place, is_file};

/// Kills, spread over the time that a build takes.
const ROUNDS: u32 = 14;

fn played(place: &Place) {
    for p in ["0.9", "0.6", "0.3"] {
        place
            .tribunal(&format!(
                "run beyondbench-medium --model builtin:noisy?p={p} --seed 1 --limit 150 -q --progress none"
            ))
            .run();
    }
}

fn build(title: &str) -> String {
    format!("leaderboard build --store tribunal.db --out site --transcripts all --title {title}")
}

/// What stands in the folder beside the store and its log.
fn beside(place: &Place) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(place.path(""))
        .expect("the folder is read")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| !name.starts_with("tribunal.db"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_killed_build_leaves_the_old_board_and_the_next_one_succeeds() {
    let place = Place::new();
    played(&place);
    let begun = Instant::now();
    place.tribunal(&build("Title0")).ok();
    let whole = begun.elapsed();
    let mut stands = "Title0".to_owned();
    let (mut killed, mut drafts) = (0, 0);
    for round in 1..=ROUNDS {
        let title = format!("Title{round}");
        let mut building = place.tribunal(&build(&title)).start();
        // The last falls into the moment at which the new board takes the place of the old one.
        std::thread::sleep(whole * round / ROUNDS);
        building.signal("KILL");
        if building.end().code == 0 {
            stands = title;
        } else {
            killed += 1;
            // Killed after it had taken the place, it has done its work.
            if place
                .read("site/index.html")
                .contains(&format!("<h1>{title}</h1>"))
            {
                stands = title;
            }
        }
        let home = place.read("site/index.html");
        assert!(
            home.contains(&format!("<h1>{stands}</h1>")),
            "round {round}"
        );
        place
            .tribunal("leaderboard verify site --store tribunal.db")
            .ok()
            .prints("all alike");
        let draft = place.path(".site.new");
        if draft.exists() && !is_file(&draft.join("manifest.json")) {
            drafts += 1;
            place
                .tribunal("leaderboard verify .site.new --store tribunal.db")
                .run()
                .code(2)
                .says("holds no board");
            place
                .tribunal("leaderboard serve .site.new --seconds 1")
                .run()
                .code(2)
                .says("holds no board");
        }
    }
    // How quick a build is depends on what else the machine does.
    assert!(killed >= 3, "{killed} of {ROUNDS} were killed in time");
    assert!(drafts >= 1, "{drafts} left a part of a board");
    place.tribunal(&build("Last")).ok();
    assert!(place.read("site/index.html").contains("<h1>Last</h1>"));
    place
        .tribunal("leaderboard verify site --store tribunal.db")
        .ok();
    assert_eq!(beside(&place), ["site"], "nothing is left beside it");
}

#[test]
fn a_first_build_that_is_killed_leaves_no_board() {
    let place = Place::new();
    played(&place);
    let mut seen = 0;
    for wait in [5, 40, 90, 160] {
        let mut building = place.tribunal(&build("First")).start();
        std::thread::sleep(Duration::from_millis(wait));
        building.signal("KILL");
        if building.end().code == -1 && !place.path("site").exists() {
            seen += 1;
            place
                .tribunal("leaderboard verify site --store tribunal.db")
                .run()
                .code(2)
                .says("holds no board");
        }
    }
    assert!(seen >= 1, "no build was killed before its end");
    place.tribunal(&build("First")).ok();
    place
        .tribunal("leaderboard verify site --store tribunal.db")
        .ok();
}

#[test]
fn a_full_disk_is_told_once_and_leaves_the_old_board() {
    let place = Place::new();
    if !may_mount(&place) {
        return;
    }
    played(&place);
    std::fs::create_dir(place.path("disk")).expect("a folder");
    let options = "--store tribunal.db --transcripts all";
    let script = format!(
        "mount -t tmpfs -o size=200k tmpfs disk
         $TRIBUNAL leaderboard build {options} --out disk/site; echo full $? >&2
         ls -A disk
         mount -o remount,size=50m disk
         $TRIBUNAL leaderboard build {options} --out disk/site -q > built; echo room $? >&2
         used=$(du -sk disk | cut -f1)
         mount -o remount,size=$((used + 100))k disk
         $TRIBUNAL leaderboard build {options} --title Other --out disk/site; echo again $? >&2
         ls -A disk
         $TRIBUNAL leaderboard verify disk/site --store tribunal.db > verified; echo verify $? >&2"
    );
    place.file("script", script);
    let done = place.shell("unshare -rm sh script").run().code(0);
    assert_eq!(done.stdout, "site\n", "no half of a board stays behind");
    let told = done.stderr.matches("no room left to write `disk/").count();
    assert_eq!(told, 2, "once a build: {}", done.stderr);
    assert_eq!(done.stderr.lines().count(), 6, "{}", done.stderr);
    done.says("free some space and give the same command again")
        .says("full 2\n")
        .says("room 0\n")
        .says("again 2\n")
        .says("verify 0\n");
}
