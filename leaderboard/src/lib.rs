//! A static site from the stores of runs: scores that people look at, each traceable to its items.
//!
//! | module | noun |
//! |---|---|
//! | `read` | from the stores to a board: which runs, their figures, a score an item |
//! | `board`, `catalog`, `marks` | the board: suites, entries, results; a suite's items; what became of each |
//! | `rank` | every pair of models compared, and ranges of ranks |
//! | `difficulty` | the parameters that make a task's items harder |
//! | `page` | what each page says, and its template |
//! | `data` | the shards that the item and comparison pages load |
//! | `svg`, `picture` | charts; items as pictures |
//! | `sink`, `draft`, `site` | the site written into a folder that takes its place when whole, or compared with one |
//! | `serve` | a look at it from this machine |
//!
//! The figures of a run are those of `tribunal-report`, so that the board, the terminal and the JSON
//! say the same. No clock is read: the same stores give the same bytes. A model's words are hostile
//! text: templates escape, shards hold JSON in which no element can be closed, scripts set text and
//! never markup, and every page forbids inline scripts and other hosts.

mod board;
mod catalog;
mod data;
mod difficulty;
mod draft;
mod error;
mod marks;
mod options;
mod page;
mod picture;
mod rank;
mod read;
mod serve;
mod sink;
mod site;
mod svg;
mod text;

pub use error::BoardError;
pub use options::{About, ModelAbout, Options, Transcripts, Weights};
pub use serve::{ServeOptions, serve};
pub use sink::Difference;
pub use site::{Built, Verified, build, verify};
