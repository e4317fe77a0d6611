//! The axioms that imported constants rest on, through everything that they name.
//!
//! It is counted in the worker, over what was imported and nothing else, so the objects that are
//! read here are trusted. What a constant names is looked up once and remembered.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::library::{Library, Object, ZERO};
use crate::guest::machine::Ending;

/// The most bytes of a name that is shown.
const LONGEST_NAME: usize = 1_000;

/// What is known of one set of imports.
#[derive(Default)]
pub(super) struct Census {
    /// By the address of a name: that of its constant.
    found: FxHashMap<Object, Option<Object>>,
    /// By the address of a constant: what it names, and what it is called if it is an axiom.
    seen: FxHashMap<Object, Seen>,
}

struct Seen {
    names: Vec<Object>,
    axiom: Option<String>,
}

impl Census {
    /// The axioms among the constants called `names` and all that they rest on. Names that no
    /// imported constant has are passed over: the kernel knows some things without them.
    pub(super) fn axioms(
        &mut self,
        library: &Library,
        kernel: Object,
        names: &[Object],
    ) -> Result<BTreeSet<String>, Ending> {
        let mut axioms = BTreeSet::new();
        let mut open = names.to_vec();
        let mut done = FxHashSet::default();
        while let Some(name) = open.pop() {
            let Some(constant) = self.find(library, kernel, name)? else {
                continue;
            };
            if !done.insert(constant) {
                continue;
            }
            let seen = self
                .seen
                .entry(constant)
                .or_insert_with(|| look(library, constant));
            axioms.extend(seen.axiom.clone());
            open.extend_from_slice(&seen.names);
        }
        Ok(axioms)
    }

    fn find(
        &mut self,
        library: &Library,
        kernel: Object,
        name: Object,
    ) -> Result<Option<Object>, Ending> {
        if let Some(found) = self.found.get(&name) {
            return Ok(*found);
        }
        let arguments = [library.share(kernel), library.share(name)];
        let found = library.call("lean_environment_find", &arguments)?;
        let found = (found != ZERO).then(|| library.field(found, 0));
        self.found.insert(name, found);
        Ok(found)
    }
}

/// What a constant names.
fn look(library: &Library, constant: Object) -> Seen {
    let kind = library.tag(constant);
    let value = library.field(constant, 0);
    let base = library.field(value, 0);
    let mut names = Vec::new();
    let mut open = vec![library.field(base, 2)];
    match kind {
        // A definition, a theorem, an opaque constant.
        1..=3 => open.push(library.field(value, 1)),
        // An inductive type: its constructors.
        5 => {
            let mut list = library.field(value, 4);
            while list != ZERO {
                names.push(library.field(list, 0));
                list = library.field(list, 1);
            }
        }
        _ => {}
    }
    let mut done = FxHashSet::default();
    while let Some(expr) = open.pop() {
        if !done.insert(expr) {
            continue;
        }
        let mut enter = |fields: &[usize]| {
            open.extend(fields.iter().map(|field| library.field(expr, *field)));
        };
        match library.tag(expr) {
            4 => names.push(library.field(expr, 0)),
            5 => enter(&[0, 1]),
            6 | 7 => enter(&[1, 2]),
            8 => enter(&[1, 2, 3]),
            10 => enter(&[1]),
            11 => {
                names.push(library.field(expr, 0));
                enter(&[2]);
            }
            _ => {}
        }
    }
    names.sort_unstable();
    names.dedup();
    let axiom = (kind == 0).then(|| show(library, library.field(base, 0)));
    Seen { names, axiom }
}

/// A name as it is written, parts with dots between them.
fn show(library: &Library, name: Object) -> String {
    let mut parts = Vec::new();
    let mut rest = name;
    while rest != ZERO {
        let part = library.field(rest, 1);
        parts.push(match library.tag(rest) {
            1 => library.text(part, LONGEST_NAME),
            _ if part & 1 == 1 => (part >> 1).to_string(),
            _ => "_".to_owned(),
        });
        rest = library.field(rest, 0);
    }
    parts.reverse();
    parts.join(".")
}
