//! `tribunal import`: store and judge responses that were produced elsewhere.

use std::sync::Arc;

use anyhow::anyhow;
use tribunal_generators::tmbench::official::parse;
use tribunal_plan::Plan;
use tribunal_run::replay::Replay;
use tribunal_run::{Player, Settings};
use tribunal_store::Source;

use super::{run, select};
use crate::args::{Global, Import, Pace, ProgressKind};
use crate::exit::{Code, Failure};
use crate::model;
use crate::printer::Printer;

pub(super) fn execute(
    args: &Import,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let (plan, replay) = if args.file.extension().is_some_and(|ext| ext == "json") {
        official(args, printer)?
    } else {
        let seed = &args.selection.seed;
        if seed == "fresh" {
            return Err(Failure::usage(anyhow!(
                "nobody can have answered the items of a fresh seed; give the --seed they were \
                 made with"
            )));
        }
        let plan = select::plan(&args.selection, seed.clone())?;
        (plan, model::read_replay(&args.file)?)
    };
    let player = Player::Replay {
        replay,
        label: args.label.clone(),
        source: Source::Import,
    };
    let pace = local_pace();
    let settings: Settings = run::settings(&pace, &player)?;
    run::conduct(plan, player, settings, &pace, args.long, global, printer)
}

/// The instances of an official TMBench result file as a plan, and its answers.
fn official(args: &Import, printer: &mut Printer) -> Result<(Arc<Plan>, Replay), Failure> {
    let path = args.file.display().to_string();
    let mut selection = args.selection.clone();
    selection.suite.clone_from(&path);
    let text = tribunal_files::read_text(&args.file, tribunal_files::RESULTS)
        .map_err(|error| Failure::usage(anyhow!("can't read `{path}`: {error}")))?;
    let file = parse(&text).map_err(|error| Failure::usage(anyhow!("`{path}`: {error}")))?;
    for warning in &file.warnings {
        printer.note(&format!("`{path}`: {warning}"));
    }
    let replay = Replay::of_official(&file, args.token_limit).ok_or_else(|| {
        Failure::usage(anyhow!(
            "`{path}` holds instances and no answers; ask a model for them: tribunal run {path} \
             --model PROVIDER/NAME"
        ))
    })?;
    Ok((select::plan(&selection, selection.seed.clone())?, replay))
}

/// The pace of work that waits for nobody.
fn local_pace() -> Pace {
    Pace {
        concurrency: 64,
        rpm: None,
        tpm: None,
        max_attempts: None,
        first_wait_ms: None,
        max_wait: None,
        budget_usd: None,
        budget_tokens: None,
        cache: false,
        progress: ProgressKind::Auto,
    }
}
