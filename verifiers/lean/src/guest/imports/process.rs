//! The process: its program, its environment, its end.

use wasmtime::Linker;

use super::{Guest, memory};
use crate::guest::files::fill_fixed;
use crate::guest::machine::{Context, Ending};
use crate::guest::memory::Memory;

/// Scripts that the guest asks for by number: the two that need an answer.
const SCRIPT_GETENV: u32 = 943_522;
const SCRIPT_PROGRAM: u32 = 943_765;

/// Where the guest believes its program to be.
pub(super) const PROGRAM: &str = "/bin/lean";

/// What the guest finds in its environment. The package is built to write a profile at its end,
/// which goes nowhere.
const ENVIRONMENT: [&str; 4] = [
    "LEAN_PATH=/library",
    "LEAN_SYSROOT=/",
    "LANG=C.UTF-8",
    "LLVM_PROFILE_FILE=/dev/null",
];

pub(super) fn link(linker: &mut Linker<Context>) -> wasmtime::Result<()> {
    linker
        .func_wrap("env", "exit", |code: i32| -> wasmtime::Result<()> {
            Err(Ending::Exit(code).into())
        })?
        .func_wrap(
            "wasi_snapshot_preview1",
            "proc_exit",
            |code: i32| -> wasmtime::Result<()> { Err(Ending::Exit(code).into()) },
        )?
        .func_wrap("env", "_abort_js", || -> wasmtime::Result<()> {
            Err(Ending::Abort("it called abort".to_owned()).into())
        })?
        .func_wrap(
            "env",
            "__assert_fail",
            |guest: Guest<'_>, what: u32, file: u32, line: u32, _: u32| -> wasmtime::Result<()> {
                let memory = memory(&guest);
                let (what, file) = (memory.c_string(what)?, memory.c_string(file)?);
                let text = format!("an assertion failed: {what} at {file}:{line}");
                Err(Ending::Abort(text).into())
            },
        )?
        .func_wrap("env", "emscripten_asm_const_int", script)?
        .func_wrap(
            "env",
            "_dlsym_js",
            |guest: Guest<'_>, _: u32, name: u32, _: u32| {
                let name = memory(&guest).c_string(name)?;
                // Lean's interpreter looks for compiled declarations, which all begin so. Nothing
                // else of the C and C++ code can be named.
                let found = name
                    .starts_with("l_")
                    .then(|| guest.data().machine.program.symbols.get(&name));
                wasmtime::Result::Ok(found.flatten().unwrap_or(0))
            },
        )?
        .func_wrap("env", "_dlsym_catchup_js", |_: u32, _: u32| 0_u32)?
        .func_wrap(
            "env",
            "_emscripten_get_progname",
            |guest: Guest<'_>, at: u32, size: u32| {
                write_string(&memory(&guest), at, size, PROGRAM).map(|_| ())
            },
        )?
        .func_wrap(
            "wasi_snapshot_preview1",
            "environ_sizes_get",
            |guest: Guest<'_>, count: u32, size: u32| {
                let memory = memory(&guest);
                let bytes: usize = ENVIRONMENT.iter().map(|entry| entry.len() + 1).sum();
                memory.set_word(count, u32::try_from(ENVIRONMENT.len())?)?;
                memory.set_word(size, u32::try_from(bytes)?)?;
                wasmtime::Result::Ok(0_i32)
            },
        )?
        .func_wrap(
            "wasi_snapshot_preview1",
            "environ_get",
            |guest: Guest<'_>, mut pointers: u32, mut at: u32| {
                let memory = memory(&guest);
                for entry in ENVIRONMENT {
                    memory.set_word(pointers, at)?;
                    memory.write(at, entry.as_bytes())?;
                    at = at.wrapping_add(u32::try_from(entry.len())?);
                    memory.set_byte(at, 0)?;
                    (pointers, at) = (pointers.wrapping_add(4), at.wrapping_add(1));
                }
                wasmtime::Result::Ok(0_i32)
            },
        )?
        .func_wrap(
            "wasi_snapshot_preview1",
            "random_get",
            |guest: Guest<'_>, at: u32, count: u32| {
                let mut bytes = vec![0; count.min(1 << 16) as usize];
                fill_fixed(&mut bytes);
                memory(&guest).write(at, &bytes)?;
                wasmtime::Result::Ok(0_i32)
            },
        )?;
    Ok(())
}

/// A script of the JavaScript host.
fn script(mut guest: Guest<'_>, number: u32, _: u32, arguments: u32) -> wasmtime::Result<u32> {
    let answer = match number {
        SCRIPT_GETENV => {
            let memory = memory(&guest);
            let name = memory.c_string(memory.word(arguments)?)?;
            let value = ENVIRONMENT
                .iter()
                .find_map(|entry| entry.strip_prefix(&name)?.strip_prefix('='));
            match value {
                Some(value) => value,
                None => return Ok(0),
            }
        }
        SCRIPT_PROGRAM => PROGRAM,
        _ => return Ok(0),
    };
    let size = u32::try_from(answer.len() + 1)?;
    let Some(exports) = guest.data().exports.clone() else {
        return Ok(0);
    };
    let at = exports.allocate.call(&mut guest, (16, size))?;
    write_string(&memory(&guest), at, size, answer)?;
    Ok(at)
}

/// Writes `text` with a zero behind it, cut to `size` bytes; gives the bytes written.
pub(super) fn write_string(
    memory: &Memory,
    at: u32,
    size: u32,
    text: &str,
) -> wasmtime::Result<u32> {
    let Some(room) = size.checked_sub(1) else {
        return Ok(0);
    };
    let bytes = &text.as_bytes()[..text.len().min(room as usize)];
    memory.write(at, bytes)?;
    let length = u32::try_from(bytes.len())?;
    memory.set_byte(at.wrapping_add(length), 0)?;
    Ok(length)
}
