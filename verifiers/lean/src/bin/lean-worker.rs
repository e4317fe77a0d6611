//! The worker by itself, for tests and benchmarks of this crate; the command has it as
//! `tribunal lean worker`. With `--lean LIBRARY` it is Lean's own program, for a test that needs a
//! module compiled.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if std::env::args_os()
        .nth(1)
        .is_some_and(|word| word == "--lean")
    {
        return lean();
    }
    let served = match (arguments.next(), arguments.next()) {
        (Some(native), Some(text)) if native == "--native" => {
            text.to_str().map(tribunal_lean::native::serve)
        }
        (Some(folder), None) => Some(tribunal_lean::worker::serve(&PathBuf::from(folder))),
        _ => None,
    };
    match served {
        Some(Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn lean() -> ExitCode {
    let mut words = std::env::args().skip(2);
    let library = words.next().unwrap_or_default();
    let words: Vec<String> = words.collect();
    match tribunal_lean::native::run(library.as_ref(), &words) {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX)),
        Err(_) => ExitCode::FAILURE,
    }
}
