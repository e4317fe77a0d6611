//! Laws of the tasks about mixed Boolean-arithmetic.

#[path = "../kit/mod.rs"]
mod kit;
mod laws;
mod twins;
