//! Proofs of the BeyondBench tasks' keys.

mod easy;
mod hard;
mod medium;

use crate::Proof;

pub(crate) fn proofs() -> Vec<&'static Proof> {
    [easy::PROOFS, medium::PROOFS, hard::PROOFS].concat()
}
