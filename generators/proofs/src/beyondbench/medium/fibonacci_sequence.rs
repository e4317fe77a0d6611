//! `beyondbench.medium.fibonacci_sequence`, by trying each of the 13,718 rules of the family: three
//! coefficients from -9 to 9, and reversed signs or not.

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
    let shown = terms::terms(question, 4)?;
    let lows: Vec<u64> = shown.iter().map(low).collect();
    // Most rules fail at the fourth term already, whose sign is never reversed, modulo 2^64.
    let mut found = Vec::new();
    for p in COEFFICIENTS {
        for q in COEFFICIENTS {
            let left = (p as u64).wrapping_mul(lows[2]);
            let left = left.wrapping_add((q as u64).wrapping_mul(lows[1]));
            let left = lows[3].wrapping_sub(left);
            let fits = |r: &i64| (*r as u64).wrapping_mul(lows[0]) == left;
            for r in COEFFICIENTS.filter(fits) {
                let rules = [false, true].map(|reversed| by_rule(&shown, [p, q, r], reversed));
                found.extend(rules.into_iter().flatten());
            }
        }
    }
    terms::confirm_only(question, found)
}

/// The next term by the rule, if it gives all terms from the fourth on.
fn by_rule(shown: &[BigInt], rule: [i64; 3], reversed: bool) -> Option<BigInt> {
    continued(shown, 3, |before, place| {
        let parts = before.iter().rev().zip(rule);
        let sum: BigInt = parts.map(|(term, coefficient)| term * coefficient).sum();
        // Places count from 0, so the fifth has an even one.
        if reversed && place.is_multiple_of(2) {
            -sum
        } else {
            sum
        }
    })
}
