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

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;

    use super::super::testing;

    fn is_prime(n: u64) -> bool {
        n > 1
            && (2..n)
                .take_while(|d| d * d <= n)
                .all(|d| !n.is_multiple_of(d))
    }

    /// The candidates for `f`, by definitions that need no sieve.
    fn candidates(variation: &str, count: usize) -> Vec<Vec<BigInt>> {
        let primes = || (2u64..).filter(|n| is_prime(*n));
        let take = |values: &mut dyn Iterator<Item = u64>| -> Vec<Vec<BigInt>> {
            vec![values.take(count).map(BigInt::from).collect()]
        };
        let gcd = |mut a: u64, mut b: u64| {
            while b > 0 {
                (a, b) = (b, a % b);
            }
            a
        };
        match variation {
            "primes" => take(&mut primes()),
            "twin_primes" => take(&mut primes().filter(|p| is_prime(p + 2))),
            "prime_gaps" => {
                take(&mut primes().map(|p| (1..).find(|d| is_prime(p + d)).expect("endless")))
            }
            "mersenne_numbers" => {
                let of = |p: u64| BigInt::from(2).pow(p as u32) - 1;
                vec![primes().take(count).map(of).collect()]
            }
            "euler_totient" => {
                take(&mut (1..).map(|n| (1..=n).filter(|m| gcd(*m, n) == 1).count() as u64))
            }
            "sum_of_divisors" => {
                take(&mut (1..).map(|n: u64| (1..=n).filter(|d| n.is_multiple_of(*d)).sum()))
            }
            "catalan_numbers" => {
                let factorial = |n: usize| (1..=n).map(BigInt::from).product::<BigInt>();
                let of = |n: usize| factorial(2 * n) / factorial(n) / factorial(n + 1);
                vec![(0..count).map(of).collect()]
            }
            "fibonacci_mod_prime" => {
                let mut exact = vec![BigInt::from(0), BigInt::from(1)];
                while exact.len() < count {
                    exact.push(&exact[exact.len() - 1] + &exact[exact.len() - 2]);
                }
                let moduli = primes().skip_while(|p| *p < 5).take_while(|p| *p <= 47);
                moduli
                    .map(|p| exact.iter().map(|f| f % p).collect())
                    .collect()
            }
            "prime_powers" => {
                let of = |p: u64| (1..=count as u32).map(|k| BigInt::from(p).pow(k)).collect();
                primes().take_while(|p| *p <= 47).map(of).collect()
            }
            "semiprime_factors" => {
                let of = |n: &u64| {
                    (2..*n).any(|d| n.is_multiple_of(d) && is_prime(d) && is_prime(n / d))
                };
                take(&mut (1..).filter(of))
            }
            "sophie_germain_primes" => take(&mut primes().filter(|p| is_prime(2 * p + 1))),
            other => panic!("unknown variation {other}"),
        }
    }

    #[test]
    fn key_is_confirmed() {
        for variation in super::TASK.variations {
            let known = candidates(variation.name, 60 + 33);
            testing::confirm(&super::TASK, variation.name, |question| {
                let starts = match variation.name {
                    "prime_powers" => 1,
                    _ => question.told("starts") as usize,
                };
                let length = question.terms.len();
                let from = |start: usize| known.iter().map(move |k| &k[start..=start + length]);
                let all = (0..starts).flat_map(from);
                all.filter_map(|values| testing::undisguised(&question.terms, values))
                    .collect()
            });
        }
    }
}
