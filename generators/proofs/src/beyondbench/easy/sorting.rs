//! `beyondbench.easy.sorting`, by each value's rank: every value goes to the places from the number of values below it on.

use tribunal_verifiers::checks::Order;

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.sorting",
    method: "ranks",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let mut placed = vec![None; numbers.len()];
    for number in numbers {
        let rank = numbers.iter().filter(|n| *n < number).count();
        let place = placed.iter_mut().skip(rank).find(|place| place.is_none());
        if let Some(place) = place {
            *place = Some(*number);
        }
    }
    keys::is_list(question, Order::Exact, placed.into_iter().flatten())
}
