//! m-tag systems: the machine that TMBench asks about.
//!
//! A queue of symbols, one production a symbol, a deletion number m. One step reads the head
//! symbol, deletes m symbols from the head and appends the head's production to the tail; a queue
//! shorter than m halts the machine. (Deleting first and appending after, as the published
//! generator does, gives the same queue as the textbook order whenever the queue holds at least m
//! symbols, and a shorter one is never stepped.)
//!
//! Source of machine and scores: "Computational Reasoning of Large Language Models"
//! (arXiv 2504.20771).
//!
//! | module | noun |
//! |---|---|
//! | `words` | words over an alphabet in one flat buffer |
//! | `system` | the machine, validated |
//! | `trace` | the states of one run, as windows over one tape |
//! | `spell` | states as text, and text as states |
//! | `sheet` | which states a response gives, and the verdict on them |
//! | `strict`, `lenient` | the two readings of a response |
//! | [`score`] | step accuracy, step-weighted accuracy and pass rate over many responses |

pub(crate) mod lenient;
pub mod score;
pub(crate) mod sheet;
pub(crate) mod spell;
pub(crate) mod strict;
mod system;
#[cfg(test)]
mod tests;
mod trace;
mod words;

pub use system::{Alphabet, MAX_PRODUCTION, MAX_SYMBOL_BYTES, MAX_SYMBOLS, SystemError, TagSystem};
pub use trace::Trace;
pub use words::Words;
