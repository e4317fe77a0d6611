//! Which Lean judges: the guest, or one that is installed.

use tribunal_lean::install::{self, Installation};
use tribunal_lean::native::Native;
use tribunal_lean::{Limits, Settings};

use crate::args::{BackEnd, LeanSource};
use crate::exit::Failure;

/// A judge's settings for what was asked; `imports` are what files will import.
pub(super) fn settings(
    source: &LeanSource,
    imports: &[String],
    limits: Limits,
) -> Result<Settings, Failure> {
    let native = native(source).map_err(|reason| Failure::usage(anyhow::Error::msg(reason)))?;
    let native = native.map(|native| {
        Ok(Native {
            preload: imports.to_vec(),
            unsandboxed: source.allow_unsandboxed,
            ..native
        })
    });
    Ok(Settings {
        native,
        limits,
        ..Settings::default()
    })
}

fn native(source: &LeanSource) -> Result<Option<Native>, String> {
    let find = || Native::find(source.lean.as_deref(), source.project.as_deref());
    let is_named = source.lean.is_some() || source.project.is_some();
    match source.back_end {
        BackEnd::Wasm => Ok(None),
        BackEnd::Native => find().map(Some),
        BackEnd::Auto if is_named => find().map(Some),
        BackEnd::Auto if has_guest() => Ok(None),
        // Where there is neither, the guest is what can be installed from here.
        BackEnd::Auto => Ok(find().ok()),
    }
}

fn has_guest() -> bool {
    install::folder().is_ok_and(|folder| Installation::find(&folder).is_ok())
}
