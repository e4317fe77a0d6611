//! `beyondbench.easy.division`, by multiplying back.

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.division",
    method: "multiplication back",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (a, b) = (question.int("a")?, question.int("b")?);
    ensure!(b != 0, "nothing is divided by 0");
    keys::is_rational(question, a, b)?;
    keys::places_are_told(question)
}
