//! Intervals for one score.

use serde::Serialize;

use crate::bootstrap::{FEW_CLUSTERS, Wild};
use crate::cluster::{groups, standard_error};
use crate::quantile::t_quantile;
use crate::{Bounds, Level, Scores, mean};

/// Which formula set the ends of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Wilson's score interval for independent items that are right or wrong.
    Wilson,
    /// Student's t over independent items with fractional scores.
    StudentT,
    /// Student's t over clusters, with C − 1 degrees of freedom.
    ClusteredT,
    /// Wild cluster bootstrap-t, wider than the t interval with so few clusters.
    WildBootstrap,
    /// Wilson's formula at the effective number of items, where the t interval is too
    /// short: near 0 and 1, or when nothing varied.
    EffectiveWilson,
    /// The Chernoff bound for values in [0, 1], where no spread can be estimated.
    Chernoff,
    /// Weighted strata.
    Stratified,
}

/// A mean score with its interval. All figures are shares in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// Items.
    pub n: usize,
    /// Clusters, if items were clustered.
    pub clusters: Option<usize>,
    /// The mean score.
    pub mean: f64,
    /// Lower end of the interval, at most `mean`.
    pub low: f64,
    /// Upper end of the interval, at least `mean`.
    pub high: f64,
    /// The two-sided confidence level.
    pub level: Level,
    /// The formula that set the ends.
    pub method: Method,
}

/// The mean of `scores` with the interval that fits them; `None` without items.
///
/// - **Right or wrong, independent**: Wilson, which covers at any n and never has
///   width 0. Repeats do not matter when every item's mean is still 0 or 1: such
///   means vary by at most p(1 − p), which is what Wilson allows.
/// - **Otherwise, two clusters or more** (an unclustered item is its own cluster):
///   s̄ ± t(C−1)·SE with the C/(C−1) correction, its critical value replaced by the
///   wild cluster bootstrap's if 8 ≤ C < 20 and that is larger; clipped to [0, 1]. Near 0
///   and 1 this is too short, and of width 0 if nothing varied, so it is widened to
///   hold Wilson's interval at the effective number of items s̄(1−s̄)/SE² with t in
///   place of z (Korn & Graubard 1998); for items that are right or wrong that number
///   never exceeds n: clusters cannot make items count for more.
/// - **One cluster**: its items say nothing of how clusters differ, so no clustered
///   interval exists. The interval then speaks of this cluster alone (more items of
///   the same kind): Wilson if right or wrong, else [`chernoff`]. `clusters` is
///   `Some(1)` so that a report can say so. A single fractional item is treated alike.
#[must_use]
pub fn estimate(scores: Scores<'_>, level: Level) -> Option<Estimate> {
    let values = scores.values();
    let mean = mean(values)?;
    let n = values.len();
    let binary = scores.is_binary();
    let finish = |bounds: Bounds, clusters, method| Estimate {
        n,
        clusters,
        mean,
        low: bounds.low.min(mean),
        high: bounds.high.max(mean),
        level,
        method,
    };

    // Known before any grouping, which a million independent items need not pay for.
    if binary && scores.clusters().is_none() {
        let bounds = wilson_share(mean, n as f64, level);
        return Some(finish(bounds, None, Method::Wilson));
    }
    let groups = groups(values, scores.clusters(), mean);
    let clusters = scores.clusters().map(|_| groups.len());
    if groups.len() == 1 {
        let (bounds, method) = if binary {
            (wilson_share(mean, n as f64, level), Method::Wilson)
        } else {
            (chernoff_share(mean, n as f64, level), Method::Chernoff)
        };
        return Some(finish(bounds, clusters, method));
    }

    let error = standard_error(&groups);
    let t = t_quantile(level.upper_tail(), (groups.len() - 1) as f64);
    let (critical, t_method) = match Wild::of(&groups).map(|wild| wild.critical(level)) {
        Some(wild) if wild > t => (wild, Method::WildBootstrap),
        _ if clusters.is_some() => (t, Method::ClusteredT),
        _ => (t, Method::StudentT),
    };
    let fallback = n as f64;
    let most = if binary { fallback } else { f64::INFINITY };
    let bar = ErrorBar {
        error,
        critical,
        t,
        fallback,
        most,
    };
    let (bounds, by_wilson) = t_or_wilson(mean, &bar);
    let method = if by_wilson {
        Method::EffectiveWilson
    } else {
        t_method
    };
    Some(finish(bounds, clusters, method))
}

/// What is known of a mean's spread, for [`t_or_wilson`].
pub(crate) struct ErrorBar {
    /// Standard error, exactly 0 if nothing varied.
    pub(crate) error: f64,
    /// Critical value of the t interval.
    pub(crate) critical: f64,
    /// Plain t quantile, for Wilson's formula.
    pub(crate) t: f64,
    /// Effective number of items if nothing varied.
    pub(crate) fallback: f64,
    /// What the effective number of items may not exceed.
    pub(crate) most: f64,
}

/// The t interval in [0, 1], widened to hold Wilson's at the effective number of items;
/// and whether Wilson's set the end farther from the mean.
pub(crate) fn t_or_wilson(mean: f64, bar: &ErrorBar) -> (Bounds, bool) {
    let (reach, effective) = if bar.error > 0.0 {
        (
            bar.critical * bar.error,
            mean * (1.0 - mean) / bar.error.powi(2),
        )
    } else {
        (0.0, bar.fallback)
    };
    let by_t = Bounds {
        low: mean - reach,
        high: mean + reach,
    }
    .clip(0.0, 1.0);
    let by_wilson = wilson_at(mean, effective.min(bar.most), bar.t);
    (
        by_t.hull(by_wilson),
        by_wilson.reach(mean) > by_t.reach(mean),
    )
}

impl Estimate {
    /// Whether there are so few clusters that the interval rests on little: at least
    /// one, and fewer than 20.
    #[must_use]
    pub fn few_clusters(&self) -> bool {
        self.clusters.is_some_and(|count| count < FEW_CLUSTERS)
    }
}

/// Wilson's score interval (Wilson 1927) for `successes` of `n` independent items.
///
/// `None` if `n` is 0 or smaller than `successes`.
#[must_use]
pub fn wilson(successes: u64, n: u64, level: Level) -> Option<Bounds> {
    (n > 0 && successes <= n).then(|| wilson_share(successes as f64 / n as f64, n as f64, level))
}

/// Wilson's interval at share `share` of `n` > 0 items, which need not be whole.
fn wilson_share(share: f64, n: f64, level: Level) -> Bounds {
    wilson_at(share, n, level.z())
}

fn wilson_at(share: f64, n: f64, z: f64) -> Bounds {
    let z2 = z * z;
    let shrink = 1.0 + z2 / n;
    let centre = (share + z2 / (2.0 * n)) / shrink;
    let half = z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt() / shrink;
    // At the edges the ends are exactly 0 and 1, which rounding would miss.
    Bounds {
        low: if share == 0.0 { 0.0 } else { centre - half },
        high: if share == 1.0 { 1.0 } else { centre + half },
    }
    .clip(0.0, 1.0)
}

/// The Chernoff interval for the mean of `n` independent values in [0, 1] whose
/// observed mean is `mean`: every μ with n·KL(mean ‖ μ) ≤ ln(2/α).
///
/// It holds at any n and for any distribution on [0, 1], because among those with
/// mean μ the right-or-wrong one has the largest moment generating function
/// (Hoeffding 1963, theorem 1). It is never wider than Hoeffding's ±√(ln(2/α)/2n),
/// and shrinks towards 0 and 1, where empirical-Bernstein bounds stay wide: at n = 100
/// and mean 1 it ends at 0.964, Hoeffding's at 0.864, Maurer & Pontil's at 0.897.
///
/// `None` if `n` is 0 or `mean` is not in [0, 1].
#[must_use]
pub fn chernoff(mean: f64, n: u64, level: Level) -> Option<Bounds> {
    (n > 0 && (0.0..=1.0).contains(&mean)).then(|| chernoff_share(mean, n as f64, level))
}

pub(crate) fn chernoff_share(mean: f64, n: f64, level: Level) -> Bounds {
    let allowed = (2.0 / level.alpha()).ln() / n;
    Bounds {
        low: divergence_reaches(mean, 0.0, allowed),
        high: divergence_reaches(mean, 1.0, allowed),
    }
}

/// The point between `mean` and `edge` where KL(mean ‖ ·) grows to `allowed`.
fn divergence_reaches(mean: f64, edge: f64, allowed: f64) -> f64 {
    let (mut inside, mut outside) = (mean, edge);
    // Halving [0, 1] this often leaves less than the spacing of doubles near 1.
    for _ in 0..60 {
        let middle = f64::midpoint(inside, outside);
        if divergence(mean, middle) <= allowed {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    outside
}

/// Kullback–Leibler divergence of a coin with probability `q` from one with `p`.
fn divergence(q: f64, p: f64) -> f64 {
    let term = |a: f64, b: f64| if a > 0.0 { a * (a / b).ln() } else { 0.0 };
    term(q, p) + term(1.0 - q, 1.0 - p)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Estimate {
        estimate(Scores::independent(values).unwrap(), Level::P95).unwrap()
    }

    fn clustered(values: &[f64], labels: &[u32]) -> Estimate {
        estimate(Scores::clustered(values, labels).unwrap(), Level::P95).unwrap()
    }

    #[test]
    fn nothing_has_no_estimate() {
        assert_eq!(
            estimate(Scores::independent(&[]).unwrap(), Level::P95),
            None
        );
        assert_eq!(
            estimate(Scores::clustered(&[], &[]).unwrap(), Level::P95),
            None
        );
        assert_eq!(wilson(0, 0, Level::P95), None);
        assert_eq!(wilson(2, 1, Level::P95), None);
        assert_eq!(chernoff(1.5, 9, Level::P95), None);
    }

    #[test]
    fn one_item() {
        let right = of(&[1.0]);
        assert_eq!((right.n, right.mean, right.high), (1, 1.0, 1.0));
        // 1/(1 + z²)
        assert!(
            (right.low - 0.206_549_314_377_237_4).abs() < 1e-12,
            "{right:?}"
        );
        let half = of(&[0.5]);
        assert_eq!(half.method, Method::Chernoff);
        // KL(½ ‖ p) = ln 40 at 4p(1−p) = 40⁻²
        let p = f64::midpoint(1.0, -(1.0_f64 - 1.0 / 1600.0).sqrt());
        assert!((half.low - p).abs() < 1e-12, "{half:?}");
    }

    #[test]
    fn all_right_and_all_wrong_are_never_certain() {
        for n in [1, 2, 5, 60, 1000] {
            let right = of(&vec![1.0; n]);
            let wrong = of(&vec![0.0; n]);
            assert_eq!((right.mean, right.high), (1.0, 1.0));
            assert_eq!((wrong.mean, wrong.low), (0.0, 0.0));
            assert!(right.low < 1.0 && wrong.high > 0.0);
            assert!((right.low + wrong.high - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn equal_fractions_are_never_certain() {
        let same = of(&[0.75; 40]);
        assert_eq!((same.mean, same.method), (0.75, Method::EffectiveWilson));
        assert!(same.low < 0.65 && same.high > 0.82, "{same:?}");
    }

    #[test]
    fn all_right_in_few_clusters_says_less_than_independent() {
        let labels: Vec<u32> = (0..300).map(|item| item % 3).collect();
        let few = clustered(&[1.0; 300], &labels);
        let independent = of(&[1.0; 300]);
        assert_eq!(
            (few.method, few.clusters),
            (Method::EffectiveWilson, Some(3))
        );
        assert!(few.few_clusters() && !independent.few_clusters());
        assert!(few.low < independent.low && few.low > 0.9, "{few:?}");
    }

    #[test]
    fn one_cluster_falls_back_to_its_own_items() {
        let binary = [1.0, 0.0, 1.0, 1.0];
        let one = clustered(&binary, &[7; 4]);
        assert_eq!((one.clusters, one.method), (Some(1), Method::Wilson));
        assert_eq!((one.low, one.high), (of(&binary).low, of(&binary).high));

        let fractions = [1.0, 0.25, 1.0, 0.75];
        let one = clustered(&fractions, &[7; 4]);
        assert_eq!((one.clusters, one.method), (Some(1), Method::Chernoff));
        assert!(
            one.low < of(&fractions).low,
            "wider than a t interval would be"
        );
    }

    #[test]
    fn clusters_that_agree_inside_widen() {
        let values: Vec<f64> = (0..400).map(|item| f64::from(item / 10 % 2)).collect();
        let labels: Vec<u32> = (0..400).map(|item| item / 10).collect();
        let together = clustered(&values, &labels);
        let apart = of(&values);
        assert_eq!(together.method, Method::ClusteredT);
        let widening = (together.high - together.low) / (apart.high - apart.low);
        assert!(
            (3.0..3.5).contains(&widening),
            "ten alike count for one: {widening}"
        );
    }

    #[test]
    fn chernoff_is_inside_hoeffding() {
        for n in [1, 10, 100, 1000] {
            for mean in [0.0, 0.1, 0.5, 0.93, 1.0] {
                let bounds = chernoff(mean, n, Level::P95).unwrap();
                let hoeffding = (40.0_f64.ln() / (2.0 * n as f64)).sqrt();
                assert!(bounds.reach(mean) <= hoeffding + 1e-12);
                assert!(bounds.low <= mean && mean <= bounds.high);
            }
        }
        assert!((chernoff(1.0, 100, Level::P95).unwrap().low - 0.963_783_3).abs() < 1e-6);
    }

    #[test]
    fn what_a_machine_reads() {
        let labels = [0, 0, 1, 1, 2, 2];
        // Quantiles differ in the last digit between platforms.
        let found = Estimate {
            low: 0.125,
            ..clustered(&[1.0, 0.5, 1.0, 0.25, 0.0, 0.75], &labels)
        };
        insta::assert_json_snapshot!(found, @r#"
        {
          "n": 6,
          "clusters": 3,
          "mean": 0.5833333333333334,
          "low": 0.125,
          "high": 1.0,
          "level": 0.95,
          "method": "clustered_t"
        }
        "#);
    }
}
