//! Exact fractions: just what judging needs, equality and rounding.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::{One, Signed, Zero};

/// A fraction in lowest terms with a positive denominator, so that equal values are equal fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: BigInt,
    denominator: BigInt,
}

/// What happens to a value that lies exactly between two neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// It goes to the neighbour farther from zero: what schools teach as rounding half up.
    Away,
    /// It goes to the neighbour with an even last digit: what most languages' formatting does.
    Even,
}

impl Fraction {
    /// The fraction `numerator / denominator`, reduced; `None` if the denominator is zero.
    pub fn new(numerator: BigInt, denominator: BigInt) -> Option<Self> {
        if denominator.is_zero() {
            return None;
        }
        let divisor = numerator.gcd(&denominator);
        let (mut numerator, mut denominator) = (numerator / &divisor, denominator / divisor);
        if denominator.sign() == Sign::Minus {
            numerator = -numerator;
            denominator = -denominator;
        }
        Some(Self {
            numerator,
            denominator,
        })
    }

    /// The fraction of two numbers that are in lowest terms already, the denominator positive.
    pub(super) fn reduced(numerator: BigInt, denominator: BigInt) -> Self {
        Self {
            numerator,
            denominator,
        }
    }

    /// The numerator, which carries the sign.
    pub fn numerator(&self) -> &BigInt {
        &self.numerator
    }

    /// The denominator, positive.
    pub fn denominator(&self) -> &BigInt {
        &self.denominator
    }

    /// Whether the value is a whole number.
    pub fn is_integer(&self) -> bool {
        self.denominator.is_one()
    }

    /// The value rounded to `places` decimals, as that many units of the last decimal.
    pub fn rounded(&self, places: u32, tie: Tie) -> BigInt {
        let scaled = &self.numerator * power_of_ten(places);
        let (floor, rest) = scaled.div_mod_floor(&self.denominator);
        let up = match (rest * 2u8).cmp(&self.denominator) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => match tie {
                Tie::Away => !self.numerator.is_negative(),
                Tie::Even => floor.is_odd(),
            },
        };
        if up { floor + 1u8 } else { floor }
    }

    /// The value as a decimal with exactly `places` digits after the point, rounded away from
    /// zero on a tie.
    pub fn to_decimal(&self, places: u32) -> String {
        let units = self.rounded(places, Tie::Away);
        let places = usize::try_from(places).unwrap_or(usize::MAX);
        let digits = format!("{:0>1$}", units.magnitude(), places.saturating_add(1));
        let (whole, part) = digits.split_at(digits.len() - places);
        let sign = if units.is_negative() { "-" } else { "" };
        let point = if places > 0 { "." } else { "" };
        format!("{sign}{whole}{point}{part}")
    }

    /// The value cut after `places` decimals, as that many units of the last decimal.
    pub fn truncated(&self, places: u32) -> BigInt {
        // BigInt division goes toward zero.
        &self.numerator * power_of_ten(places) / &self.denominator
    }
}

impl From<BigInt> for Fraction {
    fn from(value: BigInt) -> Self {
        Self {
            numerator: value,
            denominator: BigInt::one(),
        }
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_integer() {
            self.numerator.fmt(f)
        } else {
            write!(f, "{}/{}", self.numerator, self.denominator)
        }
    }
}

/// 10 to the power of `exponent`.
pub(crate) fn power_of_ten(exponent: u32) -> BigInt {
    BigInt::from(10u8).pow(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(numerator: i64, denominator: i64) -> Fraction {
        Fraction::new(BigInt::from(numerator), BigInt::from(denominator)).expect("not zero")
    }

    #[test]
    fn reduces_and_moves_the_sign_up() {
        assert_eq!(fraction(6, -4), fraction(-3, 2));
        assert_eq!(fraction(-6, -4).to_string(), "3/2");
        assert_eq!(fraction(8, 4).to_string(), "2");
        assert_eq!(fraction(0, -7).to_string(), "0");
        assert!(Fraction::new(BigInt::one(), BigInt::zero()).is_none());
    }

    #[test]
    fn ties_go_where_they_should() {
        for (numerator, denominator, places, away, even) in [
            (1, 8, 2, 13, 12),
            (-1, 8, 2, -13, -12),
            (3, 8, 2, 38, 38),
            (-3, 8, 2, -38, -38),
            (5, 2, 0, 3, 2),
            (-5, 2, 0, -3, -2),
            (2, 3, 2, 67, 67),
            (-2, 3, 2, -67, -67),
            (1, 3, 3, 333, 333),
        ] {
            let value = fraction(numerator, denominator);
            assert_eq!(
                value.rounded(places, Tie::Away),
                BigInt::from(away),
                "{value}"
            );
            assert_eq!(
                value.rounded(places, Tie::Even),
                BigInt::from(even),
                "{value}"
            );
        }
        assert_eq!(fraction(-2, 3).truncated(2), BigInt::from(-66));
    }
}
