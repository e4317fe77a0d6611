//! `beyondbench.easy.find_maximum`, by the value that has nothing above it.

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.find_maximum",
    method: "no value above it",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let top = numbers.iter().find(|top| numbers.iter().all(|n| n <= top));
    question.is_integer(keys::found(top)?)
}
