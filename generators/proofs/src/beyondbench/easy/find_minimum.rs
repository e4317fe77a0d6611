//! `beyondbench.easy.find_minimum`, by the value that has nothing below it.

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.find_minimum",
    method: "no value below it",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let bottom = numbers
        .iter()
        .find(|bottom| numbers.iter().all(|n| n >= bottom));
    question.is_integer(keys::found(bottom)?)
}
