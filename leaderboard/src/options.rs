//! What a board is built with, apart from the stores.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::BoardError;

/// Everything that changes what is written; it stands in the site's manifest, so that a check
/// builds the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// The board's title.
    pub title: String,
    /// Which prompts, responses and reasonings are published.
    pub transcripts: Transcripts,
    /// What the publisher says about the models, which no store knows.
    pub about: About,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            title: "Tribunal leaderboard".to_owned(),
            transcripts: Transcripts::None,
            about: About::default(),
        }
    }
}

/// Which prompts, responses and reasonings are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transcripts {
    /// None: no word of a model is on the site.
    None,
    /// Those of answers that are not right.
    Failures,
    /// All.
    All,
}

impl Transcripts {
    /// Whether the words of an answer are published that is `right`, or not.
    pub(crate) fn publish(self, right: bool) -> bool {
        match self {
            Self::None => false,
            Self::Failures => !right,
            Self::All => true,
        }
    }
}

/// What the publisher says about the models: `[model."LABEL"]` tables of a TOML file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// By the label that the run bears.
    #[serde(default)]
    pub model: BTreeMap<String, ModelAbout>,
}

/// What the publisher says about one model.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelAbout {
    /// The name to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Whether its weights can be had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<Weights>,
}

/// Whether a model's weights can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weights {
    /// By anyone.
    Open,
    /// By its maker alone.
    Closed,
}

impl Weights {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl About {
    /// Reads the TOML file at `path`.
    ///
    /// # Errors
    /// [`BoardError::About`] when it can't be read or says what isn't known here.
    pub fn read(path: &Path) -> Result<Self, BoardError> {
        let failed = |detail: String| BoardError::About {
            path: path.to_path_buf(),
            detail,
        };
        let text = tribunal_files::read_text(path, tribunal_files::SETTINGS)
            .map_err(|error| failed(error.to_string()))?;
        toml::from_str(&text).map_err(|error| failed(tribunal_files::clipped(&error)))
    }
}
