//! The functions that are added for exceptions.

use std::borrow::Cow;
use std::collections::HashMap;

use wasm_encoder::{BlockType, Catch, Function, Instruction, ValType};
use wasmparser::FuncType;

use super::scan::Scan;
use super::table::Table;
use super::{RewriteError, shape};

/// Imports that throw: what they do on the host is only to note the exception.
const THROWING: [&str; 5] = [
    "__cxa_throw",
    "__resumeException",
    "__cxa_rethrow",
    "__cxa_rethrow_primary_exception",
    "_emscripten_throw_longjmp",
];

/// The functions and types that are added for exceptions.
pub(super) struct Additions {
    pub(super) types: Vec<FuncType>,
    /// Of each added function: its type, and its body.
    pub(super) functions: Vec<(u32, Function)>,
    /// From an import to the function that takes its place.
    pub(super) instead: HashMap<u32, u32>,
    pub(super) tag_type: u32,
}

impl Additions {
    pub(super) fn new(scan: &Scan) -> Result<Self, RewriteError> {
        let mut types = Types {
            known: scan.types.clone(),
            first_new: scan.types.len(),
        };
        let tag_type = types.index(&[], &[]);
        let unwinding = Unwinding {
            set_threw: scan.exported_function("setThrew")?,
            stack_get: scan.exported_function("emscripten_stack_get_current")?,
            stack_set: scan.exported_function("_emscripten_stack_restore")?,
        };
        let mut functions = Vec::new();
        let mut instead = HashMap::new();
        let first = u32::try_from(scan.imports.len()).unwrap_or(u32::MAX) + scan.functions;
        for (index, import) in (0_u32..).zip(&scan.imports) {
            let Some(ty) = scan.types.get(import.type_index as usize) else {
                return Err(shape(format!("{} has no type", import.name)));
            };
            let body = if import.name.starts_with("invoke_") {
                unwinding.invoke(ty, &mut types)?
            } else if THROWING.contains(&import.name.as_str()) {
                throwing(ty, index)
            } else {
                continue;
            };
            instead.insert(
                index,
                first + u32::try_from(functions.len()).unwrap_or(u32::MAX),
            );
            functions.push((import.type_index, body));
        }
        Ok(Self {
            types: types.known.split_off(types.first_new),
            functions,
            instead,
            tag_type,
        })
    }

    pub(super) fn redirect(&self, table: &mut Table) {
        for function in &mut table.functions {
            if let Some(new) = self.instead.get(function) {
                *function = *new;
            }
        }
    }
}

pub(super) struct Types {
    pub(super) known: Vec<FuncType>,
    pub(super) first_new: usize,
}

impl Types {
    pub(super) fn index(
        &mut self,
        params: &[wasmparser::ValType],
        results: &[wasmparser::ValType],
    ) -> u32 {
        let place = self
            .known
            .iter()
            .position(|ty| ty.params() == params && ty.results() == results)
            .unwrap_or_else(|| {
                let (params, results) = (params.iter().copied(), results.iter().copied());
                self.known.push(FuncType::new(params, results));
                self.known.len() - 1
            });
        u32::try_from(place).unwrap_or(u32::MAX)
    }
}

/// The module's own functions that unwinding needs.
pub(super) struct Unwinding {
    pub(super) set_threw: u32,
    pub(super) stack_get: u32,
    pub(super) stack_set: u32,
}

impl Unwinding {
    /// `invoke_x(slot, args…)`: calls the function in the slot; if it throws, puts the stack back,
    /// notes that it threw, and gives zero. A function of another type traps.
    pub(super) fn invoke(
        &self,
        ty: &FuncType,
        types: &mut Types,
    ) -> Result<Function, RewriteError> {
        let Some((_, params)) = ty.params().split_first() else {
            return Err(shape("an invoke without a function"));
        };
        let inner = types.index(params, ty.results());
        let count = u32::try_from(params.len()).unwrap_or(u32::MAX);
        let saved = count + 1;
        let mut body = Function::new([(1, ValType::I32)]);
        body.instruction(&Instruction::Call(self.stack_get))
            .instruction(&Instruction::LocalSet(saved))
            .instruction(&Instruction::Block(BlockType::Empty))
            .instruction(&Instruction::TryTable(
                BlockType::Empty,
                Cow::Borrowed(&[Catch::One { tag: 0, label: 0 }]),
            ));
        for param in 1..=count {
            body.instruction(&Instruction::LocalGet(param));
        }
        body.instruction(&Instruction::LocalGet(0))
            .instruction(&Instruction::CallIndirect {
                type_index: inner,
                table_index: 0,
            })
            .instruction(&Instruction::Return)
            .instruction(&Instruction::End)
            .instruction(&Instruction::Unreachable)
            .instruction(&Instruction::End)
            .instruction(&Instruction::LocalGet(saved))
            .instruction(&Instruction::Call(self.stack_set))
            .instruction(&Instruction::I32Const(1))
            .instruction(&Instruction::I32Const(0))
            .instruction(&Instruction::Call(self.set_threw));
        match ty.results() {
            [] => {}
            [wasmparser::ValType::I32] => {
                body.instruction(&Instruction::I32Const(0));
            }
            [wasmparser::ValType::I64] => {
                body.instruction(&Instruction::I64Const(0));
            }
            [wasmparser::ValType::F32] => {
                body.instruction(&Instruction::F32Const(0.0.into()));
            }
            [wasmparser::ValType::F64] => {
                body.instruction(&Instruction::F64Const(0.0.into()));
            }
            _ => return Err(shape("an invoke with an unknown result")),
        }
        body.instruction(&Instruction::End);
        Ok(body)
    }
}

/// Tells the host what is thrown, and throws.
pub(super) fn throwing(ty: &FuncType, import: u32) -> Function {
    let mut body = Function::new([]);
    for param in (0_u32..).take(ty.params().len()) {
        body.instruction(&Instruction::LocalGet(param));
    }
    body.instruction(&Instruction::Call(import))
        .instruction(&Instruction::Throw(0))
        .instruction(&Instruction::End);
    body
}
