//! Typed parameters and their resolution.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One parameter's value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ParamValue {
    /// A switch.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A word.
    Text(String),
}

impl std::fmt::Display for ParamValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Text(value) => value.fmt(f),
        }
    }
}

/// What a parameter may be, and its default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// An integer in `min..=max`.
    Int {
        /// Smallest value allowed.
        min: i64,
        /// Largest value allowed.
        max: i64,
        /// Value when none is given.
        default: i64,
    },
    /// A switch.
    Bool {
        /// Value when none is given.
        default: bool,
    },
    /// One of the words, of which the first is the default.
    Choice(&'static [&'static str]),
}

/// A parameter of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name in suites and in `--set`.
    pub name: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    /// What it may be.
    pub kind: ParamKind,
}

impl Param {
    /// An integer parameter.
    pub const fn int(
        name: &'static str,
        doc: &'static str,
        (min, max): (i64, i64),
        default: i64,
    ) -> Self {
        Self {
            name,
            doc,
            kind: ParamKind::Int { min, max, default },
        }
    }

    /// A switch.
    pub const fn bool(name: &'static str, doc: &'static str, default: bool) -> Self {
        Self {
            name,
            doc,
            kind: ParamKind::Bool { default },
        }
    }

    /// One of several words; the first is the default.
    pub const fn choice(
        name: &'static str,
        doc: &'static str,
        words: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            doc,
            kind: ParamKind::Choice(words),
        }
    }

    /// The value when none is given.
    pub fn default_value(&self) -> ParamValue {
        match self.kind {
            ParamKind::Int { default, .. } => ParamValue::Int(default),
            ParamKind::Bool { default } => ParamValue::Bool(default),
            ParamKind::Choice(words) => ParamValue::Text(words[0].to_owned()),
        }
    }

    fn accept(&self, value: ParamValue) -> Result<ParamValue, ParamError> {
        let wants = match (self.kind, &value) {
            (ParamKind::Int { min, max, .. }, ParamValue::Int(v)) if (min..=max).contains(v) => {
                return Ok(value);
            }
            (ParamKind::Bool { .. }, ParamValue::Bool(_)) => return Ok(value),
            (ParamKind::Choice(words), ParamValue::Text(v)) if words.contains(&v.as_str()) => {
                return Ok(value);
            }
            (ParamKind::Int { min, max, .. }, _) => format!("an integer from {min} to {max}"),
            (ParamKind::Bool { .. }, _) => "true or false".to_owned(),
            (ParamKind::Choice(words), _) => format!("one of {}", words.join(", ")),
        };
        Err(ParamError::Value {
            name: self.name,
            value: value.to_string(),
            wants,
        })
    }

    /// Reads a value as typed on a command line (`8`, `true`, `greek`).
    ///
    /// # Errors
    /// [`ParamError::Value`] when the text is not a value this parameter takes.
    pub fn parse(&self, text: &str) -> Result<ParamValue, ParamError> {
        let value = match self.kind {
            ParamKind::Int { .. } => text.parse().ok().map(ParamValue::Int),
            ParamKind::Bool { .. } => text.parse().ok().map(ParamValue::Bool),
            ParamKind::Choice(_) => None,
        };
        self.accept(value.unwrap_or_else(|| ParamValue::Text(text.to_owned())))
    }
}

/// Why given parameters don't fit a task.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ParamError {
    /// The task has no such parameter.
    #[error("unknown parameter `{name}`; this task takes {known}")]
    Unknown {
        /// The name given.
        name: String,
        /// The names the task knows, or a phrase that it has none.
        known: String,
    },
    /// The value is of the wrong type or out of range.
    #[error("parameter `{name}` is `{value}`, but must be {wants}")]
    Value {
        /// The parameter.
        name: &'static str,
        /// The value given.
        value: String,
        /// What it may be.
        wants: String,
    },
}

/// A task's parameters, all present, in the order the task declares them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Params {
    values: Vec<(&'static str, ParamValue)>,
}

impl Params {
    /// Fills `given` up with defaults.
    ///
    /// # Errors
    /// [`ParamError`] for a name that `schema` doesn't hold or a value it doesn't take.
    pub fn resolve<'a>(
        schema: &[Param],
        given: impl IntoIterator<Item = (&'a str, ParamValue)>,
    ) -> Result<Self, ParamError> {
        let mut values: Vec<_> = schema
            .iter()
            .map(|param| (param.name, param.default_value()))
            .collect();
        for (name, value) in given {
            let Some(position) = schema.iter().position(|param| param.name == name) else {
                let known = match schema {
                    [] => "no parameters".to_owned(),
                    _ => schema.iter().map(|p| p.name).collect::<Vec<_>>().join(", "),
                };
                return Err(ParamError::Unknown {
                    name: name.to_owned(),
                    known,
                });
            };
            values[position].1 = schema[position].accept(value)?;
        }
        Ok(Self { values })
    }

    /// All values, in declared order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &ParamValue)> {
        self.values.iter().map(|(name, value)| (*name, value))
    }

    fn get(&self, name: &str) -> &ParamValue {
        match self.values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => value,
            None => unreachable!("task code asked for undeclared parameter `{name}`"),
        }
    }

    /// The integer `name`; a task asks only for what it declares.
    ///
    /// # Panics
    /// When the task did not declare an integer of that name: a mistake in the task's code that
    /// its first generated item shows.
    pub fn int(&self, name: &str) -> i64 {
        match self.get(name) {
            ParamValue::Int(value) => *value,
            other => unreachable!("parameter `{name}` is {other:?}, not an integer"),
        }
    }

    /// The integer `name` as a size.
    ///
    /// # Panics
    /// As [`Params::int`], and when the declared range admits negative values.
    pub fn size(&self, name: &str) -> usize {
        usize::try_from(self.int(name)).unwrap_or_else(|_| unreachable!("`{name}` is negative"))
    }

    /// The switch `name`.
    ///
    /// # Panics
    /// When the task did not declare a switch of that name.
    pub fn bool(&self, name: &str) -> bool {
        match self.get(name) {
            ParamValue::Bool(value) => *value,
            other => unreachable!("parameter `{name}` is {other:?}, not a switch"),
        }
    }

    /// The word `name`.
    ///
    /// # Panics
    /// When the task did not declare a choice of that name.
    pub fn text(&self, name: &str) -> &str {
        match self.get(name) {
            ParamValue::Text(value) => value,
            other => unreachable!("parameter `{name}` is {other:?}, not a word"),
        }
    }

    /// The one spelling that enters keys and digests: a JSON object with sorted names.
    pub fn canonical(&self) -> String {
        let mut sorted: Vec<_> = self.iter().collect();
        sorted.sort_unstable_by_key(|(name, _)| *name);
        let mut out = String::from("{");
        for (i, (name, value)) in sorted.into_iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            let _ = match value {
                ParamValue::Text(text) => {
                    write!(
                        out,
                        "{comma}\"{name}\":{}",
                        serde_json::Value::from(text.as_str())
                    )
                }
                other => write!(out, "{comma}\"{name}\":{other}"),
            };
        }
        out.push('}');
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &[Param] = &[
        Param::int("size", "how many", (1, 64), 8),
        Param::choice("alphabet", "which symbols", &["latin", "greek"]),
        Param::bool("shuffle", "mix them", false),
    ];

    #[test]
    fn defaults_fill_up_and_spelling_is_canonical() {
        let params = Params::resolve(SCHEMA, [("alphabet", ParamValue::Text("greek".into()))])
            .expect("valid");
        assert_eq!(
            params.canonical(),
            r#"{"alphabet":"greek","shuffle":false,"size":8}"#
        );
        assert_eq!(params.size("size"), 8);
    }

    #[test]
    fn errors_say_what_is_wanted() {
        let error = |name: &'static str, value| {
            Params::resolve(SCHEMA, [(name, value)])
                .expect_err("invalid")
                .to_string()
        };
        assert_eq!(
            error("size", ParamValue::Int(65)),
            "parameter `size` is `65`, but must be an integer from 1 to 64"
        );
        assert_eq!(
            error("alphabet", ParamValue::Text("runes".into())),
            "parameter `alphabet` is `runes`, but must be one of latin, greek"
        );
        assert_eq!(
            error("sise", ParamValue::Int(1)),
            "unknown parameter `sise`; this task takes size, alphabet, shuffle"
        );
        assert_eq!(
            SCHEMA[2].parse("yes").expect_err("no switch").to_string(),
            "parameter `shuffle` is `yes`, but must be true or false"
        );
    }
}
