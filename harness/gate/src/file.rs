//! `gate.toml`: what a release must show, written down before anything is asked.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tribunal_store::Headline;

use crate::GateError;
use crate::comparison::Rates;

/// The version of the file's format.
pub const SCHEMA: u32 = 1;

/// A gate file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "tribunal gate file", extend("$id" = "tribunal-gate-1"))]
pub struct GateFile {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub schema: u32,
    /// The suite, as for `tribunal run`.
    pub suite: String,
    /// The suite's digest as `tribunal gate plan` prints it: a changed suite makes another gate.
    pub suite_digest: String,
    /// What decides.
    #[serde(default)]
    pub endpoint: Endpoint,
    /// How many items may be asked.
    #[serde(default)]
    pub items: Items,
    /// What may be spent on one gate, both sides together.
    #[serde(default)]
    pub budget: Budget,
    /// What fails a candidate whatever its score.
    #[serde(default)]
    pub rules: Rules,
    /// A small set of items that stays the same from release to release; never decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
}

/// The primary endpoint and its error rates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Endpoint {
    /// Which reading's score is compared.
    pub reading: Reading,
    /// The largest true drop of the mean score that is tolerated: 0.02 is two points.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub margin: f64,
    /// The one-sided error rate.
    #[schemars(range(min = 0.0001, max = 0.4999))]
    pub alpha: f64,
    /// The wanted probability of passing an equally good candidate; sizes the gate.
    #[schemars(range(min = 0.5001, max = 0.9999))]
    pub power: f64,
    /// Whether `gate run` decides as soon as it can, or after all items.
    pub test: Test,
    /// What an undecided gate means.
    pub inconclusive: Inconclusive,
    /// The share of pairs that may be without an answer for an infrastructure error.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub error_ceiling: f64,
    /// Whether both sides must have been sampled alike.
    pub sampling: Sampling,
}

impl Default for Endpoint {
    fn default() -> Self {
        Self {
            reading: Reading::Suite,
            margin: 0.02,
            alpha: 0.05,
            power: 0.8,
            test: Test::Sequential,
            inconclusive: Inconclusive::Fail,
            error_ceiling: 0.02,
            sampling: Sampling::Same,
        }
    }
}

/// Which reading of the responses counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// The suite's own.
    Suite,
    /// The requested form alone.
    Strict,
    /// Any clearly stated final answer.
    Lenient,
}

impl Reading {
    /// The reading, given the suite's own.
    pub fn of(self, suite: Headline) -> Headline {
        match self {
            Self::Suite => suite,
            Self::Strict => Headline::Strict,
            Self::Lenient => Headline::Lenient,
        }
    }
}

/// When a gate decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// As soon as the evidence suffices; valid however often one looks.
    Sequential,
    /// After all items.
    Fixed,
}

/// What to do about a gate that stays undecided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Inconclusive {
    /// It does not let the candidate through: exit code 3.
    Fail,
    /// It lets the candidate through: exit code 0, and the report says that it is undecided.
    Pass,
    /// Go on up to `items.extend_to`; still undecided there, as `fail`.
    Extend,
}

/// Whether the sides' sampling must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// What was really sent must agree.
    Same,
    /// It may differ: the sampling is part of what is released.
    Any,
}

/// How many items.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Items {
    /// The most items asked of each side.
    #[schemars(range(min = 1))]
    pub max: u64,
    /// The most after an extension; see `endpoint.inconclusive`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extend_to: Option<u64>,
    /// Items before the first look; rounded up to whole blocks of one item a cell.
    #[schemars(range(min = 1))]
    pub first_look: u64,
    /// The share of items on which two equally good models are expected to differ; for planning.
    #[schemars(range(min = 0.001, max = 1.0))]
    pub discordance: f64,
}

impl Default for Items {
    fn default() -> Self {
        Self {
            max: 2_000,
            extend_to: None,
            first_look: 50,
            discordance: 0.2,
        }
    }
}

/// What may be spent; absent is unlimited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Budget {
    /// US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usd: Option<f64>,
    /// Tokens read and written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<u64>,
}

/// Hard rules; absent ones do not apply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// Tasks, by name or pattern, of which the candidate must have every item right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub perfect: Vec<String>,
    /// The longest 95th percentile of an answer's time, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95_latency_ms: Option<f64>,
    /// The most US dollars an item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usd_per_item: Option<f64>,
    /// The largest share of answers cut off at the token limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truncated: Option<f64>,
    /// The largest share of answers without a readable final answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<f64>,
}

/// The anchor set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// Its seed, the same for every release.
    pub seed: String,
    /// How many items.
    #[schemars(range(min = 1))]
    pub items: u64,
}

impl GateFile {
    /// A gate over `suite`, with everything else as recommended.
    pub fn recommended(suite: &str, suite_digest: &str) -> Self {
        Self {
            schema: SCHEMA,
            suite: suite.to_owned(),
            suite_digest: suite_digest.to_owned(),
            endpoint: Endpoint::default(),
            items: Items::default(),
            budget: Budget::default(),
            rules: Rules::default(),
            anchor: None,
        }
    }

    /// Reads the file at `path`.
    ///
    /// # Errors
    /// [`GateError::File`] when it can't be read or is not valid.
    pub fn read(path: &Path) -> Result<Self, GateError> {
        let origin = path.display().to_string();
        let text = tribunal_files::read_text(path, tribunal_files::SETTINGS).map_err(|error| {
            GateError::File {
                origin: origin.clone(),
                message: error.to_string(),
            }
        })?;
        Self::parse(&text, &origin)
    }

    /// Reads the text of a gate file; `origin` names it in messages.
    ///
    /// # Errors
    /// [`GateError::File`] for a syntax error, an unknown key or a value out of range.
    pub fn parse(text: &str, origin: &str) -> Result<Self, GateError> {
        let fail = |message: String| GateError::File {
            origin: origin.to_owned(),
            message,
        };
        let file: Self =
            toml::from_str(text).map_err(|error| fail(tribunal_files::clipped(&error)))?;
        file.validate().map_err(fail)?;
        Ok(file)
    }

    /// The error rates.
    pub fn rates(&self) -> Rates {
        Rates {
            alpha: self.endpoint.alpha,
            power: self.endpoint.power,
        }
    }

    /// The most items that may be asked of a side, extension included.
    pub fn most_items(&self) -> u64 {
        match self.endpoint.inconclusive {
            Inconclusive::Extend => self.items.extend_to.unwrap_or(self.items.max),
            Inconclusive::Fail | Inconclusive::Pass => self.items.max,
        }
    }

    /// The JSON schema of the format.
    pub fn json_schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }

    fn validate(&self) -> Result<(), String> {
        if self.schema != SCHEMA {
            return Err(format!(
                "schema is {}; this program reads schema {SCHEMA}",
                self.schema
            ));
        }
        let hex = self.suite_digest.chars().all(|c| c.is_ascii_hexdigit());
        if !hex || self.suite_digest.len() < 12 {
            return Err(format!(
                "suite_digest is `{}`; give at least 12 hex digits of what `tribunal gate plan` prints",
                self.suite_digest
            ));
        }
        let (endpoint, items, rules) = (&self.endpoint, &self.items, &self.rules);
        let shares = [
            ("endpoint.margin", Some(endpoint.margin), 0.0, 0.5),
            ("endpoint.alpha", Some(endpoint.alpha), 1e-4, 0.4999),
            ("endpoint.power", Some(endpoint.power), 0.5001, 0.9999),
            (
                "endpoint.error_ceiling",
                Some(endpoint.error_ceiling),
                0.0,
                0.5,
            ),
            ("items.discordance", Some(items.discordance), 1e-3, 1.0),
            ("rules.truncated", rules.truncated, 0.0, 1.0),
            ("rules.unanswered", rules.unanswered, 0.0, 1.0),
            ("rules.p95_latency_ms", rules.p95_latency_ms, 0.0, 1e9),
            ("rules.usd_per_item", rules.usd_per_item, 0.0, 1e6),
            ("budget.usd", self.budget.usd, 1e-6, 1e9),
        ];
        for (name, value, least, most) in shares {
            if let Some(value) = value
                && !(least..=most).contains(&value)
            {
                return Err(format!("{name} is {value}; give {least} to {most}"));
            }
        }
        if items.max == 0 || items.first_look == 0 {
            return Err("items.max and items.first_look are at least 1".to_owned());
        }
        match (endpoint.inconclusive, items.extend_to) {
            (Inconclusive::Extend, None) => {
                return Err(
                    "endpoint.inconclusive is `extend`; give items.extend_to, too".to_owned(),
                );
            }
            (_, Some(most)) if most <= items.max => {
                return Err(format!(
                    "items.extend_to is {most}; give more than items.max, {}",
                    items.max
                ));
            }
            _ => {}
        }
        match &self.anchor {
            Some(anchor) if anchor.items == 0 || anchor.seed.is_empty() => {
                Err("an anchor has a seed and at least 1 item".to_owned())
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: &str = "schema = 1\nsuite = \"quick\"\nsuite_digest = \"0123456789ab\"\n";

    #[test]
    fn what_is_absent_is_as_recommended() {
        let file = GateFile::parse(SHORT, "gate.toml").expect("valid");
        assert_eq!(file, GateFile::recommended("quick", "0123456789ab"));
        let written = toml::to_string(&file).expect("plain data");
        assert_eq!(GateFile::parse(&written, "written").expect("valid"), file);
    }

    /// When this fails, put what [`GateFile::json_schema`] gives into docs/gate.schema.json: run
    /// `cargo run -p tribunal-gate --example schema > docs/gate.schema.json`.
    #[test]
    fn the_published_schema_is_the_files() {
        let published: serde_json::Value =
            serde_json::from_str(include_str!("../../../docs/gate.schema.json")).expect("JSON");
        assert_eq!(GateFile::json_schema(), published);
    }

    #[test]
    fn mistakes_are_named() {
        for (more, part) in [
            ("margn = 0.02", "unknown field `margn`"),
            (
                "[endpoint]\nmargin = 2",
                "endpoint.margin is 2; give 0 to 0.5",
            ),
            ("[endpoint]\nalpha = 0.0", "endpoint.alpha is 0"),
            (
                "[endpoint]\ninconclusive = \"extend\"",
                "give items.extend_to",
            ),
            (
                "[endpoint]\ninconclusive = \"ask\"",
                "unknown variant `ask`",
            ),
            ("[items]\nmax = 0", "at least 1"),
            ("[items]\nmax = 100\nextend_to = 50", "more than items.max"),
            ("[rules]\ntruncated = 1.5", "rules.truncated is 1.5"),
            ("[anchor]\nseed = \"\"\nitems = 5", "an anchor has a seed"),
        ] {
            let text = format!("{SHORT}{more}\n");
            let error = GateFile::parse(&text, "gate.toml")
                .expect_err(more)
                .to_string();
            assert!(error.contains(part), "{error}");
            assert!(error.starts_with("gate.toml: "), "{error}");
        }
        let other = SHORT.replace("schema = 1", "schema = 2");
        let error = GateFile::parse(&other, "g").expect_err("a newer format");
        assert!(error.to_string().contains("reads schema 1"), "{error}");
        let short = SHORT.replace("0123456789ab", "0123");
        assert!(GateFile::parse(&short, "g").is_err());
    }
}
