//! One of a few named options.

use serde::{Deserialize, Serialize};

/// One option that the prompt offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// The option as the prompt names it.
    pub name: String,
    /// Other spellings that mean the same (`>`, `larger`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// The answer must be this option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceCheck {
    /// Index of the right option.
    pub expected: usize,
    /// All options.
    pub options: Vec<ChoiceOption>,
}
