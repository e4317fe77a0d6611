//! Tasks that are made outside this crate: plugged in from above, once, before anything is planned.
//!
//! This crate runs no plugin and reads no file. It is handed a [`Supply`], which promises what
//! every task promises: an item follows from (task, version, variation, parameters, seed, index)
//! and from the supply's own digest, and from nothing else.

use std::fmt;

use thiserror::Error;

use crate::item::Draft;
use crate::seed::StreamKeys;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};

/// A task made elsewhere, with what a built-in task has beside it.
#[derive(Debug)]
pub struct Plugged {
    /// What it is. Its own functions for making and counting items are not called; the supply is.
    pub task: Task,
    /// The text of its prompt's template, for prompt sets that have none of the task's name.
    pub prompt: String,
    /// Where its items come from.
    pub supply: Box<dyn Supply>,
}

impl Plugged {
    /// A task with this description whose items come from `supply`.
    pub fn new(description: Description, prompt: String, supply: Box<dyn Supply>) -> Self {
        let Description {
            name,
            version,
            summary,
            variations,
            params,
        } = description;
        let task = Task {
            name,
            version,
            summary,
            variations,
            params,
            generate: |_, _| Err(GenerateError::new("this task's items come from its supply")),
            space: |_| Space::at_least(0u32),
        };
        Self {
            task,
            prompt,
            supply,
        }
    }
}

/// The fields of a [`Task`] that are data.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// See [`Task::name`].
    pub name: &'static str,
    /// See [`Task::version`].
    pub version: u32,
    /// See [`Task::summary`].
    pub summary: &'static str,
    /// See [`Task::variations`].
    pub variations: &'static [crate::task::Variation],
    /// See [`Task::params`].
    pub params: &'static [crate::param::Param],
}

/// Where the items of a plugged task come from.
pub trait Supply: fmt::Debug + Send + Sync {
    /// The digest of everything that decides the items besides their address: the plugin's bytes.
    /// It enters the digest of every plan that asks for the task.
    fn digest(&self) -> [u8; 32];

    /// Binds a variation and parameters to the keys of their items' streams.
    fn bind(&self, order: Order<'_>, keys: StreamKeys) -> Box<dyn Lot>;
}

/// The items of one variation at given parameters under one seed.
pub trait Lot: fmt::Debug + Send + Sync {
    /// How many different items there are.
    fn space(&self) -> Space;

    /// Makes item `index`; the same draft at every call and on every machine. An item that the
    /// plugin fails to make is a draft as well, whose check
    /// [says so](tribunal_verifiers::Check::failure).
    ///
    /// # Errors
    /// [`SupplyError`].
    fn draft(&self, index: u64) -> Result<Draft, SupplyError>;
}

/// Why a supply gives no draft.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SupplyError {
    /// The parameters admit no problem.
    #[error(transparent)]
    Generate(#[from] GenerateError),
    /// The machine could not do what the supply asked of it; another try may succeed.
    #[error("{0}")]
    Machine(String),
}
