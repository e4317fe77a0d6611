//! `tribunal guest`: the interpreters in which models' programs are run.

use std::fmt::Write as _;

use tribunal_sandbox::{Kind, SandboxError, home, install};

use crate::args::{Guest, GuestInstall, GuestName};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &Guest, printer: &mut Printer) -> Result<Code, Failure> {
    match args {
        Guest::Install(args) => add(args, printer),
        Guest::List => list(printer),
    }?;
    Ok(Code::Ok)
}

fn add(args: &GuestInstall, printer: &mut Printer) -> Result<(), Failure> {
    let kind = match args.guest {
        GuestName::Python => Kind::Python,
        GuestName::Quickjs => Kind::QuickJs,
    };
    let home = home().ok_or_else(|| Failure::usage(SandboxError::NoHome))?;
    let path = install::install(kind, &home, args.from.as_deref(), |what| printer.note(what))
        .map_err(Failure::usage)?;
    if printer.is_json() {
        return printer.json(&serde_json::json!({
            "schema": 1,
            "guest": kind.name(),
            "title": kind.title(),
            "path": path,
            "sha256": kind.sha256(),
            "version": kind.version(),
        }));
    }
    printer.data(&format!(
        "{} is installed in {}\n",
        kind.title(),
        path.display()
    ))
}

fn list(printer: &mut Printer) -> Result<(), Failure> {
    let home = home();
    let installed = |kind: Kind| {
        let path = home.as_ref().map(|home| kind.path(home));
        path.filter(|path| path.is_file())
    };
    if printer.is_json() {
        let guests = Kind::ALL.map(|kind| {
            serde_json::json!({
                "guest": kind.name(),
                "title": kind.title(),
                "installed": installed(kind).is_some(),
                "path": installed(kind),
                "sha256": kind.sha256(),
                "version": kind.version(),
                "packages": kind.sources().iter().map(|source| source.package.title()).collect::<Vec<_>>(),
            })
        });
        return printer.json(&serde_json::json!({ "schema": 1, "guests": guests }));
    }
    let mut text = String::new();
    for kind in Kind::ALL {
        let state = match installed(kind) {
            Some(path) => path.display().to_string(),
            None => format!("not installed: tribunal guest install {kind}"),
        };
        let _ = writeln!(text, "{:8} {:15} {state}", kind.name(), kind.title());
    }
    printer.data(&text)
}
