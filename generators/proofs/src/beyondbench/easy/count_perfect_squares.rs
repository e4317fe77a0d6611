//! `beyondbench.easy.count_perfect_squares`, by adding up odd numbers, whose partial sums are the squares.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.count_perfect_squares",
    method: "sums of odd numbers",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let squares = numbers.iter().filter(|number| {
        let (mut square, mut odd) = (0, 1);
        while square < **number {
            square += odd;
            odd += 2;
        }
        square == **number
    });
    question.is_integer(squares.count())
}
