//! `tribunal merge`: bring runs of other stores into this one.

use std::path::Path;

use tribunal_store::{Reader, Store, merge};

use crate::args::{Global, Merge};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(
    args: &Merge,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let sources: Vec<&Path> = args.sources.iter().map(|path| path.as_path()).collect();
    // A source named wrongly must not leave an empty store behind.
    for source in &sources {
        Reader::open(source)?;
    }
    let mut store = Store::open_or_create(&global.store)?;
    let report = merge(&mut store, &sources)?;
    if printer.is_json() {
        printer.json(&serde_json::json!({
            "schema": 1,
            "runs_added": report.runs_added,
            "runs_joined": report.runs_joined,
            "attempts": report.attempts,
            "responses": report.responses,
            "failures": report.failures,
            "verdicts": report.verdicts,
            "conflicts": report.conflicts,
        }))?;
        return Ok(Code::Ok);
    }
    let mut text = format!(
        "{} runs added, {} joined; {} attempts, {} responses, {} verdicts, {} failures new\n",
        report.runs_added,
        report.runs_joined,
        report.attempts,
        report.responses,
        report.verdicts,
        report.failures
    );
    if report.conflicts > 0 {
        text.push_str(&format!(
            "{} questions were answered in more than one store: the earliest answer stands, the \
             others are kept beside it\n",
            report.conflicts
        ));
        for conflict in report.examples.iter().take(10) {
            text.push_str(&format!(
                "  run {} item {} repeat {}\n",
                conflict.uid, conflict.ordinal, conflict.repeat
            ));
        }
    }
    printer.data(&text)?;
    Ok(Code::Ok)
}
