//! Running the two kinds of plugin.

mod component;
mod python;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use tribunal_sandbox::{Limits, SandboxError};

use crate::draft::LARGEST_ITEM;
use crate::fault::Fault;
use crate::plugin::Kind;

pub(crate) use component::ComponentDriver;
pub(crate) use python::PythonDriver;

/// What one item, or one verdict, may use. A batch that needs more is cut into smaller ones, so
/// what decides whether an item can be made is the item alone.
pub(crate) const LIMITS: Limits = Limits {
    fuel: 3_000_000_000,
    memory: 256 << 20,
    stdout: 64 << 20,
    stderr: 16 << 10,
};

/// Raised when the way a plugin is run changes, so that a verdict says by which it was reached.
pub(crate) const VERSION: u32 = 1;

/// What a plugin says of itself.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    /// The description, as JSON.
    pub(crate) task: String,
    /// The functions there are, with the line at which each begins.
    pub(crate) functions: BTreeMap<String, u32>,
}

/// What is to be made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
    pub(crate) variation: &'a str,
    /// A JSON object.
    pub(crate) params: &'a str,
}

/// What became of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// Its JSON.
    Item(String),
    /// The parameters admit no problem.
    Refused(String),
    /// The plugin failed.
    Fault(Fault),
}

/// What became of one verdict: its JSON, or how the plugin failed.
pub(crate) type Ruled = Result<String, Fault>;

/// A plugin that can be run. Every call meets one that has just been started.
pub(crate) trait Driver: fmt::Debug + Send + Sync {
    /// Has the plugin describe itself. A fault is the outcome for a plugin that doesn't load.
    fn describe(&self) -> Result<Result<Described, Fault>, SandboxError>;

    /// Makes the items of the streams under these keys, in order: the first of them at least, and
    /// as many more as the limits allow. `keys` is not empty.
    fn generate(&self, wish: Wish<'_>, keys: &[[u8; 32]]) -> Result<Vec<Made>, SandboxError>;

    /// Judges answers to items, in order, the first at least. `pairs` is not empty.
    fn verify(&self, pairs: &[(&str, &str)]) -> Result<Vec<Ruled>, SandboxError>;

    /// Carries out the plugin's own tests; those that failed, with how.
    fn test(&self, names: &[String]) -> Result<Vec<(String, Fault)>, SandboxError>;

    /// What decides how a plugin of this kind behaves, besides its bytes.
    fn version(&self) -> String;
}

/// The driver of a plugin of this kind.
pub(crate) fn driver(kind: Kind, file: &str, bytes: &Arc<[u8]>) -> Arc<dyn Driver> {
    match kind {
        Kind::Python => Arc::new(PythonDriver::new(file, bytes)),
        Kind::Component => Arc::new(ComponentDriver::new(bytes)),
    }
}

/// What is said of a result that is larger than an item may be.
fn too_large(bytes: usize) -> String {
    format!("the result is {bytes} bytes; at most {LARGEST_ITEM} are allowed")
}

/// The machine's failure, from which nothing follows about the plugin.
fn machine(what: impl Into<String>) -> SandboxError {
    SandboxError::Engine(wasmtime::Error::msg(what.into()))
}
