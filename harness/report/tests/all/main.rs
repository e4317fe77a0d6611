//! Reports of stores whose figures are computed by hand.

mod common;
mod contract;
mod figures;
mod order;
mod pictures;
