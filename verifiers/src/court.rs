//! Who runs an untrusted answer, for the checks that can't decide by reading it.

use std::fmt;

use crate::check::{Answer, Check};
use crate::verdict::{Judgement, Verdict};

/// Judges the answers of checks that need something run: a program, a proof, a plugin.
///
/// This crate does no I/O, so it only says what a court is; the harness hands one in. A court
/// gives the same judgement for the same check, text and version: its limits are counted in
/// deterministic units and not in time. What it can't decide (a missing guest, a resource that
/// ran out on this machine) is a [`Verdict::error`], never a pass.
pub trait Court: fmt::Debug + Send + Sync {
    /// The version under which its verdicts on `check` are stored: what decides them besides the
    /// check's own data.
    fn version(&self, check: &Check) -> String;

    /// Judges one response to a check for which [`Check::needs_court`] holds. Blocks the calling
    /// thread for as long as the work takes.
    fn judge(&self, check: &Check, answer: Answer<'_>) -> Judgement;
}

/// No court: every answer that needs one is an error that says so.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCourt;

impl Court for NoCourt {
    fn version(&self, _: &Check) -> String {
        "no-court".to_owned()
    }

    fn judge(&self, check: &Check, _: Answer<'_>) -> Judgement {
        Judgement::both(Verdict::error(format!(
            "an answer to a check of kind `{}` has to be run, and this program was built without \
             what runs it",
            check.kind()
        )))
    }
}

/// Runs the code that a model calls for while it works on an answer.
pub trait Interpreter: fmt::Debug + Send + Sync {
    /// Runs `code` and gives what the model is told of it: what it printed, and how it ended where
    /// that was not well. The same code gives the same text. Blocks the calling thread.
    ///
    /// # Errors
    /// Why nothing can be run on this machine; the model is not to be blamed for it.
    fn run(&self, code: &str) -> Result<String, String>;
}
