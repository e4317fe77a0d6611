//! `tribunal run`: ask a model a suite's items.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use anyhow::anyhow;
use tribunal_generators::registry;
use tribunal_model::Tool;
use tribunal_plan::Plan;
use tribunal_report::progress::Progress;
use tribunal_run::budget::Limits;
use tribunal_run::replay::Replay;
use tribunal_run::retry::RetryPolicy;
use tribunal_run::session::run_uid;
use tribunal_run::{End, Player, Session, Settings, Shard, Summary};
use tribunal_store::{Outcome, Reader, RunState, Settled, StoreError};

use super::{existing, report, select};
use crate::args::{Global, Model, Pace, Run, Selection};
use crate::exit::{Code, Failure};
use crate::model;
use crate::printer::Printer;

pub(super) fn execute(args: &Run, global: &Global, printer: &mut Printer) -> Result<Code, Failure> {
    let player = model::player(&asked_whole(&args.model, select::tools(&args.selection)?))?;
    let plan = choose_plan(&args.selection, &player, &global.store)?;
    let mut settings = settings(&args.pace, &player)?;
    if let Some(shard) = &args.shard {
        if args.selection.seed == "fresh" {
            return Err(Failure::usage(anyhow!(
                "--shard needs --seed: with a fresh one each shard would ask other items"
            )));
        }
        share_out(&mut settings, read_shard(shard)?)?;
    }
    if args.again {
        settings.again = first_unused(&plan, &player, &global.store)?;
    }
    conduct(
        plan, player, settings, &args.pace, args.long, global, printer,
    )
}

fn read_shard(text: &str) -> Result<Shard, Failure> {
    let shard = match text {
        "auto" => Shard::from_environment(|name| std::env::var(name).ok()),
        text => text.parse(),
    };
    shard.map_err(|error| Failure::usage(anyhow!("--shard: {error}")))
}

/// Leaves to `shard` its share of the items and of every limit on the whole run.
fn share_out(settings: &mut Settings, shard: Shard) -> Result<(), Failure> {
    settings.shard = Some(shard);
    for (name, limit) in [
        ("requests a minute", &mut settings.rpm),
        ("tokens a minute", &mut settings.tpm),
        ("the budget in tokens", &mut settings.budget.tokens),
        ("the budget in money", &mut settings.budget.micro_usd),
    ] {
        let Some(whole) = *limit else { continue };
        let share = shard.share(whole);
        if share == 0 {
            return Err(Failure::usage(anyhow!(
                "shard {shard} has no share of {name} ({whole} for the whole run): raise it, or \
                 use fewer shards"
            )));
        }
        *limit = Some(share);
    }
    Ok(())
}

/// The model, asked without streaming where it may call a tool: calls are read from whole replies.
pub(super) fn asked_whole(model: &Model, tools: Option<Tool>) -> Model {
    let mut model = model.clone();
    if tools == Some(Tool::Python) {
        model.stream = Some(false);
    }
    model
}

/// Opens the session, carries it out under a progress display, and prints the report.
pub(super) fn conduct(
    plan: Arc<Plan>,
    player: Player,
    mut settings: Settings,
    pace: &Pace,
    long: bool,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    if let Player::Replay { replay, .. } = &player {
        tell_strays(replay, &plan, printer)?;
    }
    if plan.tools().is_some() && matches!(player, Player::Model(_)) {
        settings.interpreter = Some(tribunal_court::interpreter().map_err(Failure::usage)?);
    }
    tell_missing(&plan, printer);
    let label = player.label();
    let asks_a_server = matches!(player, Player::Model(_));
    let (suite, seed) = (plan.suite().name.clone(), plan.options().seed.clone());
    let session = Session::open(&global.store, plan, player, settings)?;
    let run = session.run().0;
    printer.note(&format!(
        "run {run}: suite {suite}, seed {seed}, model {label}, store {}",
        global.store.display()
    ));
    let terminal = std::io::stderr().is_terminal();
    if terminal && asks_a_server {
        printer
            .note("Ctrl-C ends it when the requests in flight have ended; pressed twice, at once");
    }
    let mode = select::progress(pace.progress, global);
    let mut progress = Progress::new(mode);
    let summary = session.carry_out(move |event| progress.take(event))?;
    // A run that ended before anything came back has nothing to report but why.
    let settled = summary.settled_before + summary.answered + summary.failed;
    if settled > 0 || printer.is_json() {
        report::print(&summary.run.0.to_string(), long, global, printer)?;
    }
    Ok(conclude(&summary, &global.store, printer)?)
}

/// Says what is not installed that the answers will be judged by, before a model is paid for them: they
/// end as errors, and can be judged again when it is.
fn tell_missing(plan: &Plan, printer: &mut Printer) {
    // The order of a plan begins with an item of each cell; asked for as programs, all are alike.
    let first = match plan.code() {
        Some(_) => 1,
        None => plan.cells().len() as u64,
    };
    let mut told = BTreeSet::new();
    for slot in (0..first.min(plan.len())).map(|ordinal| plan.slot(ordinal)) {
        // A plugin is loaded already, and making an item would start it.
        if registry::plugged(plan.cells()[slot.cell].generator.task().name).is_some() {
            continue;
        }
        let Ok(item) = plan.item(slot) else {
            continue;
        };
        if let Some(missing) = tribunal_court::missing(&item.check)
            && told.insert(missing.clone())
        {
            printer.note(&format!("answers can't be judged: {missing}"));
        }
    }
}

/// Refuses answers of which none is for an item of the plan, and counts those that are not.
fn tell_strays(replay: &Replay, plan: &Plan, printer: &mut Printer) -> Result<(), Failure> {
    let (strays, all) = (replay.strays(plan)?, replay.len());
    if strays == all {
        return Err(Failure::usage(anyhow!(
            "none of the {all} answers is for an item of this plan; give the suite, --seed, --limit \
             and --repeats that they were made with"
        )));
    }
    if strays > 0 {
        printer.note(&format!(
            "{strays} of {all} answers are for no item of this plan and are left out"
        ));
    }
    Ok(())
}

/// Says what is missing, if anything, and which code that is.
fn conclude(summary: &Summary, store: &Path, printer: &mut Printer) -> Result<Code, StoreError> {
    let run = summary.run.0;
    let again = "run the same command again to continue";
    match &summary.end {
        End::Doomed(message) => {
            printer.note(&format!("stopped: {message}\n{again}"));
            return Ok(Code::Invalid);
        }
        End::Interrupted => {
            printer.note(&format!("interrupted; {again}"));
            return Ok(Code::Invalid);
        }
        End::Budget => {
            printer.note(&format!("the budget is reached; raise it and {again}"));
            return Ok(Code::Budget);
        }
        End::Paused => printer.note(
            "this shard's share is settled; `tribunal merge` brings the shards' stores together",
        ),
        End::Complete => {}
    }
    if summary.end == End::Complete && summary.settled_before == summary.planned {
        printer.note("nothing was left to ask: this run is complete; --again asks everything anew");
    }
    let failed = Reader::open(store)?.progress(summary.run)?.failed.len();
    if failed > 0 {
        printer.note(&format!(
            "{failed} of {} questions have no answer; `tribunal retry {run}` asks them again",
            summary.planned
        ));
        return Ok(Code::Invalid);
    }
    let undecided = undecided(store, summary)?;
    if undecided > 0 {
        printer.note(&format!(
            "{undecided} answers could not be judged (`tribunal show {run} ITEM` says why); when the \
             cause is removed, `tribunal rescore {run}` judges them again"
        ));
        return Ok(Code::Invalid);
    }
    Ok(Code::Ok)
}

/// Answers whose verdict is an error: what judges them could not work.
fn undecided(store: &Path, summary: &Summary) -> Result<u64, StoreError> {
    let mut count = 0;
    Reader::open(store)?.for_each_scored(summary.run, |row| -> Result<(), StoreError> {
        if let Settled::Answered(answer) = row.settled {
            let scores = answer.scores;
            let error = scores.is_some_and(|scores| scores.lenient.outcome == Outcome::Error);
            count += u64::from(error);
        }
        Ok(())
    })?;
    Ok(count)
}

/// The plan to carry out. Without a seed, an unfinished run of the same plan against the same
/// model is continued under its own; else a fresh seed is drawn.
fn choose_plan(selection: &Selection, player: &Player, store: &Path) -> Result<Arc<Plan>, Failure> {
    if selection.seed != "fresh" {
        return select::plan(selection, selection.seed.clone());
    }
    let fresh = select::plan(selection, select::fresh_seed()?)?;
    let Some(reader) = existing(store)? else {
        return Ok(fresh);
    };
    let runs = reader.runs()?;
    for run in runs.iter().rev() {
        let open = run.state != RunState::Complete;
        if open && run.spec.suite_digest == fresh.suite_digest() && run.spec.model == player.label()
        {
            let candidate = select::plan(selection, run.spec.seed.clone())?;
            if candidate.digest() == run.spec.plan_digest {
                return Ok(candidate);
            }
        }
    }
    Ok(fresh)
}

/// The number under which this plan has not been completed against this player yet.
fn first_unused(plan: &Plan, player: &Player, store: &Path) -> Result<u32, Failure> {
    let Some(reader) = existing(store)? else {
        return Ok(0);
    };
    let runs = reader.runs_of_plan(plan.digest())?;
    let complete = |again: u32| {
        let uid = run_uid(plan, player, again);
        runs.iter()
            .any(|run| run.spec.uid == uid && run.state == RunState::Complete)
    };
    Ok((0..=runs.len() as u32)
        .find(|again| !complete(*again))
        .unwrap_or_default())
}

/// The settings of `pace`, with the model's own limits where none are typed.
pub(super) fn settings(pace: &Pace, player: &Player) -> Result<Settings, Failure> {
    let (rpm, tpm) = match player {
        Player::Model(model) => (model.spec.rpm.map(u64::from), model.spec.tpm),
        Player::Builtin(_) | Player::Replay { .. } => (None, None),
    };
    let defaults = RetryPolicy::default();
    for (name, zero) in [
        ("concurrency", pace.concurrency == 0),
        ("max-attempts", pace.max_attempts == Some(0)),
        ("rpm", pace.rpm == Some(0)),
        ("tpm", pace.tpm == Some(0)),
    ] {
        if zero {
            return Err(Failure::usage(anyhow!("--{name} is 0; give at least 1")));
        }
    }
    let micro_usd = pace
        .budget_usd
        .map(|usd| {
            if usd.is_finite() && usd > 0.0 {
                Ok((usd * 1e6).round() as u64)
            } else {
                Err(Failure::usage(anyhow!(
                    "--budget-usd is {usd}; give an amount above 0"
                )))
            }
        })
        .transpose()?;
    Ok(Settings {
        concurrency: pace.concurrency,
        rpm: pace.rpm.or(rpm),
        tpm: pace.tpm.or(tpm),
        retry: RetryPolicy {
            max_attempts: pace.max_attempts.unwrap_or(defaults.max_attempts),
            first_wait: pace
                .first_wait_ms
                .map_or(defaults.first_wait, std::time::Duration::from_millis),
            max_retry_after: pace
                .max_wait
                .map_or(defaults.max_retry_after, std::time::Duration::from_secs),
        },
        budget: Limits {
            micro_usd,
            tokens: pace.budget_tokens,
        },
        cache: pace.cache,
        again: 0,
        until: None,
        shard: None,
        court: tribunal_court::court(),
        interpreter: None,
        harness_version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}
