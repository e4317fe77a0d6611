//! The judgement of one submission, in the order in which it is made.
//!
//! | module | step |
//! |---|---|
//! | [`text`] | what the text may hold, before anything runs |
//! | [`compare`] | whether the statement is the one that was asked |
//! | [`reach`] | what the proof rests on |
//! | [`axioms`] | which axioms are among it |
//! | [`kernel`] | what the next step asks of a Lean |
//! | [`replay`] | all of it through the kernel, in a Lean that never saw the file |

pub mod axioms;
pub mod compare;
pub(crate) mod kernel;
pub mod reach;
pub(crate) mod replay;
pub mod text;
