//! `beyondbench.medium.geometric_sequence`: the next term of a sequence that grows by a ratio, by a
//! power or by a factorial.
//!
//! Asked: the next term of `a * f(n) + b`, where the prompt names `f` with its hidden start or
//! ratio, and `a` and `b` are hidden too. Hard about it: undoing the disguise, and the size of the
//! numbers.
//!
//! Two variations are no disguise. `geometric` has a hidden fraction as ratio and exact fractions
//! as terms; two terms decide it. `double_exponential`, which published has four terms before it
//! outgrows everything, is taken modulo a hidden `m`: each term is the square of the one before.
//! There `m` divides every difference between a term's square and the next term, and is larger
//! than every term. An item is only posed if the greatest common divisor of these differences is
//! `m` itself, and half of it is no larger than some term: then no other modulus is possible.
//!
//! For all others, that no other start and ratio can be disguised as the same terms is checked for
//! each item against all of them; see [`super::disguise`].
//!
//! At the default difficulty 2 * 10^4 factors, 2 * 10^8 offsets and 40 starts make 1.6 * 10^14 items
//! of each of the figurate variations, and there are about 5 * 10^15 sequences of residues, so that
//! the task has more than 10^15.

use std::collections::HashSet;
use std::sync::LazyLock;

use num_bigint::BigInt;
use num_integer::Integer as _;
use tribunal_verifiers::checks::RationalCheck;
use tribunal_verifiers::{Check, Integer};

use super::disguise::{self, Known, LONGEST, STARTS};
use super::sequence::{Sequence, Size, at_least_half, nonzero, redraw};
use super::tables;
use super::{DIFFICULTY, LENGTH};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{self, Space};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.geometric_sequence",
    version: 1,
    summary: "the next term of a sequence that grows by a ratio, a power or a factorial",
    variations: &[
        Variation {
            name: "geometric",
            summary: "a hidden ratio, whole or a fraction",
        },
        Variation {
            name: "power_squares",
            summary: "disguised consecutive squares",
        },
        Variation {
            name: "power_cubes",
            summary: "disguised consecutive cubes",
        },
        Variation {
            name: "exponential",
            summary: "disguised powers of a hidden base",
        },
        Variation {
            name: "factorial",
            summary: "disguised consecutive factorials",
        },
        Variation {
            name: "double_exponential",
            summary: "repeated squaring modulo a hidden number",
        },
        Variation {
            name: "alternating_geometric",
            summary: "disguised powers of a hidden negative base",
        },
        Variation {
            name: "compound_growth",
            summary: "disguised products of n and a power of a hidden base",
        },
        Variation {
            name: "triangular_numbers",
            summary: "disguised consecutive triangular numbers",
        },
        Variation {
            name: "pentagonal_numbers",
            summary: "disguised consecutive pentagonal numbers",
        },
    ],
    params: &[LENGTH, DIFFICULTY],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::of(order);
    let known = match order.variation {
        "geometric" => return Ok(geometric(size, stream)),
        "double_exponential" => {
            let terms = redraw(stream, |stream| squares_modulo(size, stream))?;
            return Ok(Sequence::untold(terms).into_draft());
        }
        disguised => known(disguised, size),
    };
    let terms = redraw(stream, |stream| disguise::draw(size, stream, known))?;
    let mut told = Vars::new();
    let starts = known[0].starts(size);
    if starts > 1 {
        told = told.with("starts", starts as i64);
    }
    if known.len() > 1 {
        told = told.with("ratio", size.ratio());
    }
    Ok(Sequence { terms, told }.into_draft())
}

/// The candidates for the known sequence of a disguised variation.
fn known(variation: &str, size: Size) -> &'static [Known] {
    let ratios = size.ratios() as usize;
    match variation {
        "power_squares" => &TABLES.squares,
        "power_cubes" => &TABLES.cubes,
        "exponential" => &TABLES.powers[..ratios],
        "factorial" => &TABLES.factorials,
        "alternating_geometric" => &TABLES.alternating[..ratios],
        "compound_growth" => &TABLES.compound[..ratios],
        "triangular_numbers" => &TABLES.triangular,
        _ => &TABLES.pentagonal,
    }
}

fn space(order: Order<'_>) -> Space {
    let size = Size::of(order);
    match order.variation {
        "geometric" => {
            // Every number as a ratio, and every quotient of two of them.
            let numbers = || 2..=size.ratio();
            let quotients = numbers().flat_map(|up| numbers().map(move |down| (up, down)));
            let ratios: HashSet<(i64, i64)> = quotients
                .filter(|(up, down)| up != down)
                .chain(numbers().map(|ratio| (ratio, 1)))
                .map(|(up, down)| (up / up.gcd(&down), down / up.gcd(&down)))
                .collect();
            Space::exactly((size.offsets() - 1u32) * ratios.len())
                .because("a first term and a small ratio are all there is to hide")
        }
        // Pairs of a modulus and a smaller first term.
        "double_exponential" => at_least_half(space::binomial(size.offset() as u64 - 101, 2)),
        disguised => disguise::space(size, known(disguised, size)),
    }
}

/// The largest ratio at any difficulty.
const LARGEST_RATIO: i64 = 12;

struct Tables {
    squares: [Known; 1],
    cubes: [Known; 1],
    /// One for each base from 2 on, as in the next two fields.
    powers: Vec<Known>,
    factorials: [Known; 1],
    alternating: Vec<Known>,
    compound: Vec<Known>,
    triangular: [Known; 1],
    pentagonal: [Known; 1],
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let numbers = || 1..=(STARTS + LONGEST) as i64;
    let bases = || 2..=LARGEST_RATIO;
    let compound = |base| {
        let products = numbers().zip(tables::powers(base));
        Known::new(STARTS, products.map(|(n, power)| power * n))
    };
    Tables {
        squares: [Known::new(STARTS, numbers().map(|n| n * n))],
        cubes: [Known::new(STARTS, numbers().map(|n| n * n * n))],
        powers: bases()
            .map(|base| Known::new(1, tables::powers(base)))
            .collect(),
        factorials: [Known::new(STARTS, tables::factorials())],
        alternating: bases()
            .map(|base| Known::new(1, tables::powers(-base)))
            .collect(),
        compound: bases().map(compound).collect(),
        triangular: [Known::new(STARTS, numbers().map(|n| n * (n + 1) / 2))],
        pentagonal: [Known::new(STARTS, numbers().map(|n| n * (3 * n - 1) / 2))],
    }
});

/// A sequence with a constant ratio, which is whole in half of the items.
fn geometric(size: Size, stream: &mut Stream) -> Draft {
    let first = nonzero(stream, size.offset());
    let ratio = size.draw_ratio(stream);
    let (up, down) = if stream.chance(1, 2) {
        (ratio, 1)
    } else {
        // Any number but the ratio itself, so that the terms differ.
        let other = stream.range(2, size.ratio() - 1);
        let other = if other >= ratio { other + 1 } else { other };
        let common = ratio.gcd(&other);
        (ratio / common, other / common)
    };
    let mut term = Quotient::from(first);
    let mut terms = String::new();
    for place in 0..size.length {
        if place > 0 {
            terms.push_str(", ");
        }
        terms.push_str(&term.to_string());
        term = term.times(up, down);
    }
    Draft::new(
        Vars::new().with("terms", terms),
        Check::Rational(RationalCheck {
            numerator: Integer(term.numerator()),
            denominator: Integer(term.below),
            places: None,
        }),
    )
}

/// A fraction in lowest terms, built up by factors.
struct Quotient {
    /// What is left of the first factor; the numerator is this times `above`.
    first: i64,
    above: BigInt,
    below: BigInt,
}

impl From<i64> for Quotient {
    fn from(first: i64) -> Self {
        Self {
            first,
            above: BigInt::from(1),
            below: BigInt::from(1),
        }
    }
}

impl Quotient {
    /// The product with `up / down`, the same coprime pair every time: then only what is left of
    /// the first factor can have a divisor in common with `down`, and what it has is taken out.
    fn times(mut self, up: i64, down: i64) -> Self {
        let common = self.first.gcd(&down);
        self.first /= common;
        self.above *= up;
        self.below *= down / common;
        self
    }

    fn numerator(&self) -> BigInt {
        &self.above * self.first
    }
}

impl std::fmt::Display for Quotient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.numerator())?;
        if self.below == BigInt::from(1) {
            return Ok(());
        }
        write!(f, "/{}", self.below)
    }
}

/// Repeated squares modulo a hidden number; `None` when the shown terms leave several moduli
/// possible, or when a term comes back among the first ones and the rest is only a round.
fn squares_modulo(size: Size, stream: &mut Stream) -> Option<Vec<BigInt>> {
    let modulus = stream.range(101, size.offset());
    let first = stream.range(2, modulus - 1);
    let square = |term: i64| i128::from(term) * i128::from(term);
    let terms: Vec<i64> = std::iter::successors(Some(first), |term| {
        Some((square(*term) % i128::from(modulus)) as i64)
    })
    .take(size.length + 1)
    .collect();
    let shown = &terms[..size.length];
    let repeats = (1..FIRST).any(|place| shown[..place].contains(&shown[place]));
    let multiples = shown
        .windows(2)
        .map(|pair| square(pair[0]) - i128::from(pair[1]));
    let largest = shown.iter().copied().max()?;
    let only = largest >= modulus / 2 && gcd(multiples) == i128::from(modulus);
    (only && !repeats).then(|| terms.into_iter().map(BigInt::from).collect())
}

/// How many terms must differ: as many as the shortest question shows.
const FIRST: usize = 8;

/// The greatest common divisor of all numbers.
fn gcd(numbers: impl Iterator<Item = i128>) -> i128 {
    numbers.fold(0, |common, number| common.gcd(&number))
}
