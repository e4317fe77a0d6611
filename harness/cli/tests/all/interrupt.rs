//! Ctrl-C and SIGTERM: soon over, and resumable.

use std::time::{Duration, Instant};

use tribunal_mock::{Config, Fault, Latency, Reply};

use crate::place::{Place, await_that, serve, steady};

const COMMAND: &str = "run beyondbench.easy.* --seed stop --limit 64 -j 6 --progress none";

#[test]
fn a_signal_lets_what_is_in_flight_finish() {
    for signal in ["INT", "TERM"] {
        let server = steady(Config {
            latency: Latency::Fixed(Duration::from_millis(100)),
            ..Config::default()
        });
        let place = Place::new();
        let mut run = place.ask(&server, COMMAND).start();
        await_that("a few are answered", || server.stats().answered >= 9);
        run.signal(signal);
        run.end()
            .code(4)
            .says("interrupted; run the same command again to continue")
            .prints("NOT COMPLETE");
        let asked = server.stats().numbered;
        assert!(asked < 64, "it stopped asking: {asked}");
        place.store_is_sound();
        place.tribunal("runs").ok().prints("interrupted");
        place.ask(&server, COMMAND).ok();
        let stats = server.stats();
        assert_eq!((stats.numbered, stats.most_answers()), (64, 1), "{signal}");
    }
}

#[test]
fn one_run_is_carried_out_by_one_process() {
    let server = steady(Config {
        latency: Latency::Fixed(Duration::from_millis(100)),
        ..Config::default()
    });
    let place = Place::new();
    let mut first = place.ask(&server, COMMAND).start();
    await_that("it asks", || server.stats().numbered >= 1);
    place
        .ask(&server, COMMAND)
        .run()
        .code(2)
        .says("run 1 is being carried out by ")
        .says("wait for it or end it");
    first.signal("INT");
    first.end().code(4);
    assert_eq!(server.stats().most_answers(), 1);
}

#[test]
fn a_second_signal_ends_what_hangs() {
    let server = serve(Config {
        script: tribunal_mock::Script::new().at(3, Reply::from(Fault::Hang)),
        ..Config::default()
    });
    let place = Place::new();
    let mut run = place
        .ask(
            &server,
            "run quick --seed stop -j 2 --limit 8 --progress none",
        )
        .start();
    await_that("the others are answered", || server.stats().answered >= 7);
    run.signal("INT");
    std::thread::sleep(Duration::from_millis(50));
    let begun = Instant::now();
    run.signal("INT");
    run.end().code(4).says("interrupted");
    assert!(begun.elapsed() < Duration::from_secs(10));
    place
        .ask(
            &server,
            "run quick --seed stop -j 2 --limit 8 --progress none",
        )
        .ok();
    assert_eq!(server.stats().most_answers(), 1);
}
