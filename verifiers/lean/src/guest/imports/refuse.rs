//! What the guest imports and never needs.

use wasmtime::{FuncType, Linker, Val, ValType};

use crate::guest::errno;
use crate::guest::machine::Context;

/// Defines every function so that it is refused.
pub(super) fn link(
    linker: &mut Linker<Context>,
    module: &wasmtime::Module,
) -> wasmtime::Result<()> {
    for import in module.imports() {
        let (group, name) = (import.module(), import.name());
        let Some(ty) = import.ty().func().cloned() else {
            continue;
        };
        let answer = if name.starts_with("__syscall") {
            -errno::NOSYS
        } else {
            errno::NOSYS
        };
        define_refusal(linker, group, name, ty, answer)?;
    }
    Ok(())
}

fn define_refusal(
    linker: &mut Linker<Context>,
    group: &str,
    name: &str,
    ty: FuncType,
    answer: i32,
) -> wasmtime::Result<()> {
    linker.func_new(group, name, ty.clone(), move |_, _, out| {
        for (out, ty) in out.iter_mut().zip(ty.results()) {
            *out = match ty {
                ValType::I64 => Val::I64(i64::from(answer)),
                ValType::F32 => Val::F32(0),
                ValType::F64 => Val::F64(0),
                _ => Val::I32(answer),
            };
        }
        Ok(())
    })?;
    Ok(())
}
