//! A task within a suite: models by variations, and what makes its items hard.

mod charts;

use serde::Serialize;
use tribunal_report::StepPoint;

use super::SCHEMA;
use super::figures::{EntryHead, FIGURE_COLUMNS, Figures, SuiteHead, task_name};
use crate::board::{Board, Outcome, Suite};
use crate::difficulty::{self, Axis};
use crate::error::BoardError;
use crate::picture::Picture;

/// What a task's page says.
#[derive(Debug, Serialize)]
pub(crate) struct TaskPage {
    schema: u32,
    suite: SuiteHead,
    task: String,
    name: String,
    items: usize,
    variations: Vec<VariationLine>,
    /// In the suite's order, the best score there first.
    results: Vec<Row>,
    axes: Vec<AxisData>,
    steps: Vec<StepsData>,
    samples: Vec<Sample>,
}

#[derive(Debug, Serialize)]
struct VariationLine {
    variation: String,
    items: usize,
}

#[derive(Debug, Serialize)]
struct Row {
    #[serde(flatten)]
    head: EntryHead,
    figures: Figures,
    /// One a variation.
    variations: Vec<Option<CellScore>>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct CellScore {
    score: f64,
    low: f64,
    high: f64,
    n: usize,
}

/// Scores by the values of a parameter.
#[derive(Debug, Serialize)]
struct AxisData {
    param: String,
    values: Vec<f64>,
    lines: Vec<AxisLine>,
}

#[derive(Debug, Serialize)]
struct AxisLine {
    entry: String,
    /// One a value.
    points: Vec<Option<CellScore>>,
}

#[derive(Debug, Serialize)]
struct StepsData {
    entry: String,
    accuracy: Vec<StepPoint>,
    swa_uniform: f64,
    swa_linear: f64,
    pass_rate: f64,
}

/// An item for the reader to see what is asked.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Sample {
    /// Its number in the suite's catalog.
    pub(crate) item: u32,
    pub(crate) variation: String,
    pub(crate) params: String,
    pub(crate) seed: String,
    pub(crate) index: u64,
    pub(crate) digest: String,
    pub(crate) prompt: String,
    pub(crate) reference: Option<String>,
    pub(crate) command: String,
    pub(crate) picture: Option<Picture>,
    /// Models that answered it, and how many of them rightly.
    pub(crate) asked: usize,
    pub(crate) solved: usize,
}

impl TaskPage {
    pub(crate) fn new(
        board: &Board,
        suite: &Suite,
        task: &str,
        items: &[Vec<u32>],
        samples: Vec<Sample>,
    ) -> Result<Self, BoardError> {
        let catalog = &suite.catalog;
        let mut variations: Vec<VariationLine> = Vec::new();
        for (place, cell) in catalog
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.task == task)
        {
            let count = items[place].len();
            match variations
                .iter_mut()
                .find(|known| known.variation == cell.variation)
            {
                Some(known) => known.items += count,
                None => variations.push(VariationLine {
                    variation: cell.variation.clone(),
                    items: count,
                }),
            }
        }
        let results = suite
            .results
            .iter()
            .filter_map(|outcome| row(board, outcome, task, &variations))
            .collect();
        let axes = difficulty::axes(catalog, task)
            .iter()
            .take(2)
            .map(|axis| axis_data(board, suite, items, axis))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            schema: SCHEMA,
            suite: SuiteHead::new(suite),
            task: task.to_owned(),
            name: task_name(task),
            items: variations.iter().map(|variation| variation.items).sum(),
            variations,
            results,
            axes,
            steps: step_scores(board, suite, task),
            samples,
        })
    }

    /// The heat map as CSV: a line for every model and variation.
    pub(crate) fn table(&self) -> (Vec<&'static str>, Vec<Vec<String>>) {
        let mut head = vec!["model", "provider", "effort", "mode", "variation"];
        head.extend(["score", "low", "high", "n"]);
        let mut rows = Vec::new();
        for row in &self.results {
            for (line, score) in self.variations.iter().zip(&row.variations) {
                let Some(score) = score else { continue };
                let mut cells = entry_cells(&row.head);
                cells.push(line.variation.clone());
                cells.extend([score.score, score.low, score.high].map(|share| share.to_string()));
                cells.push(score.n.to_string());
                rows.push(cells);
            }
        }
        (head, rows)
    }
}

/// The first columns of every table.
pub(crate) fn entry_cells(head: &EntryHead) -> Vec<String> {
    vec![
        head.name.clone(),
        head.provider.clone(),
        head.effort.clone().unwrap_or_default(),
        head.mode.clone(),
    ]
}

fn row(board: &Board, outcome: &Outcome, task: &str, variations: &[VariationLine]) -> Option<Row> {
    let report = outcome
        .report
        .tasks
        .iter()
        .find(|report| report.task == task)?;
    Some(Row {
        head: EntryHead::of(board, outcome),
        figures: Figures::new(&report.summary),
        variations: variations
            .iter()
            .map(|line| {
                let found = report
                    .variations
                    .iter()
                    .find(|known| known.variation == line.variation)?;
                found.summary.score.map(|score| CellScore {
                    score: score.mean,
                    low: score.low,
                    high: score.high,
                    n: score.n,
                })
            })
            .collect(),
    })
}

fn axis_data(
    board: &Board,
    suite: &Suite,
    items: &[Vec<u32>],
    axis: &Axis,
) -> Result<AxisData, BoardError> {
    let mut lines = Vec::new();
    for outcome in &suite.results {
        let mut points = Vec::with_capacity(axis.steps.len());
        for (_, cells) in &axis.steps {
            let score = difficulty::score(&suite.catalog, items, outcome, cells)?;
            points.push(score.map(|score| CellScore {
                score: score.mean,
                low: score.low,
                high: score.high,
                n: score.n,
            }));
        }
        if points.iter().any(Option::is_some) {
            lines.push(AxisLine {
                entry: board.entries[outcome.entry].slug.clone(),
                points,
            });
        }
    }
    Ok(AxisData {
        param: axis.param.clone(),
        values: axis.steps.iter().map(|(value, _)| *value).collect(),
        lines,
    })
}

/// The step scores of every model, where right answers have some as well. Some checks mark the parts of
/// wrong answers alone, and a curve of those would say nothing of a model.
fn step_scores(board: &Board, suite: &Suite, task: &str) -> Vec<StepsData> {
    let (mut passed, mut right) = (0.0, 0.0);
    for report in suite
        .results
        .iter()
        .flat_map(|outcome| &outcome.report.tasks)
    {
        if report.task == task {
            right += report.summary.outcomes.correct as f64;
            let steps = report.summary.steps.as_ref();
            passed += steps.map_or(0.0, |steps| steps.pass_rate * steps.answers as f64);
        }
    }
    // Shares are rounded; counts are whole.
    if passed + 0.5 < right {
        return Vec::new();
    }
    suite
        .results
        .iter()
        .filter_map(|outcome| steps(board, outcome, task))
        .collect()
}

fn steps(board: &Board, outcome: &Outcome, task: &str) -> Option<StepsData> {
    let report = outcome
        .report
        .tasks
        .iter()
        .find(|report| report.task == task)?;
    let steps = report.summary.steps.as_ref()?;
    Some(StepsData {
        entry: board.entries[outcome.entry].slug.clone(),
        accuracy: steps.accuracy.clone(),
        swa_uniform: steps.swa_uniform,
        swa_linear: steps.swa_linear,
        pass_rate: steps.pass_rate,
    })
}

/// Columns of a table of figures.
pub(crate) fn figure_head(before: &[&'static str]) -> Vec<&'static str> {
    let mut head = before.to_vec();
    head.extend(FIGURE_COLUMNS);
    head
}
