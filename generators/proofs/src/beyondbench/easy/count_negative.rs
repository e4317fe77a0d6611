//! `beyondbench.easy.count_negative`, by the minus signs of the printed list.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.count_negative",
    method: "printed minus signs",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    question.is_integer(format!("{numbers:?}").matches('-').count())
}
