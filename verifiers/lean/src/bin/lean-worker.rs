//! The worker by itself, for tests and benchmarks of this crate; the command has it as
//! `tribunal lean worker`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    match folder.map(|folder| tribunal_lean::worker::serve(&folder)) {
        Some(Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
