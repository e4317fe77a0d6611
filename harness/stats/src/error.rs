//! What the functions here refuse, and why.

use thiserror::Error;

/// Input that has no statistical answer.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StatsError {
    /// A score outside [0, 1], or not a number.
    #[error(
        "score {value} at position {index} is not in [0, 1]; divide by the task's full marks first"
    )]
    NotAScore {
        /// Position in the slice that was given.
        index: usize,
        /// The offending value.
        value: f64,
    },
    /// Two slices that describe the same items differ in length.
    #[error("{what} has {found} entries for {expected} items; pass one for each item")]
    Length {
        /// The slice that does not fit.
        what: &'static str,
        /// Entries expected.
        expected: usize,
        /// Entries found.
        found: usize,
    },
    /// A confidence level, error rate or probability outside the open interval (0, 1).
    #[error("{what} is {value}; choose a number between 0 and 1, both excluded")]
    NotAProbability {
        /// What was given.
        what: &'static str,
        /// The offending value.
        value: f64,
    },
    /// A p value outside [0, 1], or not a number.
    #[error("p value {value} at position {index} is not in [0, 1]")]
    NotAPValue {
        /// Position in the slice that was given.
        index: usize,
        /// The offending value.
        value: f64,
    },
    /// More correct attempts than attempts.
    #[error(
        "item {index} counts {correct} correct of {attempts} attempts; correct cannot exceed attempts"
    )]
    Tally {
        /// Position of the item.
        index: usize,
        /// Its attempts.
        attempts: u32,
        /// Its correct attempts.
        correct: u32,
    },
    /// `k` of pass@k or maj@k is zero.
    #[error("k is 0; ask for at least one attempt an item")]
    ZeroK,
    /// More votes on one item than the exact majority can count.
    #[error(
        "item {index} has {votes} votes, more than the {limit} that can be counted exactly; use fewer repeats"
    )]
    TooManyVotes {
        /// Position of the item.
        index: usize,
        /// Its votes.
        votes: usize,
        /// The limit, [`crate::MAX_VOTES`].
        limit: usize,
    },
    /// A stratum's weight is negative or not finite, or all weights are zero.
    #[error(
        "weight {value} of stratum {index} cannot be used; weights are finite, at least 0, and not all 0"
    )]
    Weight {
        /// Position of the stratum.
        index: usize,
        /// The offending weight.
        value: f64,
    },
    /// A stratum with a positive weight has no item, so the weighted score is undefined.
    #[error(
        "stratum {index} has a weight but no scored item; leave it out knowingly or score it first"
    )]
    EmptyStratum {
        /// Position of the stratum.
        index: usize,
    },
    /// A quantity of a power calculation outside its range.
    #[error("{what} is {value}; it must be {range}")]
    Range {
        /// Which quantity.
        what: &'static str,
        /// The offending value.
        value: f64,
        /// The range in words.
        range: &'static str,
    },
}
