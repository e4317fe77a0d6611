//! The engine's settings. Whoever compiles the guest and whoever runs it use the same.

use serde::{Deserialize, Serialize};
use wasmtime::{Collector, Config, Engine, OptLevel};

/// The most stack of a guest's thread, in bytes. Lean recurses deeply and looks after its own,
/// smaller stack; this one is only reserved until it is used.
pub(crate) const STACK: usize = 512 << 20;

/// Beyond a guest's stack, what the host's own frames need.
pub(crate) const HOST_STACK: usize = 8 << 20;

/// How well the guest is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Optimization {
    /// For speed; needs about 3.3 GB.
    Speed,
    /// Not at all; needs less memory, and proofs take about twice as long.
    None,
}

/// The engine.
///
/// # Errors
/// wasmtime's, where the machine is not supported.
pub(crate) fn engine(optimization: Optimization) -> wasmtime::Result<Engine> {
    let mut config = Config::new();
    config
        .wasm_threads(true)
        .shared_memory(true)
        .wasm_exceptions(true)
        .wasm_function_references(true)
        .wasm_gc(true)
        // Nothing but exceptions is allocated there, and an instance lives for one proof.
        .collector(Collector::Null)
        .epoch_interruption(true)
        .async_stack_size(STACK + HOST_STACK)
        .max_wasm_stack(STACK)
        .wasm_backtrace_max_frames(None)
        .generate_address_map(false)
        .cranelift_opt_level(match optimization {
            Optimization::Speed => OptLevel::Speed,
            Optimization::None => OptLevel::None,
        });
    Engine::new(&config)
}
