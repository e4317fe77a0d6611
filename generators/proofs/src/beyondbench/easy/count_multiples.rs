//! `beyondbench.easy.count_multiples`, by walking through the multiples: k is taken away, doubled as often as it fits.

use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.count_multiples",
    method: "division by subtraction",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let k = question.int("k")?;
    ensure!(k >= 1, "nothing is a multiple of {k}");
    let multiples = numbers.iter().filter(|n| {
        let mut left = n.abs();
        while left >= k {
            let mut chunk = k;
            while chunk * 2 <= left {
                chunk *= 2;
            }
            left -= chunk;
        }
        left == 0
    });
    question.is_integer(multiples.count())
}
