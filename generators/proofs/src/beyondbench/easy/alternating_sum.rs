//! `beyondbench.easy.alternating_sum`, by adding up the places with a plus and those with a minus apart.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.alternating_sum",
    method: "sums by place",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let from = |start: usize| numbers.iter().skip(start).step_by(2).sum::<i64>();
    question.is_integer(from(0) - from(1))
}
