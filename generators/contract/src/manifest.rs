//! What a plugin says of itself, and the task made of it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tribunal_generators::registry;
use tribunal_generators::supply::Description;
use tribunal_generators::{Param, ParamKind, Variation};

/// The version of the contract that this program speaks.
pub const API: u32 = 1;

/// The most bytes of a prompt's template.
const LONGEST_PROMPT: usize = 64 << 10;

/// A plugin's own description: the object `TASK` of a Python file, or what a component's `describe`
/// gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the contract that it is written for.
    pub api: u32,
    /// The task's name: `example.coins`.
    pub name: String,
    /// Raised by every change of what `generate` gives for the same stream.
    pub version: u32,
    /// What is asked, in one line.
    pub summary: String,
    /// Names with a line on each; the first is the default. None at all means one, `default`.
    #[serde(default)]
    pub variations: Map<String, Value>,
    /// What can be set.
    #[serde(default)]
    pub params: Map<String, Value>,
    /// The prompt's template, in minijinja.
    pub prompt: String,
    /// So many different items or more there are at any parameters. Without it a plan makes all
    /// its items once to see that they are different.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space: Option<u64>,
    /// Whether items have other right answers than the one they give.
    #[serde(default)]
    pub answers: Answers,
}

/// How many right answers an item has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answers {
    /// One, in whatever spelling.
    #[default]
    One,
    /// Perhaps several.
    Many,
}

/// What a parameter may be, as a plugin writes it.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum RawParam {
    Int {
        min: i64,
        max: i64,
        default: i64,
        #[serde(default)]
        doc: String,
    },
    Bool {
        default: bool,
        #[serde(default)]
        doc: String,
    },
    Choice {
        words: Vec<String>,
        #[serde(default)]
        doc: String,
    },
}

impl Manifest {
    /// Reads a description from JSON.
    ///
    /// # Errors
    /// What is wrong with it, as a lower-case fragment.
    pub fn parse(json: &str) -> Result<Self, String> {
        let manifest: Self =
            serde_json::from_str(json).map_err(|error| format!("the description: {error}"))?;
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), String> {
        if self.api != API {
            return Err(format!(
                "it is written for version {} of the contract, and this program speaks {API}",
                self.api
            ));
        }
        registry::check_name(&self.name).map_err(|error| error.to_string())?;
        if self.summary.trim().is_empty() || self.summary.contains('\n') {
            return Err("`summary` must be one line".to_owned());
        }
        if self.prompt.trim().is_empty() || self.prompt.len() > LONGEST_PROMPT {
            return Err(format!(
                "`prompt` must have from 1 to {LONGEST_PROMPT} bytes"
            ));
        }
        minijinja::Environment::new()
            .add_template("prompt", &self.prompt)
            .map_err(|error| format!("`prompt`: {error}"))?;
        for (name, summary) in &self.variations {
            word("variation", name)?;
            if !summary.is_string() {
                return Err(format!(
                    "variation `{name}`: its value must be a line of text"
                ));
            }
        }
        let mut seen = BTreeSet::new();
        for (name, value) in &self.params {
            word("parameter", name)?;
            if name == "variation" || !seen.insert(name) {
                return Err(format!("parameter `{name}`: the name is taken"));
            }
            self.param(name, value)?;
        }
        Ok(())
    }

    fn param(&self, name: &str, value: &Value) -> Result<(String, OwnedKind), String> {
        let wrong = |what: &dyn std::fmt::Display| format!("parameter `{name}`: {what}");
        match RawParam::deserialize(value).map_err(|error| wrong(&error))? {
            RawParam::Int {
                min,
                max,
                default,
                doc,
            } => {
                if !(min..=max).contains(&default) {
                    return Err(wrong(&format!("{default} is not in {min}..{max}")));
                }
                Ok((doc, OwnedKind::Int { min, max, default }))
            }
            RawParam::Bool { default, doc } => Ok((doc, OwnedKind::Bool { default })),
            RawParam::Choice { words, doc } => {
                if words.is_empty() {
                    return Err(wrong(&"`words` must have at least one"));
                }
                Ok((doc, OwnedKind::Choice(words)))
            }
        }
    }

    /// Names and summaries of the variations; the first is the default.
    pub fn variations(&self) -> Vec<(&str, &str)> {
        if self.variations.is_empty() {
            return vec![("default", "the task's one variation")];
        }
        self.variations
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()))
            .collect()
    }

    /// The description as a task has it. Its texts live as long as the process: a task is known
    /// from the moment it is plugged in until the end, as if it were built in.
    pub fn leak(&self) -> Description {
        let text = |text: &str| -> &'static str { String::leak(text.to_owned()) };
        let variations = self
            .variations()
            .into_iter()
            .map(|(name, summary)| Variation {
                name: text(name),
                summary: text(summary),
            });
        let params = self.params.iter().filter_map(|(name, value)| {
            // `check` has seen to it that they all read.
            let (doc, kind) = self.param(name, value).ok()?;
            let kind = match kind {
                OwnedKind::Int { min, max, default } => ParamKind::Int { min, max, default },
                OwnedKind::Bool { default } => ParamKind::Bool { default },
                OwnedKind::Choice(words) => {
                    let words: Vec<&'static str> = words.iter().map(|word| text(word)).collect();
                    ParamKind::Choice(words.leak())
                }
            };
            Some(Param {
                name: text(name),
                doc: text(&doc),
                kind,
            })
        });
        Description {
            name: text(&self.name),
            version: self.version,
            summary: text(&self.summary),
            variations: variations.collect::<Vec<_>>().leak(),
            params: params.collect::<Vec<_>>().leak(),
        }
    }
}

/// A parameter's kind before it is leaked.
enum OwnedKind {
    Int { min: i64, max: i64, default: i64 },
    Bool { default: bool },
    Choice(Vec<String>),
}

fn word(what: &str, name: &str) -> Result<(), String> {
    let fine = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 60
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if fine {
        return Ok(());
    }
    Err(format!(
        "{what} `{name}`: a name takes lower-case letters, digits and underscores, and begins with a \
         letter"
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plain() -> Value {
        json!({
            "api": 1, "name": "example.coins", "version": 1, "summary": "coins",
            "variations": {"default": "any", "hard": "large"},
            "params": {
                "size": {"kind": "int", "min": 1, "max": 9, "default": 3, "doc": "how many"},
                "signed": {"kind": "bool", "default": false},
                "alphabet": {"kind": "choice", "words": ["latin", "greek"]},
            },
            "prompt": "{{ coins }}?",
        })
    }

    #[test]
    fn a_description_becomes_a_task() {
        let manifest = Manifest::parse(&plain().to_string()).expect("it is one");
        let task = manifest.leak();
        assert_eq!(task.name, "example.coins");
        let names: Vec<_> = task
            .variations
            .iter()
            .map(|v| (v.name, v.summary))
            .collect();
        assert_eq!(names, [("default", "any"), ("hard", "large")]);
        assert_eq!(task.params[0], Param::int("size", "how many", (1, 9), 3));
        assert_eq!(task.params[1], Param::bool("signed", "", false));
        assert_eq!(
            task.params[2],
            Param::choice("alphabet", "", &["latin", "greek"])
        );
    }

    #[test]
    fn bad_descriptions_say_what_is_wrong() {
        let changed = |key: &str, value: Value| {
            let mut manifest = plain();
            manifest[key] = value;
            Manifest::parse(&manifest.to_string()).expect_err("it is none")
        };
        for (key, value, said) in [
            ("api", json!(2), "this program speaks 1"),
            ("name", json!("Coins"), "no name for a plugged task"),
            ("name", json!("mba.coins"), "those of built-in tasks"),
            ("version", json!(-1), "invalid value"),
            ("summary", json!("a\nb"), "`summary` must be one line"),
            ("prompt", json!(""), "`prompt` must have"),
            ("prompt", json!("{{ coins"), "`prompt`: syntax error"),
            ("variations", json!({"Ünder": "x"}), "variation `Ünder`"),
            ("variations", json!({"a": 1}), "must be a line of text"),
            (
                "params",
                json!({"variation": {"kind": "bool", "default": true}}),
                "is taken",
            ),
            (
                "params",
                json!({"n": {"kind": "int", "min": 2, "max": 1, "default": 2}}),
                "2..1",
            ),
            (
                "params",
                json!({"n": {"kind": "float"}}),
                "unknown variant `float`",
            ),
            (
                "params",
                json!({"n": {"kind": "bool", "default": 1}}),
                "parameter `n`",
            ),
            (
                "params",
                json!({"n": {"kind": "choice", "words": []}}),
                "at least one",
            ),
            ("colour", json!("red"), "unknown field `colour`"),
        ] {
            let error = changed(key, value);
            assert!(error.contains(said), "{error} does not say {said}");
        }
        assert!(Manifest::parse("[]").is_err());
        assert!(Manifest::parse("null").is_err());
    }
}
