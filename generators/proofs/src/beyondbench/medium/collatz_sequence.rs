//! `beyondbench.medium.collatz_sequence`, by undoing each step: a term is twice the next one, or it
//! is odd, and three times it, plus 1, is the next one.

use num_integer::Integer as _;

use super::terms;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.collatz_sequence",
    method: "undone steps",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let mut shown = terms::terms(question, 1)?;
    shown.push(terms::key(question)?.clone());
    for pair in shown.windows(2) {
        let odd = pair[0].is_odd();
        let undone = if odd {
            let rest = &pair[1] - 1;
            &pair[0] + &pair[0] + &pair[0] == rest
        } else {
            &pair[1] + &pair[1] == pair[0]
        };
        ensure!(undone, "{} does not follow {}", pair[1], pair[0]);
    }
    Ok(())
}
