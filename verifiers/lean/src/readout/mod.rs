//! What a file added to Lean's environment, read by the host out of the memory of the guest or
//! the process that elaborated it.
//!
//! | module | noun |
//! |---|---|
//! | [`image`] | the memory as it is read |
//! | [`layout`] | how objects lie in it |
//! | [`walker`] | the walk through it |
//! | [`terms`] | names, levels, expressions |
//! | [`constants`] | constants, and the read-out as a whole |
//!
//! `docs/lean-readout.md` describes the form in which a read-out is written for another kernel.

pub mod constants;
pub mod image;
pub mod layout;
pub mod terms;
pub mod walker;

pub use constants::{Constant, Kind, Readout};
pub use image::Image;
pub use layout::Layout;
pub use walker::{WalkError, walk, walk_as};
