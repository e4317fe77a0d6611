//! What a guest may use.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The limits of one job.
///
/// All but the deadline are counted in units that are the same on every machine, so they are what
/// a verdict may depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Fuel: about one unit an instruction of WebAssembly, and one a byte that crosses between
    /// guest and host. CPython does 2 to 4 thousand million units a second.
    pub fuel: u64,
    /// Bytes of linear memory.
    pub memory: u64,
    /// Bytes on standard output; one more ends the guest.
    pub stdout: u64,
    /// Bytes on standard error that are kept; what is written beyond them is dropped.
    pub stderr: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fuel: 10_000_000_000,
            memory: 256 << 20,
            stdout: 1 << 20,
            stderr: 64 << 10,
        }
    }
}

impl Limits {
    /// The time after which a guest is given up as the machine's failure: many times what the
    /// fuel takes on a slow and loaded machine.
    pub fn deadline(&self) -> Duration {
        /// Fuel a second of a machine twenty times slower than a laptop's core.
        const SLOWEST: u64 = 100_000_000;
        Duration::from_secs(30).saturating_add(Duration::from_secs(self.fuel / SLOWEST))
    }
}
