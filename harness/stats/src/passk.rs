//! Scores over repeats: the average, pass@k and pass^k.

use serde::Serialize;

use crate::scores::same_length;
use crate::{Estimate, Level, Scores, StatsError, estimate};

/// One item's attempts that ended in a verdict, and how many were correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tally {
    /// Attempts judged; infrastructure errors are not among them.
    pub attempts: u32,
    /// Correct ones.
    pub correct: u32,
}

/// An estimate over items that had enough attempts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RepeatEstimate {
    /// Attempts that the figure speaks of.
    pub k: u32,
    /// Items left out because they have too few attempts.
    pub left_out: usize,
    /// The estimate, or nothing if every item was left out.
    pub estimate: Option<Estimate>,
}

/// pass@1\[avg-of-k\]: the mean over items of the share of correct attempts.
///
/// `k` of the result is the most attempts any item has; items without one are left out.
///
/// # Errors
/// [`StatsError::Tally`], [`StatsError::Length`].
pub fn avg_at_k(
    items: &[Tally],
    clusters: Option<&[u32]>,
    level: Level,
) -> Result<RepeatEstimate, StatsError> {
    let k = items.iter().map(|item| item.attempts).max().unwrap_or(0);
    per_tally(items, clusters, level, k, 1, |item| {
        f64::from(item.correct) / f64::from(item.attempts)
    })
}

/// pass@k: the chance that at least one of k attempts is correct, 1 − C(n−c,k)/C(n,k)
/// for each item (Chen et al. 2021, unbiased), averaged over items.
///
/// The interval is over items or clusters, never over attempts. Items with fewer than
/// `k` attempts are left out and counted.
///
/// # Errors
/// [`StatsError::ZeroK`], [`StatsError::Tally`], [`StatsError::Length`].
pub fn pass_at_k(
    items: &[Tally],
    clusters: Option<&[u32]>,
    k: u32,
    level: Level,
) -> Result<RepeatEstimate, StatsError> {
    per_tally(items, clusters, level, k, at_least_one(k)?, |item| {
        1.0 - all_from(item.attempts - item.correct, item.attempts, k)
    })
}

/// pass^k: the chance that all of k attempts are correct, C(c,k)/C(n,k) for each item,
/// averaged over items. Interval and left-out items as in [`pass_at_k`].
///
/// # Errors
/// [`StatsError::ZeroK`], [`StatsError::Tally`], [`StatsError::Length`].
pub fn pass_pow_k(
    items: &[Tally],
    clusters: Option<&[u32]>,
    k: u32,
    level: Level,
) -> Result<RepeatEstimate, StatsError> {
    per_tally(items, clusters, level, k, at_least_one(k)?, |item| {
        all_from(item.correct, item.attempts, k)
    })
}

pub(crate) fn at_least_one(k: u32) -> Result<u32, StatsError> {
    if k == 0 {
        Err(StatsError::ZeroK)
    } else {
        Ok(k)
    }
}

/// C(kind, k)/C(all, k): the chance that k draws without replacement are all of a kind.
/// A product of k factors in [0, 1], so nothing overflows.
fn all_from(kind: u32, all: u32, k: u32) -> f64 {
    if kind < k {
        return 0.0;
    }
    (0..k)
        .map(|drawn| f64::from(kind - drawn) / f64::from(all - drawn))
        .product()
}

/// Averages `value` over the items with at least `fewest` ≥ 1 attempts.
pub(crate) fn per_tally(
    items: &[Tally],
    clusters: Option<&[u32]>,
    level: Level,
    k: u32,
    fewest: u32,
    value: impl Fn(Tally) -> f64,
) -> Result<RepeatEstimate, StatsError> {
    if let Some(index) = items.iter().position(|item| item.correct > item.attempts) {
        let Tally { attempts, correct } = items[index];
        return Err(StatsError::Tally {
            index,
            attempts,
            correct,
        });
    }
    let values = items
        .iter()
        .map(|&item| (item.attempts >= fewest).then(|| value(item)));
    over_items(values, items.len(), clusters, level, k)
}

/// Estimates from the items that have a value, keeping each with its cluster label.
pub(crate) fn over_items(
    values: impl Iterator<Item = Option<f64>>,
    items: usize,
    clusters: Option<&[u32]>,
    level: Level,
    k: u32,
) -> Result<RepeatEstimate, StatsError> {
    let mut kept = Vec::with_capacity(items);
    let mut labels = Vec::new();
    if let Some(clusters) = clusters {
        same_length("cluster labels", items, clusters.len())?;
    }
    for (index, value) in values.enumerate() {
        if let Some(value) = value {
            kept.push(value);
            labels.extend(clusters.map(|clusters| clusters[index]));
        }
    }
    let scores = match clusters {
        Some(_) => Scores::clustered(&kept, &labels)?,
        None => Scores::independent(&kept)?,
    };
    Ok(RepeatEstimate {
        k,
        left_out: items - kept.len(),
        estimate: estimate(scores, level),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Method;

    fn tally(attempts: u32, correct: u32) -> Tally {
        Tally { attempts, correct }
    }

    fn value(found: Result<RepeatEstimate, StatsError>) -> f64 {
        found.unwrap().estimate.unwrap().mean
    }

    #[test]
    fn one_item_by_hand() {
        let item = [tally(5, 2)];
        assert!((value(avg_at_k(&item, None, Level::P95)) - 0.4).abs() < 1e-15);
        // 1 − C(3,2)/C(5,2) and C(2,2)/C(5,2)
        assert!((value(pass_at_k(&item, None, 2, Level::P95)) - 0.7).abs() < 1e-15);
        assert!((value(pass_pow_k(&item, None, 2, Level::P95)) - 0.1).abs() < 1e-15);
        assert_eq!(value(pass_at_k(&item, None, 4, Level::P95)), 1.0);
        assert_eq!(value(pass_pow_k(&item, None, 3, Level::P95)), 0.0);
    }

    #[test]
    fn first_attempts_only_is_the_plain_score() {
        let items: Vec<Tally> = (0..40)
            .map(|item| tally(1, u32::from(item % 4 != 0)))
            .collect();
        let one = avg_at_k(&items, None, Level::P95).unwrap();
        let estimate = one.estimate.unwrap();
        assert_eq!(
            (one.k, estimate.mean, estimate.method),
            (1, 0.75, Method::Wilson)
        );
        assert_eq!(pass_at_k(&items, None, 1, Level::P95).unwrap(), one);
        assert_eq!(pass_pow_k(&items, None, 1, Level::P95).unwrap(), one);
    }

    #[test]
    fn large_counts_neither_overflow_nor_lose() {
        let item = [tally(1_000_000, 1)];
        assert!((value(pass_at_k(&item, None, 1000, Level::P95)) - 0.001).abs() < 1e-12);
        let most = [tally(1_000_000, 999_999)];
        assert!((value(pass_pow_k(&most, None, 1000, Level::P95)) - 0.999).abs() < 1e-12);
    }

    #[test]
    fn too_few_attempts_are_left_out_with_their_label() {
        let items = [tally(4, 4), tally(1, 0), tally(0, 0), tally(4, 0)];
        let found = pass_at_k(&items, Some(&[1, 2, 3, 4]), 4, Level::P95).unwrap();
        assert_eq!((found.left_out, found.k), (2, 4));
        let estimate = found.estimate.unwrap();
        assert_eq!(
            (estimate.n, estimate.clusters, estimate.mean),
            (2, Some(2), 0.5)
        );
        let none = pass_at_k(&items, None, 5, Level::P95).unwrap();
        assert_eq!((none.left_out, none.estimate), (4, None));
    }

    #[test]
    fn impossible_counts_are_refused() {
        assert_eq!(pass_at_k(&[], None, 0, Level::P95), Err(StatsError::ZeroK));
        assert_eq!(
            avg_at_k(&[tally(1, 1), tally(1, 2)], None, Level::P95),
            Err(StatsError::Tally {
                index: 1,
                attempts: 1,
                correct: 2
            })
        );
        assert!(avg_at_k(&[tally(1, 1)], Some(&[]), Level::P95).is_err());
    }
}
