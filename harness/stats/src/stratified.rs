//! The weighted score of a suite.

use crate::cluster::{Group, groups, standard_error};
use crate::interval::{ErrorBar, t_or_wilson};
use crate::quantile::t_quantile;
use crate::{Estimate, Level, Method, Scores, StatsError, mean, sum};

/// One stratum, such as a task or a (task, difficulty) cell, and its published weight.
#[derive(Debug, Clone, Copy)]
pub struct Stratum<'a> {
    /// Weight, at least 0; weights need not add up to 1.
    pub weight: f64,
    /// Scores of its items. Labels are read within the stratum.
    pub scores: Scores<'a>,
}

/// Score = Σ w_g·s̄_g with weights normalised to 1, and its interval; `None` without
/// strata of positive weight to speak of (an empty slice).
///
/// Items are never pooled across strata: how many items a task was given must not
/// change its say in the score. The variance is Σ w_g²·SE_g², each SE_g over the
/// stratum's clusters, or over its items if they share one cluster. The t quantile has
/// Satterthwaite's degrees of freedom at equal unit variances, so they follow from the
/// design alone and not from which strata happened to vary. As in [`crate::estimate`],
/// the t interval is widened to hold Wilson's at the effective number of items; if
/// nothing varied that number is 1/Σ(w_g²/n_g).
///
/// A stratum with one item shows no spread. All such strata together are taken as one
/// sample around their weighted mean (collapsed strata; Cochran, "Sampling techniques",
/// 5A.12), a lone one around the overall score: both err on the wide side, because the
/// strata's own differences count as spread.
///
/// `clusters` is the number of clusters over all strata if any stratum is clustered.
///
/// # Errors
/// [`StatsError::Weight`] for a negative or non-finite weight or when all are 0;
/// [`StatsError::EmptyStratum`] for a weighted stratum without items.
pub fn stratified(strata: &[Stratum<'_>], level: Level) -> Result<Option<Estimate>, StatsError> {
    if strata.is_empty() {
        return Ok(None);
    }
    let parts = parts(strata)?;
    let score = sum(parts.iter().map(|part| part.weight * part.mean)).clamp(0.0, 1.0);
    let Pooled { variance, df } = pool(&parts, score);
    let t = t_quantile(level.upper_tail(), df);
    let kish = 1.0
        / sum(parts
            .iter()
            .map(|part| part.weight.powi(2) / part.items as f64));
    let bar = ErrorBar {
        error: variance.sqrt(),
        critical: t,
        t,
        fallback: kish,
        most: f64::INFINITY,
    };
    let (bounds, _) = t_or_wilson(score, &bar);
    let clustered = strata
        .iter()
        .any(|stratum| stratum.scores.clusters().is_some());
    Ok(Some(Estimate {
        n: parts.iter().map(|part| part.items).sum(),
        clusters: clustered.then(|| parts.iter().map(|part| part.clusters).sum()),
        mean: score,
        low: bounds.low.min(score),
        high: bounds.high.max(score),
        level,
        method: Method::Stratified,
    }))
}

/// A stratum of positive weight, reduced to what the combination needs.
pub(crate) struct Part {
    pub(crate) weight: f64,
    pub(crate) items: usize,
    pub(crate) clusters: usize,
    pub(crate) mean: f64,
    /// The units its spread is taken over; one unit has none.
    pub(crate) units: Vec<Group>,
}

/// Weights divided by their sum.
pub(crate) fn normalised(
    weights: impl Iterator<Item = f64> + Clone,
) -> Result<Vec<f64>, StatsError> {
    for (index, value) in weights.clone().enumerate() {
        if !(value.is_finite() && value >= 0.0) {
            return Err(StatsError::Weight { index, value });
        }
    }
    // Divided by the largest first, so that no sum of weights can overflow.
    let largest = weights.clone().fold(0.0, f64::max);
    if largest == 0.0 {
        return Err(StatsError::Weight {
            index: 0,
            value: 0.0,
        });
    }
    let total = sum(weights.clone().map(|weight| weight / largest));
    Ok(weights.map(|weight| weight / largest / total).collect())
}

fn parts(strata: &[Stratum<'_>]) -> Result<Vec<Part>, StatsError> {
    let weights = normalised(strata.iter().map(|stratum| stratum.weight))?;
    let mut parts = Vec::with_capacity(strata.len());
    for (index, (stratum, &weight)) in strata.iter().zip(&weights).enumerate() {
        if weight == 0.0 {
            continue;
        }
        let values = stratum.scores.values();
        let mean = mean(values).ok_or(StatsError::EmptyStratum { index })?;
        let by_cluster = groups(values, stratum.scores.clusters(), mean);
        let clusters = by_cluster.len();
        parts.push(Part {
            weight,
            items: values.len(),
            clusters,
            mean,
            units: if clusters == 1 {
                groups(values, None, mean)
            } else {
                by_cluster
            },
        });
    }
    Ok(parts)
}

pub(crate) struct Pooled {
    pub(crate) variance: f64,
    pub(crate) df: f64,
}

pub(crate) fn pool(parts: &[Part], score: f64) -> Pooled {
    let (single, several): (Vec<&Part>, Vec<&Part>) =
        parts.iter().partition(|part| part.units.len() == 1);
    // (share of the variance, expected share at equal unit variances, df)
    let mut shares: Vec<(f64, f64, f64)> = several
        .iter()
        .map(|part| {
            let units = part.units.len() as f64;
            let square = part.weight.powi(2);
            (
                square * standard_error(&part.units).powi(2),
                square / units,
                units - 1.0,
            )
        })
        .collect();
    if !single.is_empty() {
        shares.push(collapsed(&single, score));
    }
    let variance = sum(shares.iter().map(|share| share.0));
    let expected = sum(shares.iter().map(|share| share.1));
    let spread = sum(shares.iter().map(|share| share.1.powi(2) / share.2));
    Pooled {
        variance,
        df: (expected * expected / spread).max(1.0),
    }
}

fn collapsed(single: &[&Part], score: f64) -> (f64, f64, f64) {
    let count = single.len() as f64;
    let weights = sum(single.iter().map(|part| part.weight));
    let (centre, correction, df) = if single.len() == 1 {
        (score, 2.0, 1.0)
    } else {
        let centre = sum(single.iter().map(|part| part.weight * part.mean)) / weights;
        (centre, count / (count - 1.0), count - 1.0)
    };
    let squares = sum(single
        .iter()
        .map(|part| (part.weight * (part.mean - centre)).powi(2)));
    let expected = sum(single.iter().map(|part| part.weight.powi(2)));
    // A spread of rounding size is none; see the same threshold in the cluster module.
    (
        if squares < 1e-24 {
            0.0
        } else {
            correction * squares
        },
        expected,
        df,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(strata: &[(f64, &[f64])]) -> Result<Option<Estimate>, StatsError> {
        let strata: Vec<Stratum<'_>> = strata
            .iter()
            .map(|&(weight, values)| Stratum {
                weight,
                scores: Scores::independent(values).unwrap(),
            })
            .collect();
        stratified(&strata, Level::P95)
    }

    #[test]
    fn more_items_do_not_mean_more_say() {
        let few = of(&[(1.0, &[1.0, 1.0, 0.0, 1.0]), (1.0, &[0.0, 1.0])])
            .unwrap()
            .unwrap();
        assert_eq!(
            (few.mean, few.n, few.method),
            (0.625, 6, Method::Stratified)
        );
        let many = of(&[(1.0, &[1.0, 1.0, 0.0, 1.0].repeat(50)), (1.0, &[0.0, 1.0])]);
        assert_eq!(many.unwrap().unwrap().mean, 0.625);
    }

    #[test]
    fn weights_are_normalised() {
        let a: &[f64] = &[1.0, 0.0, 1.0];
        let b: &[f64] = &[0.5, 0.25, 0.75];
        assert_eq!(of(&[(3.0, a), (1.0, b)]), of(&[(0.75, a), (0.25, b)]));
        assert_eq!(
            of(&[(f64::MAX, a), (f64::MAX, b)]),
            of(&[(1.0, a), (1.0, b)])
        );
        assert_eq!(of(&[(2.0, a), (0.0, &[])]), of(&[(1.0, a)]));
    }

    #[test]
    fn variance_adds_up() {
        let a = [0.0, 1.0].repeat(50);
        let b = [0.0, 1.0, 1.0, 1.0].repeat(25);
        let both = of(&[(1.0, &a), (1.0, &b)]).unwrap().unwrap();
        let error = ((0.25 / 99.0 + 0.1875 / 99.0) / 4.0_f64).sqrt();
        let reach = t_quantile(0.975, 198.0) * error;
        assert!(
            (both.high - (both.mean + reach)).abs() < 1e-3,
            "{both:?} {reach}"
        );
        assert!(both.high >= both.mean + reach - 1e-12);
    }

    #[test]
    fn all_right_is_not_certain() {
        let strata = vec![(1.0, [1.0, 1.0].as_slice()); 30];
        let right = of(&strata).unwrap().unwrap();
        assert_eq!((right.mean, right.high), (1.0, 1.0));
        assert!((0.92..0.95).contains(&right.low), "as 60 items: {right:?}");
    }

    #[test]
    fn one_item_each_is_judged_across_strata() {
        let mut strata = vec![(1.0, [1.0].as_slice()); 24];
        strata.extend([(1.0, [0.0].as_slice()); 6]);
        let mixed = of(&strata).unwrap().unwrap();
        let pooled = crate::wilson(24, 30, Level::P95).unwrap();
        assert!(
            (mixed.low - pooled.low).abs() < 0.03,
            "{mixed:?} {pooled:?}"
        );
        assert!(
            (mixed.high - pooled.high).abs() < 0.06,
            "{mixed:?} {pooled:?}"
        );

        let lone = of(&[(1.0, &[0.0]), (1.0, &[1.0; 50])]).unwrap().unwrap();
        assert!(
            lone.high - lone.low > 0.5,
            "half the score hangs on one item: {lone:?}"
        );
    }

    #[test]
    fn single_items_add_their_spread_and_few_degrees() {
        let many = [0.0, 1.0].repeat(200);
        let alone = of(&[(1.0, &many)]).unwrap().unwrap();
        let with = of(&[(1.0, &many), (1.0, &[0.0]), (1.0, &[1.0])]);
        let with = with.unwrap().unwrap();
        assert_eq!((with.mean, with.n), (0.5, 402));
        // ⅓·√(2·½) from the two single items, on about one degree of freedom.
        assert!(
            with.high - with.low > 8.0 * (alone.high - alone.low),
            "{with:?}"
        );
    }

    #[test]
    fn what_cannot_be_weighed_is_refused() {
        let one: &[f64] = &[1.0];
        assert_eq!(of(&[]), Ok(None));
        assert_eq!(
            of(&[(1.0, one), (1.0, &[])]),
            Err(StatsError::EmptyStratum { index: 1 })
        );
        assert!(matches!(
            of(&[(-1.0, one)]),
            Err(StatsError::Weight { index: 0, .. })
        ));
        assert!(matches!(
            of(&[(1.0, one), (f64::NAN, one)]),
            Err(StatsError::Weight { index: 1, .. })
        ));
        assert!(matches!(of(&[(0.0, one)]), Err(StatsError::Weight { .. })));
    }

    #[test]
    fn stratifying_pays_when_tasks_differ() {
        let easy = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0].repeat(10);
        let hard = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0].repeat(10);
        let both = of(&[(1.0, &easy), (1.0, &hard)]).unwrap().unwrap();
        let pooled = crate::wilson(100, 200, Level::P95).unwrap();
        assert!(both.high - both.low < 0.7 * (pooled.high - pooled.low));
    }
}
