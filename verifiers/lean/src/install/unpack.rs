//! Unpacking the package's archive.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path};

use flate2::read::GzDecoder;
use tar::Archive;

use super::{InstallError, at};

const MODULE: &str = "package/lean.wasm";
const LIBRARY: &str = "package/lean-lib.tar.gz";

/// What of the library is kept: the modules that submissions may import.
const KEPT: [&str; 2] = ["Init", "Std"];

/// The module of the archive; its library goes to the folder `library`.
pub(super) fn unpack(archive: &Path, library: &Path) -> Result<Vec<u8>, InstallError> {
    let file = File::open(archive).map_err(at(archive))?;
    let mut entries = Archive::new(GzDecoder::new(file));
    let mut module = None;
    let mut has_library = false;
    for entry in entries.entries().map_err(at(archive))? {
        let mut entry = entry.map_err(at(archive))?;
        let path = entry.path().map_err(at(archive))?.into_owned();
        if path == Path::new(MODULE) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(at(archive))?;
            module = Some(bytes);
        } else if path == Path::new(LIBRARY) {
            unpack_library(GzDecoder::new(entry), archive, library)?;
            has_library = true;
        }
    }
    if !has_library {
        return Err(InstallError::Archive("library"));
    }
    module.ok_or(InstallError::Archive("module"))
}

fn unpack_library(reader: impl Read, archive: &Path, library: &Path) -> Result<(), InstallError> {
    let mut entries = Archive::new(reader);
    for entry in entries.entries().map_err(at(archive))? {
        let mut entry = entry.map_err(at(archive))?;
        let path = entry.path().map_err(at(archive))?.into_owned();
        if !entry.header().entry_type().is_file() || !wanted(&path) {
            continue;
        }
        let path = library.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        entry.unpack(&path).map_err(at(&path))?;
    }
    Ok(())
}

/// Whether a file of the library is kept: those of another system's making, whose names begin
/// with `._`, are not.
fn wanted(path: &Path) -> bool {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_string_lossy()),
            Component::CurDir => {}
            _ => return false,
        }
    }
    let Some((first, last)) = parts.first().zip(parts.last()) else {
        return false;
    };
    let module = first.strip_suffix(".olean").unwrap_or(first);
    KEPT.contains(&module) && last.ends_with(".olean") && !last.starts_with("._")
}
