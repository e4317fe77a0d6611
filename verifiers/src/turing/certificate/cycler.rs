//! Cyclers: the configuration after some steps comes back.
//!
//! Why it is a proof: what a machine does depends on its configuration alone, so it repeats the same
//! steps for ever. The place on the infinite tape does not enter into it; a configuration that comes
//! back elsewhere does just as well.

use super::{Refusal, stopped};
use crate::turing::machine::Machine;
use crate::turing::run::{Run, Stop};

/// Most steps that a cycle may begin after and take, both together.
pub const MAX_STEPS: u64 = 1_000_000;

/// Runs to both ends of the cycle and compares.
pub(super) fn verify(machine: &Machine, start: u64, period: u64) -> Result<(), Refusal> {
    let mut run = begin(machine, start, period)?;
    let before = run.configuration();
    advance(&mut run, period)?;
    let after = run.configuration();
    if before == after {
        return Ok(());
    }
    Err(Refusal::wrong(format!(
        "the configurations after {start} and {} steps differ",
        start + period
    )))
}

/// The run after `start` steps, when start and period are within bounds.
pub(super) fn begin(machine: &Machine, start: u64, period: u64) -> Result<Run<'_>, Refusal> {
    if period == 0 {
        return Err(Refusal::wrong("a period of 0 steps shows nothing"));
    }
    if start.saturating_add(period) > MAX_STEPS {
        return Err(Refusal::limit(format!(
            "start and period together are more than {MAX_STEPS} steps"
        )));
    }
    let mut run = Run::new(machine);
    advance(&mut run, start)?;
    Ok(run)
}

/// Takes `steps` steps, all of which must be possible.
pub(super) fn advance(run: &mut Run<'_>, steps: u64) -> Result<(), Refusal> {
    match run.run(steps) {
        // A run that ends with exactly these steps has stopped all the same.
        Stop::Steps if run.ended().is_none() => Ok(()),
        Stop::Steps | Stop::Halted | Stop::Undefined { .. } => Err(stopped(run.steps())),
        Stop::Cells => Err(Refusal::limit("the tape grows too long")),
    }
}
