//! `beyondbench.medium.number_base_conversion`: both numerals have the same value, the given one by
//! adding up its digits' powers, the key by Horner's rule. A number has one numeral in each base.

use num_bigint::BigUint;
use num_traits::{One as _, Zero as _};
use tribunal_verifiers::Check;

use super::terms::told;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.number_base_conversion",
    method: "sums of powers",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let text = question.text("numeral")?;
    let (from, to) = (
        told(question, "from", 2..=36)?,
        told(question, "to", 2..=36)?,
    );
    let Check::Digits(key) = question.check else {
        return Err(Doubt::new("the key is not a numeral"));
    };
    let base = key.base();
    ensure!(i64::from(base) == to, "the key is of base {base}, not {to}");
    let mut power = BigUint::one();
    let mut given = BigUint::zero();
    for c in text.chars().rev() {
        let Some(digit) = digit(c).filter(|digit| i64::from(*digit) < from) else {
            return Err(Doubt::new(format!("{c} is no digit of base {from}")));
        };
        given += &power * digit;
        power *= from as u32;
    }
    let digits = key.digits().chars().map(digit);
    let found = digits.fold(BigUint::zero(), |sum, digit| {
        sum * base + digit.unwrap_or(0)
    });
    ensure!(given == found, "the number is {given}, the key {found}");
    Ok(())
}

/// The value of a digit.
fn digit(c: char) -> Option<u32> {
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        .find(c)
        .map(|place| place as u32)
}
