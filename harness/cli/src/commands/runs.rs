//! `tribunal runs`: the runs in the store.

use tribunal_report::{render_runs, run_lines};
use tribunal_store::Reader;

use crate::args::Global;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(global: &Global, printer: &mut Printer) -> Result<Code, Failure> {
    let runs = run_lines(&Reader::open(&global.store)?)?;
    if printer.is_json() {
        printer.json(&serde_json::json!({ "schema": 1, "runs": runs }))?;
    } else {
        printer.data(&render_runs(&runs, printer.width()))?;
    }
    Ok(Code::Ok)
}
