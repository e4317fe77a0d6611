//! From what the user typed to which model is meant, where it is and what it
//! costs: `provider/name`, `--base-url`, or an entry of models.toml.

use crate::ask::Sampling;
use crate::dialect::Patch;
use crate::provider::{Api, Provider};
use crate::reply::Usage;
use reqwest::Url;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// Why no model could be made of what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum SpecError {
    /// No provider of that name.
    #[error("unknown provider `{given}`{hint}; known are {known}, or name an entry of models.toml")]
    UnknownProvider {
        /// What was typed before the slash.
        given: String,
        /// ` (did you mean …?)` or nothing.
        hint: String,
        /// All providers, separated by commas.
        known: String,
    },
    /// Neither an entry nor `provider/name`.
    #[error(
        "`{given}` names no model{hint}; write PROVIDER/NAME, such as openai/gpt-5-mini or ollama/qwen3"
    )]
    NotAModel {
        /// What was typed.
        given: String,
        /// A suggestion or nothing.
        hint: String,
    },
    /// `compatible/NAME` without an address.
    #[error("`{given}` needs an address; add --base-url http://HOST:PORT/v1")]
    NeedsBaseUrl {
        /// What was typed.
        given: String,
    },
    /// An address that cannot be used.
    #[error("base URL `{shown}` cannot be used: {why}")]
    BaseUrl {
        /// The address, without user name and password.
        shown: String,
        /// What is wrong and what to write in its place.
        why: String,
    },
    /// A value out of range in an entry.
    #[error("model `{model}`: {why}")]
    Value {
        /// The entry.
        model: String,
        /// What is wrong and what to write in its place.
        why: String,
    },
    /// models.toml cannot be read as such.
    #[error("{file}: {why}")]
    File {
        /// The file as named by the caller.
        file: String,
        /// The parser's words, with a suggestion where one is near.
        why: String,
    },
}

/// US dollars a million tokens. Prices come from models.toml alone: what is
/// not written there is unknown, never 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// For tokens read.
    pub input: f64,
    /// For tokens written, reasoning included.
    pub output: f64,
    /// For tokens read from the provider's cache; without it they cost what
    /// `input` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cached: Option<f64>,
}

impl Price {
    /// US dollars for this usage; `None` where the server did not count.
    pub fn cost(&self, usage: &Usage) -> Option<f64> {
        let (input, output) = (usage.input?, usage.output?);
        let cached = usage.cached.unwrap_or(0).min(input);
        let million = 1e6;
        Some(
            (input - cached) as f64 / million * self.input
                + cached as f64 / million * self.cached.unwrap_or(self.input)
                + output as f64 / million * self.output,
        )
    }

    fn is_sane(&self) -> bool {
        [Some(self.input), Some(self.output), self.cached]
            .into_iter()
            .flatten()
            .all(|p| p.is_finite() && p >= 0.0)
    }
}

/// One `[models.NAME]` of models.toml.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelEntry {
    /// Who serves it.
    pub provider: Provider,
    /// The name on the wire; the entry's own name when absent.
    pub model: Option<String>,
    /// Where it is served.
    pub base_url: Option<String>,
    /// The environment variable with the key.
    pub key_env: Option<String>,
    /// Extra headers, each from an environment variable.
    #[serde(default)]
    pub headers_env: BTreeMap<String, String>,
    /// Whether to stream; the default is not to.
    #[serde(default)]
    pub stream: bool,
    /// What it costs.
    pub price: Option<Price>,
    /// Requests a minute allowed.
    pub rpm: Option<u32>,
    /// Tokens a minute allowed.
    pub tpm: Option<u64>,
    /// Sampling defaults.
    #[serde(default)]
    pub sampling: Sampling,
    /// Overrides of the dialect table.
    #[serde(default)]
    pub dialect: Patch,
}

/// A models.toml file.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelsFile {
    /// The entries by name.
    #[serde(default)]
    pub models: BTreeMap<String, ModelEntry>,
}

impl ModelsFile {
    /// Reads the text of a models.toml; `file` is named in errors.
    ///
    /// # Errors
    /// [`SpecError::File`] with line and, for an unknown key, the nearest
    /// known one.
    pub fn parse(text: &str, file: &Path) -> Result<Self, SpecError> {
        toml::from_str(text).map_err(|error| SpecError::File {
            file: file.display().to_string(),
            why: tribunal_files::clipped(&explained(&error.to_string())),
        })
    }
}

/// Adds `did you mean` to serde's complaint about an unknown key.
fn explained(message: &str) -> String {
    let message = message.trim_end();

    let unknown = ["unknown field `", "unknown variant `"]
        .iter()
        .find_map(|lead| message.split_once(lead)?.1.split_once('`'));
    if let Some((given, rest)) = unknown {
        let quoted = rest.split('`').skip(1).step_by(2);
        if let Some(near) = nearest(given, quoted) {
            return format!("{message}\ndid you mean `{near}`?");
        }
    }
    message.to_owned()
}

/// A model, found and checked: everything a [`Client`](crate::Client) needs
/// but the key itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelSpec {
    /// Who serves it.
    pub provider: Provider,
    /// The name on the wire.
    pub name: String,
    /// Where, without a trailing slash; holds no secret.
    pub base_url: String,
    /// Environment variables that may hold the key, first found first.
    pub key_env: Vec<String>,
    /// Whether a missing key is an error.
    pub key_required: bool,
    /// Extra headers and the environment variables they come from.
    pub headers_env: BTreeMap<String, String>,
    /// Whether to stream.
    pub stream: bool,
    /// The price, if known.
    pub price: Option<Price>,
    /// Requests a minute allowed.
    pub rpm: Option<u32>,
    /// Tokens a minute allowed.
    pub tpm: Option<u64>,
    /// Sampling defaults of the entry, to be laid under the run's own with
    /// [`Sampling::or`].
    pub sampling: Sampling,
    /// Overrides of the dialect table.
    pub dialect: Patch,
}

/// What of a model enters provenance and cache keys: who, which and where;
/// never a key, never transport settings.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Identity {
    /// The provider's name.
    pub provider: &'static str,
    /// The model's name on the wire.
    pub model: String,
    /// Host, port (where it is not the scheme's own) and path of the base URL.
    pub endpoint: String,
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} at {}", self.provider, self.model, self.endpoint)
    }
}

impl ModelSpec {
    /// Who, which and where.
    pub fn identity(&self) -> Identity {
        let endpoint = self.base_url.split_once("://").map_or("", |(_, rest)| rest);
        Identity {
            provider: self.provider.name(),
            model: self.name.clone(),
            endpoint: endpoint.to_owned(),
        }
    }
}

/// Finds the model meant: an entry of models.toml by its name, or
/// `provider/name`. With a base URL and no known provider before the slash the
/// whole string is the name of an OpenAI-compatible model, so that
/// `--base-url … --model Qwen/Qwen3-8B` does what it says.
///
/// # Errors
/// [`SpecError`], each with what to write in its place.
pub fn resolve(
    model: &str,
    base_url: Option<&str>,
    models: Option<&ModelsFile>,
) -> Result<ModelSpec, SpecError> {
    let model = model.trim();
    if let Some(entry) = models.and_then(|file| file.models.get(model)) {
        return from_entry(model, entry, base_url);
    }
    let prefix = model
        .split_once('/')
        .and_then(|(head, name)| Some((Provider::from_name(head)?, name)));
    let (provider, name) = match (prefix, base_url) {
        (Some(found), _) => found,
        (None, Some(_)) => (Provider::Compatible, model),
        (None, None) => return Err(unknown(model, models)),
    };
    build(model, provider, name, base_url)
}

fn unknown(model: &str, models: Option<&ModelsFile>) -> SpecError {
    let names = Provider::ALL.map(Provider::name);
    let entries = models.into_iter().flat_map(|file| file.models.keys());
    let hint =
        |near: Option<&str>| near.map_or_else(String::new, |n| format!(" (did you mean `{n}`?)"));
    match model.split_once('/') {
        Some((given, _)) => SpecError::UnknownProvider {
            given: given.to_owned(),
            hint: hint(nearest(given, names)),
            known: names.join(", "),
        },
        None => SpecError::NotAModel {
            given: model.to_owned(),
            hint: hint(nearest(model, entries.map(String::as_str))),
        },
    }
}

fn build(
    given: &str,
    provider: Provider,
    name: &str,
    base_url: Option<&str>,
) -> Result<ModelSpec, SpecError> {
    // Google's own lists write `models/…` before every name.
    let name = match provider.api() {
        Api::Gemini => name.strip_prefix("models/").unwrap_or(name),
        _ => name,
    };
    let speakable = |c: char| !c.is_control() && !c.is_whitespace();
    // Gemini's name stands in the path of the URL.
    let in_path = |c: char| c.is_ascii_alphanumeric() || "-_./@:".contains(c);
    let fits = match provider.api() {
        Api::Gemini => name.chars().all(in_path) && !name.contains(".."),
        _ => name.chars().all(speakable),
    };
    if name.is_empty() || !fits {
        return Err(SpecError::NotAModel {
            given: given.to_owned(),
            hint: String::new(),
        });
    }
    let address = base_url
        .or_else(|| provider.default_base_url())
        .ok_or_else(|| SpecError::NeedsBaseUrl {
            given: given.to_owned(),
        })?;
    let key_env = provider.key_variables();
    Ok(ModelSpec {
        provider,
        name: name.to_owned(),
        base_url: checked(address, provider.api())?,
        key_env: key_env.iter().map(|&name| name.to_owned()).collect(),
        key_required: base_url.is_none() && provider.needs_key(),
        headers_env: BTreeMap::new(),
        stream: false,
        price: None,
        rpm: None,
        tpm: None,
        sampling: Sampling::default(),
        dialect: Patch::default(),
    })
}

fn from_entry(
    name: &str,
    entry: &ModelEntry,
    base_url: Option<&str>,
) -> Result<ModelSpec, SpecError> {
    let wrong = |why: &str| SpecError::Value {
        model: name.to_owned(),
        why: why.to_owned(),
    };
    if entry.price.is_some_and(|price| !price.is_sane()) {
        return Err(wrong(
            "a price must be a finite number of US dollars a million tokens, 0 or more",
        ));
    }
    if entry.rpm == Some(0) || entry.tpm == Some(0) {
        return Err(wrong(
            "rpm and tpm must be 1 or more; leave them out for no limit",
        ));
    }
    let wire_name = entry.model.as_deref().unwrap_or(name);
    let address = base_url.or(entry.base_url.as_deref());
    let mut spec = build(name, entry.provider, wire_name, address)?;
    if let Some(variable) = &entry.key_env {
        if !is_variable_name(variable) {
            // The commonest slip is to write the key itself: it must not be
            // repeated here.
            return Err(wrong(
                "key_env must be the name of an environment variable (letters, digits and _), never the key itself",
            ));
        }
        spec.key_env = vec![variable.clone()];
        spec.key_required = true;
    }
    if !entry.headers_env.values().all(|v| is_variable_name(v)) {
        return Err(wrong(
            "headers_env must give the name of an environment variable for each header, never the value itself",
        ));
    }
    spec.headers_env = entry.headers_env.clone();
    spec.stream = entry.stream;
    spec.price = entry.price;
    spec.rpm = entry.rpm;
    spec.tpm = entry.tpm;
    spec.sampling = entry.sampling.clone();
    spec.dialect = entry.dialect.clone();
    Ok(spec)
}

fn is_variable_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Checks an address and completes it: the version segment (`/v1`, `/v1beta`)
/// is added where the path lacks it, and the path of a single call, pasted
/// from a manual, is cut off.
fn checked(address: &str, api: Api) -> Result<String, SpecError> {
    let mut url = Url::parse(address.trim()).map_err(|error| SpecError::BaseUrl {
        // What does not parse cannot be shown without its password.
        shown: address.split('@').next_back().unwrap_or("").to_owned(),
        why: format!("{error}; write http://HOST:PORT/v1 or https://HOST/v1"),
    })?;
    let secretive = !url.username().is_empty() || url.password().is_some();
    let mut shown = url.clone();
    // Both fail only for addresses that cannot hold credentials.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    let queried = url.query().is_some() || url.fragment().is_some();
    shown.set_query(None);
    shown.set_fragment(None);
    let wrong = |why: &str| SpecError::BaseUrl {
        shown: shown.to_string(),
        why: why.to_owned(),
    };
    if secretive {
        return Err(wrong(
            "it holds a user name or password; put the key into an environment variable and name it with key_env",
        ));
    }
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(wrong(
            "it must begin with http:// or https:// and name a host",
        ));
    }
    if queried {
        return Err(wrong(
            "leave out everything from `?` or `#` on; keys belong into an environment variable",
        ));
    }
    let mut path = url.path().trim_end_matches('/').to_owned();
    for call in [
        "/chat/completions",
        "/completions",
        "/responses",
        "/messages",
        "/api/chat",
    ] {
        if let Some(base) = path.strip_suffix(call) {
            path = base.to_owned();
            break;
        }
    }
    let versioned = path
        .rsplit('/')
        .next()
        .and_then(|last| last.strip_prefix('v'))
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    match api {
        Api::Chat | Api::Responses if path.is_empty() => path = "/v1".into(),
        Api::Messages if !versioned => path.push_str("/v1"),
        Api::Gemini if !versioned => path.push_str("/v1beta"),
        _ => {}
    }
    url.set_path(&path);
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// The candidate nearest to a misspelt word, if any is near enough to be meant.
fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (given.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|word| (distance(given, word), word))
        .filter(|(far, _)| *far <= most)
        .min()
        .map(|(_, word)| word)
}

/// Levenshtein's edit distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests;
