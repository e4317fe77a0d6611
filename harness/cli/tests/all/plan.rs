//! Before money is spent, and when enough of it is.

use tribunal_mock::{Config, Latency, Usage};

use crate::place::{Place, assert_picture, steady};

#[test]
fn a_plan_is_the_same_every_time_and_unknown_money_is_unknown() {
    let place = Place::new();
    place.steady_suite();
    let plan = place.tribunal("plan steady.toml --seed 1").ok();
    assert_picture("plan", &plan.stdout);
    let json = place
        .tribunal("plan steady.toml --seed 1 --json")
        .ok()
        .json();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["items"], 64);
    assert!(
        json["forecast"]["usd"]["likely"].is_null(),
        "unknown is not 0"
    );
    place.tribunal("run steady.toml --seed 1 -q").ok();
    let report = place.tribunal("report --json").ok().json();
    for digest in [
        "suite_digest",
        "plan_digest",
        "prompt_set_digest",
        "seed_commitment",
    ] {
        assert_eq!(report["run"][digest], json[digest], "{digest}");
    }
    let other = place
        .tribunal("plan steady.toml --seed 2 --json")
        .ok()
        .json();
    assert_ne!(other["items_digest"], json["items_digest"]);
    assert_eq!(other["suite_digest"], json["suite_digest"]);
}

#[test]
fn a_price_makes_a_forecast() {
    let place = Place::new();
    place.file(
        "models.toml",
        "[models.mine]\nprovider = \"openai\"\nmodel = \"m\"\nprice = { input = 2.0, output = 8.0 }\n",
    );
    let usd = place
        .tribunal("plan quick --seed 1 --model mine --json")
        .ok()
        .json()["forecast"]["usd"]
        .take();
    assert!(usd["low"].as_f64() > Some(0.0), "{usd}");
    assert!(usd["high"].as_f64() > usd["low"].as_f64(), "{usd}");
    assert!(
        usd["likely"].is_null(),
        "nobody has seen an answer of this model: {usd}"
    );
    place
        .tribunal("plan quick --seed 1 --model mine")
        .ok()
        .prints("$");
}

/// A model that costs a hundredth of a dollar an answer.
fn priced(place: &Place, url: &str) {
    place.file(
        "models.toml",
        format!(
            "[models.mine]\nprovider = \"compatible\"\nmodel = \"m\"\nbase_url = \"{url}/v1\"\n\
             price = {{ input = 0.0, output = 10.0 }}\n"
        ),
    );
}

#[test]
fn a_budget_ends_a_run_that_a_higher_one_continues() {
    let server = steady(Config {
        usage: Usage::new(10, 1_000),
        latency: Latency::Fixed(std::time::Duration::from_millis(1)),
        ..Config::default()
    });
    let place = Place::new();
    priced(&place, &server.url());
    place.steady_suite();
    let command = "run steady.toml --seed b -j 4 --model mine --progress none";
    place
        .tribunal(&format!("{command} --budget-usd 0.20"))
        .run()
        .code(5)
        .says("the budget is reached; raise it and run the same command again to continue")
        .prints("NOT COMPLETE");
    let asked = server.stats().numbered;
    // Those in flight when the last cent is spent may go beyond it.
    assert!((20..=24).contains(&asked), "{asked}");
    place
        .tribunal(&format!("{command} --budget-usd 0.20"))
        .run()
        .code(5);
    assert_eq!(
        server.stats().numbered,
        asked,
        "a spent budget asks nothing more"
    );
    let report = place
        .tribunal(&format!("{command} --budget-usd 2 --json"))
        .ok()
        .json();
    assert_eq!(server.stats().numbered, 64);
    let usd = report["headline"]["effort"]["cost"]["usd"]
        .as_f64()
        .expect("a cost");
    assert!((usd - 0.64).abs() < 1e-9, "{usd}");

    let plan = place
        .tribunal("plan steady.toml --seed n --model mine --json")
        .ok()
        .json();
    let likely = plan["forecast"]["usd"]["likely"]
        .as_f64()
        .expect("history tells");
    assert!((likely - 0.64).abs() < 1e-6, "{likely}");
    place
        .tribunal("run quick --seed t --model mine --budget-tokens 5000 -q -j 1")
        .run()
        .code(5);
}
