//! `tribunal report`: the scores of a run.

use tribunal_report::{RenderOptions, SCHEMA, build, render};
use tribunal_store::Reader;

use crate::args::{Global, Report};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(
    args: &Report,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    if printer.is_json() && args.runs.len() > 1 {
        let reader = Reader::open(&global.store)?;
        let reports = args
            .runs
            .iter()
            .map(|name| build(&reader, &reader.run(name)?))
            .collect::<Result<Vec<_>, _>>()?;
        printer.json(&serde_json::json!({ "schema": SCHEMA, "reports": reports }))?;
        return Ok(Code::Ok);
    }
    for run in &args.runs {
        print(run, args.long, global, printer)?;
    }
    Ok(Code::Ok)
}

/// Prints the report of the run called `name`.
pub(super) fn print(
    name: &str,
    long: bool,
    global: &Global,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let reader = Reader::open(&global.store)?;
    let report = build(&reader, &reader.run(name)?)?;
    if printer.is_json() {
        return printer.json(&report);
    }
    let options = RenderOptions {
        color: printer.color(),
        width: printer.width(),
        long,
    };
    printer.data(&render(&report, &options))
}
