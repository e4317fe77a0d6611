//! `tribunal rescore`: judge stored responses again and say what changed.

use serde::Serialize;
use tribunal_run::rescore::{Change, rescore};
use tribunal_store::{Judgement, Reader, RunLock, Store, VerdictRow, Writer, WriterOptions};

use crate::args::{Global, Rescore};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

/// Changes shown one by one; the rest are counted.
const SHOWN: usize = 20;

#[derive(Serialize)]
struct Output<'a> {
    schema: u32,
    run: i64,
    judged: u64,
    changed: usize,
    outcomes_changed: usize,
    written: bool,
    changes: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    ordinal: u32,
    repeat: u32,
    task: &'a str,
    strict_before: Option<&'static str>,
    strict_after: &'static str,
    lenient_before: Option<&'static str>,
    lenient_after: &'static str,
    answer: Option<&'a str>,
}

pub(super) fn execute(
    args: &Rescore,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let reader = Reader::open(&global.store)?;
    let run = reader.run(&args.run)?;
    let court = tribunal_court::court();
    let rescored = if args.check {
        rescore(&reader, None, run.id, &*court)?
    } else {
        let _lock = RunLock::acquire(&global.store, run.id)?;
        let writer = Writer::start(Store::open(&global.store)?, WriterOptions::default())?;
        let rescored = rescore(&reader, Some(&writer.handle()), run.id, &*court)?;
        writer.finish()?;
        rescored
    };
    let material = rescored
        .changes
        .iter()
        .filter(|change| change.is_material())
        .count();
    if printer.is_json() {
        printer.json(&Output {
            schema: 1,
            run: run.id.0,
            judged: rescored.judged,
            changed: rescored.changes.len(),
            outcomes_changed: material,
            written: !args.check,
            changes: rescored.changes.iter().map(line).collect(),
        })?;
    } else {
        let mut text = format!(
            "run {}: {} responses judged again, {} verdicts differ, {material} in their outcome\n",
            run.id.0,
            rescored.judged,
            rescored.changes.len(),
        );
        for change in rescored.changes.iter().take(SHOWN) {
            text.push_str(&describe(change));
        }
        if rescored.changes.len() > SHOWN {
            text.push_str(&format!(
                "  … and {} more\n",
                rescored.changes.len() - SHOWN
            ));
        }
        printer.data(&text)?;
    }
    let differs = args.check && !rescored.changes.is_empty();
    Ok(if differs { Code::Invalid } else { Code::Ok })
}

fn line(change: &Change) -> Line<'_> {
    let before = |pick: fn(&VerdictRow) -> &Judgement| {
        change
            .before
            .as_ref()
            .map(|verdict| pick(verdict).outcome.as_str())
    };
    Line {
        ordinal: change.ordinal,
        repeat: change.repeat,
        task: &change.task,
        strict_before: before(|v| &v.strict),
        strict_after: change.after.strict.outcome.as_str(),
        lenient_before: before(|v| &v.lenient),
        lenient_after: change.after.lenient.outcome.as_str(),
        answer: change.after.lenient.answer.as_deref(),
    }
}

fn describe(change: &Change) -> String {
    let line = line(change);
    format!(
        "  item {} repeat {} ({}): strict {} → {}, lenient {} → {}\n",
        line.ordinal,
        line.repeat,
        line.task,
        line.strict_before.unwrap_or("none"),
        line.strict_after,
        line.lenient_before.unwrap_or("none"),
        line.lenient_after,
    )
}
