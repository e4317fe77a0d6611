//! `beyondbench.easy.sum_of_digits`, on the printed digits.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.sum_of_digits",
    method: "printed digits",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let text = format!("{numbers:?}");
    let digits = text.chars().filter_map(|c| c.to_digit(10));
    question.is_integer(digits.sum::<u32>())
}
