//! How many machines there are, counted from below.
//!
//! Take one machine that the walk can draw and that uses `u` of its transitions. Everything else in
//! its table is drawn freely, (2 · states · symbols) actions for each transition, so there are at
//! least that many to the power of (transitions − u) different tables, all from this one run. The real
//! number is the sum over all runs, which nobody has counted.

use num_bigint::BigUint;
use tribunal_verifiers::turing::Certificate;

use super::draw::{Size, Wanted, spare, spare_endless};
use crate::space::{Space, power};

const REASON: &str = "one run's unused transitions alone are counted, and small tables have few";

/// Machines that halt within the window.
pub(crate) fn halting(size: Size) -> BigUint {
    match spare(size) {
        // All that the run has used, and the halt.
        Ok(opening) => {
            let free = opening.machine.stops().count() - 1;
            power(actions(size), free)
        }
        Err(_) => BigUint::ZERO,
    }
}

/// Machines that never halt.
pub(crate) fn endless(size: Size, wanted: Wanted) -> BigUint {
    match spare_endless(size, wanted) {
        Ok(endless) => {
            // One of them halts, which is counted by its place. That the machine repeats itself does
            // not depend on the others; other proofs may.
            let free = endless.used.stops().count();
            match endless.certificate {
                Certificate::Cycler { .. }
                | Certificate::TranslatedCycler { .. }
                | Certificate::NgramCps { .. } => power(actions(size), free - 1) * free,
                _ => 1u32.into(),
            }
        }
        Err(_) => BigUint::ZERO,
    }
}

/// Actions that one transition may have.
pub(crate) fn actions(size: Size) -> u64 {
    2 * size.cells() as u64
}

/// At least so many, with the reason where that is little.
pub(crate) fn space(least: BigUint) -> Space {
    let space = Space::at_least(least);
    if space.is_ample() {
        space
    } else {
        space.because(REASON)
    }
}
