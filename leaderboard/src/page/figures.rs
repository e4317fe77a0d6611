//! Figures and names that several pages show.

use serde::Serialize;
use tribunal_report::{Outcomes, Summary};

use crate::board::{Board, Entry, Outcome, Suite};
use crate::catalog::Catalog;

/// A row of the board.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EntryHead {
    pub(crate) slug: String,
    /// As the publisher calls it, or its label.
    pub(crate) name: String,
    /// The label that its runs bear.
    pub(crate) model: String,
    pub(crate) provider: String,
    pub(crate) organisation: Option<String>,
    /// `open`, `closed`, or null when the publisher doesn't say.
    pub(crate) weights: Option<&'static str>,
    /// The reasoning effort sent.
    pub(crate) effort: Option<String>,
    /// How it was asked: `chat`, `code`, `tools` …
    pub(crate) mode: String,
}

impl EntryHead {
    pub(crate) fn new(entry: &Entry) -> Self {
        Self {
            slug: entry.slug.clone(),
            name: entry.name.clone(),
            model: entry.key.model.clone(),
            provider: entry.key.provider.clone(),
            organisation: entry.organisation.clone(),
            weights: entry.weights.map(|weights| weights.as_str()),
            effort: entry.key.effort.clone(),
            mode: entry.key.mode.clone(),
        }
    }

    pub(crate) fn of(board: &Board, outcome: &Outcome) -> Self {
        Self::new(&board.entries[outcome.entry])
    }
}

/// A suite.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SuiteHead {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) title: String,
    pub(crate) digest: String,
    pub(crate) prompt_set_digest: String,
    /// `strict` or `lenient`.
    pub(crate) reading: &'static str,
    pub(crate) items: usize,
    pub(crate) tasks: usize,
    pub(crate) models: usize,
    pub(crate) seeds: Vec<String>,
    pub(crate) updated_ms: i64,
}

impl SuiteHead {
    pub(crate) fn new(suite: &Suite) -> Self {
        let updated = suite.results.iter().map(|outcome| outcome.run.updated_ms);
        Self {
            slug: suite.slug.clone(),
            name: suite.name.clone(),
            version: suite.version.clone(),
            title: suite.title.clone(),
            digest: suite.digest.clone(),
            prompt_set_digest: suite.prompt_set_digest.clone(),
            reading: suite.reading.as_str(),
            items: suite.catalog.items.len(),
            tasks: suite.catalog.tasks().len(),
            models: suite.results.len(),
            seeds: suite.catalog.seeds.clone(),
            updated_ms: updated.max().unwrap_or_default(),
        }
    }
}

/// The figures of a run, a task or a cell, as `tribunal report` states them. Shares are in \[0, 1\].
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) items: u64,
    pub(crate) score: Option<f64>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) strict: Option<f64>,
    pub(crate) lenient: Option<f64>,
    pub(crate) format_cost: Option<f64>,
    pub(crate) outcomes: Outcomes,
    pub(crate) no_answer_rate: Option<f64>,
    pub(crate) truncation_rate: Option<f64>,
    pub(crate) error_rate: Option<f64>,
    /// The score had every error been a wrong answer, and a right one.
    pub(crate) error_bounds: Option<(f64, f64)>,
    pub(crate) output_tokens_mean: Option<f64>,
    pub(crate) reasoning_tokens_mean: Option<f64>,
    pub(crate) output_tokens_per_correct: Option<f64>,
    pub(crate) usd: Option<f64>,
    pub(crate) usd_per_correct: Option<f64>,
    pub(crate) p50_ms: Option<f64>,
    pub(crate) p95_ms: Option<f64>,
}

impl Figures {
    pub(crate) fn new(summary: &Summary) -> Self {
        let effort = &summary.effort;
        Self {
            items: summary.items,
            score: summary.score.map(|score| score.mean),
            low: summary.score.map(|score| score.low),
            high: summary.score.map(|score| score.high),
            strict: summary.strict.map(|score| score.mean),
            lenient: summary.lenient.map(|score| score.mean),
            format_cost: summary.format_cost,
            outcomes: summary.outcomes,
            no_answer_rate: summary.no_answer_rate,
            truncation_rate: summary.truncation_rate,
            error_rate: summary.errors.rate,
            error_bounds: summary
                .errors
                .bounds
                .map(|bounds| (bounds.low, bounds.high)),
            output_tokens_mean: effort.tokens.output.mean,
            reasoning_tokens_mean: effort.tokens.reasoning.mean,
            output_tokens_per_correct: effort.tokens.output_per_correct,
            usd: effort.cost.usd,
            usd_per_correct: effort.cost.usd_per_correct,
            p50_ms: effort.latency.map(|latency| latency.p50_ms),
            p95_ms: effort.latency.map(|latency| latency.p95_ms),
        }
    }

    /// The same as cells of a table, in the order of [`FIGURE_COLUMNS`].
    pub(crate) fn columns(&self) -> Vec<String> {
        use crate::text::cell;
        let outcomes = self.outcomes;
        let mut columns = vec![
            self.items.to_string(),
            cell(self.score),
            cell(self.low),
            cell(self.high),
            cell(self.strict),
            cell(self.lenient),
        ];
        columns.extend(
            [
                outcomes.correct,
                outcomes.incorrect,
                outcomes.unparsable,
                outcomes.truncated,
                outcomes.refused,
                outcomes.error,
            ]
            .map(|count| count.to_string()),
        );
        columns.extend(
            [
                self.output_tokens_mean,
                self.output_tokens_per_correct,
                self.usd,
                self.usd_per_correct,
                self.p50_ms,
                self.p95_ms,
            ]
            .map(cell),
        );
        columns
    }
}

/// The names of [`Figures::columns`].
pub(crate) const FIGURE_COLUMNS: [&str; 18] = [
    "items",
    "score",
    "low",
    "high",
    "strict",
    "lenient",
    "correct",
    "incorrect",
    "unparsable",
    "truncated",
    "refused",
    "error",
    "output_tokens_mean",
    "output_tokens_per_correct",
    "usd",
    "usd_per_correct",
    "p50_ms",
    "p95_ms",
];

/// The name of a task's page, without its ending.
pub(crate) fn task_slug(suite: &Suite, task: &str) -> String {
    format!("{}--{}", suite.slug, crate::board::slug(task, task))
}

/// A task's name without its family, for tight places.
pub(crate) fn task_name(task: &str) -> String {
    task.rsplit('.').next().unwrap_or(task).replace('_', " ")
}

/// The weights of a suite's tasks, as shares of the headline.
pub(crate) fn task_shares(catalog: &Catalog) -> Vec<(String, f64)> {
    let cells: Vec<(&str, f64)> = catalog
        .cells
        .iter()
        .map(|cell| (cell.task.as_str(), cell.weight))
        .collect();
    let weights = tribunal_report::cell_weights(&cells);
    let total = tribunal_stats::sum(weights.iter().copied());
    catalog
        .tasks()
        .into_iter()
        .map(|task| {
            let own = cells
                .iter()
                .zip(&weights)
                .filter(|((name, _), _)| *name == task);
            (
                task.to_owned(),
                tribunal_stats::sum(own.map(|(_, weight)| *weight)) / total,
            )
        })
        .collect()
}
