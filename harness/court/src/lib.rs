//! What judges answers that have to be run, behind one trait.
//!
//! The verifiers say by [`Check::needs_court`] which answers they can't decide by reading;
//! [`court`] gives whoever runs those.
//!
//! | module | noun |
//! |---|---|
//! | `lean` | proofs in Lean |
//! | `interpreter` | Python as a model's tool |
//! | [`parts`] | the optional parts of an installation, and whether they work |
//! | `plugin` | answers that a plugin judges |
//! | `program` | programs as answers |
//! | `seats` | how many guests run at once |

mod interpreter;
mod lean;
pub mod parts;
mod plugin;
mod program;
mod seats;

pub use interpreter::interpreter;

use std::sync::Arc;

use tribunal_verifiers::{Answer, Check, Court, Judgement, NoCourt};

/// The court of this installation. Cheap: guests are loaded when the first answer needs them.
pub fn court() -> Arc<dyn Court> {
    Arc::new(Installed)
}

/// Why answers to `check` can't be judged in this installation, with what to type about it; nothing
/// where what judges them is there.
pub fn missing(check: &Check) -> Option<String> {
    match check {
        Check::Lean(_) => lean::missing(),
        Check::Program(check) => program::missing(check),
        _ => None,
    }
}

/// Sends each kind of check to what can run its answers.
#[derive(Debug)]
struct Installed;

impl Court for Installed {
    fn version(&self, check: &Check) -> String {
        match check {
            Check::Lean(_) => lean::version(),
            Check::Program(check) => program::version(check, self),
            Check::Plugin(check) => plugin::version(check),
            _ => NoCourt.version(check),
        }
    }

    fn judge(&self, check: &Check, answer: Answer<'_>) -> Judgement {
        match check {
            Check::Lean(check) => lean::judge(check, answer),
            Check::Program(check) => program::judge(check, answer, self),
            Check::Plugin(check) => plugin::judge(check, answer),
            _ => NoCourt.judge(check, answer),
        }
    }
}
