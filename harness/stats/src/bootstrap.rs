//! Wild cluster bootstrap-t for a mean with few clusters.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::Level;
use crate::cluster::Group;

/// With this many clusters or more the t quantile is good enough on its own.
pub(crate) const FEW_CLUSTERS: usize = 20;

/// Below this there are under a hundred sign patterns. The one that sends every residual
/// the same way, with next to no spread left and |t| without bound, would then lie at or
/// near the 95 % quantile and stretch every interval over the whole range.
const FEWEST_CLUSTERS: usize = 8;

/// Sign patterns tried. Up to 12 clusters that is every pattern there is (a pattern
/// and its negative give the same |t|), and no random number is drawn.
const PATTERNS: u64 = 2048;

const SEED_CONTEXT: &str = "tribunal stats 2026-11 wild cluster bootstrap signs";

/// |t| of the sign patterns, ascending: what |t| would be if no effect were there.
pub(crate) struct Wild(Vec<f64>);

impl Wild {
    /// The bootstrap distribution from Rademacher-weighted cluster residuals (Cameron,
    /// Gelbach & Miller 2008, unrestricted); `None` if there are enough clusters for the
    /// t quantile, or too few for their sign patterns to have a steady one.
    pub(crate) fn of(groups: &[Group]) -> Option<Self> {
        if !(FEWEST_CLUSTERS..FEW_CLUSTERS).contains(&groups.len()) {
            return None;
        }
        // Of a residual with a random sign only the size matters. Sorted, neither the
        // items' order, nor the labels' names, nor right and wrong changing places reach
        // the draws.
        let mut groups: Vec<Group> = groups
            .iter()
            .map(|group| Group {
                size: group.size,
                residual: group.residual.abs(),
            })
            .collect();
        groups.sort_by(|a, b| a.size.cmp(&b.size).then(a.residual.total_cmp(&b.residual)));
        let distinct = 1_u64 << (groups.len() - 1);
        let mut stream = (distinct > PATTERNS).then(|| sign_stream(&groups));
        let mut statistics: Vec<f64> = (0..distinct.min(PATTERNS))
            .map(|pattern| {
                let signs = stream.as_mut().map_or(pattern, Rng::next_u64);
                absolute_t(&groups, signs)
            })
            .collect();
        statistics.sort_by(f64::total_cmp);
        Some(Self(statistics))
    }

    /// The critical value of |t|, to stand where the t quantile would: the largest there
    /// is at a level that so few patterns cannot resolve.
    pub(crate) fn critical(&self, level: Level) -> f64 {
        let rank = (level.value() * (self.0.len() + 1) as f64).ceil() as usize;
        self.0[rank.clamp(1, self.0.len()) - 1]
    }

    /// The p value of an observed |t|.
    pub(crate) fn p_value(&self, t: f64) -> f64 {
        let below = self.0.partition_point(|statistic| *statistic < t.abs());
        (self.0.len() - below + 1) as f64 / (self.0.len() + 1) as f64
    }
}

/// The stream of signs depends on the clusters' sizes alone: integers, so no rounding
/// in the scores can change the draws.
fn sign_stream(groups: &[Group]) -> ChaCha12Rng {
    let mut material = Vec::with_capacity(8 * (groups.len() + 1));
    material.extend_from_slice(&(groups.len() as u64).to_le_bytes());
    for group in groups {
        material.extend_from_slice(&(group.size as u64).to_le_bytes());
    }
    ChaCha12Rng::from_seed(blake3::derive_key(SEED_CONTEXT, &material))
}

/// |t| of the sample whose cluster residuals carry the signs in the bits of `signs`.
fn absolute_t(groups: &[Group], signs: u64) -> f64 {
    let signed = |(index, group): (usize, &Group)| {
        if signs >> index & 1 == 1 {
            -group.residual
        } else {
            group.residual
        }
    };
    let n = groups.iter().map(|group| group.size).sum::<usize>() as f64;
    let shift = groups.iter().enumerate().map(signed).sum::<f64>() / n;
    let squares: f64 = groups
        .iter()
        .enumerate()
        .map(|entry| (signed(entry) - entry.1.size as f64 * shift).powi(2))
        .sum();
    let clusters = groups.len() as f64;
    let error = (clusters / (clusters - 1.0) * squares).sqrt() / n;
    // A shift of rounding size is none, whatever it is divided by.
    if shift.abs() <= 1e-12 {
        0.0
    } else {
        shift.abs() / error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Residuals without ties between sign patterns, adding up to 0.
    fn spread(clusters: u32) -> Vec<Group> {
        let roots: Vec<f64> = (0..clusters).map(|c| f64::from(c).sqrt()).collect();
        let centre = crate::mean(&roots).unwrap();
        roots
            .iter()
            .map(|root| Group {
                size: 5,
                residual: root - centre,
            })
            .collect()
    }

    #[test]
    fn only_between_eight_and_nineteen_clusters() {
        for clusters in 1..30 {
            let found = Wild::of(&spread(clusters));
            assert_eq!(found.is_some(), (8..20).contains(&clusters), "{clusters}");
        }
    }

    #[test]
    fn neither_order_nor_repetition_changes_it() {
        for clusters in [8, 15] {
            let mut groups = spread(clusters);
            let first = Wild::of(&groups).unwrap().0;
            groups.reverse();
            assert_eq!(first, Wild::of(&groups).unwrap().0);
        }
    }

    #[test]
    fn near_the_t_quantile_for_even_clusters() {
        let wild = Wild::of(&spread(15)).unwrap();
        let found = wild.critical(Level::P95);
        assert!((1.9..2.6).contains(&found), "{found}");
        let p = wild.p_value(found);
        assert!((0.045..=0.055).contains(&p), "{p}");
    }
}
