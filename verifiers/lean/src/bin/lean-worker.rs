//! The worker by itself, for tests and benchmarks of this crate; the command has it as
//! `tribunal lean worker`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args_os().nth(1) {
        Some(folder) => tribunal_lean::worker::serve(&PathBuf::from(folder)),
        None => ExitCode::FAILURE,
    }
}
