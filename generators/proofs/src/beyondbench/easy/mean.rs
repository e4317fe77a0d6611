//! `beyondbench.easy.mean`, by the deviations from it, which add up to nothing.

use num_bigint::BigInt;

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.mean",
    method: "deviations add up to nothing",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let key = keys::rational(question)?;
    let (up, down) = (&key.numerator.0, &key.denominator.0);
    let deviations: BigInt = numbers.iter().map(|n| down * *n - up).sum();
    ensure!(
        deviations == BigInt::ZERO,
        "the deviations from {up}/{down} add up to {deviations}/{down}"
    );
    keys::places_are_told(question)
}
