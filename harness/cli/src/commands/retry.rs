//! `tribunal retry`: ask again what failed, was cut off, or was refused.

use std::sync::Arc;

use anyhow::anyhow;
use tribunal_plan::Plan;
use tribunal_run::session::run_uid;
use tribunal_store::{
    Message, Outcome, Reader, Run, RunLock, Slot, Store, StoreError, Writer, WriterOptions,
};

use super::{report, run};
use crate::args::{self, Global, Retry, Retryable};
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
    if slots.is_empty() {
        let words: Vec<&str> = wanted.iter().map(|outcome| outcome.as_str()).collect();
        printer.note(&format!(
            "no question of run {} ended as {}: nothing is asked again",
            stored.id.0,
            words.join(" or ")
        ));
        report::print(&stored.id.0.to_string(), args.long, global, printer)?;
        return Ok(Code::Ok);
    }
    let plan = Arc::new(Plan::from_json(&stored.spec.plan_json)?);
    let own = own_model(&args.model, &reader, &stored, slots.first())?;
    let player = model::player(&run::asked_whole(&own, plan.tools()))?;
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
    drop(reader);
    printer.note(&format!("{} questions are asked again", slots.len()));
    {
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

/// The model as typed; where it isn't, the run's own, at the address that was asked before.
fn own_model(
    typed: &args::Model,
    reader: &Reader,
    run: &Run,
    slot: Option<&Slot>,
) -> Result<args::Model, Failure> {
    let mut model = typed.clone();
    if model.model.is_some() {
        return Ok(model);
    }
    model.model = Some(run.spec.model.clone());
    let endpoint = run_endpoint(&run.spec.model_identity);
    if let (None, Some(slot), Some(endpoint)) = (&model.base_url, slot, endpoint) {
        let story = reader.story(run.id, slot.ordinal)?;
        let attempts = story.repeats.iter().flat_map(|repeat| &repeat.attempts);
        // What was stored of the address lacks only the scheme.
        model.base_url = attempts.into_iter().find_map(|attempt| {
            let (scheme, rest) = attempt.row.url.split_once("://")?;
            rest.starts_with(&endpoint)
                .then(|| format!("{scheme}://{endpoint}"))
        });
    }
    Ok(model)
}

/// Host and path of the server, of a run that had one.
fn run_endpoint(identity: &str) -> Option<String> {
    let identity: serde_json::Value = serde_json::from_str(identity).ok()?;
    Some(identity.get("endpoint")?.as_str()?.to_owned())
}

fn outcome(only: Retryable) -> Outcome {
    match only {
        Retryable::Error => Outcome::Error,
        Retryable::Truncated => Outcome::Truncated,
        Retryable::Unparsable => Outcome::Unparsable,
        Retryable::Refused => Outcome::Refused,
    }
}
