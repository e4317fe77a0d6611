//! `beyondbench.easy.mode`, by counting every value.

use std::collections::BTreeMap;

use tribunal_verifiers::checks::Order;

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.mode",
    method: "counts of all values",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let mut counts = BTreeMap::new();
    for number in numbers {
        *counts.entry(*number).or_insert(0) += 1;
    }
    let top = counts.values().copied().max();
    let modes = counts
        .into_iter()
        .filter(|(_, count)| Some(*count) == top)
        .map(|(value, _)| value);
    keys::is_list(question, Order::Any, modes)
}
