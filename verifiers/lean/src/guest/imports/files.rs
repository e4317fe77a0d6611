//! Files, of which there are the library's alone, by the calls of Linux.

use wasmtime::Linker;

use super::process::{PROGRAM, write_string};
use super::{Guest, memory, negated};
use crate::guest::errno::{self, Errno};
use crate::guest::files::Status;
use crate::guest::machine::Context;
use crate::guest::memory::Memory;

/// Writes what `stat` tells at `at`.
fn write_status(memory: &Memory, at: u32, status: &Status) -> wasmtime::Result<()> {
    let mode = if status.is_folder {
        0o040_555
    } else {
        0o100_444
    };
    let blocks = u32::try_from(status.length.div_ceil(512))?;
    // device, mode, links, owner, group, device's device
    for (word, value) in (0_u32..).zip([1, mode, 1, 0, 0, 0]) {
        memory.set_word(at.wrapping_add(4 * word), value)?;
    }
    memory.set_long(at.wrapping_add(24), status.length)?;
    memory.set_word(at.wrapping_add(32), 4_096)?;
    memory.set_word(at.wrapping_add(36), blocks)?;
    // three times: seconds and nanoseconds
    memory.write(at.wrapping_add(40), &[0; 48])?;
    memory.set_long(at.wrapping_add(88), status.number)?;
    Ok(())
}

pub(super) fn link(linker: &mut Linker<Context>) -> wasmtime::Result<()> {
    fn status(guest: &Guest<'_>, path: u32, at: u32) -> wasmtime::Result<i32> {
        let memory = memory(guest);
        let path = memory.c_string(path)?;
        match guest.data().machine.files().status(&path) {
            Ok(status) => write_status(&memory, at, &status).map(|()| 0),
            Err(number) => Ok(-number),
        }
    }
    fn exists(guest: &Guest<'_>, path: u32) -> wasmtime::Result<Result<(), Errno>> {
        let path = memory(guest).c_string(path)?;
        Ok(guest.data().machine.files().status(&path).map(|_| ()))
    }
    linker
        .func_wrap(
            "env",
            "__syscall_openat",
            |guest: Guest<'_>, _: u32, path: u32, flags: u32, _: u32| {
                let path = memory(&guest).c_string(path)?;
                let writes = flags & 0o103 != 0;
                let opened = guest.data().machine.files().open(&path, writes);
                wasmtime::Result::Ok(negated(opened))
            },
        )?
        .func_wrap(
            "env",
            "__syscall_stat64",
            |guest: Guest<'_>, path: u32, at: u32| status(&guest, path, at),
        )?
        .func_wrap(
            "env",
            "__syscall_lstat64",
            |guest: Guest<'_>, path: u32, at: u32| status(&guest, path, at),
        )?
        .func_wrap(
            "env",
            "__syscall_newfstatat",
            |guest: Guest<'_>, _: u32, path: u32, at: u32, _: u32| status(&guest, path, at),
        )?
        .func_wrap(
            "env",
            "__syscall_fstat64",
            |guest: Guest<'_>, descriptor: u32, at: u32| {
                let found = guest.data().machine.files().open_status(descriptor);
                match found {
                    Ok(status) => write_status(&memory(&guest), at, &status).map(|()| 0),
                    Err(number) => Ok(-number),
                }
            },
        )?
        .func_wrap(
            "env",
            "__syscall_faccessat",
            |guest: Guest<'_>, _: u32, path: u32, _: u32, _: u32| {
                Ok(negated(exists(&guest, path)?.map(|()| 0)))
            },
        )?
        .func_wrap(
            "env",
            "__syscall_readlinkat",
            |guest: Guest<'_>, _: u32, path: u32, at: u32, size: u32| {
                let memory = memory(&guest);
                if memory.c_string(path)? == "/proc/self/exe" {
                    return write_string(&memory, at, size, PROGRAM).map(u32::cast_signed);
                }
                // What is there is no link.
                Ok(-exists(&guest, path)?.err().unwrap_or(errno::INVAL))
            },
        )?
        .func_wrap(
            "env",
            "__syscall_getcwd",
            |guest: Guest<'_>, at: u32, size: u32| {
                if size < 2 {
                    return Ok(-errno::RANGE);
                }
                write_string(&memory(&guest), at, size, "/")?;
                wasmtime::Result::Ok(2)
            },
        )?
        .func_wrap(
            "env",
            "__syscall_fcntl64",
            |_: u32, command: u32, _: u32| {
                // F_GETFL says that a file can be read and written; all else is granted and ignored.
                if command == 3 { 2_i32 } else { 0 }
            },
        )?
        .func_wrap("env", "__syscall_ioctl", |_: u32, _: u32, _: u32| {
            -errno::NOTTY
        })?;
    Ok(())
}
