//! `beyondbench.easy.variance`, by the squared differences of all pairs, whose sum is n² times the variance.

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.variance",
    method: "squared differences of all pairs",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let n = numbers.len() as i64;
    keys::is_rational(question, squared_differences(numbers), n * n)?;
    keys::places_are_told(question)
}

/// The squares of the differences of all pairs of places, each pair once.
pub(super) fn squared_differences(numbers: &[i64]) -> i128 {
    let mut sum = 0;
    for (at, one) in numbers.iter().enumerate() {
        let after = numbers[at + 1..].iter();
        // A difference is at most 2·10^9, so its square fits; the sum of 4096 needs more.
        let squares = after.map(|other| i128::from((one - other).pow(2)));
        sum += squares.sum::<i128>();
    }
    sum
}
