//! Several stores made one: the shards of a run, or runs made on several machines.
//!
//! Runs are the same when their uid is; two that share a uid and differ in what they ask
//! are refused. The union forgets nothing: every attempt, response and failure of every
//! source is there afterwards. For one question answered twice the answer that came first
//! stands, and the other is kept as outrun; an answer goes before a failure; what was
//! reopened anywhere is reopened. So merging is a union by content: doing it twice
//! changes nothing, and neither does the order.

mod slot;

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::error::{StoreError, explain};
use crate::lock::RunLock;
use crate::read::{Reader, Run, response_by_id, run_by_id};
use crate::rows::{Asked, ResponseId, ResponseRow, RunId, RunState, Slot};
use crate::store::Store;
use crate::write::{Fault, Tables};

/// Conflicts named one by one; the rest is counted.
const EXAMPLES: usize = 100;

/// What a merge brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergeReport {
    /// Runs that were not there before.
    pub runs_added: u64,
    /// Runs that were there and were joined.
    pub runs_joined: u64,
    /// Attempts added.
    pub attempts: u64,
    /// Responses added.
    pub responses: u64,
    /// Failures added.
    pub failures: u64,
    /// Verdicts added or replaced.
    pub verdicts: u64,
    /// Questions that were answered in both stores, differently.
    pub conflicts: u64,
    /// The first hundred of them.
    pub examples: Vec<Conflict>,
}

/// A question answered in two stores, differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The run's uid.
    pub uid: String,
    /// The item's place in the plan.
    pub ordinal: u32,
    /// The repeat.
    pub repeat: u32,
    /// When the answer that stands came, Unix milliseconds.
    pub kept_ms: i64,
    /// When the answer that was outrun came.
    pub outrun_ms: i64,
}

impl MergeReport {
    fn conflict(&mut self, conflict: Conflict) {
        self.conflicts += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(conflict);
        }
    }
}

/// Brings everything of `sources` into `destination`, all or nothing.
///
/// # Errors
///
/// A source cannot be read; two runs share a uid and ask different things; a run of the
/// destination is being carried out; or writing failed. Nothing is changed then.
pub fn merge(destination: &mut Store, sources: &[&Path]) -> Result<MergeReport, StoreError> {
    let path = destination.path.clone();
    let sql = |error: rusqlite::Error| explain(&path, &error);
    let mut report = MergeReport::default();
    let mut tables = Tables::new().map_err(|fault| fault.told(&path))?;
    let mut locks: HashMap<RunId, RunLock> = HashMap::new();
    let transaction = destination
        .conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(sql)?;
    for source in sources {
        let reader = Reader::open(source)?;
        let mut moved = HashMap::new();
        for run in reader.runs()? {
            let (id, found) = join_run(&transaction, &mut tables, &path, source, &run)?;
            if found {
                report.runs_joined += 1;
            } else {
                report.runs_added += 1;
            }
            if let std::collections::hash_map::Entry::Vacant(place) = locks.entry(id) {
                place.insert(RunLock::acquire(&path, id)?);
            }
            Items {
                conn: &transaction,
                tables: &mut tables,
                path: &path,
                report: &mut report,
                moved: &mut moved,
            }
            .bring(&reader, &run, id)?;
            settle_state(&transaction, id).map_err(sql)?;
        }
        bring_cache(&transaction, &path, &reader, &moved)?;
    }
    transaction.commit().map_err(sql)?;
    Ok(report)
}

/// The destination's run for a run of a source, made when it is not there.
fn join_run(
    conn: &Transaction<'_>,
    tables: &mut Tables,
    path: &Path,
    source: &Path,
    run: &Run,
) -> Result<(RunId, bool), StoreError> {
    let sql = |error: rusqlite::Error| explain(path, &error);
    let begun = tables.begin_run(conn, &run.spec, run.started_ms);
    let (id, found) = begun.map_err(|fault| match fault {
        Fault::Refused(_) => different(source, run, "plan, model, mode, repeats or sampling"),
        fault => fault.told(path),
    })?;
    if !found {
        conn.execute(
            "UPDATE run SET updated_ms = ?2 WHERE id = ?1",
            params![id.0, run.updated_ms],
        )
        .map_err(sql)?;
        return Ok((id, false));
    }
    let here = run_by_id(conn, id).map_err(sql)?;
    let (ours, theirs) = (&here.spec, &run.spec);
    for (name, same) in [
        ("suite", ours.suite_digest == theirs.suite_digest),
        ("seed", ours.seed == theirs.seed),
        (
            "number of items",
            ours.planned_items == theirs.planned_items,
        ),
        (
            "prompt set",
            ours.prompt_set_digest == theirs.prompt_set_digest,
        ),
    ] {
        if !same {
            return Err(different(source, run, name));
        }
    }
    // What only describes (versions, identity, notes) is taken whole from the one that
    // began first, so that it belongs together.
    if (run.started_ms, theirs) < (here.started_ms, ours) {
        conn.execute(
            "UPDATE run SET suite = ?2, suite_version = ?3, plan_json = ?4, seed_commitment = ?5, \
             model_identity = ?6, sampling_sent = ?7, extraction = ?8, headline = ?9, \
             harness_version = ?10, adapter_version = ?11, note = ?12, started_ms = ?13 WHERE id = ?1",
            params![
                id.0,
                theirs.suite,
                theirs.suite_version,
                theirs.plan_json,
                theirs.seed_commitment,
                theirs.model_identity,
                theirs.sampling_sent,
                theirs.extraction,
                theirs.headline,
                theirs.harness_version,
                theirs.adapter_version,
                theirs.note,
                run.started_ms,
            ],
        )
        .map_err(sql)?;
    }
    conn.execute(
        "UPDATE run SET updated_ms = max(updated_ms, ?2) WHERE id = ?1",
        params![id.0, run.updated_ms],
    )
    .map_err(sql)?;
    Ok((id, true))
}

fn different(source: &Path, run: &Run, what: &str) -> StoreError {
    StoreError::Refused(format!(
        "run {:?} in {} has another {what} than the run of that uid merged so far; merge it into a store of its own",
        run.spec.uid,
        source.display()
    ))
}

/// A merged run is complete when every question is settled, and to be continued otherwise.
fn settle_state(conn: &Connection, id: RunId) -> rusqlite::Result<()> {
    let (planned, settled): (i64, i64) = conn.query_row(
        "SELECT planned_items * repeats, \
         (SELECT count(*) FROM response WHERE run = ?1 AND retired = 0) + \
         (SELECT count(*) FROM failure WHERE run = ?1 AND retired = 0) FROM run WHERE id = ?1",
        [id.0],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let complete = settled >= planned;
    let state = if complete {
        RunState::Complete
    } else {
        RunState::Interrupted
    };
    conn.execute(
        "UPDATE run SET state = ?2, finished_ms = CASE WHEN ?3 THEN updated_ms END WHERE id = ?1",
        params![id.0, state, complete],
    )?;
    Ok(())
}

/// Brings the items of one run.
struct Items<'a, 'c> {
    conn: &'a Transaction<'c>,
    tables: &'a mut Tables,
    path: &'a Path,
    report: &'a mut MergeReport,
    /// Where each response of the source stands in the destination.
    moved: &'a mut HashMap<ResponseId, ResponseId>,
}

impl Items<'_, '_> {
    fn bring(&mut self, reader: &Reader, run: &Run, to: RunId) -> Result<(), StoreError> {
        let ordinals: Vec<u32> = reader.sql(|conn| {
            conn.prepare_cached("SELECT ordinal FROM run_item WHERE run = ?1 ORDER BY ordinal")?
                .query_map([run.id.0], |row| row.get(0))?
                .collect()
        })?;
        for ordinal in ordinals {
            let story = reader.story(run.id, ordinal)?;
            let mut asked = Asked {
                slot: Slot {
                    run: to,
                    ordinal,
                    repeat: 0,
                },
                item: std::sync::Arc::new(story.item),
                stratum: story.stratum,
                weight: story.weight,
            };
            self.tables
                .asked(self.conn, &asked)
                .map_err(|fault| fault.told(self.path))?;
            for repeat in &story.repeats {
                asked.slot.repeat = repeat.repeat;
                let joined = slot::join(self.conn, self.tables, asked.slot, repeat, self.report)
                    .map_err(|fault| fault.told(self.path))?;
                self.moved.extend(joined.moved);
                if let Some((kept_ms, outrun_ms)) = joined.conflict {
                    self.report.conflict(Conflict {
                        uid: run.spec.uid.clone(),
                        ordinal,
                        repeat: repeat.repeat,
                        kept_ms,
                        outrun_ms,
                    });
                }
            }
        }
        Ok(())
    }
}

/// Brings the cache: of two answers under one key the later is kept, as a run would have.
fn bring_cache(
    conn: &Transaction<'_>,
    path: &Path,
    reader: &Reader,
    moved: &HashMap<ResponseId, ResponseId>,
) -> Result<(), StoreError> {
    let sql = |error: rusqlite::Error| explain(path, &error);
    let keys: Vec<([u8; 32], ResponseId, String)> = reader.sql(|conn| {
        conn.prepare("SELECT key, response, fields FROM cache ORDER BY key")?
            .query_map([], |row| {
                Ok((row.get(0)?, ResponseId(row.get(1)?), row.get(2)?))
            })?
            .collect()
    })?;
    for (key, response, fields) in keys {
        let Some(response) = moved.get(&response) else {
            continue;
        };
        let here: Option<i64> = conn
            .prepare_cached("SELECT response FROM cache WHERE key = ?1")
            .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
            .map_err(sql)?;
        if let Some(here) = here {
            let row =
                |id| -> Result<ResponseRow, StoreError> { response_by_id(conn, id).map_err(sql) };
            if row(ResponseId(here))? >= row(*response)? {
                continue;
            }
        }
        conn.prepare_cached(
            "INSERT INTO cache (key, response, fields) VALUES (?1, ?2, ?3) \
             ON CONFLICT (key) DO UPDATE SET response = excluded.response",
        )
        .and_then(|mut statement| statement.execute(params![key, response.0, fields]))
        .map_err(sql)?;
    }
    Ok(())
}
