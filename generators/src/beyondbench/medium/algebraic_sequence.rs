//! `beyondbench.medium.algebraic_sequence`: the next term of a disguised sequence of roots, floors,
//! remainders and sums.
//!
//! Asked: the next term of `a * f(n) + b` for consecutive `n`, where the prompt defines `f` with
//! all its numbers and tells the first `n`, and `a` and `b` are hidden. Hard about it: working out
//! `f` exactly (nested roots, floors of transcendental numbers, recurrences modulo something, the
//! Pell equation), and finding `a` and `b` from values of `f`.
//!
//! Two different values of `f` among the shown ones decide `a` and `b`, and with them the next
//! term. So that no look at the terms alone will do, draws whose shown terms are a polynomial of
//! degree up to two are thrown away. Floors of transcendental numbers come from intervals, and a
//! draw in which an interval can't tell the floor is thrown away too; see [`super::real`].
//!
//! At the default difficulty 2 * 10^4 factors, 2 * 10^8 offsets and at least 10^4 choices of what
//! the prompt tells make more than 10^16 items of each variation.

use std::sync::LazyLock;

use num_bigint::{BigInt, BigUint};
use num_integer::Roots as _;

use super::disguise::{self, LONGEST, STARTS};
use super::real::Real;
use super::sequence::{Sequence, Size, at_least_half, redraw};
use super::{DIFFICULTY, LENGTH, tables};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.algebraic_sequence",
    version: 1,
    summary: "the next term of a disguised sequence of roots, floors, remainders or sums",
    variations: &[
        Variation {
            name: "radical_recurrence",
            summary: "floors of square roots of the term before and the square of n",
        },
        Variation {
            name: "transcendental_floor",
            summary: "floors of c n e^(1/n)",
        },
        Variation {
            name: "nested_radical",
            summary: "floors of three nested square roots",
        },
        Variation {
            name: "algebraic_irrationals",
            summary: "floors of (c n + sqrt k) / (2 + 1/n)",
        },
        Variation {
            name: "continued_fraction",
            summary: "denominators of convergents, modulo n + k",
        },
        Variation {
            name: "diophantine_solutions",
            summary: "least solutions of the Pell equation, modulo something",
        },
        Variation {
            name: "modular_arithmetic",
            summary: "n^3 plus a Fibonacci number, modulo n + k",
        },
        Variation {
            name: "catalan_like",
            summary: "a convolution of all terms before plus n, modulo something",
        },
        Variation {
            name: "lambert_w",
            summary: "floors of c n / ln(n + e)",
        },
        Variation {
            name: "hypergeometric_like",
            summary: "floors of (2n - 1)!! / 2^(n - 1), modulo something",
        },
    ],
    params: &[LENGTH, DIFFICULTY],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::of(order);
    let (values, names) = rule(order.variation);
    let sequence = redraw(stream, |stream| {
        let told = Told::draw(size, stream);
        let values = values(told, size.length + 1)?;
        if is_quadratic(&values[..size.length]) {
            return None;
        }
        let values: Vec<BigInt> = values.into_iter().map(BigInt::from).collect();
        let (factor, offset) = (size.draw_factor(stream), size.draw_offset(stream));
        Some(Sequence {
            terms: disguise::disguise(&values, factor, offset),
            told: told.vars(names),
        })
    })?;
    Ok(sequence.into_draft())
}

/// The values of a variation, and those numbers of its rule that are told besides the first `n`.
fn rule(variation: &str) -> (Values, &'static [&'static str]) {
    match variation {
        "transcendental_floor" => (transcendental_floor, &["c"]),
        "nested_radical" => (nested_radical, &["c"]),
        "algebraic_irrationals" => (algebraic_irrationals, &["c", "k"]),
        "continued_fraction" => (continued_fraction, &["c", "k"]),
        "diophantine_solutions" => (diophantine_solutions, &["modulus"]),
        "modular_arithmetic" => (modular_arithmetic, &["k"]),
        "catalan_like" => (catalan_like, &["c", "modulus"]),
        "lambert_w" => (lambert_w, &["c"]),
        "hypergeometric_like" => (hypergeometric_like, &["modulus"]),
        _ => (radical_recurrence, &["c", "k"]),
    }
}

/// What is told makes one item each with every disguise.
fn space(order: Order<'_>) -> Space {
    let size = Size::of(order);
    let most = 10u64.pow(size.level as u32);
    let (_, names) = rule(order.variation);
    let choices = names.iter().map(|name| match *name {
        "c" => most + 1,
        // From 2 on, without the squares; where the last is one, its successor takes its place.
        "k" => most - most.sqrt() + u64::from(most.sqrt().pow(2) == most),
        _ => 10 * most - 49,
    });
    let told: BigUint = choices.map(BigUint::from).product();
    at_least_half(told * size.start() as u64 * size.factors() * size.offsets())
}

/// The first values of `f`, as many as asked for; `None` when one of them can't be told for sure.
type Values = fn(Told, usize) -> Option<Vec<i64>>;

/// What the prompt tells of `f`.
#[derive(Clone, Copy, Debug)]
struct Told {
    /// The first `n`.
    start: u64,
    /// A coefficient: at least 20 times the first `n`, so that floors don't hide how `f` bends.
    c: u64,
    /// A second one, from 2 and never a square.
    k: u64,
    /// A modulus, from 50.
    modulus: u64,
}

impl Told {
    fn draw(size: Size, stream: &mut Stream) -> Self {
        let most = 10i64.pow(size.level as u32);
        let k = stream.range(2, most) as u64;
        let root = k.sqrt();
        let start = stream.range(1, size.start());
        Self {
            start: start as u64,
            c: stream.range(20 * start, 20 * start + most) as u64,
            // A square's successor is none: 1 is not drawn.
            k: if root * root == k { k + 1 } else { k },
            modulus: stream.range(50, 10 * most) as u64,
        }
    }

    /// The first `n` and those of the others that are named.
    fn vars(self, names: &[&str]) -> Vars {
        let others = [("c", self.c), ("k", self.k), ("modulus", self.modulus)];
        let named = others.into_iter().filter(|(name, _)| names.contains(name));
        named.fold(
            Vars::new().with("start", self.start as i64),
            |vars, (name, value)| vars.with(name, value as i64),
        )
    }

    /// The places `n` of the first `count` values.
    fn places(self, count: usize) -> std::ops::Range<u64> {
        self.start..self.start + count as u64
    }
}

/// Whether all third differences are 0.
fn is_quadratic(values: &[i64]) -> bool {
    values
        .windows(4)
        .all(|w| i128::from(w[3]) - 3 * i128::from(w[2]) + 3 * i128::from(w[1]) == i128::from(w[0]))
}

/// `f(start) = c`, then `f(n) = floor(sqrt(c f(n-1) + k n^2))`.
fn radical_recurrence(told: Told, count: usize) -> Option<Vec<i64>> {
    let next = |value: &u64, n: u64| (told.c * value + told.k * n * n).sqrt();
    let mut values = vec![told.c];
    for n in told.places(count).skip(1) {
        values.push(next(&values[values.len() - 1], n));
    }
    Some(values.into_iter().map(|value| value as i64).collect())
}

/// `floor(c n e^(1/n))`, which is `floor(c (n + 1 + 1/2n + …))` and soon a straight line.
fn transcendental_floor(told: Told, count: usize) -> Option<Vec<i64>> {
    let of = |n: u64| ROOTS_OF_E[n as usize].floor_times(told.c * n);
    told.places(count).map(of).collect()
}

/// `floor(sqrt(m + sqrt(m + sqrt(m))))` with `m = c n`. Inner roots may be floored as well: a
/// square is at most `m + y` exactly when it is at most `m + floor(y)`.
fn nested_radical(told: Told, count: usize) -> Option<Vec<i64>> {
    let of = |n: u64| {
        let m = told.c * n;
        (m + (m + m.sqrt()).sqrt()).sqrt() as i64
    };
    Some(told.places(count).map(of).collect())
}

/// `floor((c n + sqrt k) / (2 + 1/n))`, which is `floor((c n^2 + sqrt(k n^2)) / (2n + 1))`, and for
/// an integer divisor the dividend may be floored first.
fn algebraic_irrationals(told: Told, count: usize) -> Option<Vec<i64>> {
    let of = |n: u64| ((told.c * n * n + (told.k * n * n).sqrt()) / (2 * n + 1)) as i64;
    Some(told.places(count).map(of).collect())
}

/// `q(n) mod (n + k)`, where `q(0) = 1`, `q(1) = c` and `q(n) = c q(n-1) + q(n-2)` are the
/// denominators of the convergents of the continued fraction `[c; c, c, …]`.
fn continued_fraction(told: Told, count: usize) -> Option<Vec<i64>> {
    let of = |n: u64| {
        let modulus = n + told.k;
        let step = |(one, next): (u64, u64), _| (next, (told.c * next + one) % modulus);
        (0..n).fold((1 % modulus, told.c % modulus), step).0 as i64
    };
    Some(told.places(count).map(of).collect())
}

/// `x mod modulus` for the least positive `x` with `x^2 - n y^2 = 1` and a positive `y`; and
/// `n^2 + 1 mod modulus` where `n` is a square and there is none.
fn diophantine_solutions(told: Told, count: usize) -> Option<Vec<i64>> {
    let of = |n: u64| (PELL[n as usize] % u128::from(told.modulus)) as i64;
    Some(told.places(count).map(of).collect())
}

/// `(n^3 + F(n)) mod (n + k)` with the Fibonacci numbers `F(1) = F(2) = 1`.
fn modular_arithmetic(told: Told, count: usize) -> Option<Vec<i64>> {
    let of = |n: u64| {
        let modulus = n + told.k;
        let fibonacci = tables::fibonacci(modulus).nth(n as usize);
        Some(((n * n * n + fibonacci?) % modulus) as i64)
    };
    told.places(count).map(of).collect()
}

/// `t(n) mod modulus`, where `t(0) = c` and `t(n)` is the sum of all `t(i) t(n-1-i)`, plus `n`.
fn catalan_like(told: Told, count: usize) -> Option<Vec<i64>> {
    let mut all = vec![told.c % told.modulus];
    let places = told.places(count);
    for n in 1..places.end {
        // Products are below 2^40, and there are fewer than 2^8.
        let sum: u64 = all
            .iter()
            .zip(all.iter().rev())
            .map(|(one, other)| one * other)
            .sum();
        all.push((sum + n) % told.modulus);
    }
    Some(places.map(|n| all[n as usize] as i64).collect())
}

/// `floor(c n / ln(n + e))`.
fn lambert_w(told: Told, count: usize) -> Option<Vec<i64>> {
    let of = |n: u64| LOGARITHMS[n as usize].floor_divide(told.c * n);
    told.places(count).map(of).collect()
}

/// `floor((2n-1)!! / 2^(n-1)) mod modulus`.
fn hypergeometric_like(told: Told, count: usize) -> Option<Vec<i64>> {
    let of = |n: u64| i64::try_from(&DOUBLE_FACTORIALS[n as usize] % told.modulus).ok();
    told.places(count).map(of).collect()
}

/// One more than the largest `n` of any question.
const PLACES: u64 = (STARTS + LONGEST) as u64;

/// e^(1/n) from n = 1 on; place 0 repeats the first.
static ROOTS_OF_E: LazyLock<Vec<Real>> =
    LazyLock::new(|| (0..PLACES).map(|n| Real::root_of_e(n.max(1))).collect());

/// ln(n + e) from n = 0 on.
static LOGARITHMS: LazyLock<Vec<Real>> =
    LazyLock::new(|| (0..PLACES).map(Real::log_plus_e).collect());

/// floor((2n-1)!! / 2^(n-1)) from n = 1 on; place 0 repeats the first.
static DOUBLE_FACTORIALS: LazyLock<Vec<BigInt>> = LazyLock::new(|| {
    let odd = tables::products(|n| 2 * n - 1).zip(0u32..);
    let floors = odd.map(|(product, halvings)| product >> halvings);
    std::iter::once(BigInt::from(1))
        .chain(floors)
        .take(PLACES as usize)
        .collect()
});

/// What [`diophantine_solutions`] reduces, from n = 0 on.
static PELL: LazyLock<Vec<u128>> = LazyLock::new(|| (0..u128::from(PLACES)).map(pell).collect());

/// The least `x` with `x^2 - n y^2 = 1` and a positive `y`, by the convergents of the continued
/// fraction of the root of `n`, among which it is; `n^2 + 1` for a square. Below 125 the largest is
/// that of 109, with 15 digits.
fn pell(n: u128) -> u128 {
    let root = n.sqrt();
    if root * root == n {
        return n * n + 1;
    }
    let (mut m, mut d, mut a) = (0, 1, root);
    let (mut before, mut x) = ((1, 0), (root, 1));
    while x.0 * x.0 != n * x.1 * x.1 + 1 {
        m = d * a - m;
        d = (n - m * m) / d;
        a = (root + m) / d;
        let next = (a * x.0 + before.0, a * x.1 + before.1);
        (before, x) = (x, next);
    }
    x.0
}

#[cfg(test)]
mod tests {
    use super::pell;

    #[test]
    fn pell_solutions_are_as_published() {
        let known = [(2, 3), (4, 17), (7, 8), (13, 649), (61, 1_766_319_049)];
        assert_eq!(known.map(|(n, _)| pell(n)), known.map(|(_, x)| x));
        assert_eq!(pell(109), 158_070_671_986_249);
    }
}
