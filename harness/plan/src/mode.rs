//! How the model is asked: for the answer itself, or for a program that finds it.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use tribunal_generators::{Digest, Generator, GeneratorError, Item, ParamKind, ParamValue, Var};
use tribunal_model::Tool;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{Case, Language, ProgramCheck, ProgramLimits};

/// The template that asks for a program, beside those of the tasks.
pub(crate) const TEMPLATE: &str = "mode.code";

/// How many hidden problems a program is run on unless the suite or the user says otherwise.
pub const CASES: u32 = 20;

/// The most that may be asked for; each is stored with the item.
pub const MOST_CASES: u32 = 200;

/// How the model is asked, by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// For the answer.
    #[default]
    Chat,
    /// For a program that prints the answer of any problem of the kind.
    Code,
}

/// What a suite or the user says about the mode; what is left out is left to the other, and then
/// to the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// The mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Of programs: the language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Of programs: on how many hidden problems each is run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cases: Option<u32>,
    /// The tool that the model is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tools: Option<Tool>,
}

impl Asking {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// These words, and `other`'s where these say nothing.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            mode: self.mode.or(other.mode),
            language: self.language.or(other.language),
            cases: self.cases.or(other.cases),
            tools: self.tools.or(other.tools),
        }
    }

    /// What is asked in the end: `None` for the answer itself.
    pub fn code(self) -> Option<Code> {
        (self.mode.unwrap_or_default() == Mode::Code).then(|| Code {
            language: self.language.unwrap_or_default(),
            cases: self.cases.unwrap_or(CASES),
        })
    }
}

/// How programs are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Code {
    /// The language.
    pub language: Language,
    /// On how many hidden problems each is run.
    pub cases: u32,
}

impl Code {
    /// The item that asks for a program instead of `item`'s answer: the same variables, and a check
    /// over hidden items of the same generator. `seed` is the plan's.
    ///
    /// Seven in ten hidden items are drawn as `item` was, under a seed of their own. The others have
    /// one parameter moved: to its smallest value, or some way up from its own. Where the kind has
    /// fewer different items, the program is run on those there are.
    ///
    /// # Errors
    /// [`GeneratorError`] when the generator fails on what it should make; never for a task that keeps
    /// its promise.
    pub fn item(
        self,
        generator: &Generator,
        item: &Item,
        seed: &str,
    ) -> Result<Item, GeneratorError> {
        if item.check.failure().is_some() {
            // It could not be made, and says why; nobody is asked.
            return Ok(item.clone());
        }
        let cases = self.hidden(generator, item, seed)?;
        let check = Check::Program(ProgramCheck {
            language: self.language,
            cases: cases.into_iter().map(case).collect(),
            limits: ProgramLimits::default(),
        });
        let (task, variation) = (generator.task().name, generator.variation().name);
        Ok(Item {
            index: item.index,
            digest: Digest::of(task, variation, &item.vars, &check),
            vars: item.vars.clone(),
            check,
            cluster: item.cluster.clone(),
        })
    }

    fn hidden(
        self,
        generator: &Generator,
        item: &Item,
        seed: &str,
    ) -> Result<Vec<Item>, GeneratorError> {
        let (task, variation) = (generator.task(), generator.variation().name);
        // A seed is any text; this one nobody types, and the model never sees it.
        let seed = format!("{seed}\u{0}hidden\u{0}{}", item.index);
        let wanted = self.cases as usize;
        let mut found: Vec<Item> = Vec::with_capacity(wanted);
        let take = |found: &mut Vec<Item>, hidden: Item| {
            let known = hidden.digest == item.digest
                || found.iter().any(|other| other.digest == hidden.digest);
            // A plugin may fail to make one, which says nothing of the program.
            if !known && hidden.check.failure().is_none() {
                found.push(hidden);
            }
        };

        let moves = moves(generator);
        let edges = (wanted * 3 / 10).min(moves.len());
        for turn in 0..edges {
            // Every item takes the next moves in turn, so that a run tries them all.
            let (name, value) = moves[(item.index as usize * edges + turn) % moves.len()];
            let params = generator.params().iter().map(|(param, own)| {
                let moved = if param == name {
                    ParamValue::Int(value)
                } else {
                    own.clone()
                };
                (param, moved)
            });
            // Parameters can exclude each other; such a move is none.
            if let Ok(edge) = Generator::new(task, Some(variation), params, &seed) {
                take(&mut found, edge.item(0)?);
            }
        }
        let params = generator
            .params()
            .iter()
            .map(|(param, own)| (param, own.clone()));
        let alike = Generator::new(task, Some(variation), params, &seed)?;
        for index in 0..wanted as u64 * 10 {
            if found.len() == wanted {
                break;
            }
            take(&mut found, alike.item(index)?);
        }
        if found.is_empty() {
            // The only item there is; then the program is asked for that.
            found.push(item.clone());
        }
        Ok(found)
    }
}

/// Each integer parameter with its smallest value, and with one a quarter larger than its own.
fn moves(generator: &Generator) -> Vec<(&'static str, i64)> {
    let mut moves = Vec::new();
    for param in generator.task().params {
        if let ParamKind::Int { min, max, .. } = param.kind {
            let own = generator.params().int(param.name);
            let up = own.saturating_add((own.abs() / 4).max(1)).min(max);
            let values = [min, up].into_iter().filter(|value| *value != own);
            moves.extend(values.map(|value| (param.name, value)));
        }
    }
    moves
}

fn case(item: Item) -> Case {
    Case {
        input: input(&item).into(),
        check: item.check,
    }
}

/// The data of an item as a program reads them.
pub(crate) fn input(item: &Item) -> String {
    serde_json::to_string(&item.vars)
        .unwrap_or_else(|error| unreachable!("plain data always serialises: {error}"))
}

/// One line a key of the input: its name and what it holds.
pub(crate) fn keys(item: &Item) -> String {
    let mut text = String::new();
    for (name, var) in item.vars.iter() {
        let _ = writeln!(text, "- {name}: {}", kind(var));
    }
    text.trim_end().to_owned()
}

fn kind(var: &Var) -> String {
    match var {
        Var::Int(_) => "an integer".to_owned(),
        Var::Text(_) => "a string".to_owned(),
        Var::Ints(_) => "a list of integers".to_owned(),
        Var::List(vars) => match vars.first() {
            Some(Var::Map(_)) => "a list of objects".to_owned(),
            Some(Var::Text(_)) => "a list of strings".to_owned(),
            Some(Var::Int(_)) => "a list of integers".to_owned(),
            Some(Var::Ints(_) | Var::List(_)) => "a list of lists".to_owned(),
            None => "a list".to_owned(),
        },
        Var::Map(_) => "an object".to_owned(),
    }
}
