//! TMBench: simulate an m-tag system step by step.
//!
//! Source of the idea, the instance distribution and the scores: "Computational Reasoning of
//! Large Language Models" (arXiv 2504.20771) and its repository HaitaoWuTJU/Turing-Machine-Bench.
//! Where the published set is one fixed file of 100 instances, [`TASKS`] makes fresh ones; the
//! published files can be read by [`official`].

mod alphabet;
mod draw;
mod knobs;
mod mtag;
pub mod official;

use crate::task::Task;

/// Every TMBench task.
pub(crate) const TASKS: &[&Task] = &[&mtag::TASK];
