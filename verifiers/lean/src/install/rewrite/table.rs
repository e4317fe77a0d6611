//! The function table as it will be.

use std::collections::HashMap;

use wasmparser::ExternalKind;

use super::Symbol;
use super::scan::Scan;

/// The function table as it will be.
pub(super) struct Table {
    pub(super) first_slot: u32,
    pub(super) functions: Vec<u32>,
    pub(super) slots: HashMap<u32, u32>,
    /// The constants that take the place of the imported globals.
    pub(super) got: Vec<i32>,
}

impl Table {
    pub(super) fn new(scan: &Scan) -> Self {
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

    pub(super) fn slot(&mut self, function: u32) -> u32 {
        let next = self.size();
        let slot = *self.slots.entry(function).or_insert(next);
        if slot == next {
            self.functions.push(function);
        }
        slot
    }

    pub(super) fn size(&self) -> u32 {
        self.first_slot + u32::try_from(self.functions.len()).unwrap_or(u32::MAX)
    }

    /// Gives every exported function a slot, and fills the imported addresses in.
    pub(super) fn name_all(&mut self, scan: &Scan) -> Vec<Symbol> {
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
