//! `beyondbench.easy.median`, by how many values lie on either side, without sorting.

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.median",
    method: "ranks of the values in the middle",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let n = numbers.len();
    ensure!(n > 0, "an empty list has no median");
    let twice = kth(numbers, (n - 1) / 2)? + kth(numbers, n / 2)?;
    let key = keys::is_rational(question, twice, 2)?;
    ensure!(key.places.is_none(), "a median is asked for exactly");
    Ok(())
}

/// The k-th smallest value: the one with at most k values below it and more than k not above it.
fn kth(numbers: &[i64], k: usize) -> Result<i64, Doubt> {
    let holds = |value: &&i64| {
        let below = numbers.iter().filter(|n| n < value).count();
        let up_to = numbers.iter().filter(|n| n <= value).count();
        below <= k && k < up_to
    };
    keys::found(numbers.iter().find(holds))
}
