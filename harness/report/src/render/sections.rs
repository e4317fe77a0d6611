//! What stands below the table of scores.

use std::fmt::Write as _;

use super::Pen;
use super::head::FIRST;
use crate::format::{
    bare_percent, count, dollars, estimate, interval, milliseconds, percent, plural, sparkline,
    tame, tokens, wrap, wrap_after,
};
use crate::report::Report;
use crate::summary::{Amount, RepeatFigure, Steps};
use crate::warning::Warning;

/// Server messages are cut to so many characters.
pub(super) const MESSAGE: usize = 300;

pub(super) fn repeats(report: &Report, pen: &Pen) -> String {
    let Some(repeats) = report.headline.repeats else {
        return String::new();
    };
    let k = repeats.k;
    let mut text = format!("Repeats, {k} answers an item\n");
    let mut line = |name: String, figure: RepeatFigure, meaning: &str| {
        let value = figure.estimate.as_ref().map_or("–".to_owned(), estimate);
        let left_out = match figure.left_out {
            0 => String::new(),
            n => format!(" ({} with too few answers left out)", plural(n, "item")),
        };
        let label = format!("  {name:<18} {value:<22} ");
        let meaning = format!("{meaning}{left_out}");
        let _ = writeln!(text, "{}", wrap_after(&label, &meaning, pen.width, 44));
    };
    line(
        format!("pass@1[avg-of-{k}]"),
        repeats.pass_at_1,
        "mean share of right answers",
    );
    line(format!("pass@{k}"), repeats.pass_at_k, "at least one right");
    line(format!("pass^{k}"), repeats.pass_pow_k, "all right");
    line(
        format!("maj@{k}"),
        repeats.maj_at_k,
        "the most frequent answer right",
    );
    line(
        "flip rate".to_owned(),
        repeats.flip_rate,
        "two answers to one item disagree",
    );
    text
}

pub(super) fn steps(report: &Report, pen: &Pen) -> String {
    let mut text = String::new();
    for task in &report.tasks {
        if let Some(steps) = &task.summary.steps {
            let _ = writeln!(
                text,
                "Steps of {}, {}",
                task.task,
                plural(steps.answers, "answer")
            );
            curve(&mut text, steps, pen);
        }
    }
    text
}

fn curve(text: &mut String, steps: &Steps, pen: &Pen) {
    let shares: Vec<f64> = steps.accuracy.iter().map(|point| point.accuracy).collect();
    let line = sparkline(&shares, pen.width - 20);
    let _ = writeln!(text, "  accuracy by step  {line}");
    let last = steps.accuracy.len() - 1;
    let mut shown = vec![0, last / 4, last / 2, 3 * last / 4, last];
    shown.dedup();
    let marks: Vec<String> = shown
        .into_iter()
        .filter_map(|at| steps.accuracy.get(at))
        .map(|point| format!("{}: {}", point.step, bare_percent(point.accuracy)))
        .collect();
    let _ = writeln!(text, "  at step, in %     {}", marks.join(" · "));
    let passed = match steps.pass_interval {
        Some(bounds) => {
            format!(
                "{} {}",
                percent(steps.pass_rate),
                interval(bounds.low, bounds.high)
            )
        }
        None => percent(steps.pass_rate),
    };
    let _ = writeln!(
        text,
        "  step-weighted     {} uniform · {} linear",
        percent(steps.swa_uniform),
        percent(steps.swa_linear)
    );
    let _ = writeln!(text, "  every step right  {passed}");
}

pub(super) fn effort(report: &Report, pen: &Pen) -> String {
    let effort = &report.headline.effort;
    if effort.answers == 0 {
        return String::new();
    }
    let mut text = String::new();
    let mut line = |label: &str, words: &str| {
        let _ = writeln!(text, "{}", wrap_after(label, words, pen.width, 10));
    };
    line("Tokens    ", &token_line(report));
    let cost = match effort.cost.usd {
        None => "unknown".to_owned(),
        Some(usd) if effort.cost.known < effort.answers => format!(
            "at least {}: known for {} of {}",
            dollars(usd),
            count(effort.cost.known),
            plural(effort.answers, "answer")
        ),
        Some(usd) => dollars(usd),
    };
    let each = match effort.cost.usd_per_correct {
        Some(usd) if usd > 0.0 => format!(" · {} for each correct answer", dollars(usd)),
        _ => String::new(),
    };
    line("Cost      ", &format!("{cost}{each}"));
    if let Some(latency) = &effort.latency {
        let (p50, p95) = (milliseconds(latency.p50_ms), milliseconds(latency.p95_ms));
        line(
            "Latency   ",
            &format!("half within {p50} (p50), 95 % within {p95} (p95)"),
        );
    }
    let mut requests = match effort.attempts {
        0 => "none sent".to_owned(),
        n => format!("{} sent, {} of them again", count(n), count(effort.retries)),
    };
    if effort.cached > 0 {
        let share = effort.cached as f64 / effort.answers as f64;
        requests.push_str(&format!(
            " · {} of the answers from the cache",
            percent(share)
        ));
    }
    line("Requests  ", &requests);
    text
}

fn token_line(report: &Report) -> String {
    let effort = &report.headline.effort;
    let told = effort.tokens;
    if told.input.known == 0 && told.output.known == 0 {
        return "unknown".to_owned();
    }
    let mean = |amount: Amount| amount.mean.map_or("unknown".to_owned(), tokens);
    let mut line = format!(
        "{} in · {} out an answer",
        mean(told.input),
        mean(told.output)
    );
    if told.reasoning.known > 0 {
        let _ = write!(line, ", {} of it reasoning", mean(told.reasoning));
    }
    if let Some(each) = told.output_per_correct {
        let _ = write!(line, " · {} out for each correct one", tokens(each));
    }
    if told.output.known < effort.answers {
        let _ = write!(
            line,
            " · told for {} of {}",
            count(told.output.known),
            count(effort.answers)
        );
    }
    line
}

pub(super) fn failures(report: &Report, pen: &Pen) -> String {
    if report.failures.is_empty() {
        return String::new();
    }
    let mut text = "Errors, the first of each kind\n".to_owned();
    for kind in &report.failures {
        let line = format!(
            "{} × {}: {}",
            count(kind.count),
            tame(&kind.class, 40),
            tame(&kind.example, MESSAGE)
        );
        let _ = writeln!(text, "{}", wrap_after("  ", &line, pen.width, 4));
    }
    text
}

pub(super) fn warnings(report: &Report, pen: &Pen) -> String {
    let mut text = String::new();
    let late = |warning: &&Warning| !FIRST.contains(&warning.code);
    for warning in report.warnings.iter().filter(late) {
        let line = format!(
            "warning: {}; {}",
            tame(&warning.message, MESSAGE),
            tame(&warning.advice, MESSAGE)
        );
        let wrapped = wrap(&line, pen.width, 9);
        let dressed = wrapped.replacen("warning:", &pen.caution("warning:"), 1);
        let _ = writeln!(text, "{dressed}");
    }
    text
}
