//! `tribunal retry`: ask again what failed, was cut off, or was refused.

use std::sync::Arc;

use anyhow::anyhow;
use tribunal_plan::Plan;
use tribunal_run::session::run_uid;
use tribunal_store::{
    Message, Outcome, Reader, RunLock, Slot, Store, StoreError, Writer, WriterOptions,
};

use super::run;
use crate::args::{Global, Retry, Retryable};
use crate::exit::{Code, Failure};
use crate::model;
use crate::printer::Printer;

/// Runs of one plan against one model that are looked through for the one to retry.
const MOST_AGAINS: u32 = 10_000;

pub(super) fn execute(
    args: &Retry,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let reader = Reader::open(&global.store)?;
    let stored = reader.run(&args.run)?;
    let player = model::player(&args.model)?;
    let plan = Arc::new(Plan::from_json(&stored.spec.plan_json)?);
    let again = (0..MOST_AGAINS)
        .find(|again| run_uid(&plan, &player, *again) == stored.spec.uid)
        .ok_or_else(|| {
            Failure::usage(anyhow!(
                "run {} asked {}, and this would ask {}; give the --model, --base-url and suite \
                 of the run, on the version of tribunal that made it",
                stored.id.0,
                stored.spec.model,
                player.label()
            ))
        })?;
    let wanted: Vec<Outcome> = args.only.iter().map(|only| outcome(*only)).collect();
    let headline = stored.spec.headline;
    let mut slots = Vec::new();
    reader.for_each_scored(stored.id, |row| -> Result<(), StoreError> {
        if row
            .outcome(headline)
            .is_some_and(|outcome| wanted.contains(&outcome))
        {
            slots.push(Slot {
                run: stored.id,
                ordinal: row.ordinal,
                repeat: row.repeat,
            });
        }
        Ok(())
    })?;
    drop(reader);
    printer.note(&format!("{} questions are asked again", slots.len()));
    if !slots.is_empty() {
        // The lock first: another process may be carrying this run out.
        let _lock = RunLock::acquire(&global.store, stored.id)?;
        let writer = Writer::start(Store::open(&global.store)?, WriterOptions::default())?;
        writer.call(Message::Reopen { slots })?;
        writer.finish()?;
    }
    let mut settings = run::settings(&args.pace, &player)?;
    settings.again = again;
    run::conduct(
        plan, player, settings, &args.pace, args.long, global, printer,
    )
}

fn outcome(only: Retryable) -> Outcome {
    match only {
        Retryable::Error => Outcome::Error,
        Retryable::Truncated => Outcome::Truncated,
        Retryable::Unparsable => Outcome::Unparsable,
        Retryable::Refused => Outcome::Refused,
    }
}
