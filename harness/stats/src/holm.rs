//! Several tests at once.

use crate::StatsError;

/// Holm's step-down adjusted p values (Holm 1979), in the order given.
///
/// Rejecting every hypothesis whose adjusted value is at most α keeps the chance of any
/// false rejection at α, whatever the dependence between the tests.
///
/// # Errors
/// [`StatsError::NotAPValue`] outside [0, 1].
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
    if let Some(index) = p_values.iter().position(|p| !(0.0..=1.0).contains(p)) {
        return Err(StatsError::NotAPValue {
            index,
            value: p_values[index],
        });
    }
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut largest = 0.0_f64;
    for (rank, &index) in order.iter().enumerate() {
        let left = (p_values.len() - rank) as f64;
        largest = largest.max((left * p_values[index]).min(1.0));
        adjusted[index] = largest;
    }
    Ok(adjusted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn steps_down() {
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]).unwrap();
        for (found, expected) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - expected).abs() < 1e-15);
        }
        assert_eq!(holm(&[]), Ok(vec![]));
        assert_eq!(holm(&[0.2]), Ok(vec![0.2]));
        assert!(holm(&[0.1, f64::NAN]).is_err());
        assert!(holm(&[1.1]).is_err());
    }

    proptest! {
        #![proptest_config(crate::fixed_cases())]

        #[test]
        fn between_unadjusted_and_bonferroni(p in prop::collection::vec(0.0..=1.0_f64, 1..20)) {
            let adjusted = holm(&p).unwrap();
            for (index, value) in adjusted.iter().enumerate() {
                prop_assert!(*value >= p[index] && *value <= (p.len() as f64 * p[index]).min(1.0));
                for (other, rival) in adjusted.iter().enumerate() {
                    prop_assert!(p[index] > p[other] || value <= rival);
                }
            }
        }
    }
}
