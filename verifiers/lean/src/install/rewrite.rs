//! Rewrites the package's module so that it can be hosted without JavaScript.
//!
//! The package is made for a JavaScript host in three ways that cost more than they are worth
//! elsewhere, and each is taken out:
//!
//! - It exports two hundred thousand functions, so that `dlsym` finds them. Here every exported
//!   function gets a fixed slot in the function table and its name goes to a list of
//!   [`Symbol`]s; the module keeps the few exports that the host calls itself. The table is then
//!   the same in every thread.
//! - C++ exceptions leave the module through `invoke_*` imports that call back into it. They
//!   become functions of the module that use WebAssembly's own exceptions: a `try_table` around
//!   an indirect call, and a `throw` behind each import that throws.
//! - Addresses of functions are imported as globals (`GOT.func`), which would have to be made
//!   for every thread. They become constants.

use std::borrow::Cow;
use std::collections::HashMap;

use thiserror::Error;
use wasm_encoder::{
    BlockType, Catch, CodeSection, ConstExpr, ElementSection, Elements, ExportKind, ExportSection,
    Function, FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction, Module,
    RawSection, RefType, TableSection, TableType, TagKind, TagSection, TagType, TypeSection,
    ValType,
};
use wasmparser::{
    BinaryReaderError, ElementItems, ElementKind, ExternalKind, FuncType, Operator, Parser,
    Payload, TypeRef,
};

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

/// Imports that throw: what they do on the host is only to note the exception.
const THROWING: [&str; 5] = [
    "__cxa_throw",
    "__resumeException",
    "__cxa_rethrow",
    "__cxa_rethrow_primary_exception",
    "_emscripten_throw_longjmp",
];

/// The name under which the mutable global with this number is exported, so that a snapshot can
/// hold it.
pub(crate) fn mutable_global(number: usize) -> String {
    format!("mutable {number}")
}

/// Why a module can't be rewritten.
#[derive(Debug, Error)]
pub enum RewriteError {
    /// It is not valid.
    #[error("the package's module is not valid WebAssembly: {0}")]
    Invalid(#[from] BinaryReaderError),
    /// It is not of the shape that this rewriting is made for.
    #[error("the package's module is not the one expected: {0}")]
    Shape(String),
}

/// A name that the module exported, and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The name.
    pub name: String,
    /// A function's slot in the table, or the address of data.
    pub value: u32,
}

/// A module ready to be compiled.
#[derive(Debug)]
pub struct Rewritten {
    /// The module.
    pub wasm: Vec<u8>,
    /// What it exported.
    pub symbols: Vec<Symbol>,
}

/// Rewrites `module`.
///
/// # Errors
/// [`RewriteError`] when it is not valid or of another shape.
pub fn rewrite(module: &[u8]) -> Result<Rewritten, RewriteError> {
    let scan = Scan::of(module)?;
    let mut table = Table::new(&scan);
    let symbols = table.name_all(&scan);
    let additions = Additions::new(&scan)?;
    additions.redirect(&mut table);
    let wasm = emit(module, &scan, &table, &additions)?;
    Ok(Rewritten { wasm, symbols })
}

struct Import {
    name: String,
    type_index: u32,
}

struct Export {
    name: String,
    kind: ExternalKind,
    index: u32,
}

/// What has to be known of the module before a byte is written.
struct Scan {
    types: Vec<FuncType>,
    /// The imported functions.
    imports: Vec<Import>,
    /// The names of the imported globals.
    imported_globals: Vec<String>,
    /// The defined globals: whether each is mutable, and a constant's value.
    globals: Vec<(bool, Option<i32>)>,
    exports: Vec<Export>,
    elements: Vec<u32>,
    first_slot: u32,
    functions: u32,
}

impl Scan {
    fn of(module: &[u8]) -> Result<Self, RewriteError> {
        let mut scan = Self {
            types: Vec::new(),
            imports: Vec::new(),
            imported_globals: Vec::new(),
            globals: Vec::new(),
            exports: Vec::new(),
            elements: Vec::new(),
            first_slot: 0,
            functions: 0,
        };
        for payload in Parser::new(0).parse_all(module) {
            scan.take(payload?)?;
        }
        Ok(scan)
    }

    fn take(&mut self, payload: Payload<'_>) -> Result<(), RewriteError> {
        match payload {
            Payload::TypeSection(groups) => {
                for group in groups {
                    for ty in group?.into_types() {
                        let wasmparser::CompositeInnerType::Func(ty) = ty.composite_type.inner
                        else {
                            return Err(shape("a type that is no function's"));
                        };
                        self.types.push(ty);
                    }
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    match import.ty {
                        TypeRef::Func(type_index) => self.imports.push(Import {
                            name: import.name.to_owned(),
                            type_index,
                        }),
                        TypeRef::Global(_) => self.imported_globals.push(import.name.to_owned()),
                        TypeRef::Memory(_) => {}
                        _ => return Err(shape(format!("it imports {}", import.name))),
                    }
                }
            }
            Payload::FunctionSection(functions) => self.functions = functions.count(),
            Payload::GlobalSection(globals) => {
                for global in globals {
                    let global = global?;
                    let value = match global.init_expr.get_operators_reader().read()? {
                        Operator::I32Const { value } => Some(value),
                        _ => None,
                    };
                    self.globals.push((global.ty.mutable, value));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    self.exports.push(Export {
                        name: export.name.to_owned(),
                        kind: export.kind,
                        index: export.index,
                    });
                }
            }
            Payload::ElementSection(segments) => {
                for segment in segments {
                    let segment = segment?;
                    let ElementKind::Active { offset_expr, .. } = segment.kind else {
                        return Err(shape("a passive element segment"));
                    };
                    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
                    else {
                        return Err(shape("an element segment without a fixed place"));
                    };
                    let ElementItems::Functions(functions) = segment.items else {
                        return Err(shape("an element segment of expressions"));
                    };
                    if !self.elements.is_empty() {
                        return Err(shape("two element segments"));
                    }
                    self.first_slot = value.unsigned_abs();
                    for function in functions {
                        self.elements.push(function?);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn import(&self, name: &str) -> Option<u32> {
        let index = self.imports.iter().position(|import| import.name == name)?;
        u32::try_from(index).ok()
    }

    fn exported_function(&self, name: &str) -> Result<u32, RewriteError> {
        self.exports
            .iter()
            .find(|export| export.name == name && export.kind == ExternalKind::Func)
            .map(|export| export.index)
            .ok_or_else(|| shape(format!("it does not export {name}")))
    }
}

fn shape(what: impl Into<String>) -> RewriteError {
    RewriteError::Shape(what.into())
}

/// The function table as it will be.
struct Table {
    first_slot: u32,
    functions: Vec<u32>,
    slots: HashMap<u32, u32>,
    /// The constants that take the place of the imported globals.
    got: Vec<i32>,
}

impl Table {
    fn new(scan: &Scan) -> Self {
        let mut slots = HashMap::new();
        for (slot, function) in (scan.first_slot..).zip(&scan.elements) {
            slots.entry(*function).or_insert(slot);
        }
        Self {
            first_slot: scan.first_slot,
            functions: scan.elements.clone(),
            slots,
            got: Vec::new(),
        }
    }

    fn slot(&mut self, function: u32) -> u32 {
        let next = self.size();
        let slot = *self.slots.entry(function).or_insert(next);
        if slot == next {
            self.functions.push(function);
        }
        slot
    }

    fn size(&self) -> u32 {
        self.first_slot + u32::try_from(self.functions.len()).unwrap_or(u32::MAX)
    }

    /// Gives every exported function a slot, and fills the imported addresses in.
    fn name_all(&mut self, scan: &Scan) -> Vec<Symbol> {
        let mut symbols = Vec::with_capacity(scan.exports.len());
        for export in &scan.exports {
            let value = match export.kind {
                ExternalKind::Func => self.slot(export.index),
                ExternalKind::Global => {
                    let global = (export.index as usize).checked_sub(scan.imported_globals.len());
                    match global.and_then(|index| scan.globals.get(index)) {
                        Some((false, Some(value))) => value.cast_unsigned(),
                        _ => continue,
                    }
                }
                _ => continue,
            };
            symbols.push(Symbol {
                name: export.name.clone(),
                value,
            });
        }
        // An address that neither the module nor the host knows is null, as emscripten has it.
        for name in &scan.imported_globals {
            let slot = scan.import(name).map_or(0, |import| self.slot(import));
            self.got.push(slot.cast_signed());
        }
        symbols
    }
}

/// The functions and types that are added for exceptions.
struct Additions {
    types: Vec<FuncType>,
    /// Of each added function: its type, and its body.
    functions: Vec<(u32, Function)>,
    /// From an import to the function that takes its place.
    instead: HashMap<u32, u32>,
    tag_type: u32,
}

impl Additions {
    fn new(scan: &Scan) -> Result<Self, RewriteError> {
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

    fn redirect(&self, table: &mut Table) {
        for function in &mut table.functions {
            if let Some(new) = self.instead.get(function) {
                *function = *new;
            }
        }
    }
}

struct Types {
    known: Vec<FuncType>,
    first_new: usize,
}

impl Types {
    fn index(&mut self, params: &[wasmparser::ValType], results: &[wasmparser::ValType]) -> u32 {
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
struct Unwinding {
    set_threw: u32,
    stack_get: u32,
    stack_set: u32,
}

impl Unwinding {
    /// `invoke_x(slot, args…)`: calls the function in the slot; if it throws, puts the stack back,
    /// notes that it threw, and gives zero. A function of another type traps.
    fn invoke(&self, ty: &FuncType, types: &mut Types) -> Result<Function, RewriteError> {
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
fn throwing(ty: &FuncType, import: u32) -> Function {
    let mut body = Function::new([]);
    for param in (0_u32..).take(ty.params().len()) {
        body.instruction(&Instruction::LocalGet(param));
    }
    body.instruction(&Instruction::Call(import))
        .instruction(&Instruction::Throw(0))
        .instruction(&Instruction::End);
    body
}

fn emit(
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

fn value_type(ty: wasmparser::ValType) -> ValType {
    match ty {
        wasmparser::ValType::I64 => ValType::I64,
        wasmparser::ValType::F32 => ValType::F32,
        wasmparser::ValType::F64 => ValType::F64,
        // The scan's functions have no others; the compiled module is validated in any case.
        _ => ValType::I32,
    }
}

fn types(scan: &Scan, additions: &Additions) -> TypeSection {
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

fn imports_without_globals(
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
fn globals(scan: &Scan, table: &Table) -> Result<GlobalSection, RewriteError> {
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

fn exports(scan: &Scan) -> ExportSection {
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
fn code(
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
