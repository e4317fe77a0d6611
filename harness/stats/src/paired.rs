//! Two models on the same items.

use serde::Serialize;

use crate::bootstrap::Wild;
use crate::cluster::{Group, groups, standard_error};
use crate::interval::chernoff_share;
use crate::quantile::{fair_coin, t_quantile, t_two_tailed};
use crate::scores::{check, is_binary, same_length};
use crate::sum::squared_deviations;
use crate::{Bounds, Level, StatsError, mean, sum};

/// Scores of a baseline and a candidate on the same items, item for item.
#[derive(Debug, Clone, Copy)]
pub struct Pairs<'a> {
    base: &'a [f64],
    candidate: &'a [f64],
    clusters: Option<&'a [u32]>,
}

impl<'a> Pairs<'a> {
    /// One score in [0, 1] an item and side, and a cluster label an item if items are
    /// clustered.
    ///
    /// # Errors
    /// [`StatsError::NotAScore`], [`StatsError::Length`].
    pub fn new(
        base: &'a [f64],
        candidate: &'a [f64],
        clusters: Option<&'a [u32]>,
    ) -> Result<Self, StatsError> {
        check(base)?;
        check(candidate)?;
        same_length("candidate scores", base.len(), candidate.len())?;
        if let Some(clusters) = clusters {
            same_length("cluster labels", base.len(), clusters.len())?;
        }
        Ok(Self {
            base,
            candidate,
            clusters,
        })
    }

    /// The baseline's scores, the candidate's, and the labels.
    pub(crate) fn columns(self) -> (&'a [f64], &'a [f64], Option<&'a [u32]>) {
        (self.base, self.candidate, self.clusters)
    }
}

/// Which formula set the ends of a difference's interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PairMethod {
    /// Bonett & Price's adjusted interval; its width is never 0.
    BonettPrice,
    /// Student's t over independent items' differences.
    StudentT,
    /// Student's t over clusters.
    ClusteredT,
    /// Wild cluster bootstrap-t, wider than the t interval with so few clusters.
    WildBootstrap,
    /// The Chernoff bound, where no spread can be estimated.
    Chernoff,
}

/// Which test gave a p value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PMethod {
    /// McNemar's exact test with mid-p.
    McnemarMidP,
    /// Student's t on the differences.
    T,
    /// Wild cluster bootstrap-t.
    WildBootstrap,
    /// Bonett & Price's statistic referred to t over the clusters.
    BonettPrice,
    /// The Chernoff bound.
    Chernoff,
}

/// A paired comparison. Differences are candidate minus baseline, in [−1, 1].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Comparison {
    /// Pairs.
    pub n: usize,
    /// Clusters, if items were clustered.
    pub clusters: Option<usize>,
    /// The baseline's mean on these items.
    pub base: f64,
    /// The candidate's.
    pub candidate: f64,
    /// Mean difference.
    pub difference: f64,
    /// Its standard error, the one that the interval rests on; never 0.
    pub standard_error: f64,
    /// Lower end of the difference's interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The two-sided confidence level.
    pub level: Level,
    /// The formula that set the end farther from the difference.
    pub method: PairMethod,
    /// Items on which the candidate scored higher.
    pub wins: usize,
    /// Items on which it scored lower.
    pub losses: usize,
    /// Items with equal scores.
    pub ties: usize,
    /// ψ: the share of items that are no tie.
    pub discordance: f64,
    /// Standard deviation of an item's difference; `None` with a single pair.
    pub sd: Option<f64>,
    /// How much clustering multiplied the variance of the difference; `None` without
    /// clusters or spread.
    pub design_effect: Option<f64>,
    /// Pearson correlation of the two sides; `None` if a side does not vary.
    pub correlation: Option<f64>,
    /// Two-sided p value of no difference.
    pub p_value: f64,
    /// The test behind it.
    pub p_method: PMethod,
}

/// Compares candidate and baseline over items that both were validly judged on;
/// `None` without pairs.
///
/// - **Right or wrong, independent** (or all in one cluster, which is then spoken of
///   alone): Bonett & Price's interval and mid-p McNemar.
/// - **Otherwise, two clusters or more** (an unclustered item is its own): D ± t(C−1)·SE,
///   the critical value and p value replaced by the wild cluster bootstrap's if 8 ≤ C < 20
///   and those are larger. Right-or-wrong items, and any whose differences do not vary,
///   also pass through Bonett & Price's formula with t in place of z, and the wider
///   interval and larger p value stand: clusters cannot sharpen a comparison, and equal
///   answers are no proof of equal models.
/// - **Fractional, one cluster or one pair**: the Chernoff bound.
#[must_use]
pub fn compare(pairs: Pairs<'_>, level: Level) -> Option<Comparison> {
    let differences: Vec<f64> = pairs
        .candidate
        .iter()
        .zip(pairs.base)
        .map(|(cand, base)| cand - base)
        .collect();
    let difference = mean(&differences)?;
    let n = differences.len();
    let wins = differences.iter().filter(|d| **d > 0.0).count();
    let losses = differences.iter().filter(|d| **d < 0.0).count();

    let groups = groups(&differences, pairs.clusters, difference);
    let clusters = pairs.clusters.map(|_| groups.len());
    let sample = Sample {
        differences: &differences,
        difference,
        groups: &groups,
        clustered: clusters.is_some(),
        binary: is_binary(pairs.base) && is_binary(pairs.candidate),
    };
    let found = sample.infer(level);
    let bounds = found.bounds.clip(-1.0, 1.0);

    let squares = squared_deviations(&differences, difference);
    let sd = (n > 1).then(|| (squares / (n - 1) as f64).sqrt());
    let design_effect = match (clusters, sd) {
        (Some(2..), Some(sd)) if sd > 0.0 => {
            Some((standard_error(&groups) / sd).powi(2) * n as f64)
        }
        _ => None,
    };
    Some(Comparison {
        n,
        clusters,
        base: mean(pairs.base)?,
        candidate: mean(pairs.candidate)?,
        difference,
        standard_error: found.standard_error,
        low: bounds.low.min(difference),
        high: bounds.high.max(difference),
        level,
        method: found.method,
        wins,
        losses,
        ties: n - wins - losses,
        discordance: (wins + losses) as f64 / n as f64,
        sd,
        design_effect,
        correlation: correlation(pairs.base, pairs.candidate),
        p_value: found.p_value,
        p_method: found.p_method,
    })
}

struct Sample<'a> {
    differences: &'a [f64],
    difference: f64,
    groups: &'a [Group],
    clustered: bool,
    binary: bool,
}

struct Inference {
    bounds: Bounds,
    standard_error: f64,
    method: PairMethod,
    p_value: f64,
    p_method: PMethod,
}

impl Sample<'_> {
    fn infer(&self, level: Level) -> Inference {
        let alone = self.groups.len() == 1;
        if self.binary && (alone || !self.clustered) {
            self.mcnemar(level)
        } else if alone {
            self.chernoff(level)
        } else {
            self.t(level)
        }
    }

    fn adjusted(&self) -> Adjusted {
        let gains = sum(self.differences.iter().map(|d| d.max(0.0)));
        let drops = sum(self.differences.iter().map(|d| (-d).max(0.0)));
        Adjusted::new(drops, gains, self.differences.len() as f64)
    }

    fn mcnemar(&self, level: Level) -> Inference {
        let losses = self.differences.iter().filter(|d| **d < 0.0).count() as u64;
        let wins = self.differences.iter().filter(|d| **d > 0.0).count() as u64;
        let adjusted = self.adjusted();
        Inference {
            bounds: adjusted.interval(level.z()),
            standard_error: adjusted.error,
            method: PairMethod::BonettPrice,
            p_value: mcnemar_mid_p(losses, wins),
            p_method: PMethod::McnemarMidP,
        }
    }

    /// Differences in [−1, 1], moved to [0, 1], where "no difference" is ½.
    fn chernoff(&self, level: Level) -> Inference {
        let n = self.differences.len() as f64;
        let share = f64::midpoint(1.0, self.difference);
        let bounds = chernoff_share(share, n, level);
        let term = |a: f64| if a > 0.0 { a * (2.0 * a).ln() } else { 0.0 };
        let divergence = term(share) + term(1.0 - share);
        Inference {
            bounds: Bounds {
                low: 2.0 * bounds.low - 1.0,
                high: 2.0 * bounds.high - 1.0,
            },
            // A difference in [−1, 1] has no larger standard deviation than 1.
            standard_error: n.sqrt().recip(),
            method: PairMethod::Chernoff,
            p_value: (2.0 * (-n * divergence).exp()).min(1.0),
            p_method: PMethod::Chernoff,
        }
    }

    fn t(&self, level: Level) -> Inference {
        let df = (self.groups.len() - 1) as f64;
        let t = t_quantile(level.upper_tail(), df);
        let error = standard_error(self.groups);
        let method = if self.clustered {
            PairMethod::ClusteredT
        } else {
            PairMethod::StudentT
        };
        let mut found = Inference {
            bounds: Bounds {
                low: self.difference,
                high: self.difference,
            },
            standard_error: error,
            method,
            p_value: 0.0,
            p_method: PMethod::T,
        };
        if error > 0.0 {
            let statistic = self.difference / error;
            found.p_value = t_two_tailed(statistic, df);
            let mut critical = t;
            if let Some(wild) = Wild::of(self.groups) {
                if wild.critical(level) > t {
                    critical = wild.critical(level);
                    found.method = PairMethod::WildBootstrap;
                }
                if wild.p_value(statistic) > found.p_value {
                    found.p_value = wild.p_value(statistic);
                    found.p_method = PMethod::WildBootstrap;
                }
            }
            let reach = critical * error;
            found.bounds = Bounds {
                low: self.difference - reach,
                high: self.difference + reach,
            };
        }
        if self.binary || error == 0.0 {
            self.widen(&mut found, t, df);
        }
        found
    }

    /// Widens by Bonett & Price's formula with t for z.
    fn widen(&self, found: &mut Inference, t: f64, df: f64) {
        let adjusted = self.adjusted();
        let bounds = adjusted.interval(t);
        if bounds.reach(self.difference) > found.bounds.reach(self.difference) {
            found.method = PairMethod::BonettPrice;
        }
        found.bounds = found.bounds.hull(bounds);
        found.standard_error = found.standard_error.max(adjusted.error);
        let p_value = t_two_tailed(adjusted.centre / adjusted.error, df);
        if p_value > found.p_value {
            found.p_value = p_value;
            found.p_method = PMethod::BonettPrice;
        }
    }
}

/// Bonett & Price's adjusted difference: half a pair is added to each cell of the table.
pub(crate) struct Adjusted {
    pub(crate) centre: f64,
    pub(crate) error: f64,
}

impl Adjusted {
    /// From the baseline's and candidate's total advantage over `n` > 0 pairs. For
    /// fractional scores these are sums of differences; d² ≤ |d| on [−1, 1], so the
    /// variance that the formula allows is then too large rather than too small.
    pub(crate) fn new(base_only: f64, candidate_only: f64, n: f64) -> Self {
        let up = (candidate_only + 1.0) / (n + 2.0);
        let down = (base_only + 1.0) / (n + 2.0);
        let centre = up - down;
        Self {
            centre,
            error: ((up + down - centre * centre) / (n + 2.0)).sqrt(),
        }
    }

    pub(crate) fn interval(&self, critical: f64) -> Bounds {
        let reach = critical * self.error;
        Bounds {
            low: self.centre - reach,
            high: self.centre + reach,
        }
    }
}

/// Bonett & Price's interval (2012) for the difference of paired proportions, clipped
/// to [−1, 1]; `None` without pairs or with more discordant pairs than pairs.
#[must_use]
pub fn bonett_price(base_only: u64, candidate_only: u64, n: u64, level: Level) -> Option<Bounds> {
    let discordant = base_only.checked_add(candidate_only)?;
    (n > 0 && discordant <= n).then(|| {
        Adjusted::new(base_only as f64, candidate_only as f64, n as f64)
            .interval(level.z())
            .clip(-1.0, 1.0)
    })
}

/// Two-sided mid-p McNemar test: pairs that only the baseline, and only the candidate,
/// got right. 1 without discordant pairs.
///
/// Mid-p counts the observed table half, which keeps the error rate near α where the
/// exact test stays far below it (Fagerland, Lydersen & Laake 2013).
#[must_use]
pub fn mcnemar_mid_p(base_only: u64, candidate_only: u64) -> f64 {
    if base_only == candidate_only {
        // Both halves of a symmetric distribution: exactly 1, which rounding would miss.
        return 1.0;
    }
    let fewer = base_only.min(candidate_only);
    let discordant = base_only.saturating_add(candidate_only);
    let (at_most, exactly) = fair_coin(fewer, discordant);
    (2.0 * at_most - exactly).clamp(0.0, 1.0)
}

fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let (mean_a, mean_b) = (mean(a)?, mean(b)?);
    let spread = (squared_deviations(a, mean_a) * squared_deviations(b, mean_b)).sqrt();
    let product = sum(a.iter().zip(b).map(|(x, y)| (x - mean_a) * (y - mean_b)));
    // Below this, equal values differ by rounding only.
    (spread > 1e-12).then(|| (product / spread).clamp(-1.0, 1.0))
}

/// A comparison with the left-out pairs counted against, and for, the candidate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ComparisonBounds {
    /// Every left-out pair a loss.
    pub all_lost: Comparison,
    /// Every left-out pair a win.
    pub all_won: Comparison,
}

/// Both extremes of what pairs left out for an infrastructure error could have shown:
/// each counted as a loss (baseline 1, candidate 0), and each as a win.
///
/// `missing` has one cluster label for each left-out pair; only its length is read when
/// `pairs` are unclustered. `None` if there are neither pairs nor missing ones.
#[must_use]
pub fn compare_bounds(pairs: Pairs<'_>, missing: &[u32], level: Level) -> Option<ComparisonBounds> {
    let extended = |scores: &[f64], score: f64| -> Vec<f64> {
        scores
            .iter()
            .copied()
            .chain(missing.iter().map(|_| score))
            .collect()
    };
    let labels: Option<Vec<u32>> = pairs
        .clusters
        .map(|labels| labels.iter().chain(missing).copied().collect());
    let with = |base: f64, candidate: f64| {
        let base = extended(pairs.base, base);
        let candidate = extended(pairs.candidate, candidate);
        compare(
            Pairs {
                base: &base,
                candidate: &candidate,
                clusters: labels.as_deref(),
            },
            level,
        )
    };
    Some(ComparisonBounds {
        all_lost: with(1.0, 0.0)?,
        all_won: with(0.0, 1.0)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Right-or-wrong pairs: both right, baseline only, candidate only, both wrong.
    fn table(both: usize, base: usize, cand: usize, none: usize) -> (Vec<f64>, Vec<f64>) {
        let cells = [
            (both, 1.0, 1.0),
            (base, 1.0, 0.0),
            (cand, 0.0, 1.0),
            (none, 0.0, 0.0),
        ];
        cells
            .iter()
            .flat_map(|&(count, b, c)| std::iter::repeat_n((b, c), count))
            .unzip()
    }

    fn of(base: &[f64], cand: &[f64], clusters: Option<&[u32]>) -> Comparison {
        compare(Pairs::new(base, cand, clusters).unwrap(), Level::P95).unwrap()
    }

    #[test]
    fn right_or_wrong_pairs() {
        let (base, cand) = table(60, 12, 5, 23);
        let found = of(&base, &cand, None);
        assert_eq!(
            (found.n, found.wins, found.losses, found.ties),
            (100, 5, 12, 83)
        );
        assert!((found.difference + 0.07).abs() < 1e-15);
        assert!((found.discordance - 0.17).abs() < 1e-15);
        assert_eq!(found.method, PairMethod::BonettPrice);
        assert_eq!(found.p_method, PMethod::McnemarMidP);
        let bounds = bonett_price(12, 5, 100, Level::P95).unwrap();
        assert_eq!((found.low, found.high), (bounds.low, bounds.high));
        assert_eq!(found.design_effect, None);
    }

    #[test]
    fn sides_mirror() {
        let (base, cand) = table(60, 12, 5, 23);
        let (there, back) = (of(&base, &cand, None), of(&cand, &base, None));
        assert!((there.low + back.high).abs() < 1e-15);
        assert_eq!(there.p_value, back.p_value);
        assert_eq!(there.correlation, back.correlation);
    }

    #[test]
    fn equal_answers_do_not_prove_equal_models() {
        let labels: Vec<u32> = (0..60).map(|item| item % 12).collect();
        for values in [vec![1.0; 60], vec![0.0; 60], vec![0.25; 60]] {
            for clusters in [None, Some(labels.as_slice()), Some(&[0; 60])] {
                let found = of(&values, &values, clusters);
                assert_eq!((found.difference, found.p_value), (0.0, 1.0));
                assert!(found.standard_error > 0.01 && found.low < -0.03 && found.high > 0.03);
                assert_eq!(found.correlation, None);
            }
        }
    }

    #[test]
    fn one_pair() {
        let right = of(&[1.0], &[1.0], None);
        assert!(
            right.low < -0.9 && right.high > 0.9 && right.p_value == 1.0,
            "{right:?}"
        );
        let half = of(&[0.5], &[1.0], None);
        assert_eq!(
            (half.method, half.p_method),
            (PairMethod::Chernoff, PMethod::Chernoff)
        );
        assert!(half.p_value == 1.0 && half.sd.is_none());
        assert_eq!(
            compare(Pairs::new(&[], &[], None).unwrap(), Level::P95),
            None
        );
    }

    #[test]
    fn a_constant_gain_is_seen() {
        let found = of(&[0.25; 200], &[0.75; 200], None);
        assert_eq!(found.method, PairMethod::BonettPrice);
        assert!(
            found.low > 0.3 && found.high < 0.7 && found.p_value < 1e-6,
            "{found:?}"
        );
    }

    #[test]
    fn clustered_pairs_widen() {
        // Clusters of ten that win or lose together.
        let (mut base, mut cand, mut labels) = (vec![], vec![], vec![]);
        for cluster in 0..30 {
            for _ in 0..10 {
                base.push(f64::from(cluster % 3 == 0));
                cand.push(f64::from(cluster % 3 == 1));
                labels.push(cluster);
            }
        }
        let together = of(&base, &cand, Some(&labels));
        let apart = of(&base, &cand, None);
        assert_eq!(
            (together.method, together.clusters),
            (PairMethod::ClusteredT, Some(30))
        );
        assert!(together.high - together.low > 3.0 * (apart.high - apart.low));
        assert!((9.5..11.0).contains(&together.design_effect.unwrap()));
    }

    #[test]
    fn clusters_cannot_sharpen() {
        // All clusters but one have one win and one loss: cluster sums hardly vary.
        let mut base = [1.0, 0.0, 1.0, 1.0].repeat(25);
        base[0] = 0.0;
        let cand = [0.0, 1.0, 1.0, 1.0].repeat(25);
        let labels: Vec<u32> = (0..100).map(|item| item / 4).collect();
        let (together, apart) = (of(&base, &cand, Some(&labels)), of(&base, &cand, None));
        assert_eq!(together.method, PairMethod::BonettPrice);
        assert!(together.low <= apart.low && together.high >= apart.high);
    }

    #[test]
    fn missing_pairs_pull_both_ways() {
        let (base, cand) = table(60, 5, 5, 30);
        let labels: Vec<u32> = (0..100).map(|item| item % 25).collect();
        for clusters in [None, Some(labels.as_slice())] {
            let pairs = Pairs::new(&base, &cand, clusters).unwrap();
            let bounds = compare_bounds(pairs, &[3, 4, 5, 6], Level::P95).unwrap();
            assert_eq!(
                (
                    bounds.all_lost.n,
                    bounds.all_lost.losses,
                    bounds.all_won.wins
                ),
                (104, 9, 9)
            );
            assert!((bounds.all_lost.difference + 4.0 / 104.0).abs() < 1e-15);
            assert!((bounds.all_won.difference - 4.0 / 104.0).abs() < 1e-15);
            let none = compare_bounds(pairs, &[], Level::P95).unwrap();
            assert_eq!(
                (none.all_lost, Some(none.all_won)),
                (none.all_won, compare(pairs, Level::P95))
            );
        }
        let empty = Pairs::new(&[], &[], None).unwrap();
        assert_eq!(compare_bounds(empty, &[], Level::P95), None);
        assert_eq!(
            compare_bounds(empty, &[1, 2], Level::P95)
                .unwrap()
                .all_won
                .difference,
            1.0
        );
    }

    #[test]
    fn mid_p_by_hand() {
        assert_eq!(mcnemar_mid_p(0, 0), 1.0);
        assert!((mcnemar_mid_p(0, 5) - 1.0 / 32.0).abs() < 1e-12);
        assert!((mcnemar_mid_p(4, 4) - 1.0).abs() < 1e-12);
        assert_eq!(bonett_price(3, 3, 5, Level::P95), None);
        assert_eq!(bonett_price(0, 0, 0, Level::P95), None);
    }

    #[test]
    fn unfit_pairs_are_refused() {
        assert!(Pairs::new(&[1.0], &[], None).is_err());
        assert!(Pairs::new(&[1.0], &[1.5], None).is_err());
        assert!(Pairs::new(&[1.0], &[1.0], Some(&[])).is_err());
    }

    #[test]
    fn what_a_machine_reads() {
        let (base, cand) = table(5, 2, 1, 2);
        // Figures that pass through logarithms differ in the last digit between platforms.
        let found = Comparison {
            standard_error: 0.1875,
            low: -0.4375,
            high: 0.25,
            sd: Some(0.5625),
            correlation: Some(0.375),
            ..of(&base, &cand, None)
        };
        insta::assert_json_snapshot!(found, @r#"
        {
          "n": 10,
          "clusters": null,
          "base": 0.7,
          "candidate": 0.6,
          "difference": -0.1,
          "standard_error": 0.1875,
          "low": -0.4375,
          "high": 0.25,
          "level": 0.95,
          "method": "bonett_price",
          "wins": 1,
          "losses": 2,
          "ties": 7,
          "discordance": 0.3,
          "sd": 0.5625,
          "design_effect": null,
          "correlation": 0.375,
          "p_value": 0.625,
          "p_method": "mcnemar_mid_p"
        }
        "#);
    }
}
