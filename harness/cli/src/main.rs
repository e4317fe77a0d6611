//! The `tribunal` command: one page that parses, carries out and maps to an exit code.

mod args;
mod commands;
mod exit;
mod model;
mod printer;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        // clap prints help and version to stdout with code 0, mistakes to stderr with code 2.
        Err(error) => error.exit(),
    };
    let mut printer = printer::Printer::new(&args.global);
    match commands::execute(args.command, &args.global, &mut printer) {
        Ok(code) => code.into(),
        Err(failure) if failure.is_broken_pipe() => exit::Code::Ok.into(),
        Err(failure) => {
            printer.error(&failure);
            failure.code().into()
        }
    }
}
