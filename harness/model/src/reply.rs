//! What came back, in words no provider owns.

use serde::{Deserialize, Serialize};

/// Why the model stopped.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// It was done, or met a stop sequence.
    Stop,
    /// The token budget or the context was used up.
    Length,
    /// A filter cut or withheld the answer.
    ContentFilter,
    /// The model declined.
    Refusal,
    /// It wants a tool called.
    ToolCalls,
    /// A word this version does not know, kept as it came.
    Other(String),
    /// The server did not say.
    Unknown,
}

impl Finish {
    /// Reads a provider's word.
    pub fn from_wire(word: Option<&str>) -> Self {
        let Some(word) = word else {
            return Self::Unknown;
        };
        match word {
            // Ollama says "unload" or "load" for requests that generated
            // nothing; those stay in `Other`.
            "stop" | "eos" | "eos_token" | "end_turn" | "stop_sequence" | "completed" | "STOP" => {
                Self::Stop
            }
            "length"
            | "max_tokens"
            | "max_output_tokens"
            | "MAX_TOKENS"
            | "model_length"
            | "model_context_window_exceeded"
            // A response that servers other than OpenAI's mark so without giving the reason.
            | "incomplete" => Self::Length,
            "content_filter" | "SAFETY" | "RECITATION" | "BLOCKLIST" | "PROHIBITED_CONTENT"
            | "SPII" | "IMAGE_SAFETY" => Self::ContentFilter,
            "refusal" => Self::Refusal,
            "tool_calls" | "function_call" | "tool_use" => Self::ToolCalls,
            "" => Self::Unknown,
            other => Self::Other(other.to_owned()),
        }
    }

    /// A short stable word for stores and reports.
    pub fn code(&self) -> &str {
        match self {
            Self::Stop => "stop",
            Self::Length => "length",
            Self::ContentFilter => "content_filter",
            Self::Refusal => "refusal",
            Self::ToolCalls => "tool_calls",
            Self::Other(word) => word,
            Self::Unknown => "unknown",
        }
    }

    /// The inverse of [`Finish::code`].
    pub fn from_code(code: &str) -> Self {
        match code {
            "stop" => Self::Stop,
            "length" => Self::Length,
            "content_filter" => Self::ContentFilter,
            "refusal" => Self::Refusal,
            "tool_calls" => Self::ToolCalls,
            "unknown" => Self::Unknown,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// Tokens as the server counted them; `None` where it did not say, never 0 for
/// unknown. Normalised so that every provider means the same: `input` holds
/// cached tokens too, `output` holds reasoning tokens too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens read, cached ones included.
    pub input: Option<u64>,
    /// Tokens written, reasoning included.
    pub output: Option<u64>,
    /// The part of `output` that was reasoning.
    pub reasoning: Option<u64>,
    /// The part of `input` that came from the provider's prompt cache.
    pub cached: Option<u64>,
}

/// One well-formed answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The answer, without reasoning.
    pub text: String,
    /// The reasoning, where the server shows it.
    pub reasoning: Option<String>,
    /// Why the model stopped.
    pub finish: Finish,
    /// Token counts.
    pub usage: Usage,
    /// The model's name as the server reports it.
    pub model: Option<String>,
    /// The request's id, from the headers or else from the body.
    pub request_id: Option<String>,
    /// The server's own fingerprint of weights and configuration.
    pub fingerprint: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back_as_they_went() {
        for finish in [
            Finish::Stop,
            Finish::Length,
            Finish::ContentFilter,
            Finish::Refusal,
            Finish::ToolCalls,
            Finish::Other("pause_turn".into()),
            Finish::Unknown,
        ] {
            assert_eq!(Finish::from_code(finish.code()), finish);
        }
    }
}
