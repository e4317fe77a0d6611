//! `beyondbench.easy.reverse_list`, place by place from both ends.

use tribunal_verifiers::checks::Order;

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.reverse_list",
    method: "places from both ends",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let reversed = keys::list(question, Order::Exact)?;
    let n = numbers.len();
    ensure!(
        reversed.len() == n && (0..n).all(|at| reversed[at] == numbers[n - 1 - at]),
        "{reversed:?} is not {numbers:?} backwards"
    );
    Ok(())
}
