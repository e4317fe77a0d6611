//! `beyondbench.medium.prime_sequence`: the next term of a disguised sequence of number theory.
//!
//! Asked: the next term of `a * f(n) + b`, where the prompt names `f` (the primes, the divisor
//! sums, …) and says from how many places it may start, and `a`, `b` and the start are hidden.
//! Hard about it: undoing the disguise (the differences are multiples of `a`), finding the place at
//! which the known sequence has these proportions, and knowing its next value.
//!
//! That no other start can be disguised as the same terms is checked for each item against all of
//! them; see [`super::disguise`]. The Fibonacci numbers modulo a prime repeat, so their starts are
//! those of one period: any later one gives the very same terms.
//!
//! At the default difficulty 40 starts, 2 * 10^4 factors and 2 * 10^8 offsets make 1.6 * 10^14
//! items of most variations, and the task has more than 10^15. Mersenne numbers start from ten
//! places only, since they would soon have hundreds of digits.

use std::sync::LazyLock;

use super::disguise::{self, Known, LONGEST, STARTS};
use super::sequence::{Sequence, Size, redraw};
use super::tables::{self, Sieve};
use super::{DIFFICULTY, LENGTH};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.prime_sequence",
    version: 1,
    summary: "the next term of a disguised sequence of number theory",
    variations: &[
        Variation {
            name: "primes",
            summary: "consecutive primes",
        },
        Variation {
            name: "twin_primes",
            summary: "the smaller members of consecutive pairs of twin primes",
        },
        Variation {
            name: "prime_gaps",
            summary: "the differences of consecutive primes",
        },
        Variation {
            name: "mersenne_numbers",
            summary: "2^p - 1 for consecutive primes p",
        },
        Variation {
            name: "euler_totient",
            summary: "how many numbers up to n are coprime to n, for consecutive n",
        },
        Variation {
            name: "sum_of_divisors",
            summary: "the sum of the divisors of n, for consecutive n",
        },
        Variation {
            name: "catalan_numbers",
            summary: "consecutive Catalan numbers",
        },
        Variation {
            name: "fibonacci_mod_prime",
            summary: "consecutive Fibonacci numbers modulo a hidden prime",
        },
        Variation {
            name: "prime_powers",
            summary: "consecutive powers of a hidden prime",
        },
        Variation {
            name: "semiprime_factors",
            summary: "consecutive products of two primes",
        },
        Variation {
            name: "sophie_germain_primes",
            summary: "consecutive primes p with 2p + 1 prime",
        },
    ],
    params: &[LENGTH, DIFFICULTY],
    generate,
    space,
};

fn space(order: Order<'_>) -> Space {
    disguise::space(Size::of(order), known(order))
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (size, known) = (Size::of(order), known(order));
    let terms = redraw(stream, |stream| disguise::draw(size, stream, known))?;
    let starts = known.iter().map(|known| known.starts(size)).max();
    let told = Vars::new().with("starts", starts.unwrap_or_default() as i64);
    Ok(Sequence { terms, told }.into_draft())
}

/// The candidates for the known sequence.
fn known(order: Order<'_>) -> &'static [Known] {
    match order.variation {
        "twin_primes" => &TABLES.twins,
        "prime_gaps" => &TABLES.gaps,
        "mersenne_numbers" => &TABLES.mersenne,
        "euler_totient" => &TABLES.totients,
        "sum_of_divisors" => &TABLES.divisor_sums,
        "catalan_numbers" => &TABLES.catalan,
        "fibonacci_mod_prime" => &TABLES.fibonacci,
        "prime_powers" => &TABLES.powers,
        "semiprime_factors" => &TABLES.semiprimes,
        "sophie_germain_primes" => &TABLES.sophie_germain,
        _ => &TABLES.primes,
    }
}

/// The largest prime that a hidden modulus or base may be.
const LARGEST_HIDDEN: usize = 47;

struct Tables {
    primes: [Known; 1],
    twins: [Known; 1],
    gaps: [Known; 1],
    mersenne: [Known; 1],
    totients: [Known; 1],
    divisor_sums: [Known; 1],
    catalan: [Known; 1],
    /// One for each modulus from 5 on: modulo 2 and 3 there are only two and three values.
    fibonacci: Vec<Known>,
    /// One for each base.
    powers: Vec<Known>,
    semiprimes: [Known; 1],
    sophie_germain: [Known; 1],
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let sieve = Sieve::new();
    let known = |values: &mut dyn Iterator<Item = usize>| [Known::new(STARTS, values)];
    let hidden = || sieve.primes().take_while(|prime| *prime <= LARGEST_HIDDEN);
    let gaps = sieve.primes().zip(sieve.primes().skip(1));
    let mersenne = sieve
        .primes()
        .map(|prime| (num_bigint::BigInt::from(1) << prime) - 1);
    Tables {
        primes: known(&mut sieve.primes()),
        twins: known(&mut sieve.twins()),
        gaps: known(&mut gaps.map(|(one, next)| next - one)),
        mersenne: [Known::new(10, mersenne)],
        totients: known(&mut (1..=STARTS + LONGEST).map(|n| sieve.totient(n))),
        divisor_sums: known(&mut (1..=STARTS + LONGEST).map(|n| sieve.divisor_sum(n))),
        catalan: [Known::new(STARTS, tables::catalan())],
        fibonacci: hidden()
            .skip(2)
            .map(|prime| fibonacci(prime as u64))
            .collect(),
        powers: hidden()
            .map(|prime| Known::new(1, tables::powers(prime as i64)))
            .collect(),
        semiprimes: known(&mut sieve.semiprimes()),
        sophie_germain: known(&mut sieve.sophie_germain()),
    }
});

/// The Fibonacci numbers modulo a prime, which may start anywhere within one period.
fn fibonacci(prime: u64) -> Known {
    let values: Vec<u64> = tables::fibonacci(prime).take(STARTS + LONGEST).collect();
    let period = (1..STARTS).find(|place| values[*place..place + 2] == [0, 1]);
    Known::new(period.unwrap_or(STARTS), values)
}
