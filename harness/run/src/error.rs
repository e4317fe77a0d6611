//! Why a run can't be carried out.

use thiserror::Error;
use tribunal_plan::PlanError;
use tribunal_store::StoreError;

/// Why a run can't begin or go on. What fails about a single item is not here: that is an
/// attempt's class, stored with the item.
#[derive(Debug, Error)]
pub enum RunError {
    /// The plan.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The plan is larger than a store can number.
    #[error("the plan has {items} items; a run holds at most {max}: lower the counts or the limit")]
    TooLarge {
        /// Items of the plan.
        items: u64,
        /// The most a run holds.
        max: u64,
    },
    /// A budget in money for a model whose price isn't known.
    #[error(
        "a budget in money needs a price, and none is known for {model}; add `price` to its entry \
         in models.toml, or give --budget-tokens instead"
    )]
    NoPrice {
        /// The model's label.
        model: String,
    },
    /// A stored check that can't be read.
    #[error("item {item}: {source}")]
    Check {
        /// The item's digest.
        item: String,
        /// What is wrong.
        source: crate::judge::CheckError,
    },
}
