//! Why a plugin can't be used at all.

use std::io;
use std::path::PathBuf;

use thiserror::Error;
use tribunal_generators::registry::PlugError;
use tribunal_sandbox::SandboxError;

/// Why a plugin can't be read, added or run.
#[derive(Debug, Error)]
pub enum PluginError {
    /// A file can't be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
    /// The file is no plugin.
    #[error("{path}: {reason}", path = path.display())]
    NotAPlugin {
        /// The file or folder.
        path: PathBuf,
        /// Why not, and what one is.
        reason: String,
    },
    /// The plugin does not load or says nothing usable of itself.
    #[error("{0}")]
    Broken(String),
    /// A Python file without a description.
    #[error("{file}: there is no TASK, the object that says what the task is")]
    NoTask {
        /// The file's name.
        file: String,
    },
    /// The sandbox.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// The name.
    #[error(transparent)]
    Name(#[from] PlugError),
    /// No folder for plugins is known.
    #[error("no folder for plugins is known: set TRIBUNAL_HOME, or HOME")]
    NoHome,
    /// The shelf's file is not what it was written as.
    #[error(
        "{path}: {reason}; remove it, and add the plugins again by: tribunal plugin add PATH",
        path = path.display()
    )]
    Shelf {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl PluginError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        |source| Self::Io { path, source }
    }
}
