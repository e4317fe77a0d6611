//! `tribunal report`: the scores of a run.

use tribunal_report::{RenderOptions, SCHEMA, beside, build, render, render_beside};
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
    let run = reader.run(name)?;
    let report = build(&reader, &run)?;
    let beside = beside(&reader, &run, &report)?;
    if printer.is_json() {
        let mut json = serde_json::to_value(&report).map_err(Failure::internal)?;
        if let Some(beside) = beside {
            json["tools"] = serde_json::to_value(beside).map_err(Failure::internal)?;
        }
        return printer.json(&json);
    }
    let options = RenderOptions {
        color: printer.color(),
        width: printer.width(),
        long,
    };
    let mut text = render(&report, &options);
    if let Some(beside) = beside {
        text.push('\n');
        text.push_str(&render_beside(&beside, printer.width()));
    }
    printer.data(&text)
}
