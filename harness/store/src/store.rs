//! Opening the file: for writing, or for reading alone.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::{BUSY_SECONDS, StoreError, explain, explain_io};
use crate::migrate::{Found, MIGRATIONS, inspect, migrate, verify};

/// A store opened for writing.
///
/// SQLite's own locking keeps two processes apart: each transaction takes the write lock
/// and the other waits for it. What must not happen twice, carrying out one run, is
/// guarded by [`RunLock`](crate::RunLock).
#[derive(Debug)]
pub struct Store {
    pub(crate) conn: Connection,
    pub(crate) path: PathBuf,
}

impl Store {
    /// Opens the store at `path`, creating it where nothing is.
    ///
    /// # Errors
    ///
    /// The path is not a file, not ours, newer, damaged, or cannot be written.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(StoreError::ReadOnly {
                path: path.to_path_buf(),
                detail: format!("there is no folder {}", folder.display()),
            });
        }
        Self::connect(path, OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens the store at `path`, which must exist. An older file is brought up to the
    /// current version, all or nothing.
    ///
    /// # Errors
    ///
    /// As [`Store::open_or_create`], and [`StoreError::Missing`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        std::fs::metadata(path).map_err(|error| explain_io(path, &error))?;
        Self::connect(path, OpenFlags::empty())
    }

    fn connect(path: &Path, extra: OpenFlags) -> Result<Self, StoreError> {
        refuse_non_file(path)?;
        let sql = |error: rusqlite::Error| explain(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | extra;
        let mut conn = Connection::open_with_flags(path, flags).map_err(sql)?;
        prepare(&conn).map_err(sql)?;
        // Looked at before the first pragma that writes, so that a foreign file stays as it is.
        let found = inspect(&conn, path, MIGRATIONS.len() as i64)?;
        if conn.is_readonly("main").map_err(sql)? {
            return Err(StoreError::ReadOnly {
                path: path.to_path_buf(),
                detail: "the file is read-only".to_owned(),
            });
        }
        if found == Found::Empty {
            conn.pragma_update(None, "page_size", PAGE_SIZE)
                .map_err(sql)?;
        }
        keep_log(&conn).map_err(sql)?;
        // In WAL mode NORMAL survives the death of the process at any moment; a power cut
        // may take back the last transactions, and never damages the file.
        conn.pragma_update(None, "synchronous", "normal")
            .map_err(sql)?;
        // A checkpoint costs two fsyncs and copies each changed page once: a longer log
        // makes both rarer, and 32 MB more on disk is nothing.
        conn.pragma_update(None, "wal_autocheckpoint", 32 * 1024 * 1024 / PAGE_SIZE)
            .map_err(sql)?;
        conn.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)
            .map_err(sql)?;
        migrate(&mut conn, path, MIGRATIONS)?;
        verify(&conn, path)?;
        Ok(Self {
            conn,
            path: path.to_path_buf(),
        })
    }

    /// Where the store lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Limits the file to `pages` pages of [`PAGE_SIZE`] bytes (at least what it has
    /// already): beyond that every write fails as on a full disk.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.conn
            .pragma_update(None, "max_page_count", pages)
            .map_err(|error| explain(&self.path, &error))
    }
}

/// Bytes in a page of a new store.
pub const PAGE_SIZE: u32 = 4096;

/// Opens `path` for reading alone; the file must exist and be of the current version.
pub(crate) fn connect_read_only(path: &Path) -> Result<Connection, StoreError> {
    refuse_non_file(path)?;
    std::fs::metadata(path).map_err(|error| explain_io(path, &error))?;
    let known = MIGRATIONS.len() as i64;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> Result<(Connection, Found), StoreError> {
        let sql = |error: rusqlite::Error| explain(path, &error);
        let conn = Connection::open_with_flags(path, flags).map_err(sql)?;
        prepare(&conn).map_err(sql)?;
        let found = inspect(&conn, path, known)?;
        Ok((conn, found))
    };
    let (conn, found) = match open() {
        Ok(opened) => opened,
        // On a disk that cannot be written SQLite cannot make its shared index; with no
        // log left behind the file alone is everything, and may be read as it lies.
        Err(StoreError::ReadOnly { detail, .. }) if !has_log(path) => immutable(path, known)
            .map_err(|_| StoreError::Io {
                path: path.to_path_buf(),
                detail: format!("cannot be read ({detail}); check its permissions"),
            })?,
        Err(error) => return Err(error),
    };
    match found {
        // A process was killed before it had made the store: whoever writes next makes it.
        Found::Empty => Err(StoreError::Missing {
            path: path.to_path_buf(),
        }),
        Found::Version(found) if found < known => Err(StoreError::Older {
            path: path.to_path_buf(),
            found,
            known,
        }),
        Found::Version(_) => {
            verify(&conn, path)?;
            Ok(conn)
        }
    }
}

fn immutable(path: &Path, known: i64) -> Result<(Connection, Found), StoreError> {
    let sql = |error: rusqlite::Error| explain(path, &error);
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                uri.push(char::from(*byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let conn = Connection::open_with_flags(uri, flags).map_err(sql)?;
    prepare(&conn).map_err(sql)?;
    let found = inspect(&conn, path, known)?;
    Ok((conn, found))
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|data| data.len() > 0)
}

fn refuse_non_file(path: &Path) -> Result<(), StoreError> {
    match std::fs::metadata(path) {
        Ok(data) if !data.is_file() => Err(StoreError::NotAFile {
            path: path.to_path_buf(),
        }),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            match folder {
                Some(folder) if !folder.is_dir() => Err(StoreError::Missing {
                    path: path.to_path_buf(),
                }),
                _ => Ok(()),
            }
        }
        Err(error) => Err(explain_io(path, &error)),
    }
}

/// Settings of every connection; none of them writes to the file.
fn prepare(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(Duration::from_secs(BUSY_SECONDS))?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "temp_store", "memory")?;
    conn.pragma_update(None, "cache_size", -8 * 1024)?;
    conn.set_prepared_statement_cache_capacity(64);
    // A file may come from somebody else: its schema calls no function of this program, and its
    // pages are not believed where they tell their own lengths.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    // Without this SQLite plans a statement anew for each value bound to it, in case another plan
    // suits that value better. With tables that are only ever searched by key none does, and the
    // planning took a quarter of the writer's time.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Puts the file into WAL mode. SQLite answers "busy" at once, whatever the timeout, where waiting
/// for another connection that wants the same could go on for ever; so the waiting is done here.
fn keep_log(conn: &Connection) -> rusqlite::Result<()> {
    let began = Instant::now();
    loop {
        match conn.pragma_update(None, "journal_mode", "wal") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && began.elapsed() < Duration::from_secs(BUSY_SECONDS) =>
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_store_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");

        let error = Store::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Missing { .. }), "{error}");
        assert!(!path.exists());

        let error = Store::open_or_create(folder.path()).unwrap_err();
        assert!(matches!(error, StoreError::NotAFile { .. }), "{error}");
        let error = Store::open_or_create(folder.path().join("no/such/a.db")).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
        assert!(error.to_string().contains("there is no folder "), "{error}");

        let text = "this is a letter to a friend. ".repeat(50);
        std::fs::write(&path, &text).unwrap();
        let error = Store::open_or_create(&path).unwrap_err();
        assert!(matches!(error, StoreError::NotOurs { .. }), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);

        let other = folder.path().join("other.db");
        Connection::open(&other)
            .unwrap()
            .execute_batch("CREATE TABLE theirs (a)")
            .unwrap();
        let before = std::fs::read(&other).unwrap();
        let error = Store::open_or_create(&other).unwrap_err();
        assert!(matches!(error, StoreError::NotOurs { .. }), "{error}");
        assert_eq!(std::fs::read(&other).unwrap(), before);
    }

    #[test]
    fn a_file_that_was_only_begun_is_no_store_yet() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        std::fs::write(&path, "").unwrap();
        let error = connect_read_only(&path).unwrap_err();
        assert!(matches!(error, StoreError::Missing { .. }), "{error}");
        Store::open_or_create(&path).unwrap();
        connect_read_only(&path).unwrap();
    }

    #[test]
    fn a_newer_store_is_refused_by_both_ways_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let store = Store::open_or_create(&path).unwrap();
        store.conn.pragma_update(None, "user_version", 99).unwrap();
        drop(store);
        for error in [
            Store::open(&path).unwrap_err(),
            connect_read_only(&path).unwrap_err(),
        ] {
            assert_eq!(
                error,
                StoreError::Newer {
                    path: path.clone(),
                    found: 99,
                    known: MIGRATIONS.len() as i64
                }
            );
        }
    }

    #[test]
    fn many_may_create_one_file_at_once() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..40 {
            let path = folder.path().join(format!("{round}.db"));
            let start = std::sync::Barrier::new(6);
            std::thread::scope(|scope| {
                for _ in 0..6 {
                    scope.spawn(|| {
                        start.wait();
                        Store::open_or_create(&path).unwrap()
                    });
                }
            });
            let conn = connect_read_only(&path).unwrap();
            let rows: i64 = conn
                .query_row("SELECT count(*) FROM meta", [], |row| row.get(0))
                .unwrap();
            assert_eq!(rows, 1);
        }
    }

    #[test]
    fn a_damaged_file_gives_a_message_and_no_panic() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        drop(Store::open_or_create(&path).unwrap());
        let mut bytes = std::fs::read(&path).unwrap();
        for byte in &mut bytes[100..] {
            *byte = 0x5a;
        }
        std::fs::write(&path, &bytes).unwrap();
        let error = Store::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
        std::fs::write(&path, &bytes[..300]).unwrap();
        let error = Store::open(&path).unwrap_err();
        assert!(
            matches!(
                error,
                StoreError::Corrupt { .. } | StoreError::NotOurs { .. }
            ),
            "{error}"
        );
    }

    #[test]
    fn a_file_with_another_schema_is_refused_and_one_with_more_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        for (added, said) in [
            (
                "DROP TABLE cache; CREATE VIEW cache AS WITH RECURSIVE up (key) AS \
                 (SELECT 1 UNION ALL SELECT key + 1 FROM up) SELECT key, 1 AS response, '' AS fields FROM up",
                "its table `cache` is not as a tribunal makes it",
            ),
            (
                "CREATE TRIGGER t AFTER INSERT ON verdict BEGIN DELETE FROM response; END",
                "it holds a trigger, `t`",
            ),
            (
                "ALTER TABLE run ADD COLUMN more TEXT",
                "its table `run` is not as a tribunal makes it",
            ),
            ("DROP INDEX run_by_plan", "its index `run_by_plan`"),
            (
                "CREATE VIEW mine AS SELECT 1; CREATE INDEX own ON run (seed)",
                "",
            ),
        ] {
            drop(std::fs::remove_file(&path));
            drop(Store::open_or_create(&path).unwrap());
            let conn = Connection::open(&path).unwrap();
            conn.execute_batch(added).unwrap();
            drop(conn);
            let opened = [
                Store::open(&path).map(drop),
                connect_read_only(&path).map(drop),
            ];
            for opened in opened {
                match opened {
                    Ok(()) => assert_eq!(said, "", "{added}"),
                    Err(error) => assert!(
                        !said.is_empty() && error.to_string().contains(said),
                        "{added}: {error}"
                    ),
                }
            }
        }
    }

    #[test]
    fn a_file_that_lies_still_is_read_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a name with % and ?.db");
        drop(Store::open_or_create(&path).unwrap());
        let (conn, found) = immutable(&path, MIGRATIONS.len() as i64).unwrap();
        assert_eq!(found, Found::Version(MIGRATIONS.len() as i64));
        conn.prepare("SELECT * FROM run").unwrap();
    }
}
