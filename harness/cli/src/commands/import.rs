//! `tribunal import`: store and judge responses that were produced elsewhere.

use anyhow::anyhow;
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
    if args.selection.seed == "fresh" {
        return Err(Failure::usage(anyhow!(
            "nobody can have answered the items of a fresh seed; give the --seed they were made with"
        )));
    }
    let plan = select::plan(&args.selection, args.selection.seed.clone())?;
    let replay = model::read_replay(&args.file)?;
    let player = Player::Replay {
        replay,
        label: args.label.clone(),
        source: Source::Import,
    };
    let pace = local_pace();
    let settings: Settings = run::settings(&pace, &player)?;
    run::conduct(plan, player, settings, &pace, args.long, global, printer)
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
