//! `tribunal compare`: two runs on the same items.

use std::path::Path;

use anyhow::anyhow;
use serde::Serialize;
use tribunal_gate::align::{Aligned, Mismatch};
use tribunal_gate::comparison::Rates;
use tribunal_gate::drift::Drift;
use tribunal_gate::file::Reading;
use tribunal_gate::show::text;
use tribunal_gate::{Figures, Stored, align};
use tribunal_stats::Level;
use tribunal_store::{Reader, Run};

use crate::args::{Compare, Global, ReadingName};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

/// The one-sided error rate of the detectable drop.
const ALPHA: f64 = 0.05;

#[derive(Serialize)]
struct Output<'a> {
    schema: u32,
    base: RunLine<'a>,
    candidate: RunLine<'a>,
    figures: &'a Figures,
    drift: &'a Drift,
    ignored: Vec<String>,
}

#[derive(Serialize)]
struct RunLine<'a> {
    run: i64,
    uid: &'a str,
    model: &'a str,
    suite: &'a str,
    suite_digest: &'a str,
    seed: &'a str,
}

pub(super) fn execute(
    args: &Compare,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let level = Level::new(args.level).map_err(Failure::usage)?;
    let rates = Rates {
        alpha: ALPHA,
        power: args.power,
    };
    let base = open(args.base_store.as_deref(), global, &args.base)?;
    let candidate = open(None, global, &args.candidate)?;
    let reading = match args.reading {
        None => Reading::Suite,
        Some(ReadingName::Strict) => Reading::Strict,
        Some(ReadingName::Lenient) => Reading::Lenient,
    };
    let court = tribunal_court::court();
    let again = args.rescore.then_some(&*court);
    let (aligned, drift) = align(&base, &candidate, reading, again)?;
    let ignored = refuse(args, &aligned)?;
    let figures = Figures::new(&aligned, level, rates).map_err(Failure::usage)?;
    if figures.overall.is_none() {
        printer.note("no item was judged on both sides");
    }
    if printer.is_json() {
        printer.json(&Output {
            schema: 1,
            base: line(&base.run),
            candidate: line(&candidate.run),
            figures: &figures,
            drift: &drift,
            ignored,
        })?;
    } else {
        for word in ignored {
            printer.note(&format!("compared all the same: {word}"));
        }
        let width = Some(printer.width());
        printer.data(&text::comparison(
            &aligned, &figures, &drift, args.power, width,
        ))?;
    }
    Ok(match figures.overall {
        Some(_) => Code::Ok,
        None => Code::Invalid,
    })
}

/// What differs but was allowed to; anything else that differs ends the command.
fn refuse(args: &Compare, aligned: &Aligned) -> Result<Vec<String>, Failure> {
    let sampling = aligned.sampling_mismatches();
    let (allowed, forbidden): (Vec<_>, Vec<_>) = aligned
        .mismatches()
        .into_iter()
        .map(|one| (args.common && matches!(one, Mismatch::Items { .. }), one))
        .chain(sampling.into_iter().map(|one| (args.any_sampling, one)))
        .partition(|(allowed, _)| *allowed);
    if forbidden.is_empty() {
        return Ok(allowed.iter().map(|(_, one)| one.to_string()).collect());
    }
    let words: Vec<String> = forbidden.iter().map(|(_, one)| one.to_string()).collect();
    let items = forbidden
        .iter()
        .any(|(_, one)| matches!(one, Mismatch::Items { .. }));
    let advice = match (items, forbidden.len()) {
        (true, 1) => ", or compare the common ones with --common",
        (false, _) if aligned.mismatches().is_empty() => {
            "; compare all the same with --any-sampling"
        }
        _ => "",
    };
    Err(Failure::usage(anyhow!(
        "the runs can't be compared: {}{advice}",
        words.join("; ")
    )))
}

/// The run called `name` in the store at `path`, or in the usual one.
pub(super) fn open(path: Option<&Path>, global: &Global, name: &str) -> Result<Stored, Failure> {
    let reader = Reader::open(path.unwrap_or(&global.store))?;
    Ok(Stored::named(reader, name)?)
}

fn line(run: &Run) -> RunLine<'_> {
    RunLine {
        run: run.id.0,
        uid: &run.spec.uid,
        model: &run.spec.model,
        suite: &run.spec.suite,
        suite_digest: &run.spec.suite_digest,
        seed: &run.spec.seed,
    }
}
