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
//! | `{"kind": "backward", "depth": 12}` | no configuration is 12 steps away from stopping |
//! | `{"kind": "halting_segment", "size": 4, "position": 1}` | no run over any 4 cells stops on the second of them |
//! | `{"kind": "far", "reads": "left", "dfa": [[0, 1], [1, 1]]}` | a regular language holds every configuration that stops, but not the start |
//! | `{"kind": "ngram_cps", "left": 2, "right": 3}` | what 2 cells on the left and 3 on the right can look like never lets it stop |

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
    /// Nothing can be `depth` steps before a stop.
    Backward {
        /// How many steps back every branch has died.
        depth: u32,
    },
    /// Seen through a window of `size` cells, no stop on its cell `position` can be reached.
    HaltingSegment {
        /// Cells of the window.
        size: u32,
        /// The cell of the stop, 0 for the leftmost.
        position: u32,
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
            Self::Backward { depth } => backward::verify(machine, *depth),
            Self::HaltingSegment { size, position } => {
                halting_segment::verify(machine, *size, *position)
            }
            Self::Far { reads, dfa } => far::verify(machine, *reads, dfa),
            Self::NgramCps { left, right } => ngram_cps::verify(machine, *left, *right),
        }
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

/// The stop of a run that should have gone on, for reasons.
fn stopped(steps: u64) -> Refusal {
    Refusal::wrong(format!("the machine stops after {steps} steps"))
}

#[cfg(test)]
mod tests;
