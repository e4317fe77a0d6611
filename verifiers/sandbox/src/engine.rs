//! The engine that guests run on, and its settings.

use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use wasmtime::{Config, Engine, OptLevel};

/// How often the safety net looks at the clock.
pub const TICK: Duration = Duration::from_millis(50);

/// The most of the native stack that a guest may use. CPython's own limits on recursion (and the
/// half megabyte of its stack in linear memory, whose end traps) are reached far below it, so where
/// recursion ends depends on the guest and not on how this machine's frames are laid out.
pub(crate) const WASM_STACK: usize = 16 << 20;

/// The stack of a thread on which a guest runs: the guest's share, and room for the host's own
/// functions below it.
pub const THREAD_STACK: usize = WASM_STACK + (2 << 20);

/// The engine for guests that are to be judged by: fuel, epochs, and nothing in which two machines
/// could differ.
///
/// One engine serves the whole process; modules and components loaded by it may be shared between
/// threads. Its clock of epochs ticks every 50 ms in a thread of its own.
///
/// # Panics
/// Never on a platform that wasmtime compiles for: the settings are constants.
pub fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let engine = Engine::new(&settings())
            .unwrap_or_else(|error| unreachable!("the settings are constants: {error:#}"));
        let weak = engine.weak();
        // Without the thread no deadline ever comes; fuel still ends every guest.
        let _ticker = thread::Builder::new()
            .name("sandbox-epochs".to_owned())
            .spawn(move || {
                while let Some(engine) = weak.upgrade() {
                    engine.increment_epoch();
                    drop(engine);
                    thread::sleep(TICK);
                }
            });
        engine
    })
}

/// The engine that carries a guest's start-up out once, before its memory is kept: the same
/// machine, compiled quickly instead of well.
pub(crate) fn start_up_engine() -> Engine {
    let mut config = settings();
    config.cranelift_opt_level(OptLevel::None);
    Engine::new(&config)
        .unwrap_or_else(|error| unreachable!("the settings are constants: {error:#}"))
}

fn settings() -> Config {
    let mut config = Config::new();
    config
        .consume_fuel(true)
        .epoch_interruption(true)
        .max_wasm_stack(WASM_STACK)
        .async_stack_size(THREAD_STACK)
        // The bits of a NaN are the one thing that WebAssembly leaves to the machine (besides
        // relaxed vectors and threads).
        .cranelift_nan_canonicalization(true)
        .relaxed_simd_deterministic(true)
        .wasm_threads(false)
        .wasm_memory64(false)
        // Nobody reads a guest's native backtrace; a program that fails says so itself.
        .wasm_backtrace_max_frames(None)
        .generate_address_map(false);
    config
}
