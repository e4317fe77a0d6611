//! `tribunal completions`: what a shell needs to complete this command.

use clap::CommandFactory;

use crate::args::{Args, Completions};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &Completions, printer: &mut Printer) -> Result<Code, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "tribunal", &mut script);
    printer.data(&String::from_utf8_lossy(&script))?;
    Ok(Code::Ok)
}
