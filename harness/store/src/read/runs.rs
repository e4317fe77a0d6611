//! The runs of a store.

use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::rows::{RunId, RunSpec, RunState, count};

use super::Reader;

/// A run as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its number in this store.
    pub id: RunId,
    /// What was fixed when it began, with `sampling_sent`, `model_identity` and `note` as
    /// they are now.
    pub spec: RunSpec,
    /// Where it stands. A run that says `running` while nobody holds its lock was killed.
    pub state: RunState,
    /// When it was begun, Unix milliseconds.
    pub started_ms: i64,
    /// When its state last changed.
    pub updated_ms: i64,
    /// When it became complete.
    pub finished_ms: Option<i64>,
}

const COLUMNS: &str = "SELECT id, uid, suite, suite_version, suite_digest, plan_digest, plan_json, \
    seed, seed_commitment, mode, model, provider, model_identity, sampling_asked, sampling_sent, \
    repeats, extraction, headline, harness_version, adapter_version, prompt_set_digest, \
    planned_items, note, state, started_ms, updated_ms, finished_ms FROM run";

fn run(row: &Row<'_>) -> rusqlite::Result<Run> {
    Ok(Run {
        id: RunId(row.get(0)?),
        spec: RunSpec {
            uid: row.get(1)?,
            suite: row.get(2)?,
            suite_version: row.get(3)?,
            suite_digest: row.get(4)?,
            plan_digest: row.get(5)?,
            plan_json: row.get(6)?,
            seed: row.get(7)?,
            seed_commitment: row.get(8)?,
            mode: row.get(9)?,
            model: row.get(10)?,
            provider: row.get(11)?,
            model_identity: row.get(12)?,
            sampling_asked: row.get(13)?,
            sampling_sent: row.get(14)?,
            repeats: row.get(15)?,
            extraction: row.get(16)?,
            headline: row.get(17)?,
            harness_version: row.get(18)?,
            adapter_version: row.get(19)?,
            prompt_set_digest: row.get(20)?,
            planned_items: count(row.get(21)?),
            note: row.get(22)?,
        },
        state: row.get(23)?,
        started_ms: row.get(24)?,
        updated_ms: row.get(25)?,
        finished_ms: row.get(26)?,
    })
}

/// The run of this number.
pub(crate) fn run_by_id(conn: &Connection, id: RunId) -> rusqlite::Result<Run> {
    conn.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?
        .query_row([id.0], run)
}

impl Reader {
    /// Every run, oldest first.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn runs(&self) -> Result<Vec<Run>, StoreError> {
        self.sql(|conn| {
            conn.prepare(&format!("{COLUMNS} ORDER BY id"))?
                .query_map([], run)?
                .collect()
        })
    }

    /// The run that `name` names: its number, `latest`, its uid, or the first letters of
    /// its uid. A whole uid goes before a number, a number before first letters.
    ///
    /// # Errors
    ///
    /// No run is named so, or several are, or the file cannot be read.
    pub fn run(&self, name: &str) -> Result<Run, StoreError> {
        let mut runs = self.runs()?;
        let number = name.parse::<i64>().ok();
        let exact = runs
            .iter()
            .position(|run| run.spec.uid == name)
            .or_else(|| runs.iter().position(|run| Some(run.id.0) == number))
            .or_else(|| match name {
                // The one begun last; of several in one millisecond, the one numbered last.
                "latest" => (0..runs.len()).max_by_key(|at| (runs[*at].started_ms, *at)),
                _ => None,
            });
        if let Some(at) = exact {
            return Ok(runs.swap_remove(at));
        }
        if !name.is_empty() {
            runs.retain(|run| run.spec.uid.starts_with(name));
        } else {
            runs.clear();
        }
        match runs.len() {
            1 => Ok(runs.swap_remove(0)),
            0 => Err(StoreError::NoRun {
                name: name.to_owned(),
                path: self.path().to_path_buf(),
            }),
            _ => Err(StoreError::ManyRuns {
                name: name.to_owned(),
                candidates: runs
                    .iter()
                    .take(5)
                    .map(|run| format!("{} ({})", run.id.0, run.spec.uid))
                    .collect::<Vec<_>>()
                    .join(", "),
            }),
        }
    }

    /// The runs of one plan, oldest first: those a new run may continue.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn runs_of_plan(&self, plan_digest: &str) -> Result<Vec<Run>, StoreError> {
        self.sql(|conn| {
            conn.prepare(&format!("{COLUMNS} WHERE plan_digest = ?1 ORDER BY id"))?
                .query_map([plan_digest], run)?
                .collect()
        })
    }
}
