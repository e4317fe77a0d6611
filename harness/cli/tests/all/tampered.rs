//! A store that somebody else made, with something else in it: whatever stands there, each command
//! ends soon, with a message, and touches nothing else.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::place::Place;

/// What reads a store.
const READING: [&str; 8] = [
    "runs",
    "report latest --long",
    "report latest --json",
    "show latest 0",
    "rescore latest --check",
    "export latest",
    "compare 1 1",
    "leaderboard build --out site",
];

const PATIENCE: Duration = Duration::from_secs(60);

fn written() -> Place {
    let place = Place::new();
    place.tribunal("run quick --seed 1 --limit 30 -q").ok();
    // Everything in the file itself, none of it in a log beside it.
    Connection::open(place.path("tribunal.db"))
        .and_then(|store| store.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
        .expect("the log is emptied");
    place
}

/// Types every reading command; gives how many ended well. 70 is the code of a damaged store.
#[track_caller]
fn read(place: &Place, what: &str) -> usize {
    let mut well = 0;
    for command in READING {
        let begun = Instant::now();
        let done = place
            .shell(&format!("ulimit -v 6000000; exec $TRIBUNAL {command}"))
            .run();
        let took = begun.elapsed();
        assert!(took < PATIENCE, "{what}: `{command}` takes {took:?}");
        assert!(
            [0, 2, 4, 70].contains(&done.code),
            "{what}: `{command}` ends with {}:\n{}",
            done.code,
            done.stderr
        );
        assert!(!done.stderr.contains("panicked"), "{what}: {}", done.stderr);
        well += usize::from(done.code == 0);
    }
    well
}

#[test]
fn flipped_bytes_end_in_a_message() {
    let place = written();
    let whole = std::fs::read(place.path("tribunal.db")).expect("the store is there");
    let mut state = 20_261_126_u64;
    let mut below = |bound: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % bound
    };
    for round in 0..24 {
        let mut bytes = whole.clone();
        for _ in 0..=below(40) {
            let at = below(bytes.len());
            bytes[at] ^= 1 << below(8);
        }
        if round % 4 == 3 {
            bytes.truncate(below(whole.len()));
        }
        place.file("tribunal.db", &bytes);
        read(&place, &format!("round {round}"));
    }
    place.file("tribunal.db", &whole);
    assert_eq!(read(&place, "the whole store"), READING.len());
}

#[test]
fn columns_of_somebody_elses_making_end_in_a_message() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let long = "9".repeat(2_000_000);
    for (what, statement) in [
        ("no JSON", "UPDATE item SET \"check\" = 'soup'".to_owned()),
        ("an unknown check", "UPDATE item SET \"check\" = '{\"kind\":\"soup\"}'".to_owned()),
        ("a deep check", format!("UPDATE item SET \"check\" = '{deep}'")),
        (
            "a number without end",
            format!("UPDATE item SET \"check\" = '{{\"kind\":\"integer\",\"expected\":\"{long}\"}}'"),
        ),
        (
            "a check that runs on",
            "UPDATE item SET \"check\" = '{\"kind\":\"queens\",\"side\":4000000000}'".to_owned(),
        ),
        ("deep variables", format!("UPDATE item SET vars = '{deep}'")),
        ("a plan that is none", "UPDATE run SET plan_json = 'soup'".to_owned()),
        ("a deep plan", format!("UPDATE run SET plan_json = '{deep}'")),
        ("a frame that is none", "UPDATE response SET text = x'28b52ffd00'".to_owned()),
        (
            "a frame of a terabyte",
            "UPDATE response SET text = x'28b52ffde00000000000010000fbffff78'".to_owned(),
        ),
        ("evidence that is none", "UPDATE verdict SET lenient_evidence = 'soup'".to_owned()),
        ("a task that is none", "UPDATE item SET task = '../../../etc/passwd'".to_owned()),
        (
            "names that move the cursor",
            "UPDATE run SET model = x'1b5b324a' || 'm', suite = '<script>alert(1)</script>'".to_owned(),
        ),
        ("weights without measure", "UPDATE run_item SET weight = 1e308".to_owned()),
        ("counts without measure", "UPDATE run SET planned_items = 9223372036854775807".to_owned()),
        ("repeats without measure", "UPDATE run SET repeats = 9223372036854775807".to_owned()),
        (
            "tokens without measure",
            "UPDATE response SET input_tokens = 9223372036854775807, cost_micros = 9223372036854775807".to_owned(),
        ),
        ("times before time", "UPDATE run SET started_ms = -9223372036854775808".to_owned()),
        (
            "a view without end",
            "DROP TABLE cache; DROP TABLE verdict; CREATE VIEW verdict AS WITH RECURSIVE up (response) AS \
             (SELECT 1 UNION ALL SELECT response + 1 FROM up) SELECT * FROM up"
                .to_owned(),
        ),
    ] {
        let place = written();
        let store = Connection::open(place.path("tribunal.db")).expect("the store opens");
        store
            .execute_batch(&format!("PRAGMA foreign_keys = off; {statement}"))
            .expect(what);
        drop(store);
        read(&place, what);
        for command in ["rescore latest", "merge tribunal.db --store other.db"] {
            let done = place.tribunal(command).run();
            assert!([0, 2, 4, 70].contains(&done.code), "{what}: `{command}`: {}\n{}", done.code, done.stderr);
            assert!(!done.stderr.contains("panicked"), "{what}: {}", done.stderr);
        }
    }
}
