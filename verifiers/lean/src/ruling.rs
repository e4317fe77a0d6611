//! What is judged, and what comes of it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tribunal_verifiers::lean::LeanPolicy;

/// One submission to one challenge.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// A trusted file that states the targets, each proved by `sorry`.
    pub challenge: &'a str,
    /// The file that claims to prove one of them.
    pub submission: &'a str,
    /// The theorems of which one has to be proved: a theorem, or a theorem and its negation.
    pub targets: &'a [String],
    /// What the submission may use.
    pub policy: &'a LeanPolicy,
}

/// What one judgement may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The processor's time, in milliseconds, after which a judgement is undecided. Lean's own
    /// limits, which
    /// count steps, end almost everything before.
    pub milliseconds: u64,
    /// Memory of a guest, in MiB.
    pub memory_mib: u32,
}

impl Default for Limits {
    /// A minute, 480 MiB.
    fn default() -> Self {
        Self {
            milliseconds: 60_000,
            memory_mib: 480,
        }
    }
}

/// Why nothing was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Its time was up.
    Time,
    /// It wanted more memory, stack or threads than it may have.
    Resources,
    /// Lean broke off.
    Crash,
    /// It made something that the judge does not read.
    Unsupported,
    /// The judge itself could not work: no guest, a challenge that does not hold. The submission
    /// has no part in it.
    Judge,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outcome {
    /// A target is proved.
    Correct {
        /// Which.
        target: String,
    },
    /// No target is proved.
    Incorrect {
        /// Why.
        reason: String,
    },
    /// It could not be found out; never a pass.
    Undecided {
        /// What kept it from being found out.
        doubt: Doubt,
        /// In words.
        reason: String,
    },
}

/// How long each step took, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timings {
    /// Elaborating the challenge; nothing where it was known already.
    pub challenge_us: u64,
    /// Elaborating the submission.
    pub elaborate_us: u64,
    /// Reading its constants out.
    pub read_us: u64,
    /// Comparing the statement, and looking for axioms.
    pub compare_us: u64,
    /// Putting it through the kernel once more.
    pub replay_us: u64,
}

/// A judgement, with what is needed to make it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// What was found.
    pub outcome: Outcome,
    /// The axioms that the proof rests on.
    pub axioms: BTreeSet<String>,
    /// How many declarations of its own it rests on.
    pub declarations: usize,
    /// BLAKE3 of the challenge.
    pub challenge: String,
    /// BLAKE3 of the submission.
    pub submission: String,
    /// What judged: the judge's and the guest's version.
    pub judge: String,
    /// How long it took; no part of what is judged.
    pub timings: Timings,
}

impl Ruling {
    /// Whether a target is proved.
    pub fn is_correct(&self) -> bool {
        matches!(self.outcome, Outcome::Correct { .. })
    }
}
