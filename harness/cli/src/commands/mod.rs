//! One file a command.

mod cache;
mod compare;
mod completions;
mod doctor;
mod export;
mod gate;
mod guest;
mod import;
mod leaderboard;
mod lean;
mod list;
mod man;
mod merge;
mod plan;
mod plugin;
mod report;
mod rescore;
mod retry;
mod run;
mod runs;
mod select;
mod selftest;
mod show;

use std::path::Path;

use tribunal_store::{Reader, StoreError};

use crate::args::{Command, Global};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

/// The store at `path`, or `None` where none has been made yet.
fn existing(path: &Path) -> Result<Option<Reader>, StoreError> {
    match Reader::open(path) {
        Ok(reader) => Ok(Some(reader)),
        Err(StoreError::Missing { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Carries out `command`.
pub(crate) fn execute(
    command: Command,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    plugin::plug(&command)?;
    match command {
        Command::List(args) => list::execute(&args, printer),
        Command::Show(args) => show::execute(&args, global, printer),
        Command::Selftest(args) => selftest::execute(&args, global, printer),
        Command::Plan(args) => plan::execute(&args, global, printer),
        Command::Run(args) => run::execute(&args, global, printer),
        Command::Runs => runs::execute(global, printer),
        Command::Report(args) => report::execute(&args, global, printer),
        Command::Retry(args) => retry::execute(&args, global, printer),
        Command::Rescore(args) => rescore::execute(&args, global, printer),
        Command::Export(args) => export::execute(&args, global, printer),
        Command::Import(args) => import::execute(&args, global, printer),
        Command::Merge(args) => merge::execute(&args, global, printer),
        Command::Compare(args) => compare::execute(&args, global, printer),
        Command::Gate(args) => gate::execute(&args, global, printer),
        Command::Leaderboard(args) => leaderboard::execute(&args, global, printer),
        Command::Plugin(args) => plugin::execute(&args, printer),
        Command::Cache(args) => cache::execute(&args, global, printer),
        Command::Completions(args) => completions::execute(&args, printer),
        Command::Man(args) => man::execute(&args, printer),
        Command::Guest(args) => guest::execute(&args, printer),
        Command::Doctor => doctor::execute(printer),
        Command::Lean(args) => lean::execute(&args, printer),
    }
}
