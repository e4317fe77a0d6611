//! Servers at their worst: every attempt is kept, nothing panics, and it is said what to do.

use rusqlite::Connection;
use tribunal_mock::{Config, Fault, Faults};

use crate::place::{Place, assert_picture, serve};

const COMMAND: &str =
    "run quick --seed worst --limit 6 -j 2 --max-attempts 2 --max-wait 0 --progress none";

/// The time-out that a fault is to run into, and long ones against a busy machine.
fn timeouts(fault: Fault) -> &'static str {
    match fault {
        Fault::Hang => "--first-byte-timeout 0.3",
        Fault::Stall => "--idle-timeout 0.3",
        _ => "",
    }
}

/// Attempts in the default store.
fn attempts(place: &Place) -> u64 {
    let count: i64 = Connection::open(place.path("tribunal.db"))
        .and_then(|store| store.query_row("SELECT count(*) FROM attempt", [], |row| row.get(0)))
        .expect("attempts are counted");
    count.unsigned_abs()
}

/// Runs against each fault, every request failing, and draws what is said.
fn every_fault(stream: bool, picture: &str) {
    let mut all = String::new();
    for fault in Fault::ALL {
        let server = serve(Config {
            faults: Faults::none().with(fault, 1.0).expect("a rate"),
            drip_pause: std::time::Duration::from_millis(1),
            ..Config::boxed(1)
        });
        let place = Place::new();
        let done = place
            .ask(
                &server,
                &format!("{COMMAND} {} --stream {stream}", timeouts(fault)),
            )
            .run();
        let answered = fault.answers() || fault == Fault::ContentFilter;
        let done = done.code(if answered { 0 } else { 4 });
        assert_eq!(attempts(&place), server.stats().numbered, "{fault}");
        place.store_is_sound();
        let talk: String = done
            .stderr
            .lines()
            .skip(1)
            .map(|line| format!("  {line}\n"))
            .collect();
        all.push_str(&format!("{fault}: ends with {}\n{talk}", done.code));
    }
    assert_picture(picture, &all);
}

#[test]
fn whole_replies() {
    every_fault(false, "faults-whole");
}

#[test]
fn streams() {
    every_fault(true, "faults-streamed");
}

#[test]
fn a_mixture_costs_retries_and_nothing_else() {
    let server = serve(Config {
        faults: "429=0.10,500=0.05,drop=0.02,truncated=0.03,cut=0.03"
            .parse()
            .expect("rates"),
        seed: 5,
        ..Config::boxed(1)
    });
    let place = Place::new();
    let report = place
        .ask(
            &server,
            "run beyondbench.easy.* --seed mix --limit 300 -j 32 --json -q",
        )
        .ok()
        .json();
    assert_eq!(report["headline"]["outcomes"]["error"], 0);
    assert_eq!(report["coverage"]["ended"], 300);
    let stats = server.stats();
    assert_eq!(stats.numbered, 300 + stats.faults());
    assert_eq!(attempts(&place), stats.numbered);
    assert_eq!(report["headline"]["effort"]["retries"], stats.faults());
}
