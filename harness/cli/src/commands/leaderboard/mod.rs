//! `tribunal leaderboard`: a static site from the stores of runs.

mod build;
mod serve;
mod verify;

use tribunal_leaderboard::BoardError;

use crate::args::{Global, Leaderboard};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(
    args: &Leaderboard,
    _global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    match args {
        Leaderboard::Build(args) => build::execute(args, printer),
        Leaderboard::Serve(args) => serve::execute(args, printer),
        Leaderboard::Verify(args) => verify::execute(args, printer),
    }
}

fn failure(error: BoardError) -> Failure {
    match error {
        BoardError::Store(error) => error.into(),
        BoardError::Template(_) | BoardError::Data(_) | BoardError::Stats(_) => {
            Failure::internal(error)
        }
        _ => Failure::usage(error),
    }
}
