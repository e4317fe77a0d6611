//! `beyondbench.easy.interleave_lists`, by taking it apart again.

use tribunal_verifiers::checks::Order;

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.interleave_lists",
    method: "taking it apart",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (first, second) = keys::two_lists(question)?;
    let merged = keys::list(question, Order::Exact)?;
    let from = |start: usize| merged.iter().skip(start).step_by(2);
    ensure!(
        from(0).eq(first) && from(1).eq(second),
        "{merged:?} doesn't come apart into {first:?} and {second:?}"
    );
    Ok(())
}
