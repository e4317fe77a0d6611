//! `beyondbench.medium.complex_pattern`: the next term by a rule that changes with the place.
//!
//! Asked: the next term of a sequence whose kind of rule the prompt describes, with its numbers
//! hidden. Hard about it: taking the rule apart (every other term, every third, differences of
//! differences), finding each of its numbers, and knowing which part of it makes the next term.
//!
//! The hidden numbers follow from the first terms by the steps noted at each variation; draws in
//! which such a step would divide by 0 are thrown away. So the shown terms decide the next one
//! among all rules of the kind, whatever the range of their numbers.
//!
//! At the default difficulty hidden first terms and offsets have 2 * 10^8 values and hidden steps
//! and coefficients 2 * 10^4; each variation has several of them, and more than 10^16 items.

use std::collections::HashSet;

use num_bigint::{BigInt, BigUint};
use num_integer::Roots as _;

use super::disguise::{Shape, disguise};
use super::field::{Equations, residue};
use super::sequence::{Sequence, Size, at_least_half, extend, nonzero, redraw};
use super::{DIFFICULTY, LENGTH};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.complex_pattern",
    version: 1,
    summary: "the next term by a rule with hidden numbers that changes with the place",
    variations: &[
        Variation {
            name: "nested_arithmetic_geometric",
            summary: "an arithmetic sequence times a power that cycles through three exponents",
        },
        Variation {
            name: "polynomial_quadratic",
            summary: "a quadratic polynomial of the place",
        },
        Variation {
            name: "polynomial_cubic",
            summary: "a cubic polynomial of the place",
        },
        Variation {
            name: "interleaved_sequences",
            summary: "an arithmetic and a geometric sequence taking turns",
        },
        Variation {
            name: "conditional_pattern",
            summary: "a multiplication and an extrapolation taking turns",
        },
        Variation {
            name: "multi_recursive",
            summary: "a linear recurrence of order three",
        },
        Variation {
            name: "pattern_transformation",
            summary: "an arithmetic sequence, then multiplying and adding",
        },
        Variation {
            name: "modular_arithmetic",
            summary: "a power plus a square, modulo something, under a disguise",
        },
        Variation {
            name: "alternating_operations",
            summary: "three operations taking turns",
        },
        Variation {
            name: "layered_differences",
            summary: "differences of differences that become constant",
        },
        Variation {
            name: "position_dependent",
            summary: "a line, a parabola and another line taking turns",
        },
        Variation {
            name: "spiral_pattern",
            summary: "sums of the ring and of the place within it, along a spiral",
        },
    ],
    params: &[LENGTH, DIFFICULTY],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let draw = match order.variation {
        "polynomial_quadratic" => polynomial_quadratic,
        "polynomial_cubic" => polynomial_cubic,
        "interleaved_sequences" => interleaved_sequences,
        "conditional_pattern" => conditional_pattern,
        "multi_recursive" => multi_recursive,
        "pattern_transformation" => pattern_transformation,
        "modular_arithmetic" => modular_arithmetic,
        "alternating_operations" => alternating_operations,
        "layered_differences" => layered_differences,
        "position_dependent" => position_dependent,
        "spiral_pattern" => spiral_pattern,
        _ => nested_arithmetic_geometric,
    };
    let size = Size::of(order);
    redraw(stream, |stream| draw(size, stream)).map(Sequence::into_draft)
}

/// What is drawn follows from what is shown, so different draws make different items.
fn space(order: Order<'_>) -> Space {
    let size = Size::of(order);
    let (factors, offsets, ratios) = (size.factors(), size.offsets(), size.ratios());
    match order.variation {
        "polynomial_quadratic" => Space::exactly(factors.pow(2) * offsets),
        "polynomial_cubic" => Space::exactly(factors.pow(3) * offsets),
        "interleaved_sequences" => Space::exactly(offsets * factors.pow(2) * ratios),
        "conditional_pattern" => at_least_half(offsets.pow(3) * factors * ratios),
        "multi_recursive" => {
            let coefficients = 2 * (size.level as u64 + 1);
            at_least_half(offsets.pow(3) * coefficients.pow(3))
        }
        "pattern_transformation" => at_least_half(offsets * factors.pow(2) * ratios),
        "modular_arithmetic" => {
            let moduli = 10 * size.factor() as u64 - 29;
            at_least_half(factors * offsets * ratios * moduli)
        }
        "alternating_operations" => Space::exactly((offsets - 1u32) * factors.pow(2) * ratios),
        "layered_differences" => {
            let layers = (2..=4).map(|layers| factors.pow(layers));
            Space::exactly(offsets * layers.sum::<BigUint>())
        }
        "position_dependent" => Space::exactly(factors.pow(6)),
        "spiral_pattern" => {
            let starts: HashSet<i64> = (1..=size.start())
                .flat_map(|ring| (1..size.length as i64).map(move |before| ring * ring - before))
                .filter(|start| *start >= 0)
                .collect();
            Space::exactly(factors.pow(2) * offsets * starts.len())
        }
        // A first term and a step that sum up to 0 are thrown away.
        _ => Space::exactly((offsets - 1u32).pow(2) * ratios),
    }
}

/// The terms that `of` gives for the places 0, 1, …, of which all but the last are shown.
fn by_place(size: Size, of: impl Fn(i128) -> i128) -> Sequence {
    let places = 0..=size.length as i128;
    Sequence::untold(places.map(|place| BigInt::from(of(place))).collect())
}

/// `(s + i d) m^(i mod 3)` for i = 0, 1, …: `s` is the first term, `d` a third of the step to the
/// fourth, and `m` the quotient of the second by `s + d`.
fn nested_arithmetic_geometric(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let first = i128::from(size.draw_offset(stream));
    let step = i128::from(nonzero(stream, size.offset()));
    let ratio = i128::from(size.draw_ratio(stream));
    let of = |place: i128| (first + place * step) * ratio.pow((place % 3) as u32);
    (first + step != 0).then(|| by_place(size, of))
}

/// `a n^2 + b n + c` for n = 1, 2, …: three terms decide a quadratic polynomial.
fn polynomial_quadratic(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let (a, b) = (
        i128::from(size.draw_factor(stream)),
        i128::from(size.draw_factor(stream)),
    );
    let c = i128::from(size.draw_offset(stream));
    Some(by_place(size, |place| {
        let n = place + 1;
        (a * n + b) * n + c
    }))
}

/// `a n^3 + b n^2 + c n + d` for n = 1, 2, …: four terms decide a cubic polynomial.
fn polynomial_cubic(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let [a, b, c] = [(); 3].map(|()| i128::from(size.draw_factor(stream)));
    let d = i128::from(size.draw_offset(stream));
    Some(by_place(size, |place| {
        let n = place + 1;
        ((a * n + b) * n + c) * n + d
    }))
}

/// `s, t, s + d, t r, s + 2 d, t r^2, …`: two terms decide each of the two sequences.
fn interleaved_sequences(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let (first, step) = (size.draw_offset(stream), size.draw_factor(stream));
    let (other, ratio) = (size.draw_factor(stream), size.draw_ratio(stream));
    let start = vec![BigInt::from(first), BigInt::from(other)];
    let terms = extend(start, size.length, |terms| {
        let before = &terms[terms.len() - 2];
        if terms.len() % 2 == 0 {
            before + step
        } else {
            before * ratio
        }
    });
    Some(Sequence::untold(terms))
}

/// Three first terms; then in turn `2 x(n-1) - x(n-2) + c` and `m x(n-1)`. The fourth term decides
/// `c`, and the fifth `m` unless the fourth is 0.
fn conditional_pattern(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let first = [(); 3].map(|()| BigInt::from(size.draw_offset(stream)));
    let (more, ratio) = (size.draw_factor(stream), size.draw_ratio(stream));
    let terms = extend(first.to_vec(), size.length, |terms| {
        let last = &terms[terms.len() - 1];
        if terms.len() % 2 == 0 {
            last * ratio
        } else {
            last * 2 - &terms[terms.len() - 2] + more
        }
    });
    (terms[3] != BigInt::ZERO).then(|| Sequence::untold(terms))
}

/// `p x(n-1) + q x(n-2) + r x(n-3)` from three first terms: each term from the fourth on is a
/// linear equation for the coefficients, and their rank has to be three; see [`super::field`].
fn multi_recursive(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let first = [(); 3].map(|()| BigInt::from(size.draw_offset(stream)));
    let coefficients = [(); 3].map(|()| nonzero(stream, size.level + 1));
    let terms = extend(first.to_vec(), size.length, |terms| {
        let before = terms.iter().rev().zip(coefficients);
        before.map(|(term, coefficient)| term * coefficient).sum()
    });
    let residues: Vec<u64> = terms[..size.length].iter().map(residue).collect();
    let mut equations = Equations::default();
    for w in residues.windows(4) {
        equations.add([w[2], w[1], w[0], w[3]]);
    }
    (equations.rank() == Some(3)).then(|| Sequence::untold(terms))
}

/// An arithmetic sequence of `turn` terms, then `m x(n-1) + c`. Two terms decide the first part,
/// whose end is told; the next two decide `m` and `c` as long as the terms they follow differ.
fn pattern_transformation(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let (first, step) = (size.draw_offset(stream), size.draw_factor(stream));
    let (ratio, more) = (size.draw_ratio(stream), size.draw_factor(stream));
    let turn = usize::midpoint(size.length, 2);
    let terms = extend(vec![BigInt::from(first)], size.length, |terms| {
        let last = &terms[terms.len() - 1];
        if terms.len() < turn {
            last + step
        } else {
            last * ratio + more
        }
    });
    (terms[turn - 1] != terms[turn]).then(|| Sequence {
        terms,
        told: Vars::new().with("turn", turn as i64),
    })
}

/// `a ((b^n + n^2) mod m) + c` for n = 1, 2, … with `m` told. Each possible `b` is tried: only the
/// drawn one may give the shown terms under some `a` and `c`; see [`super::disguise`].
fn modular_arithmetic(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let modulus = stream.range(30, 10 * size.factor());
    let base = size.draw_ratio(stream);
    let (factor, offset) = (size.draw_factor(stream), size.draw_offset(stream));
    let values = |base: i64, count: usize| {
        let powers = std::iter::successors(Some(base), move |power| Some(power * base % modulus));
        let values = powers
            .zip(1..)
            .map(move |(power, n)| (power + n * n) % modulus);
        values.take(count)
    };
    let residues = |base| -> Vec<u64> { values(base, size.length).map(|v| v as u64).collect() };
    let shape = Shape::of(&residues(base))?;
    let rivals = (2..=size.ratio()).filter(|rival| *rival != base);
    let only = rivals
        .into_iter()
        .all(|rival| !shape.fits(&residues(rival)));
    let values: Vec<BigInt> = values(base, size.length + 1).map(BigInt::from).collect();
    only.then(|| Sequence {
        terms: disguise(&values, factor, offset),
        told: Vars::new()
            .with("modulus", modulus)
            .with("largest", size.ratio()),
    })
}

/// From a first term on, in turn `m x(n-1)`, `x(n-1) + v n^2` and `x(n-1) + u n` for n = 1, 2, …:
/// the second, third and fourth term decide `m`, `v` and `u`, unless the first is 0.
fn alternating_operations(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let first = nonzero(stream, size.offset());
    let ratio = size.draw_ratio(stream);
    let (square, line) = (size.draw_factor(stream), size.draw_factor(stream));
    let terms = extend(vec![BigInt::from(first)], size.length, |terms| {
        let (last, n) = (&terms[terms.len() - 1], terms.len() as i64);
        match n % 3 {
            1 => last * ratio,
            2 => last + square * n * n,
            _ => last + line * n,
        }
    });
    Some(Sequence::untold(terms))
}

/// A polynomial of degree two, three or four, given by the first of each layer of its differences;
/// the degree is hidden too. Five terms decide every polynomial of degree up to four.
fn layered_differences(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let layers = stream.range(2, 4);
    let mut heads = vec![i128::from(size.draw_offset(stream))];
    heads.extend((0..layers).map(|_| i128::from(size.draw_factor(stream))));
    // Newton's formula: the k-th head counts binomial(i, k) times at place i.
    let of = |place: i128| {
        let binomials = (0..).scan(1, |binomial, k| {
            let now = *binomial;
            *binomial = now * (place - k) / (k + 1);
            Some(now)
        });
        heads
            .iter()
            .zip(binomials)
            .map(|(head, binomial)| head * binomial)
            .sum()
    };
    Some(by_place(size, of))
}

/// For n = 1, 2, … in turn `u n + a`, `v n^2 + b` and `w n + c`: two terms decide each part.
fn position_dependent(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let slopes = [(); 3].map(|()| i128::from(size.draw_factor(stream)));
    let heights = [(); 3].map(|()| i128::from(size.draw_factor(stream)));
    Some(by_place(size, |place| {
        let (n, part) = (place + 1, (place % 3) as usize);
        let along = if part == 1 { n * n } else { n };
        slopes[part] * along + heights[part]
    }))
}

/// `p l + q (i - l^2) + c` with `l` the floor of the root of `i`, for i from a told start on. The
/// shown places pass a square, and lie in a ring twice at least, before it or after: there `q` is
/// the difference of neighbours; the step across the square then decides `p`, and any term `c`.
fn spiral_pattern(size: Size, stream: &mut Stream) -> Option<Sequence> {
    let ring = stream.range(1, size.start());
    // The square is shown, and so is a term before it.
    let before = stream.range(1, size.length as i64 - 1);
    let start = i128::from(ring * ring - before);
    let (p, q) = (
        i128::from(size.draw_factor(stream)),
        i128::from(size.draw_factor(stream)),
    );
    let c = i128::from(size.draw_offset(stream));
    let of = |place: i128| {
        let i = start + place;
        let ring = i.sqrt();
        p * ring + q * (i - ring * ring) + c
    };
    (start >= 0).then(|| Sequence {
        told: Vars::new().with("start", start as i64),
        ..by_place(size, of)
    })
}
