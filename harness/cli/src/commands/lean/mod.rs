//! `tribunal lean`: one file a subcommand.

mod check;
mod doctor;
mod install;

use crate::args::Lean;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &Lean, printer: &mut Printer) -> Result<Code, Failure> {
    match args {
        Lean::Install(args) => install::execute(args, printer),
        Lean::Doctor => doctor::execute(printer),
        Lean::Check(args) => check::execute(args, printer),
        Lean::Worker(args) => Ok(match tribunal_lean::worker::serve(&args.folder) {
            Ok(()) => Code::Ok,
            Err(_) => Code::Internal,
        }),
    }
}

/// What is wrong with an installation that is there is ours to tell, and the user's to mend.
fn failure(error: tribunal_lean::install::InstallError) -> Failure {
    Failure::usage(error)
}
