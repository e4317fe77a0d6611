//! `tribunal list`: tasks, suites, models, plugins.

use std::fmt::Write as _;

use serde::Serialize;
use tribunal_generators::{Generator, Param, ParamKind, Space, Task, registry};
use tribunal_model::Provider;
use tribunal_plan::Suite;
use tribunal_plugins::Shelf;
use tribunal_plugins::shelf::Entry;
use tribunal_proofs::guess::{Guess, best_constants};

use crate::args::{List, What};
use crate::exit::{Code, Failure};
use crate::model;
use crate::printer::Printer;

pub(super) fn execute(args: &List, printer: &mut Printer) -> Result<Code, Failure> {
    match args.what {
        What::Tasks => tasks(args.long, printer),
        What::Suites => suites(printer),
        What::Models => models(printer),
        What::Plugins => plugins(args.long, printer),
    }?;
    Ok(Code::Ok)
}

#[derive(Serialize)]
struct TaskLine {
    name: &'static str,
    version: u32,
    summary: &'static str,
    variations: Vec<Named>,
    params: Vec<ParamLine>,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    summary: &'static str,
    #[serde(flatten)]
    measured: Option<Measured>,
}

/// What `--long` adds to a variation, at the default parameters.
#[derive(Serialize)]
struct Measured {
    space: SpaceLine,
    best_guess: Guess,
}

#[derive(Serialize)]
struct SpaceLine {
    /// For people.
    text: String,
    /// In decimal digits: it may be larger than any number a machine reads.
    least: String,
    exact: bool,
    ample: bool,
    reason: Option<&'static str>,
}

impl From<Space> for SpaceLine {
    fn from(space: Space) -> Self {
        Self {
            text: space.to_string(),
            least: space.least().to_string(),
            exact: space.is_exact(),
            ample: space.is_ample(),
            reason: space.reason(),
        }
    }
}

/// The seed of the items on which guesses are measured.
const GUESS_SEED: &str = "best constant guess";

/// The space and the best constant guess of each variation of each task, in their order.
fn measure() -> Result<Vec<Measured>, Failure> {
    let variations = registry::tasks()
        .iter()
        .flat_map(|&task| task.variations.iter().map(move |v| (task, v.name)));
    let generators = variations
        .map(|(task, variation)| Generator::new(task, Some(variation), [], GUESS_SEED))
        .collect::<Result<Vec<_>, _>>()
        .map_err(Failure::internal)?;
    let guesses = best_constants(&generators).map_err(Failure::internal)?;
    let measured = generators.iter().zip(guesses);
    Ok(measured
        .map(|(generator, best_guess)| Measured {
            space: generator.space().into(),
            best_guess,
        })
        .collect())
}

#[derive(Serialize)]
struct ParamLine {
    name: &'static str,
    doc: &'static str,
    values: String,
    default: String,
}

/// A task with what was measured of its variations, which is taken from `measured` if that is
/// there.
fn task_line(task: &Task, measured: &mut impl Iterator<Item = Measured>) -> TaskLine {
    TaskLine {
        name: task.name,
        version: task.version,
        summary: task.summary,
        variations: task
            .variations
            .iter()
            .map(|v| Named {
                name: v.name,
                summary: v.summary,
                measured: measured.next(),
            })
            .collect(),
        params: task.params.iter().map(param_line).collect(),
    }
}

fn param_line(param: &Param) -> ParamLine {
    ParamLine {
        name: param.name,
        doc: param.doc,
        values: match param.kind {
            ParamKind::Int { min, max, .. } => format!("{min}..{max}"),
            ParamKind::Bool { .. } => "true|false".to_owned(),
            ParamKind::Choice(words) => words.join("|"),
        },
        default: param.default_value().to_string(),
    }
}

fn tasks(long: bool, printer: &mut Printer) -> Result<(), Failure> {
    let mut measured = if long { measure()? } else { Vec::new() }.into_iter();
    // Those of plugins last: nothing was measured of them.
    let lines: Vec<TaskLine> = registry::matching("*")
        .map(|task| task_line(task, &mut measured))
        .collect();
    if printer.is_json() {
        return printer.json(&serde_json::json!({ "schema": 1, "tasks": lines }));
    }
    let width = lines.iter().map(|line| line.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for line in &lines {
        text.push_str(&format!("{:width$}  {}\n", line.name, line.summary));
        if long {
            text.push_str(&format!("    version {}\n", line.version));
            for variation in &line.variations {
                let _ = writeln!(text, "    :{}  {}", variation.name, variation.summary);
                if let Some(Measured { space, best_guess }) = &variation.measured {
                    let reason = space.reason.map(|reason| format!(" ({reason})"));
                    let _ = writeln!(
                        text,
                        "        items {}{}, best constant guess {:.1} %",
                        space.text,
                        reason.unwrap_or_default(),
                        100.0 * best_guess.share
                    );
                }
            }
            for param in &line.params {
                text.push_str(&format!(
                    "    {}={}  {} ({})\n",
                    param.name, param.default, param.doc, param.values
                ));
            }
        }
    }
    printer.data(&text)
}

fn plugins(long: bool, printer: &mut Printer) -> Result<(), Failure> {
    let entries: Vec<_> = Shelf::open()?.entries()?.into_values().collect();
    if printer.is_json() {
        return printer.json(&serde_json::json!({ "schema": 1, "plugins": entries }));
    }
    if entries.is_empty() {
        printer.note("no plugins are installed; begin one by: tribunal plugin new NAME");
    }
    let width = entries
        .iter()
        .map(|entry| entry.task.name.len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for Entry {
        file,
        kind,
        digest,
        task,
    } in &entries
    {
        let _ = writeln!(
            text,
            "{:width$}  v{}  {}",
            task.name, task.version, task.summary
        );
        if long {
            let _ = writeln!(text, "    {kind}, {file}, {digest}");
            for (name, summary) in task.variations() {
                let _ = writeln!(text, "    :{name}  {summary}");
            }
        }
    }
    printer.data(&text)
}

fn suites(printer: &mut Printer) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Line {
        name: String,
        version: u32,
        title: String,
    }
    let mut lines = Vec::new();
    for (name, text) in tribunal_suites::suites() {
        let suite = Suite::parse(text, name)?;
        lines.push(Line {
            name: suite.name,
            version: suite.version,
            title: suite.title,
        });
    }
    if printer.is_json() {
        return printer.json(&serde_json::json!({ "schema": 1, "suites": lines }));
    }
    let width = lines.iter().map(|line| line.name.len()).max().unwrap_or(0);
    let text: String = lines
        .iter()
        .map(|line| format!("{:width$}  v{}  {}\n", line.name, line.version, line.title))
        .collect();
    printer.data(&text)
}

fn models(printer: &mut Printer) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Line {
        provider: &'static str,
        base_url: Option<&'static str>,
        key_variables: &'static [&'static str],
        key_required: bool,
    }
    let lines: Vec<Line> = Provider::ALL
        .iter()
        .map(|provider| Line {
            provider: provider.name(),
            base_url: provider.default_base_url(),
            key_variables: provider.key_variables(),
            key_required: provider.needs_key(),
        })
        .collect();
    let entries: Vec<String> = model::models_file(None)?
        .map(|file| file.models.into_keys().collect())
        .unwrap_or_default();
    let players = [
        "builtin:oracle",
        "builtin:wrong",
        "builtin:cheater",
        "builtin:random",
        "builtin:noisy?p=0.7",
    ];
    if printer.is_json() {
        return printer.json(&serde_json::json!({
            "schema": 1, "providers": lines, "entries": entries, "players": players,
        }));
    }
    let mut text = String::from("providers, as in --model PROVIDER/NAME:\n");
    for line in &lines {
        let key = match (line.key_variables, line.key_required) {
            ([], _) => String::new(),
            (names, true) => format!("key in {}", names.join(" or ")),
            (names, false) => format!("key, if it wants one, in {}", names.join(" or ")),
        };
        let text_line = format!(
            "  {:17} {:50} {key}",
            line.provider,
            line.base_url.unwrap_or("--base-url URL")
        );
        text.push_str(text_line.trim_end());
        text.push('\n');
    }
    text.push_str("without a network:\n  ");
    text.push_str(&players.join("\n  "));
    text.push_str("\n  replay:FILE.jsonl\n");
    if entries.is_empty() {
        text.push_str("no models.toml here; with one, its entries are models, too\n");
    } else {
        text.push_str(&format!("in models.toml:\n  {}\n", entries.join("\n  ")));
    }
    printer.data(&text)
}
