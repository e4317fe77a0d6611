//! Programs in the sandbox. The guests have to be installed:
//!
//! ```sh
//! tribunal guest install python && tribunal guest install quickjs
//! ```

mod cache;
mod determinism;
mod hostile;
mod install;
mod javascript;
mod session;

use tribunal_sandbox::{Guest, Job, Kind, Limits, Report};

/// The installed guest. Without it a test fails with the command that installs it.
pub(crate) fn guest(kind: Kind) -> Guest {
    Guest::installed(kind).unwrap_or_else(|error| panic!("{error}"))
}

/// Runs `source` in the installed Python on `stdin`.
pub(crate) fn python(source: &str, stdin: &str, limits: Limits) -> Report {
    run(Kind::Python, source, stdin, limits)
}

/// Runs `source` in an installed guest on `stdin`.
pub(crate) fn run(kind: Kind, source: &str, stdin: &str, limits: Limits) -> Report {
    let job = Job {
        source: source.as_bytes(),
        stdin: stdin.as_bytes(),
        limits,
        seed: 7,
    };
    guest(kind)
        .run(&job)
        .expect("the machine has room for a guest")
}

/// Limits that a test need not wait for.
pub(crate) fn tight() -> Limits {
    Limits {
        fuel: 1_000_000_000,
        memory: 64 << 20,
        stdout: 64 << 10,
        stderr: 4 << 10,
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
