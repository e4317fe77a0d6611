//! `beyondbench.medium.prime_sequence`: every start of every candidate for `f`, whose values come
//! from their definitions, by trial division and counting.

use std::sync::LazyLock;

use num_bigint::BigInt;

use super::terms::{self, Disguised, Known, told};
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.prime_sequence",
    method: "trying all starts of sequences made by definition",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let shown = terms::terms(question, 2)?;
    let starts = told(question, "starts", 1..=60)? as usize;
    let Some((_, known)) = KNOWN.iter().find(|(name, _)| *name == question.variation) else {
        let variation = question.variation;
        return Err(Doubt::new(format!("{variation} is no variation")));
    };
    let disguised = Disguised::new(&shown)?;
    let parts = known
        .iter()
        .flat_map(|known| (0..starts).map(move |start| (known, start)));
    let found = parts.filter_map(|(known, start)| disguised.continued(known, start));
    terms::confirm_only(question, found)
}

/// As many as 60 starts and 65 terms need.
const COUNT: usize = 125;

/// The candidates for `f` of each variation.
static KNOWN: LazyLock<Vec<(&str, Vec<Known>)>> = LazyLock::new(|| {
    let numbers = || 1u64..;
    let primes = || numbers().filter(|n| is_prime(*n));
    let hidden = || primes().take_while(|prime| *prime <= 47);
    let one = |values: &mut dyn Iterator<Item = u64>| vec![Known::new(values.take(COUNT))];
    let gap = |prime: u64| {
        numbers()
            .find(|gap| is_prime(prime + gap))
            .unwrap_or_default()
    };
    let coprime = |n: u64| (1..=n).filter(|m| euclid(*m, n) == 1).count() as u64;
    let divisors = |n: u64| (1..=n).filter(|d| n.is_multiple_of(*d)).sum();
    let semiprime =
        |n: &u64| (2..*n).any(|d| n.is_multiple_of(d) && is_prime(d) && is_prime(n / d));
    let factorial = |n: usize| (1..=n).map(BigInt::from).product::<BigInt>();
    let catalan = |n: usize| factorial(2 * n) / factorial(n) / factorial(n + 1);
    let mut fibonacci = vec![BigInt::from(0), BigInt::from(1)];
    while fibonacci.len() < COUNT {
        fibonacci.push(&fibonacci[fibonacci.len() - 1] + &fibonacci[fibonacci.len() - 2]);
    }
    let modulo = |prime: u64| Known::new(fibonacci.iter().map(|value| value % prime));
    let powers = |prime: u64| Known::new((1..=COUNT as u32).map(|k| BigInt::from(prime).pow(k)));
    let mersenne = primes().take(75).map(|p| BigInt::from(2).pow(p as u32) - 1);
    vec![
        ("primes", one(&mut primes())),
        (
            "twin_primes",
            one(&mut primes().filter(|p| is_prime(p + 2))),
        ),
        ("prime_gaps", one(&mut primes().map(gap))),
        ("mersenne_numbers", vec![Known::new(mersenne)]),
        ("euler_totient", one(&mut numbers().map(coprime))),
        ("sum_of_divisors", one(&mut numbers().map(divisors))),
        ("catalan_numbers", vec![Known::new((0..COUNT).map(catalan))]),
        (
            "fibonacci_mod_prime",
            hidden().skip(2).map(modulo).collect(),
        ),
        ("prime_powers", hidden().map(powers).collect()),
        ("semiprime_factors", one(&mut numbers().filter(semiprime))),
        (
            "sophie_germain_primes",
            one(&mut primes().filter(|p| is_prime(2 * p + 1))),
        ),
    ]
});

fn is_prime(n: u64) -> bool {
    let mut factors = (2..n).take_while(|d| d * d <= n);
    n > 1 && factors.all(|d| !n.is_multiple_of(d))
}

fn euclid(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}
