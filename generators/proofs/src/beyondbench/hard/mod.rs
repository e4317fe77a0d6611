//! Proofs of the hard tasks' keys: one file a task.

use crate::Proof;

/// Every hard task's proof.
pub(super) const PROOFS: &[&Proof] = &[];
