//! The APIs spoken: one module each for how it words answers, and errors.

mod chat;
mod gemini;
mod messages;
mod ollama;
mod openai_error;
mod responses;

pub(crate) use messages::VERSION_HEADER;

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::problem::Problem;
use crate::reply::{Completion, Finish, Usage};
use crate::wire::Events;

/// A model API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    /// OpenAI chat completions and all who speak them: `POST /v1/chat/completions`.
    Chat,
    /// OpenAI responses: `POST /v1/responses`.
    Responses,
    /// Anthropic messages: `POST /v1/messages`.
    Messages,
    /// Gemini: `POST /v1beta/models/{model}:generateContent` and `:streamGenerateContent`.
    Gemini,
    /// Ollama's own: `POST /api/chat`.
    Ollama,
}

impl Dialect {
    /// A short name for statistics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Responses => "responses",
            Self::Messages => "messages",
            Self::Gemini => "gemini",
            Self::Ollama => "ollama",
        }
    }

    /// Whether a request that does not say gets a stream; only Ollama's do.
    pub(crate) const fn streams_by_default(self) -> bool {
        matches!(self, Self::Ollama)
    }

    /// The key a request shows, from the header (or for Gemini the query) this API uses.
    pub(crate) fn key_shown<'a>(self, headers: &'a HeaderMap, query: &'a str) -> Option<&'a str> {
        let header = |name| headers.get(name)?.to_str().ok();
        match self {
            Self::Chat | Self::Responses | Self::Ollama => {
                header("authorization").map(|value| value.strip_prefix("Bearer ").unwrap_or(value))
            }
            Self::Messages => header("x-api-key"),
            Self::Gemini => header("x-goog-api-key")
                .or_else(|| query.split('&').find_map(|pair| pair.strip_prefix("key="))),
        }
    }

    /// Status and body of a refusal or failure.
    pub(crate) fn problem(self, problem: &Problem) -> (StatusCode, Value) {
        match self {
            Self::Chat => openai_error::problem(problem, false),
            Self::Responses => openai_error::problem(problem, true),
            Self::Messages => messages::problem(problem),
            Self::Gemini => gemini::problem(problem),
            Self::Ollama => ollama::problem(problem),
        }
    }

    /// The whole reply as one JSON document.
    pub(crate) fn whole(self, exchange: &Exchange<'_>) -> Value {
        match self {
            Self::Chat => chat::whole(exchange),
            Self::Responses => responses::whole(exchange),
            Self::Messages => messages::whole(exchange),
            Self::Gemini => gemini::whole(exchange),
            Self::Ollama => ollama::whole(exchange),
        }
    }

    /// The reply as the events of a stream.
    pub(crate) fn events(self, exchange: &Exchange<'_>) -> Events {
        match self {
            Self::Chat => chat::events(exchange),
            Self::Responses => responses::events(exchange),
            Self::Messages => messages::events(exchange),
            Self::Gemini => gemini::events(exchange),
            Self::Ollama => ollama::events(exchange),
        }
    }

    /// The body of a 200 that holds an error instead of an answer.
    pub(crate) fn error_inside(self, exchange: &Exchange<'_>) -> Value {
        match self {
            Self::Responses => responses::failed(exchange),
            Self::Chat => chat::error_inside(),
            Self::Messages | Self::Gemini | Self::Ollama => self.problem(&Problem::Server).1,
        }
    }

    /// A stream that begins well and then tells of an error.
    pub(crate) fn error_events(self, exchange: &Exchange<'_>) -> Events {
        match self {
            Self::Responses => responses::failed_events(exchange),
            Self::Chat => chat::error_events(exchange),
            Self::Messages => messages::error_events(exchange),
            Self::Gemini => gemini::error_events(exchange),
            Self::Ollama => ollama::error_events(exchange),
        }
    }
}

/// Where a chat completion shows its reasoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ReasoningField {
    /// `reasoning_content`, as vLLM, SGLang, llama.cpp and DeepSeek.
    #[default]
    ReasoningContent,
    /// `reasoning`, as OpenRouter (with its `reasoning_details`) and newer vLLM.
    Reasoning,
    /// In the text, between `<think>` and `</think>`.
    ThinkTags,
    /// Nowhere, as OpenAI: only the token count tells.
    Hidden,
}

/// The form of reply a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Shape {
    pub(crate) dialect: Dialect,
    pub(crate) stream: bool,
    /// Chat completions: a last chunk with the usage is wanted.
    pub(crate) include_usage: bool,
    /// Gemini: events (`alt=sse`) and not one JSON array.
    pub(crate) sse: bool,
}

/// All that goes into one rendered reply.
#[derive(Debug)]
pub(crate) struct Exchange<'a> {
    pub(crate) shape: Shape,
    pub(crate) model: &'a str,
    pub(crate) text: &'a str,
    /// Empty when there is none.
    pub(crate) reasoning: &'a str,
    pub(crate) reasoning_field: ReasoningField,
    pub(crate) finish: Finish,
    pub(crate) usage: Usage,
    /// Characters in one delta.
    pub(crate) delta: usize,
    pub(crate) now: std::time::SystemTime,
}

impl<'a> Exchange<'a> {
    pub(crate) fn refusal(&self) -> Option<&'a str> {
        (self.finish == Finish::ContentFilter).then_some(self.text)
    }

    pub(crate) fn created(&self) -> u64 {
        crate::clock::unix_seconds(self.now)
    }

    /// The text cut into deltas.
    pub(crate) fn deltas(&self, text: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        let size = self.delta.max(1);
        let mut rest = text;
        std::iter::from_fn(move || {
            let end = rest
                .char_indices()
                .nth(size)
                .map_or(rest.len(), |(index, _)| index);
            let (delta, after) = rest.split_at(end);
            rest = after;
            (!delta.is_empty()).then_some(delta)
        })
    }
}

/// What [`Completion`] leaves to the configuration, filled in.
pub(crate) fn reasoning_of<'a>(completion: &'a Completion, configured: Option<&'a str>) -> &'a str {
    completion
        .reasoning
        .as_deref()
        .or(configured)
        .unwrap_or_default()
}
