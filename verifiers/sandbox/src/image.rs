//! A guest's memory after start-up, kept as a module of its own.
//!
//! CPython takes a tenth of a second to start, which is more than most programs run for. So it is
//! started once; when it has come to rest, its memory and its one mutable global are written into
//! a copy of the module in place of their initial contents. Every instance of that copy begins
//! where start-up ended; the operating system shares the memory until it is written to.
//!
//! This is sound only if memory and globals are all the state there is, which [`Image::read`]
//! makes sure of and doesn't assume: one memory and one table, both the module's own; no
//! instruction that changes a table or drops a segment; no thread. What is left out is the native stack
//! of the start-up: the guest rests inside a call to the host, and the frames above that call are
//! never returned to. They lie in the linear stack as well, below the pointer that is kept in the
//! global, so nothing that runs later touches them; it is as if the call blocked for ever, and the
//! host called back into the guest from within it.

use std::borrow::Cow;
use std::ops::Range;

use thiserror::Error;
use wasm_encoder::{
    ConstExpr, DataSection, ExportKind, ExportSection, GlobalSection, GlobalType, MemorySection,
    MemoryType, Module, RawSection, ValType,
};
use wasmparser::{ExternalKind, Operator, Parser, Payload};

/// The name under which the copy exports the function table.
pub(crate) const TABLE: &str = "tribunal_table";
/// The beginning of the names under which the copy exports its mutable globals.
pub(crate) const GLOBAL: &str = "tribunal_global_";
/// The name of the constant that holds where the copy is to be entered.
pub(crate) const ENTRY: &str = "tribunal_entry";

/// Bytes of a page of linear memory.
const PAGE: u64 = 1 << 16;

/// Why a module can't be kept.
#[derive(Debug, Error)]
pub(crate) enum ImageError {
    #[error("not a valid module: {0}")]
    Syntax(#[from] wasmparser::BinaryReaderError),
    #[error("{0}, so its memory after start-up is not all of its state")]
    State(&'static str),
}

/// The sections of a module that a copy is made from.
#[derive(Debug)]
pub(crate) struct Image<'a> {
    wasm: &'a [u8],
    /// Section number and content, in order, without custom sections.
    sections: Vec<(u8, Range<usize>)>,
    globals: Vec<Global>,
    exports: Vec<(String, ExportKind, u32)>,
}

#[derive(Clone, Copy, Debug)]
struct Global {
    mutable: bool,
    /// The initial value; all globals of the guests are `i32`.
    value: i32,
}

/// What a copy begins with.
#[derive(Clone, Copy)]
struct State<'a> {
    memory: &'a [u8],
    globals: &'a [i32],
    entry: i32,
}

impl<'a> Image<'a> {
    /// Reads `wasm` and makes sure that memory and globals are its whole state.
    pub(crate) fn read(wasm: &'a [u8]) -> Result<Self, ImageError> {
        let mut image = Self {
            wasm,
            sections: Vec::new(),
            globals: Vec::new(),
            exports: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(wasm) {
            image.take(&payload?)?;
        }
        Ok(image)
    }

    fn take(&mut self, payload: &Payload<'_>) -> Result<(), ImageError> {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    if !matches!(import?.ty, wasmparser::TypeRef::Func(_)) {
                        return Err(ImageError::State("it imports more than functions"));
                    }
                }
            }
            Payload::TableSection(tables) if tables.count() != 1 => {
                return Err(ImageError::State("it has more than one table"));
            }
            Payload::MemorySection(memories) => {
                for memory in memories.clone() {
                    let memory = memory?;
                    if memories.count() != 1 || memory.shared || memory.memory64 {
                        return Err(ImageError::State("it has more than one plain memory"));
                    }
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals.clone() {
                    let global = global?;
                    let mut init = global.init_expr.get_operators_reader();
                    let Operator::I32Const { value } = init.read()? else {
                        return Err(ImageError::State("a global is no plain number"));
                    };
                    self.globals.push(Global {
                        mutable: global.ty.mutable,
                        value,
                    });
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports.clone() {
                    let export = export?;
                    let kind = match export.kind {
                        ExternalKind::Func => ExportKind::Func,
                        ExternalKind::Memory => ExportKind::Memory,
                        ExternalKind::Table => ExportKind::Table,
                        ExternalKind::Global => ExportKind::Global,
                        _ => return Err(ImageError::State("it exports what is no part of it")),
                    };
                    self.exports
                        .push((export.name.to_owned(), kind, export.index));
                }
            }
            Payload::StartSection { .. } => {
                return Err(ImageError::State("it has a start function"));
            }
            Payload::ElementSection(elements) => {
                for element in elements.clone() {
                    if !matches!(element?.kind, wasmparser::ElementKind::Active { .. }) {
                        return Err(ImageError::State("a table segment can be dropped"));
                    }
                }
            }
            Payload::DataSection(data) => {
                for segment in data.clone() {
                    if !matches!(segment?.kind, wasmparser::DataKind::Active { .. }) {
                        return Err(ImageError::State("a data segment can be dropped"));
                    }
                }
            }
            Payload::CodeSectionEntry(body) => {
                for operator in body.get_operators_reader()? {
                    plain(&operator?)?;
                }
            }
            _ => {}
        }
        if let Some((id, range)) = payload.as_section()
            && id != 0
        {
            self.sections.push((id, range));
        }
        Ok(())
    }

    /// The module itself, with its table and its mutable globals exported, without its custom
    /// sections.
    pub(crate) fn opened(&self) -> Vec<u8> {
        self.copy(None)
    }

    /// The names under which a copy exports its mutable globals.
    pub(crate) fn global_names(&self) -> impl Iterator<Item = String> {
        let globals = self.globals.iter().enumerate();
        globals
            .filter(|(_, global)| global.mutable)
            .map(|(index, _)| format!("{GLOBAL}{index}"))
    }

    /// A copy that begins with `memory` (whole pages) and these values of its mutable globals, and
    /// exports the constant `entry`.
    pub(crate) fn kept(&self, memory: &[u8], globals: &[i32], entry: i32) -> Vec<u8> {
        self.copy(Some(State {
            memory,
            globals,
            entry,
        }))
    }

    fn copy(&self, state: Option<State<'_>>) -> Vec<u8> {
        const MEMORY: u8 = 5;
        const GLOBALS: u8 = 6;
        const EXPORTS: u8 = 7;
        const DATA_COUNT: u8 = 12;
        const DATA: u8 = 11;
        let mut module = Module::new();
        for (id, range) in &self.sections {
            match (*id, state) {
                (MEMORY, Some(State { memory, .. })) => {
                    let mut section = MemorySection::new();
                    section.memory(MemoryType {
                        minimum: memory.len() as u64 / PAGE,
                        maximum: None,
                        memory64: false,
                        shared: false,
                        page_size_log2: None,
                    });
                    module.section(&section);
                }
                (GLOBALS, Some(state)) => {
                    module.section(&self.global_section(state));
                }
                (EXPORTS, _) => {
                    module.section(&self.export_section(state.is_some()));
                }
                (DATA_COUNT, Some(_)) => {}
                (DATA, Some(State { memory, .. })) => {
                    let mut section = DataSection::new();
                    let bytes = Cow::Borrowed(memory);
                    section.active(0, &ConstExpr::i32_const(0), bytes.iter().copied());
                    module.section(&section);
                }
                _ => {
                    module.section(&RawSection {
                        id: *id,
                        data: &self.wasm[range.clone()],
                    });
                }
            }
        }
        module.finish()
    }

    fn global_section(&self, state: State<'_>) -> GlobalSection {
        let mut section = GlobalSection::new();
        let mut values = state.globals.iter();
        let entry = Global {
            mutable: false,
            value: state.entry,
        };
        for global in self.globals.iter().chain([&entry]) {
            let value = if global.mutable {
                values.next().copied().unwrap_or(global.value)
            } else {
                global.value
            };
            let kind = GlobalType {
                val_type: ValType::I32,
                mutable: global.mutable,
                shared: false,
            };
            section.global(kind, &ConstExpr::i32_const(value));
        }
        section
    }

    fn export_section(&self, with_entry: bool) -> ExportSection {
        let mut section = ExportSection::new();
        for (name, kind, index) in &self.exports {
            section.export(name, *kind, *index);
        }
        section.export(TABLE, ExportKind::Table, 0);
        for (index, _) in self.globals.iter().enumerate().filter(|(_, g)| g.mutable) {
            section.export(
                &format!("{GLOBAL}{index}"),
                ExportKind::Global,
                index as u32,
            );
        }
        if with_entry {
            section.export(ENTRY, ExportKind::Global, self.globals.len() as u32);
        }
        section
    }
}

/// Refuses instructions that change state outside memory and globals.
fn plain(operator: &Operator<'_>) -> Result<(), ImageError> {
    match operator {
        Operator::TableSet { .. }
        | Operator::TableGrow { .. }
        | Operator::TableFill { .. }
        | Operator::TableCopy { .. }
        | Operator::TableInit { .. }
        | Operator::ElemDrop { .. } => Err(ImageError::State("it changes its table")),
        Operator::DataDrop { .. } | Operator::MemoryInit { .. } => {
            Err(ImageError::State("it uses up data segments"))
        }
        _ => Ok(()),
    }
}
