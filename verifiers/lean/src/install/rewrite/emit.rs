//! The module as it is written.

use std::borrow::Cow;

use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, ExportKind, ExportSection, FunctionSection,
    GlobalSection, GlobalType, ImportSection, Instruction, Module, RawSection, RefType,
    TableSection, TableType, TagKind, TagSection, TagType, TypeSection, ValType,
};
use wasmparser::{ExternalKind, Operator, Parser, Payload, TypeRef};

use super::exceptions::Additions;
use super::scan::Scan;
use super::table::Table;
use super::{RewriteError, mutable_global, shape};

/// What the host calls or reads by an export; all else goes through the table.
const KEPT: [&str; 16] = [
    "__indirect_function_table",
    "__wasm_call_ctors",
    "__cxa_can_catch",
    "__cxa_decrement_exception_refcount",
    "__cxa_get_exception_ptr",
    "__cxa_increment_exception_refcount",
    "_emscripten_stack_restore",
    "_emscripten_tempret_set",
    "_emscripten_thread_exit",
    "_emscripten_thread_init",
    "_emscripten_tls_init",
    "emscripten_builtin_memalign",
    "emscripten_stack_get_current",
    "emscripten_stack_set_limits",
    "pthread_self",
    "setThrew",
];

pub(super) fn emit(
    module: &[u8],
    scan: &Scan,
    table: &Table,
    additions: &Additions,
) -> Result<Vec<u8>, RewriteError> {
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::Version { .. }
            | Payload::CustomSection(_)
            | Payload::CodeSectionEntry(_)
            | Payload::End(_) => {}
            Payload::TypeSection(_) => {
                out.section(&types(scan, additions));
            }
            Payload::ImportSection(imports) => {
                out.section(&imports_without_globals(imports)?);
            }
            Payload::FunctionSection(functions) => {
                let mut section = FunctionSection::new();
                for ty in functions.clone() {
                    section.function(ty?);
                }
                for (ty, _) in &additions.functions {
                    section.function(*ty);
                }
                out.section(&section);
            }
            Payload::TableSection(_) => {
                let mut section = TableSection::new();
                section.table(TableType {
                    element_type: RefType::FUNCREF,
                    table64: false,
                    minimum: u64::from(table.size()),
                    maximum: Some(u64::from(table.size())),
                    shared: false,
                });
                out.section(&section);
            }
            Payload::GlobalSection(_) => {
                let mut tags = TagSection::new();
                tags.tag(TagType {
                    kind: TagKind::Exception,
                    func_type_idx: additions.tag_type,
                });
                out.section(&tags).section(&globals(scan, table)?);
            }
            Payload::ExportSection(_) => {
                out.section(&exports(scan));
            }
            Payload::ElementSection(_) => {
                let mut section = ElementSection::new();
                section.active(
                    None,
                    &ConstExpr::i32_const(table.first_slot.cast_signed()),
                    Elements::Functions(Cow::Borrowed(&table.functions)),
                );
                out.section(&section);
            }
            Payload::CodeSectionStart { range, .. } => {
                out.section(&code(module, range.clone(), additions)?);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    let data = &module[range];
                    out.section(&RawSection { id, data });
                }
            }
        }
    }
    Ok(out.finish())
}

pub(super) fn value_type(ty: wasmparser::ValType) -> ValType {
    match ty {
        wasmparser::ValType::I64 => ValType::I64,
        wasmparser::ValType::F32 => ValType::F32,
        wasmparser::ValType::F64 => ValType::F64,
        // The scan's functions have no others; the compiled module is validated in any case.
        _ => ValType::I32,
    }
}

pub(super) fn types(scan: &Scan, additions: &Additions) -> TypeSection {
    let mut section = TypeSection::new();
    for ty in scan.types.iter().chain(&additions.types) {
        let convert = |types: &[wasmparser::ValType]| -> Vec<ValType> {
            types.iter().copied().map(value_type).collect()
        };
        section
            .ty()
            .function(convert(ty.params()), convert(ty.results()));
    }
    section
}

pub(super) fn imports_without_globals(
    imports: &wasmparser::ImportSectionReader<'_>,
) -> Result<ImportSection, RewriteError> {
    let mut section = ImportSection::new();
    for import in imports.clone().into_imports() {
        let import = import?;
        let entity = match import.ty {
            TypeRef::Func(index) => wasm_encoder::EntityType::Function(index),
            TypeRef::Memory(ty) => wasm_encoder::EntityType::Memory(wasm_encoder::MemoryType {
                minimum: ty.initial,
                maximum: ty.maximum,
                memory64: ty.memory64,
                shared: ty.shared,
                page_size_log2: ty.page_size_log2,
            }),
            _ => continue,
        };
        section.import(import.module, import.name, entity);
    }
    Ok(section)
}

/// The globals: first the constants that were imported, which keeps all numbers as they are.
pub(super) fn globals(scan: &Scan, table: &Table) -> Result<GlobalSection, RewriteError> {
    let mut section = GlobalSection::new();
    let ty = |mutable| GlobalType {
        val_type: ValType::I32,
        mutable,
        shared: false,
    };
    for slot in &table.got {
        // The module declares them mutable, though nothing but a dynamic linker would write them.
        section.global(ty(true), &ConstExpr::i32_const(*slot));
    }
    for (mutable, value) in &scan.globals {
        let Some(value) = value else {
            return Err(shape("a global that is no number"));
        };
        section.global(ty(*mutable), &ConstExpr::i32_const(*value));
    }
    Ok(section)
}

pub(super) fn exports(scan: &Scan) -> ExportSection {
    let mut section = ExportSection::new();
    for export in &scan.exports {
        if KEPT.contains(&export.name.as_str()) {
            let kind = match export.kind {
                ExternalKind::Func => ExportKind::Func,
                ExternalKind::Table => ExportKind::Table,
                _ => continue,
            };
            section.export(&export.name, kind, export.index);
        }
    }
    let first = scan.imported_globals.len();
    let mutable = scan
        .globals
        .iter()
        .enumerate()
        .filter(|(_, (mutable, _))| *mutable);
    for (number, (index, _)) in mutable.enumerate() {
        let index = u32::try_from(first + index).unwrap_or(u32::MAX);
        section.export(&mutable_global(number), ExportKind::Global, index);
    }
    section
}

/// The function bodies, with calls of replaced imports led to what takes their place.
pub(super) fn code(
    module: &[u8],
    range: std::ops::Range<usize>,
    additions: &Additions,
) -> Result<CodeSection, RewriteError> {
    let reader = wasmparser::BinaryReader::new(&module[range], 0);
    let mut section = CodeSection::new();
    for body in wasmparser::CodeSectionReader::new(reader)? {
        let body = body?;
        let bytes = body.as_bytes();
        let start = body.range().start;
        let mut operators = body.get_operators_reader()?;
        let (mut new, mut copied) = (Vec::new(), 0);
        while !operators.eof() {
            let (operator, at) = operators.read_with_offset()?;
            let Operator::Call { function_index } = operator else {
                continue;
            };
            if let Some(function) = additions.instead.get(&function_index) {
                new.extend_from_slice(&bytes[copied..at - start]);
                wasm_encoder::Encode::encode(&Instruction::Call(*function), &mut new);
                copied = operators.original_position() - start;
            }
        }
        if copied == 0 {
            section.raw(bytes);
        } else {
            new.extend_from_slice(&bytes[copied..]);
            section.raw(&new);
        }
    }
    for (_, body) in &additions.functions {
        section.function(body);
    }
    Ok(section)
}
