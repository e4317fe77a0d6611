//! `beyondbench.hard.edit_distance`, by how far so many changes can lead: for each difference of
//! lengths the farthest place in the first word that is reached, equal letters being free (Ukkonen,
//! "Algorithms for approximate string matching", 1985). No cell of the usual table is ever filled.

use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.edit_distance",
    method: "the farthest places that so many changes reach",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let first = question.text("first")?.as_bytes();
    let second = question.text("second")?.as_bytes();
    let (m, n) = (first.len() as i64, second.len() as i64);
    // `reach[k + m + 1]` is how many letters of the first word are done when k more of the second
    // are; before the first round none are, at no cost.
    const NEVER: i64 = i64::MIN / 2;
    let slot = |k: i64| (k + m + 1) as usize;
    let mut reach = vec![NEVER; (m + n + 3) as usize];
    for changes in 0..=m.max(n) {
        let before = reach.clone();
        for k in (-changes).max(-m)..=changes.min(n) {
            let start = if changes == 0 {
                0
            } else {
                let replaced = before[slot(k)] + 1;
                let inserted = before[slot(k - 1)];
                let deleted = before[slot(k + 1)] + 1;
                replaced.max(inserted).max(deleted)
            };
            // A change may not lead beyond either end.
            let mut at = start.min(m).min(n - k);
            while at >= 0
                && at + k >= 0
                && at < m
                && at + k < n
                && first[at as usize] == second[(at + k) as usize]
            {
                at += 1;
            }
            reach[slot(k)] = at;
        }
        if reach[slot(n - m)] >= m {
            return question.is_integer(changes);
        }
    }
    Err(Doubt::new("no number of changes suffices"))
}
