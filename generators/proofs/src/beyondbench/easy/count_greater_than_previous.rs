//! `beyondbench.easy.count_greater_than_previous`, by the falls and the ties: every other step is a rise.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.count_greater_than_previous",
    method: "falls and ties",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let steps = numbers.windows(2);
    let others = steps.clone().filter(|pair| pair[1] <= pair[0]).count();
    question.is_integer(steps.len() - others)
}
