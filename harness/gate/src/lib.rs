//! Is the candidate worse than the baseline? Paired comparison and the release gate.
//!
//! | module | noun |
//! |---|---|
//! | [`side`] | one run as a comparison sees it |
//! | [`align`] | two runs laid side by side, and what forbids it |
//! | [`comparison`] | the figures |
//! | [`file`] | `gate.toml` |
//! | [`needed`] | how many items a gate needs |
//! | [`ruling`] | PASS, FAIL, INCONCLUSIVE or INVALID, and why |
//! | [`check`] | a gate decided from two stored runs |
//! | [`rounds`] | a gate that asks, and stops as soon as it can |
//! | [`drift`] | what changed besides the model |
//! | [`show`] | text, Markdown, JUnit XML, annotations |

pub mod align;
pub mod check;
pub mod comparison;
pub mod drift;
mod error;
pub mod file;
pub mod needed;
pub mod rounds;
pub mod ruling;
pub mod show;
pub mod side;

pub use check::{Evidence, Stored, align, decide};
pub use comparison::Figures;
pub use error::GateError;
pub use file::GateFile;
pub use needed::Needed;
pub use ruling::{Decision, Ruling};
