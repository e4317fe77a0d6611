//! The first lines: which run, whether it may be believed, and its score.

use std::fmt::Write as _;

use tribunal_stats::{Estimate, Method};

use super::Pen;
use super::sections::MESSAGE;
use crate::format::{
    bare_percent, count, duration, estimate, moment, percent, plural, points, tame, wrap,
    wrap_after,
};
use crate::report::Report;
use crate::summary::Outcomes;
use crate::warning::WarningCode;

pub(super) fn head(report: &Report, pen: &Pen) -> String {
    let mut text = title(report, pen);
    text.push('\n');
    text.push_str(&status(report, pen));
    let summary = &report.headline;
    match &summary.score {
        Some(score) => {
            let figure = format!("Score  {}", estimate(score));
            let line = wrap_after(&format!("{figure}  "), &basis(report, score), pen.width, 7);
            let _ = writeln!(text, "{}", line.replacen(&figure, &pen.bold(&figure), 1));
        }
        None => text.push_str("Score  none: no answer has been judged\n"),
    }
    let _ = writeln!(
        text,
        "{}",
        wrap_after("Right  ", &outcomes(&summary.outcomes), pen.width, 7)
    );
    if let (1.., Some(bounds)) = (summary.errors.count, summary.errors.bounds) {
        let line = format!(
            "{} to {} %, had all errors been wrong or all right",
            bare_percent(bounds.low),
            bare_percent(bounds.high)
        );
        let _ = writeln!(text, "{}", wrap_after("Bounds ", &line, pen.width, 7));
    }
    if let (Some(strict), Some(lenient), Some(cost)) =
        (summary.strict, summary.lenient, summary.format_cost)
        && points(cost) != "0.0"
    {
        let line = format!(
            "strict {}, lenient {}: {} points by form alone",
            percent(strict.mean),
            percent(lenient.mean),
            points(cost)
        );
        let _ = writeln!(text, "{}", wrap_after("Format ", &line, pen.width, 7));
    }
    text
}

fn title(report: &Report, pen: &Pen) -> String {
    let run = &report.run;
    let name = format!(
        "Run {} ({}): {} on {} {}",
        run.id,
        tame(&run.uid.chars().take(8).collect::<String>(), 8),
        tame(&run.model, 80),
        tame(&run.suite, 60),
        tame(&run.suite_version, 20)
    );
    let mut facts = vec![format!("seed {}", tame(&run.seed, 40))];
    facts.push(match run.repeats {
        1 => plural(report.coverage.planned_items, "item"),
        k => format!(
            "{} × {k} repeats",
            plural(report.coverage.planned_items, "item")
        ),
    });
    facts.push(format!("begun {}", moment(run.started_ms)));
    if let Some(finished) = run.finished_ms {
        let seconds = u64::try_from(finished.saturating_sub(run.started_ms) / 1000).unwrap_or(0);
        facts.push(format!("done in {}", duration(seconds)));
    }
    let facts = wrap(&facts.join(" · "), pen.width, 0);
    let mut text = format!("{}\n{}\n", pen.bold(&name), pen.dim(&facts));
    if let Some(note) = &run.note {
        let _ = writeln!(text, "{}", wrap(&tame(note, 400), pen.width, 0));
    }
    text
}

/// The warnings that must be seen before the score is read.
pub(super) const FIRST: [WarningCode; 2] = [WarningCode::Invalid, WarningCode::Incomplete];

fn status(report: &Report, pen: &Pen) -> String {
    let mut text = String::new();
    for warning in report
        .warnings
        .iter()
        .filter(|warning| FIRST.contains(&warning.code))
    {
        let invalid = warning.code == WarningCode::Invalid;
        let word = if invalid { "INVALID" } else { "NOT COMPLETE" };
        let line = format!(
            "{word}: {}; {}.",
            tame(&warning.message, MESSAGE),
            tame(&warning.advice, MESSAGE)
        );
        for line in wrap(&line, pen.width, 0).lines() {
            let dressed = if invalid {
                pen.alarm(line)
            } else {
                pen.caution(line)
            };
            let _ = writeln!(text, "{dressed}");
        }
        text.push('\n');
    }
    text
}

/// Whether all tasks weigh the same.
fn alike(report: &Report) -> bool {
    let weights = report.tasks.iter().map(|task| task.weight);
    let (least, most) = weights.fold((f64::INFINITY, 0.0f64), |(least, most), weight| {
        (least.min(weight), most.max(weight))
    });
    most - least <= 1e-9 * most
}

/// What the score is a mean of, and how its interval was found.
fn basis(report: &Report, score: &Estimate) -> String {
    let what = match report.tasks.len() {
        1 => plural(score.n as u64, "item"),
        tasks if alike(report) => format!("mean of {tasks} tasks"),
        tasks => format!("weighted mean of {tasks} tasks"),
    };
    let clusters = score.clusters.unwrap_or(0);
    let how = match score.method {
        Method::Wilson => "Wilson".to_owned(),
        Method::StudentT => "Student's t".to_owned(),
        Method::ClusteredT => format!("t over {clusters} clusters"),
        Method::WildBootstrap => format!("wild bootstrap over {clusters} clusters"),
        Method::EffectiveWilson => "Wilson at the effective n".to_owned(),
        Method::Chernoff => "Chernoff".to_owned(),
        Method::Stratified => "stratified".to_owned(),
    };
    format!(
        "{what}, {:.0} % interval ({how})",
        100.0 * score.level.value()
    )
}

fn outcomes(outcomes: &Outcomes) -> String {
    let kinds = [
        (outcomes.unparsable, "unparsable"),
        (outcomes.truncated, "truncated"),
        (outcomes.refused, "refused"),
    ];
    let kinds: Vec<String> = kinds
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, kind)| format!("{} {kind}", count(*n)))
        .collect();
    let kinds = if kinds.is_empty() {
        String::new()
    } else {
        format!(" ({})", kinds.join(", "))
    };
    let mut line = format!(
        "{} · wrong {} · no answer {}{kinds} · errors {}",
        count(outcomes.correct),
        count(outcomes.incorrect),
        count(outcomes.no_answer()),
        count(outcomes.error)
    );
    if outcomes.unjudged > 0 {
        let _ = write!(line, " · not judged yet {}", count(outcomes.unjudged));
    }
    line
}
