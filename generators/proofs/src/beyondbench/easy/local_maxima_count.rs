//! `beyondbench.easy.local_maxima_count`, by the turns from rising to falling.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.local_maxima_count",
    method: "turns from rising to falling",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let mut turns = 0;
    let mut was_rising = false;
    for pair in numbers.windows(2) {
        turns += i64::from(was_rising && pair[1] < pair[0]);
        was_rising = pair[1] > pair[0];
    }
    question.is_integer(turns)
}
