//! Tasks as plugins: Python files and WebAssembly components, run in the sandbox.
//!
//! A plugin says what its task is, makes items from the item's own stream of random numbers, and
//! may judge answers itself. It can reach nothing else. What it gives is plain data, the same that
//! a built-in task hands over; docs/plugins.md is the contract.
//!
//! Every batch of items, and every answer that is judged, meets a plugin that has just been
//! started, and the borders between batches are fixed. So an item follows from its address and the
//! plugin's bytes alone, even when the plugin keeps something from one item to the next.
//!
//! | module | noun |
//! |---|---|
//! | [`plugin`] | a plugin: its bytes, what it says of itself |
//! | [`manifest`] | what a plugin says of itself, and the task made of it |
//! | [`shelf`] | the installed plugins, by digest |
//! | [`supply`] | a plugin's items, for the registry of tasks |
//! | [`judge`] | a plugin's verdicts |
//! | [`trial`] | the test of a plugin |
//! | [`template`] | new plugins |
//! | [`fault`] | what went wrong in a plugin, and where |
//! | `driver` | running the two kinds |
//! | [`draft`], [`ruling`] | a plugin's items and verdicts, read |

mod driver;
pub mod error;
pub mod fault;
pub mod judge;
pub mod plugin;
pub mod shelf;
pub mod supply;
pub mod template;
pub mod trial;

pub use error::PluginError;
pub use fault::Fault;
pub use plugin::{Kind, Plugin};
pub use shelf::Shelf;
pub use tribunal_contract::{Manifest, draft, manifest, ruling};
