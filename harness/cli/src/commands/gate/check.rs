//! `tribunal gate check`: decide from two stored runs.

use tribunal_gate::{Evidence, GateFile, align, decide};

use super::output::{Told, tell};
use crate::args::{GateCheck, Global};
use crate::commands::compare::open;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(
    args: &GateCheck,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let gate = GateFile::read(&args.file)?;
    let base_store = args.base_store.as_deref();
    let base = open(base_store, global, &args.base)?;
    let candidate = open(None, global, &args.candidate)?;
    let base_again = args
        .base_again
        .as_deref()
        .map(|name| open(base_store, global, name))
        .transpose()?;
    let court = tribunal_court::court();
    let evidence = Evidence {
        base: &base,
        candidate: &candidate,
        base_again: base_again.as_ref(),
        going_on: false,
        court: &*court,
    };
    let ruling = decide(&gate, &evidence)?;
    let (aligned, _) = align(&base, &candidate, gate.endpoint.reading, None)?;
    let told = Told {
        gate: &gate,
        aligned: &aligned,
        ruling: &ruling,
        stopped: None,
        anchor: None,
    };
    tell(&told, &args.outputs, printer)
}
