//! The one SQLite file that holds everything a run asked, got and decided.
//!
//! Rows go in through the [`Writer`], one thread that groups messages into transactions
//! and acknowledges each after its commit; they come out through any number of
//! [`Reader`]s. The store knows no model client, no generator and no check: it takes plain
//! rows and gives them back byte for byte. Columns are described in `schema/0001.sql`.
//!
//! The order a runner keeps:
//!
//! 1. [`Writer::begin_run`], then [`RunLock::acquire`], then [`Reader::progress`] to see
//!    what is settled already;
//! 2. for each question [`Message::Answer`] (or [`Message::Attempt`]s and at last a
//!    [`Message::Failure`]), and only after its acknowledgement the judge, then
//!    [`Message::Verdict`];
//! 3. [`Message::UpdateRun`] with the state reached, and [`Writer::finish`].

mod atomic;
mod cache;
mod error;
mod export;
mod import;
mod lock;
mod merge;
mod migrate;
mod pack;
mod read;
mod rows;
mod store;
mod write;
mod writer;

pub use atomic::write_atomically;
pub use cache::{CacheAnswer, CacheKey, Nearest};
pub use error::StoreError;
pub use export::{ExportError, ExportOptions, Format, export};
pub use import::{ImportError, ImportLine, ImportReader, ItemName};
pub use lock::RunLock;
pub use merge::{Conflict, MergeReport, merge};
pub use read::{
    Answered, JudgeRow, Judged, Progress, Reader, RepeatStory, Run, Score, ScoredRow, Scores,
    Settled, SlotSet, SlotState, StoredAttempt, StoredFailure, StoredResponse, Story,
};
pub use rows::{
    Asked, AttemptRow, FailureRow, Headline, ItemRow, Judgement, Outcome, ResponseId, ResponseRow,
    RunId, RunSpec, RunState, RunUpdate, Slot, Source, Standing, Usage, VerdictRow,
};
pub use store::{PAGE_SIZE, Store};
pub use write::{Message, Receipt};
pub use writer::{Ack, Writer, WriterHandle, WriterOptions, WriterStats};
