//! A model: what it can and can't, what it took, and where every figure comes from.

mod field;
mod provenance;

use serde::Serialize;
use tribunal_report::{FailureKind, Warning};

pub(crate) use field::Field;
use provenance::Provenance;

use super::figures::{EntryHead, Figures, SuiteHead, task_name, task_slug};
use super::task::figure_head;
use super::{Chart, SCHEMA};
use crate::board::{Board, Outcome, Suite};
use crate::error::BoardError;
use crate::rank::Pair;

/// What a model's page says.
#[derive(Debug, Serialize)]
pub(crate) struct ModelPage {
    schema: u32,
    #[serde(flatten)]
    head: EntryHead,
    results: Vec<SuiteResult>,
}

#[derive(Debug, Serialize)]
struct SuiteResult {
    suite: SuiteHead,
    rank_best: usize,
    rank_worst: usize,
    figures: Figures,
    tasks: Vec<TaskLine>,
    rivals: Vec<Rival>,
    provenance: Provenance,
    warnings: Vec<Warning>,
    failures: Vec<FailureKind>,
    others: Vec<Other>,
}

#[derive(Debug, Serialize)]
struct TaskLine {
    task: String,
    name: String,
    slug: String,
    figures: Figures,
    /// The median of all models' scores.
    median: Option<f64>,
}

/// A model near in rank, and how the two compare.
#[derive(Debug, Serialize)]
struct Rival {
    entry: String,
    name: String,
    /// This model's advantage.
    #[serde(flatten)]
    pair: Pair,
}

#[derive(Debug, Serialize)]
struct Other {
    run: String,
    number: i64,
    store: String,
    seed: String,
    state: &'static str,
    started_ms: i64,
}

/// So many rivals are shown on either side.
const RIVALS: usize = 10;

impl ModelPage {
    /// The page, and its small charts: score against difficulty, task by task.
    pub(crate) fn new(
        board: &Board,
        fields: &[Field],
        entry: usize,
    ) -> Result<(Self, Vec<Chart>), BoardError> {
        let (mut results, mut charts) = (Vec::new(), Vec::new());
        for (suite, field) in board.suites.iter().zip(fields) {
            if let Some((place, outcome)) = suite.of_entry(entry) {
                results.push(suite_result(board, suite, field, place, outcome));
                charts.extend(field.charts(suite, outcome)?);
            }
        }
        let page = Self {
            schema: SCHEMA,
            head: EntryHead::new(&board.entries[entry]),
            results,
        };
        Ok((page, charts))
    }

    /// Task by task as CSV.
    pub(crate) fn table(&self) -> (Vec<&'static str>, Vec<Vec<String>>) {
        let mut rows = Vec::new();
        for result in &self.results {
            for line in &result.tasks {
                let mut cells = vec![
                    result.suite.name.clone(),
                    result.suite.version.clone(),
                    line.task.clone(),
                ];
                cells.extend(line.figures.columns());
                rows.push(cells);
            }
        }
        (figure_head(&["suite", "suite_version", "task"]), rows)
    }
}

fn suite_result(
    board: &Board,
    suite: &Suite,
    field: &Field,
    place: usize,
    outcome: &Outcome,
) -> SuiteResult {
    let tasks = outcome
        .report
        .tasks
        .iter()
        .map(|task| TaskLine {
            name: task_name(&task.task),
            slug: task_slug(suite, &task.task),
            figures: Figures::new(&task.summary),
            median: field.median(&task.task),
            task: task.task.clone(),
        })
        .collect();
    let near = place.saturating_sub(RIVALS)..(place + RIVALS + 1).min(suite.results.len());
    let rivals = near
        .filter_map(|other| {
            let entry = &board.entries[suite.results[other].entry];
            Some(Rival {
                entry: entry.slug.clone(),
                name: entry.name.clone(),
                pair: suite.pair(place, other)?,
            })
        })
        .collect();
    let others = suite
        .others
        .iter()
        .filter(|other| other.entry == outcome.entry)
        .map(|other| Other {
            run: other.uid.clone(),
            number: other.number,
            store: board.stores[other.store].name.clone(),
            seed: other.seed.clone(),
            state: other.state,
            started_ms: other.started_ms,
        })
        .collect();
    SuiteResult {
        suite: SuiteHead::new(suite),
        rank_best: outcome.best,
        rank_worst: outcome.worst,
        figures: Figures::new(&outcome.report.headline),
        tasks,
        rivals,
        provenance: Provenance::new(board, outcome),
        warnings: outcome.report.warnings.clone(),
        failures: outcome.report.failures.clone(),
        others,
    }
}
