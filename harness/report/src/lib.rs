//! What a run amounts to: the report for a person and for a machine, and the progress
//! display while the run goes on.
//!
//! | module | noun |
//! |---|---|
//! | `collect` | one walk over a run's stored rows, kept small enough for a million of them |
//! | `cell` | what is kept of the items of one cell |
//! | `summary` | the figures of any set of cells: a cell, a task, a group, the suite |
//! | `report` | the whole, as `tribunal report --json` prints it |
//! | `beside` | the same run without the tool, or with it |
//! | `warning` | what a reader should know before believing a figure, and what to do |
//! | `render` | the report as text for a terminal |
//! | `runs` | the list of a store's runs |
//! | [`format`] | numbers, times and foreign text for people |
//! | [`table`] | columns of text |
//! | [`progress`] | a consumer of the runner's events: bar, plain lines, JSON lines |
//! | `meter` | how much of some work on many threads is done |
//!
//! Every share and score is in \[0, 1\] in the data and in percent in the text. Nothing here
//! writes to the store, and nothing but [`progress`] and the meter knows a clock.

mod beside;
mod cell;
mod collect;
pub mod format;
mod meter;
pub mod progress;
mod render;
mod report;
mod runs;
mod summary;
pub mod table;
mod warning;

pub use beside::{Beside, BesideLine, beside, render_beside};
pub use meter::Meter;
pub use render::{RenderOptions, render};
pub use report::{
    CellReport, Coverage, FailureKind, GroupReport, Report, ReportedModel, RunInfo, SCHEMA,
    TaskReport, VariationReport, build, build_watching,
};
pub use runs::{RunLine, render_runs, run_lines};
pub use summary::{
    Amount, Cost, Effort, Errors, Latency, Outcomes, RepeatFigure, Repeats, StepPoint, Steps,
    Summary, Tokens, cell_weights,
};
pub use warning::{Warning, WarningCode};
