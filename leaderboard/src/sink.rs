//! Where files go: into a folder, or beside those of one to be compared.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;
use serde_json::Value;

use crate::error::{BoardError, at};

/// Takes the site's files, from several threads.
pub(crate) trait Sink: Sync {
    /// Takes the file at `path`, relative to the site and with `/` between folders.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), BoardError>;
}

/// Writes into a folder.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    files: AtomicU64,
    bytes: AtomicU64,
    made: Mutex<BTreeSet<PathBuf>>,
}

impl Folder {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self {
            root,
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            made: Mutex::new(BTreeSet::new()),
        }
    }

    /// Files and bytes written.
    pub(crate) fn written(&self) -> (u64, u64) {
        (
            self.files.load(Ordering::Relaxed),
            self.bytes.load(Ordering::Relaxed),
        )
    }
}

impl Sink for Folder {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), BoardError> {
        let full = self.root.join(path);
        if let Some(folder) = full.parent() {
            let mut made = self
                .made
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner());
            if !made.contains(folder) {
                fs::create_dir_all(folder).map_err(at(folder))?;
                made.insert(folder.to_path_buf());
            }
        }
        fs::write(&full, bytes).map_err(at(&full))?;
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(())
    }
}

/// Something of a site that the stores don't bear out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// The file, relative to the site.
    pub file: String,
    /// Where in it, and what it says and should say.
    pub what: String,
}

/// Compares with the files of a folder.
#[derive(Debug)]
pub(crate) struct Comparison {
    root: PathBuf,
    found: Mutex<Vec<Difference>>,
    seen: Mutex<BTreeSet<String>>,
}

/// So many differences of one file are told.
const MOST_TOLD: usize = 5;

impl Comparison {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self {
            root,
            found: Mutex::new(Vec::new()),
            seen: Mutex::new(BTreeSet::new()),
        }
    }

    fn tell(&self, file: &str, what: String) {
        let mut found = self
            .found
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        found.push(Difference {
            file: file.to_owned(),
            what,
        });
    }

    /// How many files were compared, and all that differed, files that should not be there with it.
    pub(crate) fn finish(self) -> Result<(usize, Vec<Difference>), BoardError> {
        let seen = self
            .seen
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut found = self
            .found
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        for file in files_of(&self.root)? {
            if !seen.contains(&file) {
                found.push(Difference {
                    file,
                    what: "the stores give no such file".to_owned(),
                });
            }
        }
        found.sort();
        Ok((seen.len(), found))
    }
}

/// Every file below `root`, relative to it. Names with a dot in front are a host's own.
fn files_of(root: &Path) -> Result<Vec<String>, BoardError> {
    let mut files = Vec::new();
    let mut folders = vec![(root.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(at(&folder))? {
            let entry = entry.map_err(at(&folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{prefix}{name}");
            if entry.file_type().map_err(at(entry.path()))?.is_dir() {
                folders.push((entry.path(), format!("{path}/")));
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

impl Sink for Comparison {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), BoardError> {
        self.seen
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .insert(path.to_owned());
        let full = self.root.join(path);
        let stands = match fs::read(&full) {
            Ok(stands) => stands,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                self.tell(path, "the file is missing".to_owned());
                return Ok(());
            }
            Err(error) => return Err(at(full)(error)),
        };
        if stands == bytes {
            return Ok(());
        }
        let (says, should) = (
            String::from_utf8_lossy(&stands),
            String::from_utf8_lossy(bytes),
        );
        let mut told = Vec::new();
        if let (Some(says), Some(should)) = (parsed(path, &says), parsed(path, &should)) {
            values("", &says, &should, &mut told);
        }
        if told.is_empty() {
            told.push(first_line(&says, &should));
        }
        for what in told {
            self.tell(path, what);
        }
        Ok(())
    }
}

/// The JSON of a data file or of a shard.
fn parsed(path: &str, text: &str) -> Option<Value> {
    if path.ends_with(".json") {
        return serde_json::from_str(text).ok();
    }
    let inside = text
        .strip_prefix("tribunalShard(")?
        .trim_end()
        .strip_suffix(");")?;
    serde_json::from_str(&format!("[{inside}]")).ok()
}

/// Where two documents differ, by the path to the place.
fn values(path: &str, says: &Value, should: &Value, told: &mut Vec<String>) {
    if says == should || told.len() >= MOST_TOLD {
        return;
    }
    match (says, should) {
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            for (key, says) in one {
                values(&format!("{path}/{key}"), says, &other[key], told);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (place, (says, should)) in one.iter().zip(other).enumerate() {
                values(&format!("{path}/{place}"), says, should, told);
            }
        }
        _ => told.push(format!(
            "{path} is {}, and should be {}",
            crate::text::short(&says.to_string(), 60),
            crate::text::short(&should.to_string(), 60)
        )),
    }
}

fn first_line(says: &str, should: &str) -> String {
    for (number, (says, should)) in says.lines().zip(should.lines()).enumerate() {
        if says != should {
            // From the first letter that differs, with a little before it: lines may be long.
            let same = says
                .bytes()
                .zip(should.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            let tail = |line: &str| {
                let from = (0..=same.saturating_sub(20))
                    .rev()
                    .find(|at| line.is_char_boundary(*at));
                crate::text::short(&line[from.unwrap_or(0)..], 60)
            };
            return format!(
                "line {} says `{}`, and should say `{}`",
                number + 1,
                tail(says),
                tail(should)
            );
        }
    }
    "it ends earlier or later than it should".to_owned()
}
