//! What a file added to Lean's environment, read out of the guest's memory by the host.
//!
//! | module | noun |
//! |---|---|
//! | [`image`] | the memory as it is read |
//! | [`walker`] | the walk through it |
//! | [`terms`] | names, levels, expressions |
//! | [`constants`] | constants, and the read-out as a whole |
//!
//! `docs/lean-readout.md` describes the form in which a read-out is written for another kernel.

pub mod constants;
pub mod image;
pub mod terms;
pub mod walker;

pub use constants::{Constant, Kind, Readout};
pub use image::Image;
pub use walker::{WalkError, walk};
