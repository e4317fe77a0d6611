//! A second proof of every key.
//!
//! For each task one file holds a method that confirms an item's key and was written apart from
//! the generator: it reads the problem as the prompt prints it, solves it in another way, and
//! compares. Nothing here calls a generator's or a check's own solver; what the two share is the
//! text of the question. `tribunal selftest` sweeps these methods over as many items as wanted.
//!
//! | module | noun |
//! |---|---|
//! | [`question`] | what a proof is given, and its complaint |
//! | `beyondbench`, `busy_beaver`, `lean`, `mba` | one file a task |
//! | `tmbench` | TMBench's task |
//! | [`mod@sweep`] | many items of a variation, each put to every test that holds for all |
//! | [`guess`] | what the best constant answer to a variation is worth |

mod beyondbench;
mod busy_beaver;
pub mod guess;
mod lean;
mod mba;
pub mod question;
pub mod sweep;
mod tmbench;

use std::sync::LazyLock;

pub use question::{Doubt, Question};

/// A second method for one task's keys.
#[derive(Clone, Copy, Debug)]
pub struct Proof {
    /// The task's name.
    pub task: &'static str,
    /// How the key is confirmed, in a few words, e.g. `exhaustive search`.
    pub method: &'static str,
    /// Confirms the key of one item.
    pub confirm: fn(&Question<'_>) -> Result<(), Doubt>,
}

static PROOFS: LazyLock<Vec<&'static Proof>> = LazyLock::new(|| {
    let mut all = [
        beyondbench::proofs(),
        busy_beaver::proofs(),
        lean::proofs(),
        mba::proofs(),
    ]
    .concat();
    all.push(&tmbench::PROOF);
    all.sort_unstable_by_key(|proof| proof.task);
    all
});

/// All proofs, ordered by task.
pub fn proofs() -> &'static [&'static Proof] {
    &PROOFS
}

/// The proof of that task's keys.
pub fn proof(task: &str) -> Option<&'static Proof> {
    PROOFS
        .binary_search_by_key(&task, |proof| proof.task)
        .ok()
        .map(|place| PROOFS[place])
}

/// Returns a [`Doubt`] with this message unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err($crate::Doubt::new(format!($($message)+)));
        }
    };
}
pub(crate) use ensure;
