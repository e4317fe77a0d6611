//! `beyondbench.easy.weighted_sum`, by adding up the sums of all the list's ends: the value at place k stands in k of them.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.weighted_sum",
    method: "sums of the ends",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let ends = (0..numbers.len()).map(|from| numbers[from..].iter().sum::<i64>());
    question.is_integer(ends.sum::<i64>())
}
