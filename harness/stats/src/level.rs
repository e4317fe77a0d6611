//! Confidence levels.

use serde::Serialize;

use crate::StatsError;
use crate::quantile::normal_quantile;

/// A two-sided confidence level: 0.95 leaves 2.5 % on either side.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Level(f64);

impl Level {
    /// 95 %, what reports show unless asked otherwise.
    pub const P95: Self = Self(0.95);

    /// A two-sided level in (0, 1).
    ///
    /// # Errors
    /// [`StatsError::NotAProbability`] outside that range.
    pub fn new(level: f64) -> Result<Self, StatsError> {
        probability("confidence level", level).map(Self)
    }

    /// The level whose interval ends are each one-sided bounds at error rate `alpha`,
    /// which is below ½: α = 0.05 gives the 90 % interval.
    ///
    /// # Errors
    /// [`StatsError::NotAProbability`] if `alpha` is not in (0, ½).
    pub fn one_sided(alpha: f64) -> Result<Self, StatsError> {
        probability("twice the one-sided error rate", 2.0 * alpha).map(|both| Self(1.0 - both))
    }

    /// The level as a number in (0, 1).
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }

    /// What the interval leaves out on both sides together, in (0, 1).
    #[must_use]
    pub fn alpha(self) -> f64 {
        1.0 - self.0
    }

    /// The probability below the interval's upper end.
    pub(crate) fn upper_tail(self) -> f64 {
        0.5 + self.0 / 2.0
    }

    /// The normal quantile at the interval's upper end: 1.96 at 95 %.
    pub(crate) fn z(self) -> f64 {
        normal_quantile(self.upper_tail())
    }
}

/// Accepts `value` in the open interval (0, 1).
pub(crate) fn probability(what: &'static str, value: f64) -> Result<f64, StatsError> {
    if value > 0.0 && value < 1.0 {
        Ok(value)
    } else {
        Err(StatsError::NotAProbability { what, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_no_level() {
        for bad in [0.0, 1.0, -0.1, 95.0, f64::NAN, f64::INFINITY] {
            assert!(Level::new(bad).is_err(), "{bad}");
        }
        assert!(Level::one_sided(0.5).is_err());
    }

    #[test]
    fn one_sided_five_percent_is_the_ninety_percent_interval() {
        let level = Level::one_sided(0.05).unwrap();
        assert!((level.value() - 0.9).abs() < 1e-15);
        assert!((level.z() - 1.644_853_626_951_472_7).abs() < 1e-12);
    }
}
