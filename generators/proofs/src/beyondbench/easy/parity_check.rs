//! `beyondbench.easy.parity_check`, by the last digit of the product, multiplied up from the last digits.

use super::keys;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.parity_check",
    method: "the last digit of the product",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let last = numbers.iter().fold(1, |last, n| last * (n.abs() % 10) % 10);
    let word = match last {
        0 | 2 | 4 | 6 | 8 => "even",
        _ => "odd",
    };
    keys::is_choice(question, word, &["even", "odd"])
}
