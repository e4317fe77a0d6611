//! CPython, started once and kept.

use wasmtime::{Instance, Module, Store, Val};

use crate::SandboxError;
use crate::compiled::{CompileError, Compiled};
use crate::engine::{engine, start_up_engine};
use crate::host::{Stop, World};
use crate::image::{Image, ImageError, TABLE};
use crate::limits::Limits;
use crate::machine::{Machine, Running};
use crate::report::{Ending, Report};

/// What is carried out before the memory is kept.
const BOOT: &str = include_str!("boot.py");

/// How start-up is called: isolated, without the user's settings, no byte code written, UTF-8.
const ARGS: [&str; 8] = ["python", "-I", "-S", "-B", "-X", "utf8", "-c", BOOT];

/// Raised when the way a memory is kept changes.
const VERSION: u32 = 1;

/// Start-up's limits; it takes a tenth of this fuel.
const START_UP: Limits = Limits {
    fuel: 10_000_000_000,
    memory: 256 << 20,
    stdout: 1 << 10,
    stderr: 64 << 10,
};

/// Where a function object of CPython 3.12 keeps the pointer by which it is called, in bytes:
/// fourteen fields after the two of every object (`Include/cpython/funcobject.h`).
const VECTORCALL: usize = 64;

/// CPython 3.12, ready to run programs.
#[derive(Clone)]
pub(crate) struct Python {
    machine: Machine,
}

/// The digest of what decides how a program behaves: interpreter and boot code.
pub(crate) fn digest(wasm_sha256: &str) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new_derive_key("tribunal 2026-11 kept CPython");
    hasher.update(&VERSION.to_le_bytes());
    hasher.update(wasm_sha256.as_bytes());
    hasher.update(BOOT.as_bytes());
    hasher.finalize()
}

impl Python {
    /// Loads the kept interpreter from `cache`, or makes it of what `wasm` gives.
    pub(crate) fn load(
        cache: &Compiled,
        wasm_sha256: &str,
        wasm: impl FnOnce() -> Result<Vec<u8>, SandboxError>,
    ) -> Result<Self, SandboxError> {
        let mut failed = None;
        let module = cache.module(engine(), &digest(wasm_sha256), || {
            let kept = wasm().and_then(|wasm| keep(&wasm));
            let kept = kept.map_err(|error| {
                let said = wasmtime::Error::msg(error.to_string());
                failed = Some(error);
                CompileError::Module(said)
            })?;
            engine()
                .precompile_module(&kept)
                .map_err(CompileError::Module)
        });
        let module = module.map_err(|error| failed.unwrap_or(SandboxError::Compile(error)))?;
        let machine = Machine::new(&module)?;
        Ok(Self { machine })
    }

    /// An interpreter that has just come to rest.
    pub(crate) fn start(&self, limits: Limits, seed: u64) -> Result<Running, SandboxError> {
        self.machine.start(World::new(limits, seed))
    }
}

/// What is done with the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Run as a program that ends.
    Run,
    /// Carried out; the interpreter can be entered again.
    Call,
}

/// The bytes that the interpreter finds in stream 0.
pub(crate) fn stream(mode: Mode, source: &[u8], stdin: &[u8]) -> Vec<u8> {
    let letter = match mode {
        Mode::Run => 'R',
        Mode::Call => 'C',
    };
    let mut bytes = format!("{letter}{:08x}", source.len()).into_bytes();
    bytes.extend_from_slice(source);
    bytes.extend_from_slice(stdin);
    bytes
}

/// Enters an interpreter at rest, whose stream 0 is set.
pub(crate) fn enter(running: &mut Running) -> Result<Report, SandboxError> {
    Ok(enter_again(running)?.0)
}

/// As [`enter`], and whether the guest returned and is at rest again.
pub(crate) fn enter_again(running: &mut Running) -> Result<(Report, bool), SandboxError> {
    let ended = running.enter(call)?;
    let returned = ended.is_ok();
    Ok((running.report(ended), returned))
}

/// Calls the boot code's `enter()` as CPython itself would: through the function's own pointer,
/// with no arguments. Gives 0 if it returned, 1 if it raised.
fn call(store: &mut Store<World>, instance: Instance) -> wasmtime::Result<i32> {
    let missing = |what: &'static str| move || wasmtime::Error::msg(what);
    let global = instance
        .get_global(&mut *store, crate::image::ENTRY)
        .ok_or_else(missing("no entry"))?;
    let Val::I32(function) = global.get(&mut *store) else {
        return Err(wasmtime::Error::msg("the entry is no address"));
    };
    let memory = instance
        .get_memory(&mut *store, "memory")
        .ok_or_else(missing("no memory"))?;
    let mut pointer = [0; 4];
    memory.read(
        &mut *store,
        function as u32 as usize + VECTORCALL,
        &mut pointer,
    )?;
    let table = instance
        .get_table(&mut *store, TABLE)
        .ok_or_else(missing("no table"))?;
    let slot = table.get(&mut *store, u64::from(u32::from_le_bytes(pointer)));
    let target = slot
        .as_ref()
        .and_then(|slot| slot.unwrap_func())
        .ok_or_else(missing("the entry can't be called"))?
        .typed::<(i32, i32, i32, i32), i32>(&mut *store)?;
    let result = target.call(store, (function, 0, 0, 0))?;
    Ok(i32::from(result == 0))
}

/// Starts `wasm` and keeps its memory as a module.
fn keep(wasm: &[u8]) -> Result<Vec<u8>, SandboxError> {
    let broken = |error: ImageError| SandboxError::Keep(error.to_string());
    let image = Image::read(wasm).map_err(broken)?;
    let module = Module::new(&start_up_engine(), image.opened()).map_err(SandboxError::Engine)?;
    let mut world = World::new(START_UP, 0);
    world.starting = true;
    world.args = ARGS.iter().map(|arg| arg.as_bytes().to_vec()).collect();
    let mut running = Machine::new(&module)?.start(world)?;
    let ended = running.enter(|store, instance| {
        let start = instance.get_typed_func::<(), ()>(&mut *store, "_start")?;
        start.call(store, ())
    })?;
    let ready = ended
        .as_ref()
        .is_err_and(|error| matches!(error.downcast_ref(), Some(Stop::Ready)));
    if !ready {
        let report = running.report(ended.map(|()| 0));
        let said = String::from_utf8_lossy(&report.stderr).trim().to_owned();
        return Err(SandboxError::Keep(match report.ending {
            Ending::Finished(_) if !said.is_empty() => said,
            ending => ending.to_string(),
        }));
    }
    let entry = std::str::from_utf8(&running.store.data().stdout)
        .ok()
        .and_then(|text| text.parse::<u32>().ok())
        .ok_or_else(|| SandboxError::Keep("start-up named no entry".to_owned()))?;
    let mut globals = Vec::new();
    for name in image.global_names() {
        let global = running.instance.get_global(&mut running.store, &name);
        match global.map(|global| global.get(&mut running.store)) {
            Some(Val::I32(value)) => globals.push(value),
            _ => return Err(SandboxError::Keep(format!("{name} is no number"))),
        }
    }
    let memory = running
        .instance
        .get_memory(&mut running.store, "memory")
        .ok_or_else(|| SandboxError::Keep("it has no memory".to_owned()))?;
    let memory = memory.data(&running.store);
    Ok(image.kept(memory, &globals, entry as i32))
}
