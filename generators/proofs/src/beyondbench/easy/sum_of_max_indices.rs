//! `beyondbench.easy.sum_of_max_indices`, by comparing each value with all others.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.sum_of_max_indices",
    method: "comparison with all others",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let is_top = |at: &usize| numbers.iter().all(|n| *n <= numbers[*at]);
    question.is_integer((0..numbers.len()).filter(is_top).sum::<usize>())
}
