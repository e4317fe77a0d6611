//! Who answers.

use tribunal_model::{Client, ModelSpec, Sampling};
use tribunal_store::Source;

use crate::builtin::Builtin;
use crate::replay::Replay;

/// A model behind an API.
#[derive(Debug)]
pub struct ModelPlayer {
    /// Speaks to it.
    pub client: Client,
    /// What is known of it.
    pub spec: ModelSpec,
}

/// Who answers the items of a run.
#[derive(Debug)]
pub enum Player {
    /// A model behind an API.
    Model(Box<ModelPlayer>),
    /// A player that needs no network.
    Builtin(Builtin),
    /// Answers produced elsewhere.
    Replay {
        /// The answers.
        replay: Replay,
        /// The model they came from, as the user names it.
        label: String,
        /// Whether they are played back or imported.
        source: Source,
    },
}

impl Player {
    /// The name in reports: `openai/gpt-x`, `builtin:oracle`, `replay:answers.jsonl`.
    pub fn label(&self) -> String {
        match self {
            Self::Model(model) => {
                format!("{}/{}", model.spec.provider.name(), model.spec.name)
            }
            Self::Builtin(builtin) => builtin.to_string(),
            Self::Replay { label, .. } => label.clone(),
        }
    }

    /// The client's name: a provider, `builtin` or `replay`.
    pub fn provider(&self) -> &'static str {
        match self {
            Self::Model(model) => model.spec.provider.name(),
            Self::Builtin(_) => "builtin",
            Self::Replay { .. } => "replay",
        }
    }

    /// What is known of the model's identity, as JSON.
    pub fn identity(&self) -> String {
        match self {
            Self::Model(model) => serde_json::to_string(&model.spec.identity()),
            Self::Builtin(_) => {
                serde_json::to_string(&serde_json::json!({ "player": self.label() }))
            }
            // Other answers under the same name are another run.
            Self::Replay { replay, .. } => serde_json::to_string(
                &serde_json::json!({ "player": self.label(), "answers": replay.digest() }),
            ),
        }
        .unwrap_or_else(|error| unreachable!("plain data always serialises: {error}"))
    }

    /// The sampling defaults of the model's own entry.
    pub fn sampling(&self) -> Sampling {
        match self {
            Self::Model(model) => model.spec.sampling.clone(),
            Self::Builtin(_) | Self::Replay { .. } => Sampling::default(),
        }
    }

    /// Whether the price of an answer is known.
    pub fn has_price(&self) -> bool {
        match self {
            Self::Model(model) => model.spec.price.is_some(),
            Self::Builtin(_) | Self::Replay { .. } => true,
        }
    }
}

/// The sampling of one repeat. A seed asked for is raised by the repeat's number: a server that
/// honours it would otherwise give the same answer every time.
pub fn sampling_of_repeat(sampling: &Sampling, repeat: u32) -> Sampling {
    let mut sampling = sampling.clone();
    sampling.seed = sampling
        .seed
        .map(|seed| seed.wrapping_add(u64::from(repeat)));
    sampling
}
