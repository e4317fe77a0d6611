//! `beyondbench.easy.set_intersection`, by seeking every value of either list in the other and in the key.

use tribunal_verifiers::checks::Order;

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.set_intersection",
    method: "membership of every value",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (first, second) = keys::two_lists(question)?;
    let key = keys::list(question, Order::Any)?;
    for value in first.iter().chain(second) {
        let common = first.contains(value) && second.contains(value);
        let given = key.iter().filter(|n| *n == value).count();
        ensure!(
            given == usize::from(common),
            "the key has {value} {given} times"
        );
    }
    let stray = key.iter().find(|value| !first.contains(value));
    ensure!(stray.is_none(), "the key has {stray:?}, which no list has");
    Ok(())
}
