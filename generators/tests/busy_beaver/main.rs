//! Laws of the Busy Beaver tasks.

#[path = "../kit/mod.rs"]
mod kit;
mod laws;
