//! The installed plugins.
//!
//! ```text
//! HOME/plugins/index.json             name, file, digest and description of the plugins in use
//! HOME/plugins/0123…cdef/coins.py     the bytes with this digest
//! ```
//!
//! A plugin is copied when it is added, so an author's next edit changes no suite until it is added
//! again. The bytes of earlier versions stay: the answers to their items can be judged again as
//! long as they are there. Descriptions are kept beside the bytes so that a command that only lists
//! or plans starts no sandbox.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use tribunal_generators::registry::{self, PlugError};

use crate::error::PluginError;
use crate::manifest::Manifest;
use crate::plugin::{Kind, Plugin, hex};
use crate::supply::{PluginSupply, plugged};

/// The version of the index's format.
const SCHEMA: u32 = 1;

/// A folder of plugins.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: PathBuf,
}

/// An installed plugin, as the index has it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The name of its file.
    pub file: String,
    /// Its kind.
    pub kind: Kind,
    /// BLAKE3 of its bytes, in hex.
    pub digest: String,
    /// What it says of itself.
    pub task: Manifest,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    schema: u32,
    plugins: BTreeMap<String, Entry>,
}

impl Shelf {
    /// The shelf of the user's installation.
    ///
    /// # Errors
    /// [`PluginError::NoHome`].
    pub fn open() -> Result<Self, PluginError> {
        let home = tribunal_sandbox::home().ok_or(PluginError::NoHome)?;
        Ok(Self::new(&home))
    }

    /// The shelf below `home`, which need not exist.
    pub fn new(home: &Path) -> Self {
        Self {
            folder: home.join("plugins"),
        }
    }

    fn index(&self) -> PathBuf {
        self.folder.join("index.json")
    }

    /// The plugins in use, by name.
    ///
    /// # Errors
    /// [`PluginError`] when the index can't be read.
    pub fn entries(&self) -> Result<BTreeMap<String, Entry>, PluginError> {
        let path = self.index();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(BTreeMap::new());
            }
            Err(error) => return Err(PluginError::io(path)(error)),
        };
        let shelf = |reason: String| PluginError::Shelf {
            path: path.clone(),
            reason,
        };
        let index: Index =
            serde_json::from_str(&text).map_err(|error| shelf(format!("not readable: {error}")))?;
        if index.schema != SCHEMA {
            return Err(shelf(format!(
                "written by another version of tribunal (format {}, not {SCHEMA})",
                index.schema
            )));
        }
        Ok(index.plugins)
    }

    /// Puts a plugin on the shelf, in place of another of its name.
    ///
    /// # Errors
    /// [`PluginError`] when the shelf can't be written.
    pub fn add(&self, plugin: &Plugin) -> Result<Entry, PluginError> {
        let mut plugins = self.entries()?;
        let entry = Entry {
            file: plugin.file().to_owned(),
            kind: plugin.kind(),
            digest: plugin.digest_hex(),
            task: plugin.manifest().clone(),
        };
        let path = self.bytes_path(&entry.digest, &entry.file);
        write(&path, plugin.bytes())?;
        plugins.insert(entry.task.name.clone(), entry.clone());
        self.write_index(plugins)?;
        Ok(entry)
    }

    /// Takes the plugin `name` out of use; whether there was one. Its bytes stay.
    ///
    /// # Errors
    /// [`PluginError`] when the shelf can't be read or written.
    pub fn remove(&self, name: &str) -> Result<bool, PluginError> {
        let mut plugins = self.entries()?;
        let found = plugins.remove(name).is_some();
        if found {
            self.write_index(plugins)?;
        }
        Ok(found)
    }

    fn write_index(&self, plugins: BTreeMap<String, Entry>) -> Result<(), PluginError> {
        let index = Index {
            schema: SCHEMA,
            plugins,
        };
        let text = serde_json::to_string_pretty(&index)
            .unwrap_or_else(|error| unreachable!("plain data always serialises: {error}"));
        write(&self.index(), format!("{text}\n").as_bytes())
    }

    fn bytes_path(&self, digest: &str, file: &str) -> PathBuf {
        self.folder.join(digest).join(file)
    }

    /// The plugin with this digest (hex), in use or not, loaded; `None` if it was never added.
    ///
    /// # Errors
    /// [`PluginError`] when its bytes can't be read, are others, or don't load any more.
    pub fn load(&self, digest: &str) -> Result<Option<Plugin>, PluginError> {
        // The digest comes from a stored check; only a digest may become a path.
        if digest.len() != 64 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(None);
        }
        let folder = self.folder.join(digest);
        let Ok(mut files) = folder.read_dir() else {
            return Ok(None);
        };
        let Some(file) = files.find_map(|file| {
            let path = file.ok()?.path();
            Kind::of(&path).map(|_| path)
        }) else {
            return Ok(None);
        };
        let (name, kind, bytes) = Plugin::bytes_of(&file)?;
        if hex(*blake3::hash(&bytes).as_bytes()) != digest {
            return Err(PluginError::Shelf {
                path: file,
                reason: "its bytes are not those that were added".to_owned(),
            });
        }
        Plugin::new(&name, kind, bytes).map(Some)
    }

    /// Plugs every plugin in use in. None is started before an item is asked of it.
    ///
    /// # Errors
    /// [`PluginError`] when the index can't be read or its tasks can't be plugged in. That tasks
    /// were plugged in before is none.
    pub fn plug(&self) -> Result<(), PluginError> {
        let entries = self.entries()?;
        if entries.is_empty() {
            return Ok(());
        }
        let mut all = Vec::with_capacity(entries.len());
        for entry in entries.into_values() {
            let digest = blake3::Hash::from_hex(&entry.digest).map_err(|_| PluginError::Shelf {
                path: self.index(),
                reason: format!("`{}` is no digest", entry.digest),
            })?;
            let (shelf, hex, loaded) = (self.clone(), entry.digest, OnceLock::new());
            let load = move || {
                if let Some(plugin) = loaded.get() {
                    return Ok(Arc::clone(plugin));
                }
                let plugin = shelf.load(&hex)?.ok_or_else(|| PluginError::Shelf {
                    path: shelf.folder.join(&hex),
                    reason: "the plugin's bytes are gone".to_owned(),
                })?;
                Ok(Arc::clone(loaded.get_or_init(|| Arc::new(plugin))))
            };
            let supply = PluginSupply::new(&entry.task, *digest.as_bytes(), load);
            all.push(plugged(&entry.task, supply));
        }
        match registry::plug(all) {
            Ok(()) | Err(PlugError::Again) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Writes a file so that a reader finds all of it or what was there before.
fn write(path: &Path, bytes: &[u8]) -> Result<(), PluginError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(PluginError::io(folder))?;
    let half = path.with_extension(format!("half-{}", std::process::id()));
    fs::write(&half, bytes).map_err(PluginError::io(&half))?;
    fs::rename(&half, path).map_err(PluginError::io(path))
}
