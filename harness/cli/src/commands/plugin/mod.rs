//! `tribunal plugin`: one file a subcommand.

mod add;
mod check;
mod new;
mod remove;

use std::path::PathBuf;

use anyhow::anyhow;
use tribunal_plugins::{Plugin as Loaded, PluginError, Shelf};

use crate::args::{Command, Plugin};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &Plugin, printer: &mut Printer) -> Result<Code, Failure> {
    match args {
        Plugin::New(args) => new::execute(args, printer),
        Plugin::Check(args) => check::execute(args, printer),
        Plugin::Add(args) => add::execute(args, printer),
        Plugin::Remove(args) => remove::execute(args, printer),
    }
}

/// Makes the tasks of the installed plugins known to a command that may speak of tasks.
pub(super) fn plug(command: &Command) -> Result<(), Failure> {
    if matches!(
        command,
        Command::Plugin(_) | Command::Selftest(_) | Command::Completions(_) | Command::Man(_)
    ) {
        return Ok(());
    }
    match Shelf::open() {
        Ok(shelf) => Ok(shelf.plug()?),
        // No home, no plugins.
        Err(_) => Ok(()),
    }
}

/// The plugins at `paths`: files, and whatever is a plugin in folders.
fn load(paths: &[PathBuf]) -> Result<Vec<Loaded>, Failure> {
    let mut plugins = Vec::new();
    for path in paths {
        if !path.is_dir() {
            plugins.push(Loaded::read(path)?);
            continue;
        }
        let found = Loaded::read_folder(path)?;
        if found.is_empty() {
            let built = match path.join("build.sh").is_file() {
                true => format!("; sh {} builds one", path.join("build.sh").display()),
                false => String::new(),
            };
            return Err(Failure::usage(anyhow!(
                "{}: no plugin is in this folder; one is a .py file with a TASK, or a .wasm \
                 component{built}",
                path.display()
            )));
        }
        plugins.extend(found);
    }
    Ok(plugins)
}

impl From<PluginError> for Failure {
    fn from(error: PluginError) -> Self {
        Self::usage(error)
    }
}
