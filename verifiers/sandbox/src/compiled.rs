//! Compiled modules, kept on disk.
//!
//! A module is compiled once for an engine's settings; the result is named after the module's
//! digest and the engine's version and settings, so that nothing stale can be loaded. Loading
//! machine code from a file is only as safe as the file: each has its own digest beside it, and
//! one that does not match is compiled again.

use std::fs::{self, File};
use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;
use wasmtime::component::Component;
use wasmtime::{Engine, Module};

/// Why a module could not be compiled, kept or loaded.
#[derive(Debug, Error)]
pub enum CompileError {
    /// The module is not valid, or the engine can't compile it.
    #[error("the module does not compile: {0:#}")]
    Module(#[source] wasmtime::Error),
    /// The cache can't be written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
}

/// A folder of compiled modules.
#[derive(Clone, Debug)]
pub struct Compiled {
    folder: PathBuf,
}

impl Compiled {
    /// The cache in `folder`, which is made when something is put into it.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// The file that the module with digest `source` has for `engine`, whether or not it exists.
    pub fn path(&self, engine: &Engine, source: &blake3::Hash) -> PathBuf {
        let mut settings = Digester(blake3::Hasher::new());
        engine.precompile_compatibility_hash().hash(&mut settings);
        settings.0.update(source.as_bytes());
        let name = settings.0.finalize().to_hex();
        self.folder.join(format!("{}.cwasm", &name[..32]))
    }

    /// The module of `wasm`, whose digest is `source`, for `engine`: from the cache, or compiled
    /// by `compile` and put there.
    ///
    /// # Errors
    /// [`CompileError`] when `compile` fails or the cache can't be written.
    pub fn module(
        &self,
        engine: &Engine,
        source: &blake3::Hash,
        compile: impl FnOnce() -> Result<Vec<u8>, CompileError>,
    ) -> Result<Module, CompileError> {
        self.get(&self.path(engine, source), compile, |path| {
            module(engine, path)
        })
    }

    /// As [`Compiled::module`], for a component.
    ///
    /// # Errors
    /// As there.
    pub fn component(
        &self,
        engine: &Engine,
        source: &blake3::Hash,
        compile: impl FnOnce() -> Result<Vec<u8>, CompileError>,
    ) -> Result<Component, CompileError> {
        self.get(&self.path(engine, source), compile, |path| {
            component(engine, path)
        })
    }

    /// What `load` gives for the file at `path`, which `compile` fills if need be.
    fn get<T>(
        &self,
        path: &Path,
        compile: impl FnOnce() -> Result<Vec<u8>, CompileError>,
        load: impl Fn(&Path) -> Option<T>,
    ) -> Result<T, CompileError> {
        if let Some(loaded) = load(path) {
            return Ok(loaded);
        }
        let code = compile()?;
        self.keep(path, &code)?;
        load(path).ok_or_else(|| CompileError::Io {
            path: path.to_path_buf(),
            source: io::Error::other("what was just written can't be loaded"),
        })
    }

    /// Writes `code` so that a reader finds all of it or nothing.
    fn keep(&self, path: &Path, code: &[u8]) -> Result<(), CompileError> {
        let fail = |path: &Path| {
            let path = path.to_path_buf();
            |source| CompileError::Io { path, source }
        };
        fs::create_dir_all(&self.folder).map_err(fail(&self.folder))?;
        let write = |path: &Path, bytes: &[u8]| -> io::Result<()> {
            let half = path.with_extension(format!("half-{}", std::process::id()));
            let mut file = File::create(&half)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&half, path)
        };
        let seal = digest(code).to_hex();
        write(path, code).map_err(fail(path))?;
        write(&seal_of(path), seal.as_bytes()).map_err(fail(path))
    }
}

/// Whether the file at `path` is whole: as it was when it was written.
fn is_whole(path: &Path) -> bool {
    let mut hasher = blake3::Hasher::new();
    fs::read_to_string(seal_of(path)).is_ok_and(|seal| {
        hasher.update_mmap_rayon(path).is_ok() && hasher.finalize().to_hex().as_str() == seal
    })
}

/// The module at `path`, if it is whole and made for `engine`.
fn module(engine: &Engine, path: &Path) -> Option<Module> {
    if !is_whole(path) {
        return None;
    }
    #[expect(
        unsafe_code,
        reason = "the file is the user's own, written by `keep`, and its digest is the one that \
                  was written with it"
    )]
    // SAFETY: only files are loaded that `keep` wrote from this engine's own compiler; the seal
    // tells damage, and the engine refuses another version or other settings.
    unsafe { Module::deserialize_file(engine, path) }.ok()
}

/// The component at `path`, likewise.
fn component(engine: &Engine, path: &Path) -> Option<Component> {
    if !is_whole(path) {
        return None;
    }
    #[expect(unsafe_code, reason = "as for a module")]
    // SAFETY: as for a module.
    unsafe { Component::deserialize_file(engine, path) }.ok()
}

fn seal_of(path: &Path) -> PathBuf {
    path.with_extension("blake3")
}

fn digest(bytes: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update_rayon(bytes);
    hasher.finalize()
}

/// A hasher for `Hash` whose result is the same in every process.
struct Digester(blake3::Hasher);

impl Hasher for Digester {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}
