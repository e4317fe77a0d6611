//! `beyondbench.easy.running_average`, by going from each average to the next: k times the k-th average is k - 1 times the one before,
//! and the k-th value.

use num_bigint::BigInt;

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.running_average",
    method: "from each average to the next",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let averages = keys::rationals(question)?;
    ensure!(
        averages.len() == numbers.len(),
        "{} averages are expected of {} values",
        averages.len(),
        numbers.len()
    );
    let mut before = (BigInt::ZERO, BigInt::from(1));
    for (k, (number, average)) in (1i64..).zip(numbers.iter().zip(averages)) {
        let up = BigInt::from(average.numerator());
        let down = BigInt::from(average.denominator());
        // k·up/down - (k - 1)·before = number, without the denominators.
        let step = &up * k * &before.1 - &before.0 * (k - 1) * &down;
        ensure!(
            step == &down * &before.1 * *number,
            "average {k} doesn't follow from the one before and {number}"
        );
        before = (up, down);
    }
    keys::places_are_told(question)
}
