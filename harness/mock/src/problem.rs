//! Refusals and failures, before a dialect words them.

use std::str::FromStr;

use serde_json::Value;

/// Why a request gets an error instead of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Problem {
    /// Too many requests; comes with the delay the wording names.
    RateLimit {
        retry_after: std::time::Duration,
    },
    Quota,
    Server,
    Unavailable,
    Overloaded,
    MissingKey,
    WrongKey {
        shown: String,
    },
    UnknownModel {
        model: String,
    },
    /// The body is not JSON, or not of this API's types.
    BadJson {
        detail: String,
    },
    /// A field the API demands is missing, or Anthropic's version header.
    Missing {
        field: &'static str,
    },
    ContextLength,
    Rejected {
        parameter: Rejects,
        value: Value,
    },
    NoRoute {
        method: String,
        path: String,
    },
    WrongMethod {
        method: String,
        path: String,
    },
    TooLarge,
}

/// A request parameter the model does not take: a request that carries it is refused with 400,
/// worded as the provider words it, and is counted under no fault.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Rejects {
    /// `max_tokens` must be `max_completion_tokens` (OpenAI's reasoning models).
    MaxTokens,
    /// `temperature` may only be 1, its default (OpenAI's GPT-5).
    Temperature,
    /// Any other parameter at the body's top level: it is not supported with this model. With
    /// the name `temperature` this is what o1 and o3-mini say of it.
    Parameter(String),
}

impl Rejects {
    /// The parameter's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::MaxTokens => "max_tokens",
            Self::Temperature => "temperature",
            Self::Parameter(name) => name,
        }
    }

    /// The offending value when `body` carries the parameter.
    pub(crate) fn offence<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        let value = body.get(self.name())?;
        match self {
            Self::Temperature if value.as_f64() == Some(1.0) => None,
            _ => Some(value),
        }
    }
}

impl FromStr for Rejects {
    type Err = std::convert::Infallible;

    /// Reads `max_tokens`, `temperature`, or any other parameter's name.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(match name {
            "max_tokens" => Self::MaxTokens,
            "temperature" => Self::Temperature,
            other => Self::Parameter(other.to_owned()),
        })
    }
}
