//! BeyondBench: task names and parameters follow the published catalogue, so that figures can be
//! set beside published ones; generators, prompts and checks are our own.

pub mod easy;
pub mod hard;
pub mod medium;
mod redraw;

use std::sync::LazyLock;

use crate::task::Task;

/// Every BeyondBench task.
pub(crate) static TASKS: LazyLock<Vec<&'static Task>> =
    LazyLock::new(|| [easy::TASKS, medium::TASKS, hard::TASKS].concat());
