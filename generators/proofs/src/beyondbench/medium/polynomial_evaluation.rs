//! `beyondbench.medium.polynomial_evaluation`, by reading the printed polynomial and adding up its
//! powers.

use num_bigint::BigInt;

use super::terms::told;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.polynomial_evaluation",
    method: "the sum of the printed terms",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let text = question.text("expression")?;
    let x = told(question, "x", i64::MIN..=i64::MAX)?;
    let signed = text.replace(" - ", " + -");
    let value: Option<BigInt> = signed.split(" + ").map(|part| term(part, x)).sum();
    match value {
        Some(value) => question.is_integer(value),
        None => Err(Doubt::new(format!("{text} can't be read"))),
    }
}

/// One term of the printed polynomial at `x`: `-3x^2`, `x`, `7`.
fn term(text: &str, x: i64) -> Option<BigInt> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (factor, power) = match text.split_once('x') {
        None => (text, 0),
        Some((factor, "")) => (factor, 1),
        Some((factor, power)) => (factor, power.strip_prefix('^')?.parse().ok()?),
    };
    let factor: BigInt = match factor {
        "" if power > 0 => BigInt::from(1),
        digits => digits.parse().ok()?,
    };
    (power <= 4u32).then(|| BigInt::from(x).pow(power) * factor * sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_read_as_people_write_them() {
        for (text, value) in [
            ("-x^3", Some(8)),
            ("3x", Some(-6)),
            ("7", Some(7)),
            ("", None),
        ] {
            assert_eq!(term(text, -2), value.map(BigInt::from), "{text}");
        }
        assert_eq!(term("x^5", 2), None);
    }
}
