//! `beyondbench.easy.absolute_difference`, by squares: the distance is the non-negative root of a² - 2ab + b².

use num_bigint::{BigInt, Sign};

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.absolute_difference",
    method: "the square of the distance",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (a, b) = (question.int("a")?, question.int("b")?);
    let key = keys::integer(question)?;
    ensure!(key.sign() != Sign::Minus, "the distance {key} is negative");
    let (a, b) = (BigInt::from(a), BigInt::from(b));
    let square = &a * &a - 2 * &a * &b + &b * &b;
    ensure!(key.pow(2) == square, "the square of {key} is not {square}");
    Ok(())
}
