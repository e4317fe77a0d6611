//! `beyondbench.easy.max_adjacent_difference`, by sorting the steps.

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.max_adjacent_difference",
    method: "sorted steps",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let shifted = numbers.iter().skip(1);
    let mut steps: Vec<i64> = numbers
        .iter()
        .zip(shifted)
        .map(|(a, b)| a.max(b) - a.min(b))
        .collect();
    steps.sort_unstable();
    question.is_integer(keys::found(steps.last())?)
}
