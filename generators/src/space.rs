//! How many different items a task can give.

use std::fmt;

use num_bigint::BigUint;

/// The number of different items of one variation at given parameters: counted exactly, or
/// bounded from below. What a bound leaves out (a start that may be drawn as well, say) only makes
/// the space larger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    least: BigUint,
    exact: bool,
    reason: Option<&'static str>,
}

impl Space {
    /// Exactly so many.
    pub fn exactly(count: impl Into<BigUint>) -> Self {
        Self {
            least: count.into(),
            exact: true,
            reason: None,
        }
    }

    /// So many or more.
    pub fn at_least(count: impl Into<BigUint>) -> Self {
        Self {
            least: count.into(),
            exact: false,
            reason: None,
        }
    }

    /// Says why there can't be more; for a space below 10^15, which is expected to give a reason.
    #[must_use]
    pub fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    /// The count, or the bound.
    pub fn least(&self) -> &BigUint {
        &self.least
    }

    /// Whether the count is exact.
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// Why there can't be more.
    pub fn reason(&self) -> Option<&'static str> {
        self.reason
    }

    /// Whether there are more than 10^15 items, which is what the published tasks claim.
    pub fn is_ample(&self) -> bool {
        self.least > BigUint::from(10u64.pow(15))
    }
}

/// `40401` and `≥ 2.3·10^18`: exact up to six digits, then two, rounded down.
impl fmt::Display for Space {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.least.to_string();
        let sign = match (self.exact, digits.len() <= 6) {
            (true, true) => "",
            (true, false) => "≈ ",
            (false, _) => "≥ ",
        };
        match digits.len() {
            ..=6 => write!(f, "{sign}{digits}"),
            length => write!(
                f,
                "{sign}{}.{}·10^{}",
                &digits[..1],
                &digits[1..2],
                length - 1
            ),
        }
    }
}

/// `base` to the power of `exponent`: independent draws.
pub fn power(base: u64, exponent: usize) -> BigUint {
    BigUint::from(base).pow(u32::try_from(exponent).unwrap_or(u32::MAX))
}

/// `n (n − 1) … (n − k + 1)`: ordered draws without replacement; 0 for `k` > `n`.
pub fn falling(n: u64, k: usize) -> BigUint {
    (0..k as u64)
        .map(|taken| BigUint::from(n.saturating_sub(taken)))
        .product()
}

/// `n!`: the orders of `n` different things.
pub fn factorial(n: usize) -> BigUint {
    falling(n as u64, n)
}

/// `n` over `k`: sets of `k` out of `n`.
pub fn binomial(n: u64, k: usize) -> BigUint {
    falling(n, k) / falling(k as u64, k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        assert_eq!(power(201, 2), BigUint::from(40_401u32));
        assert_eq!(falling(6, 3), BigUint::from(120u32));
        assert_eq!(falling(2, 3), BigUint::from(0u32));
        assert_eq!(binomial(6, 2), BigUint::from(15u32));
        assert_eq!(binomial(64, 0), BigUint::from(1u32));
    }

    #[test]
    fn spaces_are_spelled_for_people() {
        assert_eq!(Space::exactly(40_401u32).to_string(), "40401");
        assert_eq!(Space::exactly(power(201, 8)).to_string(), "≈ 2.6·10^18");
        assert_eq!(Space::at_least(power(2, 56)).to_string(), "≥ 7.2·10^16");
        assert!(Space::at_least(power(2, 56)).is_ample());
        assert!(!Space::exactly(power(10, 15)).is_ample());
    }
}
