//! Compiling the guest, as well as the machine's memory allows.

use std::fs;

use rayon::ThreadPoolBuilder;
use tribunal_sandbox::compiled::{CompileError, Compiled};
use wasmtime::Module;

use super::{COMPILED, InstallError, Installation, MODULE, Optimization, Step, at};
use crate::guest::engine::engine;

/// Memory that compiling for speed takes with one thread, and what every further one adds, in
/// MiB; measured.
const SPEED_MIB: u64 = 2_600;
const THREAD_MIB: u64 = 400;

/// How the guest can be compiled here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Affordable {
    pub(super) optimization: Optimization,
    pub(super) threads: usize,
}

/// The best that the memory available allows.
pub(super) fn affordable() -> Affordable {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let Some(available) = available_mib() else {
        return Affordable {
            optimization: Optimization::Speed,
            threads: cores,
        };
    };
    let spare = available.saturating_sub(SPEED_MIB) / THREAD_MIB;
    let threads = usize::try_from(spare).unwrap_or(cores).clamp(1, cores);
    let optimization = if available < SPEED_MIB {
        Optimization::None
    } else {
        Optimization::Speed
    };
    Affordable {
        optimization,
        threads,
    }
}

/// Memory that the system could give, where it tells.
fn available_mib() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1_024)
}

/// The installation's module for this engine.
pub(super) fn module(
    installation: &Installation,
    tell: &mut dyn FnMut(&Step),
) -> Result<Module, InstallError> {
    let optimization = installation.manifest.optimization;
    let engine = engine(optimization).map_err(InstallError::Engine)?;
    let path = installation.folder.join(MODULE);
    let source = blake3::Hash::from_hex(&installation.manifest.module).map_err(|error| {
        InstallError::Damaged {
            path: path.clone(),
            detail: error.to_string(),
            folder: installation.folder.clone(),
        }
    })?;
    let cache = Compiled::new(installation.folder.join(COMPILED));
    // The closure below can only fail as a compiler does; the file is looked at first.
    if !cache.path(&engine, &source).exists() {
        let wasm = fs::read(&path).map_err(at(&path))?;
        installation.confirm(&path, blake3::hash(&wasm), &installation.manifest.module)?;
    }
    let module = cache.module(&engine, &source, || {
        let threads = affordable().threads;
        tell(&Step::Compile {
            optimization,
            threads,
        });
        let wasm = fs::read(&path).map_err(|source| CompileError::Io {
            path: path.clone(),
            source,
        })?;
        let compile = || {
            engine
                .precompile_module(&wasm)
                .map_err(CompileError::Module)
        };
        match ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => pool.install(compile),
            Err(_) => compile(),
        }
    })?;
    Ok(module)
}
