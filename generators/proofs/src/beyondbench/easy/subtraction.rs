//! `beyondbench.easy.subtraction`, by adding back.

use num_bigint::BigInt;

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.subtraction",
    method: "addition back",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (a, b) = (question.int("a")?, question.int("b")?);
    let key = keys::integer(question)?;
    let sum = key + BigInt::from(a);
    ensure!(sum == BigInt::from(b), "{key} and {a} make {sum}, not {b}");
    Ok(())
}
