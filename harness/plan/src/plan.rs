//! Suite × seed × limits, expanded lazily into items.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tribunal_generators::{Digest, Item, registry};
use tribunal_model::{Sampling, Tool};
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{PluginCase, PluginCheck};

use crate::PlanError;
use crate::cell::{self, Cell};
use crate::distinct::{Distinct, Miss};
use crate::mode::{self, Asking, Code, MOST_CASES};
use crate::prompts::Prompts;
use crate::suite::Suite;

/// What is chosen besides the suite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanOptions {
    /// The seed's text.
    pub seed: String,
    /// Only the first so many items of the plan's order, which takes the cells in turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// How often each item is asked.
    pub repeats: u32,
    /// Sampling that overrides the suite's, field by field.
    #[serde(default)]
    pub sampling: Sampling,
    /// How the model is asked, over what the suite says.
    #[serde(default, skip_serializing_if = "Asking::is_empty")]
    pub asking: Asking,
}

/// A plan: an ordered list of items, made on demand.
#[derive(Debug)]
pub struct Plan {
    suite: Suite,
    options: PlanOptions,
    sampling: Sampling,
    code: Option<Code>,
    tools: Option<Tool>,
    cells: Vec<Cell>,
    order: Order,
    distinct: Distinct,
    prompts: Prompts,
    suite_digest: String,
    digest: String,
}

/// The place of an item in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Position in the plan's order, from 0.
    pub ordinal: u64,
    /// The cell's position in [`Plan::cells`].
    pub cell: usize,
    /// Position among the cell's items, from 0. The item's index within the generator is the same
    /// or, where items repeated before it, larger.
    pub position: u64,
}

/// An item made, with its prompt.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its place.
    pub slot: Slot,
    /// The item.
    pub item: Arc<Item>,
    /// The prompt's text.
    pub prompt: String,
}

/// What a run stores to expand its plan again.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    suite: Suite,
    options: PlanOptions,
}

impl Plan {
    /// Expands `suite` under `options`.
    ///
    /// # Errors
    /// [`PlanError`] when a task, variation, parameter or prompt doesn't fit.
    pub fn new(suite: Suite, options: PlanOptions) -> Result<Self, PlanError> {
        let suite_error = |message: &str| PlanError::Suite {
            origin: suite.origin.clone(),
            message: message.to_owned(),
        };
        if options.repeats == 0 {
            return Err(suite_error("0 repeats ask nothing; give at least 1"));
        }
        if options.limit == Some(0) {
            return Err(suite_error("a limit of 0 asks nothing; give at least 1"));
        }
        if options
            .asking
            .cases
            .is_some_and(|n| !(1..=MOST_CASES).contains(&n))
        {
            return Err(suite_error(&format!(
                "a program is run on 1 to {MOST_CASES} hidden problems"
            )));
        }
        let asking = options.asking.or(suite.asking);
        let (code, tools) = (asking.code(), asking.tools);
        let about_programs = options.asking.language.is_some() || options.asking.cases.is_some();
        if code.is_none() && about_programs {
            return Err(suite_error(
                "a language and a number of cases are about programs, and no programs are asked \
                 for; add --mode code",
            ));
        }
        let cells = cell::expand(&suite, &options.seed)?;
        if code.is_some() && cells.iter().any(|cell| cell.given) {
            return Err(suite_error(
                "problems that are given can't be asked as code, since there are no others of \
                 their kind to run a program on; ask the task itself",
            ));
        }
        let mut prompts = Prompts::load(&suite.prompts)?;
        if code.is_some() && !prompts.has(mode::TEMPLATE) {
            return Err(PlanError::Prompts {
                set: suite.prompts.clone(),
                message: format!(
                    "no template that asks for a program; add the file {}.j2",
                    mode::TEMPLATE
                ),
            });
        }
        for cell in &cells {
            let task = cell.generator.task().name;
            if let Some(plugged) = registry::plugged(task) {
                prompts.plug(task, &plugged.prompt)?;
            }
            if !prompts.has(task) {
                return Err(PlanError::Prompts {
                    set: suite.prompts.clone(),
                    message: format!("no template for task `{task}`; add the file {task}.j2"),
                });
            }
        }
        let order = Order::new(cells.iter().map(|cell| cell.count));
        let distinct = Distinct::new(cells.iter().map(|cell| {
            let generator = &cell.generator;
            (
                generator.task().name,
                generator.variation().name,
                cell.count,
            )
        }));
        let sampling = options.sampling.clone().or(&suite.sampling);
        let suite_digest = suite_digest(&suite, code, &cells, &prompts);
        let digest = plan_digest(&suite_digest, &options, &sampling, (code, tools));
        let plan = Self {
            suite,
            options,
            sampling,
            code,
            tools,
            cells,
            order,
            distinct,
            prompts,
            suite_digest,
            digest,
        };
        // One item a task is rendered now: a template that asks for what the task doesn't give
        // is found before the first request and not after a thousand.
        let mut seen = Vec::new();
        for (position, cell) in plan.cells.iter().enumerate() {
            let task = cell.generator.task().name;
            if !seen.contains(&task) {
                seen.push(task);
                let slot = Slot {
                    ordinal: 0,
                    cell: position,
                    position: 0,
                };
                let item = plan.item(slot)?;
                if let Check::Program(program) = &item.check
                    && program
                        .cases
                        .iter()
                        .any(|case| matches!(case.check, Check::Lean(_)))
                {
                    return Err(PlanError::Suite {
                        origin: plan.suite.origin,
                        message: format!(
                            "task `{task}` asks for proofs, which no program prints; ask the \
                             task itself, without --mode code"
                        ),
                    });
                }
                plan.prompt(slot, &Arc::new(item))?;
            }
            // And a cell that hasn't as many different items as it is to ask.
            plan.confirm(position)?;
        }
        Ok(plan)
    }

    /// Expands a stored plan again.
    ///
    /// # Errors
    /// [`PlanError`] when the text is no plan or no longer expands.
    pub fn from_json(json: &str) -> Result<Self, PlanError> {
        let Stored { mut suite, options } =
            serde_json::from_str(json).map_err(|error| PlanError::Syntax {
                origin: "stored plan".to_owned(),
                message: error.to_string(),
            })?;
        suite.origin.clone_from(&suite.name);
        Self::new(suite, options)
    }

    /// The JSON from which [`Plan::from_json`] expands the same plan.
    pub fn to_json(&self) -> String {
        let stored = Stored {
            suite: self.suite.clone(),
            options: self.options.clone(),
        };
        serde_json::to_string(&stored)
            .unwrap_or_else(|error| unreachable!("plain data always serialises: {error}"))
    }

    /// The suite.
    pub fn suite(&self) -> &Suite {
        &self.suite
    }

    /// What was chosen besides the suite.
    pub fn options(&self) -> &PlanOptions {
        &self.options
    }

    /// The sampling asked for: the options' over the suite's.
    pub fn sampling(&self) -> &Sampling {
        &self.sampling
    }

    /// The cells: the first of each task in the suite's order, then the second of each, and so on.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The prompt set's name and digest (hex) over the templates this plan uses.
    pub fn prompt_set(&self) -> (&str, String) {
        (
            self.prompts.name(),
            hex(self.prompts.digest(templates(&self.cells, self.code))),
        )
    }

    /// How programs are asked for, if it is programs that are asked for.
    pub fn code(&self) -> Option<Code> {
        self.code
    }

    /// The tool that the model is offered, if any.
    pub fn tools(&self) -> Option<Tool> {
        self.tools
    }

    /// The mode's name in the store: `chat`, or `code:` with the language; then the tool, if one
    /// is offered, as in `chat+python`.
    pub fn mode(&self) -> String {
        let mut name = match self.code {
            None => "chat".to_owned(),
            Some(code) => format!("code:{}", code.language.name()),
        };
        if let Some(tool) = self.tools {
            name = format!("{name}+{}", tool.name());
        }
        name
    }

    /// How many items the plan holds.
    pub fn len(&self) -> u64 {
        self.options
            .limit
            .map_or(self.order.total, |limit| limit.min(self.order.total))
    }

    /// Whether the plan holds nothing; it never does.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many items of cell `cell` the plan holds.
    pub fn count_of(&self, cell: usize) -> u64 {
        self.order.count_before(cell, self.len())
    }

    /// Digest (hex) of everything the suite fixes: tasks, generator versions, parameters, counts,
    /// weights, prompts, sampling, reading.
    pub fn suite_digest(&self) -> &str {
        &self.suite_digest
    }

    /// Digest (hex) of the suite's digest with seed, limit, repeats and sampling.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The place of item `ordinal`, which must be below [`Plan::len`].
    pub fn slot(&self, ordinal: u64) -> Slot {
        let (cell, position) = self.order.place(ordinal);
        Slot {
            ordinal,
            cell,
            position,
        }
    }

    /// Makes the item at `slot` without its prompt. No two slots of a plan hold the same item, as
    /// long as none is given by a file.
    ///
    /// In the order of the plan each item is made once. The first that is asked out of order costs
    /// the making of those before it in its cell.
    ///
    /// # Errors
    /// [`PlanError::Generator`]; never for a task that keeps its promise.
    pub fn item(&self, slot: Slot) -> Result<Item, PlanError> {
        self.coded(slot, self.problem(slot)?)
    }

    /// `problem` as the mode asks it.
    fn coded(&self, slot: Slot, problem: Item) -> Result<Item, PlanError> {
        let Some(code) = self.code else {
            return Ok(problem);
        };
        let generator = &self.cells[slot.cell].generator;
        code.item(generator, &problem, &self.options.seed)
            .map_err(|source| PlanError::Generator {
                origin: self.suite.origin.clone(),
                source,
            })
    }

    /// The item at `slot` as its task makes it, whatever the mode.
    fn problem(&self, slot: Slot) -> Result<Item, PlanError> {
        let cell = &self.cells[slot.cell];
        let made = if cell.given {
            cell.generator.item(slot.position).map_err(Miss::Generator)
        } else {
            let generator = |cell: usize| &self.cells[cell].generator;
            self.distinct.item(slot.cell, slot.position, generator)
        };
        made.map_err(|miss| match miss {
            Miss::Generator(source) => PlanError::Generator {
                origin: self.suite.origin.clone(),
                source,
            },
            Miss::Exhausted { cell, found } => self.exhausted(cell, found),
        })
    }

    fn exhausted(&self, cell: usize, found: u64) -> PlanError {
        let others = self.distinct.siblings(cell).len() - 1;
        self.cells[cell].exhausted(found, others, &self.suite.origin)
    }

    /// Sees to it that cell `position` has as many different items as it is to ask.
    fn confirm(&self, position: usize) -> Result<(), PlanError> {
        let (cell, asked) = (&self.cells[position], self.count_of(position));
        let Some(last) = asked.checked_sub(1).filter(|_| !cell.given) else {
            return Ok(());
        };
        let (space, exact) = cell.space();
        if exact && space < asked {
            let alone = self.cells[position].exhausted(space, 0, &self.suite.origin);
            return Err(alone);
        }
        let siblings = self.distinct.siblings(position).iter();
        let together = siblings.map(|&cell| self.count_of(cell)).sum();
        if !cell::is_plenty(space, together) {
            self.problem(Slot {
                ordinal: 0,
                cell: position,
                position: last,
            })?;
        }
        Ok(())
    }

    /// Makes the item at `slot` and its prompt; that of an item which its plugin failed to make is
    /// empty.
    ///
    /// # Errors
    /// As [`Plan::item`], and [`PlanError::Prompts`] when the template fails on this item.
    pub fn make(&self, slot: Slot) -> Result<Planned, PlanError> {
        let (problem, prompt) = self.worded(slot, Arc::new(self.problem(slot)?))?;
        let plain = |item, prompt| Planned { slot, item, prompt };
        let Some(code) = self.code.filter(|_| problem.check.failure().is_none()) else {
            return Ok(plain(problem, prompt));
        };
        let prompt = self.prompts.render_code(code, &prompt, &problem)?;
        let item = self.coded(slot, Arc::unwrap_or_clone(problem))?;
        Ok(plain(Arc::new(item), prompt))
    }

    /// An item with its prompt. One that its plugin's template doesn't fit becomes an error: it is
    /// the item's and not the run's.
    fn worded(&self, slot: Slot, mut item: Arc<Item>) -> Result<(Arc<Item>, String), PlanError> {
        match self.prompt(slot, &item) {
            Ok(prompt) => Ok((item, prompt)),
            Err(error) => {
                let task = self.cells[slot.cell].generator.task().name;
                let Some(plugged) = registry::plugged(task) else {
                    return Err(error);
                };
                let made = Arc::make_mut(&mut item);
                made.check = Check::Plugin(PluginCheck {
                    plugin: task.to_owned(),
                    digest: hex(plugged.supply.digest()),
                    case: PluginCase::Failed {
                        reason: format!("item {}: {error}", made.index),
                    },
                });
                Ok((item, String::new()))
            }
        }
    }

    /// The prompt of `item`, which is at `slot`.
    fn prompt(&self, slot: Slot, item: &Arc<Item>) -> Result<String, PlanError> {
        if item.check.failure().is_some() {
            return Ok(String::new());
        }
        let generator = &self.cells[slot.cell].generator;
        self.prompts
            .render(generator.task().name, generator.variation().name, item)
    }

    /// The digest (hex) of the plan's items in order, for which every item is made once.
    ///
    /// # Errors
    /// As [`Plan::item`].
    pub fn items_digest(&self) -> Result<String, PlanError> {
        let mut hasher = blake3::Hasher::new_derive_key("tribunal 2026-11 item list");
        for ordinal in 0..self.len() {
            let Digest(digest) = self.item(self.slot(ordinal))?.digest;
            hasher.update(&digest);
        }
        Ok(hex(*hasher.finalize().as_bytes()))
    }
}

/// The names of the templates that prompts are made of.
fn templates(cells: &[Cell], code: Option<Code>) -> impl Iterator<Item = &'static str> {
    tasks(cells).chain(code.map(|_| mode::TEMPLATE))
}

fn tasks(cells: &[Cell]) -> impl Iterator<Item = &'static str> {
    cells.iter().map(|cell| cell.generator.task().name)
}

fn hex(bytes: [u8; 32]) -> String {
    blake3::Hash::from(bytes).to_hex().to_string()
}

/// Hashes the JSON of `value` under `context`.
fn json_digest(context: &str, value: &impl Serialize) -> String {
    let json = serde_json::to_vec(value)
        .unwrap_or_else(|error| unreachable!("plain data always serialises: {error}"));
    hex(*blake3::Hasher::new_derive_key(context)
        .update(&json)
        .finalize()
        .as_bytes())
}

fn suite_digest(suite: &Suite, code: Option<Code>, cells: &[Cell], prompts: &Prompts) -> String {
    #[derive(Serialize)]
    struct Content<'a> {
        name: &'a str,
        version: u32,
        reading: &'static str,
        system: Option<&'a str>,
        sampling: &'a Sampling,
        cells: Vec<(&'a str, u32, u64, f64)>,
        prompts: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<Code>,
        /// Of every plugged task, the digest of its plugin's bytes.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        plugins: BTreeMap<&'static str, String>,
    }
    json_digest(
        "tribunal 2026-11 suite",
        &Content {
            name: &suite.name,
            version: suite.version,
            reading: suite.reading.name(),
            system: suite.system.as_deref(),
            sampling: &suite.sampling,
            cells: cells
                .iter()
                .map(|c| {
                    (
                        c.label.as_str(),
                        c.generator.task().version,
                        c.count,
                        c.weight,
                    )
                })
                .collect(),
            prompts: hex(prompts.digest(templates(cells, code))),
            code,
            plugins: tasks(cells)
                .filter_map(registry::plugged)
                .map(|plugged| (plugged.task.name, hex(plugged.supply.digest())))
                .collect(),
        },
    )
}

fn plan_digest(
    suite_digest: &str,
    options: &PlanOptions,
    sampling: &Sampling,
    (code, tools): (Option<Code>, Option<Tool>),
) -> String {
    #[derive(Serialize)]
    struct Content<'a> {
        suite: &'a str,
        seed: &'a str,
        limit: Option<u64>,
        repeats: u32,
        sampling: &'a Sampling,
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<Code>,
        #[serde(skip_serializing_if = "Option::is_none")]
        tools: Option<Tool>,
    }
    json_digest(
        "tribunal 2026-11 plan of different items",
        &Content {
            suite: suite_digest,
            seed: &options.seed,
            limit: options.limit,
            repeats: options.repeats,
            sampling,
            code,
            tools,
        },
    )
}

/// The order of a plan: the cells in turn, position by position, so that any prefix of the plan is a
/// balanced smaller plan. A cell that has run out of items is passed over.
///
/// Cells with the same count run out together; between two such counts lies a *level*, in which
/// the same cells take turns, so a place is found by searching the levels.
#[derive(Debug)]
struct Order {
    levels: Vec<Level>,
    total: u64,
}

#[derive(Debug)]
struct Level {
    /// First ordinal of the level.
    start: u64,
    /// Position within the cells at which the level starts.
    position: u64,
    /// The cells that still have items, in the plan's order of cells.
    cells: Vec<usize>,
}

impl Order {
    fn new(counts: impl Iterator<Item = u64>) -> Self {
        let counts: Vec<u64> = counts.collect();
        let mut steps: Vec<u64> = counts.clone();
        steps.sort_unstable();
        steps.dedup();
        let (mut levels, mut start, mut position) = (Vec::new(), 0, 0);
        for step in steps {
            let cells: Vec<usize> = (0..counts.len())
                .filter(|&c| counts[c] > position)
                .collect();
            let size = (step - position) * cells.len() as u64;
            levels.push(Level {
                start,
                position,
                cells,
            });
            (start, position) = (start + size, step);
        }
        Self {
            levels,
            total: start,
        }
    }

    fn place(&self, ordinal: u64) -> (usize, u64) {
        let level = &self.levels[self.levels.partition_point(|l| l.start <= ordinal) - 1];
        let (offset, width) = (ordinal - level.start, level.cells.len() as u64);
        (
            level.cells[(offset % width) as usize],
            level.position + offset / width,
        )
    }

    /// How many of the ordinals below `end` belong to `cell`.
    fn count_before(&self, cell: usize, end: u64) -> u64 {
        let mut count = 0;
        for (i, level) in self.levels.iter().enumerate() {
            let stop = self
                .levels
                .get(i + 1)
                .map_or(self.total, |next| next.start)
                .min(end);
            let Some(position) = level.cells.iter().position(|&c| c == cell) else {
                break;
            };
            let (size, width) = (stop.saturating_sub(level.start), level.cells.len() as u64);
            count += size / width + u64::from(size % width > position as u64);
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_order_visits_every_item_once_and_is_balanced(
            counts in prop::collection::vec(1u64..40, 1..12),
            cut in 0u64..400,
        ) {
            let order = Order::new(counts.iter().copied());
            prop_assert_eq!(order.total, counts.iter().sum::<u64>());
            let mut next = vec![0; counts.len()];
            for ordinal in 0..order.total {
                let (cell, position) = order.place(ordinal);
                prop_assert_eq!(next[cell], position);
                next[cell] += 1;
                // Nobody is two ahead of a cell that still has items.
                for (other, &done) in next.iter().enumerate() {
                    prop_assert!(next[cell] <= done + 1 || done == counts[other]);
                }
            }
            prop_assert_eq!(&next, &counts);
            let cut = cut.min(order.total);
            let mut expected = vec![0; counts.len()];
            for ordinal in 0..cut {
                expected[order.place(ordinal).0] += 1;
            }
            for (cell, &want) in expected.iter().enumerate() {
                prop_assert_eq!(order.count_before(cell, cut), want);
            }
        }
    }
}
