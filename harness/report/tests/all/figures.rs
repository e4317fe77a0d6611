//! Figures computed by hand.

use tribunal_report::{Report, WarningCode};
use tribunal_stats::{Level, Method, wilson};
use tribunal_store::{Headline, Outcome, RunState, Source, Usage};

use crate::common::{
    End, Question, failed, question, report, report_in_batches, right, spec, wrong,
};

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-12, "{found} for {wanted}");
}

fn codes(report: &Report) -> Vec<WarningCode> {
    report.warnings.iter().map(|warning| warning.code).collect()
}

#[test]
fn one_cell_has_wilsons_interval() {
    let questions: Vec<_> = (0..20)
        .map(|at| if at < 15 { right(at) } else { wrong(at) })
        .collect();
    let report = report(spec(20, 1), &questions);
    let score = report.headline.score.unwrap();
    let wanted = wilson(15, 20, Level::P95).unwrap();
    assert_eq!(
        (score.n, score.mean, score.method),
        (20, 0.75, Method::Wilson)
    );
    assert_eq!(
        (score.low, score.high, score.clusters),
        (wanted.low, wanted.high, None)
    );
    assert!(report.valid && report.coverage.complete);
    assert_eq!(report.tasks[0].summary.score, report.headline.score);
    assert_eq!(report.tasks[0].cells[0].summary, report.tasks[0].summary);
    // 33 points wide.
    assert_eq!(codes(&report), [WarningCode::WideInterval]);
}

#[test]
fn tasks_count_by_weight_and_never_by_items() {
    // sum: 1 of 2 right, weight 1. sort: cells of 4/4 and 0/1, weight 3, so 0.5.
    let sort = |question: Question, params| Question {
        params,
        weight: 3.0,
        ..question.of("beyondbench.easy.sort")
    };
    let mut questions = vec![right(0), wrong(1)];
    questions.extend((2..6).map(|at| sort(right(at), r#"{"length":4}"#)));
    questions.push(sort(wrong(6), r#"{"length":8}"#));
    questions.push(Question {
        weight: 4.0,
        ..right(7).of("tmbench.mtag")
    });
    let report = report(spec(8, 1), &questions);
    let score = report.headline.score.unwrap();
    assert_eq!((score.n, score.method), (8, Method::Stratified));
    near(score.mean, (1.0 * 0.5 + 3.0 * 0.5 + 4.0 * 1.0) / 8.0);
    let means: Vec<_> = report
        .tasks
        .iter()
        .map(|t| t.summary.score.unwrap().mean)
        .collect();
    assert_eq!(means, [0.5, 0.5, 1.0]);
    assert_eq!(
        report.tasks.iter().map(|t| t.weight).collect::<Vec<_>>(),
        [1.0, 3.0, 4.0]
    );
    let groups: Vec<_> = report
        .groups
        .iter()
        .map(|g| (g.group.as_str(), g.tasks, g.summary.items))
        .collect();
    assert_eq!(groups, [("beyondbench.easy", 2, 7), ("tmbench", 1, 1)]);
    near(report.groups[0].summary.score.unwrap().mean, 0.5);
}

#[test]
fn shared_cluster_labels_widen_the_interval() {
    let cluster = |at: u32, label: String| {
        let question = if (at / 10).is_multiple_of(2) {
            right(at)
        } else {
            wrong(at)
        };
        Question {
            cluster: Some(label),
            ..question
        }
    };
    let together: Vec<_> = (0..400)
        .map(|at| cluster(at, format!("t{}", at / 10)))
        .collect();
    let apart: Vec<_> = (0..400).map(|at| cluster(at, format!("t{at}"))).collect();
    let together = report(spec(400, 1), &together).headline.score.unwrap();
    let apart = report(spec(400, 1), &apart).headline.score.unwrap();
    assert_eq!(
        (together.method, together.clusters),
        (Method::ClusteredT, Some(40))
    );
    assert_eq!((apart.method, apart.clusters), (Method::Wilson, None));
    let widening = (together.high - together.low) / (apart.high - apart.low);
    assert!((3.0..3.5).contains(&widening), "{widening}");
}

#[test]
fn errors_are_left_out_bounded_and_make_a_report_invalid() {
    let mut questions: Vec<_> = (0..6).map(right).collect();
    questions.extend((6..8).map(wrong));
    questions.extend([failed(8, "server"), failed(9, "timeout_total")]);
    let report = report(spec(10, 1), &questions);
    assert_eq!(report.headline.score.unwrap().mean, 0.75);
    assert_eq!(
        (report.headline.items, report.headline.errors.count),
        (10, 2)
    );
    let bounds = report.headline.errors.bounds.unwrap();
    near(bounds.low, 0.6);
    near(bounds.high, 0.8);
    assert_eq!(report.headline.errors.rate, Some(0.2));
    assert!(!report.valid && report.coverage.complete);
    assert_eq!(codes(&report)[0], WarningCode::Invalid);
    let kinds: Vec<_> = report
        .failures
        .iter()
        .map(|k| (k.class.as_str(), k.count))
        .collect();
    assert_eq!(kinds, [("server", 1), ("timeout_total", 1)]);
    assert_eq!(report.failures[0].example, "the server said no to item 8");
}

#[test]
fn two_percent_of_errors_is_still_valid() {
    let mut questions: Vec<_> = (0..98).map(right).collect();
    questions.extend([failed(98, "server"), failed(99, "server")]);
    let report = report(spec(100, 1), &questions);
    assert!(report.valid);
    assert_eq!(codes(&report), [WarningCode::Errors]);
}

#[test]
fn an_error_verdict_is_an_error_and_no_wrong_answer() {
    let report = report(spec(2, 1), &[right(0), question(1, Outcome::Error)]);
    assert_eq!(report.headline.score.unwrap().mean, 1.0);
    assert_eq!(
        (report.headline.errors.count, report.headline.errors.rate),
        (1, Some(0.5))
    );
}

#[test]
fn format_cost_is_the_gap_of_the_readings() {
    let mut questions: Vec<_> = (0..6).map(right).collect();
    questions.push(question(6, Outcome::Unparsable).leniently(Outcome::Correct, 1.0));
    questions.push(question(7, Outcome::Unparsable).leniently(Outcome::Incorrect, 0.0));
    let strict = report(spec(8, 1), &questions);
    let mut lenient = spec(8, 1);
    lenient.headline = Headline::Lenient;
    let lenient = report(lenient, &questions);
    for report in [&strict, &lenient] {
        near(report.headline.format_cost.unwrap(), 0.125);
        assert_eq!(report.headline.strict.unwrap().mean, 0.75);
        assert_eq!(report.headline.lenient.unwrap().mean, 0.875);
        assert!(codes(report).contains(&WarningCode::FormatCost));
    }
    assert_eq!(strict.headline.score, strict.headline.strict);
    assert_eq!(lenient.headline.score, lenient.headline.lenient);
    assert_eq!(strict.headline.outcomes.unparsable, 2);
    assert_eq!(
        (
            lenient.headline.outcomes.unparsable,
            lenient.headline.outcomes.correct
        ),
        (0, 7)
    );
}

#[test]
fn no_answers_are_told_apart() {
    let questions = [
        right(0),
        question(1, Outcome::Unparsable),
        question(2, Outcome::Truncated),
        // Cut off, and the answer was there already.
        Question {
            finish: "length",
            ..right(3)
        },
        question(4, Outcome::Refused),
    ];
    let report = report(spec(5, 1), &questions);
    let headline = &report.headline;
    assert_eq!(headline.score.unwrap().mean, 0.4);
    assert_eq!(headline.no_answer_rate, Some(0.6));
    assert_eq!((headline.cut_off, headline.truncation_rate), (2, Some(0.4)));
    let outcomes = headline.outcomes;
    assert_eq!(
        (outcomes.unparsable, outcomes.truncated, outcomes.refused),
        (1, 1, 1)
    );
    let codes = codes(&report);
    assert!(codes.contains(&WarningCode::Truncated) && codes.contains(&WarningCode::Refused));
}

#[test]
fn repeats_count_items_and_not_attempts() {
    // Right answers of 2: item 0 both, item 1 one, item 2 none.
    let questions = [
        right(0),
        right(0).repeat(1),
        right(1).answering("5"),
        wrong(1).repeat(1).answering("6"),
        wrong(2).answering("7"),
        question(2, Outcome::Unparsable).repeat(1),
    ];
    let report = report(spec(3, 2), &questions);
    let repeats = report.headline.repeats.unwrap();
    let mean = |figure: tribunal_report::RepeatFigure| {
        let estimate = figure.estimate.unwrap();
        assert_eq!((estimate.n, figure.left_out), (3, 0));
        estimate.mean
    };
    assert_eq!(repeats.k, 2);
    near(mean(repeats.pass_at_1), 0.5);
    near(mean(repeats.pass_at_k), 2.0 / 3.0);
    near(mean(repeats.pass_pow_k), 1.0 / 3.0);
    // Item 1 is a tie of right and wrong, and counts half.
    near(mean(repeats.maj_at_k), 0.5);
    near(mean(repeats.flip_rate), 1.0 / 3.0);
    assert_eq!(report.headline.score.unwrap().n, 3);
    assert_eq!((report.coverage.planned, report.coverage.ended), (6, 6));
}

#[test]
fn a_failed_repeat_leaves_its_item_out_where_k_answers_are_needed() {
    let questions = [
        right(0),
        wrong(0).repeat(1),
        right(1),
        failed(1, "server").repeat(1),
    ];
    let report = report(spec(2, 2), &questions);
    let repeats = report.headline.repeats.unwrap();
    near(repeats.pass_at_1.estimate.unwrap().mean, 0.75);
    assert_eq!(repeats.pass_at_1.left_out, 0);
    for figure in [
        repeats.pass_at_k,
        repeats.pass_pow_k,
        repeats.maj_at_k,
        repeats.flip_rate,
    ] {
        assert_eq!((figure.left_out, figure.estimate.unwrap().n), (1, 1));
    }
    // Item 1 would be 0.5 or 1 with its error.
    let bounds = report.headline.errors.bounds.unwrap();
    near(bounds.low, 0.5);
    near(bounds.high, 0.75);
}

#[test]
fn steps_are_scored_as_published() {
    let steps = |at, outcome, marks, score| Question {
        steps: Some(marks),
        ..question(at, outcome).of("tmbench.mtag").partly(score)
    };
    let questions = [
        steps(0, Outcome::Correct, "111", 1.0),
        steps(1, Outcome::Incorrect, "110", 2.0 / 3.0),
        steps(2, Outcome::Truncated, "1-", 0.5),
        right(3),
    ];
    let report = report(spec(4, 1), &questions);
    assert_eq!(report.headline.steps, None);
    let task = report
        .tasks
        .iter()
        .find(|task| task.task == "tmbench.mtag")
        .unwrap();
    let steps = task.summary.steps.as_ref().unwrap();
    let curve: Vec<_> = steps
        .accuracy
        .iter()
        .map(|p| (p.step, p.right, p.reached))
        .collect();
    assert_eq!(curve, [(0, 3, 3), (1, 2, 3), (2, 1, 2)]);
    near(steps.swa_uniform, (1.0 + 2.0 / 3.0 + 0.5) / 3.0);
    near(steps.swa_linear, (1.0 + 4.0 / 3.0 + 1.5) / 6.0);
    near(steps.pass_rate, 1.0 / 3.0);
    assert_eq!(steps.pass_interval, wilson(1, 3, Level::P95));
    near(
        task.summary.score.unwrap().mean,
        (1.0 + 2.0 / 3.0 + 0.5) / 3.0,
    );
}

#[test]
fn effort_says_what_is_known_of_it() {
    let usage = |output| Usage {
        input: Some(10),
        output,
        reasoning: None,
        cached: None,
    };
    let questions = [
        Question {
            usage: usage(Some(100)),
            cost_micros: Some(2_000),
            total_us: 1_000,
            ..right(0)
        },
        Question {
            usage: usage(Some(300)),
            cost_micros: None,
            total_us: 3_000,
            ..wrong(1)
        },
        Question {
            usage: usage(None),
            cost_micros: Some(0),
            total_us: 2_000,
            ..right(2)
        },
        Question {
            retries: 2,
            total_us: 9_000,
            ..failed(3, "server")
        },
    ];
    let report = report(spec(4, 1), &questions);
    let effort = report.headline.effort;
    assert_eq!(
        (effort.tokens.input.total, effort.tokens.input.mean),
        (Some(30), Some(10.0))
    );
    assert_eq!(
        (effort.tokens.output.known, effort.tokens.output.mean),
        (2, Some(200.0))
    );
    assert_eq!(
        (effort.tokens.reasoning.known, effort.tokens.reasoning.total),
        (0, None)
    );
    assert_eq!(effort.tokens.output_per_correct, Some(400.0));
    assert_eq!((effort.cost.known, effort.answers), (2, 3));
    near(effort.cost.usd.unwrap(), 0.002);
    near(effort.cost.usd_per_correct.unwrap(), 0.001);
    let latency = effort.latency.unwrap();
    assert_eq!(
        (latency.known, latency.p50_ms, latency.p95_ms),
        (3, 2.0, 3.0)
    );
    assert_eq!((effort.attempts, effort.retries), (6, 2));
    assert!(codes(&report).contains(&WarningCode::Retries));
}

#[test]
fn an_unknown_price_is_never_zero() {
    let questions = [Question {
        cost_micros: None,
        ..right(0)
    }];
    let report = report(spec(1, 1), &questions);
    assert_eq!(
        (
            report.headline.effort.cost.usd,
            report.headline.effort.cost.known
        ),
        (None, 0)
    );
}

#[test]
fn answers_from_the_cache_are_counted() {
    let cached = Question {
        source: Source::Cache,
        cost_micros: Some(0),
        ..right(0)
    };
    let report = report(spec(2, 1), &[cached, right(1)]);
    let effort = report.headline.effort;
    assert_eq!(
        (
            effort.cached,
            effort.attempts,
            effort.latency.unwrap().known
        ),
        (1, 1, 1)
    );
}

#[test]
fn an_empty_run_has_no_score() {
    let report = report_in_batches(spec(5, 1), RunState::Running, &[], 1);
    assert_eq!(report.headline.score, None);
    assert_eq!(
        (report.coverage.missing, report.coverage.complete),
        (5, false)
    );
    assert!(report.valid && report.tasks.is_empty());
    assert_eq!(codes(&report), [WarningCode::Incomplete]);
}

#[test]
fn a_run_of_errors_has_no_score_and_is_invalid() {
    let questions: Vec<_> = (0..3).map(|at| failed(at, "auth")).collect();
    let report = report(spec(3, 1), &questions);
    assert_eq!(report.headline.score, None);
    let bounds = report.headline.errors.bounds.unwrap();
    assert_eq!((bounds.low, bounds.high), (0.0, 1.0));
    assert!(!report.valid);
    assert_eq!(
        codes(&report),
        [WarningCode::Invalid, WarningCode::Unscored]
    );
}

#[test]
fn a_run_of_refusals_scores_zero() {
    let questions: Vec<_> = (0..60).map(|at| question(at, Outcome::Refused)).collect();
    let report = report(spec(60, 1), &questions);
    assert_eq!(report.headline.score.unwrap().mean, 0.0);
    assert_eq!(report.headline.effort.tokens.output_per_correct, None);
    assert_eq!(codes(&report), [WarningCode::Refused]);
}

#[test]
fn a_cell_without_a_score_is_named() {
    let dead: Vec<_> = (1..3)
        .map(|at| failed(at, "server").of("tmbench.mtag"))
        .collect();
    let report = report(spec(3, 1), &[&[right(0)][..], &dead].concat());
    assert_eq!(report.headline.score.unwrap().mean, 1.0);
    let warning = report
        .warnings
        .iter()
        .find(|w| w.code == WarningCode::Unscored)
        .unwrap();
    assert!(
        warning.message.starts_with("tmbench.mtag:plain"),
        "{}",
        warning.message
    );
    // Both tasks weigh alike, and one may be anything.
    let bounds = report.headline.errors.bounds.unwrap();
    assert_eq!((bounds.low, bounds.high), (0.5, 1.0));
}

#[test]
fn unjudged_answers_are_neither_right_nor_wrong() {
    let waiting = Question {
        end: End::Unjudged,
        ..right(1)
    };
    let report = report_in_batches(spec(2, 1), RunState::Interrupted, &[wrong(0), waiting], 1);
    let coverage = report.coverage;
    assert_eq!(
        (coverage.ended, coverage.unjudged, coverage.missing),
        (1, 1, 0)
    );
    assert!(!coverage.complete);
    assert_eq!(report.headline.score.unwrap().n, 1);
    assert!(codes(&report).contains(&WarningCode::Unjudged));
}

#[test]
fn another_model_than_asked_is_told() {
    let other = Question {
        model: "gpt-x-mini",
        ..right(0)
    };
    let one = report(spec(1, 1), std::slice::from_ref(&other));
    assert!(codes(&one).contains(&WarningCode::OtherModel));
    let several = report(spec(2, 1), &[other, right(1)]);
    assert!(codes(&several).contains(&WarningCode::SeveralModels));
    let names: Vec<_> = several
        .reported_models
        .iter()
        .map(|m| (m.name.as_str(), m.answers))
        .collect();
    assert_eq!(names, [("gpt-x-2026-05-01", 1), ("gpt-x-mini", 1)]);
}
