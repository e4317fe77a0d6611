//! A ruling on stdout, into files, and as an exit code.

use std::io::Write;
use std::path::Path;

use serde::Serialize;
use tribunal_gate::align::Aligned;
use tribunal_gate::show::{annotations, junit, markdown, text};
use tribunal_gate::{Decision, GateFile, Ruling};

use crate::args::Outputs;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

#[derive(Serialize)]
struct Output<'a> {
    schema: u32,
    base: &'a str,
    candidate: &'a str,
    base_run: i64,
    candidate_run: i64,
    seed: &'a str,
    /// Why a gate that asks stopped; null for one that only looked.
    stopped: Option<&'a str>,
    anchor: Option<&'a Anchor>,
    gate: &'a GateFile,
    ruling: &'a Ruling,
}

/// The candidate's score on the anchor set.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Anchor {
    /// The run.
    pub(super) run: i64,
    /// Items judged.
    pub(super) items: u64,
    /// The score, and the ends of its 95 % interval.
    pub(super) score: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// What there is to tell.
pub(super) struct Told<'a> {
    pub(super) gate: &'a GateFile,
    pub(super) aligned: &'a Aligned,
    pub(super) ruling: &'a Ruling,
    pub(super) stopped: Option<&'a str>,
    pub(super) anchor: Option<&'a Anchor>,
}

/// Prints and writes the ruling; the code is that of its decision.
pub(super) fn tell(
    told: &Told<'_>,
    outputs: &Outputs,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let (aligned, ruling) = (told.aligned, told.ruling);
    let (base, candidate) = (&aligned.base.run, &aligned.candidate.run);
    let output = Output {
        schema: 1,
        base: &base.spec.model,
        candidate: &candidate.spec.model,
        base_run: base.id.0,
        candidate_run: candidate.id.0,
        seed: &base.spec.seed,
        stopped: told.stopped,
        anchor: told.anchor,
        gate: told.gate,
        ruling,
    };
    let mut markdown = markdown::ruling(aligned, ruling);
    let mut shown = text::ruling(Some(aligned), ruling, Some(printer.width()));
    if let Some(anchor) = told.anchor {
        let line = format!(
            "anchor set: {:.1} % [{:.1}, {:.1}] over {} items (run {})",
            100.0 * anchor.score,
            100.0 * anchor.low,
            100.0 * anchor.high,
            anchor.items,
            anchor.run
        );
        shown.push_str(&format!("{line}\n"));
        markdown.push_str(&format!("\n{line}\n"));
    }
    if let Some(path) = &outputs.markdown {
        write(path, &markdown)?;
    }
    if let Some(path) = &outputs.junit {
        write(path, &junit::ruling(ruling)?)?;
    }
    if let Some(path) = &outputs.json_file {
        write(
            path,
            &serde_json::to_string_pretty(&output).map_err(Failure::internal)?,
        )?;
    }
    if printer.is_json() {
        printer.json(&output)?;
    } else {
        printer.data(&shown)?;
    }
    if outputs.annotations {
        printer.note(annotations::ruling(ruling).trim_end());
    }
    Ok(match ruling.decision {
        Decision::Pass => Code::Ok,
        Decision::Fail => Code::Fail,
        Decision::Inconclusive if ruling.lets_through => Code::Ok,
        Decision::Inconclusive => Code::Inconclusive,
        Decision::Invalid => Code::Invalid,
    })
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::File::create(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| {
            Failure::usage(anyhow::anyhow!("can't write `{}`: {error}", path.display()))
        })
}
