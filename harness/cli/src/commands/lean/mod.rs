//! `tribunal lean`: one file a subcommand.

mod check;
mod doctor;
mod install;
mod source;

use crate::args::Lean;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &Lean, printer: &mut Printer) -> Result<Code, Failure> {
    match args {
        Lean::Install(args) => install::execute(args, printer),
        Lean::Doctor(args) => doctor::execute(args, printer),
        Lean::Check(args) => check::execute(args, printer),
        Lean::Worker(args) => {
            let served = match (&args.native, &args.folder) {
                (Some(native), _) => tribunal_lean::native::serve(native),
                (None, Some(folder)) => tribunal_lean::worker::serve(folder),
                (None, None) => Ok(()),
            };
            Ok(if served.is_ok() {
                Code::Ok
            } else {
                Code::Internal
            })
        }
    }
}

/// What is wrong with an installation that is there is ours to tell, and the user's to mend.
fn failure(error: tribunal_lean::install::InstallError) -> Failure {
    Failure::usage(error)
}
