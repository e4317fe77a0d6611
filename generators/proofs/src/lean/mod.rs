//! Proofs of the keys of theorems in Lean: that the file states what the prompt says in words, and
//! that the side which the reference proves is the true one.
//!
//! Whether a reference is accepted by Lean is tried where Lean runs; here the claim is found true or
//! false by other means, from the words, and the file is read back as text.
//!
//! | file | noun |
//! |---|---|
//! | `statement` | what a challenge states, and which side its reference proves |
//! | `machine` | the machine of a file |

mod configuration;
mod halts;
mod identity;
mod machine;
mod never_halts;
mod statement;

use crate::Proof;

pub(crate) fn proofs() -> Vec<&'static Proof> {
    vec![
        &configuration::PROOF,
        &halts::PROOF,
        &identity::PROOF,
        &never_halts::PROOF,
    ]
}
