//! `tribunal doctor`: what is installed, whether it works, and what to do where not.

use std::fmt::Write as _;

use tribunal_court::parts::{self, State};

use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(printer: &mut Printer) -> Result<Code, Failure> {
    let parts = parts::examine();
    if printer.is_json() {
        printer.json(&serde_json::json!({ "schema": 1, "parts": parts }))?;
    } else {
        let width = parts.iter().map(|part| part.name.len()).max().unwrap_or(0);
        let mut text = String::new();
        for part in &parts {
            let state = part.state.word();
            let _ = writeln!(text, "{:width$}  {state:8}  {}", part.name, part.detail);
            if let Some(remedy) = &part.remedy {
                let _ = writeln!(text, "{:width$}  {:8}  → {remedy}", "", "");
            }
        }
        printer.data(&text)?;
    }
    // What is missing is optional; what is there and broken is not.
    let broken = parts.iter().any(|part| part.state == State::Broken);
    Ok(if broken { Code::Invalid } else { Code::Ok })
}
