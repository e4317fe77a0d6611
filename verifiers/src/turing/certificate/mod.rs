//! Proofs that a machine never halts from the empty tape, and their verifiers.
//!
//! A certificate is small data; [`Certificate::verify`] checks it against the machine by itself,
//! with the definition of the machine and nothing that the deciders computed. "Never halts" here
//! means that neither a halting transition nor an undefined one is ever reached. Each verifier
//! stands in a file of its own, which says why its certificate is a proof and how its work is
//! bounded; a certificate beyond the bounds is refused as such and proves nothing.
//!
//! | JSON | what it says |
//! |---|---|
//! | `{"kind": "cycler", "start": 4, "period": 6}` | the configuration after 4 steps is back 6 steps later |
//! | `{"kind": "translated_cycler", "start": 9, "period": 5}` | from step 9 on, the same 5 steps repeat, shifted along the tape |
//! | `{"kind": "backward", "depth": 12, "branches": 40}` | going back from the stops dies out after 12 steps and 40 branches |
//! | `{"kind": "halting_segment", "size": 4, "position": 1, "views": 90}` | none of the 90 views of 4 cells stops on the second of them |
//! | `{"kind": "far", "reads": "left", "dfa": [[0, 1], [1, 1]]}` | a regular language holds every configuration that stops, but not the start |
//! | `{"kind": "ngram_cps", "left": 2, "right": 3, "contexts": 35}` | none of the 35 ways in which 2 cells on the left and 3 on the right can look stops it |
//!
//! Where a verifier computes a closure, the certificate tells how large it is. That adds nothing to
//! the proof, but shows that whoever wrote the certificate has been through it: without the number a
//! few generous windows would be certificates for most machines. In the same way a cycle has to be
//! told with its shortest period ([`Certificate::shortest`]) where an answer is judged.

mod backward;
mod cycler;
mod far;
mod halting_segment;
mod ngram_cps;
mod translated_cycler;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::machine::{Machine, Side};

pub use backward::{MAX_DEPTH, MAX_NODES};
pub use cycler::MAX_STEPS;
pub use far::{MAX_DFA, MAX_FAR_WORK};
pub(super) use halting_segment::views;
pub use halting_segment::{MAX_SEGMENT, MAX_SEGMENT_NODES};
pub use ngram_cps::{MAX_CONTEXTS, MAX_GRAM, MAX_VISITS};

/// A proof that a machine never halts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Certificate {
    /// The configuration after `start` steps is there again `period` steps later.
    Cycler {
        /// Steps before the cycle.
        start: u64,
        /// Steps of the cycle, at least 1.
        period: u64,
    },
    /// The `period` steps after the first `start` repeat for ever, each time shifted along the tape.
    TranslatedCycler {
        /// Steps before the cycle.
        start: u64,
        /// Steps of the cycle, at least 1.
        period: u64,
    },
    /// Nothing can be more than `depth` steps before a stop.
    Backward {
        /// The most steps that a branch goes back.
        depth: u32,
        /// The steps back that are possible, over all branches.
        branches: u64,
    },
    /// Seen through a window of `size` cells, no stop on its cell `position` can be reached.
    HaltingSegment {
        /// Cells of the window.
        size: u32,
        /// The cell of the stop, 0 for the leftmost.
        position: u32,
        /// The views that can arise, the first ones included.
        views: u64,
    },
    /// A finite automaton over one side of the tape from which a language follows that holds every
    /// configuration that stops, but not the start.
    Far {
        /// The side of the tape that the automaton reads, from its far end to the head.
        reads: Side,
        /// For each state, the next state on each symbol; 0 is the initial state.
        dfa: Vec<Vec<u32>>,
    },
    /// The closure of what `left` cells on the left of the head and `right` cells on its right can
    /// hold has no stop.
    NgramCps {
        /// Cells looked at on the left.
        left: u32,
        /// Cells looked at on the right.
        right: u32,
        /// The contexts of the closure.
        contexts: u64,
    },
}

/// Why a certificate is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It proves nothing about this machine.
    #[error("{0}")]
    Wrong(String),
    /// It may or may not be a proof; checking it goes beyond a stated limit.
    #[error("limit reached: {0}")]
    Limit(String),
}

impl Refusal {
    fn wrong(reason: impl Into<String>) -> Self {
        Self::Wrong(reason.into())
    }

    fn limit(reason: impl Into<String>) -> Self {
        Self::Limit(reason.into())
    }

    /// Whether a limit was the reason.
    pub fn is_limit(&self) -> bool {
        matches!(self, Self::Limit(_))
    }
}

impl Certificate {
    /// Whether this proves that `machine` never halts.
    ///
    /// # Errors
    /// [`Refusal`], which says what is wrong, or which limit was reached.
    pub fn verify(&self, machine: &Machine) -> Result<(), Refusal> {
        match self {
            Self::Cycler { start, period } => cycler::verify(machine, *start, *period),
            Self::TranslatedCycler { start, period } => {
                translated_cycler::verify(machine, *start, *period)
            }
            Self::Backward { depth, branches } => backward::verify(machine, *depth, *branches),
            Self::HaltingSegment {
                size,
                position,
                views,
            } => halting_segment::verify(machine, *size, *position, *views),
            Self::Far { reads, dfa } => far::verify(machine, *reads, dfa),
            Self::NgramCps {
                left,
                right,
                contexts,
            } => ngram_cps::verify(machine, *left, *right, *contexts),
        }
    }

    /// The certificate itself, with its shortest period where it says that something repeats: of a
    /// period that is not the shortest, some prime part is enough.
    #[must_use]
    pub fn shortest(&self, machine: &Machine) -> Self {
        let mut shortest = self.clone();
        while let Some(shorter) = shortest.shorter(machine) {
            shortest = shorter;
        }
        shortest
    }

    /// The same with a period that is a prime part of this one, if one is enough.
    fn shorter(&self, machine: &Machine) -> Option<Self> {
        let (Self::Cycler { start, period } | Self::TranslatedCycler { start, period }) = *self
        else {
            return None;
        };
        primes(period).into_iter().find_map(|prime| {
            let period = period / prime;
            let shorter = match self {
                Self::Cycler { .. } => Self::Cycler { start, period },
                _ => Self::TranslatedCycler { start, period },
            };
            shorter.verify(machine).is_ok().then_some(shorter)
        })
    }

    /// The kind's name, as in the JSON form.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Cycler { .. } => "cycler",
            Self::TranslatedCycler { .. } => "translated_cycler",
            Self::Backward { .. } => "backward",
            Self::HaltingSegment { .. } => "halting_segment",
            Self::Far { .. } => "far",
            Self::NgramCps { .. } => "ngram_cps",
        }
    }

    /// The JSON form, in one line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The primes that divide `number`, which is at most [`MAX_STEPS`] where it matters.
fn primes(number: u64) -> Vec<u64> {
    let mut primes = Vec::new();
    let (mut rest, mut factor) = (number, 2);
    while factor * factor <= rest && factor <= MAX_STEPS {
        if rest.is_multiple_of(factor) {
            primes.push(factor);
            while rest.is_multiple_of(factor) {
                rest /= factor;
            }
        }
        factor += 1;
    }
    if rest > 1 {
        primes.push(rest);
    }
    primes
}

/// The size of a closure, which has to be the one that the certificate tells.
fn count(what: &str, found: u64, told: u64) -> Result<(), Refusal> {
    if found == told {
        return Ok(());
    }
    Err(Refusal::wrong(format!(
        "there are {found} {what}, not {told}"
    )))
}

/// The stop of a run that should have gone on, for reasons.
fn stopped(steps: u64) -> Refusal {
    Refusal::wrong(format!("the machine stops after {steps} steps"))
}

#[cfg(test)]
mod tests;
