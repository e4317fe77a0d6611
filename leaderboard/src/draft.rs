//! A site in the making: a folder beside the one whose place it takes when it is whole.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::{BoardError, at};

/// A folder beside `out`, on the same file system. Until [`Draft::publish`] nobody who looks at `out`
/// sees anything of it, and whatever stood there stands; a draft that is dropped is gone, and one whose
/// maker was killed is removed by the next.
#[derive(Debug)]
pub(crate) struct Draft {
    out: PathBuf,
    fresh: PathBuf,
    old: PathBuf,
}

impl Draft {
    /// Begins with nothing.
    ///
    /// # Errors
    /// What a killed build left can't be removed.
    pub(crate) fn begin(out: &Path) -> Result<Self, BoardError> {
        let draft = Self {
            out: out.to_path_buf(),
            fresh: beside(out, "new"),
            old: beside(out, "old"),
        };
        remove(&draft.fresh)?;
        // A build that was killed between the two renames has left the older board here.
        if draft.old.exists() && !out.exists() {
            fs::rename(&draft.old, out).map_err(at(out))?;
        }
        remove(&draft.old)?;
        Ok(draft)
    }

    /// Where to write.
    pub(crate) fn folder(&self) -> &Path {
        &self.fresh
    }

    /// Puts the draft in the place of `out`, and removes what stood there.
    ///
    /// # Errors
    /// The file system refuses.
    pub(crate) fn publish(self) -> Result<(), BoardError> {
        if !self.out.exists() {
            return fs::rename(&self.fresh, &self.out).map_err(at(&self.out));
        }
        if exchange(&self.fresh, &self.out) {
            return remove(&self.fresh);
        }
        fs::rename(&self.out, &self.old).map_err(at(&self.out))?;
        fs::rename(&self.fresh, &self.out).map_err(at(&self.out))?;
        remove(&self.old)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // There is nothing left after it was published; before that an error is being told already.
        let _ = fs::remove_dir_all(&self.fresh);
    }
}

/// Swaps two folders in one step, where the system knows how: then there is no moment without a board.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_one: &Path, _other: &Path) -> bool {
    false
}

fn beside(out: &Path, what: &str) -> PathBuf {
    let name = out
        .file_name()
        .map_or_else(|| "site".into(), |name| name.to_string_lossy().into_owned());
    out.with_file_name(format!(".{name}.{what}"))
}

fn remove(path: &Path) -> Result<(), BoardError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(at(path)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::tempdir;

    fn write(folder: &Path, text: &str) {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("page"), text).unwrap();
    }

    fn read(folder: &Path) -> String {
        fs::read_to_string(folder.join("page")).unwrap()
    }

    #[test]
    fn a_draft_takes_the_place_whole_and_leaves_nothing() {
        let home = tempdir().unwrap();
        let out = home.path().join("site");
        for text in ["first", "second"] {
            let draft = Draft::begin(&out).unwrap();
            write(draft.folder(), text);
            draft.publish().unwrap();
            assert_eq!(read(&out), text);
            assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
        }
        let draft = Draft::begin(&out).unwrap();
        write(draft.folder(), "third");
        drop(draft);
        assert_eq!(read(&out), "second");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_build_left_is_mended() {
        let home = tempdir().unwrap();
        let out = home.path().join("site");
        write(&beside(&out, "old"), "old");
        write(&beside(&out, "new"), "new");
        let draft = Draft::begin(&out).unwrap();
        assert_eq!(read(&out), "old", "the board that was being replaced");
        assert!(!draft.folder().exists());
    }
}
