//! Fractions that fit machine words: what nearly every answer and key is.

use std::fmt;

use num_bigint::BigInt;
use num_integer::Integer as _;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::fraction::Fraction;

/// A fraction in lowest terms with a positive denominator, so that equal values are equal fields.
///
/// Its JSON form is the pair `[numerator, denominator]`; any pair that names a fraction is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "(i64, i64)", try_from = "(i64, i64)")]
pub struct Ratio {
    numerator: i64,
    denominator: i64,
}

/// A pair of numbers is no fraction that fits machine words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{0}/{1} is no fraction of 64-bit integers; the denominator must not be 0")]
pub struct RatioError(i64, i64);

/// The most places at which words are rounded: with more, the units could pass 127 bits.
const MAX_PLACES: u32 = 18;

impl Ratio {
    /// The fraction `numerator / denominator`, reduced; `None` if the denominator is 0, or if it
    /// is negative and turning the signs around leaves 64 bits.
    pub fn new(numerator: i64, denominator: i64) -> Option<Self> {
        let (numerator, denominator) = if denominator < 0 {
            (numerator.checked_neg()?, denominator.checked_neg()?)
        } else {
            (numerator, denominator)
        };
        if denominator == 0 {
            return None;
        }
        // The divisor is positive and at most the denominator, so it fits.
        let divisor = if numerator == i64::MIN {
            i64::try_from(i128::from(numerator).gcd(&i128::from(denominator))).ok()?
        } else {
            numerator.gcd(&denominator)
        };
        Some(Self {
            numerator: numerator / divisor,
            denominator: denominator / divisor,
        })
    }

    /// The numerator, which carries the sign.
    pub fn numerator(self) -> i64 {
        self.numerator
    }

    /// The denominator, at least 1.
    pub fn denominator(self) -> i64 {
        self.denominator
    }

    /// Whether a value with at most `places` decimals is `truth` rounded there, a tie going away
    /// from zero or to the even neighbour, or, if `cut`, also truncated there. `None` when there
    /// are too many places for machine words.
    pub(super) fn rounds(self, truth: Self, places: u32, cut: bool) -> Option<bool> {
        if places > MAX_PLACES {
            return None;
        }
        // Below 2^63 · 10^18, which is below 2^123; so are all values that follow.
        let scale = 10i128.pow(places);
        let units = i128::from(self.numerator) * scale / i128::from(self.denominator);
        let scaled = i128::from(truth.numerator) * scale;
        let denominator = i128::from(truth.denominator);
        let floor = scaled.div_euclid(denominator);
        let rest = scaled.rem_euclid(denominator);
        // On a tie the even neighbour is right, and so is the one away from zero.
        let (nearest, also) = match (2 * rest).cmp(&denominator) {
            std::cmp::Ordering::Less => (floor, floor),
            std::cmp::Ordering::Greater => (floor + 1, floor + 1),
            std::cmp::Ordering::Equal => (
                floor + (floor & 1),
                floor + i128::from(truth.numerator >= 0),
            ),
        };
        Some(units == nearest || units == also || cut && units == scaled / denominator)
    }
}

impl From<Ratio> for (i64, i64) {
    fn from(ratio: Ratio) -> Self {
        (ratio.numerator, ratio.denominator)
    }
}

impl TryFrom<(i64, i64)> for Ratio {
    type Error = RatioError;

    fn try_from((numerator, denominator): (i64, i64)) -> Result<Self, RatioError> {
        Self::new(numerator, denominator).ok_or(RatioError(numerator, denominator))
    }
}

impl From<Ratio> for Fraction {
    fn from(ratio: Ratio) -> Self {
        Self::reduced(
            BigInt::from(ratio.numerator),
            BigInt::from(ratio.denominator),
        )
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(itoa::Buffer::new().format(self.numerator))?;
        if self.denominator > 1 {
            f.write_str("/")?;
            f.write_str(itoa::Buffer::new().format(self.denominator))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fraction::Tie;
    use super::*;

    #[test]
    fn reduces_and_moves_the_sign_up() {
        assert_eq!(Ratio::new(6, -4), Ratio::new(-3, 2));
        assert_eq!(Ratio::new(0, 7), Ratio::new(0, 1));
        assert_eq!(Ratio::new(1, 0), None);
        assert_eq!(Ratio::new(i64::MIN, -1), None);
        let least = Ratio::new(i64::MIN, 6).expect("a fraction");
        assert_eq!((least.numerator(), least.denominator()), (i64::MIN / 2, 3));
        assert_eq!(least.to_string(), "-4611686018427387904/3");
    }

    #[test]
    fn json_is_a_pair_and_a_broken_one_is_refused() {
        let half: Ratio = serde_json::from_str("[3, -6]").expect("a fraction");
        assert_eq!(serde_json::to_string(&half).expect("plain"), "[-1,2]");
        for text in ["[1, 0]", "[1]", "[1, 2, 3]", "\"1/2\"", "[0.5, 1]"] {
            assert!(serde_json::from_str::<Ratio>(text).is_err(), "{text}");
        }
    }

    /// The words against the big integers, for every small truth and unit.
    #[test]
    fn rounds_as_fractions_do() {
        for numerator in -40..=40 {
            for denominator in 1..=16 {
                let truth = Ratio::new(numerator, denominator).expect("not zero");
                let exact = Fraction::from(truth);
                for places in 0..2 {
                    for units in -410..=410 {
                        let own = Ratio::new(units, 10i64.pow(places)).expect("not zero");
                        let wanted = [Tie::Away, Tie::Even]
                            .map(|tie| exact.rounded(places, tie) == BigInt::from(units));
                        let cut = exact.truncated(places) == BigInt::from(units);
                        assert_eq!(
                            own.rounds(truth, places, false),
                            Some(wanted.contains(&true)),
                            "{own} for {truth} at {places}"
                        );
                        assert_eq!(
                            own.rounds(truth, places, true),
                            Some(wanted.contains(&true) || cut)
                        );
                    }
                }
            }
        }
        let far = Ratio::new(i64::MAX, i64::MAX - 1).expect("a fraction");
        assert_eq!(far.rounds(far, 18, false), Some(true));
        assert_eq!(far.rounds(far, 19, false), None);
    }
}
