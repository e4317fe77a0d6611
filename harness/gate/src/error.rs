//! Why a comparison or a gate can't be carried out.

use thiserror::Error;
use tribunal_plan::PlanError;
use tribunal_run::RunError;
use tribunal_stats::StatsError;
use tribunal_store::StoreError;

use crate::rounds::Stop;

/// Why a comparison or a gate can't be carried out.
#[derive(Debug, Error)]
pub enum GateError {
    /// A gate file can't be read or is not valid.
    #[error("{origin}: {message}")]
    File {
        /// Which file.
        origin: String,
        /// What is wrong.
        message: String,
    },
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Asking or judging again.
    #[error(transparent)]
    Run(#[from] RunError),
    /// Expanding the suite.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A figure out of its range, which only a damaged store gives.
    #[error("a stored score is out of range: {0}")]
    Stats(#[from] StatsError),
    /// A run holds answers without a verdict.
    #[error("run {run} holds answers that nobody has judged; `tribunal rescore {run}` judges them")]
    Unjudged {
        /// The run.
        run: i64,
    },
    /// A run of this plan is not in the store.
    #[error("nothing was asked: a side has no run of this plan yet")]
    NothingAsked,
    /// The candidate stopped before the baseline had begun.
    #[error("stopped before the baseline was asked: {0}; run the same command again to continue")]
    Stopped(Stop),
}
