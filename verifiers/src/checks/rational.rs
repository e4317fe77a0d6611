//! One exact fraction, or its rounding at a stated number of places.

use serde::{Deserialize, Serialize};

use crate::Integer;

/// The answer must equal the fraction exactly, or equal its rounding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RationalCheck {
    /// The numerator, in lowest terms; it carries the sign.
    pub numerator: Integer,
    /// The denominator, positive.
    pub denominator: Integer,
    /// Decimal places the prompt asks for. An answer right to at least that many places, under
    /// rounding half up (away from zero) or half to even, is right; so is the exact value in any
    /// spelling. `None`: only the exact value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u32>,
}
