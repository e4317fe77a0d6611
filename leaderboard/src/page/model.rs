//! A model: what it can and can't, what it took, and where every figure comes from.

use serde::Serialize;
use serde_json::Value;
use tribunal_report::{FailureKind, ReportedModel, Warning};

use super::figures::{EntryHead, Figures, SuiteHead, task_name, task_slug};
use super::task::figure_head;
use super::{Chart, SCHEMA};
use crate::board::{Board, Outcome, Suite};
use crate::difficulty;
use crate::error::BoardError;
use crate::rank::Pair;
use crate::svg::{Band, Line, Lines, Point, lines};

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

/// Everything that a doubter asks for.
#[derive(Debug, Serialize)]
struct Provenance {
    run: String,
    number: i64,
    store: String,
    state: &'static str,
    planned_items: u64,
    ended: u64,
    missing: u64,
    seed: String,
    seed_commitment: Option<String>,
    plan_digest: String,
    results_digest: String,
    store_digest: String,
    harness_version: String,
    adapter_version: String,
    extraction: String,
    judge_versions: Vec<String>,
    repeats: u32,
    reading: &'static str,
    sampling_asked: Value,
    sampling_sent: Value,
    model_identity: Value,
    reported_models: Vec<ReportedModel>,
    started_ms: i64,
    updated_ms: i64,
    finished_ms: Option<i64>,
    note: Option<String>,
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

/// What of a suite all models' pages need: made once.
#[derive(Debug)]
pub(crate) struct Field {
    items: Vec<Vec<u32>>,
    /// By task: the parameter's name, its values, and the median score at each.
    curves: Vec<(String, difficulty::Axis, Vec<Option<f64>>)>,
    medians: std::collections::HashMap<String, f64>,
}

impl Field {
    pub(crate) fn new(suite: &Suite) -> Result<Self, BoardError> {
        let items = difficulty::by_cell(&suite.catalog);
        let mut curves = Vec::new();
        let mut medians = std::collections::HashMap::new();
        for task in suite.catalog.tasks() {
            let scores = suite.results.iter().filter_map(|outcome| {
                let report = outcome
                    .report
                    .tasks
                    .iter()
                    .find(|report| report.task == task)?;
                Some(report.summary.score?.mean)
            });
            if let Some(median) = median(scores.collect()) {
                medians.insert(task.to_owned(), median);
            }
            let Some(axis) = difficulty::axes(&suite.catalog, task).into_iter().next() else {
                continue;
            };
            let mut typical = Vec::new();
            for (_, cells) in &axis.steps {
                let mut scores = Vec::new();
                for outcome in &suite.results {
                    let score = difficulty::score(&suite.catalog, &items, outcome, cells)?;
                    scores.extend(score.map(|score| score.mean));
                }
                typical.push(median(scores));
            }
            curves.push((task.to_owned(), axis, typical));
        }
        Ok(Self {
            items,
            curves,
            medians,
        })
    }

    pub(crate) fn items(&self) -> &[Vec<u32>] {
        &self.items
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
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
                charts.extend(self::charts(suite, field, outcome)?);
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
            median: field.medians.get(&task.task).copied(),
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
        provenance: provenance(board, outcome),
        warnings: outcome.report.warnings.clone(),
        failures: outcome.report.failures.clone(),
        others,
    }
}

fn provenance(board: &Board, outcome: &Outcome) -> Provenance {
    let (report, store) = (&outcome.report, &board.stores[outcome.store]);
    let info = &report.run;
    Provenance {
        run: info.uid.clone(),
        number: info.id,
        store: store.name.clone(),
        state: info.state,
        planned_items: report.coverage.planned_items,
        ended: report.coverage.ended,
        missing: report.coverage.missing,
        seed: info.seed.clone(),
        seed_commitment: info.seed_commitment.clone(),
        plan_digest: info.plan_digest.clone(),
        results_digest: outcome.digest.clone(),
        store_digest: store.digest.clone(),
        harness_version: info.harness_version.clone(),
        adapter_version: info.adapter_version.clone(),
        extraction: info.extraction.clone(),
        judge_versions: info.judge_versions.clone(),
        repeats: info.repeats,
        reading: info.reading,
        sampling_asked: info.sampling_asked.clone(),
        sampling_sent: info.sampling_sent.clone(),
        model_identity: info.model_identity.clone(),
        reported_models: report.reported_models.clone(),
        started_ms: info.started_ms,
        updated_ms: info.updated_ms,
        finished_ms: info.finished_ms,
        note: info.note.clone(),
    }
}

/// A small chart for every task with a parameter that makes it harder.
fn charts(suite: &Suite, field: &Field, outcome: &Outcome) -> Result<Vec<Chart>, BoardError> {
    let mut charts = Vec::new();
    for (task, axis, typical) in &field.curves {
        let (mut own, mut usual) = (Vec::new(), Vec::new());
        for ((value, cells), typical) in axis.steps.iter().zip(typical) {
            if let Some(score) = difficulty::score(&suite.catalog, &field.items, outcome, cells)? {
                own.push(Point {
                    x: *value,
                    mean: score.mean,
                    low: score.low,
                    high: score.high,
                    n: score.n as u64,
                });
            }
            usual.extend(typical.map(|median| Point {
                x: *value,
                mean: median,
                low: median,
                high: median,
                n: suite.results.len() as u64,
            }));
        }
        if own.is_empty() {
            continue;
        }
        let n: u64 = own.iter().map(|point| point.n).sum();
        let line = |points, class: &str, band| Line {
            name: String::new(),
            class: class.to_owned(),
            points,
            band,
        };
        charts.push(Chart {
            suite: suite.slug.clone(),
            title: task_name(task),
            note: format!("n = {n}"),
            svg: lines(&Lines {
                lines: vec![
                    line(usual, "rest", Band::Hidden),
                    line(own, "s0", Band::Shown),
                ],
                x: axis.param.clone(),
                label: format!("score on {task} against {}", axis.param),
                steps: Some(axis.steps.iter().map(|(value, _)| *value).collect()),
                size: (300.0, 200.0),
            }),
        });
    }
    Ok(charts)
}
