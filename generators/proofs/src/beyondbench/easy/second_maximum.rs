//! `beyondbench.easy.second_maximum`, by sorting and merging equal neighbours.

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.second_maximum",
    method: "sorting and merging",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    question.is_integer(keys::found(sorted.iter().rev().nth(1))?)
}
