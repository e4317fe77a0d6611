//! A run against servers that fail.

mod common;

use std::time::Duration;

use common::{Bench, model, model_named, plan, settings};
use tribunal_mock::{Config, Fault, Faults, MockServer, Rejects, Reply, Script};
use tribunal_model::Timeouts;
use tribunal_run::{End, Event};
use tribunal_store::Outcome;

fn server(config: Config) -> MockServer {
    MockServer::start_blocking(config).expect("the mock starts")
}

/// 10 % 429, 5 % 500, 2 % dropped, 3 % truncated JSON, 3 % cut bodies.
#[test]
fn every_item_of_a_thousand_is_answered_with_exactly_the_requests_it_takes() {
    let faults: Faults = "429=0.10,500=0.05,drop=0.02,truncated=0.03,cut=0.03"
        .parse()
        .expect("valid faults");
    let server = server(Config {
        faults,
        seed: 11,
        ..Config::default()
    });
    let bench = Bench::new();
    let run = bench.run(&plan(1_000), model(&server), settings());
    assert_eq!(run.summary.end, End::Complete);
    assert_eq!((run.summary.answered, run.summary.failed), (1_000, 0));
    let errors = bench
        .outcomes(run.summary.run)
        .into_iter()
        .filter(|(_, _, o)| o.is_none())
        .count();
    assert_eq!(errors, 0, "every answer is judged");
    let stats = server.stats();
    assert!(
        stats.faults() > 200,
        "the faults were given: {}",
        stats.faults()
    );
    assert_eq!(stats.numbered, 1_000 + stats.faults());
    assert_eq!(stats.answered, 1_000);
    assert_eq!((stats.items_answered(), stats.most_answers()), (1_000, 1));
    let retries = run
        .events
        .iter()
        .filter(|event| matches!(event, Event::Retrying { .. }))
        .count();
    assert_eq!(retries as u64, stats.faults());
}

#[test]
fn a_wrong_key_and_an_unknown_model_end_the_run_after_one_request() {
    for (config, part) in [
        (
            Config {
                api_key: Some("another".to_owned()),
                ..Config::default()
            },
            "key",
        ),
        (
            Config {
                models: Some(vec!["other".to_owned()]),
                ..Config::default()
            },
            "mock-model",
        ),
    ] {
        let server = server(config);
        let bench = Bench::new();
        let run = bench.run(&plan(100), model(&server), settings());
        let End::Doomed(message) = &run.summary.end else {
            panic!("the run should be doomed, not {:?}", run.summary.end)
        };
        assert!(message.contains(part), "{message}");
        assert!(!message.contains("sk-test-key"), "{message}");
        assert_eq!(server.stats().requests, 1);
        assert_eq!(
            run.summary.failed, 0,
            "nothing is marked as failed: the run can be resumed"
        );
    }
}

#[test]
fn an_unreachable_server_ends_the_run_soon() {
    let gone = server(Config::default());
    let player = model(&gone);
    drop(gone);
    let bench = Bench::new();
    let run = bench.run(&plan(100), player, settings());
    assert!(
        matches!(run.summary.end, End::Doomed(_)),
        "{:?}",
        run.summary.end
    );
    assert_eq!(run.summary.answered, 0);
}

#[test]
fn refused_parameters_are_learned_once() {
    let server = server(Config {
        rejects: vec![Rejects::MaxTokens],
        ..Config::default()
    });
    let bench = Bench::new();
    let base = format!("{}/v1", server.url());
    let spec =
        tribunal_model::resolve("compatible/some-model", Some(&base), None).expect("a valid model");
    let run = bench.run(
        &plan(50),
        common::player(spec, Timeouts::default()),
        settings(),
    );
    assert_eq!(run.summary.end, End::Complete);
    let learned = run
        .events
        .iter()
        .filter(|e| matches!(e, Event::Learned { .. }))
        .count();
    assert_eq!(learned, 1);
    assert_eq!(server.stats().refused, 1);
    assert_eq!(server.stats().answered, 50);
    let sent = bench
        .reader()
        .run("latest")
        .expect("it is there")
        .spec
        .sampling_sent;
    assert!(sent.contains("max_completion_tokens"), "{sent}");
}

#[test]
fn an_item_that_cannot_be_asked_fails_alone() {
    let script = Script::default().at(5, Reply::Fault(Fault::ContextLength));
    let server = server(Config {
        script,
        ..Config::default()
    });
    let bench = Bench::new();
    let run = bench.run(&plan(40), model(&server), settings());
    assert_eq!(run.summary.end, End::Complete);
    assert_eq!((run.summary.answered, run.summary.failed), (39, 1));
    let errors = bench
        .outcomes(run.summary.run)
        .into_iter()
        .filter(|(_, _, outcome)| *outcome == Some(Outcome::Error))
        .count();
    assert_eq!(errors, 1);
}

#[test]
fn hanging_and_stalling_servers_are_given_up_by_the_clock_and_asked_again() {
    let faults: Faults = "hang=0.2,stall=0.1".parse().expect("valid faults");
    let server = server(Config {
        faults,
        seed: 3,
        ..Config::default()
    });
    let timeouts = Timeouts {
        first_byte: Duration::from_millis(150),
        idle: Duration::from_millis(150),
        ..Timeouts::default()
    };
    let bench = Bench::new();
    let player = model_named(&server, "openai/mock-model", timeouts);
    let run = bench.run(&plan(60), player, settings());
    assert_eq!((run.summary.end, run.summary.answered), (End::Complete, 60));
    assert_eq!(server.stats().numbered, 60 + server.stats().faults());
}

#[test]
fn a_server_that_never_answers_does_not_keep_a_run_forever() {
    let faults: Faults = "500=1".parse().expect("valid faults");
    let server = server(Config {
        faults,
        ..Config::default()
    });
    let bench = Bench::new();
    let run = bench.run(&plan(1_000), model(&server), settings());
    assert!(
        matches!(run.summary.end, End::Doomed(_)),
        "{:?}",
        run.summary.end
    );
    assert_eq!(server.stats().requests, 10, "one item's attempts");
    assert_eq!(run.summary.failed, 0, "the item stays open");
}

#[test]
fn an_empty_account_ends_the_run_at_once() {
    let script = Script::default().at(20, Reply::Fault(Fault::Quota));
    let server = server(Config {
        script,
        ..Config::default()
    });
    let bench = Bench::new();
    let run = bench.run(&plan(1_000), model(&server), settings());
    assert!(
        matches!(run.summary.end, End::Doomed(_)),
        "{:?}",
        run.summary.end
    );
    assert!(run.summary.answered < 200);
    let again = bench.run(&plan(1_000), model(&server), settings());
    assert_eq!(again.summary.end, End::Complete);
    assert_eq!(again.summary.settled_before, run.summary.answered);
    assert_eq!(
        server.stats().most_answers(),
        1,
        "nothing answered is asked twice"
    );
}

#[test]
fn a_long_retry_after_ends_the_run_and_leaves_the_item_open() {
    let script = Script::default().at(10, Reply::Fault(Fault::RateLimitSeconds));
    let config = Config {
        script,
        retry_after: Duration::from_secs(3_600),
        ..Config::default()
    };
    let server = server(config);
    let bench = Bench::new();
    let run = bench.run(&plan(200), model(&server), settings());
    let End::Doomed(message) = &run.summary.end else {
        panic!("the run should be doomed, not {:?}", run.summary.end)
    };
    assert!(message.contains("wait 3600 s"), "{message}");
    assert_eq!(run.summary.failed, 0);
    let rest = bench.run(&plan(200), model(&server), settings());
    assert_eq!(rest.summary.end, End::Complete);
    assert_eq!(server.stats().most_answers(), 1);
}
