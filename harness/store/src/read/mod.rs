//! Reading: any number of connections, each beside the writer.

mod items;
mod load;
mod progress;
mod runs;
mod scored;
mod story;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::error::{StoreError, explain};
use crate::rows::{ResponseId, ResponseRow};
use crate::store::connect_read_only;

pub use progress::{Progress, SlotSet, SlotState};
pub use runs::Run;
pub use scored::{Answered, JudgeRow, Judged, Score, ScoredRow, Scores, Settled};
pub use story::{RepeatStory, StoredAttempt, StoredFailure, StoredResponse, Story};

pub(crate) use load::{attempts, failures, item_by_id, response_by_id, responses};
pub(crate) use runs::run_by_id;

/// A read-only connection. It sees what was committed when each of its calls began.
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
    path: PathBuf,
}

impl Reader {
    /// Opens the store at `path` for reading alone. A file on a disk that cannot be
    /// written is read as it lies.
    ///
    /// # Errors
    ///
    /// The path is missing, not a file, not ours, of another version, or damaged.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        Ok(Self {
            conn: connect_read_only(path)?,
            path: path.to_path_buf(),
        })
    }

    /// Where the store lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the whole file and looks for damage: broken pages, and rows that refer to
    /// nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] with the first findings.
    pub fn check(&self) -> Result<(), StoreError> {
        let found: Vec<String> = self.sql(|conn| {
            let mut statement = conn.prepare("PRAGMA integrity_check(5)")?;
            let lines = statement.query_map([], |row| row.get(0))?;
            let mut found: Vec<String> = lines.collect::<Result<_, _>>()?;
            found.retain(|line| line != "ok");
            let mut statement = conn.prepare("PRAGMA foreign_key_check")?;
            let mut rows = statement.query([])?;
            if let Some(row) = rows.next()? {
                let table: String = row.get(0)?;
                found.push(format!("a row of {table} refers to nothing"));
            }
            Ok(found)
        })?;
        if found.is_empty() {
            return Ok(());
        }
        Err(StoreError::Corrupt {
            path: self.path.clone(),
            detail: found.join("; "),
        })
    }

    /// Runs `read`, and says what its error means.
    pub(crate) fn sql<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        read(&self.conn).map_err(|error| explain(&self.path, &error))
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.conn
    }

    pub(crate) fn response_row(&self, id: ResponseId) -> rusqlite::Result<ResponseRow> {
        response_by_id(&self.conn, id)
    }
}
