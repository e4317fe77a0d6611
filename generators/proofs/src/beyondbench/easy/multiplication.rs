//! `beyondbench.easy.multiplication`, by dividing it by every value, which leaves 1; it is 0 exactly if a value is.

use num_bigint::BigInt;
use num_integer::Integer as _;

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.multiplication",
    method: "division by every value",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let mut left = keys::integer(question)?.clone();
    if numbers.contains(&0) {
        ensure!(left == BigInt::ZERO, "a value is 0, but the key is {left}");
        return Ok(());
    }
    for number in numbers {
        let (quotient, rest) = left.div_rem(&BigInt::from(*number));
        ensure!(rest == BigInt::ZERO, "the key is no multiple of {number}");
        left = quotient;
    }
    ensure!(
        left == BigInt::from(1),
        "the key divided by all values is {left}"
    );
    Ok(())
}
