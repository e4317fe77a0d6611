//! `beyondbench.easy.element_frequency`, by striking out the smallest value that is left, again and again.

use tribunal_verifiers::Check;

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.element_frequency",
    method: "striking out",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let Check::Tally(key) = question.check else {
        return Err(keys::unlike(question, "tally"));
    };
    let mut left = numbers.to_vec();
    let mut pairs = key.expected().iter();
    while let Some(least) = left.iter().min().copied() {
        let before = left.len();
        left.retain(|n| *n != least);
        let count = before - left.len();
        let given = pairs.next().map(|(value, count)| (*value, *count as usize));
        ensure!(
            given == Some((least, count)),
            "{least} occurs {count} times, but the key says {given:?}"
        );
    }
    ensure!(pairs.next().is_none(), "the key has a value too many");
    Ok(())
}
