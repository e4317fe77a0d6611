//! What is wrong with the engine of the published implementation, by the names under which it is
//! catalogued, is not wrong here.

use serde_json::Value;
use tribunal_mock::{Config, Fault, Faults};

use crate::place::{Place, serve};

/// The report of a run of 60 items, of which one in ten fails for good, asked over this wire format.
fn report_with_errors(model: &str) -> Value {
    let server = serve(Config {
        faults: Faults::none()
            .with(Fault::ContextLength, 0.1)
            .expect("a rate"),
        ..Config::boxed(1)
    });
    let place = Place::new();
    place
        .tribunal(&format!(
            "run quick --seed d5 --limit 60 --model {model} --base-url {}/v1 --progress none --json",
            server.url()
        ))
        .env("ANTHROPIC_API_KEY", "none")
        .run()
        .code(4)
        .json()
}

/// There: a failed call was a wrong answer over one backend and left out over another, and a server
/// that always fails gave accuracy 0.
#[test]
fn d5_failed_calls_are_errors_whatever_the_provider() {
    for model in ["openai/mock", "anthropic/mock"] {
        let report = report_with_errors(model);
        let outcomes = &report["headline"]["outcomes"];
        let count = |name: &str| outcomes[name].as_u64().expect("a count");
        let (errors, right, wrong) = (count("error"), count("correct"), count("incorrect"));
        assert!(errors > 0, "{outcomes}");
        let answered = right + wrong + count("unparsable") + count("truncated") + count("refused");
        assert_eq!(answered + errors, 60, "{outcomes}");
        assert_eq!(report["valid"], false);
    }
}

/// A server that never answers gives no score, and certainly not 0.
#[test]
fn d5_a_server_that_always_fails_gives_no_score() {
    let server = serve(Config {
        faults: Faults::none()
            .with(Fault::ServerError, 1.0)
            .expect("a rate"),
        ..Config::boxed(1)
    });
    let place = Place::new();
    let done = place
        .ask(
            &server,
            "run quick --seed d5 --limit 9 --max-attempts 2 --progress none --json",
        )
        .run()
        .code(4);
    let report = done.json();
    assert_eq!(report["headline"]["score"], Value::Null);
    assert_eq!(report["headline"]["outcomes"]["incorrect"], 0);
}

/// There: the fingerprint of a run ignored how many items were asked and how often.
#[test]
fn d19_a_plans_digest_depends_on_all_that_is_asked() {
    let place = Place::new();
    let digest = |more: &str| {
        let plan = place
            .tribunal(&format!("plan quick --seed a {more} --json"))
            .ok()
            .json();
        plan["plan_digest"].as_str().expect("a digest").to_owned()
    };
    let mut digests: Vec<String> = [
        "",
        "--limit 10",
        "--limit 11",
        "--repeats 2",
        "--temperature 0.5",
        "--max-tokens 99",
        "--seed b",
    ]
    .iter()
    .map(|more| match more.strip_prefix("--seed ") {
        Some(seed) => {
            let plan = place.tribunal(&format!("plan quick --seed {seed} --json"));
            let plan = plan.ok().json();
            plan["plan_digest"].as_str().expect("a digest").to_owned()
        }
        None => digest(more),
    })
    .collect();
    let all = digests.len();
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), all);
}

/// There: total tokens were always 0, and what was sent could not be told.
#[test]
fn d19_tokens_and_settings_are_kept() {
    let server = serve(Config::boxed(1));
    let place = Place::new();
    let report = place
        .ask(
            &server,
            "run quick --seed d19 --limit 6 --max-tokens 77 --progress none --json",
        )
        .run()
        .code(0)
        .json();
    let tokens = &report["headline"]["effort"]["tokens"];
    assert!(
        tokens["output"]["total"].as_u64().is_some_and(|n| n > 0),
        "{tokens}"
    );
    let sent = report["run"]["sampling_sent"]["params"].to_string();
    assert!(sent.contains("77"), "{sent}");
}
