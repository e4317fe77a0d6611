//! What is asked of a model, in words no provider owns.

use serde::{Deserialize, Serialize};

/// Who speaks a [`Message`]. The system prompt has its own place in [`Ask`],
/// because providers disagree on whether it is a message at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The one who asks.
    User,
    /// An earlier answer of the model.
    Assistant,
}

/// One turn of the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said, sent as it stands.
    pub text: String,
}

/// A whole question: an optional system prompt and the turns so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The system prompt, placed where the provider wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The turns, oldest first; the last one is the question.
    pub messages: Vec<Message>,
    /// The tool that is offered by the API's own tool calls.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tool: bool,
    /// Turns with calls of it, in the words of the API, after all others; see
    /// [`Client::after_calls`](crate::Client::after_calls).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<serde_json::Value>,
}

impl Ask {
    /// A question of one user turn and nothing else.
    pub fn user(text: impl Into<String>) -> Self {
        Self {
            system: None,
            messages: vec![Message {
                role: Role::User,
                text: text.into(),
            }],
            ..Self::default()
        }
    }
}

/// How hard a reasoning model is asked to think. What it becomes on the wire
/// (a word, a token budget, a switch) is the dialect's affair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// No thinking, or the least the model can be brought to.
    None,
    /// A trace of thinking.
    Minimal,
    /// Little.
    Low,
    /// The middle.
    Medium,
    /// The most every provider knows a word for.
    High,
}

impl Effort {
    /// The word used in files, on the command line and in the dialect table.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Minimal => "minimal",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// The sampling wanted. Every field is optional: what is absent is not sent
/// and the server's own default holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sampling {
    /// Temperature, usually 0 to 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// Nucleus mass, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f64>,
    /// Budget of the answer in tokens, thinking included where the provider
    /// counts it so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u32>,
    /// Sequences at which the model stops.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
    /// How hard to think.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effort: Option<Effort>,
    /// The server's sampling seed; it is a request, not a promise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
}

impl Sampling {
    /// This sampling, with every absent field taken from `defaults`.
    #[must_use]
    pub fn or(self, defaults: &Self) -> Self {
        Self {
            temperature: self.temperature.or(defaults.temperature),
            top_p: self.top_p.or(defaults.top_p),
            max_tokens: self.max_tokens.or(defaults.max_tokens),
            stop: if self.stop.is_empty() {
                defaults.stop.clone()
            } else {
                self.stop
            },
            effort: self.effort.or(defaults.effort),
            seed: self.seed.or(defaults.seed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_wins_over_the_defaults() {
        let base = Sampling {
            temperature: Some(1.0),
            stop: vec!["END".into()],
            ..Sampling::default()
        };
        let asked = Sampling {
            temperature: Some(0.0),
            seed: Some(7),
            ..Sampling::default()
        };
        let both = asked.or(&base);
        assert_eq!(both.temperature, Some(0.0));
        assert_eq!(both.stop, ["END"]);
        assert_eq!(both.seed, Some(7));
    }

    #[test]
    fn an_unknown_sampling_key_is_refused() {
        let error = toml::from_str::<Sampling>("temprature = 0.5").unwrap_err();
        assert!(error.to_string().contains("temprature"));
    }
}
