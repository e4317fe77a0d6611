//! `beyondbench.hard.modular_systems`: the smallest positive solution of a system of congruences,
//! in most variations under a further condition.
//!
//! Hard about it: combining remainders takes long exact arithmetic, and a further condition, such as
//! that the solution be prime, may rule out many of the solutions. Only the smallest is right. The
//! key is found by the Chinese remainder theorem and a walk along its solutions; the proof beside
//! the generators finds it again by a sieve, without any theorem.
//!
//! Each congruence has the form a·x ≡ b (mod p) with different primes p below 50. Published
//! systems have a = 1 throughout; four moduli then make fewer than 10^10 systems. With
//! coefficients, four congruences make more than 10^15 and five more than 10^19; three, with fewer
//! than 455·6·(2162)^3 < 10^14, can't. Remainders are drawn so that a solution exists under every
//! condition: a prime solution above the moduli has no remainder 0, and the divisor shares no factor
//! with them. No draw is thrown away for lack of a small solution, which would bend the choice.

use num_bigint::BigUint;
use num_integer::Integer as _;
use tribunal_verifiers::checks::IntegerCheck;
use tribunal_verifiers::{Check, Integer};

use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, factorial};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.modular_systems",
    version: 1,
    summary: "the smallest positive solution of a system of congruences",
    variations: &[
        Variation {
            name: "basic",
            summary: "no further condition",
        },
        Variation {
            name: "prime",
            summary: "the solution is prime",
        },
        Variation {
            name: "range",
            summary: "the solution lies between two bounds",
        },
        Variation {
            name: "divisible",
            summary: "the solution is divisible by a product of two small primes",
        },
        Variation {
            name: "mixed",
            summary: "the solution lies above a bound and is prime or divisible by a small prime",
        },
    ],
    params: &[Param::int(
        "equations",
        "how many congruences there are",
        (2, 6),
        4,
    )],
    generate,
    space,
};

const PRIMES: [u64; 15] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47];

/// Products of two primes that a solution may have to be divisible by.
const DIVISORS: [u64; 5] = [6, 10, 15, 21, 35];

/// How many periods above the least solution a bound may lie.
const PERIODS: u64 = 4;

/// What is asked of a solution besides the congruences.
enum Condition {
    None,
    Prime,
    Divisible(u64),
    /// Strictly between the two.
    Between(u64, u64),
    PrimeAbove(u64),
    DivisibleAbove(u64, u64),
}

impl Condition {
    fn holds(&self, x: u64) -> bool {
        match *self {
            Self::None => true,
            Self::Prime => is_prime(x),
            Self::Divisible(divisor) => x.is_multiple_of(divisor),
            Self::Between(low, high) => low < x && x < high,
            Self::PrimeAbove(low) => low < x && is_prime(x),
            Self::DivisibleAbove(low, divisor) => low < x && x.is_multiple_of(divisor),
        }
    }

    /// The sentence of the prompt; empty when nothing more is asked.
    fn sentence(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Prime => "x is a prime number".to_owned(),
            Self::Divisible(divisor) => format!("x is divisible by {divisor}"),
            Self::Between(low, high) => format!("{low} < x < {high}"),
            Self::PrimeAbove(low) => format!("x > {low}, and x is a prime number"),
            Self::DivisibleAbove(low, divisor) => {
                format!("x > {low}, and x is divisible by {divisor}")
            }
        }
    }
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let count = order.params.size("equations");
    let prime = order.variation == "prime" || order.variation == "mixed" && stream.chance(1, 2);
    let divisor = match order.variation {
        "divisible" => *stream.choose(&DIVISORS),
        "mixed" if !prime => *stream.choose(&[3, 5, 7]),
        _ => 1,
    };
    let mut moduli: Vec<u64> = PRIMES
        .into_iter()
        .filter(|modulus| !divisor.is_multiple_of(*modulus))
        .collect();
    stream.shuffle(&mut moduli);
    moduli.truncate(count);
    let residues: Vec<u64> = moduli
        .iter()
        .map(|&modulus| match prime {
            true => 1 + stream.below(modulus - 1),
            false => stream.below(modulus),
        })
        .collect();
    let (least, period) = combine(&moduli, &residues);
    let condition = match order.variation {
        "prime" => Condition::Prime,
        "divisible" => Condition::Divisible(divisor),
        "range" => {
            let target = least + stream.below(PERIODS) * period;
            let low = target - 1 - stream.below(period.min(target));
            Condition::Between(low, target + 1 + stream.below(period))
        }
        "mixed" => {
            let low = stream.below(PERIODS * period);
            match prime {
                true => Condition::PrimeAbove(low),
                false => Condition::DivisibleAbove(low, divisor),
            }
        }
        _ => Condition::None,
    };
    let solution = smallest(least, period, &condition);
    let mut lines = String::with_capacity(24 * count);
    for (&modulus, &residue) in moduli.iter().zip(&residues) {
        let factor = 1 + stream.below(modulus - 1);
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(&spell(factor, factor * residue % modulus, modulus));
    }
    let vars = Vars::new()
        .with("system", lines)
        .with("condition", condition.sentence());
    let expected = i64::try_from(solution)
        .map(Integer::from)
        .map_err(|_| GenerateError::new("the solution is too large; lower `equations`"))?;
    Ok(Draft::new(vars, Check::Integer(IntegerCheck { expected })))
}

/// Moduli in every order, each with its coefficients and remainders; bounds are counted as far as
/// each system has as many as its period.
fn space(order: Order<'_>) -> Space {
    let count = order.params.size("equations");
    let any = |p: u64| p * (p - 1);
    let coprime = |p: u64| (p - 1) * (p - 1);
    let space = match order.variation {
        "prime" => Space::exactly(systems(count, 1, coprime)),
        "divisible" => {
            let all = DIVISORS.map(|divisor| systems(count, divisor, any));
            Space::exactly(all.into_iter().sum::<BigUint>())
        }
        // The upper bound takes a period of values; there are three more targets.
        "range" => Space::at_least(systems(count, 1, |p| any(p) * p)),
        // The lower bound takes four periods of values; divisors come in addition.
        "mixed" => Space::at_least(systems(count, 1, |p| coprime(p) * p) * PERIODS),
        _ => Space::exactly(systems(count, 1, any)),
    };
    super::small_because(
        space,
        "so few congruences with moduli below 50 make no more",
    )
}

/// All orders of `count` moduli that do not divide `divisor`, each set counted as often as the
/// product of what `weigh` gives for its members.
fn systems(count: usize, divisor: u64, weigh: impl Fn(u64) -> u64) -> BigUint {
    let mut sets = vec![BigUint::ZERO; count + 1];
    sets[0] = 1u32.into();
    for prime in PRIMES
        .into_iter()
        .filter(|prime| !divisor.is_multiple_of(*prime))
    {
        for chosen in (0..count).rev() {
            let more = &sets[chosen] * weigh(prime);
            sets[chosen + 1] += more;
        }
    }
    sets.swap_remove(count) * factorial(count)
}

/// `3·x ≡ 4 (mod 7)`.
fn spell(factor: u64, right: u64, modulus: u64) -> String {
    match factor {
        1 => format!("x ≡ {right} (mod {modulus})"),
        _ => format!("{factor}·x ≡ {right} (mod {modulus})"),
    }
}

/// The least positive number with these remainders, and the product of the moduli, which share no
/// factor: Garner's form of the Chinese remainder theorem.
fn combine(moduli: &[u64], residues: &[u64]) -> (u64, u64) {
    let (mut x, mut period) = (0u64, 1u64);
    for (&modulus, &residue) in moduli.iter().zip(residues) {
        let missing = (residue + modulus - x % modulus) % modulus;
        let inverse = (period % modulus) as i64;
        let inverse = inverse
            .extended_gcd(&(modulus as i64))
            .x
            .rem_euclid(modulus as i64) as u64;
        x += period * (missing * inverse % modulus);
        period *= modulus;
    }
    (if x == 0 { period } else { x }, period)
}

/// The smallest solution that meets the condition. One exists: without a remainder 0, or modulo a
/// number that shares no factor with the period, the solutions reach every class, and by
/// Dirichlet's theorem infinitely many primes.
fn smallest(least: u64, period: u64, condition: &Condition) -> u64 {
    let mut x = least;
    while !condition.holds(x) {
        x += period;
    }
    x
}

/// Miller and Rabin's test with the bases that decide every number below 3·10^24 (Sorenson and
/// Webster, "Strong pseudoprimes to twelve prime bases", 2017).
fn is_prime(n: u64) -> bool {
    const BASES: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
    if n < 2 {
        return false;
    }
    if let Some(&base) = BASES.iter().find(|&&base| n.is_multiple_of(base)) {
        return n == base;
    }
    let twos = (n - 1).trailing_zeros();
    let odd = (n - 1) >> twos;
    BASES.iter().all(|&base| {
        let mut power = raise(base, odd, n);
        if power == 1 || power == n - 1 {
            return true;
        }
        (1..twos).any(|_| {
            power = multiply(power, power, n);
            power == n - 1
        })
    })
}

fn raise(mut base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = multiply(result, base, modulus);
        }
        base = multiply(base, base, modulus);
        exponent >>= 1;
    }
    result
}

fn multiply(a: u64, b: u64, modulus: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(modulus)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn primes_are_those_of_a_sieve() {
        let mut composite = vec![false; 100_000];
        for n in 2..100_000 {
            assert_eq!(is_prime(n as u64), !composite[n], "{n}");
            (n * n..100_000)
                .step_by(n)
                .for_each(|m| composite[m] = true);
        }
        // Strong pseudoprimes to few bases, and the largest prime below 2^63.
        for (n, wanted) in [
            (3_215_031_751, false),
            (3_825_123_056_546_413_051, false),
            (9_223_372_036_854_775_783, true),
        ] {
            assert_eq!(is_prime(n), wanted, "{n}");
        }
    }

    /// The sizes stated above, and one counted set by set.
    #[test]
    fn the_space_is_as_large_as_stated() {
        let basic = |count| systems(count, 1, |p| p * (p - 1));
        let mut pairs = 0;
        for (place, one) in PRIMES.iter().enumerate() {
            for other in &PRIMES[..place] {
                pairs += 2 * one * (one - 1) * other * (other - 1);
            }
        }
        assert_eq!(basic(2), BigUint::from(pairs));
        assert!(basic(3) < BigUint::from(10u64.pow(14)));
        assert!(basic(4) > BigUint::from(10u64.pow(15)));
        assert!(basic(5) > BigUint::from(10u64.pow(19)));
    }
}
