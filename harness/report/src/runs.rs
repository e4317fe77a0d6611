//! The list of a store's runs, for `tribunal runs`.

use serde::Serialize;
use tribunal_store::{Reader, Run, RunState, StoreError};

use crate::format::{count, moment, tame};
use crate::table::{Align, Table, Weight};

/// One run in the list. The JSON of `tribunal runs --json` is an array of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunLine {
    /// Number in its store.
    pub id: i64,
    /// Identity across stores.
    pub uid: String,
    /// Suite name.
    pub suite: String,
    /// Suite version.
    pub suite_version: String,
    /// Suite seed as typed.
    pub seed: String,
    /// The model's label.
    pub model: String,
    /// `running`, `interrupted`, `budget` or `complete`.
    pub state: &'static str,
    /// Questions of the plan, repeats counted.
    pub planned: u64,
    /// Of them, those answered or given up.
    pub settled: u64,
    /// When it was begun, Unix milliseconds.
    pub started_ms: i64,
    /// When it became complete, Unix milliseconds.
    pub finished_ms: Option<i64>,
}

impl RunLine {
    /// The line of `run`, of which `settled` questions are answered or given up.
    #[must_use]
    pub fn new(run: &Run, settled: u64) -> Self {
        let spec = &run.spec;
        Self {
            id: run.id.0,
            uid: spec.uid.clone(),
            suite: spec.suite.clone(),
            suite_version: spec.suite_version.clone(),
            seed: spec.seed.clone(),
            model: spec.model.clone(),
            state: run.state.as_str(),
            planned: spec.planned_items.saturating_mul(u64::from(spec.repeats)),
            settled,
            started_ms: run.started_ms,
            finished_ms: run.finished_ms,
        }
    }
}

/// Every run of the store, oldest first.
///
/// # Errors
/// The store cannot be read.
pub fn run_lines(reader: &Reader) -> Result<Vec<RunLine>, StoreError> {
    reader
        .runs()?
        .iter()
        .map(|run| Ok(RunLine::new(run, reader.progress(run.id)?.settled())))
        .collect()
}

/// The list as text of at most `width` characters a line, where names allow it.
#[must_use]
pub fn render_runs(runs: &[RunLine], width: usize) -> String {
    if runs.is_empty() {
        return "no runs yet; `tribunal run SUITE --model PROVIDER/NAME` makes one\n".to_owned();
    }
    let mut table = Table::new(&[
        ("model", Align::Left),
        ("run", Align::Right),
        ("suite", Align::Left),
        ("seed", Align::Left),
        ("state", Align::Left),
        ("settled", Align::Right),
        ("begun", Align::Left),
        ("uid", Align::Left),
    ]);
    for run in runs {
        let settled = if run.settled == run.planned {
            count(run.planned)
        } else {
            format!("{} of {}", count(run.settled), count(run.planned))
        };
        let weight = if run.state == RunState::Complete.as_str() {
            Weight::Plain
        } else {
            Weight::Bold
        };
        let cells = vec![
            tame(&run.model, 60),
            run.id.to_string(),
            tame(&format!("{} {}", run.suite, run.suite_version), 40),
            tame(&run.seed, 20),
            run.state.to_owned(),
            settled,
            moment(run.started_ms),
            tame(&run.uid, 20),
        ];
        table.row(weight, cells);
    }
    table.shrink(width, 6);
    table.lines(width, |_, line| line.to_owned())
}
