//! `tribunal gate`: one file a subcommand.

mod check;
mod output;
mod plan;
mod run;

use crate::args::{Gate, Global};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(
    args: &Gate,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    match args {
        Gate::Plan(args) => plan::execute(args, global, printer),
        Gate::Check(args) => check::execute(args, global, printer),
        Gate::Run(args) => run::execute(args, global, printer),
    }
}
