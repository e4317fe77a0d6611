//! Two stored runs compared, and a gate decided from them.

use std::collections::BTreeSet;

use tribunal_plan::Plan;
use tribunal_store::{Reader, Run};
use tribunal_verifiers::Court;

use crate::GateError;
use crate::align::Aligned;
use crate::drift::{self, Drift};
use crate::file::{GateFile, Reading};
use crate::ruling::{Ruling, rule};
use crate::side::{Revised, Side};

/// A run and the store that holds it.
#[derive(Debug)]
pub struct Stored {
    /// The store.
    pub reader: Reader,
    /// The run.
    pub run: Run,
}

impl Stored {
    /// The run called `name` (its number, the beginning of its uid, or `latest`) of `reader`.
    ///
    /// # Errors
    /// [`GateError::Store`] when there is none.
    pub fn named(reader: Reader, name: &str) -> Result<Self, GateError> {
        let run = reader.run(name)?;
        Ok(Self { reader, run })
    }
}

/// Lays two runs side by side under a reading. With a court to judge `again`, both are judged by
/// today's verifiers, in memory, and what that changed is told.
///
/// # Errors
/// [`GateError`] when a store can't be read.
pub fn align(
    base: &Stored,
    candidate: &Stored,
    reading: Reading,
    again: Option<&dyn Court>,
) -> Result<(Aligned, Drift), GateError> {
    let headline = reading.of(base.run.spec.headline);
    let mut drift = Drift::default();
    let load = |stored: &Stored| -> Result<(Side, Option<_>), GateError> {
        let (revised, moved) = if let Some(court) = again {
            let (reader, run) = (&stored.reader, stored.run.id);
            let (revised, moved) = drift::judge_again(reader, run, headline, court)?;
            (revised, Some(moved))
        } else {
            (Revised::default(), None)
        };
        let side = Side::load(&stored.reader, stored.run.clone(), headline, &revised)?;
        Ok((side, moved))
    };
    let (base, base_moved) = load(base)?;
    let (candidate, candidate_moved) = load(candidate)?;
    drift.base_verifier = base_moved;
    drift.candidate_verifier = candidate_moved;
    Ok((Aligned::new(base, candidate), drift))
}

/// What a gate looks at.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// The baseline.
    pub base: &'a Stored,
    /// The candidate.
    pub candidate: &'a Stored,
    /// The baseline's model asked again, in whole or in part.
    pub base_again: Option<&'a Stored>,
    /// Whether the runs are still going on, so that only the prefix both have completed counts.
    pub going_on: bool,
    /// What judges answers that have to be run.
    pub court: &'a dyn Court,
}

/// Decides.
///
/// # Errors
/// [`GateError`] when a store can't be read or the suite can't be expanded any more.
pub fn decide(file: &GateFile, evidence: &Evidence<'_>) -> Result<Ruling, GateError> {
    let reading = file.endpoint.reading;
    let court = Some(evidence.court);
    let (mut aligned, mut drift) = align(evidence.base, evidence.candidate, reading, court)?;
    let plan = Plan::from_json(&evidence.base.run.spec.plan_json)?;
    if evidence.going_on {
        // The items of a cell are numbered in the order of the plan, and a block holds one number.
        let number = |ordinal: u64| plan.slot(ordinal).position;
        aligned = aligned.into_completed_prefix(|end| {
            end == 0 || end >= plan.len() || number(end - 1) < number(end)
        });
    }
    if let Some(again) = evidence.base_again {
        let (twice, _) = align(evidence.base, again, reading, court)?;
        drift.provider = drift::provider(&twice)?;
    }
    let tasks = tasks(&plan);
    Ok(rule(file, &aligned, &tasks, drift)?)
}

/// The tasks that a plan asks about.
fn tasks(plan: &Plan) -> BTreeSet<String> {
    let cells = plan.cells().iter().enumerate();
    cells
        .filter(|(place, _)| plan.count_of(*place) > 0)
        .map(|(_, cell)| cell.generator.task().name.to_owned())
        .collect()
}
