//! `beyondbench.easy.sum`, by taking the values from the last to the first into two sums, one of
//! the positive and one of the negative values.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.sum",
    method: "sums by sign",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let side = |sign: i64| -> i64 {
        let of_sign = numbers.iter().rev().filter(|n| n.signum() == sign);
        of_sign.map(|n| n.abs()).sum()
    };
    question.is_integer(side(1) - side(-1))
}
