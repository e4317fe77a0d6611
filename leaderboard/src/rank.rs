//! Who is better than whom, and by how much that is sure.

use rayon::prelude::*;
use serde::Serialize;
use tribunal_report::cell_weights;
use tribunal_stats::{Estimate, Level, PairStratum, Pairs, StatsError, compare_strata, holm};

use crate::board::Outcome;
use crate::catalog::Catalog;

/// An adjusted p value below this is called significant.
pub(crate) const ALPHA: f64 = 0.05;

/// How many clusters lie in a stratum, and which are its items.
struct Stratum {
    weight_of: (usize, f64),
    items: Vec<u32>,
    clusters: Option<Vec<u32>>,
}

/// Two results, the second seen from the first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Pair {
    /// Items that both were judged on; 0 when they share none and only the scores were compared.
    pub(crate) n: usize,
    /// The first's score less the second's, on the shared items.
    pub(crate) difference: f64,
    /// Lower end of its 95 % interval.
    pub(crate) low: f64,
    /// Upper end.
    pub(crate) high: f64,
    /// Items on which the first is better.
    pub(crate) wins: usize,
    /// Items on which it is worse.
    pub(crate) losses: usize,
    /// Two-sided p value of no difference.
    pub(crate) p: f64,
    /// The same, adjusted by Holm over all pairs of the suite.
    pub(crate) adjusted: f64,
}

impl Pair {
    /// The first seen from the second.
    pub(crate) fn reversed(self) -> Self {
        Self {
            difference: -self.difference,
            low: -self.high,
            high: -self.low,
            wins: self.losses,
            losses: self.wins,
            ..self
        }
    }

    /// Whether the first is significantly better.
    pub(crate) fn better(&self) -> bool {
        self.difference > 0.0 && self.adjusted < ALPHA
    }

    /// Whether the first is significantly worse.
    pub(crate) fn worse(&self) -> bool {
        self.difference < 0.0 && self.adjusted < ALPHA
    }
}

/// Compares every pair of `results`, adjusts by Holm, and gives each its range of ranks.
///
/// # Errors
/// The store holds weights that no run writes.
pub(crate) fn rank(catalog: &Catalog, results: &mut [Outcome]) -> Result<Vec<Pair>, StatsError> {
    let strata = strata(catalog);
    let indexes: Vec<(usize, usize)> = (0..results.len())
        .flat_map(|one| (one + 1..results.len()).map(move |other| (one, other)))
        .collect();
    let shared: &[Outcome] = results;
    let mut pairs: Vec<Pair> = indexes
        .par_iter()
        .map(|&(one, other)| pair(catalog, &strata, &shared[one], &shared[other]))
        .collect::<Result<_, _>>()?;
    let p_values: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
    for (pair, adjusted) in pairs.iter_mut().zip(holm(&p_values)?) {
        pair.adjusted = adjusted;
    }
    let n = results.len();
    for result in results.iter_mut() {
        (result.best, result.worst) = (1, n);
    }
    for (pair, (one, other)) in pairs.iter().zip(indexes) {
        if pair.better() {
            results[other].best += 1;
            results[one].worst -= 1;
        } else if pair.worse() {
            results[one].best += 1;
            results[other].worst -= 1;
        }
    }
    Ok(pairs)
}

/// The catalog's items by cell.
fn strata(catalog: &Catalog) -> Vec<Stratum> {
    let mut strata: Vec<Stratum> = catalog
        .cells
        .iter()
        .enumerate()
        .map(|(place, cell)| Stratum {
            weight_of: (place, cell.weight),
            items: Vec::new(),
            clusters: None,
        })
        .collect();
    for (number, item) in catalog.items.iter().enumerate() {
        strata[item.cell as usize].items.push(number as u32);
    }
    for stratum in &mut strata {
        let labels: Vec<u32> = stratum
            .items
            .iter()
            .map(|item| catalog.items[*item as usize].cluster)
            .collect();
        let mut sorted = labels.clone();
        sorted.sort_unstable();
        sorted.dedup();
        // Labels cost a sorted map in every comparison; most tasks' items all stand alone.
        stratum.clusters = (sorted.len() < labels.len()).then_some(labels);
    }
    strata
}

fn pair(
    catalog: &Catalog,
    strata: &[Stratum],
    one: &Outcome,
    other: &Outcome,
) -> Result<Pair, StatsError> {
    struct Columns<'a> {
        stratum: &'a Stratum,
        one: Vec<f64>,
        other: Vec<f64>,
        clusters: Vec<u32>,
    }
    let mut columns = Vec::with_capacity(strata.len());
    for stratum in strata {
        let mut column = Columns {
            stratum,
            one: Vec::with_capacity(stratum.items.len()),
            other: Vec::with_capacity(stratum.items.len()),
            clusters: Vec::new(),
        };
        for (place, &item) in stratum.items.iter().enumerate() {
            let scores = (
                one.marks.score(item as usize),
                other.marks.score(item as usize),
            );
            let (Some(of_one), Some(of_other)) = scores else {
                continue;
            };
            column.one.push(of_one);
            column.other.push(of_other);
            if let Some(labels) = &stratum.clusters {
                column.clusters.push(labels[place]);
            }
        }
        if !column.one.is_empty() {
            columns.push(column);
        }
    }
    let said: Vec<(&str, f64)> = columns
        .iter()
        .map(|column| {
            let (cell, weight) = column.stratum.weight_of;
            (catalog.cells[cell].task.as_str(), weight)
        })
        .collect();
    let weights = cell_weights(&said);
    let pairs = columns
        .iter()
        .zip(weights)
        .map(|(column, weight)| {
            let clusters = column.stratum.clusters.is_some();
            Ok(PairStratum {
                weight,
                pairs: Pairs::new(
                    &column.other,
                    &column.one,
                    clusters.then_some(&column.clusters[..]),
                )?,
            })
        })
        .collect::<Result<Vec<_>, StatsError>>()?;
    Ok(match compare_strata(&pairs, Level::P95)? {
        Some(found) => Pair {
            n: found.n,
            difference: found.difference,
            low: found.low,
            high: found.high,
            wins: found.wins,
            losses: found.losses,
            p: found.p_value.clamp(0.0, 1.0),
            adjusted: 1.0,
        },
        None => {
            let alike = !one.partial && !other.partial;
            unpaired(
                one.report.headline.score,
                other.report.headline.score,
                alike,
            )
        }
    })
}

/// Without an item in common two scores are independent: their intervals' half widths add up as
/// the sides of a right angle (Newcombe 1998, method 10), and the normal tail belongs to them.
/// Where one was asked only a part of the suite, `alike` is false: scores of different mixtures of tasks
/// say nothing of each other.
fn unpaired(one: Option<Estimate>, other: Option<Estimate>, alike: bool) -> Pair {
    let none = Pair {
        n: 0,
        difference: 0.0,
        low: -1.0,
        high: 1.0,
        wins: 0,
        losses: 0,
        p: 1.0,
        adjusted: 1.0,
    };
    let Some((one, other)) = one.zip(other) else {
        return none;
    };
    let difference = one.mean - other.mean;
    if !alike {
        return Pair { difference, ..none };
    }
    let down = (one.mean - one.low).hypot(other.high - other.mean);
    let up = (one.high - one.mean).hypot(other.mean - other.low);
    // The arm on the side of zero decides; it is 1.96 standard errors long.
    let arm = if difference > 0.0 { down } else { up };
    let z = difference.abs() / arm * 1.959_963_984_540_054;
    Pair {
        difference,
        low: (difference - down).max(-1.0),
        high: (difference + up).min(1.0),
        p: two_tails(z),
        ..none
    }
}

/// Both tails of the normal distribution beyond `z` ≥ 0, from above: the bound
/// φ(z)·4/(3z + √(z² + 8)) of Sampford (1953) holds for every z and is within 1 % beyond 2.
fn two_tails(z: f64) -> f64 {
    if z.is_nan() {
        return 1.0;
    }
    let density = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    (2.0 * density * 4.0 / (3.0 * z + (z * z + 8.0).sqrt())).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tribunal_stats::{Scores, estimate};

    fn score(right: usize, n: usize) -> Option<Estimate> {
        let values: Vec<f64> = (0..n)
            .map(|item| f64::from(u8::from(item < right)))
            .collect();
        estimate(Scores::independent(&values).expect("scores"), Level::P95)
    }

    #[test]
    fn independent_scores_are_told_apart_by_their_intervals() {
        let far = unpaired(score(180, 200), score(100, 200), true);
        assert!(far.p < 1e-6 && far.low > 0.25 && far.high < 0.5, "{far:?}");
        let near = unpaired(score(102, 200), score(100, 200), true);
        assert!(
            near.p > 0.5 && near.low < 0.0 && near.high > 0.0,
            "{near:?}"
        );
        assert_eq!(unpaired(score(180, 200), score(100, 200), false).p, 1.0);
        assert_eq!(unpaired(None, score(1, 2), true).p, 1.0);
    }

    #[test]
    fn the_tails_bound_is_close_and_never_below() {
        // Twice the upper tail of the normal distribution.
        for (z, p) in [
            (1.0, 0.317_310_5),
            (1.959_964, 0.05),
            (3.0, 0.002_699_8),
            (6.0, 1.973_2e-9),
        ] {
            let found = two_tails(z);
            assert!(found >= p * 0.999_999 && found < p * 1.05, "{z}: {found}");
        }
        assert_eq!(two_tails(0.0), 1.0);
    }
}
