//! One question of two stores made one.

use std::cmp::Ordering;
use std::collections::HashMap;

use rusqlite::{Connection, params};

use crate::read::{RepeatStory, attempts, failures, responses};
use crate::rows::{AttemptRow, Judgement, ResponseId, Slot, Standing, VerdictRow};
use crate::write::{Fault, Tables};

use super::MergeReport;

/// What joining a question gave.
pub(super) struct Joined {
    /// Where each response of the source is now.
    pub(super) moved: HashMap<ResponseId, ResponseId>,
    /// When the kept and the outrun answer came, if both stores had one and they differ.
    pub(super) conflict: Option<(i64, i64)>,
}

/// Adds to `slot` what `theirs` holds and the destination does not, and decides anew
/// which response or failure stands.
pub(super) fn join(
    conn: &Connection,
    tables: &mut Tables,
    slot: Slot,
    theirs: &RepeatStory,
    report: &mut MergeReport,
) -> Result<Joined, Fault> {
    let ours_stood = standing_answer(conn, slot)?;
    let places = join_attempts(conn, tables, slot, theirs, report)?;
    let moved = join_responses(conn, tables, slot, theirs, &places, report)?;
    join_failures(conn, tables, slot, theirs, report)?;
    decide(conn, slot)?;

    let theirs_stood = theirs
        .responses
        .iter()
        .find(|response| response.standing == Standing::Stands)
        .and_then(|response| Some((*moved.get(&response.id)?, response.row.answered_ms)));
    let conflict = match (ours_stood, theirs_stood) {
        (Some((ours, our_ms)), Some((theirs, their_ms))) if ours != theirs => {
            Some((our_ms.min(their_ms), our_ms.max(their_ms)))
        }
        _ => None,
    };
    Ok(Joined { moved, conflict })
}

fn standing_answer(conn: &Connection, slot: Slot) -> Result<Option<(ResponseId, i64)>, Fault> {
    Ok(responses(conn, slot)?
        .into_iter()
        .find(|(_, response)| response.standing == Standing::Stands)
        .map(|(_, response)| (response.id, response.row.answered_ms)))
}

/// Takes out of `pool` the first that fits: each of ours answers to one of theirs, so that
/// two equal rows of one store stay two.
fn take<T>(pool: &mut Vec<T>, fits: impl Fn(&T) -> bool) -> Option<T> {
    let at = pool.iter().position(fits)?;
    Some(pool.remove(at))
}

/// Gives the row of each attempt of theirs by its number.
fn join_attempts(
    conn: &Connection,
    tables: &mut Tables,
    slot: Slot,
    theirs: &RepeatStory,
    report: &mut MergeReport,
) -> Result<HashMap<u32, i64>, Fault> {
    let mut all: Vec<(i64, u32, AttemptRow)> = attempts(conn, slot)?
        .into_iter()
        .map(|(id, attempt)| (id, attempt.number, attempt.row))
        .collect();
    let mut pool: Vec<(i64, AttemptRow)> =
        all.iter().map(|(id, _, row)| (*id, row.clone())).collect();
    let mut places = HashMap::new();
    for attempt in &theirs.attempts {
        let id = match take(&mut pool, |(_, row)| *row == attempt.row) {
            Some((id, _)) => id,
            None => {
                let (id, _) = tables.attempt(conn, slot, &attempt.row)?;
                all.push((id, attempt.number, attempt.row.clone()));
                report.attempts += 1;
                id
            }
        };
        places.insert(attempt.number, id);
    }
    // In the order they were made; of those within one millisecond, as their store had them.
    all.sort_by(|a, b| (a.2.started_ms, a.1, &a.2).cmp(&(b.2.started_ms, b.1, &b.2)));
    let stored: HashMap<i64, u32> = attempts(conn, slot)?
        .into_iter()
        .map(|(id, attempt)| (id, attempt.number))
        .collect();
    let in_order = (1..)
        .zip(&all)
        .all(|(number, (id, ..))| stored.get(id) == Some(&number));
    if !in_order {
        // Out of the way first: no two attempts may share a number at any time.
        conn.prepare_cached(
            "UPDATE attempt SET number = -number WHERE run = ?1 AND ordinal = ?2 AND repeat = ?3",
        )?
        .execute(params![slot.run.0, slot.ordinal, slot.repeat])?;
        for (number, (id, _, row)) in (1..).zip(&all) {
            tables.place_attempt(conn, *id, number, &row.request)?;
        }
    }
    Ok(places)
}

fn join_responses(
    conn: &Connection,
    tables: &mut Tables,
    slot: Slot,
    theirs: &RepeatStory,
    places: &HashMap<u32, i64>,
    report: &mut MergeReport,
) -> Result<HashMap<ResponseId, ResponseId>, Fault> {
    let mut pool: Vec<_> = responses(conn, slot)?
        .into_iter()
        .map(|(_, response)| response)
        .collect();
    let mut moved = HashMap::new();
    for response in &theirs.responses {
        let reopened = response.standing == Standing::Reopened;
        let found = take(&mut pool, |ours| ours.row == response.row);
        let (id, ours) = match found {
            Some(ours) => {
                if reopened {
                    retire(conn, "response", ours.id.0, Standing::Reopened)?;
                }
                (ours.id, ours.verdict)
            }
            None => {
                let accepted = response
                    .attempt
                    .and_then(|number| places.get(&number).copied());
                let standing = if reopened {
                    Standing::Reopened
                } else {
                    Standing::Outrun
                };
                let added = tables.add_response(conn, slot, accepted, &response.row, standing)?;
                let id =
                    added.ok_or_else(|| Fault::Refused("a response has no place".to_owned()))?;
                report.responses += 1;
                (id, None)
            }
        };
        moved.insert(response.id, id);
        if let Some(verdict) = &response.verdict
            && ours.is_none_or(|ours| compare(&ours, verdict) == Ordering::Less)
        {
            tables.verdict(conn, id, verdict)?;
            report.verdicts += 1;
        }
    }
    Ok(moved)
}

fn join_failures(
    conn: &Connection,
    tables: &mut Tables,
    slot: Slot,
    theirs: &RepeatStory,
    report: &mut MergeReport,
) -> Result<(), Fault> {
    let mut pool = failures(conn, slot)?;
    for failure in &theirs.failures {
        let reopened = failure.standing == Standing::Reopened;
        match take(&mut pool, |(_, ours)| ours.row == failure.row) {
            Some((id, _)) if reopened => retire(conn, "failure", id, Standing::Reopened)?,
            Some(_) => {}
            None => {
                let standing = if reopened {
                    Standing::Reopened
                } else {
                    Standing::Outrun
                };
                tables.add_failure(conn, slot, &failure.row, standing)?;
                report.failures += 1;
            }
        }
    }
    Ok(())
}

fn retire(conn: &Connection, table: &str, id: i64, standing: Standing) -> Result<(), Fault> {
    conn.prepare_cached(&format!("UPDATE {table} SET retired = ?2 WHERE id = ?1"))?
        .execute(params![id, standing])?;
    Ok(())
}

/// Of the responses not reopened the first to come stands; without one, the first failure.
/// Decided from all of them each time, for then the order of merging does not matter.
fn decide(conn: &Connection, slot: Slot) -> Result<(), Fault> {
    let responses = responses(conn, slot)?;
    let first = responses
        .iter()
        .filter(|(_, response)| response.standing != Standing::Reopened)
        .min_by(|(_, a), (_, b)| a.row.cmp(&b.row))
        .map(|(_, response)| response.id.0);
    let standings: Vec<_> = responses
        .iter()
        .map(|(_, response)| (response.id.0, response.standing))
        .collect();
    stand(conn, "response", &standings, first)?;

    let failures = failures(conn, slot)?;
    let last_resort = match first {
        Some(_) => None,
        None => failures
            .iter()
            .filter(|(_, failure)| failure.standing != Standing::Reopened)
            .min_by(|(_, a), (_, b)| a.row.cmp(&b.row))
            .map(|(id, _)| *id),
    };
    let standings: Vec<_> = failures
        .iter()
        .map(|(id, failure)| (*id, failure.standing))
        .collect();
    stand(conn, "failure", &standings, last_resort)
}

/// Lets `chosen` stand and no other.
fn stand(
    conn: &Connection,
    table: &str,
    rows: &[(i64, Standing)],
    chosen: Option<i64>,
) -> Result<(), Fault> {
    for (id, standing) in rows {
        if *standing == Standing::Stands && Some(*id) != chosen {
            retire(conn, table, *id, Standing::Outrun)?;
        }
    }
    match chosen {
        Some(id) => retire(conn, table, id, Standing::Stands),
        None => Ok(()),
    }
}

/// An order of verdicts in which that of the later judge, by its version's text, is the
/// greater; which of two is kept must not depend on whose store they were in.
fn compare(a: &VerdictRow, b: &VerdictRow) -> Ordering {
    let reading = |a: &Judgement, b: &Judgement| {
        a.outcome
            .cmp(&b.outcome)
            .then(a.score.total_cmp(&b.score))
            .then_with(|| (&a.answer, &a.evidence).cmp(&(&b.answer, &b.evidence)))
    };
    a.judge_version
        .cmp(&b.judge_version)
        .then_with(|| reading(&a.strict, &b.strict))
        .then_with(|| reading(&a.lenient, &b.lenient))
}
