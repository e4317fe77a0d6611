//! Floors of transcendental numbers between exact bounds, and least solutions of the Pell equation;
//! tables of what is the same for all items.

use std::sync::LazyLock;

use num_bigint::BigInt;
use num_integer::Roots as _;
use num_traits::Zero as _;

/// One more than the largest place of any sequence.
const PLACES: i64 = 125;

/// The floor of `number e^(1/n)`; `None` outside the table, and where the bounds can't tell it.
pub(super) fn floor_root_of_e(number: i64, n: i64) -> Option<i64> {
    let [(low, below), (high, above)] = *ROOTS_OF_E.get(usize::try_from(n).ok()?)?;
    let number = i128::from(number);
    // The root is irrational, so the upper bound is not reached.
    let floors = (number * low / below, (number * high - 1) / above);
    (floors.0 == floors.1).then(|| i64::try_from(floors.0).ok())?
}

/// A fraction.
type Ratio = (i128, i128);

/// Two neighbouring convergents of the continued fraction `[1; n-1, 1, 1, 3n-1, 1, 1, 5n-1, …]` of
/// e^(1/n), which Euler found, the lower one first; place 0 repeats the first.
static ROOTS_OF_E: LazyLock<Vec<[Ratio; 2]>> = LazyLock::new(|| {
    let bounds = |n: i128| {
        let quotients = (0..).flat_map(|k| [(2 * k + 1) * n - 1, 1, 1]);
        let (mut before, mut last): (Ratio, Ratio) = ((1, 0), (1, 1));
        let mut even = true;
        for quotient in quotients {
            if last.1 > 1 << 50 {
                break;
            }
            let next = (quotient * last.0 + before.0, quotient * last.1 + before.1);
            (before, last) = (last, next);
            even = !even;
        }
        if even { [last, before] } else { [before, last] }
    };
    (0..PLACES).map(|n| bounds(i128::from(n.max(1)))).collect()
});

/// The floor of `number / ln(n + e)`; `None` outside the table, and where the bounds can't tell it.
pub(super) fn floor_over_log(number: i64, n: i64) -> Option<i64> {
    let (low, high) = LOGS.get(usize::try_from(n).ok()?)?;
    let number = i128::from(number) << BITS;
    let floors = (number / high, number / low);
    (floors.0 == floors.1).then(|| i64::try_from(floors.0).ok())?
}

/// Binary digits of a bound after its point.
const BITS: u32 = 90;
/// Binary digits after the point of what is worked with.
const FINE: u32 = 160;

/// Bounds of ln(n + e): numbers whose exponentials lie below and above n + e. They are found by
/// Newton's method, from the one before on.
static LOGS: LazyLock<Vec<(i128, i128)>> = LazyLock::new(|| {
    let one = BigInt::from(1) << FINE;
    let e = exponential(&one);
    let margin = BigInt::from(1) << (FINE - BITS);
    let mut near = one.clone();
    let bounds = |n: i64| {
        let wanted = &e + &one * n;
        for _ in 0..12 {
            near = &near + ((&wanted << FINE) / exponential(&near)) - &one;
        }
        let (low, high) = (&near - &margin, &near + &margin);
        // The series is right to far more digits than the margin has.
        let sure = exponential(&low) < wanted && wanted < exponential(&high);
        let coarse = |bound: BigInt| i128::try_from(bound >> (FINE - BITS)).unwrap_or_default();
        if sure {
            (coarse(low), coarse(high) + 1)
        } else {
            // No floor lies between these.
            (1, i128::MAX)
        }
    };
    (0..PLACES).map(bounds).collect()
});

/// e^x by its series.
fn exponential(x: &BigInt) -> BigInt {
    let mut term = BigInt::from(1) << FINE;
    let mut sum = BigInt::zero();
    let mut n = 0;
    while !term.is_zero() {
        sum += &term;
        n += 1;
        term = (term * x / n) >> FINE;
    }
    sum
}

/// The least `x` for which `x^2 - n y^2` is 1 with a positive `y`, and `n^2 + 1` for a square; 0
/// outside the table.
pub(super) fn pell(n: i64) -> i128 {
    let found = usize::try_from(n).ok().and_then(|n| PELL.get(n));
    found.copied().unwrap_or_default()
}

static PELL: LazyLock<Vec<i128>> = LazyLock::new(|| (0..i128::from(PLACES)).map(cyclic).collect());

/// The cyclic method (chakravala): from `a^2 - n b^2 = k` on, the next triple comes from the `m`
/// that makes `(a + b m) / k` whole and `m^2 - n` smallest. It ends with the least solution, as
/// Lagrange proved.
fn cyclic(n: i128) -> i128 {
    let root = n.sqrt();
    if root * root == n {
        return n * n + 1;
    }
    let distance = |m: &i128| (m * m - n).abs();
    let near = if distance(&root) < distance(&(root + 1)) {
        root
    } else {
        root + 1
    };
    let (mut a, mut b, mut k) = (near, 1, near * near - n);
    while k != 1 {
        let size = k.abs();
        let whole = |m: &i128| (a + b * m) % size == 0;
        // One residue is whole, so its nearest numbers on both sides of the root are among these.
        let nearest = (1.max(root - size)..=root + size + 1)
            .filter(whole)
            .min_by_key(distance);
        let Some(m) = nearest else { return 0 };
        (a, b, k) = ((a * m + n * b) / size, (a + b * m) / size, (m * m - n) / k);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bounds are narrow, and on the right sides as far as floats can tell.
    #[test]
    fn bounds_hold_the_numbers() {
        for n in 1..PLACES {
            let root = (1.0 / n as f64).exp();
            for number in [1, 7, 1_000, 12_345_678] {
                let value = number as f64 * root;
                let floor = floor_root_of_e(number, n).expect("irrational");
                assert!((value - 0.5 - floor as f64).abs() < 0.500_001, "e^(1/{n})");
                let value = number as f64 / (n as f64 + std::f64::consts::E).ln();
                let floor = floor_over_log(number, n).expect("irrational");
                assert!(
                    (value - 0.5 - floor as f64).abs() < 0.500_001,
                    "log({n} + e)"
                );
            }
            let (low, high) = LOGS[n as usize];
            assert!(low < high && high - low < 8);
        }
        assert_eq!(floor_root_of_e(1, PLACES), None);
        assert_eq!(floor_over_log(1, -1), None);
    }

    /// A solution is the least unless it is a Chebyshev polynomial `T(j, u)` of a smaller one `u`;
    /// `u` is then near the j-th root of `2 x`, halved.
    #[test]
    fn pell_solutions_are_right_and_least() {
        let is_square = |n: i128| n.sqrt() * n.sqrt() == n;
        let solves = |x: i128, n: i128| x > 1 && (x * x - 1) % n == 0 && is_square((x * x - 1) / n);
        for n in 1..i128::from(PLACES) {
            let x = cyclic(n);
            if is_square(n) {
                assert_eq!(x, n * n + 1);
                continue;
            }
            assert!(solves(x, n), "{x} for {n}");
            for j in 2..60 {
                let near = ((2.0 * x as f64).powf(1.0 / f64::from(j)) / 2.0).round() as i128;
                for u in near - 2..near + 3 {
                    assert!(u >= x || !solves(u, n), "{u} is a smaller solution for {n}");
                }
            }
            // Small ones by trying all.
            assert!((2..x.min(20_000)).all(|u| !solves(u, n)), "{n}");
        }
        assert_eq!((cyclic(61), cyclic(13)), (1_766_319_049, 649));
    }
}
