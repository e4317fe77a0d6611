//! Ends of intervals, and what missing items could do to a score.

use serde::Serialize;

use crate::{StatsError, sum};

/// A lower and an upper end, lower first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bounds {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Bounds {
    /// The part inside [`floor`, `ceiling`].
    pub(crate) fn clip(self, floor: f64, ceiling: f64) -> Self {
        Self {
            low: self.low.clamp(floor, ceiling),
            high: self.high.clamp(floor, ceiling),
        }
    }

    /// The smallest interval that holds both.
    pub(crate) fn hull(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    /// How far the farther end lies from `centre`.
    pub(crate) fn reach(self, centre: f64) -> f64 {
        (centre - self.low).max(self.high - centre)
    }
}

/// The score if each of `errors` items that were left out had been wrong, and right.
///
/// These are bounds on the observed score, not a confidence interval: they say how
/// much infrastructure failures alone could move it. `None` without any item at all.
///
/// # Errors
/// [`StatsError::NotAScore`].
pub fn score_bounds(scores: &[f64], errors: usize) -> Result<Option<Bounds>, StatsError> {
    crate::scores::check(scores)?;
    let items = (scores.len() + errors) as f64;
    let got = sum(scores.iter().copied());
    Ok((items > 0.0).then(|| Bounds {
        low: got / items,
        high: (got + errors as f64) / items,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_may_all_be_wrong_or_all_be_right() {
        let bounds = score_bounds(&[1.0, 1.0, 0.0], 2).unwrap().unwrap();
        assert_eq!(
            bounds,
            Bounds {
                low: 0.4,
                high: 0.8
            }
        );
    }

    #[test]
    fn without_errors_there_is_one_score() {
        let bounds = score_bounds(&[1.0, 0.5], 0).unwrap().unwrap();
        assert_eq!(bounds.low, bounds.high);
    }

    #[test]
    fn all_errors_say_nothing() {
        assert_eq!(
            score_bounds(&[], 3),
            Ok(Some(Bounds {
                low: 0.0,
                high: 1.0
            }))
        );
        assert_eq!(score_bounds(&[], 0), Ok(None));
        assert!(score_bounds(&[2.0], 0).is_err());
    }
}
