//! Statistics of benchmark scores: intervals, repeats, paired comparison, power.
//!
//! Pure arithmetic on slices: no I/O, no SQL, no clock, no global randomness. The
//! only random numbers are the bootstrap's, from a stream that the data's own shape
//! seeds, so the same scores in the same order give the same bits everywhere.
//!
//! A *score* is an item's mean over its attempts, in [0, 1]. Items are the unit of
//! sampling: attempts on one item are never counted as if they were items. Items
//! that share a *cluster* label (a template, a task × difficulty cell) may succeed
//! and fail together, and every interval that is given labels allows for that.
//!
//! | question | entry |
//! |---|---|
//! | how good is it, with which error bar? | [`estimate`] |
//! | … over a suite of weighted tasks? | [`stratified`] |
//! | … with repeats? | [`pass_at_k`], [`pass_pow_k`], [`avg_at_k`], [`majority_at_k`] |
//! | how much is noise of the attempts? | [`noise_split`], [`flip_rate`] |
//! | is the second better than the first? | [`compare`], [`holm`] |
//! | … over a suite of weighted tasks? | [`compare_strata`] |
//! | may we stop asking? | [`Sequential`] |
//! | what if the missing ones were all right, or all wrong? | [`score_bounds`], [`compare_bounds`] |
//! | what could be seen with so many items? | [`minimum_detectable`], [`needed_items`] |
//!
//! ```
//! use tribunal_stats::{Level, Method, Pairs, Scores, compare, estimate};
//!
//! # fn main() -> Result<(), tribunal_stats::StatsError> {
//! let base = [1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0];
//! let candidate = [1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0];
//!
//! let score = estimate(Scores::independent(&candidate)?, Level::P95);
//! let score = score.expect("there are items");
//! assert_eq!((score.mean, score.method), (0.375, Method::Wilson));
//!
//! let change = compare(Pairs::new(&base, &candidate, None)?, Level::P95);
//! let change = change.expect("there are pairs");
//! assert_eq!((change.losses, change.p_value), (2, 0.25));
//! # Ok(())
//! # }
//! ```
//!
//! Every interval is two-sided at a [`Level`]; a one-sided 95 % bound is the end of
//! a two-sided interval at [`Level::one_sided`].

mod bootstrap;
mod bounds;
mod cluster;
mod error;
#[cfg(test)]
mod golden;
mod holm;
mod interval;
mod level;
mod majority;
mod noise;
mod paired;
mod passk;
mod power;
mod quantile;
mod scores;
mod sequential;
mod stratified;
mod stratified_pairs;
mod sum;

pub use bounds::{Bounds, score_bounds};
pub use cluster::label_ids;
pub use error::StatsError;
pub use holm::holm;
pub use interval::{Estimate, Method, chernoff, estimate, wilson};
pub use level::Level;
pub use majority::{MAX_VOTES, Vote, majority_at_k};
pub use noise::{NoiseSplit, flip_rate, noise_split};
pub use paired::{
    Comparison, ComparisonBounds, PMethod, PairMethod, Pairs, bonett_price, compare,
    compare_bounds, mcnemar_mid_p,
};
pub use passk::{RepeatEstimate, Tally, avg_at_k, pass_at_k, pass_pow_k};
pub use power::{Design, Sides, Spread, design_effect, minimum_detectable, needed_items};
pub use scores::Scores;
pub use sequential::{Finding, Sequential};
pub use stratified::{Stratum, stratified};
pub use stratified_pairs::{PairStratum, StratifiedComparison, compare_strata};
pub use sum::{Sum, mean, sum};

/// Property tests try the same cases in every run.
#[cfg(test)]
fn fixed_cases() -> proptest::test_runner::Config {
    proptest::test_runner::Config {
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_123),
        failure_persistence: None,
        ..Default::default()
    }
}
