//! `beyondbench.easy.cumulative_sum`, by its differences, which are the list.

use tribunal_verifiers::checks::Order;

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.cumulative_sum",
    method: "differences",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let sums = keys::list(question, Order::Exact)?;
    let before = std::iter::once(&0).chain(sums);
    let differences = sums
        .iter()
        .zip(before)
        .map(|(sum, before)| sum.checked_sub(*before));
    ensure!(
        differences.eq(numbers.iter().copied().map(Some)),
        "the differences of {sums:?} are not {numbers:?}"
    );
    Ok(())
}
