//! A run split over several processes and brought together again.

use serde_json::Value;

use crate::place::{Place, steady};

/// What the report says, without the run's number and when things happened.
fn report(place: &Place, store: &str) -> (String, Value) {
    let text = place
        .tribunal(&format!("report --long --store {store}"))
        .ok();
    // The first two lines name the run's number, the day, and how long it took.
    let text = text.stdout.lines().skip(2).collect::<Vec<_>>().join("\n");
    (text, place.figures_of(store))
}

#[test]
fn shards_merged_in_any_order_report_what_one_machine_reports() {
    let place = Place::new();
    place.steady_suite();
    let run = "run steady.toml --seed 7 --repeats 2 --model builtin:noisy?p=0.6";
    place.tribunal(&format!("{run} --store whole.db")).ok();
    for shard in 1..=3 {
        place
            .tribunal(&format!("{run} --shard {shard}/3 --store part{shard}.db"))
            .ok()
            .says("this shard's share is settled");
    }
    let whole = report(&place, "whole.db");
    let merge = |into: &str, sources: &str| {
        place
            .tribunal(&format!("merge {sources} --store {into}"))
            .ok();
    };
    merge("a.db", "part1.db part2.db part3.db");
    merge("b.db", "part3.db part1.db part2.db");
    // Not associative would show here: first two, then the third into the result.
    merge("c.db", "part2.db part3.db");
    merge("c.db", "part1.db");
    // Not idempotent would show here.
    merge("c.db", "part1.db a.db");
    for store in ["a.db", "b.db", "c.db"] {
        assert_eq!(report(&place, store), whole, "{store}");
        let exported = place
            .tribunal(&format!("export --store {store}"))
            .ok()
            .stdout;
        assert_eq!(exported.lines().count(), 128, "{store}");
    }
    // Nothing is left to ask in what was merged.
    place
        .tribunal(&format!("{run} --store a.db"))
        .ok()
        .says("nothing was left to ask");
}

#[test]
fn a_shard_asks_its_share_alone_and_continues_it() {
    let server = steady(tribunal_mock::Config::default());
    let place = Place::new();
    place.steady_suite();
    let run = "run steady.toml --seed 7 -q --shard 2/4";
    place.ask(&server, run).ok();
    assert_eq!(server.stats().requests, 16);
    place.ask(&server, run).ok();
    assert_eq!(server.stats().requests, 16, "nothing is asked twice");
}

#[test]
fn the_scheduler_tells_the_shard() {
    let place = Place::new();
    place.steady_suite();
    let run = "run steady.toml --seed 7 -q --shard auto";
    for index in ["0", "1"] {
        place
            .tribunal(&format!("{run} --store part{index}.db"))
            .env("JOB_COMPLETION_INDEX", index)
            .env("JOB_COMPLETIONS", "2")
            .ok();
    }
    let merged = place.tribunal("merge part0.db part1.db --json").ok().json();
    assert_eq!(merged["responses"], 64);
    assert_eq!(merged["conflicts"], 0);
}

#[test]
fn limits_are_the_whole_runs() {
    let place = Place::new();
    place.steady_suite();
    place
        .tribunal("run steady.toml --seed 7 --shard 4/4 --rpm 3")
        .run()
        .code(2)
        .says("shard 4/4 has no share of requests a minute (3 for the whole run)");
}

#[test]
fn what_is_wrong_about_a_shard_is_said() {
    let place = Place::new();
    place.steady_suite();
    for (args, part) in [
        ("--seed 7 --shard 5/4", "`5/4` is no shard"),
        ("--seed 7 --shard half", "`half` is no shard"),
        (
            "--seed 7 --shard auto",
            "`auto` finds no shard in the environment",
        ),
        ("--shard 1/4", "--shard needs --seed"),
    ] {
        place
            .tribunal(&format!("run steady.toml {args}"))
            .run()
            .code(2)
            .says(part);
    }
}

#[test]
fn shards_of_other_plans_are_not_merged_into_one_run() {
    let place = Place::new();
    place.steady_suite();
    let shard = |seed: u32, number: u32, store: &str| {
        let run = format!("run steady.toml --seed {seed} --shard {number}/2 -q --store {store}");
        place.tribunal(&run).ok();
    };
    shard(1, 1, "one.db");
    shard(2, 2, "two.db");
    let merged = place.tribunal("merge one.db two.db --json").ok().json();
    // Two unfinished runs, and neither passes for the other's half.
    assert_eq!(merged["runs_added"], 2);
    let runs = place.tribunal("runs --json").ok().json();
    let states = runs["runs"].as_array().expect("a list");
    assert!(
        states.iter().all(|run| run["state"] == "interrupted"),
        "{runs}"
    );
}
