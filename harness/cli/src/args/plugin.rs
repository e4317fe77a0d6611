//! Tasks as plugins.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum Plugin {
    /// Write a working plugin to begin with.
    New(PluginNew),
    /// Put plugins to the test: determinism, uniqueness, right and wrong answers, prompts, speed.
    Check(PluginCheck),
    /// Install plugins, so that suites can name their tasks.
    Add(PluginAdd),
    /// Take a plugin out of use; stored answers to its items can still be judged.
    Remove(PluginRemove),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct PluginNew {
    /// The task: `family.task`; a name without a family gets `local`.
    pub(crate) name: String,
    /// What it is written in.
    #[arg(long, value_enum, default_value_t = Language::Python)]
    pub(crate) lang: Language,
    /// The folder to write into; one of the task's own name when absent.
    #[arg(long, short, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    Python,
    #[value(name = "javascript")]
    JavaScript,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct PluginCheck {
    /// Plugins (.py, .wasm), or folders with plugins in them.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How many items to make of each, over its variations.
    #[arg(long, default_value_t = 1_000, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub(crate) items: u64,
    /// The seed of the items.
    #[arg(long, default_value = "check", value_name = "TEXT")]
    pub(crate) seed: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct PluginAdd {
    /// Plugins (.py, .wasm), or folders with plugins in them.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct PluginRemove {
    /// The task's name.
    pub(crate) name: String,
}
