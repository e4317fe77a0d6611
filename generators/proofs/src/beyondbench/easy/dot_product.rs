//! `beyondbench.easy.dot_product`, by squares: 4ab is (a + b)² - (a - b)².

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.dot_product",
    method: "differences of squares",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (first, second) = keys::two_lists(question)?;
    let square = |n: i64| i128::from(n).pow(2);
    let four: i128 = first
        .iter()
        .zip(second)
        .map(|(a, b)| square(a + b) - square(a - b))
        .sum();
    question.is_integer(four / 4)
}
