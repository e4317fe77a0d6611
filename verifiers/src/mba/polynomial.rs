//! Polynomials in conjunctions of variables, and those that vanish modulo 2^n.
//!
//! The atoms are the words x_S = AND of the variables in S, for non-empty S. Every bitwise function
//! of t variables is a sum of constants times these and -1 (its Möbius inversion), so every sum of
//! products of linear expressions is a polynomial in them, in one way as far as coefficients over
//! the integers go. One that is zero is an identity at every width. Conversely, one that is not zero
//! fails at some width: minterms may be any words with disjoint bits, and at such non-negative
//! integers, which no non-zero polynomial can all have for zeros, a value other than 0 is no
//! multiple of 2^n for large n.
//!
//! At one width more polynomials vanish, such as 2^(n-1)·x·(x + 1). Written in falling factorials
//! (x)_k = x (x - 1) … (x - k + 1), with several variables in products of them, a polynomial
//! vanishes on all words modulo 2^n exactly if each coefficient times Π k_i! is divisible by 2^n
//! (Singmaster 1974): (x)_k is k! times a binomial coefficient, which gives one direction, and at the
//! point k with the smallest sum whose term does not vanish, all other terms do, which gives the
//! other, and a counterexample. Where the atoms are words that don't depend on each other (no
//! variable in two of them), this decides. Where they do, as x and x & y, it accepts soundly.

use std::collections::BTreeMap;

use super::conjunction::{Factors, Monomial};

/// The coefficients: integers, or words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ring {
    /// The integers: what is decided holds at every width.
    Integers,
    /// The integers modulo 2^n.
    Width(u32),
}

impl Ring {
    fn reduce(self, value: i128) -> i128 {
        match self {
            Self::Integers => value,
            Self::Width(width) => value & i128::from(super::mask(width)),
        }
    }

    /// `one + other`; `None` beyond 127 bits.
    fn add(self, one: i128, other: i128) -> Option<i128> {
        match self {
            Self::Integers => one.checked_add(other),
            Self::Width(_) => Some(self.reduce(one.wrapping_add(other))),
        }
    }

    /// `one * other`; `None` beyond 127 bits.
    pub(super) fn mul(self, one: i128, other: i128) -> Option<i128> {
        match self {
            Self::Integers => one.checked_mul(other),
            // Wrapping modulo 2^128 leaves the value modulo 2^n as it is.
            Self::Width(_) => Some(self.reduce(one.wrapping_mul(other))),
        }
    }
}

/// A polynomial: coefficients, none of them zero, by monomial.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Polynomial {
    terms: BTreeMap<Monomial, i128>,
}

/// What a polynomial modulo 2^n does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// It is zero for all words.
    Vanish,
    /// It is not zero where the variables have these small values.
    Differ(Vec<u64>),
    /// It would not vanish if its atoms were independent of each other, which they are not.
    Unknown,
}

impl Polynomial {
    /// The constant `value`.
    pub fn constant(ring: Ring, value: i128) -> Self {
        Self::term(ring, Monomial::ONE, value)
    }

    /// `coefficient` times `monomial`.
    pub fn term(ring: Ring, monomial: Monomial, coefficient: i128) -> Self {
        let mut terms = BTreeMap::new();
        let coefficient = ring.reduce(coefficient);
        if coefficient != 0 {
            terms.insert(monomial, coefficient);
        }
        Self { terms }
    }

    /// The terms.
    pub fn terms(&self) -> impl ExactSizeIterator<Item = (Monomial, i128)> {
        self.terms
            .iter()
            .map(|(&monomial, &value)| (monomial, value))
    }

    /// Whether every coefficient is zero.
    pub fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    /// Its coefficient at 1.
    pub fn constant_term(&self) -> i128 {
        self.terms.get(&Monomial::ONE).copied().unwrap_or(0)
    }

    /// Whether it has no product.
    pub fn is_linear(&self) -> bool {
        self.terms.keys().all(|monomial| monomial.degree() <= 1)
    }

    /// Adds `coefficient` times `monomial`; `None` when a coefficient grows beyond 127 bits.
    pub(super) fn add_term(
        &mut self,
        ring: Ring,
        monomial: Monomial,
        coefficient: i128,
    ) -> Option<()> {
        let entry = self.terms.entry(monomial).or_insert(0);
        *entry = ring.add(*entry, coefficient)?;
        if *entry == 0 {
            self.terms.remove(&monomial);
        }
        Some(())
    }

    /// Adds `factor` times `other`.
    pub(super) fn add(&mut self, ring: Ring, other: &Self, factor: i128) -> Option<()> {
        for (&monomial, &value) in &other.terms {
            self.add_term(ring, monomial, ring.mul(value, factor)?)?;
        }
        Some(())
    }

    /// `constant + factor * self`.
    pub(super) fn affine(&self, ring: Ring, constant: i128, factor: i128) -> Option<Self> {
        let mut result = Self::constant(ring, constant);
        result.add(ring, self, factor)?;
        Some(result)
    }

    /// The product; `None` when its degree passes the highest or a coefficient 127 bits.
    pub(super) fn times(&self, ring: Ring, other: &Self) -> Option<Self> {
        let mut product = Self::default();
        for (&one, &a) in &self.terms {
            for (&two, &b) in &other.terms {
                product.add_term(ring, one.times(two)?, ring.mul(a, b)?)?;
            }
        }
        Some(product)
    }

    /// What the polynomial does for all words of `width` bits, its coefficients taken modulo
    /// 2^`width`; `variables` says how long a counterexample is. `None` when the work passes its
    /// limit.
    pub fn values(&self, width: u32, variables: usize) -> Option<Values> {
        let ring = Ring::Width(width);
        let mut falling = Self::default();
        for (monomial, value) in self.terms() {
            falling.add(ring, &in_falling_factorials(ring, monomial)?, value)?;
        }
        let vanishes = |&(monomial, value): &(Monomial, i128)| {
            let factorials: u32 = monomial.factors().powers().map(|(_, k)| two_in(k)).sum();
            value.trailing_zeros() + factorials >= width
        };
        let lowest = falling
            .terms()
            .filter(|term| !vanishes(term))
            .min_by_key(|(monomial, _)| monomial.degree());
        let Some((lowest, _)) = lowest else {
            return Some(Values::Vanish);
        };
        let mut used = 0u8;
        let mut atoms: Vec<u8> = self
            .terms
            .keys()
            .flat_map(|monomial| monomial.factors().powers())
            .map(|(atom, _)| atom)
            .collect();
        atoms.sort_unstable();
        atoms.dedup();
        for atom in atoms {
            if used & atom != 0 {
                return Some(Values::Unknown);
            }
            used |= atom;
        }
        let mut words = vec![0; variables];
        for (atom, power) in lowest.factors().powers() {
            for (index, word) in words.iter_mut().enumerate() {
                if atom >> index & 1 == 1 {
                    *word = u64::from(power) & super::mask(width);
                }
            }
        }
        Some(Values::Differ(words))
    }
}

/// How often 2 divides k!.
fn two_in(k: u32) -> u32 {
    k - k.count_ones()
}

/// x^e as Σ S(e, j) (x)_j, with Stirling's numbers of the second kind, multiplied over the atoms.
fn in_falling_factorials(ring: Ring, monomial: Monomial) -> Option<Polynomial> {
    let mut result = Polynomial::constant(ring, 1);
    for (atom, power) in monomial.factors().powers() {
        let mut one = Polynomial::default();
        for (j, &number) in stirling(power as usize).iter().enumerate() {
            let mut factors = Factors::default();
            for _ in 0..j {
                factors.push(atom)?;
            }
            one.add_term(ring, factors.monomial(), number)?;
        }
        result = result.times(ring, &one)?;
    }
    Some(result)
}

/// S(e, 0) to S(e, e).
fn stirling(e: usize) -> Vec<i128> {
    let mut row = vec![1];
    for _ in 0..e {
        let mut next = vec![0; row.len() + 1];
        for (j, &number) in row.iter().enumerate() {
            next[j] += j as i128 * number;
            next[j + 1] += number;
        }
        row = next;
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stirling_numbers() {
        assert_eq!(stirling(0), [1]);
        assert_eq!(stirling(4), [0, 1, 7, 6, 1]);
    }

    /// Every polynomial of degree below 5 in one variable modulo 8, against all its values.
    #[test]
    fn null_polynomials_are_known_exactly() {
        let ring = Ring::Width(3);
        let (mut vanishing, mut total) = (0, 0);
        for code in 0..8u32.pow(4) {
            let mut polynomial = Polynomial::default();
            let mut factors = Factors::default();
            let coefficients: Vec<i128> = (0..5).map(|i| i128::from(code >> (3 * i) & 7)).collect();
            for &value in &coefficients {
                polynomial
                    .add_term(ring, factors.monomial(), value)
                    .expect("small");
                factors.push(1).expect("few");
            }
            let value = |x: i128| {
                let horner = |sum: i128, &c: &i128| sum * x + c;
                coefficients.iter().rev().fold(0, horner).rem_euclid(8)
            };
            let zero = (0..8).all(|x| value(x) == 0);
            total += 1;
            match polynomial.values(3, 1).expect("small") {
                Values::Vanish => {
                    vanishing += 1;
                    assert!(zero, "{coefficients:?}");
                }
                Values::Differ(at) => assert_ne!(value(i128::from(at[0])), 0, "{coefficients:?}"),
                Values::Unknown => panic!("one variable depends on none"),
            }
        }
        assert_eq!(total, 4096);
        // Of degree below 4: multiples of 4 (x)_2 and 4 (x)_3, which are 2 · 2.
        assert_eq!(vanishing, 4);
    }
}
