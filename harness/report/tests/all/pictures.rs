//! What a person sees.

use tribunal_report::{RenderOptions, Report, RunLine, render, render_runs};
use tribunal_store::{Outcome, RunState, Source, Usage};

use crate::common::{
    NOON, Question, failed, question, report, report_in_batches, right, spec, wrong,
};

/// Draws at a width, and makes sure that no line is wider.
fn draw(report: &Report, width: usize, long: bool) -> String {
    let text = render(
        report,
        &RenderOptions {
            color: false,
            width,
            long,
        },
    );
    for line in text.lines() {
        assert!(
            line.chars().count() <= width,
            "{} columns: {line}",
            line.chars().count()
        );
        assert!(
            !line.contains('\u{1b}') && line.trim_end() == line,
            "{line:?}"
        );
    }
    text
}

/// Several tasks, cells, kinds of outcome, and steps.
pub(crate) fn mixed() -> Report {
    let mut questions = Vec::new();
    let mut add = |question: Question| {
        let ordinal = questions.len() as u32;
        questions.push(Question {
            ordinal,
            total_us: 800_000 + u64::from(ordinal) * 37_000,
            ..question
        });
    };
    for at in 0..40 {
        let sum = match at {
            0..34 => right(at),
            34..36 => question(at, Outcome::Unparsable).leniently(Outcome::Correct, 1.0),
            36 => question(at, Outcome::Refused),
            _ => wrong(at),
        };
        add(sum);
    }
    for at in 0..40 {
        let sort = if at < 30 { right(at) } else { wrong(at) };
        let params = if at % 2 == 0 {
            r#"{"length":8,"sign":true}"#
        } else {
            r#"{"length":32,"sign":true}"#
        };
        add(Question {
            params,
            ..sort.of("beyondbench.easy.longest_increasing_subsequence")
        });
    }
    for at in 0..20 {
        let marks = [
            "1111111111111111",
            "111111111111----",
            "1111111100000000",
            "1111111111111101",
        ];
        let outcome = if at % 4 == 0 {
            Outcome::Correct
        } else {
            Outcome::Incorrect
        };
        let usage = Usage {
            input: Some(410),
            output: Some(2_900),
            reasoning: Some(1_800),
            cached: None,
        };
        add(Question {
            steps: Some(marks[at as usize % 4]),
            usage,
            cost_micros: Some(41_000),
            ..question(at, outcome).of("tmbench.mtag")
        });
    }
    add(Question {
        retries: 2,
        ..failed(0, "server")
    });
    report(spec(101, 1), &questions)
}

#[test]
fn a_run_at_eighty_columns() {
    insta::assert_snapshot!(draw(&mixed(), 80, false));
}

#[test]
fn a_run_at_a_hundred_and_twenty_columns_in_full() {
    insta::assert_snapshot!(draw(&mixed(), 120, true));
}

#[test]
fn every_width_holds() {
    let report = mixed();
    for width in 72..140 {
        draw(&report, width, false);
        draw(&report, width, true);
    }
}

#[test]
fn a_perfect_builtin_player() {
    let free = |at| Question {
        source: Source::Builtin,
        model: "builtin:oracle",
        usage: Usage::default(),
        cost_micros: None,
        ..right(at)
    };
    let mut spec = spec(12, 1);
    spec.model = "builtin:oracle".to_owned();
    let report = report(spec, &(0..12).map(free).collect::<Vec<_>>());
    insta::assert_snapshot!(draw(&report, 80, false));
}

#[test]
fn repeats_and_unknown_prices() {
    let mut questions = Vec::new();
    for item in 0..30 {
        for repeat in 0..4 {
            let good = repeat < 4 - item % 5;
            let question = if good { right(item) } else { wrong(item) };
            let answer = if good { "42" } else { "17" };
            let cost_micros = if item < 10 { Some(1_000) } else { None };
            questions.push(Question {
                cost_micros,
                ..question.repeat(repeat).answering(answer)
            });
        }
    }
    let report = report(spec(30, 4), &questions);
    insta::assert_snapshot!(draw(&report, 80, true));
}

#[test]
fn an_invalid_and_unfinished_run() {
    let mut questions: Vec<_> = (0..7).map(right).collect();
    questions.push(failed(7, "server"));
    questions.push(failed(8, "timeout_idle"));
    let report = report_in_batches(spec(60, 1), RunState::Budget, &questions, 64);
    insta::assert_snapshot!(draw(&report, 80, false));
}

#[test]
fn an_empty_run() {
    let report = report_in_batches(spec(60, 1), RunState::Running, &[], 64);
    insta::assert_snapshot!(draw(&report, 80, true));
}

#[test]
fn variations_stand_together_whatever_their_parameters() {
    let mut questions = Vec::new();
    for (at, (variation, params)) in [
        ("narrow", r#"{"length":4}"#),
        ("wide", r#"{"length":4}"#),
        ("narrow", r#"{"length":8}"#),
        ("wide", r#"{"length":8}"#),
    ]
    .into_iter()
    .enumerate()
    {
        for item in 0..6 {
            let ordinal = (at * 6 + item) as u32;
            // All wide items are right, and the short narrow ones.
            let question = if variation == "wide" || at == 0 {
                right(ordinal)
            } else {
                wrong(ordinal)
            };
            questions.push(Question {
                variation,
                params,
                ..question
            });
        }
    }
    let report = report(spec(24, 1), &questions);
    let task = &report.tasks[0];
    let figures: Vec<_> = task
        .variations
        .iter()
        .map(|part| {
            let score = part.summary.score.unwrap();
            (part.variation.as_str(), score.n, score.mean)
        })
        .collect();
    assert_eq!(figures, [("narrow", 12, 0.5), ("wide", 12, 1.0)]);
    let names = |long| -> Vec<String> {
        let text = draw(&report, 100, long);
        let rows = text.lines().filter(|line| line.contains('['));
        let first = |line: &str| {
            line.split("  ")
                .find(|word| !word.is_empty())
                .map(str::to_owned)
        };
        rows.filter(|line| line.starts_with("  ") || line.starts_with("beyond"))
            .filter_map(first)
            .collect()
    };
    assert_eq!(names(false), ["beyondbench.easy.sum", "narrow", "wide"]);
    assert_eq!(
        names(true)[..7],
        [
            "beyondbench.easy.sum",
            "narrow",
            "narrow length=4",
            "narrow length=8",
            "wide",
            "wide length=4",
            "wide length=8"
        ]
    );
}

#[test]
fn color_dresses_and_changes_no_word() {
    let report = mixed();
    let options = RenderOptions {
        color: true,
        width: 80,
        long: false,
    };
    let dressed = render(&report, &options);
    assert!(dressed.contains("\u{1b}[1m"));
    let mut bare = String::new();
    let mut escape = false;
    for c in dressed.chars() {
        match (escape, c) {
            (false, '\u{1b}') => escape = true,
            (true, 'm') => escape = false,
            (true, _) => {}
            (false, c) => bare.push(c),
        }
    }
    assert_eq!(
        bare,
        render(
            &report,
            &RenderOptions {
                color: false,
                ..options
            }
        )
    );
}

#[test]
fn nothing_from_a_server_moves_the_cursor() {
    let evil = "x\u{1b}[2J\r\n\u{7}";
    let mut questions = vec![Question {
        model: "gpt\u{1b}[31m",
        ..right(0)
    }];
    let mut broken = failed(1, "server");
    broken.end = crate::common::End::Failed {
        class: "server",
        message: evil.repeat(200),
    };
    questions.push(broken);
    let mut spec = spec(2, 1);
    spec.note = Some(evil.to_owned());
    draw(&report(spec, &questions), 80, true);
}

#[test]
fn the_list_of_runs() {
    let line = |id, model: &str, state, settled| RunLine {
        id,
        uid: format!("{id:016x}"),
        suite: "quick".to_owned(),
        suite_version: "1".to_owned(),
        seed: "2026".to_owned(),
        model: model.to_owned(),
        state,
        planned: 12_000,
        settled,
        started_ms: NOON,
        finished_ms: None,
    };
    let runs = [
        line(1, "builtin:oracle", "complete", 12_000),
        line(12, "anthropic/claude-y", "interrupted", 345),
    ];
    insta::assert_snapshot!(render_runs(&runs, 120));
    assert!(render_runs(&[], 80).contains("no runs yet"));
}
