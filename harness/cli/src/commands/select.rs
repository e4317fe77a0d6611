//! From arguments that several commands have to what they mean.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::sync::Arc;

use anyhow::anyhow;
use tribunal_model::{Effort, Sampling, Tool};
use tribunal_plan::{Asking, Mode, Plan, PlanOptions, Suite};
use tribunal_report::progress;
use tribunal_verifiers::checks::Language;

use crate::args::{self, Global, ProgressKind};
use crate::exit::Failure;

/// What stands for the seed of a suite whose items are all given.
const FIXED_SEED: &str = "fixed";

/// The plan of `selection` under `seed`, which a suite whose items are all given has no use for.
pub(super) fn plan(selection: &args::Selection, seed: String) -> Result<Arc<Plan>, Failure> {
    let suite = Suite::find(&selection.suite)?;
    let seed = if suite.is_fixed() {
        FIXED_SEED.to_owned()
    } else {
        seed
    };
    let options = PlanOptions {
        seed,
        limit: selection.limit,
        repeats: selection.repeats,
        sampling: sampling(&selection.sampling)?,
        asking: asking(&selection.asking),
    };
    Ok(Arc::new(Plan::new(suite, options)?))
}

/// What is typed about how the model is asked.
pub(super) fn asking(args: &args::Asking) -> Asking {
    Asking {
        mode: args.mode.map(|mode| match mode {
            args::ModeName::Chat => Mode::Chat,
            args::ModeName::Code => Mode::Code,
        }),
        language: args.language.map(|language| match language {
            args::LanguageName::Python => Language::Python,
            args::LanguageName::Javascript => Language::Javascript,
        }),
        cases: args.cases,
        tools: args.tools.map(|tool| match tool {
            args::ToolName::Python => Tool::Python,
            args::ToolName::PythonText => Tool::PythonText,
        }),
    }
}

/// The tool that `selection` offers.
pub(super) fn tools(selection: &args::Selection) -> Result<Option<Tool>, Failure> {
    let suite = Suite::find(&selection.suite)?;
    Ok(asking(&selection.asking).or(suite.asking).tools)
}

/// The names and values of `--set PARAM=VALUE`.
pub(super) fn params(texts: &[String]) -> Result<Vec<(&str, &str)>, Failure> {
    let pair = |text: &'_ String| anyhow!("--set takes PARAM=VALUE, and `{text}` has no `=`");
    texts
        .iter()
        .map(|text| {
            text.split_once('=')
                .ok_or_else(|| Failure::usage(pair(text)))
        })
        .collect()
}

/// How progress is shown on stderr.
pub(super) fn progress(kind: ProgressKind, global: &Global) -> progress::Mode {
    match kind {
        ProgressKind::Auto => {
            progress::Mode::choose(global.quiet, false, std::io::stderr().is_terminal())
        }
        ProgressKind::Bar => progress::Mode::Bar,
        ProgressKind::Lines => progress::Mode::Lines,
        ProgressKind::Json => progress::Mode::Json,
        ProgressKind::None => progress::Mode::Quiet,
    }
}

/// The sampling typed.
pub(super) fn sampling(args: &args::Sampling) -> Result<Sampling, Failure> {
    let words = [
        Effort::None,
        Effort::Minimal,
        Effort::Low,
        Effort::Medium,
        Effort::High,
    ];
    let effort = args
        .effort
        .as_deref()
        .map(|word| {
            words
                .into_iter()
                .find(|effort| effort.word() == word)
                .ok_or_else(|| {
                    let known = words.map(Effort::word).join(", ");
                    Failure::usage(anyhow!("--effort is `{word}`; give one of {known}"))
                })
        })
        .transpose()?;
    for (name, value, max) in [
        ("temperature", args.temperature, 5.0),
        ("top-p", args.top_p, 1.0),
    ] {
        if let Some(value) = value.filter(|value| !(0.0..=max).contains(value)) {
            return Err(Failure::usage(anyhow!(
                "--{name} is {value}; give 0 to {max}"
            )));
        }
    }
    if args.max_tokens == Some(0) {
        return Err(Failure::usage(anyhow!(
            "--max-tokens is 0, which leaves no room for an answer; give at least 1"
        )));
    }
    Ok(Sampling {
        temperature: args.temperature,
        top_p: args.top_p,
        max_tokens: args.max_tokens,
        stop: args.stop.clone(),
        effort,
        seed: args.sampling_seed,
    })
}

/// A seed nobody can have prepared for: 128 bits from the system's source.
pub(super) fn fresh_seed() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Failure::internal(anyhow!("the system gives no random numbers: {error}"))
    })?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
