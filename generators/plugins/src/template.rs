//! New plugins.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use tribunal_generators::registry;

use crate::error::PluginError;

/// The languages that a new plugin can be begun in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// One file of Python, which runs as it is.
    Python,
    /// One file of JavaScript, and the script that makes a component of it.
    JavaScript,
}

const WIT: &str = include_str!("../wit/task.wit");
const PYTHON: &str = include_str!("template/plugin.py");
const JAVASCRIPT: &str = include_str!("template/plugin.js");
const BUILD: &str = include_str!("template/build.sh");

/// Writes a plugin for the task `name` (`family.task`, or `task`, which becomes `local.task`) into
/// `folder`; its files, the plugin's own first. Files that are there already are left alone.
///
/// # Errors
/// [`PluginError::Name`] for a name that no task may have, [`PluginError::Io`] when a file exists or
/// can't be written.
pub fn write(folder: &Path, name: &str, language: Language) -> Result<Vec<PathBuf>, PluginError> {
    let name = if name.contains('.') {
        name.to_owned()
    } else {
        format!("local.{name}")
    };
    registry::check_name(&name)?;
    let short = name.rsplit('.').next().unwrap_or(&name);
    let fill = |text: &str| {
        text.replace("local.sums", &name)
            .replace("sums.", &format!("{short}."))
    };
    let files = match language {
        Language::Python => vec![(format!("{short}.py"), fill(PYTHON))],
        Language::JavaScript => vec![
            (format!("{short}.js"), fill(JAVASCRIPT)),
            ("build.sh".to_owned(), fill(BUILD)),
            ("task.wit".to_owned(), WIT.to_owned()),
        ],
    };
    fs::create_dir_all(folder).map_err(PluginError::io(folder))?;
    let mut written = Vec::new();
    for (file, text) in files {
        let path = folder.join(file);
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(PluginError::io(&path))?;
        written.push(path);
    }
    Ok(written)
}
