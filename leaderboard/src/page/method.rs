//! How the figures are made, and how to check them.

use serde::Serialize;

use super::figures::SuiteHead;
use crate::board::Board;
use crate::options::Transcripts;

/// What the page says of this board.
#[derive(Debug, Serialize)]
pub(crate) struct MethodPage {
    alpha: f64,
    harness_version: &'static str,
    transcripts: Transcripts,
    suites: Vec<SuiteHead>,
    stores: Vec<String>,
}

impl MethodPage {
    pub(crate) fn new(board: &Board) -> Self {
        Self {
            alpha: crate::rank::ALPHA,
            harness_version: env!("CARGO_PKG_VERSION"),
            transcripts: board.options.transcripts,
            suites: board.suites.iter().map(SuiteHead::new).collect(),
            stores: board
                .stores
                .iter()
                .map(|store| store.name.clone())
                .collect(),
        }
    }
}
