//! `beyondbench.easy.longest_increasing_subsequence`, by trying all subsets of a list of up to ten values, and on longer ones by the longest
//! subsequence that ends at each place, which is one more than the longest that it can follow.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.longest_increasing_subsequence",
    method: "all subsets; on long lists the quadratic recurrence",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    question.is_integer(if numbers.len() <= 10 {
        by_subsets(numbers)
    } else {
        by_ends(numbers)
    })
}

fn by_subsets(numbers: &[i64]) -> u32 {
    let rising = |subset: &u32| {
        let mut top = None;
        let chosen = (0..numbers.len()).filter(|i| subset >> i & 1 == 1);
        chosen.map(|i| numbers[i]).all(|value| {
            let above = top < Some(value);
            top = Some(value);
            above
        })
    };
    let lengths = (0..1u32 << numbers.len()).filter(rising);
    lengths.map(u32::count_ones).max().unwrap_or(0)
}

fn by_ends(numbers: &[i64]) -> u32 {
    let mut ends: Vec<u32> = Vec::with_capacity(numbers.len());
    for number in numbers {
        let before = numbers.iter().zip(&ends).filter(|(n, _)| *n < number);
        let longest = before.map(|(_, length)| *length).max();
        ends.push(longest.unwrap_or(0) + 1);
    }
    ends.into_iter().max().unwrap_or(0)
}
