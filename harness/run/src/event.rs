//! What a run tells while it goes on.

use std::time::Duration;

use serde::Serialize;
use tribunal_verifiers::Outcome;

/// The contract between the runner and every display of it: progress bar, plain lines, JSON log.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The run begins or goes on.
    Started {
        /// Answers the plan asks for: items × repeats.
        planned: u64,
        /// Of them, those that an earlier session of this run has settled.
        settled: u64,
    },
    /// An attempt failed and will be followed by another, after a wait.
    Retrying {
        /// The item's position in the plan.
        ordinal: u64,
        /// Which repeat of it, from 0.
        repeat: u32,
        /// The attempt that failed, from 1.
        attempt: u32,
        /// The failure's class.
        class: String,
        /// What happened.
        message: String,
        /// The wait before the next attempt, in milliseconds.
        wait_ms: u64,
    },
    /// The model client found that the server takes other parameters, and adapted.
    Learned {
        /// What changed.
        message: String,
    },
    /// An answer was stored and judged.
    Answered {
        /// The item's position in the plan.
        ordinal: u64,
        /// Which repeat of it, from 0.
        repeat: u32,
        /// The outcome under the headline reading.
        outcome: Outcome,
        /// Tokens read and written, where the provider said.
        input_tokens: Option<u64>,
        /// See `input_tokens`.
        output_tokens: Option<u64>,
        /// Millionths of a US dollar, where the price is known.
        cost_micro_usd: Option<u64>,
        /// Time of the accepted attempt; `None` where nothing was asked over a network.
        #[serde(serialize_with = "as_ms")]
        latency: Option<Duration>,
    },
    /// An item ended without an answer; its outcome is `error`.
    Failed {
        /// The item's position in the plan.
        ordinal: u64,
        /// Which repeat of it, from 0.
        repeat: u32,
        /// The last failure's class.
        class: String,
        /// What happened.
        message: String,
    },
    /// Requests in flight and the limit on them, told when the limit changes.
    Load {
        /// Requests in flight.
        in_flight: usize,
        /// How many may be.
        limit: usize,
    },
}

fn as_ms<S: serde::Serializer>(latency: &Option<Duration>, s: S) -> Result<S::Ok, S::Error> {
    latency.map(|l| l.as_secs_f64() * 1e3).serialize(s)
}
