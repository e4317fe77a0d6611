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

mod emit;
mod exceptions;
mod scan;
mod table;

use thiserror::Error;
use wasmparser::BinaryReaderError;

use emit::emit;
use exceptions::Additions;
use scan::Scan;
use table::Table;

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

fn shape(what: impl Into<String>) -> RewriteError {
    RewriteError::Shape(what.into())
}
