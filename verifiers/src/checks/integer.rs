//! One exact integer.

use serde::{Deserialize, Serialize};

use crate::Integer;

/// The answer must be exactly this integer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntegerCheck {
    /// The right answer.
    pub expected: Integer,
}
