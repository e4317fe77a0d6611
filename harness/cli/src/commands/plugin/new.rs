//! `tribunal plugin new`.

use std::path::PathBuf;

use tribunal_plugins::template;

use crate::args::{Language, PluginNew};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &PluginNew, printer: &mut Printer) -> Result<Code, Failure> {
    let language = match args.lang {
        Language::Python => template::Language::Python,
        Language::JavaScript => template::Language::JavaScript,
    };
    let folder = args
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(args.name.rsplit('.').next().unwrap_or(&args.name)));
    let files = template::write(&folder, &args.name, language)?;
    if printer.is_json() {
        printer.json(&serde_json::json!({ "schema": 1, "files": files }))?;
        return Ok(Code::Ok);
    }
    for file in &files {
        printer.data(&format!("{}\n", file.display()))?;
    }
    printer.note(match args.lang {
        Language::Python => "next: tribunal plugin check, then tribunal plugin add, on this file",
        Language::JavaScript => "next: sh build.sh there, then tribunal plugin check",
    });
    Ok(Code::Ok)
}
