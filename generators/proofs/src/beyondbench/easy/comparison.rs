//! `beyondbench.easy.comparison`, by the sign of the difference.

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.comparison",
    method: "the sign of the difference",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (a, b) = (question.int("a")?, question.int("b")?);
    let word = match (i128::from(a) - i128::from(b)).signum() {
        1 => "greater",
        -1 => "less",
        _ => "equal",
    };
    keys::is_choice(question, word, &["greater", "less", "equal"])
}
