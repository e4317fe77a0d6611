//! Why a board can't be built, checked or shown.

use std::io;
use std::path::PathBuf;

use thiserror::Error;
use tribunal_stats::StatsError;
use tribunal_store::StoreError;

/// Why a board can't be built, checked or shown.
#[derive(Debug, Error)]
pub enum BoardError {
    /// A store can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A store holds figures that no run writes.
    #[error("the store holds scores or weights that no run writes: {0}")]
    Stats(#[from] StatsError),
    /// There is nothing to show.
    #[error(
        "none of the stores holds a judged answer; finish a run with `tribunal run`, or name \
         another --store"
    )]
    Empty,
    /// What tells about the models can't be read.
    #[error("`{path}` can't be read: {detail}")]
    About {
        /// The file.
        path: PathBuf,
        /// Why not.
        detail: String,
    },
    /// The output folder holds something else.
    #[error(
        "`{0}` holds files and no board (no manifest.json of one); name an empty or new folder"
    )]
    Foreign(PathBuf),
    /// The folder to be checked or shown holds no board.
    #[error("`{path}` holds no board: {detail}; build one with `tribunal leaderboard build`")]
    NoBoard {
        /// The folder.
        path: PathBuf,
        /// What was missed.
        detail: String,
    },
    /// The disk is full, or what this user may take of it.
    #[error("no room left to write `{0}`; free some space and give the same command again")]
    Full(PathBuf),
    /// A file can't be written or read.
    #[error("`{path}`: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The address is taken, or forbidden.
    #[error("can't listen on 127.0.0.1:{port}: {source}; name another --port")]
    Listen {
        /// The port.
        port: u16,
        /// Why not.
        source: io::Error,
    },
    /// A template doesn't fit its page: a fault of ours.
    #[error("a page can't be rendered: {0:#}")]
    Template(#[from] minijinja::Error),
    /// Data can't be written as JSON or CSV: a fault of ours.
    #[error("data can't be written: {0}")]
    Data(String),
}

impl From<serde_json::Error> for BoardError {
    fn from(error: serde_json::Error) -> Self {
        Self::Data(error.to_string())
    }
}

impl From<csv::Error> for BoardError {
    fn from(error: csv::Error) -> Self {
        Self::Data(error.to_string())
    }
}

/// Names the file in an input or output error.
pub(crate) fn at(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> BoardError {
    let path = path.into();
    move |source| match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => BoardError::Full(path),
        _ => BoardError::File { path, source },
    }
}
