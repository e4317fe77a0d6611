//! Untrusted programs in WebAssembly: guests, limits, a frozen clock and seeded random numbers.
//!
//! | module | noun |
//! |---|---|
//! | [`home`] | where installed guests live |
//! | [`package`] | the packages that guests come from |
//! | [`compiled`] | compiled modules, kept on disk |

pub mod compiled;
mod home;
pub mod package;

pub use home::home;
