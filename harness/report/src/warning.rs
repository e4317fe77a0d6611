//! What a reader should know before believing a figure.

use serde::Serialize;

use crate::format::{count, percent, plural, points};
use crate::report::{ERROR_CEILING, Report};

/// Something to know before believing a figure, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What kind.
    pub code: WarningCode,
    /// What is the matter, with the figures.
    pub message: String,
    /// What to do.
    pub advice: String,
}

/// The kinds of warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// More than 2 % of the questions failed: the score is not valid.
    Invalid,
    /// Questions failed, not so many.
    Errors,
    /// Questions have no end yet.
    Incomplete,
    /// Answers wait for their judge.
    Unjudged,
    /// A task or cell has no score at all, and is not in the headline.
    Unscored,
    /// More than 2 % of the answers ended at the token limit.
    Truncated,
    /// More than 2 % of the answers were refusals.
    Refused,
    /// More than 5 percentage points were lost by form alone.
    FormatCost,
    /// The interval is wider than 20 percentage points.
    WideInterval,
    /// Fewer than 20 clusters carry the interval.
    FewClusters,
    /// The server reported another model than was asked.
    OtherModel,
    /// The server reported several models.
    SeveralModels,
    /// More than one question in ten was asked again.
    Retries,
    /// Answers were judged by several versions.
    JudgeVersions,
}

/// Share of answers above which truncation and refusals are warned of.
const NO_ANSWER_CEILING: f64 = 0.02;
/// Format cost that is warned of.
const FORMAT_COST: f64 = 0.05;
/// Width of an interval that is warned of.
const WIDTH: f64 = 0.2;
/// Retries a question that are warned of.
const RETRIES: f64 = 0.1;

/// The warnings of `report`, the gravest first.
pub(crate) fn of(report: &Report) -> Vec<Warning> {
    [
        errors(report),
        incomplete(report),
        unjudged(report),
        unscored(report),
        truncated(report),
        refused(report),
        format_cost(report),
        wide(report),
        few_clusters(report),
        models(report),
        retries(report),
        judges(report),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn warning(code: WarningCode, message: String, advice: impl Into<String>) -> Option<Warning> {
    Some(Warning {
        code,
        message,
        advice: advice.into(),
    })
}

fn errors(report: &Report) -> Option<Warning> {
    let errors = &report.headline.errors;
    let rate = errors.rate.filter(|_| errors.count > 0)?;
    let classes: Vec<String> = report
        .failures
        .iter()
        .map(|kind| format!("{} {}", kind.class, count(kind.count)))
        .collect();
    let classes = if classes.is_empty() {
        String::new()
    } else {
        format!(" ({})", classes.join(", "))
    };
    let what = format!(
        "{} of {} ended in an error{classes}, {}",
        count(errors.count),
        plural(report.headline.outcomes.ended(), "question"),
        percent(rate),
    );
    let advice = format!(
        "remove the cause, then `tribunal retry {} --only error`",
        report.run.id
    );
    if rate > ERROR_CEILING {
        let message = format!(
            "{what}; above {} the score is not valid",
            percent(ERROR_CEILING)
        );
        warning(WarningCode::Invalid, message, advice)
    } else {
        warning(
            WarningCode::Errors,
            format!("{what}; they are left out of the score"),
            advice,
        )
    }
}

fn incomplete(report: &Report) -> Option<Warning> {
    let coverage = report.coverage;
    (coverage.missing > 0).then_some(())?;
    let state = match report.run.state {
        "budget" => ": the run stopped at its budget",
        "interrupted" => ": the run was interrupted",
        "running" => ": the run goes on, or its process has ended",
        _ => "",
    };
    let more = if report.run.state == "budget" {
        " with a larger budget"
    } else {
        ""
    };
    let message = format!(
        "{} of {} have no answer yet{state}",
        count(coverage.missing),
        plural(coverage.planned, "question")
    );
    let advice = format!(
        "give the same `tribunal run` command again{more}: it asks what is missing and nothing twice"
    );
    warning(WarningCode::Incomplete, message, advice)
}

fn unjudged(report: &Report) -> Option<Warning> {
    let waiting = report.coverage.unjudged;
    (waiting > 0).then_some(())?;
    warning(
        WarningCode::Unjudged,
        format!("{} answers are not judged yet", count(waiting)),
        "give the same `tribunal run` command again: it judges them first",
    )
}

fn unscored(report: &Report) -> Option<Warning> {
    let cells: Vec<&str> = report
        .tasks
        .iter()
        .flat_map(|task| &task.cells)
        .filter(|cell| cell.summary.score.is_none())
        .map(|cell| cell.cell.as_str())
        .collect();
    let first = cells.first()?;
    let others = match cells.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    warning(
        WarningCode::Unscored,
        format!("{first}{others} without a single score, so the headline speaks of the rest alone"),
        "do not compare this score with that of a whole run",
    )
}

fn truncated(report: &Report) -> Option<Warning> {
    let rate = report
        .headline
        .truncation_rate
        .filter(|rate| *rate > NO_ANSWER_CEILING)?;
    warning(
        WarningCode::Truncated,
        format!(
            "{} of the answers were cut off at the token limit",
            percent(rate)
        ),
        format!(
            "raise max_tokens in a new run; if the server's limit was to blame, lift it and \
             `tribunal retry {} --only truncated`",
            report.run.id
        ),
    )
}

fn refused(report: &Report) -> Option<Warning> {
    let outcomes = report.headline.outcomes;
    let rate = outcomes.refused as f64 / outcomes.judged() as f64;
    (rate > NO_ANSWER_CEILING).then_some(())?;
    warning(
        WarningCode::Refused,
        format!(
            "{} of the answers were refusals, which count as wrong",
            percent(rate)
        ),
        "look at some with `tribunal show RUN ITEM`; a filter may stand before the model",
    )
}

fn format_cost(report: &Report) -> Option<Warning> {
    let cost = report
        .headline
        .format_cost
        .filter(|cost| cost.abs() > FORMAT_COST)?;
    warning(
        WarningCode::FormatCost,
        format!(
            "{} percentage points lie between the lenient and the strict score",
            points(cost)
        ),
        "the model often answers in another form than asked; compare models by the same reading",
    )
}

fn wide(report: &Report) -> Option<Warning> {
    let score = report.headline.score?;
    let width = score.high - score.low;
    (width > WIDTH).then_some(())?;
    // Widths shrink with the root of the number of items.
    let needed = (score.n as f64 * (width / WIDTH).powi(2)).ceil() as u64;
    warning(
        WarningCode::WideInterval,
        format!(
            "{} leave an interval {} points wide",
            plural(score.n as u64, "item"),
            points(width).trim_start_matches('+')
        ),
        format!(
            "about {} would narrow it to {:.0}",
            plural(needed, "item"),
            100.0 * WIDTH
        ),
    )
}

fn few_clusters(report: &Report) -> Option<Warning> {
    let score = report
        .headline
        .score
        .filter(tribunal_stats::Estimate::few_clusters)?;
    let clusters = score.clusters?;
    warning(
        WarningCode::FewClusters,
        format!("the items fall into {clusters} clusters, on which the interval rests"),
        "more clusters, such as templates, say more than more items of the same",
    )
}

fn models(report: &Report) -> Option<Warning> {
    let asked = &report.run.model;
    let names: Vec<&str> = report
        .reported_models
        .iter()
        .map(|m| m.name.as_str())
        .collect();
    match names.as_slice() {
        [] => None,
        [name] if same_model(asked, name) => None,
        [name] => warning(
            WarningCode::OtherModel,
            format!("the server says that {name} answered, and {asked} was asked"),
            "make sure that this is the model you mean",
        ),
        names => warning(
            WarningCode::SeveralModels,
            format!(
                "the server reported {} models: {}",
                names.len(),
                names.join(", ")
            ),
            "pin a dated model name, or the score belongs to none of them",
        ),
    }
}

/// Whether the name a server reports may stand for the one asked: the same, without the
/// provider's or owner's name, or with a date or a tag after it.
fn same_model(asked: &str, reported: &str) -> bool {
    let last = |name: &str| {
        name.rsplit('/')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let (asked, reported) = (last(asked), last(reported));
    let dated = |rest: &str| {
        rest.starts_with(['-', '@', ':'])
            && (rest[1..].chars().all(|c| c.is_ascii_digit() || c == '-') || rest == ":latest")
    };
    reported
        .strip_prefix(&asked)
        .is_some_and(|rest| rest.is_empty() || dated(rest))
        || asked
            .strip_prefix(&reported)
            .is_some_and(|rest| rest == ":latest")
}

fn retries(report: &Report) -> Option<Warning> {
    let effort = report.headline.effort;
    let ended = report.headline.outcomes.ended() + report.headline.outcomes.unjudged;
    (effort.retries as f64 > RETRIES * ended as f64).then_some(())?;
    warning(
        WarningCode::Retries,
        format!(
            "{} retries for {} questions",
            count(effort.retries),
            count(ended)
        ),
        "a lower --concurrency, or --rpm and --tpm at the provider's limits, waste fewer requests",
    )
}

fn judges(report: &Report) -> Option<Warning> {
    let versions = &report.run.judge_versions;
    (versions.len() > 1).then_some(())?;
    warning(
        WarningCode::JudgeVersions,
        format!(
            "the answers were judged by several versions: {}",
            versions.join(", ")
        ),
        format!(
            "`tribunal rescore {}` judges all of them by this one",
            report.run.id
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::same_model;

    #[test]
    fn a_dated_name_is_the_same_model_and_a_smaller_one_is_not() {
        for (asked, reported) in [
            ("openai/gpt-x", "gpt-x"),
            ("openai/gpt-x", "gpt-x-2026-08-06"),
            ("anthropic/claude-y", "claude-y-20260514"),
            ("vertex/claude-y", "claude-y@20260514"),
            ("openrouter/meta/Llama-9", "meta/llama-9"),
            ("ollama/qwen9", "qwen9:latest"),
            ("ollama/qwen9:latest", "qwen9"),
        ] {
            assert!(same_model(asked, reported), "{asked} {reported}");
        }
        for (asked, reported) in [
            ("openai/gpt-x", "gpt-x-mini"),
            ("openai/gpt-x-mini", "gpt-x"),
            ("ollama/qwen9:70b", "qwen9:7b"),
            ("openai/gpt-x", ""),
        ] {
            assert!(!same_model(asked, reported), "{asked} {reported}");
        }
    }
}
