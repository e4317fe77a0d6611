//! QuickJS, which starts so quickly that nothing has to be kept.

use crate::SandboxError;
use crate::compiled::{CompileError, Compiled};
use crate::engine::engine;
use crate::host::World;
use crate::limits::Limits;
use crate::machine::Machine;
use crate::report::Report;

/// QuickJS, ready to run programs.
#[derive(Clone)]
pub(crate) struct JavaScript {
    machine: Machine,
}

/// The digest of what decides how a program behaves.
pub(crate) fn digest(wasm_sha256: &str) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new_derive_key("tribunal 2026-11 QuickJS");
    hasher.update(wasm_sha256.as_bytes());
    hasher.finalize()
}

impl JavaScript {
    /// Loads the compiled interpreter from `cache`, or compiles what `wasm` gives.
    pub(crate) fn load(
        cache: &Compiled,
        wasm_sha256: &str,
        wasm: impl FnOnce() -> Result<Vec<u8>, SandboxError>,
    ) -> Result<Self, SandboxError> {
        let mut failed = None;
        let module = cache.module(engine(), &digest(wasm_sha256), || {
            let wasm = wasm().map_err(|error| {
                let said = wasmtime::Error::msg(error.to_string());
                failed = Some(error);
                CompileError::Module(said)
            })?;
            engine()
                .precompile_module(&wasm)
                .map_err(CompileError::Module)
        });
        let module = module.map_err(|error| failed.unwrap_or(SandboxError::Compile(error)))?;
        let machine = Machine::new(&module)?;
        Ok(Self { machine })
    }

    /// Runs `source` as a script, with the modules `std` and `os` as globals.
    pub(crate) fn run(
        &self,
        source: &[u8],
        stdin: &[u8],
        limits: Limits,
        seed: u64,
    ) -> Result<Report, SandboxError> {
        let mut world = World::new(limits, seed);
        let args: [&[u8]; 4] = [b"qjs", b"--std", b"-e", source];
        world.args = args.iter().map(|arg| arg.to_vec()).collect();
        world.stdin = stdin.to_vec();
        let mut running = self.machine.start(world)?;
        let ended = running.enter(|store, instance| {
            let start = instance.get_typed_func::<(), ()>(&mut *store, "_start")?;
            start.call(store, ())
        })?;
        Ok(running.report(ended.map(|()| 0)))
    }
}
