//! BeyondBench: task names and parameters follow the published catalogue, so that figures can be
//! set beside published ones; generators, prompts and checks are our own.

pub mod easy;

use crate::task::Task;

/// Every BeyondBench task.
pub(crate) const TASKS: &[&Task] = easy::TASKS;
