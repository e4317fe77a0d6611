//! Known sequences of number theory, worked out once.

use num_bigint::BigInt;

/// Below this lie 2,262 primes and 342 pairs of twins, and below half of it 190 Sophie Germain primes.
const LIMIT: usize = 20_000;

/// The smallest prime factor of every number below [`LIMIT`]; 0 for 0 and 1.
pub(super) struct Sieve {
    smallest: Vec<usize>,
}

impl Sieve {
    pub(super) fn new() -> Self {
        let mut smallest = vec![0; LIMIT];
        for factor in 2..LIMIT {
            if smallest[factor] == 0 {
                for multiple in (factor..LIMIT).step_by(factor) {
                    if smallest[multiple] == 0 {
                        smallest[multiple] = factor;
                    }
                }
            }
        }
        Self { smallest }
    }

    fn is_prime(&self, number: usize) -> bool {
        number > 1 && self.smallest.get(number) == Some(&number)
    }

    pub(super) fn primes(&self) -> impl Iterator<Item = usize> {
        (2..LIMIT).filter(|number| self.is_prime(*number))
    }

    /// The primes `p` for which `p + 2` is prime too.
    pub(super) fn twins(&self) -> impl Iterator<Item = usize> {
        self.primes().filter(|prime| self.is_prime(prime + 2))
    }

    /// The primes `p` for which `2 p + 1` is prime too. None above half the limit is found.
    pub(super) fn sophie_germain(&self) -> impl Iterator<Item = usize> {
        self.primes().filter(|prime| self.is_prime(2 * prime + 1))
    }

    /// The products of two primes, equal or not.
    pub(super) fn semiprimes(&self) -> impl Iterator<Item = usize> {
        (4..LIMIT).filter(|number| {
            let factor = self.smallest[*number];
            self.is_prime(number / factor)
        })
    }

    /// The prime factors of a number with their exponents.
    fn factors(&self, mut number: usize) -> Vec<(usize, u32)> {
        let mut factors: Vec<(usize, u32)> = Vec::new();
        while number > 1 {
            let factor = self.smallest[number];
            number /= factor;
            match factors.last_mut() {
                Some((known, exponent)) if *known == factor => *exponent += 1,
                _ => factors.push((factor, 1)),
            }
        }
        factors
    }

    /// How many of 1 to `number` share no factor with it.
    pub(super) fn totient(&self, number: usize) -> usize {
        let parts = self.factors(number).into_iter();
        parts
            .map(|(prime, power)| prime.pow(power - 1) * (prime - 1))
            .product()
    }

    /// The sum of all divisors, the number itself among them.
    pub(super) fn divisor_sum(&self, number: usize) -> usize {
        let parts = self.factors(number).into_iter();
        parts
            .map(|(prime, power)| (0..=power).map(|k| prime.pow(k)).sum::<usize>())
            .product()
    }
}

/// `base^k` for k = 1, 2, …
pub(super) fn powers(base: i64) -> impl Iterator<Item = BigInt> {
    std::iter::successors(Some(BigInt::from(base)), move |power| Some(power * base))
}

/// n! for n = 1, 2, …
pub(super) fn factorials() -> impl Iterator<Item = BigInt> {
    products(|n| n)
}

/// The product of `factor(1)` to `factor(n)` for n = 1, 2, …
pub(super) fn products(factor: impl Fn(u64) -> u64) -> impl Iterator<Item = BigInt> {
    (1..).scan(BigInt::from(1), move |product, n| {
        *product *= factor(n);
        Some(product.clone())
    })
}

/// The Catalan numbers from C(0) = 1 on, by `C(n+1) = C(n) (4 n + 2) / (n + 2)`.
pub(super) fn catalan() -> impl Iterator<Item = BigInt> {
    (0u64..).scan(BigInt::from(1), |next, n| {
        let following = &*next * (4 * n + 2) / (n + 2);
        Some(std::mem::replace(next, following))
    })
}

/// The Fibonacci numbers modulo `modulus`, from F(0) = 0 on; `modulus` must be at least 2.
pub(super) fn fibonacci(modulus: u64) -> impl Iterator<Item = u64> {
    let step = move |pair: &(u64, u64)| Some((pair.1, (pair.0 + pair.1) % modulus));
    std::iter::successors(Some((0, 1)), step).map(|pair| pair.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sieve_agrees_with_trial_division() {
        let sieve = Sieve::new();
        let divisors = |n: usize| (1..=n).filter(move |d| n.is_multiple_of(*d));
        for n in 1..700 {
            assert_eq!(sieve.is_prime(n), divisors(n).count() == 2, "{n}");
            assert_eq!(sieve.divisor_sum(n), divisors(n).sum::<usize>(), "{n}");
            let coprime = (1..=n).filter(|m| divisors(n).all(|d| d == 1 || !m.is_multiple_of(d)));
            assert_eq!(sieve.totient(n), coprime.count(), "{n}");
            let semiprime = (2..n)
                .any(|d| n.is_multiple_of(d) && sieve.is_prime(d) && sieve.is_prime(n / d))
                || (2..n).any(|d| d * d == n && sieve.is_prime(d));
            assert_eq!(
                sieve.semiprimes().take_while(|s| *s <= n).any(|s| s == n),
                semiprime,
                "{n}"
            );
        }
        assert_eq!(sieve.primes().count(), 2_262);
        assert_eq!(sieve.twins().count(), 342);
        assert_eq!(
            sieve.twins().take(5).collect::<Vec<_>>(),
            [3, 5, 11, 17, 29]
        );
        let sophie: Vec<_> = sieve.sophie_germain().take(6).collect();
        assert_eq!(sophie, [2, 3, 5, 11, 23, 29]);
    }

    /// C(n) as the sum of products of two earlier ones, and as binomial(2n, n) / (n + 1).
    #[test]
    fn catalan_numbers_agree_with_their_recurrence() {
        let closed: Vec<BigInt> = catalan().take(40).collect();
        let mut sums = vec![BigInt::from(1)];
        for n in 0..39 {
            sums.push((0..=n).map(|i| &sums[i] * &sums[n - i]).sum());
        }
        assert_eq!(closed, sums);
    }

    #[test]
    fn short_sequences_are_as_published() {
        let head = |values: &mut dyn Iterator<Item = BigInt>| -> Vec<String> {
            values.take(4).map(|v| v.to_string()).collect()
        };
        assert_eq!(head(&mut powers(3)), ["3", "9", "27", "81"]);
        assert_eq!(head(&mut factorials()), ["1", "2", "6", "24"]);
        assert_eq!(head(&mut products(|n| 2 * n - 1)), ["1", "3", "15", "105"]);
        let fibonacci: Vec<u64> = fibonacci(7).take(9).collect();
        assert_eq!(fibonacci, [0, 1, 1, 2, 3, 5, 1, 6, 0]);
    }
}
