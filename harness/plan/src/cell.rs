//! A suite's tasks spread out: one variation under one combination of parameters.

use std::collections::BTreeMap;

use tribunal_generators::tmbench::official;
use tribunal_generators::{Generator, GeneratorError, ParamValue, Task, registry};

use crate::PlanError;
use crate::distinct;
use crate::suite::{Balance, Suite, TMBENCH, TaskEntry};

/// One variation of one task under one combination of parameters: items of a cell differ only by
/// their random numbers, so they are alike in kind and difficulty.
#[derive(Debug)]
pub struct Cell {
    /// Makes the cell's items.
    pub generator: Generator,
    /// How many items the suite asks of it.
    pub count: u64,
    /// The task's weight in the suite's score; cells of one task share it equally.
    pub weight: f64,
    /// `task:variation{"size":8,…}`; the default cluster of the cell's items.
    pub label: String,
    /// Whether the items were made elsewhere; then all are asked as they are.
    pub(crate) given: bool,
}

impl Cell {
    /// How many different items there are at least, and whether there are no more.
    pub(crate) fn space(&self) -> (u64, bool) {
        let space = self.generator.space();
        match u64::try_from(space.least()) {
            Ok(least) => (least, space.is_exact()),
            Err(_) => (u64::MAX, false),
        }
    }

    /// How many different items it has, up to its count. Makes them unless the space has plenty.
    fn different(&self) -> Result<u64, GeneratorError> {
        let (least, exact) = self.space();
        let most = if exact {
            self.count.min(least)
        } else {
            self.count
        };
        if is_plenty(least, most) {
            return Ok(most);
        }
        distinct::count(&self.generator, most)
    }

    /// What is said when there are only `found` different items, or as many that none of the
    /// `others` asks.
    pub(crate) fn exhausted(&self, found: u64, others: usize, origin: &str) -> PlanError {
        let items = if found == 1 { "item" } else { "items" };
        let besides = if others > 0 {
            " besides those of the same variation's other cells"
        } else {
            ""
        };
        PlanError::Suite {
            origin: origin.to_owned(),
            message: format!(
                "{} has only {found} different {items}{besides}, and count is {}; lower the count \
                 to {found}, widen the parameters, or write up_to = true to ask as many as there \
                 are",
                self.label, self.count
            ),
        }
    }
}

/// Whether a space of `least` items or more gives `asked` different ones without question. In one
/// that is nearly used up the draw may favour some items so much that others never come; that is
/// to be found out when the plan is made and not in the middle of a run.
pub(crate) fn is_plenty(least: u64, asked: u64) -> bool {
    least / 8 >= asked
}

/// Spreads out every `[[task]]` of `suite` under `seed`.
pub(crate) fn expand(suite: &Suite, seed: &str) -> Result<Vec<Cell>, PlanError> {
    let mut cells: Vec<Cell> = Vec::new();
    for entry in &suite.tasks {
        if let Some(instances) = &entry.instances {
            cells.push(given(suite, entry, instances)?);
            continue;
        }
        let mut tasks: Vec<&'static Task> = Vec::new();
        for pattern in entry.name.values() {
            let known = tasks.len();
            tasks.extend(registry::matching(pattern));
            if tasks.len() == known {
                return Err(PlanError::UnknownTask {
                    origin: suite.origin.clone(),
                    pattern: pattern.clone(),
                    hint: hint(pattern),
                });
            }
        }
        for name in entry.params.keys().filter(|_| entry.is_pattern()) {
            if !tasks.iter().any(|task| has(task, name)) {
                return Err(PlanError::Suite {
                    origin: suite.origin.clone(),
                    message: format!(
                        "no task that matches `{}` has a parameter `{name}`; `tribunal list tasks \
                         --long` shows what they have",
                        entry.title()
                    ),
                });
            }
        }
        for &task in &tasks {
            let all: Vec<_> = task.variations.iter().map(|v| v.name.to_owned()).collect();
            for variation in entry.variations.as_ref().unwrap_or(&all) {
                for given in grid(entry, task) {
                    let generator =
                        Generator::new(task, Some(variation), given, seed).map_err(|source| {
                            PlanError::Generator {
                                origin: suite.origin.clone(),
                                source,
                            }
                        })?;
                    let label = format!(
                        "{}:{variation}{}",
                        task.name,
                        generator.params().canonical()
                    );
                    if cells.iter().any(|cell| cell.label == label) {
                        return Err(PlanError::Suite {
                            origin: suite.origin.clone(),
                            message: format!(
                                "{label} is asked for twice; its items would be the same, so \
                                 raise the count of one and remove the other"
                            ),
                        });
                    }
                    let mut cell = Cell {
                        generator,
                        count: u64::from(entry.count),
                        weight: entry.weight,
                        label,
                        given: false,
                    };
                    if entry.up_to {
                        cell.count = cell.different().map_err(|source| PlanError::Generator {
                            origin: suite.origin.clone(),
                            source,
                        })?;
                    }
                    cells.push(cell);
                }
            }
        }
    }
    if suite.balance == Balance::Groups {
        share_alike(&mut cells);
    }
    Ok(take_turns(cells))
}

/// Divides the weight of each task by that of its group, so that the groups weigh the same. The
/// weight of a task is the mean of its cells' weights.
fn share_alike(cells: &mut [Cell]) {
    let mut tasks: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for cell in cells.iter() {
        let task = tasks.entry(cell.generator.task().name).or_default();
        *task = (task.0 + cell.weight, task.1 + 1.0);
    }
    let mut groups: BTreeMap<&str, f64> = BTreeMap::new();
    for (task, (weight, cells)) in &tasks {
        *groups.entry(group(task)).or_default() += weight / cells;
    }
    for cell in cells {
        cell.weight /= groups[group(cell.generator.task().name)];
    }
}

/// A task's name up to its last dot.
fn group(task: &str) -> &str {
    task.rsplit_once('.').map_or(task, |(group, _)| group)
}

/// Puts the first cell of every task before the second of any, so that the tasks and not only the
/// cells take turns: a small limit still asks something of every task, however many variations
/// one of them has.
fn take_turns(cells: Vec<Cell>) -> Vec<Cell> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, Cell)> = cells
        .into_iter()
        .map(|cell| {
            let rank = seen.entry(cell.generator.task().name).or_default();
            *rank += 1;
            (*rank, cell)
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, cell)| cell).collect()
}

/// The cell of an entry whose problems are those of an official TMBench file.
fn given(suite: &Suite, entry: &TaskEntry, instances: &str) -> Result<Cell, PlanError> {
    let wrong = |message: String| PlanError::Suite {
        origin: suite.origin.clone(),
        message,
    };
    let file = official::parse(instances).map_err(|error| wrong(error.to_string()))?;
    if file.samples.len() != entry.count as usize {
        return Err(wrong(format!(
            "count is {}, but the instances are {}; give their number",
            entry.count,
            file.samples.len()
        )));
    }
    let drafts = file.samples.iter().map(official::Sample::draft).collect();
    let generator = registry::task(&entry.title())
        .ok_or_else(|| {
            wrong(format!(
                "instances are of `{TMBENCH}`, not of `{}`",
                entry.title()
            ))
        })
        .and_then(|task| {
            Generator::given(task, file.variation, drafts).map_err(|source| PlanError::Generator {
                origin: suite.origin.clone(),
                source,
            })
        })?;
    let digest = blake3::hash(instances.as_bytes()).to_hex();
    Ok(Cell {
        generator,
        count: u64::from(entry.count),
        weight: entry.weight,
        label: format!(
            "{}:{} in file {}",
            entry.title(),
            file.variation,
            &digest[..16]
        ),
        given: true,
    })
}

/// Every combination of the entry's parameter values, the last name varying fastest.
///
/// An entry that names many tasks by a pattern sets each parameter on the tasks that have it: a
/// list's length means nothing to a task about two numbers. [`expand`] sees to it that at least
/// one of them has it. An entry for a single task passes everything on, so that a misspelt name
/// is refused.
fn grid<'a>(entry: &'a TaskEntry, task: &Task) -> Vec<Vec<(&'a str, ParamValue)>> {
    let mut rows = vec![Vec::new()];
    for (name, values) in &entry.params {
        if entry.is_pattern() && !has(task, name) {
            continue;
        }
        rows = rows
            .into_iter()
            .flat_map(|row: Vec<(&str, ParamValue)>| {
                values.values().iter().map(move |value| {
                    let mut row = row.clone();
                    row.push((name.as_str(), value.clone()));
                    row
                })
            })
            .collect();
    }
    rows
}

fn has(task: &Task, param: &str) -> bool {
    task.params.iter().any(|known| known.name == param)
}

/// What to do about a task `wanted` that isn't there, as a clause behind its name: to take the one
/// whose name is most like it, or to install the plugin it comes from.
pub fn hint(wanted: &str) -> String {
    let family = |name: &str| name.split('.').next().map(str::to_owned);
    let known = || registry::matching("*").any(|task| family(task.name) == family(wanted));
    match nearest(wanted) {
        Some(name) => format!(", did you mean `{name}`?"),
        None if known() => String::new(),
        None => {
            "; one of a plugin is there once that is installed: tribunal plugin add PATH".to_owned()
        }
    }
}

/// The task whose name is most like `wanted`, if any is like it at all.
pub(crate) fn nearest(wanted: &str) -> Option<&'static str> {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let wanted_last = last(wanted);
    registry::matching("*")
        .map(|task| {
            (
                distance(wanted, task.name).min(distance(&wanted_last, &last(task.name))),
                task.name,
            )
        })
        .min()
        .filter(|(distance, _)| *distance <= 1 + wanted_last.len() / 4)
        .map(|(_, name)| name)
}

/// Levenshtein's edit distance in bytes, by the usual two rows.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let substitute = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_task_is_offered() {
        assert_eq!(
            nearest("beyondbench.easy.summ"),
            Some("beyondbench.easy.sum")
        );
        assert_eq!(nearest("sum"), Some("beyondbench.easy.sum"));
        assert_eq!(nearest("quantum.chess"), None);
    }

    #[test]
    fn distances() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
    }
}
