//! `beyondbench.easy.second_minimum`, by the values below it: there are some, and all are equal.

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.second_minimum",
    method: "equal values below it",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let second = numbers.iter().find(|candidate| {
        let mut below = numbers.iter().filter(|n| n < candidate);
        below.next().is_some_and(|first| below.all(|n| n == first))
    });
    question.is_integer(keys::found(second)?)
}
