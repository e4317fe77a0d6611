//! `beyondbench.hard.longest_common_subsequence`, bit-parallel: one word of bits stands for a row of
//! the table, and an addition carries through it (Hyyrö, "Bit-parallel LCS-length computation
//! revisited", 2004).

use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.longest_common_subsequence",
    method: "a row of the table in one word of bits",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (first, second) = (question.text("first")?, question.text("second")?);
    ensure!(
        (1..=64).contains(&first.len()),
        "{first} does not fit a word of bits"
    );
    let mut row = u64::MAX;
    for letter in second.bytes() {
        let places = first
            .bytes()
            .enumerate()
            .fold(0, |set, (at, other)| set | u64::from(other == letter) << at);
        let common = row & places;
        row = row.wrapping_add(common) | (row - common);
    }
    // A zero for each letter of the longest common subsequence.
    let known = u64::MAX >> (64 - first.len());
    question.is_integer((!row & known).count_ones())
}
