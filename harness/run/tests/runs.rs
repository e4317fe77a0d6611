//! Whole runs: players, resuming, repeats, budgets, the cache, rescoring.

mod common;

use std::io::BufReader;

use common::{Bench, model, plan, plan_with, settings};
use tribunal_mock::{Config, MockServer};
use tribunal_model::Price;
use tribunal_run::budget::Limits;
use tribunal_run::builtin::Builtin;
use tribunal_run::replay::Replay;
use tribunal_run::rescore::rescore;
use tribunal_run::{End, Event, Player, RunError, Settings};
use tribunal_store::{Outcome, Source, Store, StoreError, Writer, WriterOptions};
use tribunal_verifiers::NoCourt;

fn builtin(name: &str) -> Player {
    Player::Builtin(Builtin::parse(name).expect("a player"))
}

fn count(bench: &Bench, run: tribunal_store::RunId, wanted: Outcome) -> usize {
    bench
        .outcomes(run)
        .into_iter()
        .filter(|(_, _, outcome)| *outcome == Some(wanted))
        .count()
}

#[test]
fn the_oracle_is_always_right_and_its_opposite_always_wrong() {
    for tasks in ["beyondbench.*", "busy_beaver.*", "tmbench.*"] {
        let plan = plan_with(600, 1, tasks);
        let bench = Bench::new();
        let right = bench.run(&plan, builtin("oracle"), settings());
        assert_eq!(
            count(&bench, right.summary.run, Outcome::Correct) as u64,
            plan.len()
        );
        let wrong = bench.run(&plan, builtin("wrong"), settings());
        assert_eq!(
            count(&bench, wrong.summary.run, Outcome::Incorrect) as u64,
            plan.len()
        );
    }
}

#[test]
fn the_noisy_player_is_right_about_as_often_as_it_says_and_always_on_the_same_items() {
    let plan = plan(2_000);
    let bench = Bench::new();
    let first = bench.run(&plan, builtin("noisy?p=0.7"), settings());
    let right = count(&bench, first.summary.run, Outcome::Correct);
    // Five standard deviations of a binomial(2000, 0.7) are 103.
    assert!(right.abs_diff(1_400) < 103, "{right}");
    let other = Bench::new();
    let second = other.run(
        &plan,
        builtin("noisy?p=0.7"),
        Settings {
            concurrency: 3,
            ..settings()
        },
    );
    assert_eq!(
        bench.outcomes(first.summary.run),
        other.outcomes(second.summary.run)
    );
}

#[test]
fn a_run_goes_on_where_it_ended() {
    let server = MockServer::start_blocking(Config::default()).expect("it starts");
    let plan = plan(300);
    let bench = Bench::new();
    let limits = Limits {
        tokens: Some(2_000),
        ..Limits::default()
    };
    let part = bench.run(
        &plan,
        model(&server),
        Settings {
            budget: limits,
            ..settings()
        },
    );
    assert_eq!(part.summary.end, End::Budget);
    assert!(part.summary.answered > 0 && part.summary.answered < 300);
    let rest = bench.run(&plan, model(&server), settings());
    assert_eq!(rest.summary.end, End::Complete);
    assert_eq!(rest.summary.run, part.summary.run);
    assert_eq!(rest.summary.settled_before, part.summary.answered);
    assert_eq!(
        (server.stats().numbered, server.stats().most_answers()),
        (300, 1)
    );
    let nothing = bench.run(&plan, model(&server), settings());
    assert_eq!(
        (nothing.summary.answered, nothing.summary.settled_before),
        (0, 300)
    );
    let again = bench.run(
        &plan,
        model(&server),
        Settings {
            again: 1,
            ..settings()
        },
    );
    assert_ne!(again.summary.run, rest.summary.run);
    assert!(matches!(
        again.events.first(),
        Some(Event::Started {
            planned: 300,
            settled: 0
        })
    ));
    assert_eq!(again.summary.answered, 300);
}

#[test]
fn a_budget_in_money_needs_a_price_and_holds() {
    let server = MockServer::start_blocking(Config::default()).expect("it starts");
    let limits = Limits {
        micro_usd: Some(1_000),
        ..Limits::default()
    };
    let budget = Settings {
        budget: limits,
        ..settings()
    };
    let bench = Bench::new();
    let error = bench
        .try_run(&plan(100), model(&server), budget.clone())
        .err();
    assert!(matches!(error, Some(RunError::NoPrice { .. })), "{error:?}");

    let Player::Model(mut priced) = model(&server) else {
        panic!("a model")
    };
    priced.spec.price = Some(Price {
        input: 1.0,
        output: 2.0,
        cached: None,
    });
    let run = bench.run(&plan(1_000), Player::Model(priced), budget);
    assert_eq!(run.summary.end, End::Budget);
    let mut spent = 0;
    bench
        .reader()
        .for_each_scored(run.summary.run, |row| -> Result<(), StoreError> {
            if let tribunal_store::Settled::Answered(answer) = row.settled {
                spent += answer.cost_micros.expect("the price is known");
            }
            Ok(())
        })
        .expect("it reads");
    assert!(spent > 500 && spent <= 1_000, "{spent}");
}

#[test]
fn repeats_are_asked_apart() {
    let server = MockServer::start_blocking(Config::default()).expect("it starts");
    let bench = Bench::new();
    let run = bench.run(
        &plan_with(50, 3, "beyondbench.easy.*"),
        model(&server),
        settings(),
    );
    assert_eq!(run.summary.planned, 150);
    assert_eq!(
        (server.stats().numbered, server.stats().most_answers()),
        (150, 3)
    );
    assert_eq!(bench.outcomes(run.summary.run).len(), 150);
}

#[test]
fn the_cache_answers_identical_requests_and_no_others() {
    let server = MockServer::start_blocking(Config::default()).expect("it starts");
    let cached = || Settings {
        cache: true,
        ..settings()
    };
    let bench = Bench::new();
    bench.run(&plan(80), model(&server), cached());
    assert_eq!(server.stats().numbered, 80);
    let again = bench.run(
        &plan(80),
        model(&server),
        Settings {
            again: 1,
            ..cached()
        },
    );
    assert_eq!((again.summary.answered, server.stats().numbered), (80, 80));
    // A longer plan shares its first 80 items.
    bench.run(&plan(100), model(&server), cached());
    assert_eq!(server.stats().numbered, 100);
    // Without the flag nothing is taken from it.
    bench.run(
        &plan(80),
        model(&server),
        Settings {
            again: 2,
            ..settings()
        },
    );
    assert_eq!(server.stats().numbered, 180);
}

#[test]
fn stored_answers_can_be_played_back() {
    let plan = plan(3);
    let lines: String = (0..2)
        .map(|ordinal| {
            let item = plan.item(plan.slot(ordinal)).expect("made");
            let answer = serde_json::json!({
                "digest": item.digest.to_string(), "response": item.check.reference(),
            });
            format!("{answer}\n")
        })
        .collect();
    let replay = Replay::read(BufReader::new(lines.as_bytes()), "a.jsonl").expect("valid");
    let player = Player::Replay {
        replay,
        label: "old".to_owned(),
        source: Source::Import,
    };
    let bench = Bench::new();
    let run = bench.run(&plan, player, settings());
    assert_eq!((run.summary.answered, run.summary.failed), (2, 1));
    assert_eq!(count(&bench, run.summary.run, Outcome::Correct), 2);
}

#[test]
fn rescoring_finds_nothing_to_change_unless_a_verdict_was_tampered_with() {
    let plan = plan(200);
    let bench = Bench::new();
    let run = bench
        .run(&plan, builtin("noisy?p=0.5"), settings())
        .summary
        .run;
    let clean = rescore(&bench.reader(), None, run, &NoCourt).expect("it judges");
    assert_eq!((clean.judged, clean.changes.len()), (200, 0));

    let (response, mut verdict) = {
        let mut found = None;
        bench
            .reader()
            .for_each_answer(
                run,
                tribunal_store::Judged::All,
                |row| -> Result<(), StoreError> {
                    found.get_or_insert((row.response, row.verdict.expect("it was judged")));
                    Ok(())
                },
            )
            .expect("it reads");
        found.expect("there are answers")
    };
    verdict.strict.outcome = Outcome::Refused;
    let open = || {
        let store = Store::open(&bench.store).expect("it opens");
        Writer::start(store, WriterOptions::default()).expect("it starts")
    };
    let writer = open();
    let verdict = Box::new(verdict);
    writer
        .call(tribunal_store::Message::Verdict { response, verdict })
        .expect("it is stored");
    writer.finish().expect("it ends");

    let found = rescore(&bench.reader(), None, run, &NoCourt).expect("it judges");
    assert_eq!(
        found
            .changes
            .iter()
            .filter(|change| change.is_material())
            .count(),
        1
    );
    let writer = open();
    rescore(&bench.reader(), Some(&writer.handle()), run, &NoCourt).expect("it judges");
    writer.finish().expect("it ends");
    let mended = rescore(&bench.reader(), None, run, &NoCourt).expect("it judges");
    assert_eq!(mended.changes.len(), 0);
}

#[test]
fn one_process_at_a_time_carries_a_run_out() {
    let plan = plan(10);
    let bench = Bench::new();
    let player = || builtin("oracle");
    let held = tribunal_run::Session::open(
        &bench.store,
        std::sync::Arc::clone(&plan),
        player(),
        settings(),
    )
    .expect("it opens");
    let error = bench.try_run(&plan, player(), settings()).err();
    assert!(
        matches!(error, Some(RunError::Store(StoreError::Held { .. }))),
        "{error:?}"
    );
    drop(held);
    bench.run(&plan, player(), settings());
}

/// A result file in the published form over two instances made here: the first answered right, the
/// second cut by a token limit after its first states.
fn official_results() -> String {
    use tribunal_generators::{Generator, registry, tmbench::official};
    use tribunal_verifiers::Check;

    let task = registry::task("tmbench.mtag").expect("it is built in");
    let generator = Generator::new(task, Some("latin"), [], "official").expect("it generates");
    let checks: Vec<_> = (0..2)
        .map(|index| match generator.item(index).expect("made").check {
            Check::TagTrace(check) => check,
            other => panic!("not a trace: {other:?}"),
        })
        .collect();
    let answers: Vec<String> = checks.iter().map(|check| check.reference()).collect();
    let text = official::export(&checks).expect("they are alike");
    let mut file: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    file["samples"][0]["ans"] = answers[0].clone().into();
    file["samples"][0]["num_token"] = 300.into();
    file["samples"][1]["ans"] = answers[1][..answers[1].len() / 2].into();
    file["samples"][1]["num_token"] = 512.into();
    file.to_string()
}

#[test]
fn official_results_are_rescored_and_their_instances_asked() {
    use tribunal_generators::tmbench::official;

    let bench = Bench::new();
    let text = official_results();
    let path = bench.store.with_file_name("results.json");
    std::fs::write(&path, &text).expect("it is written");
    let suite = tribunal_plan::Suite::find(&path.display().to_string()).expect("a suite");
    assert!(suite.is_fixed());
    let options = tribunal_plan::PlanOptions {
        seed: "fixed".to_owned(),
        limit: None,
        repeats: 1,
        sampling: Default::default(),
        asking: tribunal_plan::Asking::default(),
    };
    let plan = std::sync::Arc::new(tribunal_plan::Plan::new(suite, options).expect("a valid plan"));
    let file = official::parse(&text).expect("it is official");
    for (limit, second) in [(Some(512), Outcome::Truncated), (None, Outcome::Incorrect)] {
        let replay = Replay::of_official(&file, limit).expect("it has answers");
        let label = format!("published {limit:?}");
        let player = Player::Replay {
            replay,
            label,
            source: Source::Import,
        };
        let run = bench.run(&plan, player, settings()).summary.run;
        assert_eq!(
            bench.outcomes(run),
            [(0, 0, Some(Outcome::Correct)), (1, 0, Some(second))]
        );
    }
    // The same file without its answers is a suite to ask.
    let oracle = bench.run(&plan, builtin("oracle"), settings());
    assert_eq!(count(&bench, oracle.summary.run, Outcome::Correct), 2);
    let stored = bench
        .reader()
        .run("latest")
        .expect("it is there")
        .spec
        .plan_json;
    let again = tribunal_plan::Plan::from_json(&stored).expect("it expands without the file");
    assert_eq!(again.digest(), plan.digest());
}
