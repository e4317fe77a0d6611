//! Everything that is known of one item of a run.

use rusqlite::{OptionalExtension, params};

use crate::error::StoreError;
use crate::rows::{
    AttemptRow, FailureRow, ItemRow, ResponseId, ResponseRow, RunId, Slot, Standing, VerdictRow,
};

use super::{Reader, load};

/// One item of a run with all that happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The run.
    pub run: RunId,
    /// The item's place in the plan.
    pub ordinal: u32,
    /// The problem.
    pub item: ItemRow,
    /// The group the suite puts it in.
    pub stratum: String,
    /// Its weight in the headline.
    pub weight: f64,
    /// What happened to each repeat that was begun, in order.
    pub repeats: Vec<RepeatStory>,
}

/// What happened to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct RepeatStory {
    /// The repeat, from 0.
    pub repeat: u32,
    /// Every attempt, in the order made.
    pub attempts: Vec<StoredAttempt>,
    /// Every response, the standing one last.
    pub responses: Vec<StoredResponse>,
    /// Every time it was given up, the standing one last.
    pub failures: Vec<StoredFailure>,
}

/// An attempt as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAttempt {
    /// Its number, from 1.
    pub number: u32,
    /// What it was.
    pub row: AttemptRow,
}

/// A response as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredResponse {
    /// Its number in the store.
    pub id: ResponseId,
    /// Whether it counts.
    pub standing: Standing,
    /// Number of the attempt that brought it, if anything was sent.
    pub attempt: Option<u32>,
    /// What it was.
    pub row: ResponseRow,
    /// How it was judged, if it has been.
    pub verdict: Option<VerdictRow>,
}

/// A failure as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFailure {
    /// Whether it counts.
    pub standing: Standing,
    /// What it was.
    pub row: FailureRow,
}

impl Reader {
    /// The item of `run` that `name` names: its place in the plan, or the first letters
    /// (at least four) of its hex digest.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoItem`] when it has not been asked yet, or the file cannot be read.
    pub fn find_item(&self, run: RunId, name: &str) -> Result<u32, StoreError> {
        let found = if let Ok(ordinal) = name.parse::<u32>() {
            self.sql(|conn| {
                conn.prepare_cached("SELECT ordinal FROM run_item WHERE run = ?1 AND ordinal = ?2")?
                    .query_row(params![run.0, ordinal], |row| row.get(0))
                    .optional()
            })?
        } else {
            None
        };
        let by_digest = name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let found = match found {
            None if by_digest => self.sql(|conn| {
                conn.prepare_cached(
                    "SELECT ordinal FROM run_item JOIN item ON item.id = run_item.item \
                     WHERE run = ?1 AND hex(digest) LIKE ?2 || '%' ORDER BY ordinal LIMIT 1",
                )?
                .query_row(params![run.0, name], |row| row.get(0))
                .optional()
            })?,
            found => found,
        };
        found.ok_or_else(|| StoreError::NoItem {
            run: run.0,
            name: name.to_owned(),
        })
    }

    /// All that is known of the item at `ordinal`.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoItem`] when it has not been asked yet, or the file cannot be read.
    pub fn story(&self, run: RunId, ordinal: u32) -> Result<Story, StoreError> {
        let found = self.sql(|conn| {
            conn.prepare_cached(
                "SELECT item, stratum, weight FROM run_item WHERE run = ?1 AND ordinal = ?2",
            )?
            .query_row(params![run.0, ordinal], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()
        })?;
        let Some((item, stratum, weight)) = found else {
            return Err(StoreError::NoItem {
                run: run.0,
                name: ordinal.to_string(),
            });
        };
        self.sql(|conn| {
            let begun: Vec<u32> = conn
                .prepare_cached(
                    "SELECT repeat FROM attempt WHERE run = ?1 AND ordinal = ?2 \
                     UNION SELECT repeat FROM response WHERE run = ?1 AND ordinal = ?2 AND retired = 0 \
                     UNION SELECT repeat FROM response WHERE run = ?1 AND ordinal = ?2 AND retired <> 0 \
                     UNION SELECT repeat FROM failure WHERE run = ?1 AND ordinal = ?2 AND retired = 0 \
                     UNION SELECT repeat FROM failure WHERE run = ?1 AND ordinal = ?2 AND retired <> 0 \
                     ORDER BY repeat",
                )?
                .query_map(params![run.0, ordinal], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let repeats = begun
                .into_iter()
                .map(|repeat| repeat_story(conn, Slot { run, ordinal, repeat }))
                .collect::<Result<_, _>>()?;
            Ok(Story {
                run,
                ordinal,
                item: load::item_by_id(conn, item)?,
                stratum,
                weight,
                repeats,
            })
        })
    }
}

fn repeat_story(conn: &rusqlite::Connection, slot: Slot) -> rusqlite::Result<RepeatStory> {
    let attempts = load::attempts(conn, slot)?;
    let responses = load::responses(conn, slot)?
        .into_iter()
        .map(|(accepted, mut response)| {
            response.attempt = attempts
                .iter()
                .find(|(id, _)| Some(*id) == accepted)
                .map(|(_, attempt)| attempt.number);
            response
        })
        .collect();
    Ok(RepeatStory {
        repeat: slot.repeat,
        attempts: attempts.into_iter().map(|(_, attempt)| attempt).collect(),
        responses,
        failures: load::failures(conn, slot)?
            .into_iter()
            .map(|(_, failure)| failure)
            .collect(),
    })
}
