//! `beyondbench.easy.set_difference`, by striking the second list's values from the first.

use std::collections::BTreeSet;

use tribunal_verifiers::checks::Order;

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.set_difference",
    method: "striking out",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (first, second) = keys::two_lists(question)?;
    let mut left: BTreeSet<i64> = first.iter().copied().collect();
    for value in second {
        left.remove(value);
    }
    keys::is_list(question, Order::Any, left.into_iter())
}
