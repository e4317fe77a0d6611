//! m-tag systems.

use serde::{Deserialize, Serialize};

/// An m-tag system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagSystem {
    /// The deletion number m, at least 1.
    pub deletion: u32,
    /// How each symbol is written; the position is the symbol's index.
    pub alphabet: Vec<String>,
    /// The production of each symbol, as symbol indices.
    pub productions: Vec<Vec<u8>>,
}
