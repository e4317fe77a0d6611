//! What became of a job.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a guest ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// By itself, with this exit code.
    Finished(i32),
    /// It used up its fuel.
    OutOfFuel,
    /// It was refused memory beyond its limit, and did not end well afterwards.
    OutOfMemory,
    /// It wrote more to standard output than it may.
    OutputLimit,
    /// It did what no program may: the trap's name, such as `stack overflow`.
    Trap(Box<str>),
    /// Time ran out before its fuel did. The machine is at fault and not the guest: nothing may
    /// be concluded from it.
    Deadline,
    /// The machine could not give what the limits grant, memory for example. As `Deadline`.
    Machine(Box<str>),
}

impl Ending {
    /// Whether it ended by itself and well.
    pub fn is_success(&self) -> bool {
        *self == Self::Finished(0)
    }

    /// Whether the guest's end says nothing about the guest: another run may end otherwise.
    pub fn is_machines_fault(&self) -> bool {
        matches!(self, Self::Deadline | Self::Machine(_))
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finished(0) => f.write_str("finished"),
            Self::Finished(code) => write!(f, "ended with exit code {code}"),
            Self::OutOfFuel => f.write_str("out of fuel"),
            Self::OutOfMemory => f.write_str("out of memory"),
            Self::OutputLimit => f.write_str("too much output"),
            Self::Trap(name) => write!(f, "crashed: {name}"),
            Self::Deadline => f.write_str("the machine took too long"),
            Self::Machine(what) => write!(f, "the machine failed: {what}"),
        }
    }
}

/// What became of a job. Everything in it is a function of guest, job and limits alone, unless
/// [`Ending::is_machines_fault`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How the guest ended.
    pub ending: Ending,
    /// What it wrote to standard output.
    pub stdout: Vec<u8>,
    /// The beginning of what it wrote to standard error.
    pub stderr: Vec<u8>,
    /// Fuel used.
    pub fuel: u64,
    /// Bytes of linear memory at its end, which never shrinks.
    pub memory: u64,
}
