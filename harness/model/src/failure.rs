//! The names of everything that can go wrong with one attempt.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// The part of an attempt a time-out fell into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Name look-up, TCP and TLS.
    Connect,
    /// From sending until the first byte of the body.
    FirstByte,
    /// Between two pieces of the body.
    Idle,
    /// The whole attempt.
    Total,
}

/// What kind of failure an attempt met. The kind alone decides whether asking
/// again can help.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Too many requests or tokens for now.
    RateLimited,
    /// The server is up but has no room.
    Overloaded,
    /// The server failed (5xx).
    Server,
    /// No answer: refused, reset, unresolvable.
    Network,
    /// A time-out of ours.
    Timeout(Phase),
    /// Half a JSON, HTML, an empty body, a cut stream, invalid UTF-8.
    Malformed,
    /// The key is wrong or may not do this.
    Auth,
    /// No such model or no such address.
    NotFound,
    /// The request itself is refused.
    BadRequest,
    /// The model does not take one of the parameters sent;
    /// [`Client::learn`](crate::Client::learn) can adapt to it.
    UnsupportedParameter {
        /// The parameter as the server names it.
        param: String,
    },
    /// Money or a daily allowance is used up: waiting minutes will not help.
    Quota,
    /// Prompt and budget do not fit the context.
    ContextLength,
    /// The provider's filter refused the prompt.
    ContentFilter,
    /// The body passed the size limit.
    TooLarge,
    /// The caller cancelled.
    Cancelled,
}

impl Class {
    /// Whether the very same request may succeed a little later.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::RateLimited
            | Self::Overloaded
            | Self::Server
            | Self::Network
            | Self::Timeout(_)
            | Self::Malformed => true,
            Self::Auth
            | Self::NotFound
            | Self::BadRequest
            | Self::UnsupportedParameter { .. }
            | Self::Quota
            | Self::ContextLength
            | Self::ContentFilter
            | Self::TooLarge
            | Self::Cancelled => false,
        }
    }

    /// Whether every other request of the run must meet the same failure, so
    /// that going on only wastes money and time.
    pub fn dooms_the_run(&self) -> bool {
        matches!(
            self,
            Self::Auth | Self::NotFound | Self::Quota | Self::UnsupportedParameter { .. }
        )
    }

    /// A short stable word for stores and reports.
    pub fn code(&self) -> &'static str {
        match self {
            Self::RateLimited => "rate_limited",
            Self::Overloaded => "overloaded",
            Self::Server => "server",
            Self::Network => "network",
            Self::Timeout(Phase::Connect) => "timeout_connect",
            Self::Timeout(Phase::FirstByte) => "timeout_first_byte",
            Self::Timeout(Phase::Idle) => "timeout_idle",
            Self::Timeout(Phase::Total) => "timeout_total",
            Self::Malformed => "malformed",
            Self::Auth => "auth",
            Self::NotFound => "not_found",
            Self::BadRequest => "bad_request",
            Self::UnsupportedParameter { .. } => "unsupported_parameter",
            Self::Quota => "quota",
            Self::ContextLength => "context_length",
            Self::ContentFilter => "content_filter",
            Self::TooLarge => "too_large",
            Self::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why one attempt brought no reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// The kind, which decides about retries.
    pub class: Class,
    /// One sentence: what happened, where, and what to do. Holds no secret.
    pub message: String,
    /// How long the server asked to be left alone, or its next window.
    pub retry_after: Option<Duration>,
}
