//! Proofs of the Busy Beaver tasks' keys: one file a task, over a machine of their own.
//!
//! | file | noun |
//! |---|---|
//! | `table` | the machine as the prompt's table tells it, and its run on two stacks |
//! | `certificate` | certificates of never halting, confirmed a second time |

pub(crate) mod certificate;
mod construct;
mod halts;
mod predict;
mod prove_nonhalting;
mod run;
pub(crate) mod table;

use crate::Proof;

pub(crate) fn proofs() -> Vec<&'static Proof> {
    vec![
        &construct::PROOF,
        &halts::PROOF,
        &predict::PROOF,
        &prove_nonhalting::PROOF,
        &run::PROOF,
    ]
}
