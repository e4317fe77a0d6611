//! Tasks, and generators bound to a seed.

use std::sync::Arc;

use thiserror::Error;

use crate::item::{Digest, Draft, Item};
use crate::param::{Param, ParamError, ParamValue, Params};
use crate::registry;
use crate::sample::Stream;
use crate::seed::StreamKeys;
use crate::space::Space;
use crate::supply::{Lot, SupplyError};

/// A named way of generating or asking within a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variation {
    /// Its name.
    pub name: &'static str,
    /// What is special about it, in one line.
    pub summary: &'static str,
}

/// What a generate function is given besides its stream.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The variation's name.
    pub variation: &'a str,
    /// The parameters, all present.
    pub params: &'a Params,
}

/// Counts the items of a variation at given parameters.
pub type Count = fn(Order<'_>) -> Space;

/// Makes one problem from a stream of random numbers.
pub type Generate = fn(Order<'_>, &mut Stream) -> Result<Draft, GenerateError>;

/// A named kind of problem.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// `family.group.task`, e.g. `beyondbench.easy.sum`; also the name of its prompt template.
    pub name: &'static str,
    /// Raised by every change of what [`Task::generate`] gives for the same stream.
    pub version: u32,
    /// What is asked, in one line.
    pub summary: &'static str,
    /// At least one; the first is the default.
    pub variations: &'static [Variation],
    /// What can be set.
    pub params: &'static [Param],
    /// Makes one problem. For parameters inside their declared ranges it returns an error only
    /// when the combination admits no problem, and it says so for every stream alike.
    pub generate: Generate,
    /// How many different items there are.
    pub space: Count,
}

/// The parameters admit no problem.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct GenerateError(pub String);

impl GenerateError {
    /// The error with this reason: a lower-case fragment that says what to change.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// Why a generator can't be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GeneratorError {
    /// The task has no such variation.
    #[error("task `{task}` has no variation `{variation}`; it has {known}")]
    Variation {
        /// The task.
        task: &'static str,
        /// The variation asked for.
        variation: String,
        /// Those it has.
        known: String,
    },
    /// A parameter doesn't fit.
    #[error("task `{task}`: {source}")]
    Param {
        /// The task.
        task: &'static str,
        /// What is wrong.
        source: ParamError,
    },
    /// Beyond the last of the problems made elsewhere.
    #[error("task `{task}`: item {index} was asked for, but only {given} were given")]
    Given {
        /// The task.
        task: &'static str,
        /// The item asked for.
        index: u64,
        /// How many there are.
        given: usize,
    },
    /// The parameters fit one by one but admit no problem together.
    #[error("task `{task}` can't make an item from these parameters: {source}")]
    Generate {
        /// The task.
        task: &'static str,
        /// What is wrong.
        source: GenerateError,
    },
    /// A plugged task's items could not be had.
    #[error("task `{task}`: {reason}")]
    Supply {
        /// The task.
        task: &'static str,
        /// What failed, and what to do.
        reason: String,
    },
}

/// A task bound to a variation, parameters and a seed: an endless list of items. Or to problems
/// made elsewhere: a list that ends.
#[derive(Clone, Debug)]
pub struct Generator {
    task: &'static Task,
    variation: &'static Variation,
    params: Params,
    source: Source,
}

/// Where a generator's problems come from.
#[derive(Clone, Debug)]
enum Source {
    /// Drawn from the streams under these keys, which carry a hasher's two kilobytes of state.
    Drawn(Box<StreamKeys>),
    /// Made elsewhere.
    Given(Arc<[Draft]>),
    /// Made on demand by a plugged task.
    Plugged(Arc<dyn Lot>),
}

impl Generator {
    /// Binds `task`. `variation` `None` takes the first. Item 0 is made at once, so that
    /// parameters which admit no problem are found here and not in the middle of a run.
    ///
    /// # Errors
    /// [`GeneratorError`] when the variation or a parameter doesn't fit.
    pub fn new<'a>(
        task: &'static Task,
        variation: Option<&str>,
        given: impl IntoIterator<Item = (&'a str, ParamValue)>,
        seed: &str,
    ) -> Result<Self, GeneratorError> {
        let variation = match variation {
            None => &task.variations[0],
            Some(name) => find_variation(task, name)?,
        };
        let params =
            Params::resolve(task.params, given).map_err(|source| GeneratorError::Param {
                task: task.name,
                source,
            })?;
        let keys = StreamKeys::new(seed, task.name, task.version, variation.name, &params);
        let source = match registry::plugged(task.name) {
            None => Source::Drawn(Box::new(keys)),
            Some(plugged) => {
                let order = Order {
                    variation: variation.name,
                    params: &params,
                };
                Source::Plugged(plugged.supply.bind(order, keys).into())
            }
        };
        let generator = Self {
            task,
            variation,
            params,
            source,
        };
        generator.item(0)?;
        Ok(generator)
    }

    /// Binds `task` to problems made elsewhere, as an imported file holds them.
    ///
    /// # Errors
    /// [`GeneratorError::Variation`] when the task has no such variation.
    pub fn given(
        task: &'static Task,
        variation: &str,
        drafts: Vec<Draft>,
    ) -> Result<Self, GeneratorError> {
        Ok(Self {
            task,
            variation: find_variation(task, variation)?,
            params: Params::default(),
            source: Source::Given(drafts.into()),
        })
    }

    /// The task.
    pub fn task(&self) -> &'static Task {
        self.task
    }

    /// The variation.
    pub fn variation(&self) -> &'static Variation {
        self.variation
    }

    /// The parameters, all present.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// How many different items there are; exact for problems made elsewhere.
    pub fn space(&self) -> Space {
        match &self.source {
            Source::Drawn(_) => (self.task.space)(Order {
                variation: self.variation.name,
                params: &self.params,
            }),
            Source::Given(drafts) => Space::exactly(drafts.len() as u64),
            Source::Plugged(lot) => lot.space(),
        }
    }

    /// Makes item `index`, independently of every other.
    ///
    /// # Errors
    /// [`GeneratorError::Generate`]; never after [`Generator::new`] has succeeded, as long as the
    /// task keeps its promise. [`GeneratorError::Given`] beyond the end of given problems,
    /// [`GeneratorError::Supply`] when a plugged task's items can't be had on this machine.
    pub fn item(&self, index: u64) -> Result<Item, GeneratorError> {
        let draft = match &self.source {
            Source::Drawn(keys) => {
                let order = Order {
                    variation: self.variation.name,
                    params: &self.params,
                };
                (self.task.generate)(order, &mut keys.stream(index)).map_err(|source| {
                    GeneratorError::Generate {
                        task: self.task.name,
                        source,
                    }
                })?
            }
            Source::Given(drafts) => usize::try_from(index)
                .ok()
                .and_then(|index| drafts.get(index))
                .cloned()
                .ok_or(GeneratorError::Given {
                    task: self.task.name,
                    index,
                    given: drafts.len(),
                })?,
            Source::Plugged(lot) => lot.draft(index).map_err(|error| match error {
                SupplyError::Generate(source) => GeneratorError::Generate {
                    task: self.task.name,
                    source,
                },
                SupplyError::Machine(reason) => GeneratorError::Supply {
                    task: self.task.name,
                    reason,
                },
            })?,
        };
        let digest = Digest::of(
            self.task.name,
            self.variation.name,
            &draft.vars,
            &draft.check,
        );
        Ok(Item {
            index,
            vars: draft.vars,
            check: draft.check,
            cluster: draft.cluster,
            digest,
        })
    }
}

fn find_variation(task: &'static Task, name: &str) -> Result<&'static Variation, GeneratorError> {
    let known = || task.variations.iter().map(|v| v.name).collect::<Vec<_>>();
    task.variations
        .iter()
        .find(|v| v.name == name)
        .ok_or_else(|| GeneratorError::Variation {
            task: task.name,
            variation: name.to_owned(),
            known: known().join(", "),
        })
}
