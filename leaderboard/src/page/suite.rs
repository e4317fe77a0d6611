//! A suite: its ranking in full, and models by tasks.

use serde::Serialize;

use super::SCHEMA;
use super::figures::{
    EntryHead, FIGURE_COLUMNS, Figures, SuiteHead, task_name, task_shares, task_slug,
};
use crate::board::{Board, Suite};

/// What a suite's page says.
#[derive(Debug, Serialize)]
pub(crate) struct SuitePage {
    schema: u32,
    suite: SuiteHead,
    tasks: Vec<TaskLine>,
    /// The best score first.
    results: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct TaskLine {
    task: String,
    name: String,
    slug: String,
    /// Its share of the headline.
    share: f64,
    variations: usize,
    items: usize,
}

#[derive(Debug, Serialize)]
struct Row {
    #[serde(flatten)]
    head: EntryHead,
    rank_best: usize,
    rank_worst: usize,
    figures: Figures,
    /// A score a task, in the order of the tasks.
    tasks: Vec<Option<f64>>,
    run: String,
    store: String,
    seed: String,
    complete: bool,
    valid: bool,
    /// Whether only a part of the suite was asked.
    partial: bool,
    results_digest: String,
    updated_ms: i64,
}

impl SuitePage {
    pub(crate) fn new(board: &Board, suite: &Suite) -> Self {
        let mut lines: Vec<TaskLine> = task_shares(&suite.catalog)
            .into_iter()
            .map(|(task, share)| TaskLine {
                name: task_name(&task),
                slug: task_slug(suite, &task),
                share,
                variations: 0,
                items: 0,
                task,
            })
            .collect();
        for line in &mut lines {
            let mut variations: Vec<&str> = suite
                .catalog
                .cells
                .iter()
                .filter(|cell| cell.task == line.task)
                .map(|cell| cell.variation.as_str())
                .collect();
            variations.sort_unstable();
            variations.dedup();
            line.variations = variations.len();
        }
        let places: std::collections::HashMap<String, usize> = lines
            .iter()
            .enumerate()
            .map(|(place, line)| (line.task.clone(), place))
            .collect();
        for item in &suite.catalog.items {
            let task = &suite.catalog.cells[item.cell as usize].task;
            lines[places[task]].items += 1;
        }
        let results = suite
            .results
            .iter()
            .map(|outcome| {
                let mut tasks = vec![None; lines.len()];
                for task in &outcome.report.tasks {
                    if let Some(place) = places.get(&task.task) {
                        tasks[*place] = task.summary.score.map(|score| score.mean);
                    }
                }
                Row {
                    head: EntryHead::of(board, outcome),
                    rank_best: outcome.best,
                    rank_worst: outcome.worst,
                    figures: Figures::new(&outcome.report.headline),
                    tasks,
                    run: outcome.run.spec.uid.clone(),
                    store: board.stores[outcome.store].name.clone(),
                    seed: outcome.run.spec.seed.clone(),
                    complete: outcome.report.coverage.complete,
                    valid: outcome.report.valid,
                    partial: outcome.partial,
                    results_digest: outcome.digest.clone(),
                    updated_ms: outcome.run.updated_ms,
                }
            })
            .collect();
        Self {
            schema: SCHEMA,
            suite: SuiteHead::new(suite),
            tasks: lines,
            results,
        }
    }

    /// The ranking as CSV.
    pub(crate) fn table(&self) -> (Vec<&'static str>, Vec<Vec<String>>) {
        let mut head = vec![
            "model",
            "provider",
            "effort",
            "mode",
            "rank_best",
            "rank_worst",
        ];
        head.extend(FIGURE_COLUMNS);
        head.extend(["run", "seed", "complete", "valid", "results_digest"]);
        let rows = self
            .results
            .iter()
            .map(|row| {
                let mut cells = vec![
                    row.head.name.clone(),
                    row.head.provider.clone(),
                    row.head.effort.clone().unwrap_or_default(),
                    row.head.mode.clone(),
                    row.rank_best.to_string(),
                    row.rank_worst.to_string(),
                ];
                cells.extend(row.figures.columns());
                cells.extend([
                    row.run.clone(),
                    row.seed.clone(),
                    row.complete.to_string(),
                    row.valid.to_string(),
                    row.results_digest.clone(),
                ]);
                cells
            })
            .collect();
        (head, rows)
    }
}
