//! `tribunal plugin add`.

use tribunal_plugins::Shelf;

use super::load;
use crate::args::PluginAdd;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &PluginAdd, printer: &mut Printer) -> Result<Code, Failure> {
    let shelf = Shelf::open()?;
    let mut added = Vec::new();
    for plugin in load(&args.paths)? {
        added.push(shelf.add(&plugin)?);
    }
    if printer.is_json() {
        printer.json(&serde_json::json!({ "schema": 1, "added": added }))?;
        return Ok(Code::Ok);
    }
    for entry in &added {
        let line = format!(
            "{}  {}  {}\n",
            entry.task.name,
            &entry.digest[..16],
            entry.file
        );
        printer.data(&line)?;
    }
    printer.note("suites can name these tasks from now on; an edited file is added again");
    Ok(Code::Ok)
}
