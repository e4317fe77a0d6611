//! `beyondbench.easy.index_of_maximum`, by what stands on either side: only smaller values before it, no larger one after it.

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.index_of_maximum",
    method: "smaller before, none larger after",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let holds = |at: &usize| {
        let (before, after) = numbers.split_at(*at);
        before.iter().all(|n| *n < after[0]) && after.iter().all(|n| *n <= after[0])
    };
    let index = (0..numbers.len()).find(holds);
    question.is_integer(keys::found(index.as_ref())?)
}
