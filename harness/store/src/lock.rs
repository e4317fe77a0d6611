//! One process carries out a run: an advisory lock that dies with its holder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::{StoreError, explain_io};
use crate::rows::RunId;

/// The right to carry out one run, until dropped.
///
/// An operating-system lock on a small file beside the store, not a row with a heartbeat:
/// the system lets go of it the moment the process ends, however it ends, so a killed run
/// resumes at once and a slow one is never taken for dead. The lock is per run, so that
/// several runs may share a store. The file holds its holder's process number for the
/// message, and a mark by which a file that was removed meanwhile is told apart.
#[derive(Debug)]
pub struct RunLock {
    _file: File,
    path: PathBuf,
}

impl RunLock {
    /// Takes the lock of `run` in the store at `store`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Held`] while another process (or this one) holds it, or the file
    /// beside the store cannot be written.
    pub fn acquire(store: &Path, run: RunId) -> Result<Self, StoreError> {
        let mut name = store.as_os_str().to_owned();
        name.push(format!("-run{}.lock", run.0));
        let path = PathBuf::from(name);
        let io = |error: std::io::Error| explain_io(&path, &error);
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(io)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(StoreError::Held {
                        run: run.0,
                        holder: holder(&mut file),
                    });
                }
                Err(TryLockError::Error(error)) => return Err(io(error)),
            }
            let mark = mark();
            file.set_len(0).map_err(io)?;
            file.write_all(mark.as_bytes()).map_err(io)?;
            // Between opening and locking, the holder before may have removed the file:
            // then this lock is on nothing that anyone else will find, and is taken anew.
            if std::fs::read_to_string(&path).is_ok_and(|found| found == mark) {
                return Ok(Self { _file: file, path });
            }
        }
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // A file left behind is harmless, so failing to remove it is nobody's trouble.
        let _ = std::fs::remove_file(&self.path);
    }
}

fn mark() -> String {
    static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos());
    format!("process {} {now}-{count}", std::process::id())
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let read = file.read_to_string(&mut text);
    let mut words = text.split(' ');
    match (read, words.next(), words.next()) {
        (Ok(_), Some("process"), Some(number)) => format!("process {number}"),
        _ => "another process".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holder_a_run_and_free_again_when_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("a.db");
        let first = RunLock::acquire(&store, RunId(3)).unwrap();
        let error = RunLock::acquire(&store, RunId(3)).unwrap_err();
        assert_eq!(
            error,
            StoreError::Held {
                run: 3,
                holder: format!("process {}", std::process::id())
            }
        );
        let _other = RunLock::acquire(&store, RunId(4)).unwrap();
        drop(first);
        let _again = RunLock::acquire(&store, RunId(3)).unwrap();
    }

    #[test]
    fn many_takers_never_hold_it_together() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("a.db");
        let inside = std::sync::atomic::AtomicU32::new(0);
        let taken = std::sync::atomic::AtomicU32::new(0);
        let order = std::sync::atomic::Ordering::SeqCst;
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        if let Ok(lock) = RunLock::acquire(&store, RunId(1)) {
                            assert_eq!(inside.fetch_add(1, order), 0);
                            taken.fetch_add(1, order);
                            inside.fetch_sub(1, order);
                            drop(lock);
                        }
                    }
                });
            }
        });
        assert!(taken.load(order) > 0);
    }
}
