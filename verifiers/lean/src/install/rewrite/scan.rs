//! What has to be known of the module before a byte is written.

use wasmparser::{
    ElementItems, ElementKind, ExternalKind, FuncType, Operator, Parser, Payload, TypeRef,
};

use super::{RewriteError, shape};

pub(super) struct Import {
    pub(super) name: String,
    pub(super) type_index: u32,
}

pub(super) struct Export {
    pub(super) name: String,
    pub(super) kind: ExternalKind,
    pub(super) index: u32,
}

/// What has to be known of the module before a byte is written.
pub(super) struct Scan {
    pub(super) types: Vec<FuncType>,
    /// The imported functions.
    pub(super) imports: Vec<Import>,
    /// The names of the imported globals.
    pub(super) imported_globals: Vec<String>,
    /// The defined globals: whether each is mutable, and a constant's value.
    pub(super) globals: Vec<(bool, Option<i32>)>,
    pub(super) exports: Vec<Export>,
    pub(super) elements: Vec<u32>,
    pub(super) first_slot: u32,
    pub(super) functions: u32,
}

impl Scan {
    pub(super) fn of(module: &[u8]) -> Result<Self, RewriteError> {
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

    pub(super) fn take(&mut self, payload: Payload<'_>) -> Result<(), RewriteError> {
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

    pub(super) fn import(&self, name: &str) -> Option<u32> {
        let index = self.imports.iter().position(|import| import.name == name)?;
        u32::try_from(index).ok()
    }

    pub(super) fn exported_function(&self, name: &str) -> Result<u32, RewriteError> {
        self.exports
            .iter()
            .find(|export| export.name == name && export.kind == ExternalKind::Func)
            .map(|export| export.index)
            .ok_or_else(|| shape(format!("it does not export {name}")))
    }
}
