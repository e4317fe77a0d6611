//! Files by the calls of WASI.

use wasmtime::Linker;

use super::{Guest, memory, plain};
use crate::guest::machine::Context;
use crate::guest::memory::Memory;

/// The pieces of memory that a vectored call names: address and length.
fn pieces(memory: &Memory, at: u32, count: u32) -> wasmtime::Result<Vec<(u32, u32)>> {
    (0..count.min(1_024))
        .map(|index| {
            let at = at.wrapping_add(8 * index);
            Ok((memory.word(at)?, memory.word(at.wrapping_add(4))?))
        })
        .collect()
}

fn read(
    guest: &Guest<'_>,
    descriptor: u32,
    (at, count): (u32, u32),
    mut place: Option<u64>,
    total_at: u32,
) -> wasmtime::Result<i32> {
    let memory = memory(guest);
    let mut total = 0_u32;
    let mut buffer = Vec::new();
    for (at, length) in pieces(&memory, at, count)? {
        // Bounded by the memory before anything is allocated for it.
        memory.check(at, length)?;
        buffer.resize(length as usize, 0);
        let read = guest
            .data()
            .machine
            .files()
            .read(descriptor, &mut buffer, place);
        let read = match read {
            Ok(read) => read,
            Err(number) => return Ok(number),
        };
        memory.write(at, &buffer[..read])?;
        total = total.wrapping_add(u32::try_from(read)?);
        place = place.map(|place| place.saturating_add(read as u64));
        if read < buffer.len() {
            break;
        }
    }
    memory.set_word(total_at, total)?;
    Ok(0)
}

pub(super) fn link(linker: &mut Linker<Context>) -> wasmtime::Result<()> {
    const WASI: &str = "wasi_snapshot_preview1";
    linker
        .func_wrap(WASI, "fd_close", |guest: Guest<'_>, descriptor: u32| {
            plain(guest.data().machine.files().close(descriptor))
        })?
        .func_wrap(
            WASI,
            "fd_read",
            |guest: Guest<'_>, descriptor: u32, at: u32, count: u32, total: u32| {
                read(&guest, descriptor, (at, count), None, total)
            },
        )?
        .func_wrap(
            WASI,
            "fd_pread",
            |guest: Guest<'_>, descriptor: u32, at: u32, count: u32, place: u64, total: u32| {
                read(&guest, descriptor, (at, count), Some(place), total)
            },
        )?
        .func_wrap(
            WASI,
            "fd_write",
            |guest: Guest<'_>, descriptor: u32, at: u32, count: u32, total_at: u32| {
                let writable = guest.data().machine.files().can_write(descriptor);
                if let Err(number) = writable {
                    return Ok(number);
                }
                let memory = memory(&guest);
                let pieces = pieces(&memory, at, count)?;
                let total = pieces
                    .iter()
                    .fold(0_u32, |sum, (_, length)| sum.wrapping_add(*length));
                memory.set_word(total_at, total)?;
                wasmtime::Result::Ok(0)
            },
        )?
        .func_wrap(
            WASI,
            "fd_seek",
            |guest: Guest<'_>, descriptor: u32, offset: i64, from: u32, at: u32| {
                let position = guest.data().machine.files().seek(descriptor, offset, from);
                match position {
                    Ok(position) => {
                        memory(&guest).set_long(at, position)?;
                        wasmtime::Result::Ok(0)
                    }
                    Err(number) => Ok(number),
                }
            },
        )?
        .func_wrap(
            WASI,
            "fd_fdstat_get",
            |guest: Guest<'_>, descriptor: u32, at: u32| {
                let mut status = [0_u8; 24];
                status[0] = if descriptor < 3 { 2 } else { 4 };
                memory(&guest).write(at, &status)?;
                wasmtime::Result::Ok(0_i32)
            },
        )?
        .func_wrap(WASI, "fd_sync", |_: u32| 0_i32)?;
    Ok(())
}
