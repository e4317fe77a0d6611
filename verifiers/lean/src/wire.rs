//! What judge and worker say to each other: JSON, with its length before it.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tribunal_verifiers::lean::LeanPolicy;

use crate::ruling::{Limits, Ruling};

/// The longest message, in bytes.
const LONGEST: u32 = 64 << 20;

/// A case, as it is sent to a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) challenge: String,
    pub(crate) submission: String,
    pub(crate) targets: Vec<String>,
    pub(crate) policy: LeanPolicy,
    pub(crate) limits: Limits,
}

/// What a worker is asked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Request {
    /// To judge a case.
    Judge(Box<Job>),
    /// For the theorems of a challenge whose proof is `sorry`.
    Targets {
        challenge: String,
        policy: LeanPolicy,
        limits: Limits,
    },
}

/// What a worker says. `last` tells that it takes no further request.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reply {
    /// It is ready for a first request.
    Ready,
    /// It can't work.
    Unable(String),
    /// A case is judged.
    Ruled { ruling: Box<Ruling>, last: bool },
    /// A challenge's theorems, or why they can't be had.
    Targets {
        found: Result<Vec<String>, String>,
        last: bool,
    },
}

impl Reply {
    /// Whether the worker takes no further request.
    pub(crate) fn is_last(&self) -> bool {
        match self {
            Self::Ready => false,
            Self::Unable(_) => true,
            Self::Ruled { last, .. } | Self::Targets { last, .. } => *last,
        }
    }
}

/// Writes a message.
pub(crate) fn send(out: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let bytes = serde_json::to_vec(message)?;
    let length = u32::try_from(bytes.len())
        .ok()
        .filter(|length| *length <= LONGEST);
    let length = length.ok_or_else(|| io::Error::other("a message is too long"))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&bytes)?;
    out.flush()
}

/// Reads a message.
pub(crate) fn receive<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > LONGEST {
        return Err(io::Error::other("a message is too long"));
    }
    let mut bytes = vec![0; length as usize];
    from.read_exact(&mut bytes)?;
    Ok(serde_json::from_slice(&bytes)?)
}
