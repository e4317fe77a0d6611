//! Prompt sets: loading, checking, rendering.
//!
//! A set is data: one minijinja template a task. Rendering is strict, so a variable that the item
//! doesn't have is an error and never an empty string in the middle of a question.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use tribunal_generators::{Item, Var, Vars};
use tribunal_verifiers::checks::{Language, ProgramLimits};

use crate::PlanError;
use crate::mode::{self, Code};

/// What rendering one prompt may cost: an instruction takes one, and so do 64 bytes of text or two
/// values that are made. A template may come from a plugin, and one line of it can loop for ever or
/// double a text forty times.
const FUEL: u64 = 2_000_000;

/// A prompt set, compiled.
pub struct Prompts {
    environment: Environment<'static>,
    set: String,
    texts: BTreeMap<String, String>,
}

impl fmt::Debug for Prompts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prompts({})", self.set)
    }
}

impl Prompts {
    /// Loads the set `name`: an embedded one, or a folder of `TASK.j2` files when the name holds a
    /// path separator.
    ///
    /// # Errors
    /// [`PlanError::Prompts`] when there is no such set or a template doesn't compile.
    pub fn load(name: &str) -> Result<Self, PlanError> {
        if let Some(templates) = tribunal_suites::prompt_set(name) {
            let owned = templates
                .into_iter()
                .map(|(n, t)| (n.to_owned(), t.to_owned()));
            return Self::compile(name, owned.collect());
        }
        let fail = |message| PlanError::Prompts {
            set: name.to_owned(),
            message,
        };
        if !name.contains(['/', '\\']) {
            let known = tribunal_suites::prompt_sets()
                .collect::<Vec<_>>()
                .join(", ");
            return Err(fail(format!(
                "there is no such set; embedded are {known}; a folder is named with a path \
                 separator, as ./NAME"
            )));
        }
        let unreadable = |error: std::io::Error| fail(format!("can't read the folder: {error}"));
        let mut templates = BTreeMap::new();
        for entry in Path::new(name).read_dir().map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            if let Some(stem) = stem.filter(|_| path.extension().is_some_and(|ext| ext == "j2")) {
                let text = tribunal_files::read_text(&path, tribunal_files::TEMPLATE)
                    .map_err(unreadable)?;
                templates.insert(stem.to_owned(), text);
            }
        }
        Self::compile(name, templates)
    }

    fn compile(set: &str, texts: BTreeMap<String, String>) -> Result<Self, PlanError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_fuel(Some(FUEL));
        for (name, text) in &texts {
            environment
                .add_template_owned(name.clone(), text.clone())
                .map_err(|error| PlanError::Prompts {
                    set: set.to_owned(),
                    message: describe(&error),
                })?;
        }
        Ok(Self {
            environment,
            set: set.to_owned(),
            texts,
        })
    }

    /// A set of the one template that comes with a plugin.
    ///
    /// # Errors
    /// [`PlanError::Prompts`] when it doesn't compile.
    pub fn of_plugin(task: &str, text: &str) -> Result<Self, PlanError> {
        let texts = BTreeMap::from([(task.to_owned(), text.to_owned())]);
        Self::compile(&format!("of the plugin {task}"), texts)
    }

    /// The set's name.
    pub fn name(&self) -> &str {
        &self.set
    }

    /// BLAKE3 over the names and texts of the templates of `tasks` and of the shared pieces (names
    /// that start with `_`) that they name, themselves or through another piece, so that a new
    /// task's template or piece leaves old suites alone.
    pub fn digest<'a>(&self, tasks: impl IntoIterator<Item = &'a str>) -> [u8; 32] {
        let mut used: BTreeSet<&str> = tasks.into_iter().collect();
        loop {
            let texts = || self.texts.iter().map(|(name, text)| (name.as_str(), text));
            let named = |piece: &str| {
                texts().any(|(name, text)| used.contains(name) && text.contains(piece))
            };
            let pieces: Vec<&str> = texts()
                .map(|(name, _)| name)
                .filter(|name| name.starts_with('_') && !used.contains(name) && named(name))
                .collect();
            if pieces.is_empty() {
                break;
            }
            used.extend(pieces);
        }
        let mut hasher = blake3::Hasher::new_derive_key("tribunal 2026-11 prompt set");
        for (name, text) in &self.texts {
            if used.contains(name.as_str()) {
                for part in [name, text] {
                    hasher.update(&(part.len() as u64).to_le_bytes());
                    hasher.update(part.as_bytes());
                }
            }
        }
        *hasher.finalize().as_bytes()
    }

    /// Adds the template that comes with a plugged task, unless the set has one of the task's name.
    ///
    /// # Errors
    /// [`PlanError::Prompts`] when the template doesn't compile.
    pub fn plug(&mut self, task: &str, text: &str) -> Result<(), PlanError> {
        if self.has(task) {
            return Ok(());
        }
        self.environment
            .add_template_owned(task.to_owned(), text.to_owned())
            .map_err(|error| PlanError::Prompts {
                set: format!("of the plugin {task}"),
                message: describe(&error),
            })?;
        self.texts.insert(task.to_owned(), text.to_owned());
        Ok(())
    }

    /// Whether the set has a template for `task`.
    pub fn has(&self, task: &str) -> bool {
        self.texts.contains_key(task)
    }

    /// The prompt of `item`, an item of `task` under `variation`.
    ///
    /// # Errors
    /// [`PlanError::Prompts`] when the set has no template for the task or the template asks for
    /// something the item doesn't have.
    pub fn render(
        &self,
        task: &str,
        variation: &'static str,
        item: &Arc<Item>,
    ) -> Result<String, PlanError> {
        let context = Value::from_object(Context {
            item: Arc::clone(item),
            variation,
        });
        self.environment
            .get_template(task)
            .and_then(|template| template.render(context))
            .map_err(|error| PlanError::Prompts {
                set: self.set.clone(),
                message: describe(&error),
            })
    }
}

impl Prompts {
    /// The prompt that asks for a program which solves every problem like `item`, whose own prompt
    /// is `problem`.
    ///
    /// # Errors
    /// [`PlanError::Prompts`] when the set has no template for it or the template fails.
    pub fn render_code(&self, code: Code, problem: &str, item: &Item) -> Result<String, PlanError> {
        let title = match code.language {
            Language::Python => "Python 3.12",
            Language::Javascript => "JavaScript",
        };
        let context = context! {
            title,
            language => code.language.name(),
            problem => problem.trim(),
            keys => mode::keys(item),
            input => mode::input(item),
            cases => code.cases,
            megabytes => ProgramLimits::default().memory >> 20,
        };
        self.environment
            .get_template(mode::TEMPLATE)
            .and_then(|template| template.render(context))
            .map_err(|error| PlanError::Prompts {
                set: self.set.clone(),
                message: describe(&error),
            })
    }
}

/// The error's text with its place.
fn describe(error: &minijinja::Error) -> String {
    match (error.name(), error.line()) {
        (Some(name), Some(line)) => format!("template `{name}`, line {line}: {error}"),
        _ => error.to_string(),
    }
}

/// The root of a template's variables. Values are made when they are looked up, so that an item's
/// large variables cost nothing unless the template prints them.
#[derive(Debug)]
struct Context {
    item: Arc<Item>,
    variation: &'static str,
}

impl Object for Context {
    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        match self.item.vars.get(key) {
            Some(var) => Some(value(var)),
            None if key == "variation" => Some(Value::from(self.variation)),
            None => None,
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(
            self.item
                .vars
                .iter()
                .map(|(name, _)| Value::from(name))
                .collect(),
        )
    }
}

fn value(var: &Var) -> Value {
    match var {
        Var::Int(n) => Value::from(*n),
        Var::Text(text) => Value::from(text.as_ref()),
        Var::Ints(numbers) => Value::from_object(Ints(numbers.clone())),
        Var::List(vars) => Value::from(vars.iter().map(value).collect::<Vec<_>>()),
        Var::Map(vars) => Value::from_object(Map(vars.clone())),
    }
}

/// A list of integers that prints itself in one go: most prompts hold just one such list, and
/// boxing each number first would be most of the cost of a prompt.
#[derive(Debug)]
struct Ints(Vec<i64>);

impl Object for Ints {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_usize()?).map(|n| Value::from(*n))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.len())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(2 + 5 * self.0.len());
        let mut digits = itoa::Buffer::new();
        text.push('[');
        for (i, n) in self.0.iter().enumerate() {
            if i > 0 {
                text.push_str(", ");
            }
            text.push_str(digits.format(*n));
        }
        text.push(']');
        f.write_str(&text)
    }
}

/// Named values.
#[derive(Debug)]
struct Map(Vars);

impl Object for Map {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_str()?).map(value)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.iter().map(|(name, _)| Value::from(name)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_follows_the_pieces_that_are_used_and_no_others() {
        let digest = |texts: &[(&str, &str)]| {
            let owned = texts
                .iter()
                .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()));
            let prompts = Prompts::compile("test", owned.collect()).expect("templates");
            prompts.digest(["sum"])
        };
        let sum = ("sum", "Add. {% include \"_outer\" %}");
        let outer = ("_outer", "{% include \"_inner\" %}");
        let base = digest(&[sum, outer, ("_inner", "Well.")]);
        let more = [
            sum,
            outer,
            ("_inner", "Well."),
            ("_new", "x"),
            ("new", "{% include \"_new\" %}"),
        ];
        assert_eq!(digest(&more), base);
        assert_ne!(digest(&[sum, outer, ("_inner", "Badly.")]), base);
        assert_ne!(digest(&[("sum", "Add."), outer, ("_inner", "Well.")]), base);
    }
}
