//! What can fail on the host's side. What fails on the guest's side is an
//! [`Ending`](crate::Ending).

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::compiled::CompileError;
use crate::package::PackageError;

/// Why a guest can't be installed, loaded or run. None of these says anything about a program.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// No folder to install guests in is known.
    #[error("no folder for guests is known: set TRIBUNAL_HOME, or HOME")]
    NoHome,
    /// The guest is not installed.
    #[error("the {guest} guest is not installed; install it by: tribunal guest install {guest}")]
    NotInstalled {
        /// The guest's name.
        guest: &'static str,
    },
    /// The installed file is another than the one written down.
    #[error(
        "{path} is not the {guest} guest: its SHA-256 is {found}, not {wanted}; install it again \
         by: tribunal guest install {guest}",
        path = path.display()
    )]
    Changed {
        /// The guest's name.
        guest: &'static str,
        /// The file.
        path: PathBuf,
        /// The digest that it has.
        found: String,
        /// The digest that it should have.
        wanted: &'static str,
    },
    /// The archive is of none of the packages that hold the guest.
    #[error(
        "{path} holds no {guest} guest: its SHA-256 is {found}, and neither that of a package \
         that is known to hold it nor that of the guest itself",
        path = path.display()
    )]
    Unknown {
        /// The guest's name.
        guest: &'static str,
        /// The file.
        path: PathBuf,
        /// The digest that it has.
        found: String,
    },
    /// None of the packages could be had.
    #[error("the {guest} guest can't be fetched: {}", .failed.join("; "))]
    NoPackage {
        /// The guest's name.
        guest: &'static str,
        /// What was said of each package.
        failed: Vec<String>,
    },
    /// A package.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// Compiling, or the cache of compiled modules.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// The engine refused.
    #[error("the WebAssembly engine failed: {0:#}")]
    Engine(wasmtime::Error),
    /// The guest did not start so that its memory could be kept.
    #[error("the guest did not start: {0}")]
    Keep(String),
    /// No thread for the guest.
    #[error("no thread for the guest: {0}")]
    Thread(#[source] io::Error),
    /// A host function failed in a way that it must not.
    #[error("a function of the guest's world panicked; please report this")]
    Host,
    /// A session that ended was called.
    #[error("the session has ended; begin another")]
    Ended,
    /// A file can't be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
}
