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
    use tribunal_verifiers::Check;

    use super::super::testing::{self, Question};
    use super::*;

    /// The floor, where a float is exact enough to tell.
    fn floor(value: f64) -> Option<i64> {
        let near = (value - value.round()).abs() < 1e-7;
        (!near).then_some(value.floor() as i64)
    }

    /// A double factorial over a power of two.
    fn odd_product(n: i64) -> BigInt {
        let product: BigInt = (1..=n).map(|i| BigInt::from(2 * i - 1)).product();
        product / BigInt::from(2).pow(n as u32 - 1)
    }

    /// All of `first`, followed by what `step` makes of those before, unreduced.
    fn exact(first: &[i64], count: i64, step: impl Fn(&[BigInt]) -> BigInt) -> Vec<BigInt> {
        let mut values: Vec<BigInt> = first.iter().map(|v| BigInt::from(*v)).collect();
        while (values.len() as i64) < count {
            values.push(step(&values));
        }
        values
    }

    /// The values of `f` by its definition in exact numbers or floats; `None` where a float is not
    /// exact enough.
    fn defined(variation: &str, question: &Question) -> Option<Vec<i64>> {
        let start = question.told("start");
        let places = start..=start + question.terms.len() as i64;
        let end = places.end() + 1;
        let told = |name: &str| question.told(name);
        let rest = |value: BigInt, modulus: i64| i64::try_from(value % modulus).ok();
        let each = |of: &dyn Fn(i64) -> Option<i64>| places.clone().map(of).collect();
        match variation {
            "radical_recurrence" => {
                let (c, k) = (told("c"), told("k"));
                let mut values = vec![c];
                for n in start + 1..end {
                    let square = c * values[values.len() - 1] + k * n * n;
                    let near = (square as f64).sqrt() as i64;
                    values.push((near - 1..=near + 1).rfind(|root| root * root <= square)?);
                }
                Some(values)
            }
            "transcendental_floor" => {
                each(&|n| floor((told("c") * n) as f64 * (1.0 / n as f64).exp()))
            }
            "nested_radical" => each(&|n| {
                let m = (told("c") * n) as f64;
                Some((m + (m + m.sqrt()).sqrt()).sqrt().floor() as i64)
            }),
            "algebraic_irrationals" => each(&|n| {
                let above = (told("c") * n) as f64 + (told("k") as f64).sqrt();
                floor(above / (2.0 + 1.0 / n as f64))
            }),
            "continued_fraction" => {
                let c = told("c");
                let all = exact(&[1, c], end, |q| &q[q.len() - 1] * c + &q[q.len() - 2]);
                each(&|n| rest(all[n as usize].clone(), n + told("k")))
            }
            "diophantine_solutions" => {
                each(&|n| rest(BigInt::from(pell(n as u128)), told("modulus")))
            }
            "modular_arithmetic" => {
                let all = exact(&[0, 1], end, |f| &f[f.len() - 1] + &f[f.len() - 2]);
                each(&|n| rest(&all[n as usize] + n * n * n, n + told("k")))
            }
            "catalan_like" => {
                let all = exact(&[told("c")], end, |t| {
                    let sum: BigInt = (0..t.len()).map(|i| &t[i] * &t[t.len() - 1 - i]).sum();
                    sum + t.len()
                });
                each(&|n| rest(all[n as usize].clone(), told("modulus")))
            }
            "lambert_w" => {
                each(&|n| floor((told("c") * n) as f64 / (n as f64 + std::f64::consts::E).ln()))
            }
            "hypergeometric_like" => each(&|n| rest(odd_product(n), told("modulus"))),
            other => panic!("unknown variation {other}"),
        }
    }

    #[test]
    fn key_is_confirmed() {
        for variation in TASK.variations {
            let proved = std::cell::Cell::new(0);
            testing::confirm_with(&TASK, variation.name, |question, check| {
                let Check::Integer(key) = check else {
                    panic!("not an integer: {check:?}")
                };
                let Some(values) = defined(variation.name, question) else {
                    return;
                };
                let terms = &question.terms;
                let other = values[..terms.len()].iter().position(|v| *v != values[0]);
                let other = other.expect("two values differ");
                let run = values[other] - values[0];
                let rise = &terms[other] - &terms[0];
                for (value, term) in values.iter().zip(terms.iter().chain([&key.expected.0])) {
                    assert_eq!((term - &terms[0]) * run, &rise * (value - values[0]));
                }
                assert_eq!(&rise % run, BigInt::from(0), "the factor is whole");
                proved.set(proved.get() + 1);
            });
            assert!(proved.get() > 1_100, "{}: {}", variation.name, proved.get());
        }
    }

    /// A solution is the least unless it is a Chebyshev polynomial `T(j, u)` of a smaller one `u`;
    /// `u` is then near the j-th root of `2 x`, halved.
    #[test]
    fn pell_solutions_are_right_and_least() {
        let is_square = |n: u128| n.sqrt() * n.sqrt() == n;
        let solves =
            |x: u128, n: u128| x > 1 && (x * x - 1).is_multiple_of(n) && is_square((x * x - 1) / n);
        for n in 1..u128::from(PLACES) {
            let x = pell(n);
            if is_square(n) {
                assert_eq!(x, n * n + 1);
                continue;
            }
            assert!(solves(x, n), "{x} for {n}");
            for j in 2..60i32 {
                let near = ((2.0 * x as f64).powf(1.0 / f64::from(j)) / 2.0).round() as u128;
                for u in near.saturating_sub(2)..near + 3 {
                    assert!(u >= x || !solves(u, n), "{u} is a smaller solution for {n}");
                }
            }
            // Small ones by trying all.
            assert!((2..x.min(20_000)).all(|u| !solves(u, n)), "{n}");
        }
        assert_eq!(pell(61), 1_766_319_049);
        assert_eq!(pell(13), 649);
    }
}
