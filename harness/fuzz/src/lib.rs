//! What must hold for any bytes at all.
//!
//! A [`Target`] is a reader of untrusted bytes together with the laws that its result keeps, and
//! inputs to begin with. The program of this crate mutates them on a stable toolchain; `libfuzzer/`
//! hands the same targets to cargo-fuzz, which needs nightly.
//!
//! | module | noun |
//! |---|---|
//! | [`targets`] | one file a reader |
//! | [`mutate`] | seeded mutation |
//! | `random` | the random numbers behind it |

pub mod mutate;
mod random;
pub mod targets;

pub use random::Random;

/// A reader of untrusted bytes and its laws.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name on the command line.
    pub name: &'static str,
    /// Reads the bytes and panics if a law is broken.
    pub hold: fn(&[u8]),
    /// Inputs to begin with: good ones, and those that once broke a law.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words of the language, which mutation strews in.
    pub words: &'static [&'static str],
}
