//! `tribunal plugin remove`.

use anyhow::anyhow;
use tribunal_plugins::Shelf;

use crate::args::PluginRemove;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &PluginRemove, printer: &mut Printer) -> Result<Code, Failure> {
    if !Shelf::open()?.remove(&args.name)? {
        return Err(Failure::usage(anyhow!(
            "no plugin `{}` is installed; `tribunal list plugins` shows all",
            args.name
        )));
    }
    printer.note("removed; its bytes stay, so that stored answers can be judged again");
    Ok(Code::Ok)
}
