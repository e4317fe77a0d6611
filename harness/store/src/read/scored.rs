//! Rows for the report and for judging again, streamed in plan order.

use rusqlite::{Row, Rows, params};

use crate::error::{StoreError, explain};
use crate::rows::{Headline, Outcome, ResponseId, RunId, Slot, Source, Usage, VerdictRow, count};

use super::Reader;
use super::load::{optional_count, optional_text, text, verdict};

/// One settled question, as statistics need it.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredRow {
    /// The item's place in the plan.
    pub ordinal: u32,
    /// The repeat.
    pub repeat: u32,
    /// Content digest of the problem.
    pub digest: [u8; 32],
    /// Task name.
    pub task: String,
    /// Variation within the task.
    pub variation: String,
    /// Parameters, as JSON.
    pub params: String,
    /// Suite seed.
    pub seed: String,
    /// Index within (task, variation, params, seed).
    pub index: u64,
    /// Items that stand or fall together share this.
    pub cluster: String,
    /// The group the suite puts it in.
    pub stratum: String,
    /// Its weight in the headline.
    pub weight: f64,
    /// Attempts made, those of reopened rounds with them.
    pub attempts: u32,
    /// Of them, those that were made because one before failed. A further turn of a model that
    /// called for a tool is none.
    pub retries: u32,
    /// How it was settled.
    pub settled: Settled,
}

/// How a question was settled.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every row is an answer, and a box would cost each an allocation"
)]
pub enum Settled {
    /// By an answer.
    Answered(Answered),
    /// It was given up: the outcome is `error` by either reading.
    Failed {
        /// Class of the last failure.
        class: String,
        /// What went wrong, in words.
        message: String,
    },
}

/// What statistics need of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The response.
    pub response: ResponseId,
    /// Where it came from.
    pub source: Source,
    /// When it was whole, Unix milliseconds.
    pub answered_ms: i64,
    /// Mapped finish reason.
    pub finish: String,
    /// The model's name as the server reported it.
    pub model: Option<String>,
    /// Tokens.
    pub usage: Usage,
    /// Millionths of a US dollar; `None` is unknown.
    pub cost_micros: Option<u64>,
    /// Microseconds to the first byte of the accepted attempt.
    pub first_byte_us: Option<u64>,
    /// Microseconds of the accepted attempt.
    pub total_us: Option<u64>,
    /// How it was judged; `None` until it is.
    pub scores: Option<Scores>,
}

/// Both readings of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Versions of extraction and verifier.
    pub judge_version: String,
    /// By the requested form alone.
    pub strict: Score,
    /// By any clearly stated final answer.
    pub lenient: Score,
}

/// One reading of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The outcome.
    pub outcome: Outcome,
    /// The score in \[0, 1\].
    pub score: f64,
    /// The answer as extracted, in its canonical form.
    pub answer: Option<String>,
    /// Why, as JSON, where the judge had more to say than the answer.
    pub evidence: Option<String>,
}

impl ScoredRow {
    /// The outcome by one reading; `None` while an answer waits for its judge.
    #[must_use]
    pub fn outcome(&self, reading: Headline) -> Option<Outcome> {
        match &self.settled {
            Settled::Failed { .. } => Some(Outcome::Error),
            Settled::Answered(answered) => answered.scores.as_ref().map(|scores| match reading {
                Headline::Strict => scores.strict.outcome,
                Headline::Lenient => scores.lenient.outcome,
            }),
        }
    }
}

/// A stored answer with what its judge needs, and what was decided before.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgeRow {
    /// The question.
    pub slot: Slot,
    /// The response, for [`Message::Verdict`](crate::Message::Verdict).
    pub response: ResponseId,
    /// Content digest of the problem.
    pub digest: [u8; 32],
    /// Task name.
    pub task: String,
    /// Variation within the task.
    pub variation: String,
    /// How an answer is judged, as JSON.
    pub check: String,
    /// The prompt's variables, as JSON.
    pub vars: String,
    /// Mapped finish reason.
    pub finish: String,
    /// The answer.
    pub text: String,
    /// The reasoning, when the model showed any.
    pub reasoning: Option<String>,
    /// The verdict as it stands.
    pub verdict: Option<VerdictRow>,
}

/// Which answers are to be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// All of them.
    All,
    /// Those without a verdict.
    Missing,
}

/// What both kinds of settled rows begin with. The first count walks an index alone; which
/// attempts failed has to be looked up in the table, and matters only where a model has turns.
macro_rules! head {
    ($table:literal) => {
        concat!(
            "SELECT ",
            $table,
            ".ordinal, ",
            $table,
            ".repeat, digest, task, variation, params, seed, idx, cluster, stratum, weight, \
             (SELECT count(*) FROM attempt AS every WHERE every.run = ",
            $table,
            ".run AND every.ordinal = ",
            $table,
            ".ordinal AND every.repeat = ",
            $table,
            ".repeat), \
             CASE WHEN (SELECT instr(mode, '+') FROM run WHERE id = ?1) THEN \
             (SELECT count(*) FROM attempt AS failed WHERE failed.run = ",
            $table,
            ".run AND failed.ordinal = ",
            $table,
            ".ordinal AND failed.repeat = ",
            $table,
            ".repeat AND failed.class <> 'ok') END, "
        )
    };
}

// CROSS JOIN keeps SQLite to the order written: the index of standing rows gives plan
// order, and each other table is one look-up.
const ANSWERED: &str = concat!(
    head!("response"),
    "response.id, source, answered_ms, finish, model, input_tokens, output_tokens, \
     reasoning_tokens, cached_tokens, cost_micros, attempt.first_byte_us, attempt.total_us, \
     judge_version, strict_outcome, strict_score, strict_answer, lenient_outcome, lenient_score, \
     lenient_answer, strict_evidence, lenient_evidence \
     FROM response \
     CROSS JOIN run_item ON run_item.run = response.run AND run_item.ordinal = response.ordinal \
     CROSS JOIN item ON item.id = run_item.item \
     LEFT JOIN attempt ON attempt.id = response.attempt \
     LEFT JOIN verdict ON verdict.response = response.id \
     WHERE response.run = ?1 AND response.retired = 0 ORDER BY response.ordinal, response.repeat"
);

const FAILED: &str = concat!(
    head!("failure"),
    "class, message FROM failure \
     CROSS JOIN run_item ON run_item.run = failure.run AND run_item.ordinal = failure.ordinal \
     CROSS JOIN item ON item.id = run_item.item \
     WHERE failure.run = ?1 AND failure.retired = 0 ORDER BY failure.ordinal, failure.repeat"
);

fn scored(row: &Row<'_>, settled: Settled) -> rusqlite::Result<ScoredRow> {
    let attempts: u32 = row.get(11)?;
    Ok(ScoredRow {
        ordinal: row.get(0)?,
        repeat: row.get(1)?,
        digest: row.get(2)?,
        task: row.get(3)?,
        variation: row.get(4)?,
        params: row.get(5)?,
        seed: row.get(6)?,
        index: count(row.get(7)?),
        cluster: row.get(8)?,
        stratum: row.get(9)?,
        weight: row.get(10)?,
        attempts,
        retries: match row.get::<_, Option<u32>>(12)? {
            None => attempts.saturating_sub(1),
            // What was given up was not tried again after its last failure.
            Some(failed) => {
                failed - u32::from(failed > 0 && matches!(settled, Settled::Failed { .. }))
            }
        },
        settled,
    })
}

fn answered(row: &Row<'_>) -> rusqlite::Result<ScoredRow> {
    let reading = |at: usize, evidence: usize| -> rusqlite::Result<Score> {
        Ok(Score {
            outcome: row.get(at)?,
            score: row.get(at + 1)?,
            answer: row.get(at + 2)?,
            evidence: optional_text(row, evidence)?,
        })
    };
    let scores = match row.get(25)? {
        Some(judge_version) => Some(Scores {
            judge_version,
            strict: reading(26, 32)?,
            lenient: reading(29, 33)?,
        }),
        None => None,
    };
    let answered = Answered {
        response: ResponseId(row.get(13)?),
        source: row.get(14)?,
        answered_ms: row.get(15)?,
        finish: row.get(16)?,
        model: row.get(17)?,
        usage: Usage {
            input: optional_count(row, 18)?,
            output: optional_count(row, 19)?,
            reasoning: optional_count(row, 20)?,
            cached: optional_count(row, 21)?,
        },
        cost_micros: optional_count(row, 22)?,
        first_byte_us: optional_count(row, 23)?,
        total_us: optional_count(row, 24)?,
        scores,
    };
    scored(row, Settled::Answered(answered))
}

fn failed(row: &Row<'_>) -> rusqlite::Result<ScoredRow> {
    let settled = Settled::Failed {
        class: row.get(13)?,
        message: row.get(14)?,
    };
    scored(row, settled)
}

fn next(
    rows: &mut Rows<'_>,
    make: fn(&Row<'_>) -> rusqlite::Result<ScoredRow>,
) -> rusqlite::Result<Option<ScoredRow>> {
    rows.next()?.map(make).transpose()
}

impl Reader {
    /// Gives `take` every settled question of `run`, ordered by (ordinal, repeat), one at a
    /// time: memory does not grow with the run.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or the first error of `take`, which ends the walk.
    pub fn for_each_scored<E: From<StoreError>>(
        &self,
        run: RunId,
        mut take: impl FnMut(ScoredRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let conn = self.connection();
        let sql = |error: rusqlite::Error| E::from(explain(self.path(), &error));
        let mut answers = conn.prepare_cached(ANSWERED).map_err(sql)?;
        let mut failures = conn.prepare_cached(FAILED).map_err(sql)?;
        let mut answers = answers.query(params![run.0]).map_err(sql)?;
        let mut failures = failures.query(params![run.0]).map_err(sql)?;
        let mut answer = next(&mut answers, answered).map_err(sql)?;
        let mut failure = next(&mut failures, failed).map_err(sql)?;
        loop {
            let failure_first = match (&answer, &failure) {
                (Some(answer), Some(failure)) => {
                    (failure.ordinal, failure.repeat) < (answer.ordinal, answer.repeat)
                }
                (None, Some(_)) => true,
                _ => false,
            };
            let row = if failure_first {
                std::mem::replace(&mut failure, next(&mut failures, failed).map_err(sql)?)
            } else {
                std::mem::replace(&mut answer, next(&mut answers, answered).map_err(sql)?)
            };
            match row {
                Some(row) => take(row)?,
                None => return Ok(()),
            }
        }
    }

    /// Gives `take` the standing answers of `run` with what their judge needs, ordered by
    /// (ordinal, repeat), one at a time. Verdicts may be written meanwhile: the walk sees
    /// the store as it was when it began.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or the first error of `take`, which ends the walk.
    pub fn for_each_answer<E: From<StoreError>>(
        &self,
        run: RunId,
        which: Judged,
        mut take: impl FnMut(JudgeRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = |error: rusqlite::Error| E::from(explain(self.path(), &error));
        let mut statement = self
            .connection()
            .prepare_cached(
                "SELECT response.ordinal, response.repeat, response.id, digest, task, variation, \
                 \"check\", vars, finish, text, reasoning, judge_version, strict_outcome, \
                 strict_score, strict_answer, strict_evidence, lenient_outcome, lenient_score, \
                 lenient_answer, lenient_evidence FROM response \
                 CROSS JOIN run_item ON run_item.run = response.run AND run_item.ordinal = response.ordinal \
                 CROSS JOIN item ON item.id = run_item.item \
                 LEFT JOIN verdict ON verdict.response = response.id \
                 WHERE response.run = ?1 AND response.retired = 0 AND (?2 OR judge_version IS NULL) \
                 ORDER BY response.ordinal, response.repeat",
            )
            .map_err(sql)?;
        let mut rows = statement
            .query(params![run.0, which == Judged::All])
            .map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            take(judge_row(row, run).map_err(sql)?)?;
        }
        Ok(())
    }
}

fn judge_row(row: &Row<'_>, run: RunId) -> rusqlite::Result<JudgeRow> {
    Ok(JudgeRow {
        slot: Slot {
            run,
            ordinal: row.get(0)?,
            repeat: row.get(1)?,
        },
        response: ResponseId(row.get(2)?),
        digest: row.get(3)?,
        task: row.get(4)?,
        variation: row.get(5)?,
        check: text(row, 6)?,
        vars: text(row, 7)?,
        finish: row.get(8)?,
        text: text(row, 9)?,
        reasoning: optional_text(row, 10)?,
        verdict: verdict(row, 11)?,
    })
}
