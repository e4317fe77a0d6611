//! The site as a whole.

mod bytes;
mod escaping;
mod figures;
mod kit;
mod taken;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every file of a folder with its bytes.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).expect("a file");
                found.insert(
                    path.strip_prefix(root).expect("below it").to_path_buf(),
                    bytes,
                );
            }
        }
    }
    found
}
