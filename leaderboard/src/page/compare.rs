//! Two models side by side: an empty frame that a script fills from the suite's shards.

use serde::Serialize;

use super::figures::{EntryHead, SuiteHead};
use crate::board::Board;

/// What the page offers to choose from.
#[derive(Debug, Serialize)]
pub(crate) struct ComparePage {
    suites: Vec<SuiteHead>,
    entries: Vec<EntryHead>,
}

impl ComparePage {
    pub(crate) fn new(board: &Board) -> Self {
        Self {
            suites: board.suites.iter().map(SuiteHead::new).collect(),
            entries: board.entries.iter().map(EntryHead::new).collect(),
        }
    }
}
