//! `beyondbench.easy.range`, by the largest distance between any two values.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.range",
    method: "distances of all pairs",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let distances = numbers
        .iter()
        .flat_map(|a| numbers.iter().map(move |b| a - b));
    question.is_integer(distances.fold(0, i64::max))
}
