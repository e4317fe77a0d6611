//! Why a suite can't be planned.

use thiserror::Error;
use tribunal_generators::{GeneratorError, ParamError};

/// Why a suite can't be read or planned. Each is a mistake in what the user gave.
#[derive(Debug, Error)]
pub enum PlanError {
    /// Neither an embedded suite nor a file.
    #[error(
        "no suite `{name}`{hint}; embedded are {known}; a file is named by its path, ending in .toml"
    )]
    UnknownSuite {
        /// What was asked for.
        name: String,
        /// The nearest task, as a clause, or nothing.
        hint: String,
        /// The embedded names.
        known: String,
    },
    /// The file can't be read.
    #[error("can't read suite file `{path}`: {source}")]
    Read {
        /// The file.
        path: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file is not a suite.
    #[error("suite `{origin}` is not valid: {message}")]
    Syntax {
        /// The file, or the embedded suite's name.
        origin: String,
        /// Where and what, over several lines.
        message: String,
    },
    /// A task pattern that matches nothing.
    #[error("suite `{origin}`: no task matches `{pattern}`{hint}; `tribunal list tasks` shows all")]
    UnknownTask {
        /// The suite.
        origin: String,
        /// The pattern.
        pattern: String,
        /// What to do, as a clause, or nothing.
        hint: String,
    },
    /// Parameters or a variation don't fit the task.
    #[error("suite `{origin}`: {source}")]
    Generator {
        /// The suite.
        origin: String,
        /// What is wrong.
        source: GeneratorError,
    },
    /// A parameter outside any task's type.
    #[error("suite `{origin}`, task `{task}`: {source}")]
    Param {
        /// The suite.
        origin: String,
        /// The task.
        task: String,
        /// What is wrong.
        source: ParamError,
    },
    /// Something a suite may not say.
    #[error("suite `{origin}`: {message}")]
    Suite {
        /// The suite.
        origin: String,
        /// What is wrong, and what to write instead.
        message: String,
    },
    /// The prompt set can't be used.
    #[error("prompt set `{set}`: {message}")]
    Prompts {
        /// The set.
        set: String,
        /// What is wrong.
        message: String,
    },
}
