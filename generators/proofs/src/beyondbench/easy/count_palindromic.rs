//! `beyondbench.easy.count_palindromic`, by reversing each value's digits with arithmetic.

use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.count_palindromic",
    method: "digits reversed by arithmetic",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let lowest = numbers.iter().min();
    ensure!(lowest >= Some(&0), "a minus sign would settle the question");
    let palindromes = numbers.iter().filter(|number| {
        let (mut left, mut reversed) = (**number, 0);
        while left > 0 {
            reversed = reversed * 10 + left % 10;
            left /= 10;
        }
        reversed == **number
    });
    question.is_integer(palindromes.count())
}
