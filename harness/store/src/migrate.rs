//! Brings a file up to the current version: numbered SQL files, one transaction.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{StoreError, explain};

/// Marks the file as ours in SQLite's header ("trib").
pub(crate) const APPLICATION_ID: i64 = 0x7472_6962;

/// Every migration in order: the `n`th brings version `n` to version `n + 1`.
/// A published file is never edited; a change is a new file at the end.
pub(crate) const MIGRATIONS: &[&str] = &[include_str!("../schema/0001.sql")];

/// What a file is, before anything in it is touched.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing in it yet.
    Empty,
    /// Ours, of this version.
    Version(i64),
}

/// Reads whether the file is ours, and its version, without writing.
///
/// # Errors
///
/// The file is another program's, newer than `known`, or unreadable.
pub(crate) fn inspect(conn: &Connection, path: &Path, known: i64) -> Result<Found, StoreError> {
    let number = |sql: &str| -> Result<i64, StoreError> {
        conn.query_row(sql, [], |row| row.get(0))
            .map_err(|error| explain(path, &error))
    };
    // Another process may turn the empty file into a store between two readings, and no lock is
    // taken against that: it would stand in the way of that process. Tables, once seen, came with
    // the marks that are read after them; marks on a file that was empty a moment ago are read
    // again.
    for _ in 0..2 {
        let tables = number("SELECT count(*) FROM sqlite_schema")?;
        let application = number("PRAGMA application_id")?;
        let found = number("PRAGMA user_version")?;
        match (tables, application, found) {
            (0, 0, 0) => return Ok(Found::Empty),
            (_, APPLICATION_ID, 1..) if found > known => {
                return Err(StoreError::Newer {
                    path: path.to_path_buf(),
                    found,
                    known,
                });
            }
            (_, APPLICATION_ID, 1..) => return Ok(Found::Version(found)),
            (0, _, _) => {}
            _ => break,
        }
    }
    Err(StoreError::NotOurs {
        path: path.to_path_buf(),
    })
}

/// Runs the migrations that are missing, all or none.
///
/// # Errors
///
/// As [`inspect`], or the file cannot be written.
pub(crate) fn migrate(
    conn: &mut Connection,
    path: &Path,
    migrations: &[&str],
) -> Result<(), StoreError> {
    let known = migrations.len() as i64;
    if inspect(conn, path, known)? == Found::Version(known) {
        return Ok(());
    }
    let sql = |error: rusqlite::Error| explain(path, &error);
    let transaction = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(sql)?;
    // Another process may have done it while this one waited for the lock.
    let version = match inspect(&transaction, path, known)? {
        Found::Empty => 0,
        Found::Version(version) => version,
    };
    for (done, migration) in (0_i64..).zip(migrations) {
        if done >= version {
            transaction.execute_batch(migration).map_err(sql)?;
        }
    }
    if version == 0 {
        transaction
            .execute(
                "INSERT INTO meta (key, value) VALUES ('created_by', ?1)",
                [concat!("tribunal ", env!("CARGO_PKG_VERSION"))],
            )
            .map_err(sql)?;
        transaction
            .pragma_update(None, "application_id", APPLICATION_ID)
            .map_err(sql)?;
    }
    transaction
        .pragma_update(None, "user_version", known)
        .map_err(sql)?;
    transaction.commit().map_err(sql)
}

/// Looks whether the tables of a file of the current version are the ones that the migrations make.
///
/// A store may come from somebody else, and SQLite does what a file's schema says: a view in the place
/// of a table need never end, and a trigger writes where nobody asked it to. What a file holds
/// besides, an index or a view for somebody's own questions, is never looked at and does no harm.
///
/// # Errors
/// [`StoreError::Corrupt`] for a table that is another one, and for any trigger.
pub(crate) fn verify(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    static OURS: OnceLock<Schema> = OnceLock::new();
    let sql = |error: rusqlite::Error| explain(path, &error);
    let ours = match OURS.get() {
        Some(ours) => ours,
        None => {
            let fresh = Connection::open_in_memory().map_err(sql)?;
            fresh.execute_batch(&MIGRATIONS.concat()).map_err(sql)?;
            let read = schema(&fresh).map_err(sql)?;
            OURS.get_or_init(|| read)
        }
    };
    let found = schema(conn).map_err(sql)?;
    let wrong = |detail: String| {
        let path = path.to_path_buf();
        Err(StoreError::Corrupt { path, detail })
    };
    if let Some((_, name)) = found.keys().find(|(kind, _)| kind == "trigger") {
        return wrong(format!(
            "it holds a trigger, `{name}`, which no tribunal makes"
        ));
    }
    for (object, text) in ours {
        if found.get(object) != Some(text) {
            let (kind, name) = object;
            return wrong(format!("its {kind} `{name}` is not as a tribunal makes it"));
        }
    }
    Ok(())
}

/// What there is, by kind and name, in SQLite's own words.
type Schema = BTreeMap<(String, String), String>;

fn schema(conn: &Connection) -> rusqlite::Result<Schema> {
    conn.prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")?
        .query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEXT: &str = "ALTER TABLE run ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';";

    fn version(conn: &Connection) -> i64 {
        conn.query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn every_older_version_is_brought_up_and_keeps_its_rows() {
        let folder = tempfile::tempdir().unwrap();
        let chain: Vec<&str> = MIGRATIONS.iter().copied().chain([NEXT]).collect();
        for older in 1..chain.len() {
            let path = folder.path().join(format!("v{older}.db"));
            let mut conn = Connection::open(&path).unwrap();
            migrate(&mut conn, &path, &chain[..older]).unwrap();
            conn.execute("INSERT INTO meta VALUES ('mark', 'kept')", [])
                .unwrap();
            migrate(&mut conn, &path, &chain).unwrap();
            assert_eq!(version(&conn), chain.len() as i64);
            let mark: String = conn
                .query_row("SELECT value FROM meta WHERE key = 'mark'", [], |row| {
                    row.get(0)
                })
                .unwrap();
            assert_eq!(mark, "kept");
            conn.prepare("SELECT colour FROM run").unwrap();
        }
    }

    #[test]
    fn a_failing_migration_leaves_the_older_file_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut conn = Connection::open(&path).unwrap();
        migrate(&mut conn, &path, MIGRATIONS).unwrap();
        let broken: Vec<&str> = MIGRATIONS
            .iter()
            .copied()
            .chain([NEXT, "CREATE TABLE run (twice TEXT);"])
            .collect();
        assert!(migrate(&mut conn, &path, &broken).is_err());
        assert_eq!(version(&conn), MIGRATIONS.len() as i64);
        assert!(conn.prepare("SELECT colour FROM run").is_err());
    }

    #[test]
    fn a_newer_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut conn = Connection::open(&path).unwrap();
        let chain: Vec<&str> = MIGRATIONS.iter().copied().chain([NEXT]).collect();
        migrate(&mut conn, &path, &chain).unwrap();
        let error = migrate(&mut conn, &path, MIGRATIONS).unwrap_err();
        assert!(
            error.to_string().contains("use a newer tribunal"),
            "{error}"
        );
    }

    /// A migration that takes a while: it writes a row for each of many numbers.
    const LONG: &str = "ALTER TABLE run ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';
        CREATE TABLE shade (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
        INSERT INTO shade WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up LIMIT 300000)
            SELECT n, 'shade number ' || n FROM up;
        UPDATE meta SET value = 'moved' WHERE key = 'mark';";

    #[cfg(unix)]
    #[test]
    fn killed_at_any_moment_the_older_file_is_whole_and_the_next_one_brings_it_up() {
        const CHILD: &str = "TRIBUNAL_MIGRATE_KILL_TEST";
        const NAME: &str = "migrate::tests::killed_at_any_moment_the_older_file_is_whole_and_the_next_one_brings_it_up";
        let chain: Vec<&str> = MIGRATIONS.iter().copied().chain([LONG]).collect();
        let mark = |conn: &Connection| -> String {
            let mark = "SELECT value FROM meta WHERE key = 'mark'";
            conn.query_row(mark, [], |row| row.get(0)).unwrap()
        };
        if let Some(path) = std::env::var_os(CHILD) {
            let path = Path::new(&path);
            migrate(&mut Connection::open(path).unwrap(), path, &chain).unwrap();
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let (mut before, mut after, mut killed) = (0, 0, 0);
        for round in 0_u64..24 {
            let path = folder.path().join(format!("{round}.db"));
            let mut conn = Connection::open(&path).unwrap();
            // A store keeps a log; a file from elsewhere may not.
            let journal = if round % 3 == 2 { "delete" } else { "wal" };
            conn.pragma_update(None, "journal_mode", journal).unwrap();
            migrate(&mut conn, &path, MIGRATIONS).unwrap();
            conn.execute("INSERT INTO meta VALUES ('mark', 'kept')", [])
                .unwrap();
            drop(conn);
            let mut child = std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", NAME])
                .env(CHILD, &path)
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(std::time::Duration::from_millis(2 + (round * 53) % 300));
            child.kill().unwrap();
            let status = child.wait().unwrap();
            killed += u32::from(status.code().is_none());
            let mut conn = Connection::open(&path).unwrap();
            let check: String = conn
                .query_row("PRAGMA integrity_check", [], |row| row.get(0))
                .unwrap();
            assert_eq!(check, "ok");
            let older = MIGRATIONS.len() as i64;
            if version(&conn) == older {
                before += 1;
                assert_eq!(mark(&conn), "kept");
                assert!(conn.prepare("SELECT colour FROM run").is_err());
            } else {
                after += 1;
            }
            migrate(&mut conn, &path, &chain).unwrap();
            assert_eq!((version(&conn), mark(&conn).as_str()), (older + 1, "moved"));
            let shades: i64 = conn
                .query_row("SELECT count(*) FROM shade", [], |row| row.get(0))
                .unwrap();
            assert_eq!(shades, 300_000);
        }
        assert!(
            killed >= 4 && before >= 4,
            "{killed} killed; {before} before, {after} after"
        );
    }
}
