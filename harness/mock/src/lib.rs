//! A mock of the model APIs that fails on demand.
//!
//! It speaks five dialects, streaming and not, in the very formats the providers document:
//! OpenAI chat completions and responses, Anthropic messages, Gemini generateContent and Ollama
//! chat. Tests of model clients and of the runner tell it what to answer, what to refuse and how
//! often to fail in which way ([`Fault`]); benchmarks use it as a server that costs next to
//! nothing, since a fixed answer is rendered once and then only stamped with an id.
//!
//! ```
//! use tribunal_mock::{Config, Fault, Faults, MockServer, Reply, Script};
//!
//! let server = MockServer::start_blocking(Config {
//!     faults: "429=0.1,drop=0.02".parse::<Faults>()?,
//!     script: Script::new().when("7 + 8", [Reply::from(Fault::Hang), Reply::boxed(15)]),
//!     ..Config::boxed(42)
//! })?;
//! assert!(server.url().starts_with("http://127.0.0.1:"));
//! assert_eq!(server.stats().requests, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is decided in which order
//! Method and size, key, form, model, refused parameters; then the request gets its number (from
//! 0), and the first of these speaks: the script for that number, the script for a text in the
//! prompt, the fault table, the answer. With a single connection the whole course follows from
//! the configuration; with several, which request gets which number depends on their order of
//! arrival, but how often each fault happens does not.
//!
//! # Which item a request is for
//! [`Stats::items`] counts by [`item_key`], a hash of the last user message's text. So a test
//! can show that no answered item was asked again.

mod body;
mod clock;
mod config;
mod dialect;
mod fault;
mod models;
mod problem;
mod reply;
mod request;
mod respond;
mod route;
mod server;
mod service;
mod shared;
mod stats;
mod tool;
mod wire;

pub use config::{Config, Latency};
pub use dialect::{Dialect, ReasoningField};
pub use fault::{Fault, Faults, FaultsError};
pub use problem::Rejects;
pub use reply::{Answer, AnswerFn, Completion, Finish, RawReply, Reply, Script, Usage};
pub use request::{ItemKey, RequestView, item_key};
pub use server::{MockServer, StartError};
pub use stats::{ItemCount, Stats};
pub use tool::{tool_call, tool_outputs};
