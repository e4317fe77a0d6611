//! Grouping by cluster, and the cluster-robust standard error.

use std::collections::BTreeMap;

use crate::sum::{Sum, sum};

/// A standard error below this is rounding, not spread: scores are rationals with
/// small denominators, so a real spread over a million items is far larger.
const NO_SPREAD: f64 = 1e-12;

/// Numbers distinct labels 0, 1, … in their sorted order, one number an item.
///
/// Sorting first makes the numbers independent of the items' order.
#[must_use]
pub fn label_ids<L: Ord>(labels: &[L]) -> Vec<u32> {
    let mut ids: BTreeMap<&L, u32> = labels.iter().map(|label| (label, 0)).collect();
    for (next, id) in (0..).zip(ids.values_mut()) {
        *id = next;
    }
    labels.iter().map(|label| ids[label]).collect()
}

/// One cluster: how many items, and the sum of their deviations from the overall mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Group {
    pub(crate) size: usize,
    pub(crate) residual: f64,
}

/// Groups `values` by label, in label order; without labels every item stands alone.
pub(crate) fn groups(values: &[f64], clusters: Option<&[u32]>, centre: f64) -> Vec<Group> {
    let Some(labels) = clusters else {
        return values
            .iter()
            .map(|value| Group {
                size: 1,
                residual: value - centre,
            })
            .collect();
    };
    let mut by_label: BTreeMap<u32, (usize, Sum)> = BTreeMap::new();
    for (&label, value) in labels.iter().zip(values) {
        let (size, residual) = by_label.entry(label).or_default();
        *size += 1;
        residual.add(value - centre);
    }
    by_label
        .into_values()
        .map(|(size, residual)| Group {
            size,
            residual: residual.value(),
        })
        .collect()
}

/// The mean's standard error over `groups.len()` ≥ 2 clusters:
/// (1/n)·√(C/(C−1)·Σ_c residual_c²), or exactly 0 when nothing varies.
pub(crate) fn standard_error(groups: &[Group]) -> f64 {
    let n = groups.iter().map(|group| group.size).sum::<usize>() as f64;
    let clusters = groups.len() as f64;
    let squares = sum(groups.iter().map(|group| group.residual.powi(2)));
    let error = (clusters / (clusters - 1.0) * squares).sqrt() / n;
    if error < NO_SPREAD { 0.0 } else { error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_do_not_depend_on_order() {
        assert_eq!(label_ids(&["b", "a", "b", "c"]), [1, 0, 1, 2]);
        assert_eq!(label_ids::<&str>(&[]), [0; 0]);
    }

    #[test]
    fn singletons_give_the_plain_standard_error() {
        let values = [0.0, 0.5, 1.0, 1.0];
        let centre = 0.625;
        let alone = standard_error(&groups(&values, None, centre));
        let labelled = standard_error(&groups(&values, Some(&[3, 2, 1, 0]), centre));
        assert_eq!(alone, labelled);
        assert!((alone - (0.6875_f64 / 3.0 / 4.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn rounding_is_not_spread() {
        let values = [0.1; 1000];
        let centre = crate::mean(&values).unwrap() + f64::EPSILON;
        assert_eq!(standard_error(&groups(&values, None, centre)), 0.0);
    }
}
