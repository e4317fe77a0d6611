//! What the proofs of sequences share: reading the shown terms, and continuing them by each rule
//! that fits.

use std::ops::RangeInclusive;

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::Zero as _;
use tribunal_verifiers::Check;

use crate::{Doubt, Question, ensure};

/// The shown terms, of which there must be `least` or more.
pub(super) fn terms(question: &Question<'_>, least: usize) -> Result<Vec<BigInt>, Doubt> {
    let text = question.text("terms")?;
    let terms: Result<Vec<BigInt>, _> = text.split(", ").map(str::parse).collect();
    let Ok(terms) = terms else {
        return Err(Doubt::new(format!("a term of {text} is no integer")));
    };
    ensure!(
        terms.len() >= least,
        "{text} shows fewer than {least} terms"
    );
    Ok(terms)
}

/// The number `name` of the prompt, which has to be in this range.
pub(super) fn told(
    question: &Question<'_>,
    name: &str,
    range: RangeInclusive<i64>,
) -> Result<i64, Doubt> {
    let value = question.int(name)?;
    ensure!(range.contains(&value), "{name} is {value}");
    Ok(value)
}

/// The key, which has to be an integer.
pub(super) fn key<'a>(question: &Question<'a>) -> Result<&'a BigInt, Doubt> {
    match question.check {
        Check::Integer(key) => Ok(&key.expected.0),
        other => Err(Doubt::new(format!(
            "the key is a {}, not an integer",
            other.kind()
        ))),
    }
}

/// Confirms that there is a rule that gives the shown terms, and that each such rule goes on with
/// the key; `found` holds the next term by each.
pub(super) fn confirm_only(
    question: &Question<'_>,
    found: impl IntoIterator<Item = BigInt>,
) -> Result<(), Doubt> {
    let key = key(question)?;
    let mut rules = 0;
    for next in found {
        ensure!(next == *key, "a rule goes on with {next}, the key is {key}");
        rules += 1;
    }
    ensure!(rules > 0, "no rule of the family gives the shown terms");
    Ok(())
}

/// The next term by `rule` if it gives all terms from the place `from` on: it is a function of the
/// terms before and the place, counted from 0.
pub(super) fn continued<T: PartialEq>(
    terms: &[T],
    from: usize,
    rule: impl Fn(&[T], usize) -> T,
) -> Option<T> {
    let fits = (from..terms.len()).all(|place| rule(&terms[..place], place) == terms[place]);
    fits.then(|| rule(terms, terms.len()))
}

/// The whole quotient, if there is one.
pub(super) fn quotient(dividend: &BigInt, divisor: &BigInt) -> Option<BigInt> {
    if divisor.is_zero() {
        return None;
    }
    let (quotient, rest) = dividend.div_rem(divisor);
    rest.is_zero().then_some(quotient)
}

/// The differences of neighbours.
pub(super) fn differences(terms: &[BigInt]) -> Vec<BigInt> {
    terms.windows(2).map(|pair| &pair[1] - &pair[0]).collect()
}

/// The next value of the polynomial of this degree or less through all terms, which are more than
/// the degree: its last layer of differences is constant.
pub(super) fn polynomial(terms: &[BigInt], degree: usize) -> Option<BigInt> {
    let mut layer = terms.to_vec();
    let mut next = BigInt::zero();
    for _ in 0..degree {
        next += layer.last()?;
        layer = differences(&layer);
    }
    let last = layer.last()?;
    let constant = layer.iter().all(|value| value == last);
    constant.then(|| next + last)
}

/// The number modulo 2^64. What holds between integers holds between these too, so most rules are
/// ruled out without a long number.
pub(super) fn low(value: &BigInt) -> u64 {
    let size = value.iter_u64_digits().next().unwrap_or(0);
    if value.sign() == Sign::Minus {
        size.wrapping_neg()
    } else {
        size
    }
}

/// The values of a known sequence `f`, from its first on.
pub(super) struct Known {
    values: Vec<BigInt>,
    lows: Vec<u64>,
}

impl Known {
    pub(super) fn new(values: impl IntoIterator<Item = impl Into<BigInt>>) -> Self {
        let values: Vec<BigInt> = values.into_iter().map(Into::into).collect();
        let lows = values.iter().map(low).collect();
        Self { values, lows }
    }
}

/// The shown terms of `a f(n) + b`.
pub(super) struct Disguised<'a> {
    terms: &'a [BigInt],
    lows: Vec<u64>,
}

impl<'a> Disguised<'a> {
    /// # Errors
    /// A doubt when all terms are the same, which leaves the next one open.
    pub(super) fn new(terms: &'a [BigInt]) -> Result<Self, Doubt> {
        let differ = terms.iter().any(|term| *term != terms[0]);
        ensure!(differ, "all terms are the same");
        let lows = terms.iter().map(low).collect();
        Ok(Self { terms, lows })
    }

    /// The next term, if the terms are `a f(n) + b` for the values of `f` from the place `start` on,
    /// with some integers `a`, not 0, and `b`. These follow from two different values.
    pub(super) fn continued(&self, known: &Known, start: usize) -> Option<BigInt> {
        let (terms, count) = (self.terms, self.terms.len());
        let values = known.values.get(start..=start + count)?;
        let lows = &known.lows[start..start + count];
        let other = (1..count).find(|place| values[*place] != values[0])?;
        let low_rise = self.lows[other].wrapping_sub(self.lows[0]);
        let low_run = lows[other].wrapping_sub(lows[0]);
        let may_fit = self.lows.iter().zip(lows).all(|(term, value)| {
            let (rise, run) = (term.wrapping_sub(self.lows[0]), value.wrapping_sub(lows[0]));
            rise.wrapping_mul(low_run) == run.wrapping_mul(low_rise)
        });
        if !may_fit {
            return None;
        }
        let factor = quotient(&(&terms[other] - &terms[0]), &(&values[other] - &values[0]))?;
        let at = |place: usize| &terms[0] + &factor * (&values[place] - &values[0]);
        let fits = !factor.is_zero() && (0..count).all(|place| at(place) == terms[place]);
        fits.then(|| at(count))
    }
}
