//! The suite file: reading it, naming it, its errors.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tribunal_files::{RESULTS, SETTINGS, clipped, read_text};
use tribunal_generators::ParamValue;
use tribunal_generators::tmbench::official;
use tribunal_model::Sampling;

use crate::PlanError;
use crate::cell::nearest;
use crate::mode::{Asking, MOST_CASES};

/// Which reading of a response the headline score takes; both are always stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Any clearly stated final answer counts.
    #[default]
    Lenient,
    /// Only the form that the prompt asks for counts.
    Strict,
}

impl Reading {
    /// Its name in files and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lenient => "lenient",
            Self::Strict => "strict",
        }
    }
}

/// Items a cell when a task is run by its name and no suite says how many.
pub const TASK_COUNT: u32 = 100;

/// Over what the suite's score is a mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Balance {
    /// Over tasks, by their weights.
    #[default]
    Tasks,
    /// Over groups of tasks, alike: the tasks whose names differ in their last word alone share
    /// the weight 1 by their own weights.
    Groups,
}

impl Balance {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// One value or a list of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "neither one value nor a list of values")]
pub(crate) enum OneOrMany<T> {
    /// The only one.
    One(T),
    /// Of a parameter, one cell for each value; several lists make a grid.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    pub(crate) fn values(&self) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// A `[[task]]` table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskEntry {
    /// A task's name, a pattern in which `*` stands for any text, or a list of these.
    pub(crate) name: OneOrMany<String>,
    /// Variations to ask; all of them when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) variations: Option<Vec<String>>,
    /// Items a cell.
    pub(crate) count: u32,
    /// Whether a cell that hasn't so many different items asks those it has, and is not refused.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) up_to: bool,
    /// The task's weight in the suite's score, relative to the others.
    #[serde(default = "one")]
    pub(crate) weight: f64,
    /// Values that differ from the task's defaults.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) params: BTreeMap<String, OneOrMany<ParamValue>>,
    /// The text of an official TMBench file, whose instances are asked in place of fresh items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) instances: Option<String>,
}

impl TaskEntry {
    /// The names and patterns as the file lists them.
    pub(crate) fn title(&self) -> String {
        self.name.values().join(", ")
    }

    /// Whether it may be about several tasks.
    pub(crate) fn is_pattern(&self) -> bool {
        let names = self.name.values();
        names.len() > 1 || names.iter().any(|name| name.contains('*'))
    }
}

/// The task that official TMBench files are about.
pub(crate) const TMBENCH: &str = "tmbench.mtag";

/// Suites may include suites that include suites, so many deep.
const DEPTH: u32 = 8;
/// The most `[[task]]` entries of a suite with all that it includes: eight files that name each other
/// a thousand times would keep a machine busy for ever.
const MOST_TASKS: usize = 10_000;

fn one() -> f64 {
    1.0
}

fn is_false(flag: &bool) -> bool {
    !flag
}

fn default_prompts() -> String {
    "default".to_owned()
}

/// A suite as its file says it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// Its name; the file's stem by convention.
    pub name: String,
    /// Raised when the suite changes what it measures.
    pub version: u32,
    /// One line for people.
    #[serde(default)]
    pub title: String,
    /// The prompt set: an embedded one's name, or a folder beside the suite file.
    #[serde(default = "default_prompts")]
    pub prompts: String,
    /// The reading that the headline score takes.
    #[serde(default)]
    pub reading: Reading,
    /// A system prompt sent with every item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The sampling asked of the model; the command line may override it.
    #[serde(default)]
    pub sampling: Sampling,
    /// How the model is asked; the command line may override it.
    #[serde(default, skip_serializing_if = "Asking::is_empty")]
    pub asking: Asking,
    /// Over what the score is a mean.
    #[serde(default, skip_serializing_if = "Balance::is_default")]
    pub(crate) balance: Balance,
    /// Suites whose tasks come first, by an embedded name or a file's path. [`Suite::parse`] moves
    /// their tasks here, so that a suite is whole without them.
    #[serde(default, skip_serializing)]
    include: Vec<String>,
    /// What is asked.
    #[serde(default, rename = "task")]
    pub(crate) tasks: Vec<TaskEntry>,
    /// Where it came from, for messages.
    #[serde(skip)]
    pub(crate) origin: String,
}

impl Suite {
    /// Finds a suite by an embedded name, by a task's name or a pattern of names (each cell then
    /// counts [`TASK_COUNT`] items), or by the path of a `.toml` file. A name that is several is
    /// taken as the first of these; write `./quick.toml` for the file. An official TMBench file
    /// (`.json`) is a suite of its instances.
    ///
    /// # Errors
    /// [`PlanError`] when there is none, it can't be read or is not valid.
    pub fn find(name: &str) -> Result<Self, PlanError> {
        if let Some(text) = tribunal_suites::suite(name) {
            return Self::parse(text, name);
        }
        if tribunal_generators::registry::matching(name)
            .next()
            .is_some()
        {
            return Ok(Self::of_tasks(name, TASK_COUNT));
        }
        let path = Path::new(name);
        if path.extension().is_some_and(|ext| ext == "json") {
            return Self::of_instances(path, read(name, RESULTS)?);
        }
        if !is_toml(path) {
            return Err(unknown(name));
        }
        Self::parse(&read(name, SETTINGS)?, name)
    }

    /// Reads a suite's text; `origin` names it in messages.
    ///
    /// # Errors
    /// [`PlanError::Syntax`] for a text that is no suite, [`PlanError::Suite`] for one that says
    /// something impossible.
    pub fn parse(text: &str, origin: &str) -> Result<Self, PlanError> {
        Self::parse_within(text, origin, DEPTH)
    }

    /// As [`Suite::parse`], with `depth` suites still allowed to include one another.
    fn parse_within(text: &str, origin: &str, depth: u32) -> Result<Self, PlanError> {
        let mut suite: Self = toml::from_str(text).map_err(|error| PlanError::Syntax {
            origin: origin.to_owned(),
            message: clipped(&error),
        })?;
        suite.origin = origin.to_owned();
        let mut tasks = Vec::new();
        for name in std::mem::take(&mut suite.include) {
            let Some(depth) = depth.checked_sub(1) else {
                return Err(PlanError::Suite {
                    origin: origin.to_owned(),
                    message: format!(
                        "it includes `{name}` more than {DEPTH} suites deep; does one of them \
                         include itself?"
                    ),
                });
            };
            let text = match tribunal_suites::suite(&name) {
                Some(text) => text.to_owned(),
                None if is_toml(Path::new(&name)) => read(&name, SETTINGS)?,
                None => return Err(unknown(&name)),
            };
            tasks.extend(Self::parse_within(&text, &name, depth)?.tasks);
            if tasks.len() > MOST_TASKS {
                return Err(PlanError::Suite {
                    origin: origin.to_owned(),
                    message: format!(
                        "with what it includes it has more than {MOST_TASKS} entries [[task]]"
                    ),
                });
            }
        }
        tasks.append(&mut suite.tasks);
        suite.tasks = tasks;
        suite.validate()?;
        Ok(suite)
    }

    fn validate(&self) -> Result<(), PlanError> {
        let fail = |message: String| {
            Err(PlanError::Suite {
                origin: self.origin.clone(),
                message,
            })
        };
        if self.tasks.is_empty() {
            return fail("it has no [[task]]; add at least one".to_owned());
        }
        if self.name.is_empty() {
            return fail("its name is empty; give it the file's stem".to_owned());
        }
        if let Some(cases) = self.asking.cases.filter(|n| !(1..=MOST_CASES).contains(n)) {
            return fail(format!(
                "a program can't be run on {cases} hidden problems; give 1 to {MOST_CASES}"
            ));
        }
        for entry in &self.tasks {
            let name = entry.title();
            if name.is_empty() {
                return fail("a [[task]] has no name; give one, or a pattern".to_owned());
            }
            if entry.count == 0 {
                return fail(format!(
                    "task `{name}` has count 0; give at least 1, or remove it"
                ));
            }
            if !(entry.weight.is_finite() && entry.weight > 0.0) {
                return fail(format!(
                    "task `{name}` has weight {}; give a number above 0",
                    entry.weight
                ));
            }
            for (param, values) in &entry.params {
                if values.values().is_empty() {
                    return fail(format!("task `{name}`: the list of `{param}` is empty"));
                }
            }
        }
        Ok(())
    }

    /// A suite of the tasks that match `pattern`, with `count` items a cell, or all that a cell
    /// has.
    pub fn of_tasks(pattern: &str, count: u32) -> Self {
        Self {
            name: pattern.to_owned(),
            version: 1,
            title: format!("every task that matches {pattern}"),
            prompts: default_prompts(),
            reading: Reading::default(),
            system: None,
            sampling: Sampling::default(),
            asking: Asking::default(),
            balance: Balance::default(),
            include: Vec::new(),
            tasks: vec![TaskEntry {
                name: OneOrMany::One(pattern.to_owned()),
                variations: None,
                count,
                up_to: true,
                weight: 1.0,
                params: BTreeMap::new(),
                instances: None,
            }],
            origin: pattern.to_owned(),
        }
    }

    /// A suite of the instances in an official TMBench file.
    fn of_instances(path: &Path, text: String) -> Result<Self, PlanError> {
        let origin = path.display().to_string();
        let file = official::parse(&text).map_err(|error| PlanError::Suite {
            origin: origin.clone(),
            message: error.to_string(),
        })?;
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let mut suite = Self::of_tasks(TMBENCH, file.samples.len() as u32);
        suite.name = stem.unwrap_or_else(|| origin.clone());
        suite.title = "the instances of an official TMBench file".to_owned();
        suite.tasks[0].instances = Some(text);
        suite.origin = origin;
        suite.validate()?;
        Ok(suite)
    }

    /// Whether every item is given, so that no seed changes what is asked.
    pub fn is_fixed(&self) -> bool {
        self.tasks.iter().all(|entry| entry.instances.is_some())
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ext| ext == "toml")
}

fn unknown(name: &str) -> PlanError {
    let known = tribunal_suites::suites()
        .map(|(name, _)| name)
        .collect::<Vec<_>>();
    PlanError::UnknownSuite {
        name: name.to_owned(),
        hint: nearest(name)
            .map(|task| format!(", did you mean the task `{task}`?"))
            .unwrap_or_default(),
        known: known.join(", "),
    }
}

fn read(path: &str, most: u64) -> Result<String, PlanError> {
    read_text(path.as_ref(), most).map_err(|source| PlanError::Read {
        path: path.to_owned(),
        source,
    })
}
