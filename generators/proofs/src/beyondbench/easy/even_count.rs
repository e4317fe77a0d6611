//! `beyondbench.easy.even_count`, by the last decimal digits.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.even_count",
    method: "last decimal digits",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let ends = numbers
        .iter()
        .filter(|n| n.to_string().ends_with(['0', '2', '4', '6', '8']));
    question.is_integer(ends.count())
}
