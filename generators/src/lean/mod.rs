//! Theorems in Lean 4: what Turing machines do, and identities of n-bit words, to be proved.
//!
//! The statements are core Lean with a small model of our own ([`tribunal_verifiers::lean`]); each
//! comes with the same claim in words, from the same item. What is asked of an answer are the
//! variations, the same for every task:
//!
//! | variation | the claim | the answer |
//! |---|---|---|
//! | `proof` | true | what stands in place of `sorry` |
//! | `file` | true | the whole file |
//! | `fix` | true | the whole file, which is shown with a proof that fails |
//! | `refute` | false; its negation is the theorem | what stands in place of `sorry` |
//! | `decide` | true or false, each in half the items | the whole file, with the claim or its negation proved |
//!
//! Every item carries a proof that our generator writes from what it knows of the machine or the
//! identity (`script`), so that no theorem is asked for that has no proof; and a proof broken in a
//! place that certainly matters, which is what is shown to be mended, and the counterfeit.
//!
//! | file | noun |
//! |---|---|
//! | `form` | the variations: a theorem, its proofs and a form make a check and a prompt's variables |
//! | `proof` | proof scripts |
//! | `bits` | scripts for identities of words |
//! | `closure` | scripts for machines that repeat nothing: a closed set of contexts |

mod bits;
mod closure;
mod configuration;
mod form;
mod halts;
mod identity;
mod never_halts;
mod proof;

use crate::task::Task;

/// Every task whose answer is a proof in Lean.
pub(crate) const TASKS: &[&Task] = &[
    &configuration::TASK,
    &halts::TASK,
    &identity::TASK,
    &never_halts::TASK,
];
