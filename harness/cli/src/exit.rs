//! Exit codes, and what ends a command with one.

use std::process::ExitCode;

use tribunal_gate::GateError;
use tribunal_gate::rounds::Stop;
use tribunal_plan::PlanError;
use tribunal_run::RunError;
use tribunal_store::StoreError;

/// The documented exit codes; docs/exit-codes.md explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// Done; nothing is missing.
    Ok = 0,
    /// The gate found a real regression, or a broken hard rule.
    Fail = 1,
    /// The command can't be carried out as given.
    Usage = 2,
    /// The gate could not decide, and its policy does not let that through.
    Inconclusive = 3,
    /// The result may not be used: items are missing or failed, or verdicts don't reproduce.
    Invalid = 4,
    /// The budget is spent; the run can be continued.
    Budget = 5,
    /// A fault that is not the user's.
    Internal = 70,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}

/// Why a command failed: a message, and the code it ends with.
#[derive(Debug)]
pub(crate) struct Failure {
    code: Code,
    error: anyhow::Error,
}

impl Failure {
    /// A mistake in what the user gave.
    pub(crate) fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self {
            code: Code::Usage,
            error: error.into(),
        }
    }

    /// A fault that is not the user's.
    pub(crate) fn internal(error: impl Into<anyhow::Error>) -> Self {
        Self {
            code: Code::Internal,
            error: error.into(),
        }
    }

    pub(crate) fn code(&self) -> Code {
        self.code
    }

    /// Whether the reader of our output went away, which ends a command quietly.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        self.error
            .chain()
            .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
            .any(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Many errors quote their cause already; it is said once.
        let mut text = self.error.to_string();
        for cause in self.error.chain().skip(1) {
            let cause = cause.to_string();
            if !text.contains(&cause) {
                text = format!("{text}: {cause}");
            }
        }
        f.write_str(&text)
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        Self::usage(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        // A store that is missing, foreign, newer, held or read-only is named wrongly or needs
        // the user's hand; only damage and a stopped writer are ours.
        match error {
            StoreError::Corrupt { .. } | StoreError::Stopped => Self::internal(error),
            _ => Self::usage(error),
        }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Plan(error) => error.into(),
            RunError::Store(error) => error.into(),
            RunError::TooLarge { .. } | RunError::NoPrice { .. } => Self::usage(error),
            RunError::Check { .. } => Self {
                code: Code::Invalid,
                error: error.into(),
            },
        }
    }
}

impl From<GateError> for Failure {
    fn from(error: GateError) -> Self {
        match error {
            GateError::Store(error) => error.into(),
            GateError::Run(error) => error.into(),
            GateError::Plan(error) => error.into(),
            GateError::Stats(_) => Self::internal(error),
            GateError::Stopped(ref stop) => Self {
                code: match stop {
                    Stop::Budget => Code::Budget,
                    _ => Code::Invalid,
                },
                error: error.into(),
            },
            GateError::File { .. } | GateError::Unjudged { .. } | GateError::NothingAsked => {
                Self::usage(error)
            }
        }
    }
}

/// Printing is all the input and output that a command does by itself.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::internal(anyhow::Error::new(error).context("can't write to stdout"))
    }
}
