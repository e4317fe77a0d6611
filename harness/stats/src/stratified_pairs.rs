//! Two models on the same items of a suite of weighted strata.

use serde::Serialize;

use crate::cluster::groups;
use crate::paired::{Adjusted, Pairs};
use crate::quantile::{t_quantile, t_two_tailed};
use crate::stratified::{Part, Pooled, normalised, pool};
use crate::{Level, StatsError, mean, sum};

/// One stratum's pairs and its published weight.
#[derive(Debug, Clone, Copy)]
pub struct PairStratum<'a> {
    /// Weight, at least 0; weights need not add up to 1.
    pub weight: f64,
    /// The scores of both sides on its items. Labels are read within the stratum.
    pub pairs: Pairs<'a>,
}

/// A paired comparison of two suite scores. Differences are candidate minus baseline.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StratifiedComparison {
    /// Pairs.
    pub n: usize,
    /// The baseline's weighted score on these items.
    pub base: f64,
    /// The candidate's.
    pub candidate: f64,
    /// Weighted mean difference.
    pub difference: f64,
    /// Standard error over the strata; 0 if nothing varied within them.
    pub standard_error: f64,
    /// Lower end of the difference's interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The two-sided confidence level.
    pub level: Level,
    /// Items on which the candidate scored higher.
    pub wins: usize,
    /// Items on which it scored lower.
    pub losses: usize,
    /// Items with equal scores.
    pub ties: usize,
    /// Two-sided p value of no difference.
    pub p_value: f64,
}

/// The difference of two scores as [`crate::stratified`] makes them, D = Σ w_g·d̄_g, with an
/// interval and a p value; `None` without strata.
///
/// The variance is Σ w_g²·SE_g² over each stratum's clusters (strata of one unit are collapsed)
/// and the degrees of freedom are the design's, all as in [`crate::stratified`]. Equal answers are
/// no proof of equal models, and few differences no proof of a spread: the same weighted shares of
/// wins and losses also pass through Bonett & Price's formula at the effective number of items
/// 1/Σ(w_g²/n_g), with t in place of z, and the wider interval and larger p value stand.
///
/// # Errors
/// As [`crate::stratified`].
pub fn compare_strata(
    strata: &[PairStratum<'_>],
    level: Level,
) -> Result<Option<StratifiedComparison>, StatsError> {
    if strata.is_empty() {
        return Ok(None);
    }
    let weights = normalised(strata.iter().map(|stratum| stratum.weight))?;
    let mut parts = Vec::with_capacity(strata.len());
    let (mut base, mut candidate) = (0.0, 0.0);
    let (mut gained, mut lost) = (0.0, 0.0);
    let (mut wins, mut losses, mut ties) = (0, 0, 0);
    let mut differences = Vec::new();
    for (index, (stratum, &weight)) in strata.iter().zip(&weights).enumerate() {
        if weight == 0.0 {
            continue;
        }
        let (one, other, clusters) = stratum.pairs.columns();
        differences.clear();
        differences.extend(other.iter().zip(one).map(|(other, one)| other - one));
        let (Some(centre), Some(of_base), Some(of_candidate)) =
            (mean(&differences), mean(one), mean(other))
        else {
            return Err(StatsError::EmptyStratum { index });
        };
        base += weight * of_base;
        candidate += weight * of_candidate;
        let n = differences.len() as f64;
        gained += weight * sum(differences.iter().copied().filter(|d| *d > 0.0)) / n;
        lost -= weight * sum(differences.iter().copied().filter(|d| *d < 0.0)) / n;
        for difference in &differences {
            *if *difference > 0.0 {
                &mut wins
            } else if *difference < 0.0 {
                &mut losses
            } else {
                &mut ties
            } += 1;
        }
        let by_cluster = groups(&differences, clusters, centre);
        let count = by_cluster.len();
        parts.push(Part {
            weight,
            items: differences.len(),
            clusters: count,
            mean: centre,
            units: if count == 1 {
                groups(&differences, None, centre)
            } else {
                by_cluster
            },
        });
    }
    let difference = sum(parts.iter().map(|part| part.weight * part.mean)).clamp(-1.0, 1.0);
    let Pooled { variance, df } = pool(&parts, difference);
    let error = variance.sqrt();
    let t = t_quantile(level.upper_tail(), df);
    let effective = 1.0
        / sum(parts
            .iter()
            .map(|part| part.weight.powi(2) / part.items as f64));
    let floor = Adjusted::new(lost * effective, gained * effective, effective);
    let wide = floor.interval(t);
    let by_t = |difference: f64, error: f64| {
        if error > 0.0 {
            t_two_tailed(difference / error, df)
        } else {
            0.0
        }
    };
    Ok(Some(StratifiedComparison {
        n: parts.iter().map(|part| part.items).sum(),
        base: base.clamp(0.0, 1.0),
        candidate: candidate.clamp(0.0, 1.0),
        difference,
        standard_error: error,
        low: (difference - t * error).min(wide.low).max(-1.0),
        high: (difference + t * error).max(wide.high).min(1.0),
        level,
        wins,
        losses,
        ties,
        p_value: by_t(difference, error).max(by_t(floor.centre, floor.error)),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Columns = (f64, Vec<f64>, Vec<f64>);

    fn of(strata: &[Columns]) -> Result<Option<StratifiedComparison>, StatsError> {
        let strata: Vec<PairStratum<'_>> = strata
            .iter()
            .map(|(weight, base, candidate)| PairStratum {
                weight: *weight,
                pairs: Pairs::new(base, candidate, None).unwrap(),
            })
            .collect();
        compare_strata(&strata, Level::P95)
    }

    fn bits(of: u64, n: usize) -> Vec<f64> {
        (0..n)
            .map(|index| f64::from(u8::from(of >> index & 1 == 1)))
            .collect()
    }

    #[test]
    fn the_difference_is_that_of_the_weighted_scores() {
        let found = of(&[
            (1.0, vec![1.0, 1.0, 0.0, 0.0], vec![1.0, 1.0, 1.0, 1.0]),
            (3.0, vec![1.0, 0.0], vec![0.0, 0.0]),
        ])
        .unwrap()
        .unwrap();
        assert_eq!(
            (found.n, found.wins, found.losses, found.ties),
            (6, 2, 1, 3)
        );
        assert_eq!((found.base, found.candidate), (0.5, 0.25));
        assert_eq!(found.difference, -0.25);
        assert!(found.low < -0.25 && found.high > 0.0 && found.p_value > 0.05);
    }

    #[test]
    fn equal_answers_are_no_proof() {
        let same = vec![1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0];
        let found = of(&vec![(1.0, same.clone(), same); 4]).unwrap().unwrap();
        assert_eq!((found.difference, found.p_value), (0.0, 1.0));
        assert!(found.low < -0.03 && found.high > 0.03, "{found:?}");
    }

    #[test]
    fn a_clear_difference_is_seen_and_a_small_one_is_not() {
        let clear = of(&vec![
            (
                1.0,
                vec![0.0; 20],
                [vec![1.0; 15], vec![0.0; 5]].concat()
            );
            5
        ]);
        assert!(clear.unwrap().unwrap().p_value < 1e-12);
        let small = of(&vec![(1.0, bits(0b0101, 20), bits(0b1101, 20)); 2]);
        assert!(small.unwrap().unwrap().p_value > 0.1);
    }

    #[test]
    fn false_alarms_are_as_rare_as_promised() {
        // Two equal models, six strata of 20 items, of different difficulty: 2,000 draws.
        let mut state = 1_u64;
        let mut draw = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut alarms = 0;
        for _ in 0..2_000 {
            let strata: Vec<Columns> = (1..=6)
                .map(|stratum| {
                    let p = f64::from(stratum) / 7.0;
                    let mut side = || (0..20).map(|_| f64::from(u8::from(draw() < p))).collect();
                    (f64::from(stratum), side(), side())
                })
                .collect();
            alarms += u32::from(of(&strata).unwrap().unwrap().p_value < 0.05);
        }
        // 5 % is 100; three standard deviations are 29.
        assert!((40..=129).contains(&alarms), "{alarms} of 2000");
    }

    #[test]
    fn what_cannot_be_weighed_is_refused() {
        assert_eq!(of(&[]), Ok(None));
        assert!(of(&[(1.0, vec![], vec![])]).is_err());
        assert!(of(&[(-1.0, vec![1.0], vec![1.0])]).is_err());
    }

    proptest! {
        #![proptest_config(crate::fixed_cases())]

        #[test]
        fn sides_can_be_exchanged(strata in prop::collection::vec((0.1..3.0_f64, any::<u64>(), any::<u64>(), 1usize..12), 1..8)) {
            let make = |flip: bool| -> Vec<Columns> {
                strata.iter().map(|&(weight, one, other, n)| {
                    let (one, other) = (bits(one, n), bits(other, n));
                    if flip { (weight, other, one) } else { (weight, one, other) }
                }).collect()
            };
            let (ahead, back) = (of(&make(false)).unwrap().unwrap(), of(&make(true)).unwrap().unwrap());
            prop_assert!((ahead.difference + back.difference).abs() < 1e-12);
            prop_assert!((ahead.low + back.high).abs() < 1e-9);
            prop_assert!((ahead.p_value - back.p_value).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&ahead.p_value));
            prop_assert!(ahead.low <= ahead.difference && ahead.difference <= ahead.high);
        }
    }
}
