//! `tribunal gate run`: ask until the gate can decide.

use std::io::IsTerminal;
use std::sync::Arc;

use anyhow::anyhow;
use tribunal_gate::rounds::{Base, Gate, Outcome, Stop, Who};
use tribunal_gate::{Decision, GateFile, Stored, align};
use tribunal_plan::{Plan, PlanOptions, Suite};
use tribunal_report::build;
use tribunal_report::progress::{Mode, Progress};
use tribunal_run::{Event, Session, Settings};
use tribunal_store::Reader;

use super::output::{Anchor, Told, tell};
use crate::args::{GateRun, Global, Model, ProgressKind};
use crate::commands::{compare, run, select};
use crate::exit::{Code, Failure};
use crate::model;
use crate::printer::Printer;

pub(super) fn execute(
    args: &GateRun,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let mut file = GateFile::read(&args.file)?;
    if let Some(usd) = args.pace.budget_usd {
        file.budget.usd = Some(usd);
    }
    if let Some(tokens) = args.pace.budget_tokens {
        file.budget.tokens = Some(tokens);
    }
    if args.model.model.is_none() {
        return Err(Failure::usage(anyhow!("name the candidate with --model")));
    }
    let candidate = Arc::new(model::player(&args.model)?);
    let (plan, base) = baseline(args, &file, global)?;
    if plan.tools().is_some() {
        return Err(Failure::usage(anyhow!(
            "a gate offers no tools; run both models with --tools and compare the runs"
        )));
    }
    let settings = run::settings(&args.pace, &candidate)?;
    let gate = Gate {
        file,
        plan,
        store: global.store.clone(),
        base,
        candidate,
        settings,
    };
    printer.note(&format!(
        "gate: suite {}, seed {}, at most {} items a side, store {}",
        gate.plan.suite().name,
        gate.plan.options().seed,
        gate.plan.len(),
        global.store.display()
    ));
    let mode = mode(args.pace.progress, global.quiet);
    let mut listen = |_: Who| -> Box<dyn FnMut(&Event)> {
        let mut progress = Progress::new(mode);
        Box::new(move |event| progress.take(event))
    };
    let outcome = gate.carry_out(&mut listen)?;
    let anchor = anchor(&gate, &outcome, mode)?;
    conclude(&gate, &outcome, anchor.as_ref(), args, global, printer)
}

/// The gate's plan and baseline.
fn baseline(
    args: &GateRun,
    file: &GateFile,
    global: &Global,
) -> Result<(Arc<Plan>, Base), Failure> {
    let player = args
        .baseline
        .as_ref()
        .map(|name| {
            model::player(&Model {
                model: Some(name.clone()),
                base_url: args.baseline_url.clone().or_else(|| {
                    let served = !name.starts_with("builtin:") && !name.starts_with("replay:");
                    args.model.base_url.clone().filter(|_| served)
                }),
                ..args.model.clone()
            })
            .map(Arc::new)
        })
        .transpose()?;
    if let Some(name) = &args.baseline_run {
        let stored = compare::open(args.base_store.as_deref(), global, name)?;
        let plan = Arc::new(Plan::from_json(&stored.run.spec.plan_json)?);
        let base = Base::Stored {
            store: stored.reader.path().to_path_buf(),
            run: Box::new(stored.run),
            player,
        };
        return Ok((plan, base));
    }
    let Some(player) = player else {
        return Err(Failure::usage(anyhow!(
            "name the baseline: --baseline MODEL asks it along with the candidate, --baseline-run \
             RUN takes a stored run"
        )));
    };
    let seed = match args.seed.as_str() {
        "fresh" => select::fresh_seed()?,
        given => given.to_owned(),
    };
    let options = PlanOptions {
        seed,
        limit: Some(file.most_items()),
        repeats: 1,
        sampling: select::sampling(&args.sampling)?,
        asking: tribunal_plan::Asking::default(),
    };
    let plan = Arc::new(Plan::new(Suite::find(&file.suite)?, options)?);
    Ok((plan, Base::Asked(player)))
}

/// Asks the candidate the anchor set, once the gate itself has come to its end.
fn anchor(gate: &Gate, outcome: &Outcome, mode: Mode) -> Result<Option<Anchor>, Failure> {
    let Some(anchor) = &gate.file.anchor else {
        return Ok(None);
    };
    if !matches!(outcome.stop, Stop::Decided | Stop::Exhausted) {
        return Ok(None);
    }
    let options = PlanOptions {
        seed: anchor.seed.clone(),
        limit: Some(anchor.items),
        ..gate.plan.options().clone()
    };
    let plan = Arc::new(Plan::new(gate.plan.suite().clone(), options)?);
    let session = Session::open(
        &gate.store,
        plan,
        Arc::clone(&gate.candidate),
        Settings {
            until: None,
            ..gate.settings.clone()
        },
    )?;
    let mut progress = Progress::new(mode);
    let summary = session.carry_out(move |event| progress.take(event))?;
    let reader = Reader::open(&gate.store)?;
    let report = build(&reader, &reader.run(&summary.run.0.to_string())?)?;
    let headline = report.headline;
    Ok(headline.score.map(|score| Anchor {
        run: summary.run.0,
        items: headline.items,
        score: score.mean,
        low: score.low,
        high: score.high,
    }))
}

fn conclude(
    gate: &Gate,
    outcome: &Outcome,
    anchor: Option<&Anchor>,
    args: &GateRun,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let base_store = match &gate.base {
        Base::Stored { store, .. } => store.as_path(),
        Base::Asked(_) => &global.store,
    };
    let base = Stored::named(Reader::open(base_store)?, &outcome.base.0.to_string())?;
    let candidate = Stored::named(
        Reader::open(&global.store)?,
        &outcome.candidate.0.to_string(),
    )?;
    let (aligned, _) = align(&base, &candidate, gate.file.endpoint.reading, None)?;
    let stopped = outcome.stop.to_string();
    let told = Told {
        gate: &gate.file,
        aligned: &aligned,
        ruling: &outcome.ruling,
        stopped: Some(&stopped),
        anchor,
    };
    let code = tell(&told, &args.outputs, printer)?;
    let seed = &gate.plan.options().seed;
    let again = format!("; the same command with --seed {seed} goes on");
    let open = !matches!(outcome.ruling.decision, Decision::Pass | Decision::Fail);
    let (goes_on, code) = match &outcome.stop {
        Stop::Budget if open => (again.as_str(), Code::Budget),
        Stop::Interrupted | Stop::Doomed(_) => (again.as_str(), Code::Invalid),
        _ => ("", code),
    };
    printer.note(&format!(
        "stopped after {} items a side: {stopped}{goes_on}",
        outcome.asked
    ));
    Ok(code)
}

fn mode(kind: ProgressKind, quiet: bool) -> Mode {
    match kind {
        ProgressKind::Auto => Mode::choose(quiet, false, std::io::stderr().is_terminal()),
        ProgressKind::Bar => Mode::Bar,
        ProgressKind::Lines => Mode::Lines,
        ProgressKind::Json => Mode::Json,
        ProgressKind::None => Mode::Quiet,
    }
}
