//! What the guest imports besides exceptions: clocks, memory, files, threads, name lookup.
//!
//! Of 178 imports about 30 are ever called. The rest, sockets, processes, browser matters, are
//! refused with the error number of a call that the system doesn't have.
//!
//! | module | noun |
//! |---|---|
//! | [`process`] | program, environment, end |
//! | [`time`] | clocks |
//! | [`heap`] | memory that grows |
//! | [`threads`] | threads |
//! | [`files`], [`wasi`] | files, by the calls of Linux and of WASI |
//! | [`refuse`] | what is never needed |

mod files;
mod heap;
mod process;
mod refuse;
mod threads;
mod time;
mod wasi;

use std::sync::atomic::Ordering;

use wasmtime::{Caller, Linker};

use super::errno::Errno;
use super::exceptions;
use super::machine::Context;
use super::memory::Memory;

type Guest<'a> = Caller<'a, Context>;

/// 2020-01-01, when every guest's clock begins; each look moves it on by a microsecond, so that
/// whoever waits for time to pass does not wait forever.
const EPOCH_NANOSECONDS: u64 = 1_577_836_800_000_000_000;

fn memory(guest: &Guest<'_>) -> Memory {
    guest.data().machine.memory.clone()
}

fn nanoseconds(guest: &Guest<'_>) -> u64 {
    let looks = guest.data().machine.looks.fetch_add(1, Ordering::Relaxed);
    looks.saturating_mul(1_000)
}

/// A system call's answer: a number, or an error's number negated.
fn negated(result: Result<u32, Errno>) -> i32 {
    match result {
        Ok(value) => value.cast_signed(),
        Err(number) => -number,
    }
}

/// A WASI call's answer: nothing, or an error's number.
fn plain(result: Result<(), Errno>) -> i32 {
    result.err().unwrap_or(0)
}

/// Adds these imports to `linker`.
pub(super) fn link(
    linker: &mut Linker<Context>,
    module: &wasmtime::Module,
) -> wasmtime::Result<()> {
    // First everything is refused; then what is served takes its place.
    refuse::link(linker, module)?;
    linker.allow_shadowing(true);
    process::link(linker)?;
    time::link(linker)?;
    heap::link(linker)?;
    threads::link(linker)?;
    files::link(linker)?;
    wasi::link(linker)?;
    exceptions::link(linker, module)?;
    linker.allow_shadowing(false);
    Ok(())
}
