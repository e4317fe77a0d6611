//! The heap, which grows as far as the host allows.

use std::sync::atomic::Ordering;

use wasmtime::Linker;

use super::Guest;
use crate::guest::errno;
use crate::guest::machine::Context;

pub(super) fn link(linker: &mut Linker<Context>) -> wasmtime::Result<()> {
    linker
        .func_wrap("env", "emscripten_get_heap_max", |guest: Guest<'_>| {
            u32::try_from(guest.data().machine.most_memory).unwrap_or(u32::MAX)
        })?
        .func_wrap(
            "env",
            "emscripten_resize_heap",
            |guest: Guest<'_>, wanted: u32| {
                let machine = &guest.data().machine;
                // Some more than is wanted, so that growing stays rare.
                let now = machine.memory.size();
                let roomy = u64::from(wanted)
                    .max(now + now / 8)
                    .min(machine.most_memory);
                let grown =
                    u64::from(wanted) <= machine.most_memory && machine.memory.grow_to(roomy);
                if !grown {
                    machine.starved.store(true, Ordering::Relaxed);
                }
                u32::from(grown)
            },
        )?
        .func_wrap(
            "env",
            "_munmap_js",
            |_: u32, _: u32, _: u32, _: u32, _: u32, _: u64| -errno::NOSYS,
        )?
        .func_wrap(
            "env",
            "_mmap_js",
            |_: u32, _: u32, _: u32, _: u32, _: u64, _: u32, _: u32| -errno::NOSYS,
        )?;
    Ok(())
}
