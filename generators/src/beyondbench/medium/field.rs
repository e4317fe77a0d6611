//! Linear algebra modulo the prime 2^61 - 1, to prove that a rule is the only one.
//!
//! Terms grow beyond machine words, and exact elimination over them is slow. Modulo a prime it is
//! quick, and what it rules out stays ruled out: integer coefficients that satisfy equations
//! between integers also satisfy them modulo any prime. So a system without a solution here has no
//! integer solution, and the rank here is at most the rank over the rationals.

use num_bigint::{BigInt, Sign};

/// A Mersenne prime.
const PRIME: u64 = (1 << 61) - 1;

/// The residue of an integer.
pub(super) fn residue(value: &BigInt) -> u64 {
    // From the highest digit down, Horner's rule to base 2^64.
    let size = value.iter_u64_digits().rev().fold(0, |rest, digit| {
        ((u128::from(rest) << 64 | u128::from(digit)) % u128::from(PRIME)) as u64
    });
    if value.sign() == Sign::Minus {
        negative(size)
    } else {
        size
    }
}

/// The residue of `-value`.
pub(super) fn negative(value: u64) -> u64 {
    if value == 0 { 0 } else { PRIME - value }
}

/// The residue of `one - other`.
pub(super) fn minus(one: u64, other: u64) -> u64 {
    let difference = one + negative(other);
    if difference >= PRIME {
        difference - PRIME
    } else {
        difference
    }
}

/// The residue of `one * other`.
pub(super) fn times(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    // 2^61 is 1 modulo the prime, so the high part counts as ones.
    let folded = (product as u64 & PRIME) + (product >> 61) as u64;
    if folded >= PRIME {
        folded - PRIME
    } else {
        folded
    }
}

/// Linear equations in three unknowns, each `[coefficients.., right side]`, in echelon form.
#[derive(Debug, Default)]
pub(super) struct Equations {
    rows: [Option<[u64; 4]>; 3],
    contradictory: bool,
}

impl Equations {
    /// Adds one equation.
    pub(super) fn add(&mut self, mut row: [u64; 4]) {
        for (column, pivot) in self.rows.iter_mut().enumerate() {
            if row[column] == 0 {
                continue;
            }
            match pivot {
                Some(pivot) => {
                    let (lead, pivot_lead) = (row[column], pivot[column]);
                    for (value, other) in row.iter_mut().zip(&*pivot) {
                        *value = minus(times(*value, pivot_lead), times(*other, lead));
                    }
                }
                None => {
                    *pivot = Some(row);
                    return;
                }
            }
        }
        self.contradictory |= row[3] != 0;
    }

    /// How many of them are independent; `None` when they contradict each other.
    pub(super) fn rank(&self) -> Option<usize> {
        (!self.contradictory).then(|| self.rows.iter().flatten().count())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rank(rows: &[[i64; 4]]) -> Option<usize> {
        let mut equations = Equations::default();
        for row in rows {
            equations.add(row.map(|value| residue(&BigInt::from(value))));
        }
        equations.rank()
    }

    #[test]
    fn ranks_and_contradictions_are_found() {
        assert_eq!(rank(&[]), Some(0));
        assert_eq!(
            rank(&[[0, 0, 0, 0], [2, 4, 6, 8], [-1, -2, -3, -4]]),
            Some(1)
        );
        assert_eq!(rank(&[[2, 4, 6, 8], [1, 2, 3, 5]]), None);
        assert_eq!(rank(&[[0, 1, 1, 2], [0, 0, 3, 3], [5, 0, 1, 6]]), Some(3));
        let agreeing = [[1, 2, 3, 14], [0, 1, 4, 14], [1, 0, 1, 4], [2, 3, 8, 32]];
        assert_eq!(rank(&agreeing), Some(3));
    }

    proptest! {
        #[test]
        fn residues_are_those_of_exact_arithmetic(one in any::<i128>(), other in any::<i128>()) {
            let exact = |value: BigInt| {
                let prime = BigInt::from(PRIME);
                let rest = (value % &prime + &prime) % prime;
                u64::try_from(&rest).expect("below the prime")
            };
            let (one, other) = (BigInt::from(one), BigInt::from(other));
            prop_assert_eq!(residue(&one), exact(one.clone()));
            prop_assert_eq!(times(residue(&one), residue(&other)), exact(&one * &other));
            prop_assert_eq!(minus(residue(&one), residue(&other)), exact(one - other));
        }
    }
}
