//! `beyondbench.medium.fibonacci_sequence`, by trying each of the 13,718 rules of the family: three
//! coefficients from -9 to 9, and reversed signs or not.

use std::iter::Sum;
use std::ops::{Mul, Neg};

use num_bigint::BigInt;

use super::terms::{self, continued, low};
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.fibonacci_sequence",
    method: "trying all rules of the family",
    confirm,
};

const COEFFICIENTS: std::ops::RangeInclusive<i64> = -9..=9;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let shown = terms::terms(question, 5)?;
    let lows: Vec<u64> = shown.iter().map(low).collect();
    // Short enough for sums of three multiples, as most are.
    let short = |term: &BigInt| {
        i128::try_from(term)
            .ok()
            .filter(|term| term.abs() < 1 << 120)
    };
    let short: Option<Vec<i128>> = shown.iter().map(short).collect();
    let mut found = Vec::new();
    for (rule, reversed) in plausible(&lows) {
        found.extend(match &short {
            Some(shown) => by_rule(shown, rule, reversed).map(BigInt::from),
            None => by_rule(&shown, rule, reversed),
        });
    }
    terms::confirm_only(question, found)
}

/// The rules that give the fourth and the fifth term modulo 2^64: hardly any other than those which
/// give them exactly.
fn plausible(lows: &[u64]) -> impl Iterator<Item = ([i128; 3], bool)> {
    let sum = |window: &[u64], rule: [i64; 3]| {
        let parts = window[..3].iter().rev().zip(rule);
        parts.fold(0u64, |sum, (term, coefficient)| {
            sum.wrapping_add(term.wrapping_mul(coefficient as u64))
        })
    };
    let pairs = COEFFICIENTS.flat_map(|p| COEFFICIENTS.map(move |q| (p, q)));
    let rules = pairs.flat_map(move |(p, q)| {
        // The sign of the fourth term is never reversed.
        let left = lows[3].wrapping_sub(sum(lows, [p, q, 0]));
        COEFFICIENTS
            .filter_map(move |r| (lows[0].wrapping_mul(r as u64) == left).then_some([p, q, r]))
    });
    rules.flat_map(move |rule| {
        let fifth = sum(&lows[1..], rule);
        let rule = rule.map(i128::from);
        let plain = (fifth == lows[4]).then_some((rule, false));
        let reversed = (fifth.wrapping_neg() == lows[4]).then_some((rule, true));
        [plain, reversed].into_iter().flatten()
    })
}

/// The next term by the rule, if it gives all terms from the fourth on.
fn by_rule<T>(shown: &[T], rule: [i128; 3], reversed: bool) -> Option<T>
where
    T: Clone + PartialEq + Mul<i128, Output = T> + Neg<Output = T> + Sum,
{
    continued(shown, 3, |before, place| {
        let parts = before.iter().rev().zip(rule);
        let sum: T = parts
            .map(|(term, coefficient)| term.clone() * coefficient)
            .sum();
        // Places count from 0, so the fifth has an even one.
        if reversed && place.is_multiple_of(2) {
            -sum
        } else {
            sum
        }
    })
}
