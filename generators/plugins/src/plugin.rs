//! A plugin: its bytes, and what it says of itself.

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::driver::{Driver, driver};
use crate::error::PluginError;
use crate::fault::Fault;
use crate::manifest::Manifest;

/// The most bytes of a Python plugin, and of a component.
const LARGEST: [usize; 2] = [1 << 20, 64 << 20];

/// The kinds of plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One Python file.
    Python,
    /// A WebAssembly component.
    Component,
}

impl Kind {
    /// The kind of a file, by its ending.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "py" => Some(Self::Python),
            "wasm" => Some(Self::Component),
            _ => None,
        }
    }

    fn largest(self) -> usize {
        LARGEST[self as usize]
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Python => "Python",
            Self::Component => "component",
        })
    }
}

/// A plugin that has described itself. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Plugin {
    file: String,
    kind: Kind,
    bytes: Arc<[u8]>,
    digest: [u8; 32],
    manifest: Manifest,
    functions: Vec<String>,
    driver: Arc<dyn Driver>,
}

impl Plugin {
    /// Reads a plugin's file and has it describe itself.
    ///
    /// # Errors
    /// [`PluginError`] when it can't be read, is none, or says nothing usable of itself.
    pub fn read(path: &Path) -> Result<Self, PluginError> {
        let (file, kind, bytes) = Self::bytes_of(path)?;
        Self::new(&file, kind, bytes)
    }

    /// Reads every plugin in a folder and the folders in it, in the order of their paths. Python
    /// files that describe no task are left out, and so are folders whose name begins with a dot and
    /// those that hold what was installed or built.
    ///
    /// # Errors
    /// As [`Plugin::read`].
    pub fn read_folder(folder: &Path) -> Result<Vec<Self>, PluginError> {
        const LEFT_OUT: [&str; 4] = ["node_modules", "target", "__pycache__", "venv"];
        let mut plugins = Vec::new();
        let mut paths = Vec::new();
        for entry in folder.read_dir().map_err(PluginError::io(folder))? {
            paths.push(entry.map_err(PluginError::io(folder))?.path());
        }
        paths.sort();
        for path in paths {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if name.starts_with('.') || LEFT_OUT.contains(&name) {
                continue;
            }
            if path.is_dir() && !path.is_symlink() {
                plugins.extend(Self::read_folder(&path)?);
            } else if path.is_file() && Kind::of(&path).is_some() {
                match Self::read(&path) {
                    Err(PluginError::NoTask { .. }) => {}
                    other => plugins.push(other?),
                }
            }
        }
        Ok(plugins)
    }

    /// The file's name, kind and bytes.
    pub(crate) fn bytes_of(path: &Path) -> Result<(String, Kind, Vec<u8>), PluginError> {
        let none = |reason: String| PluginError::NotAPlugin {
            path: path.to_path_buf(),
            reason,
        };
        let kind = Kind::of(path).ok_or_else(|| {
            none("a plugin is a Python file (.py) or a WebAssembly component (.wasm)".to_owned())
        })?;
        let file = path
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or_else(|| none("its name is not readable".to_owned()))?;
        let size = fs::metadata(path).map_err(PluginError::io(path))?.len();
        if size > kind.largest() as u64 {
            return Err(none(format!(
                "it has {size} bytes; a {kind} plugin has at most {}",
                kind.largest()
            )));
        }
        let bytes = fs::read(path).map_err(PluginError::io(path))?;
        Ok((file.to_owned(), kind, bytes))
    }

    /// The plugin of these bytes, from a file of this name.
    ///
    /// # Errors
    /// [`PluginError::Broken`] when it doesn't load or says nothing usable of itself, and
    /// [`PluginError::Sandbox`].
    pub fn new(file: &str, kind: Kind, bytes: impl Into<Arc<[u8]>>) -> Result<Self, PluginError> {
        let bytes = bytes.into();
        let broken = |fault: Fault| PluginError::Broken(fault.in_file(file).to_string());
        let driver = driver(kind, file, &bytes);
        let described = driver.describe()?.map_err(broken)?;
        if described.task == "null" {
            return Err(PluginError::NoTask {
                file: file.to_owned(),
            });
        }
        let manifest = Manifest::parse(&described.task)
            .map_err(|what| PluginError::Broken(format!("{file}: {what}")))?;
        Ok(Self {
            file: file.to_owned(),
            kind,
            digest: *blake3::hash(&bytes).as_bytes(),
            bytes,
            manifest,
            functions: described.functions.into_keys().collect(),
            driver,
        })
    }

    /// The name of its file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// BLAKE3 of its bytes.
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// The same in hex.
    pub fn digest_hex(&self) -> String {
        hex(self.digest)
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The names of its own tests.
    pub fn tests(&self) -> Vec<String> {
        let tests = self.functions.iter();
        tests
            .filter(|name| name.starts_with("test_"))
            .cloned()
            .collect()
    }

    pub(crate) fn driver(&self) -> &dyn Driver {
        &*self.driver
    }
}

pub(crate) fn hex(digest: [u8; 32]) -> String {
    blake3::Hash::from(digest).to_hex().to_string()
}
