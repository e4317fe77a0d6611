//! The states of an m-tag system, step by step or only the last.

use serde::{Deserialize, Serialize};

use crate::mtag::TagSystem;

/// What the prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagAsk {
    /// The queue after every step.
    EveryState,
    /// Only the queue after the last step.
    FinalState,
}

/// The answer must follow the machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagTraceCheck {
    /// The machine; the truth is computed from it, not stored.
    pub system: TagSystem,
    /// The queue at step 0, as symbol indices.
    pub start: Vec<u8>,
    /// How many steps are asked for at most; the machine may halt earlier.
    pub steps: u32,
    /// What the prompt asks for.
    pub ask: TagAsk,
}
