//! Items: an empty frame that a script fills with a list of items, or with one item.

use serde::Serialize;

use super::compare::ComparePage;
use crate::board::Board;
use crate::options::Transcripts;

/// What the page offers to choose from.
#[derive(Debug, Serialize)]
pub(crate) struct ItemsPage {
    #[serde(flatten)]
    choices: ComparePage,
    transcripts: Transcripts,
}

impl ItemsPage {
    pub(crate) fn new(board: &Board) -> Self {
        Self {
            choices: ComparePage::new(board),
            transcripts: board.options.transcripts,
        }
    }
}
