//! Judging stored responses again.

use tribunal_store::{JudgeRow, Judged, Message, Outcome, Reader, RunId, VerdictRow, WriterHandle};
use tribunal_verifiers::Court;

use crate::RunError;
use crate::judge::{judge, read_check, verdict_row, version_for};

/// A verdict that came out differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The item's position in the plan.
    pub ordinal: u32,
    /// Which repeat of it, from 0.
    pub repeat: u32,
    /// The task.
    pub task: String,
    /// The verdict as stored; `None` when the response had none.
    pub before: Option<VerdictRow>,
    /// The verdict as it is now.
    pub after: VerdictRow,
}

impl Change {
    /// Whether an outcome differs under either reading, and not only the evidence.
    pub fn is_material(&self) -> bool {
        let outcomes =
            |v: &VerdictRow| -> (Outcome, Outcome) { (v.strict.outcome, v.lenient.outcome) };
        self.before
            .as_ref()
            .is_none_or(|before| outcomes(before) != outcomes(&self.after))
    }
}

/// What a rescore found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rescored {
    /// Responses judged.
    pub judged: u64,
    /// Verdicts that differ, in plan order.
    pub changes: Vec<Change>,
}

/// Judges every response of `run` again. With a `writer`, verdicts that differ are replaced;
/// without one nothing is written.
///
/// # Errors
/// [`RunError::Store`], or [`RunError::Check`] for a check that today's verifiers can't read.
pub fn rescore(
    reader: &Reader,
    writer: Option<&WriterHandle>,
    run: RunId,
    court: &dyn Court,
) -> Result<Rescored, RunError> {
    walk(reader, writer, run, Judged::All, court)
}

/// Judges the responses of `run` that have no verdict yet.
///
/// # Errors
/// As [`rescore`].
pub(crate) fn judge_missing(
    reader: &Reader,
    writer: &WriterHandle,
    run: RunId,
    court: &dyn Court,
) -> Result<(), RunError> {
    let rescored = walk(reader, Some(writer), run, Judged::Missing, court)?;
    if rescored.judged > 0 {
        // Messages are committed in order: when this one is, the verdicts are.
        writer.call(Message::UpdateRun {
            run,
            update: tribunal_store::RunUpdate {
                at_ms: crate::rows::unix_ms(),
                ..Default::default()
            },
        })?;
    }
    Ok(())
}

fn walk(
    reader: &Reader,
    writer: Option<&WriterHandle>,
    run: RunId,
    which: Judged,
    court: &dyn Court,
) -> Result<Rescored, RunError> {
    let mut rescored = Rescored::default();
    reader.for_each_answer(run, which, |row: JudgeRow| -> Result<(), RunError> {
        let check = read_check(&row.check).map_err(|source| RunError::Check {
            item: blake3::Hash::from(row.digest).to_hex()[..12].to_owned(),
            source,
        })?;
        let judged = judge(&check, &row.text, &row.finish, court);
        let after = verdict_row(&judged, &version_for(&check, court));
        rescored.judged += 1;
        if row.verdict.as_ref() == Some(&after) {
            return Ok(());
        }
        if let Some(writer) = writer {
            let verdict = Box::new(after.clone());
            writer.send(
                Message::Verdict {
                    response: row.response,
                    verdict,
                },
                None,
            )?;
        }
        rescored.changes.push(Change {
            ordinal: row.slot.ordinal,
            repeat: row.slot.repeat,
            task: row.task,
            before: row.verdict,
            after,
        });
        Ok(())
    })?;
    Ok(rescored)
}
