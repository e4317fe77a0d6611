//! Real numbers as intervals of fixed-point integers, for floors that have to be exact.
//!
//! A floor is only given when both ends of the interval have the same one. No floats: their last
//! digits may differ between platforms.

/// Binary digits after the point.
const BITS: u32 = 60;
const ONE: u128 = 1 << BITS;

/// A positive real number between two fixed-point numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Real {
    low: u128,
    high: u128,
}

impl Real {
    /// The series of e^(1/n): 1 + 1/n + 1/(2! n^2) + … `n` must not be 0.
    pub(super) fn root_of_e(n: u64) -> Self {
        let mut term = ONE;
        let (mut sum, mut terms) = (0, 0);
        while term > 0 {
            sum += term;
            terms += 1;
            term /= u128::from(n) * terms;
        }
        // Each term is too small by less than 2 units: its own rounding, and that of the term
        // before divided by at least 1. The terms left out sum up to less than 2 units.
        Self {
            low: sum,
            high: sum + 2 * terms + 2,
        }
    }

    /// The natural logarithm of n + e.
    pub(super) fn log_plus_e(n: u64) -> Self {
        let e = Self::root_of_e(1);
        let shift = u128::from(n) << BITS;
        Self {
            low: log(shift + e.low) - LOG_ERROR,
            high: log(shift + e.high) + LOG_ERROR,
        }
    }

    /// The floor of `number` times this; `None` when the interval is too wide to tell. `number`
    /// must be below 2^64.
    pub(super) fn floor_times(self, number: u64) -> Option<i64> {
        let low = (u128::from(number) * self.low) >> BITS;
        let high = (u128::from(number) * self.high) >> BITS;
        (low == high).then_some(low as i64)
    }

    /// The floor of `number` divided by this; `None` when the interval is too wide to tell.
    pub(super) fn floor_divide(self, number: u64) -> Option<i64> {
        let low = (u128::from(number) << BITS) / self.high;
        let high = (u128::from(number) << BITS) / self.low;
        (low == high).then_some(low as i64)
    }
}

/// A bound for the error of [`log`]: at most 8 halvings at the error of log 2, and three series of
/// at most 25 terms whose errors are below 4 units each, all doubled.
const LOG_ERROR: u128 = 4_096;

/// The logarithm of a fixed-point number from 1 to 2^9: halved to z in 1..2, and
/// log z = 2 atanh((z - 1) / (z + 1)).
fn log(value: u128) -> u128 {
    let halvings = value.ilog2() - BITS;
    let z = value >> halvings;
    let log_two = 2 * atanh(ONE / 3);
    u128::from(halvings) * log_two + 2 * atanh(((z - ONE) << BITS) / (z + ONE))
}

/// w + w^3/3 + w^5/5 + … for a fixed-point number up to 1/3.
fn atanh(w: u128) -> u128 {
    let square = (w * w) >> BITS;
    let (mut power, mut odd, mut sum) = (w, 1, 0);
    while power > 0 {
        sum += power / odd;
        power = (power * square) >> BITS;
        odd += 2;
    }
    sum
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;

    use super::*;

    /// e^x by its series, far more exactly than the intervals claim to be: x and the result have
    /// 200 binary digits.
    fn exponential(x: &BigInt) -> BigInt {
        let one: BigInt = BigInt::from(1) << 200;
        let mut term = one;
        let mut sum = BigInt::from(0);
        for n in 1..400 {
            sum += &term;
            term = (term * x / n) >> 200;
        }
        sum
    }

    fn wide(value: u128) -> BigInt {
        BigInt::from(value) << (200 - BITS)
    }

    #[test]
    fn intervals_hold_the_number_and_are_narrow() {
        let one: BigInt = BigInt::from(1) << 200;
        for n in 1..=130u64 {
            let root = Real::root_of_e(n);
            let exact = exponential(&(&one / n));
            assert!(
                wide(root.low) < exact && exact < wide(root.high),
                "e^(1/{n})"
            );
            assert!(root.high - root.low < 64);

            // The logarithm is monotone, so its exponential has to be on the right side.
            let log = Real::log_plus_e(n);
            let exact = exponential(&one) + &one * n;
            assert!(exponential(&wide(log.low)) < exact, "log({n} + e)");
            assert!(exact < exponential(&wide(log.high)), "log({n} + e)");
            assert!(log.high - log.low < 3 * LOG_ERROR);
        }
    }

    #[test]
    fn floors_are_given_only_when_certain() {
        let half = Real {
            low: ONE / 2 - 1,
            high: ONE / 2 + 1,
        };
        assert_eq!(half.floor_times(7), Some(3));
        assert_eq!(half.floor_times(8), None);
        assert_eq!(half.floor_divide(7), None);
        let third = Real {
            low: ONE / 3,
            high: ONE / 3 + 2,
        };
        assert_eq!(third.floor_divide(7), None);
        assert_eq!(Real::root_of_e(1).floor_divide(7), Some(2));
    }
}
