//! How much of the spread comes from the attempts, and how much from the items.

use serde::Serialize;

use crate::passk::per_tally;
use crate::scores::check;
use crate::sum::squared_deviations;
use crate::{Level, RepeatEstimate, StatsError, Tally, mean, sum};

/// Variance of a score, split.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NoiseSplit {
    /// Items with at least two attempts, the only ones used.
    pub items: usize,
    /// Variance of one attempt around its item's mean.
    pub within: f64,
    /// Variance of items' true means, what is left of the spread of observed means
    /// after the attempts' noise; `None` with a single item. Never below 0, though the
    /// unbiased estimate may be.
    pub between: Option<f64>,
}

/// Splits the variance of attempt scores (in [0, 1]; one list an item) into within and
/// between items: σ̂² = mean of the items' variances, ω̂² = Var(s_i) − σ̂²·mean(1/K_i).
///
/// `None` if no item has two attempts.
///
/// # Errors
/// [`StatsError::NotAScore`], with the position within its item.
pub fn noise_split(items: &[impl AsRef<[f64]>]) -> Result<Option<NoiseSplit>, StatsError> {
    let (mut means, mut variances, mut shrinkage) = (Vec::new(), Vec::new(), Vec::new());
    for item in items {
        let attempts = item.as_ref();
        check(attempts)?;
        if let (Some(centre), 2..) = (mean(attempts), attempts.len()) {
            let count = attempts.len() as f64;
            means.push(centre);
            variances.push(squared_deviations(attempts, centre) / (count - 1.0));
            shrinkage.push(1.0 / count);
        }
    }
    let (Some(centre), Some(within)) = (mean(&means), mean(&variances)) else {
        return Ok(None);
    };
    let count = means.len() as f64;
    let between = (means.len() > 1).then(|| {
        let observed = squared_deviations(&means, centre) / (count - 1.0);
        (observed - within * sum(shrinkage.iter().copied()) / count).max(0.0)
    });
    Ok(Some(NoiseSplit {
        items: means.len(),
        within,
        between,
    }))
}

/// The chance that two attempts on one item get different verdicts, averaged over items:
/// 2c(n−c)/(n(n−1)) for c correct of n. Of two runs of one model (n = 2) it is the share
/// of items that flipped, and the discordance to expect between two equal models.
///
/// Items with fewer than two attempts are left out; `k` is 2.
///
/// # Errors
/// [`StatsError::Tally`], [`StatsError::Length`].
pub fn flip_rate(
    items: &[Tally],
    clusters: Option<&[u32]>,
    level: Level,
) -> Result<RepeatEstimate, StatsError> {
    per_tally(items, clusters, level, 2, 2, |item| {
        let (all, right) = (f64::from(item.attempts), f64::from(item.correct));
        2.0 * right * (all - right) / (all * (all - 1.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_by_hand() {
        // Variances ½, 0, ½; means ½, 1, ½: Var(s) = 1/12, minus ⅓·½.
        let split = noise_split(&[vec![0.0, 1.0], vec![1.0, 1.0], vec![1.0, 0.0]])
            .unwrap()
            .unwrap();
        assert!((split.within - 1.0 / 3.0).abs() < 1e-15);
        assert_eq!((split.items, split.between), (3, Some(0.0)));

        let split = noise_split(&[vec![0.0; 4], vec![1.0; 4], vec![0.5]])
            .unwrap()
            .unwrap();
        assert_eq!(
            split,
            NoiseSplit {
                items: 2,
                within: 0.0,
                between: Some(0.5)
            }
        );
    }

    #[test]
    fn single_attempts_cannot_be_split() {
        assert_eq!(noise_split(&[vec![1.0], vec![]]), Ok(None));
        let one = noise_split(&[vec![0.0, 1.0]]).unwrap().unwrap();
        assert_eq!((one.within, one.between), (0.5, None));
        assert!(noise_split(&[vec![0.0, f64::NAN]]).is_err());
    }

    #[test]
    fn flips_of_two_runs_are_counted() {
        let tallies = [0, 1, 2, 1, 2].map(|correct| Tally {
            attempts: 2,
            correct,
        });
        let found = flip_rate(&tallies, None, Level::P95)
            .unwrap()
            .estimate
            .unwrap();
        assert_eq!((found.mean, found.n), (0.4, 5));
        let more = flip_rate(
            &[Tally {
                attempts: 4,
                correct: 1,
            }],
            None,
            Level::P95,
        )
        .unwrap();
        assert_eq!(more.estimate.unwrap().mean, 0.5);
        let single = flip_rate(
            &[Tally {
                attempts: 1,
                correct: 1,
            }],
            None,
            Level::P95,
        )
        .unwrap();
        assert_eq!((single.left_out, single.estimate), (1, None));
    }
}
