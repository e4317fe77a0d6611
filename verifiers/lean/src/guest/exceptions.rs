//! C++ exceptions: the host's half of emscripten's protocol.
//!
//! A thrown object is preceded by a header of 24 bytes, in which the host keeps the object's
//! type, its destructor, and whether it is caught. Throwing itself happens inside the module
//! (see [`crate::install`]); the host only remembers what was thrown.

use wasmtime::{Caller, Linker, Val};

use super::machine::{Context, Exports};

/// From a thrown object back to its header, and the header's fields.
const HEADER: u32 = 24;
const TYPE: u32 = 4;
const DESTRUCTOR: u32 = 8;
const CAUGHT: u32 = 12;
const RETHROWN: u32 = 13;
const ADJUSTED: u32 = 16;

/// What a thread has thrown and caught.
#[derive(Debug, Default)]
pub(crate) struct Exceptions {
    /// The last one thrown; 0 when it is dealt with.
    last: u32,
    /// Those being handled, innermost last.
    caught: Vec<u32>,
    uncaught: i32,
}

type Guest<'a> = Caller<'a, Context>;

fn header(object: u32) -> u32 {
    object.wrapping_sub(HEADER)
}

fn exports(guest: &Guest<'_>) -> wasmtime::Result<Exports> {
    guest
        .data()
        .exports
        .clone()
        .ok_or_else(|| wasmtime::format_err!("an exception before the instance was ready"))
}

fn throw(mut guest: Guest<'_>, object: u32, ty: u32, destructor: u32) -> wasmtime::Result<()> {
    let memory = guest.data().machine.memory.clone();
    let at = header(object);
    memory.set_word(at.wrapping_add(ADJUSTED), 0)?;
    memory.set_word(at.wrapping_add(TYPE), ty)?;
    memory.set_word(at.wrapping_add(DESTRUCTOR), destructor)?;
    let exceptions = &mut guest.data_mut().exceptions;
    exceptions.last = object;
    exceptions.uncaught += 1;
    Ok(())
}

fn resume(mut guest: Guest<'_>, object: u32) {
    let exceptions = &mut guest.data_mut().exceptions;
    if exceptions.last == 0 {
        exceptions.last = object;
    }
}

fn rethrow(mut guest: Guest<'_>) -> wasmtime::Result<()> {
    let memory = guest.data().machine.memory.clone();
    let exceptions = &mut guest.data_mut().exceptions;
    let object = exceptions
        .caught
        .pop()
        .ok_or_else(|| wasmtime::format_err!("rethrown without an exception"))?;
    let at = header(object);
    if memory.byte(at.wrapping_add(RETHROWN))? == 0 {
        exceptions.caught.push(object);
        exceptions.uncaught += 1;
        memory.set_byte(at.wrapping_add(RETHROWN), 1)?;
        memory.set_byte(at.wrapping_add(CAUGHT), 0)?;
    }
    exceptions.last = object;
    Ok(())
}

fn rethrow_primary(mut guest: Guest<'_>, object: u32) -> wasmtime::Result<()> {
    let memory = guest.data().machine.memory.clone();
    memory.set_byte(header(object).wrapping_add(RETHROWN), 1)?;
    guest.data_mut().exceptions.caught.push(object);
    rethrow(guest)
}

fn begin_catch(mut guest: Guest<'_>, object: u32) -> wasmtime::Result<u32> {
    let exports = exports(&guest)?;
    let memory = guest.data().machine.memory.clone();
    let at = header(object);
    let exceptions = &mut guest.data_mut().exceptions;
    if memory.byte(at.wrapping_add(CAUGHT))? == 0 {
        memory.set_byte(at.wrapping_add(CAUGHT), 1)?;
        exceptions.uncaught -= 1;
    }
    memory.set_byte(at.wrapping_add(RETHROWN), 0)?;
    exceptions.caught.push(object);
    exports.increment.call(&mut guest, object)?;
    exports.pointer.call(&mut guest, object)
}

fn end_catch(mut guest: Guest<'_>) -> wasmtime::Result<()> {
    let exports = exports(&guest)?;
    exports.set_threw.call(&mut guest, (0, 0))?;
    let object = guest
        .data_mut()
        .exceptions
        .caught
        .pop()
        .ok_or_else(|| wasmtime::format_err!("a catch ended that never began"))?;
    exports.decrement.call(&mut guest, object)?;
    guest.data_mut().exceptions.last = 0;
    Ok(())
}

fn current_primary(mut guest: Guest<'_>) -> wasmtime::Result<u32> {
    let Some(object) = guest.data().exceptions.caught.last().copied() else {
        return Ok(0);
    };
    exports(&guest)?.increment.call(&mut guest, object)?;
    Ok(object)
}

/// The first of `types` that catches what was thrown; its number goes to the temporary register.
fn find_match(guest: &mut Guest<'_>, types: &[Val]) -> wasmtime::Result<u32> {
    let exports = exports(guest)?;
    let memory = guest.data().machine.memory.clone();
    let thrown = guest.data().exceptions.last;
    if thrown == 0 {
        exports.set_temporary.call(&mut *guest, 0)?;
        return Ok(0);
    }
    let at = header(thrown);
    let adjusted = at.wrapping_add(ADJUSTED);
    memory.set_word(adjusted, thrown)?;
    let ty = memory.word(at.wrapping_add(TYPE))?;
    let mut found = ty;
    if ty == 0 {
        found = 0;
    } else {
        for wanted in types {
            let wanted = wanted.i32().unwrap_or(0).cast_unsigned();
            if wanted == 0 || wanted == ty {
                break;
            }
            let call = (wanted, ty, adjusted);
            if exports.can_catch.call(&mut *guest, call)? != 0 {
                found = wanted;
                break;
            }
        }
    }
    exports.set_temporary.call(&mut *guest, found)?;
    Ok(thrown)
}

/// Adds these imports to `linker`; those whose name tells their number of arguments are taken
/// from `module`.
pub(super) fn link(
    linker: &mut Linker<Context>,
    module: &wasmtime::Module,
) -> wasmtime::Result<()> {
    linker
        .func_wrap("env", "__cxa_throw", throw)?
        .func_wrap("env", "__resumeException", resume)?
        .func_wrap("env", "__cxa_rethrow", rethrow)?
        .func_wrap("env", "__cxa_rethrow_primary_exception", rethrow_primary)?
        .func_wrap("env", "_emscripten_throw_longjmp", || {})?
        .func_wrap("env", "__cxa_begin_catch", begin_catch)?
        .func_wrap("env", "__cxa_end_catch", end_catch)?
        .func_wrap("env", "__cxa_current_primary_exception", current_primary)?
        .func_wrap("env", "__cxa_uncaught_exceptions", |guest: Guest<'_>| {
            guest.data().exceptions.uncaught
        })?
        .func_wrap("env", "llvm_eh_typeid_for", |ty: u32| ty)?;
    for import in module.imports() {
        let Some(ty) = import.ty().func().cloned() else {
            continue;
        };
        if import.name().starts_with("__cxa_find_matching_catch_") {
            linker.func_new(
                import.module(),
                import.name(),
                ty,
                |mut guest, types, out| {
                    let found = find_match(&mut guest, types)?;
                    if let Some(out) = out.first_mut() {
                        *out = Val::I32(found.cast_signed());
                    }
                    Ok(())
                },
            )?;
        }
    }
    Ok(())
}
