//! Theorems in Lean: what is claimed, what a proof may use, and the code of an answer.
//!
//! Nothing here runs Lean; a [`Court`](crate::Court) does.
//!
//! | module | noun |
//! |---|---|
//! | [`fence`] | the Lean code that a response ends with |
//! | [`turing`] | Turing machines in Lean, and claims about them |
//! | [`words`] | identities of n-bit words in Lean, and claims about them |

pub mod fence;
pub mod turing;
pub mod words;

use serde::{Deserialize, Serialize};

/// What a submission may contain. The judge enforces `axioms` on the constants that the proof
/// reaches; the rest is read from the text before anything is run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeanPolicy {
    /// Axioms that a proof may rest on, by their full names; each must also have the type that
    /// the trusted library gives it.
    pub axioms: Vec<String>,
    /// Words that may not occur as a token outside comments and strings, e.g. tactics that would
    /// make the question pointless.
    pub forbidden: Vec<String>,
    /// Modules that a file may import.
    pub imports: Vec<String>,
    /// The most bytes of a submission.
    pub max_bytes: u32,
}

impl Default for LeanPolicy {
    /// Lean's three standard axioms, `Init` alone, 256 KiB.
    fn default() -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            axioms: owned(&["propext", "Classical.choice", "Quot.sound"]),
            forbidden: Vec::new(),
            imports: owned(&["Init"]),
            max_bytes: 256 << 10,
        }
    }
}
