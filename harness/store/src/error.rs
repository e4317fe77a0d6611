//! What may go wrong with a store, each told once and with what to do next.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// A failure of the store. Cloneable, because one full disk is the answer to every
/// message that was waiting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such file.
    #[error("no store at {}; a run creates one, or name another with --store", path.display())]
    Missing {
        /// The path asked for.
        path: PathBuf,
    },
    /// The path leads to a directory, a device or the like.
    #[error("{} is not a file; name a file with --store", path.display())]
    NotAFile {
        /// The path asked for.
        path: PathBuf,
    },
    /// The file is something else: not SQLite, or another program's database.
    #[error("{} is not a tribunal store, and is left untouched; name another file with --store", path.display())]
    NotOurs {
        /// The path asked for.
        path: PathBuf,
    },
    /// The file was written by a later version of the program.
    #[error("{} has store version {found}, and this program knows versions up to {known}; use a newer tribunal", path.display())]
    Newer {
        /// The path asked for.
        path: PathBuf,
        /// The version found in the file.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The file is of an older version, and was opened for reading alone.
    #[error("{} has the older store version {found}, which reading alone cannot bring up to {known}; open it once for writing, for instance by resuming a run", path.display())]
    Older {
        /// The path asked for.
        path: PathBuf,
        /// The version found in the file.
        found: i64,
        /// The version this program reads.
        known: i64,
    },
    /// The file's content is damaged.
    #[error("{} is damaged ({detail}); restore a copy, or save what is left with `sqlite3 FILE .recover`", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// The file, its folder or its disk cannot be written.
    #[error("{} cannot be written ({detail}); check the permissions of the file and its folder, or name another with --store", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The disk, or the size limit set on the file, is full.
    #[error("no room left to write {}; free some space and give the same command again: everything acknowledged is kept", path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// Another process held the write lock for longer than anyone waits.
    #[error("another process has kept {} locked for {seconds} s; wait for it or end it, then give the same command again", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
        /// How long was waited.
        seconds: u64,
    },
    /// Another process is carrying out this run.
    #[error("run {run} is being carried out by {holder}; wait for it or end it")]
    Held {
        /// The run's number.
        run: i64,
        /// Who holds it, as it said itself.
        holder: String,
    },
    /// Reading or writing failed for another reason.
    #[error("{}: {detail}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// What was given contradicts what is stored; nothing of it was written.
    #[error("{0}")]
    Refused(String),
    /// No run answers to this name.
    #[error("no run {name:?} in {}; `tribunal runs` lists them", path.display())]
    NoRun {
        /// The name asked for.
        name: String,
        /// The file.
        path: PathBuf,
    },
    /// Several runs begin with this name.
    #[error("{name:?} may be any of the runs {candidates}; give more letters, or the number")]
    ManyRuns {
        /// The name asked for.
        name: String,
        /// The first few that fit.
        candidates: String,
    },
    /// The run has no such item yet.
    #[error("run {run} has asked no item {name:?} yet")]
    NoItem {
        /// The run's number.
        run: i64,
        /// The item asked for.
        name: String,
    },
    /// The writer has been stopped, so nothing more is taken.
    #[error("the store's writer has stopped")]
    Stopped,
}

/// How long anyone waits for another process's transaction.
pub(crate) const BUSY_SECONDS: u64 = 30;

/// Says what a database error means to the person who must act on it.
pub(crate) fn explain(path: &Path, error: &rusqlite::Error) -> StoreError {
    let path = path.to_path_buf();
    let detail = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full { path },
        Some(ErrorCode::NotADatabase) => StoreError::NotOurs { path },
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Corrupt { path, detail },
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            StoreError::ReadOnly { path, detail }
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy {
            path,
            seconds: BUSY_SECONDS,
        },
        Some(ErrorCode::SystemIoFailure) => StoreError::Io {
            path,
            detail: format!(
                "{detail}; see that the disk is well, has room, and that no limit on the size of \
                 files is set (ulimit -f), and give the same command again: everything \
                 acknowledged is kept"
            ),
        },
        Some(ErrorCode::ConstraintViolation) => {
            StoreError::Refused(format!("the row contradicts the store: {detail}"))
        }
        _ => match error {
            // A value of a type the schema does not allow can only come from damage.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..) => StoreError::Corrupt { path, detail },
            _ => StoreError::Io { path, detail },
        },
    }
}

/// Says what an error of the file system means.
pub(crate) fn explain_io(path: &Path, error: &std::io::Error) -> StoreError {
    let path = path.to_path_buf();
    match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::Missing { path },
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            StoreError::Full { path }
        }
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly {
                path,
                detail: error.to_string(),
            }
        }
        _ => StoreError::Io {
            path,
            detail: error.to_string(),
        },
    }
}
