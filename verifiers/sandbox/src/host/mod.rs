//! The guest's whole world: the functions of WASI preview 1, over three streams and nothing else.
//!
//! They are our own, a few lines each, and not those of a library, for three reasons. What is not
//! here can't be reached: there is no code in this crate that opens a host file, a socket or a
//! process for a guest, so no setting can let one through. Clock and random numbers are functions
//! of the job, so that a job gives the same output and uses the same fuel everywhere. And a world
//! that is plain data can be kept with a guest's memory, which a table of host handles can't.
//!
//! | stream | is |
//! |---|---|
//! | 0 | the job's input, from memory |
//! | 1 | kept, up to the limit |
//! | 2 | kept, up to the limit, then dropped |
//!
//! Each byte that crosses costs a unit of fuel, and each call some more, for fuel has to bound the
//! host's work as well as the guest's.

mod calls;
mod memory;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use thiserror::Error;
use wasmtime::ResourceLimiter;

use crate::limits::Limits;

pub(crate) use calls::linker;

/// Nanoseconds since 1970 at which every guest's clock stands: the first moment of 2000. Only a
/// guest that sleeps moves it.
const EPOCH: u64 = 946_684_800_000_000_000;

/// Why a host function ended the guest.
#[derive(Clone, Debug, Error)]
pub(crate) enum Stop {
    /// The guest asked to end.
    #[error("exit {0}")]
    Exit(i32),
    /// Standard output is full.
    #[error("output limit")]
    Output,
    /// The guest can't pay for what it asks.
    #[error("out of fuel")]
    Fuel,
    /// The operating system has no more memory.
    #[error("machine: {0}")]
    Machine(String),
    /// Start-up is done: the guest waits in a call that will never return.
    #[error("ready")]
    Ready,
}

/// The state of a guest's world.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) args: Vec<Vec<u8>>,
    pub(crate) env: Vec<Vec<u8>>,
    pub(crate) stdin: Vec<u8>,
    /// How much of `stdin` was read.
    pub(crate) read: usize,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    pub(crate) limits: Limits,
    /// Whether memory beyond the limit was refused.
    pub(crate) refused: bool,
    /// Whether asking for the clock's resolution means that start-up is done.
    pub(crate) starting: bool,
    random: ChaCha12Rng,
    clock: u64,
}

impl World {
    /// A world in which nothing happened yet.
    pub(crate) fn new(limits: Limits, seed: u64) -> Self {
        Self {
            args: Vec::new(),
            env: Vec::new(),
            stdin: Vec::new(),
            read: 0,
            stdout: Vec::new(),
            stderr: Vec::new(),
            limits,
            refused: false,
            starting: false,
            random: random(seed),
            clock: EPOCH,
        }
    }
}

/// The stream of random bytes of `seed`.
fn random(seed: u64) -> ChaCha12Rng {
    ChaCha12Rng::from_seed(blake3::derive_key(
        "tribunal 2026-11 a guest's random numbers",
        &seed.to_le_bytes(),
    ))
}

impl ResourceLimiter for World {
    fn memory_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let granted = desired as u64 <= self.limits.memory;
        self.refused |= !granted;
        Ok(granted)
    }

    fn memory_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        // A refusal comes here as well; what was granted and failed all the same is no deed of
        // the guest's.
        if self.refused {
            return Ok(());
        }
        Err(Stop::Machine(format!("no memory: {error:#}")).into())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let most = maximum.unwrap_or(1 << 20).min(1 << 20);
        Ok(desired <= most.max(current))
    }
}
