//! A list of integers.

use serde::{Deserialize, Serialize};

/// Whether the order of the elements matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Element by element.
    Exact,
    /// Any order; every element as often as expected.
    Any,
}

/// The answer must be this list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListCheck {
    /// The right elements.
    pub expected: Vec<i64>,
    /// Whether order matters.
    pub order: Order,
}
