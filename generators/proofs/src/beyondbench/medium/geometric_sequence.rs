//! `beyondbench.medium.geometric_sequence`: each variation by what its differences satisfy, whatever
//! the disguise; a fraction as ratio by cross multiplication; and every modulus of repeated squares,
//! which divides what each square exceeds the next term by.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One as _, Signed as _, Zero as _};
use tribunal_verifiers::Check;

use super::terms::{self, Disguised, continued, differences, polynomial, quotient, told};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.geometric_sequence",
    method: "what the differences satisfy",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    if question.variation == "geometric" {
        return ratios(question);
    }
    let shown = terms::terms(question, 5)?;
    Disguised::new(&shown)?;
    let steps = Steps {
        shown: &shown,
        steps: differences(&shown),
    };
    let found: Vec<BigInt> = match question.variation {
        // Any polynomial, so from any start.
        "power_squares" | "triangular_numbers" | "pentagonal_numbers" => {
            polynomial(&shown, 2).into_iter().collect()
        }
        "power_cubes" => polynomial(&shown, 3).into_iter().collect(),
        "exponential" => powers(&steps, 1, told(question, "ratio", 2..=100)?),
        "alternating_geometric" => powers(&steps, -1, told(question, "ratio", 2..=100)?),
        "factorial" => factorials(&steps, told(question, "starts", 1..=60)?),
        "compound_growth" => compound(&steps, told(question, "ratio", 2..=100)?),
        "double_exponential" => vec![squares(&shown)?],
        other => return Err(Doubt::new(format!("{other} is no variation"))),
    };
    terms::confirm_only(question, found)
}

/// Terms by their differences.
struct Steps<'a> {
    shown: &'a [BigInt],
    steps: Vec<BigInt>,
}

impl Steps<'_> {
    /// The next term, if the differences from the place `from` on follow the rule.
    fn next(&self, from: usize, rule: impl Fn(&[BigInt], usize) -> BigInt) -> Option<BigInt> {
        let step = continued(&self.steps, from, rule)?;
        Some(self.shown.last()? + step)
    }
}

/// `a r^n + b`: each difference is r times the one before.
fn powers(shown: &Steps<'_>, sign: i64, most: i64) -> Vec<BigInt> {
    let next = |ratio: i64| shown.next(1, |steps, place| &steps[place - 1] * ratio);
    (2..=most).filter_map(|ratio| next(sign * ratio)).collect()
}

/// Differences of factorials are `n n!`, so neighbours have the ratio `(n + 1)^2 / n`.
fn factorials(shown: &Steps<'_>, starts: i64) -> Vec<BigInt> {
    let next = |start: i64| {
        shown.next(1, |steps, place| {
            // The step before is that from n! to (n + 1)!. Steps are never 0, which stands for a
            // step that is no integer.
            let n = start + place as i64 - 1;
            let above = &steps[place - 1] * ((n + 1) * (n + 1));
            quotient(&above, &BigInt::from(n)).unwrap_or_default()
        })
    };
    (1..=starts).filter_map(next).collect()
}

/// The differences of `a n r^n + b` satisfy `d(k+2) = 2 r d(k+1) - r^2 d(k)`.
fn compound(shown: &Steps<'_>, most: i64) -> Vec<BigInt> {
    let next = |r: i64| {
        shown.next(2, |steps, place| {
            &steps[place - 1] * (2 * r) - &steps[place - 2] * (r * r)
        })
    };
    (2..=most).filter_map(next).collect()
}

/// The next term, if there is only one modulus above the largest term.
fn squares(shown: &[BigInt]) -> Result<BigInt, Doubt> {
    let positive = shown.iter().all(|term| !term.is_negative());
    ensure!(positive, "a remainder is negative");
    let common = shown.windows(2).fold(BigInt::zero(), |common, pair| {
        common.gcd(&(&pair[0] * &pair[0] - &pair[1]))
    });
    let largest = shown.iter().max().cloned().unwrap_or_default();
    // A modulus is a divisor of `common`: itself, or at most half of it.
    ensure!(common > largest, "no modulus exceeds every term");
    let half = &common / 2;
    ensure!(
        half <= largest,
        "half of {common} may be the modulus as well"
    );
    Ok(shown
        .last()
        .map(|last| last * last % common)
        .unwrap_or_default())
}

/// All neighbours have one ratio, the key and the last term too; all are in lowest terms.
fn ratios(question: &Question<'_>) -> Result<(), Doubt> {
    let text = question.text("terms")?;
    let read = |text: &str| {
        let (above, below) = text.split_once('/').unwrap_or((text, "1"));
        Some((above.parse::<BigInt>().ok()?, below.parse::<BigInt>().ok()?))
    };
    let Some(mut all) = text.split(", ").map(read).collect::<Option<Vec<_>>>() else {
        return Err(Doubt::new(format!("a term of {text} is no fraction")));
    };
    let Check::Rational(key) = question.check else {
        return Err(Doubt::new("the key is not a fraction"));
    };
    ensure!(
        all.len() >= 2 && key.places.is_none(),
        "the key is not exact"
    );
    all.push((key.numerator.0.clone(), key.denominator.0.clone()));
    for (above, below) in &all {
        let lowest = below.is_positive() && !above.is_zero() && above.gcd(below).is_one();
        ensure!(lowest, "{above}/{below} is not in lowest terms");
    }
    let [(a, b), (c, d)] = [&all[0], &all[1]];
    for pair in all.windows(2) {
        let [(e, f), (g, h)] = [&pair[0], &pair[1]];
        ensure!(c * b * e * h == a * d * g * f, "{g}/{h} has another ratio");
    }
    Ok(())
}
