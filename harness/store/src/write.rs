//! One message put into the tables.

use std::path::Path;

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use crate::cache::CacheKey;
use crate::error::{StoreError, explain, explain_io};
use crate::pack::{Packer, Unpacked};
use crate::rows::{
    Asked, AttemptRow, FailureRow, ItemRow, ResponseId, ResponseRow, RunId, RunSpec, RunUpdate,
    Slot, Standing, VerdictRow, int,
};

/// Something to store, whole or not at all.
#[derive(Debug)]
pub enum Message {
    /// Begins a run, or finds the one that was begun under the same uid. The rest of a
    /// run found again must be the same where it tells what is asked.
    BeginRun {
        /// What is fixed about it.
        spec: Box<RunSpec>,
        /// When, Unix milliseconds; ignored for a run found again.
        started_ms: i64,
    },
    /// Changes where a run stands.
    UpdateRun {
        /// The run.
        run: RunId,
        /// What changes.
        update: RunUpdate,
    },
    /// A failed attempt that will be followed by another.
    Attempt {
        /// The question.
        asked: Asked,
        /// The attempt.
        attempt: Box<AttemptRow>,
    },
    /// An answer, with the attempt that brought it.
    Answer {
        /// The question.
        asked: Asked,
        /// The accepted attempt; `None` when nothing was sent.
        attempt: Option<Box<AttemptRow>>,
        /// The answer.
        response: Box<ResponseRow>,
        /// The key under which it may be found again.
        cache: Option<CacheKey>,
    },
    /// A question given up.
    Failure {
        /// The question.
        asked: Asked,
        /// The last attempt, unless it is stored already.
        attempt: Option<Box<AttemptRow>>,
        /// Why.
        failure: FailureRow,
    },
    /// How a stored response was judged. Judging again replaces the verdict.
    Verdict {
        /// The response, by the number its receipt gave.
        response: ResponseId,
        /// The verdict.
        verdict: Box<VerdictRow>,
    },
    /// Opens settled questions again: what stands for them is kept as retired.
    Reopen {
        /// The questions.
        slots: Vec<Slot>,
    },
}

/// What the store says of a message it has committed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The run begun or found.
    pub run: Option<RunId>,
    /// Whether the run was there already.
    pub found: bool,
    /// The number of the attempt stored, from 1 for each question.
    pub attempt: Option<u32>,
    /// The response stored: verdicts name it.
    pub response: Option<ResponseId>,
    /// Questions that were settled and are open now.
    pub reopened: u64,
}

/// Why a message could not be applied.
#[derive(Debug)]
pub(crate) enum Fault {
    Sql(rusqlite::Error),
    /// The message contradicts the store; others may go on.
    Refused(String),
    Io(std::io::Error),
}

impl Fault {
    /// What the fault means, told of the store at `path`.
    pub(crate) fn told(&self, path: &Path) -> StoreError {
        match self {
            Self::Sql(error) => explain(path, error),
            Self::Refused(why) => StoreError::Refused(why.clone()),
            Self::Io(error) => explain_io(path, error),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// The tables, for writing; the caller holds the transaction.
pub(crate) struct Tables {
    packer: Packer,
    /// Rows written since this was made.
    pub(crate) rows: u64,
    /// Bytes of texts, as stored, since this was made.
    pub(crate) bytes: u64,
}

const BEGIN_RUN: &str = "INSERT INTO run (uid, suite, suite_version, suite_digest, plan_digest, \
    plan_json, seed, seed_commitment, mode, model, provider, model_identity, sampling_asked, \
    sampling_sent, repeats, extraction, headline, harness_version, adapter_version, \
    prompt_set_digest, planned_items, note, state, started_ms, updated_ms) VALUES \
    (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, \
    ?21, ?22, 'running', ?23, ?23)";

impl Tables {
    pub(crate) fn new() -> Result<Self, Fault> {
        Ok(Self {
            packer: Packer::new()?,
            rows: 0,
            bytes: 0,
        })
    }

    pub(crate) fn apply(&mut self, conn: &Connection, message: &Message) -> Result<Receipt, Fault> {
        let mut receipt = Receipt::default();
        match message {
            Message::BeginRun { spec, started_ms } => {
                let (run, found) = self.begin_run(conn, spec, *started_ms)?;
                receipt.run = Some(run);
                receipt.found = found;
            }
            Message::UpdateRun { run, update } => self.update_run(conn, *run, update)?,
            Message::Attempt { asked, attempt } => {
                self.asked(conn, asked)?;
                receipt.attempt = Some(self.attempt(conn, asked.slot, attempt)?.1);
            }
            Message::Answer {
                asked,
                attempt,
                response,
                cache,
            } => {
                self.asked(conn, asked)?;
                let accepted = match attempt {
                    Some(attempt) => {
                        let (id, number) = self.attempt(conn, asked.slot, attempt)?;
                        receipt.attempt = Some(number);
                        Some(id)
                    }
                    None => None,
                };
                let id = self.response(conn, asked.slot, accepted, response)?;
                if let Some(key) = cache {
                    self.remember(conn, key, id)?;
                }
                receipt.response = Some(id);
            }
            Message::Failure {
                asked,
                attempt,
                failure,
            } => {
                self.asked(conn, asked)?;
                if let Some(attempt) = attempt {
                    receipt.attempt = Some(self.attempt(conn, asked.slot, attempt)?.1);
                }
                self.failure(conn, asked.slot, failure)?;
            }
            Message::Verdict { response, verdict } => self.verdict(conn, *response, verdict)?,
            Message::Reopen { slots } => {
                for slot in slots {
                    receipt.reopened += u64::from(reopen(conn, *slot)?);
                }
            }
        }
        Ok(receipt)
    }

    pub(crate) fn begin_run(
        &mut self,
        conn: &Connection,
        spec: &RunSpec,
        started_ms: i64,
    ) -> Result<(RunId, bool), Fault> {
        let found = conn
            .prepare_cached(
                "SELECT id, plan_digest, model, provider, repeats, mode, sampling_asked \
                 FROM run WHERE uid = ?1",
            )?
            .query_row([&spec.uid], |row| {
                let id = RunId(row.get(0)?);
                let differs = [
                    ("plan", row.get::<_, String>(1)? != spec.plan_digest),
                    ("model", row.get::<_, String>(2)? != spec.model),
                    ("provider", row.get::<_, String>(3)? != spec.provider),
                    ("repeats", row.get::<_, u32>(4)? != spec.repeats),
                    ("mode", row.get::<_, String>(5)? != spec.mode),
                    ("sampling", row.get::<_, String>(6)? != spec.sampling_asked),
                ];
                Ok((
                    id,
                    differs
                        .into_iter()
                        .find_map(|(name, is)| is.then_some(name)),
                ))
            })
            .optional()?;
        match found {
            Some((id, None)) => return Ok((id, true)),
            Some((id, Some(name))) => {
                return Err(Fault::Refused(format!(
                    "run {} was begun with another {name} under the same uid {:?}; begin it under a new one",
                    id.0, spec.uid
                )));
            }
            None => {}
        }
        conn.prepare_cached(BEGIN_RUN)?.execute(params![
            spec.uid,
            spec.suite,
            spec.suite_version,
            spec.suite_digest,
            spec.plan_digest,
            spec.plan_json,
            spec.seed,
            spec.seed_commitment,
            spec.mode,
            spec.model,
            spec.provider,
            spec.model_identity,
            spec.sampling_asked,
            spec.sampling_sent,
            spec.repeats,
            spec.extraction,
            spec.headline,
            spec.harness_version,
            spec.adapter_version,
            spec.prompt_set_digest,
            int(spec.planned_items),
            spec.note,
            started_ms,
        ])?;
        self.rows += 1;
        Ok((RunId(conn.last_insert_rowid()), false))
    }

    fn update_run(
        &mut self,
        conn: &Connection,
        run: RunId,
        update: &RunUpdate,
    ) -> Result<(), Fault> {
        let changed = conn
            .prepare_cached(
                "UPDATE run SET state = coalesce(?2, state), sampling_sent = coalesce(?3, sampling_sent), \
                 model_identity = coalesce(?4, model_identity), note = coalesce(?5, note), updated_ms = ?6, \
                 finished_ms = CASE ?2 WHEN 'complete' THEN ?6 WHEN 'running' THEN NULL ELSE finished_ms END \
                 WHERE id = ?1",
            )?
            .execute(params![
                run.0,
                update.state,
                update.sampling_sent,
                update.model_identity,
                update.note,
                update.at_ms
            ])?;
        if changed == 0 {
            return Err(Fault::Refused(format!("the store has no run {}", run.0)));
        }
        self.rows += 1;
        Ok(())
    }

    /// Makes sure that the run's item list holds this item at this place.
    pub(crate) fn asked(&mut self, conn: &Connection, asked: &Asked) -> Result<(), Fault> {
        let Slot { run, ordinal, .. } = asked.slot;
        let known = conn
            .prepare_cached(
                "SELECT item.digest = ?3 FROM run_item JOIN item ON item.id = run_item.item \
                 WHERE run_item.run = ?1 AND run_item.ordinal = ?2",
            )?
            .query_row(params![run.0, ordinal, asked.item.digest], |row| row.get(0))
            .optional()?;
        match known {
            Some(true) => return Ok(()),
            Some(false) => {
                return Err(Fault::Refused(format!(
                    "run {} has another item at place {ordinal} than the plan gives now; \
                     a generator has changed without a new version",
                    run.0
                )));
            }
            None => {}
        }
        let item = self.item(conn, &asked.item)?;
        conn.prepare_cached(
            "INSERT INTO run_item (run, ordinal, item, stratum, weight) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![run.0, ordinal, item, asked.stratum, asked.weight])?;
        self.rows += 1;
        Ok(())
    }

    fn item(&mut self, conn: &Connection, item: &ItemRow) -> Result<i64, Fault> {
        let identity = identity(item);
        let found = conn
            .prepare_cached("SELECT id FROM item WHERE idx = ?1 AND identity = ?2 AND digest = ?3")?
            .query_row(params![int(item.index), identity, item.digest], |row| {
                row.get(0)
            })
            .optional()?;
        if let Some(id) = found {
            return Ok(id);
        }
        let vars = self.packer.text(&item.vars)?;
        let check = self.packer.text(&item.check)?;
        let system = item
            .system
            .as_deref()
            .map(|text| self.packer.text(text))
            .transpose()?;
        let prompt = self.packer.text(&item.prompt)?;
        conn.prepare_cached(
            "INSERT INTO item (digest, identity, task, variation, params, seed, idx, \
             generator_version, cluster, vars, \"check\", system, prompt) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            item.digest,
            identity,
            item.task,
            item.variation,
            item.params,
            item.seed,
            int(item.index),
            item.generator_version,
            item.cluster,
            vars,
            check,
            system,
            prompt,
        ])?;
        self.rows += 1;
        self.bytes +=
            (vars.len() + check.len() + prompt.len() + system.map_or(0, |text| text.len())) as u64;
        Ok(conn.last_insert_rowid())
    }

    /// Adds an attempt after those of the slot; gives its row and number.
    pub(crate) fn attempt(
        &mut self,
        conn: &Connection,
        slot: Slot,
        attempt: &AttemptRow,
    ) -> Result<(i64, u32), Fault> {
        let before: Option<u32> = conn
            .prepare_cached(
                "SELECT max(number) FROM attempt WHERE run = ?1 AND ordinal = ?2 AND repeat = ?3",
            )?
            .query_row(params![slot.run.0, slot.ordinal, slot.repeat], |row| {
                row.get(0)
            })?;
        let same = match before {
            Some(_) => last_request(conn, slot)? == attempt.request,
            None => false,
        };
        let number = before.unwrap_or(0) + 1;
        let request = if same {
            None
        } else {
            Some(self.packer.bytes(&attempt.request)?)
        };
        let reply = self.packer.bytes(&attempt.reply)?;
        let mut statement: CachedStatement<'_> = conn.prepare_cached(
            "INSERT INTO attempt (run, ordinal, repeat, number, started_ms, class, status, \
             first_byte_us, total_us, capped, url, message, headers, request, reply) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?;
        statement.execute(params![
            slot.run.0,
            slot.ordinal,
            slot.repeat,
            number,
            attempt.started_ms,
            attempt.class,
            attempt.status,
            attempt.first_byte_us.map(int),
            int(attempt.total_us),
            attempt.capped,
            attempt.url,
            attempt.message,
            attempt.headers,
            request,
            reply,
        ])?;
        self.rows += 1;
        self.bytes += (reply.len() + request.map_or(0, |text| text.len())) as u64;
        Ok((conn.last_insert_rowid(), number))
    }

    /// Puts a stored attempt at another place, its request written out in full: which
    /// attempt came before it may change.
    pub(crate) fn place_attempt(
        &mut self,
        conn: &Connection,
        id: i64,
        number: u32,
        request: &[u8],
    ) -> Result<(), Fault> {
        let request = self.packer.bytes(request)?;
        conn.prepare_cached("UPDATE attempt SET number = ?2, request = ?3 WHERE id = ?1")?
            .execute(params![id, number, request])?;
        Ok(())
    }

    fn response(
        &mut self,
        conn: &Connection,
        slot: Slot,
        accepted: Option<i64>,
        response: &ResponseRow,
    ) -> Result<ResponseId, Fault> {
        let added = self.add_response(conn, slot, accepted, response, Standing::Stands)?;
        let Some(id) = added else {
            return Err(Fault::Refused(format!(
                "item {} repeat {} of run {} is answered already; reopen it to ask again",
                slot.ordinal, slot.repeat, slot.run.0
            )));
        };
        conn.prepare_cached(
            "UPDATE failure SET retired = 1 \
             WHERE run = ?1 AND ordinal = ?2 AND repeat = ?3 AND retired = 0",
        )?
        .execute(params![slot.run.0, slot.ordinal, slot.repeat])?;
        Ok(id)
    }

    /// Adds a response; `None` when it is to stand and another stands already.
    pub(crate) fn add_response(
        &mut self,
        conn: &Connection,
        slot: Slot,
        accepted: Option<i64>,
        response: &ResponseRow,
        standing: Standing,
    ) -> Result<Option<ResponseId>, Fault> {
        let text = self.packer.text(&response.text)?;
        let reasoning = response
            .reasoning
            .as_deref()
            .map(|text| self.packer.text(text))
            .transpose()?;
        let added = conn
            .prepare_cached(
                "INSERT INTO response (run, ordinal, repeat, attempt, answered_ms, source, finish, \
                 model, fingerprint, input_tokens, output_tokens, reasoning_tokens, cached_tokens, \
                 cost_micros, text, reasoning, retired) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) \
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                slot.run.0,
                slot.ordinal,
                slot.repeat,
                accepted,
                response.answered_ms,
                response.source,
                response.finish,
                response.model,
                response.fingerprint,
                response.usage.input.map(int),
                response.usage.output.map(int),
                response.usage.reasoning.map(int),
                response.usage.cached.map(int),
                response.cost_micros.map(int),
                text,
                reasoning,
                standing,
            ])?;
        if added == 0 {
            return Ok(None);
        }
        self.rows += 1;
        self.bytes += (text.len() + reasoning.map_or(0, |text| text.len())) as u64;
        Ok(Some(ResponseId(conn.last_insert_rowid())))
    }

    fn failure(
        &mut self,
        conn: &Connection,
        slot: Slot,
        failure: &FailureRow,
    ) -> Result<(), Fault> {
        let answered = conn
            .prepare_cached(
                "SELECT 1 FROM response \
                 WHERE run = ?1 AND ordinal = ?2 AND repeat = ?3 AND retired = 0",
            )?
            .exists(params![slot.run.0, slot.ordinal, slot.repeat])?;
        if answered
            || self
                .add_failure(conn, slot, failure, Standing::Stands)?
                .is_none()
        {
            return Err(Fault::Refused(format!(
                "item {} repeat {} of run {} is settled already; reopen it to ask again",
                slot.ordinal, slot.repeat, slot.run.0
            )));
        }
        Ok(())
    }

    /// Adds a failure and gives its row; `None` when it is to stand and another stands
    /// already.
    pub(crate) fn add_failure(
        &mut self,
        conn: &Connection,
        slot: Slot,
        failure: &FailureRow,
        standing: Standing,
    ) -> Result<Option<i64>, Fault> {
        let added = conn
            .prepare_cached(
                "INSERT INTO failure (run, ordinal, repeat, failed_ms, class, message, retired) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                slot.run.0,
                slot.ordinal,
                slot.repeat,
                failure.failed_ms,
                failure.class,
                failure.message,
                standing,
            ])?;
        self.rows += added as u64;
        Ok((added == 1).then(|| conn.last_insert_rowid()))
    }

    pub(crate) fn verdict(
        &mut self,
        conn: &Connection,
        response: ResponseId,
        verdict: &VerdictRow,
    ) -> Result<(), Fault> {
        let VerdictRow {
            judge_version,
            strict,
            lenient,
        } = verdict;
        let strict_evidence = strict
            .evidence
            .as_deref()
            .map(|text| self.packer.text(text))
            .transpose()?;
        let lenient_evidence = lenient
            .evidence
            .as_deref()
            .map(|text| self.packer.text(text))
            .transpose()?;
        conn.prepare_cached(
            "INSERT OR REPLACE INTO verdict (response, judge_version, strict_outcome, strict_score, \
             strict_answer, lenient_outcome, lenient_score, lenient_answer, strict_evidence, \
             lenient_evidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            response.0,
            judge_version,
            strict.outcome,
            strict.score,
            strict.answer,
            lenient.outcome,
            lenient.score,
            lenient.answer,
            strict_evidence,
            lenient_evidence,
        ])?;
        self.rows += 1;
        self.bytes += (strict_evidence.map_or(0, |text| text.len())
            + lenient_evidence.map_or(0, |text| text.len())) as u64;
        Ok(())
    }

    fn remember(
        &mut self,
        conn: &Connection,
        key: &CacheKey,
        response: ResponseId,
    ) -> Result<(), Fault> {
        // The newest answer to a question wins: one that was asked again on purpose
        // (truncated, refused) must not bring the old one back.
        conn.prepare_cached(
            "INSERT INTO cache (key, response, fields) VALUES (?1, ?2, ?3) \
             ON CONFLICT (key) DO UPDATE SET response = excluded.response",
        )?
        .execute(params![key.digest(), response.0, key.fields_json()])?;
        self.rows += 1;
        Ok(())
    }
}

/// The request bytes of the slot's last attempt, found where they were last written.
fn last_request(conn: &Connection, slot: Slot) -> rusqlite::Result<Vec<u8>> {
    conn.prepare_cached(
        "SELECT request FROM attempt WHERE run = ?1 AND ordinal = ?2 AND repeat = ?3 \
         AND request IS NOT NULL ORDER BY number DESC LIMIT 1",
    )?
    .query_row(params![slot.run.0, slot.ordinal, slot.repeat], |row| {
        Ok(row.get::<_, Unpacked>(0)?.0)
    })
}

/// Retires what stands for the slot; says whether anything did.
fn reopen(conn: &Connection, slot: Slot) -> rusqlite::Result<bool> {
    let key = params![slot.run.0, slot.ordinal, slot.repeat];
    let open = |table: &str| -> rusqlite::Result<usize> {
        let key = params![slot.run.0, slot.ordinal, slot.repeat];
        conn.prepare_cached(&format!(
            "SELECT 1 FROM {table} WHERE run = ?1 AND ordinal = ?2 AND repeat = ?3 AND retired = 0"
        ))?
        .exists(key)
        .map(usize::from)
    };
    let stood = open("response")? + open("failure")? > 0;
    // Those that lost to an earlier answer are retired with it, or a later merge would
    // bring one of them back in its place.
    for table in ["response", "failure"] {
        conn.prepare_cached(&format!(
            "UPDATE {table} SET retired = 2 WHERE run = ?1 AND ordinal = ?2 AND repeat = ?3"
        ))?
        .execute(key)?;
    }
    Ok(stood)
}

/// Finds an item again, as worded: the first 64 bits of a hash over digest, system and
/// prompt.
fn identity(item: &ItemRow) -> i64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&item.digest);
    // The length keeps system and prompt apart; none is told from an empty one.
    let system = item.system.as_deref();
    hasher.update(&system.map_or(0, |text| text.len() as u64 + 1).to_le_bytes());
    hasher.update(system.unwrap_or_default().as_bytes());
    hasher.update(item.prompt.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    i64::from_le_bytes(first)
}
