//! Python as a model's tool.

use std::sync::Arc;

use tribunal_sandbox::{Ending, Guest, Job, Kind, Limits, SandboxError};
use tribunal_verifiers::Interpreter;

use crate::seats::Seat;

/// What one call may use: about two to five seconds, and an output that doesn't fill the model's
/// context.
const LIMITS: Limits = Limits {
    fuel: 10_000_000_000,
    memory: 256 << 20,
    stdout: 16 << 10,
    stderr: 4 << 10,
};

/// The interpreter of this installation.
///
/// # Errors
/// [`SandboxError`] when the Python guest is not installed or does not load.
pub fn interpreter() -> Result<Arc<dyn Interpreter>, SandboxError> {
    Ok(Arc::new(Python(Guest::installed(Kind::Python)?)))
}

#[derive(Debug)]
struct Python(Guest);

impl Interpreter for Python {
    fn run(&self, code: &str) -> Result<String, String> {
        let _seat = Seat::take();
        let report = self
            .0
            .run(&Job {
                source: code.as_bytes(),
                stdin: b"",
                limits: LIMITS,
                seed: 0,
            })
            .map_err(|error| error.to_string())?;
        if report.ending.is_machines_fault() {
            return Err(report.ending.to_string());
        }
        let mut text = String::from_utf8_lossy(&report.stdout).into_owned();
        let said = String::from_utf8_lossy(&report.stderr);
        for part in [said.trim_end(), &note(&report.ending)] {
            if !part.is_empty() {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push('\n');
                }
                text.push_str(part);
                text.push('\n');
            }
        }
        if text.is_empty() {
            text.push_str("(nothing was printed)\n");
        }
        Ok(text)
    }
}

/// What the model is told of an end that its traceback doesn't show.
fn note(ending: &Ending) -> String {
    match ending {
        Ending::Finished(0 | 1) => String::new(),
        Ending::OutputLimit => "(the output was cut here: it is longer than 16 kB)".to_owned(),
        ending => format!("(the program was stopped: {ending})"),
    }
}
