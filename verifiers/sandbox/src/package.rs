//! Packages that guests come from: fetched by name through the registry's ordinary client, and
//! taken only if their digest is the one written down here.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};
use thiserror::Error;

/// The client that fetches a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// `npm pack`, which gives a gzipped tar archive.
    Npm,
    /// `pip download`, which gives a wheel.
    Pip,
}

/// A package at one version, with the digest of its archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Package {
    /// Who fetches it.
    pub client: Client,
    /// Its name in the registry.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// SHA-256 of the archive, in hexadecimal.
    pub sha256: &'static str,
}

/// Why a package could not be had.
#[derive(Debug, Error)]
pub enum PackageError {
    /// The client is not installed.
    #[error(
        "`{program}` is not there to fetch {package}: install it, or fetch the package elsewhere \
         and name its archive with --from"
    )]
    NoClient {
        /// The program that was called.
        program: String,
        /// `name@version`.
        package: String,
    },
    /// The client failed.
    #[error("`{command}` failed: {detail}")]
    Client {
        /// What was called.
        command: String,
        /// The last line that it said.
        detail: String,
    },
    /// The archive is another than the one written down.
    #[error(
        "{path} is not {package}: its SHA-256 is {found}, not {wanted}; nothing was installed",
        path = path.display()
    )]
    Digest {
        /// The archive.
        path: PathBuf,
        /// `name@version`.
        package: String,
        /// The digest that it has.
        found: String,
        /// The digest that it should have.
        wanted: String,
    },
    /// A file can't be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
}

impl Package {
    /// `name@version`.
    pub fn title(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// Has the client fetch the archive into `folder`, which must exist and be empty, and gives
    /// its path once its digest is confirmed.
    ///
    /// # Errors
    /// [`PackageError`] when the client is missing or fails, or the archive is another one.
    pub fn fetch(&self, folder: &Path) -> Result<PathBuf, PackageError> {
        let commands: Vec<Command> = match self.client {
            Client::Npm => {
                let mut npm = Command::new("npm");
                npm.args(["pack", "--silent"]).arg(self.title());
                vec![npm]
            }
            Client::Pip => ["pip3", "pip"]
                .into_iter()
                .map(|program| {
                    let mut pip = Command::new(program);
                    pip.args([
                        "download",
                        "--no-deps",
                        "--quiet",
                        "--disable-pip-version-check",
                    ])
                    .arg(format!("{}=={}", self.name, self.version));
                    pip
                })
                .collect(),
        };
        let mut missing = None;
        for mut command in commands {
            let shown = show(&command);
            let program = command.get_program().to_string_lossy().into_owned();
            let output = command
                .current_dir(folder)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .output();
            match output {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    missing.get_or_insert(program);
                }
                Err(source) => {
                    let path = PathBuf::from(program);
                    return Err(PackageError::Io { path, source });
                }
                Ok(output) if !output.status.success() => {
                    let said = String::from_utf8_lossy(&output.stderr);
                    let last = said.lines().rfind(|line| !line.trim().is_empty());
                    return Err(PackageError::Client {
                        command: shown,
                        detail: last.unwrap_or("it said nothing").trim().to_owned(),
                    });
                }
                Ok(_) => {
                    let archive = only_file(folder).ok_or_else(|| PackageError::Client {
                        command: shown,
                        detail: "it left no archive".to_owned(),
                    })?;
                    self.confirm(&archive)?;
                    return Ok(archive);
                }
            }
        }
        Err(PackageError::NoClient {
            program: missing.unwrap_or_default(),
            package: self.title(),
        })
    }

    /// Confirms that `archive` is this package's.
    ///
    /// # Errors
    /// [`PackageError::Digest`] when it is not, [`PackageError::Io`] when it can't be read.
    pub fn confirm(&self, archive: &Path) -> Result<(), PackageError> {
        let found = sha256(archive).map_err(|source| PackageError::Io {
            path: archive.to_path_buf(),
            source,
        })?;
        if found == self.sha256 {
            return Ok(());
        }
        Err(PackageError::Digest {
            path: archive.to_path_buf(),
            package: self.title(),
            found,
            wanted: self.sha256.to_owned(),
        })
    }
}

/// SHA-256 of a file, in hexadecimal.
fn sha256(path: &Path) -> io::Result<String> {
    let (mut file, mut hasher) = (File::open(path)?, Sha256::new());
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
    }
    Ok(hex(&hasher.finalize()))
}

/// SHA-256 of `bytes`, in hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn only_file(folder: &Path) -> Option<PathBuf> {
    let mut files = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let first = files.next()?;
    files.next().is_none().then(|| first.path())
}

fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}
