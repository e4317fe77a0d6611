//! A store that is copied while it is written, and one that two processes write.

use std::time::Duration;

use tribunal_mock::{Config, Latency};
use tribunal_store::Reader;

use crate::place::{Done, Place, await_that, is_file, steady};

/// It did what was asked, or said in one line why not.
#[track_caller]
fn works_or_says_why(done: &Done) -> bool {
    assert!(!done.stderr.contains("panicked"), "{}", done.stderr);
    if done.code == 0 {
        return true;
    }
    assert_eq!(done.code, 2, "{}", done.stderr);
    assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
    false
}

#[test]
fn a_copy_made_in_mid_write_is_sound_or_says_that_it_is_not() {
    let place = Place::new();
    let mut run = place
        .tribunal("run beyondbench.easy.* --seed copy --limit 20000 --progress none -q")
        .start();
    await_that("there is a store", || is_file(&place.path("tribunal.db")));
    let (mut whole, mut merged) = (0, 0);
    for round in 0..12 {
        let copy = format!("copy{round}.db");
        // With its log and without, as people copy.
        let log = round % 2 == 0;
        let script = format!(
            "cp tribunal.db {copy}; {} sleep 0.05",
            if log {
                format!("cp tribunal.db-wal {copy}-wal;")
            } else {
                String::new()
            }
        );
        place.shell(&script).ok();
        let report = place.tribunal(&format!("runs --store {copy}")).run();
        if works_or_says_why(&report) {
            // A file that opens holds a state that once was, or is found damaged.
            let checked = Reader::open(place.path(&copy)).and_then(|store| store.check());
            whole += u32::from(checked.is_ok());
        }
        // The way that is always sound: a reader sees the last commit.
        let backup = format!("merge tribunal.db --store backup{round}.db");
        if works_or_says_why(&place.tribunal(&backup).run()) {
            let backup = Reader::open(place.path(&format!("backup{round}.db"))).expect("it opens");
            backup.check().expect("it is sound");
            merged += 1;
        }
    }
    run.signal("INT");
    run.end();
    assert!(whole >= 3 && merged >= 8, "{whole} copies, {merged} merged");
    place.store_is_sound();
    place
        .tribunal("run beyondbench.easy.* --seed copy --limit 20000 --progress none -q --json")
        .ok();
    // A copy goes on by itself, too.
    place
        .tribunal("run beyondbench.easy.* --seed copy --limit 20000 -q --json --store backup11.db")
        .ok();
    assert_eq!(place.figures(), place.figures_of("backup11.db"));
}

#[test]
fn two_runs_and_their_readers_share_a_store() {
    let server = steady(Config {
        latency: Latency::Between(Duration::from_millis(1), Duration::from_millis(4)),
        ..Config::default()
    });
    let run = |seed: &str| {
        format!(
            "run beyondbench.easy.* --seed {seed} --limit 400 -j 8 --max-tokens 64 --progress none"
        )
    };
    let place = Place::new();
    place.ask(&server, &run("before")).ok();
    let first = place.ask(&server, &run("one")).start();
    let second = place.ask(&server, &run("two")).start();
    for command in [
        "report 1",
        "runs",
        "rescore 1",
        "export 1 -o out.csv --format csv",
        "merge tribunal.db --store other.db",
        "report latest",
        "show 1 0",
        "rescore 1 --check",
    ] {
        place.tribunal(command).ok();
    }
    first.end().code(0);
    second.end().code(0);
    place.store_is_sound();
    let runs = place.tribunal("runs --json").ok().json();
    for run in runs["runs"].as_array().expect("a list") {
        assert_eq!(
            (&run["settled"], &run["state"]),
            (&400.into(), &"complete".into())
        );
    }
    let alone = Place::new();
    for seed in ["one", "two"] {
        alone.ask(&server, &run(seed)).ok();
        let of = |place: &Place| {
            let runs = place.tribunal("runs --json").ok().json();
            let runs = runs["runs"].as_array().expect("a list").clone();
            let found = runs.iter().find(|run| run["seed"] == seed);
            let id = found.expect("the run is there")["id"].to_string();
            let lines = place.tribunal(&format!("export {id}")).ok().stdout;
            Place::judged(&lines)
        };
        assert_eq!(of(&place), of(&alone), "{seed}");
    }
}
