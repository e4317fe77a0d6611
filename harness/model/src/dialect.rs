//! Which parameters a model takes and what they are called there.
//!
//! The differences are data (`data/dialects.toml`, which explains its own
//! format); this module lays the rules over each other and lets one failure of
//! a server correct the result.

use crate::ask::Effort;
use crate::provider::{Api, Provider};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Where a system prompt goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemPlace {
    /// A message, or the field the API has for it.
    #[default]
    System,
    /// A message of the role `developer`.
    Developer,
    /// Before the first user message, for models that refuse both.
    User,
}

/// Changes to a dialect: a rule of the table, or `dialect = {…}` of an entry in
/// models.toml. An absent key changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// Path of the token budget, or `drop`.
    pub max_tokens: Option<String>,
    /// Path of the temperature, or `drop`.
    pub temperature: Option<String>,
    /// Path of the nucleus mass, or `drop`.
    pub top_p: Option<String>,
    /// Path of the stop sequences, or `drop`.
    pub stop: Option<String>,
    /// Path of the seed, or `drop`.
    pub seed: Option<String>,
    /// Where the system prompt goes.
    pub system: Option<SystemPlace>,
    /// Name of an effort table, or `drop`.
    pub effort: Option<String>,
    /// Whether temperature and top_p exclude each other.
    pub exclusive: Option<bool>,
    /// Parameters not sent while the model thinks.
    pub effort_excludes: Option<Vec<Param>>,
    /// Budget to send when none is given.
    pub default_max_tokens: Option<u32>,
    /// Fields always sent.
    pub constants: Option<BTreeMap<String, Value>>,
    /// Fields sent when streaming.
    pub stream_constants: Option<BTreeMap<String, Value>>,
}

/// A sampling parameter, by the name it has in [`Sampling`](crate::Sampling).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Param {
    /// The token budget.
    MaxTokens,
    /// The temperature.
    Temperature,
    /// The nucleus mass.
    TopP,
    /// The stop sequences.
    Stop,
    /// The seed.
    Seed,
    /// The reasoning effort.
    Effort,
}

/// The value of a path that stands for "not sent".
const DROP: &str = "drop";

/// Why a parameter is dropped or renamed when the server itself said so.
pub(crate) const LEARNED: &str = "the server refused it";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    base: Bases,
    rule: Vec<Rule>,
    effort: BTreeMap<String, Efforts>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bases {
    chat: Patch,
    responses: Patch,
    messages: Patch,
    gemini: Patch,
    ollama: Patch,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    provider: Vec<Provider>,
    model: Vec<String>,
    why: String,
    set: Patch,
}

/// The fields each effort becomes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Efforts {
    none: Fields,
    minimal: Fields,
    low: Fields,
    medium: Fields,
    high: Fields,
}

/// Dotted paths and the values that stand there.
type Fields = BTreeMap<String, Value>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/dialects.toml"))
        .expect("the dialect table is part of this crate and a test reads it")
});

/// One parameter's place on the wire.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Slot {
    /// The dotted path, or `None` when it is not sent.
    pub(crate) path: Option<String>,
    /// Why the place is not the usual one.
    pub(crate) why: Option<String>,
}

/// What a model takes, with every rule laid in.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dialect {
    slots: BTreeMap<Param, Slot>,
    /// The system prompt's place.
    pub(crate) system: Option<SystemPlace>,
    /// Whether temperature and top_p exclude each other.
    pub(crate) exclusive: bool,
    /// What is not sent while the model thinks.
    pub(crate) effort_excludes: Vec<Param>,
    /// The budget sent when none is given.
    pub(crate) default_max_tokens: Option<u32>,
    /// Fields always sent.
    pub(crate) constants: Fields,
    /// Fields sent when streaming.
    pub(crate) stream_constants: Fields,
}

impl Dialect {
    /// The dialect of a model: its API's ground, the matching rules in order,
    /// the user's overrides last.
    pub(crate) fn of(provider: Provider, model: &str, overrides: &Patch) -> Self {
        let base = &TABLE.base;
        let ground = match provider.api() {
            Api::Chat => &base.chat,
            Api::Responses => &base.responses,
            Api::Messages => &base.messages,
            Api::Gemini => &base.gemini,
            Api::Ollama => &base.ollama,
        };
        let mut dialect = Self::default();
        dialect.lay(ground, None);
        for rule in &TABLE.rule {
            let meant = rule.provider.contains(&provider)
                && rule.model.iter().any(|glob| glob_matches(glob, model));
            if meant {
                dialect.lay(&rule.set, Some(&rule.why));
            }
        }
        dialect.lay(overrides, Some("models.toml says so"));
        dialect
    }

    fn lay(&mut self, patch: &Patch, why: Option<&str>) {
        let places = [
            (Param::MaxTokens, &patch.max_tokens),
            (Param::Temperature, &patch.temperature),
            (Param::TopP, &patch.top_p),
            (Param::Stop, &patch.stop),
            (Param::Seed, &patch.seed),
            (Param::Effort, &patch.effort),
        ];
        for (param, place) in places {
            if let Some(place) = place {
                let slot = Slot {
                    path: (place != DROP).then(|| place.clone()),
                    why: why.map(str::to_owned),
                };
                self.slots.insert(param, slot);
            }
        }
        self.system = patch.system.or(self.system);
        self.exclusive = patch.exclusive.unwrap_or(self.exclusive);
        if let Some(excluded) = &patch.effort_excludes {
            self.effort_excludes.clone_from(excluded);
        }
        self.default_max_tokens = patch.default_max_tokens.or(self.default_max_tokens);
        if let Some(constants) = &patch.constants {
            self.constants.clone_from(constants);
        }
        if let Some(constants) = &patch.stream_constants {
            self.stream_constants.clone_from(constants);
        }
    }

    /// Where a parameter goes.
    pub(crate) fn slot(&self, param: Param) -> &Slot {
        static NOWHERE: Slot = Slot {
            path: None,
            why: None,
        };
        self.slots.get(&param).unwrap_or(&NOWHERE)
    }

    /// The fields of an effort; `None` when the model takes none.
    pub(crate) fn effort(&self, effort: Effort) -> Option<&'static Fields> {
        let efforts = TABLE
            .effort
            .get(self.slot(Param::Effort).path.as_deref()?)?;
        Some(match effort {
            Effort::None => &efforts.none,
            Effort::Minimal => &efforts.minimal,
            Effort::Low => &efforts.low,
            Effort::Medium => &efforts.medium,
            Effort::High => &efforts.high,
        })
    }

    /// Whether an effort table of this name exists.
    pub(crate) fn knows_effort(name: &str) -> bool {
        name == DROP || TABLE.effort.contains_key(name)
    }

    /// Adapts to a server that refused `named`: renames the parameter where
    /// the API knows two names, else drops it. False when the refused thing is
    /// not one of ours or has already gone as far as it can; each can change
    /// twice at most, so asking and adapting comes to an end.
    pub(crate) fn adapt(&mut self, named: &str) -> bool {
        let blamed = plain(named.rsplit('.').next().unwrap_or(named));
        let whole = plain(named);
        let last = |path: &str| plain(path.rsplit('.').next().unwrap_or(path)) == blamed;
        // An effort or a constant may also be refused by the object it stands
        // in; a sampling parameter may not, others share its object.
        let within = |path: &str| path.split('.').any(|part| plain(part) == blamed);
        if matches!(whole.as_str(), "system" | "developer" | "messages0role") {
            return self.move_system();
        }
        for param in [
            Param::MaxTokens,
            Param::Temperature,
            Param::TopP,
            Param::Stop,
            Param::Seed,
        ] {
            let slot = self.slot(param);
            if let Some(path) = slot.path.clone().filter(|path| last(path)) {
                let renamed = match path.as_str() {
                    // Once a name was refused its twin is tried; when that one
                    // is refused too, nothing is left but to drop it.
                    _ if slot.why.as_deref() == Some(LEARNED) => None,
                    "max_tokens" => Some("max_completion_tokens".to_owned()),
                    "max_completion_tokens" => Some("max_tokens".to_owned()),
                    _ => None,
                };
                let slot = Slot {
                    path: renamed,
                    why: Some(LEARNED.to_owned()),
                };
                self.slots.insert(param, slot);
                return true;
            }
        }
        let thinks = [Effort::None, Effort::Medium]
            .into_iter()
            .filter_map(|effort| self.effort(effort))
            .any(|fields| fields.keys().any(|path| within(path)));
        if thinks {
            let slot = Slot {
                path: None,
                why: Some(LEARNED.to_owned()),
            };
            self.slots.insert(Param::Effort, slot);
            return true;
        }
        for constants in [&mut self.constants, &mut self.stream_constants] {
            let before = constants.len();
            constants.retain(|path, _| !within(path));
            if constants.len() < before {
                return true;
            }
        }
        false
    }

    /// developer → system → user; from there it can go no further.
    fn move_system(&mut self) -> bool {
        let next = match self.system {
            Some(SystemPlace::Developer) => SystemPlace::System,
            Some(SystemPlace::System) => SystemPlace::User,
            Some(SystemPlace::User) | None => return false,
        };
        self.system = Some(next);
        true
    }
}

/// A name without what providers write differently: `generation_config` and
/// `generationConfig` are the same.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Whether `text` matches a glob of `*` and plain characters, letter case
/// ignored. Linear back-tracking over the last star alone.
fn glob_matches(glob: &str, text: &str) -> bool {
    let (glob, text) = (glob.as_bytes(), text.as_bytes());
    let (mut g, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match glob.get(g) {
            Some(b'*') => {
                star = Some((g, t));
                g += 1;
            }
            Some(c) if c.eq_ignore_ascii_case(&text[t]) => {
                g += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    g = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    glob[g..].iter().all(|c| *c == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(provider: Provider, model: &str) -> Dialect {
        Dialect::of(provider, model, &Patch::default())
    }

    fn path(dialect: &Dialect, param: Param) -> Option<&str> {
        dialect.slot(param).path.as_deref()
    }

    #[test]
    fn the_table_holds_together() {
        for rule in &TABLE.rule {
            assert!(!rule.why.is_empty() && !rule.model.is_empty());
            if let Some(effort) = &rule.set.effort {
                assert!(Dialect::knows_effort(effort), "{effort}");
            }
        }
        for provider in Provider::ALL {
            let dialect = of(provider, "some-model");
            assert!(path(&dialect, Param::MaxTokens).is_some(), "{provider}");
            assert!(dialect.effort(Effort::High).is_some(), "{provider}");
            assert!(dialect.system.is_some(), "{provider}");
        }
        for efforts in TABLE.effort.values() {
            for fields in [&efforts.none, &efforts.minimal, &efforts.low, &efforts.high] {
                assert!(!fields.is_empty());
            }
        }
    }

    #[test]
    fn later_rules_win() {
        let dialect = of(Provider::Openai, "o3-mini");
        assert_eq!(
            path(&dialect, Param::MaxTokens),
            Some("max_completion_tokens")
        );
        assert_eq!(path(&dialect, Param::Temperature), None);
        assert_eq!(dialect.system, Some(SystemPlace::Developer));
        let chat = of(Provider::Openai, "gpt-5-chat-latest");
        assert_eq!(path(&chat, Param::Temperature), Some("temperature"));
        // A 5 in a name is not a family.
        let other = of(Provider::Openai, "gpt-4.5-preview");
        assert_eq!(path(&other, Param::Temperature), Some("temperature"));
    }

    #[test]
    fn overrides_win_over_rules() {
        let patch = Patch {
            temperature: Some("temperature".into()),
            max_tokens: Some("max_tokens".into()),
            ..Patch::default()
        };
        let dialect = Dialect::of(Provider::Openai, "o3", &patch);
        assert_eq!(path(&dialect, Param::Temperature), Some("temperature"));
        assert_eq!(path(&dialect, Param::MaxTokens), Some("max_tokens"));
    }

    #[test]
    fn a_refused_budget_is_renamed_once_and_then_dropped() {
        let mut dialect = of(Provider::Vllm, "m");
        assert!(dialect.adapt("max_tokens"));
        assert_eq!(
            path(&dialect, Param::MaxTokens),
            Some("max_completion_tokens")
        );
        assert!(dialect.adapt("max_completion_tokens"));
        assert_eq!(path(&dialect, Param::MaxTokens), None);
        assert!(!dialect.adapt("max_tokens"));
    }

    #[test]
    fn nested_and_differently_spelt_names_are_found() {
        let mut dialect = of(Provider::Gemini, "gemini-2.5-flash");
        assert!(dialect.adapt("generation_config.thinking_config"));
        assert_eq!(dialect.effort(Effort::Low), None);
        assert!(!dialect.adapt("generation_config"));
        assert!(dialect.adapt("generation_config.seed"));
        assert_eq!(path(&dialect, Param::Seed), None);
        assert_eq!(
            path(&dialect, Param::Temperature),
            Some("generationConfig.temperature")
        );
        let mut chat = of(Provider::Vllm, "m");
        assert!(chat.adapt("stream_options"));
        assert!(chat.stream_constants.is_empty());
        assert!(!chat.adapt("tools"));
    }

    #[test]
    fn globs_match_as_written() {
        for (glob, text, expected) in [
            ("*", "", true),
            ("o1*", "o1-mini", true),
            ("o1*", "go1", false),
            ("*qwen3*", "Qwen/Qwen3-8B", true),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("gpt", "gpt-4", false),
        ] {
            assert_eq!(glob_matches(glob, text), expected, "{glob} {text}");
        }
    }
}
