//! Asking language models over HTTP: what is sent, what is read back, and what
//! every failure means.
//!
//! Five thin adapters (OpenAI chat completions and responses, Anthropic
//! messages, Gemini generateContent, Ollama) over one HTTP client. The exact
//! bytes of request and reply are handed out with every attempt; parameters
//! that models name differently are a data table (`data/dialects.toml`); one
//! function (`classify`) decides what may be retried.
//!
//! ```text
//! resolve("openai/gpt-5-mini") ─► ModelSpec ─► Client ── wire(ask, sampling) ─► WireRequest
//!                                                │                                   │
//!                                                └──────────── send ◄────────────────┘
//!                                                                │
//!                                                             Exchange
//! ```
//!
//! What is deliberately absent: retries, concurrency and rate limiting (the
//! runner's), storage (the store's), and any way for a key to leave
//! [`ApiKey`] but as a header.

mod ask;
mod attempt;
mod classify;
mod client;
mod dates;
mod dialect;
mod exchange;
mod failure;
mod limits;
mod provider;
mod read;
mod reply;
mod secret;
mod spec;
mod think;
mod timeouts;
pub mod tool;
mod wire;

pub use ask::{Ask, Effort, Message, Role, Sampling};
pub use attempt::BODY_LIMIT;
pub use client::{Client, ClientError};
pub use dialect::{Param, Patch, SystemPlace};
pub use exchange::Exchange;
pub use failure::{Class, Failure, Phase};
pub use limits::{RateLimits, Window};
pub use provider::{Api, Provider};
pub use read::decode;
pub use reply::{Finish, Reply, Usage};
pub use secret::ApiKey;
pub use spec::{Identity, ModelEntry, ModelSpec, ModelsFile, Price, SpecError, resolve};
pub use timeouts::{CONNECT, FIRST_BYTE, IDLE, TOTAL, Timeouts};
pub use tokio_util::sync::CancellationToken;
pub use tool::{Tool, ToolTurn};
pub use wire::{Change, Effective, What, WireRequest};

/// Part of the key of every cached response: raised whenever an adapter reads
/// or writes something differently.
pub const ADAPTER_VERSION: u32 = 1;
