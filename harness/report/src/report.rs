//! The report of one run, as `tribunal report --json` prints it.
//!
//! Every field is described in `docs/report-json.md`; a change of meaning raises [`SCHEMA`].

use serde::Serialize;
use serde_json::Value;
use tribunal_store::{Reader, Run, ScoredRow, StoreError};

use crate::cell::Cell;
use crate::collect::{collect, damaged};
use crate::summary::{Summary, summarise};
use crate::warning::{self, Warning};

/// Version of the report's JSON.
pub const SCHEMA: u32 = 1;

/// Above this share of errors a report is invalid.
pub(crate) const ERROR_CEILING: f64 = 0.02;

/// The report of one run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// What was asked of whom.
    pub run: RunInfo,
    /// How much of it is done.
    pub coverage: Coverage,
    /// False when more than 2 % of the questions that ended are errors: the score then speaks
    /// of the infrastructure and not of the model.
    pub valid: bool,
    /// The figures of the suite. Its score is the weighted mean over tasks.
    pub headline: Summary,
    /// Tasks that share the beginning of their name, in the order of the plan.
    pub groups: Vec<GroupReport>,
    /// Every task, in the order of the plan.
    pub tasks: Vec<TaskReport>,
    /// The model's names as the server reported them.
    pub reported_models: Vec<ReportedModel>,
    /// Errors by class.
    pub failures: Vec<FailureKind>,
    /// What to know before believing a figure.
    pub warnings: Vec<Warning>,
}

/// What is fixed about the run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunInfo {
    /// Number in its store.
    pub id: i64,
    /// Identity across stores.
    pub uid: String,
    /// Suite name.
    pub suite: String,
    /// Suite version.
    pub suite_version: String,
    /// Hex digest of the suite.
    pub suite_digest: String,
    /// Hex digest of the plan.
    pub plan_digest: String,
    /// Hex digest of the prompt set.
    pub prompt_set_digest: String,
    /// Suite seed as typed.
    pub seed: String,
    /// Hash of the seed, when it was committed to.
    pub seed_commitment: Option<String>,
    /// How the model was asked.
    pub mode: String,
    /// The model's label.
    pub model: String,
    /// The client that spoke to it.
    pub provider: String,
    /// What is known of the model's identity.
    pub model_identity: Value,
    /// Sampling as asked for.
    pub sampling_asked: Value,
    /// Sampling as really sent, as far as known.
    pub sampling_sent: Value,
    /// Questions an item.
    pub repeats: u32,
    /// `strict` or `lenient`: the reading that makes `score`.
    pub reading: &'static str,
    /// Version of the answer extraction when the run began.
    pub extraction: String,
    /// Versions by which the answers were judged.
    pub judge_versions: Vec<String>,
    /// Version of the program.
    pub harness_version: String,
    /// Version of the model client.
    pub adapter_version: String,
    /// `running`, `interrupted`, `budget` or `complete`.
    pub state: &'static str,
    /// When it was begun, Unix milliseconds.
    pub started_ms: i64,
    /// When its state last changed, Unix milliseconds.
    pub updated_ms: i64,
    /// When it became complete, Unix milliseconds.
    pub finished_ms: Option<i64>,
    /// Words of the user's.
    pub note: Option<String>,
}

/// How much of a run is done, in questions: an item asked k times is k of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Items of the whole plan.
    pub planned_items: u64,
    /// Questions of the whole plan.
    pub planned: u64,
    /// Answered and judged, or given up.
    pub ended: u64,
    /// Answered, to be judged.
    pub unjudged: u64,
    /// Neither answered nor given up.
    pub missing: u64,
    /// Whether every question has ended.
    pub complete: bool,
}

/// Tasks whose names differ in their last word alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupReport {
    /// The names' common part; a name of one word is its own group.
    pub group: String,
    /// How many tasks.
    pub tasks: u64,
    /// Their figures; the score is the weighted mean over the tasks.
    pub summary: Summary,
}

/// One task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaskReport {
    /// Its name.
    pub task: String,
    /// The group it stands in.
    pub group: String,
    /// Its weight in the headline, relative to the other tasks'.
    pub weight: f64,
    /// Its figures; cells count alike.
    pub summary: Summary,
    /// Its variations, in the order of the plan.
    pub variations: Vec<VariationReport>,
    /// Its variations and parameters, in the order of the plan.
    pub cells: Vec<CellReport>,
}

/// One variation of a task under all its combinations of parameters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VariationReport {
    /// Its name.
    pub variation: String,
    /// Its figures; cells count alike.
    pub summary: Summary,
}

/// One variation of a task under one combination of parameters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellReport {
    /// The stratum's label in the store.
    pub cell: String,
    /// The variation.
    pub variation: String,
    /// The parameters.
    pub params: Value,
    /// Its figures.
    pub summary: Summary,
}

/// A model's name as the server reported it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportedModel {
    /// The name.
    pub name: String,
    /// Answers that bear it.
    pub answers: u64,
}

/// Errors of one class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailureKind {
    /// The class of the last failure.
    pub class: String,
    /// Questions given up for it.
    pub count: u64,
    /// What went wrong with the first of them, in words.
    pub example: String,
}

/// Computes the report of `run` in one walk over its rows. About 30 bytes are kept of each
/// question (40 more of each item with repeats), and no text.
///
/// # Errors
/// The store cannot be read, or holds scores or weights that no run writes.
pub fn build(reader: &Reader, run: &Run) -> Result<Report, StoreError> {
    build_watching(reader, run, |_| {})
}

/// [`build`], which shows every row to `watch` on the way, in the plan's order: whoever needs the
/// items as well as their figures walks over them once.
///
/// # Errors
/// As [`build`].
pub fn build_watching(
    reader: &Reader,
    run: &Run,
    watch: impl FnMut(&ScoredRow),
) -> Result<Report, StoreError> {
    let found = collect(reader, run, watch)?;
    let (reading, k) = (run.spec.headline, run.spec.repeats);
    let of =
        |cells: &[&Cell]| summarise(cells, reading, k).map_err(|error| damaged(reader, &error));
    let cells: Vec<&Cell> = found.cells.iter().collect();
    let headline = of(&cells)?;

    let mut tasks = Vec::new();
    for (name, cells) in grouped(&cells, |cell| &cell.task) {
        let weight = tribunal_stats::sum(cells.iter().map(|cell| cell.weight)) / cells.len() as f64;
        let mut reports = Vec::with_capacity(cells.len());
        for cell in &cells {
            reports.push(CellReport {
                cell: cell.stratum.clone(),
                variation: cell.variation.clone(),
                params: json(&cell.params),
                summary: of(std::slice::from_ref(cell))?,
            });
        }
        let mut variations = Vec::new();
        for (variation, cells) in grouped(&cells, |cell| &cell.variation) {
            variations.push(VariationReport {
                variation: variation.to_owned(),
                summary: of(&cells)?,
            });
        }
        tasks.push(TaskReport {
            task: name.to_owned(),
            group: group(name).to_owned(),
            weight,
            summary: of(&cells)?,
            variations,
            cells: reports,
        });
    }
    let mut groups = Vec::new();
    for (name, cells) in grouped(&cells, |cell| group(&cell.task)) {
        groups.push(GroupReport {
            group: name.to_owned(),
            tasks: grouped(&cells, |cell| &cell.task).len() as u64,
            summary: of(&cells)?,
        });
    }

    let outcomes = headline.outcomes;
    let planned = run.spec.planned_items.saturating_mul(u64::from(k));
    let coverage = Coverage {
        planned_items: run.spec.planned_items,
        planned,
        ended: outcomes.ended(),
        unjudged: outcomes.unjudged,
        missing: planned.saturating_sub(outcomes.ended() + outcomes.unjudged),
        complete: planned > 0 && outcomes.ended() >= planned,
    };
    let mut report = Report {
        schema: SCHEMA,
        run: info(run, found.judge_versions.into_iter().collect()),
        coverage,
        valid: headline
            .errors
            .rate
            .is_none_or(|rate| rate <= ERROR_CEILING),
        headline,
        groups,
        tasks,
        reported_models: found
            .models
            .into_iter()
            .map(|(name, answers)| ReportedModel { name, answers })
            .collect(),
        failures: found
            .failures
            .into_iter()
            .map(|(class, (count, example))| FailureKind {
                class,
                count,
                example,
            })
            .collect(),
        warnings: Vec::new(),
    };
    report.warnings = warning::of(&report);
    Ok(report)
}

/// Everything but a task's last word.
fn group(task: &str) -> &str {
    task.rsplit_once('.').map_or(task, |(group, _)| group)
}

/// The cells by `key`, keys in the order they are first met.
fn grouped<'a>(
    cells: &[&'a Cell],
    key: impl Fn(&'a Cell) -> &'a str,
) -> Vec<(&'a str, Vec<&'a Cell>)> {
    let mut groups: Vec<(&str, Vec<&Cell>)> = Vec::new();
    for cell in cells {
        let key = key(cell);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, members)) => members.push(cell),
            None => groups.push((key, vec![cell])),
        }
    }
    groups
}

/// Stored JSON as a value; what is not JSON stays a text.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

fn info(run: &Run, judge_versions: Vec<String>) -> RunInfo {
    let spec = &run.spec;
    RunInfo {
        id: run.id.0,
        uid: spec.uid.clone(),
        suite: spec.suite.clone(),
        suite_version: spec.suite_version.clone(),
        suite_digest: spec.suite_digest.clone(),
        plan_digest: spec.plan_digest.clone(),
        prompt_set_digest: spec.prompt_set_digest.clone(),
        seed: spec.seed.clone(),
        seed_commitment: spec.seed_commitment.clone(),
        mode: spec.mode.clone(),
        model: spec.model.clone(),
        provider: spec.provider.clone(),
        model_identity: json(&spec.model_identity),
        sampling_asked: json(&spec.sampling_asked),
        sampling_sent: json(&spec.sampling_sent),
        repeats: spec.repeats,
        reading: spec.headline.as_str(),
        extraction: spec.extraction.clone(),
        judge_versions,
        harness_version: spec.harness_version.clone(),
        adapter_version: spec.adapter_version.clone(),
        state: run.state.as_str(),
        started_ms: run.started_ms,
        updated_ms: run.updated_ms,
        finished_ms: run.finished_ms,
        note: spec.note.clone(),
    }
}
