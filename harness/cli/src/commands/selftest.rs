//! `tribunal selftest`: many items of every task, each put to every test that holds for all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::anyhow;
use serde::Serialize;
use tribunal_generators::{Generator, ParamValue, Task, registry};
use tribunal_plan::Prompts;
use tribunal_plan::cell::hint;
use tribunal_proofs::proof;
use tribunal_proofs::sweep::{Fault, Flaw, Swept, sweep};
use tribunal_report::Meter;

use super::select;
use crate::args::{Global, Selftest};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

/// The prompt set whose templates are tried.
const PROMPTS: &str = "default";
/// What the table counts one by one; the others are counted together.
const COLUMNS: [Flaw; 3] = [
    Flaw::WrongKey,
    Flaw::RejectedOracle,
    Flaw::AcceptedAntiOracle,
];

#[derive(Serialize)]
struct Line {
    task: &'static str,
    generator_version: u32,
    variation: &'static str,
    params: serde_json::Value,
    items: u64,
    repeats: u64,
    wrong_keys: u64,
    rejected_oracles: u64,
    accepted_anti_oracles: u64,
    other_faults: u64,
    items_per_second: f64,
    proof: Option<&'static str>,
    /// Every kind of fault and how often it was found.
    faults: BTreeMap<&'static str, u64>,
    told: Vec<Told>,
}

/// A fault with the command that shows its item.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    fault: Fault,
    show: Option<String>,
}

pub(super) fn execute(
    args: &Selftest,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let seed = match args.seed.as_str() {
        "fresh" => select::fresh_seed()?,
        given => given.to_owned(),
    };
    let prompts = Prompts::load(PROMPTS)?;
    let render = |generator: &Generator, item: &_| {
        let variation = generator.variation().name;
        prompts
            .render(generator.task().name, variation, item)
            .map_err(|error| error.to_string())
    };
    let generators = generators(args, &seed)?;
    printer.note(&format!(
        "{} items of each of {} variations, seed {seed}",
        args.items,
        generators.len()
    ));
    let total = args.items.saturating_mul(generators.len() as u64);
    let meter = Meter::new(select::progress(args.progress, global), total, "items");
    let lines: Vec<Line> = generators
        .iter()
        .map(|generator| {
            let proof = proof(generator.task().name);
            let tick = |more| meter.advance(more);
            let swept = sweep(generator, proof, args.items, &render, &tick);
            line(generator, swept, &seed)
        })
        .collect();
    drop(meter);
    let faulty = lines.iter().filter(|line| !line.told.is_empty()).count();
    if printer.is_json() {
        printer.json(&serde_json::json!({
            "schema": 1, "seed": seed, "items": args.items, "clean": faulty == 0, "variations": lines,
        }))?;
    } else {
        printer.data(&render_lines(&lines))?;
    }
    if faulty > 0 {
        printer.note(&format!(
            "{faulty} of {} variations have faults; their scores may not be used",
            lines.len()
        ));
        return Ok(Code::Invalid);
    }
    Ok(Code::Ok)
}

/// Every variation that is asked for, at the parameters that are set.
fn generators(args: &Selftest, seed: &str) -> Result<Vec<Generator>, Failure> {
    let (pattern, only) = match args.tasks.split_once(':') {
        Some((pattern, variation)) => (pattern, Some(variation)),
        None => (args.tasks.as_str(), None),
    };
    let tasks: Vec<&'static Task> = registry::matching(pattern).collect();
    if tasks.is_empty() {
        return Err(Failure::usage(anyhow!(
            "no task matches `{pattern}`{}; `tribunal list tasks` shows all",
            hint(pattern)
        )));
    }
    let params = select::params(&args.params)?;
    for (name, _) in &params {
        if !tasks.iter().any(|task| has(task, name)) {
            return Err(Failure::usage(anyhow!(
                "no task that matches `{pattern}` has a parameter `{name}`; `tribunal list tasks \
                 --long` shows what they have"
            )));
        }
    }
    let mut generators = Vec::new();
    for &task in &tasks {
        let mut given: Vec<(&str, ParamValue)> = Vec::new();
        for (name, value) in &params {
            if let Some(param) = task.params.iter().find(|param| param.name == *name) {
                let value = param.parse(value).map_err(|error| {
                    Failure::usage(
                        anyhow::Error::new(error).context(format!("task `{}`", task.name)),
                    )
                })?;
                given.push((param.name, value));
            }
        }
        for variation in task.variations {
            if only.is_none_or(|only| only == variation.name) {
                let made = Generator::new(task, Some(variation.name), given.clone(), seed);
                generators.push(made.map_err(Failure::usage)?);
            }
        }
    }
    if generators.is_empty() {
        return Err(Failure::usage(anyhow!(
            "no task that matches `{pattern}` has a variation `{}`; `tribunal list tasks --long` \
             shows what they have",
            only.unwrap_or_default()
        )));
    }
    Ok(generators)
}

fn has(task: &Task, param: &str) -> bool {
    task.params.iter().any(|known| known.name == param)
}

fn line(generator: &Generator, swept: Swept, seed: &str) -> Line {
    let listed: u64 = COLUMNS.into_iter().map(|flaw| swept.count(flaw)).sum();
    let [wrong_keys, rejected_oracles, accepted_anti_oracles] =
        COLUMNS.map(|flaw| swept.count(flaw));
    Line {
        task: generator.task().name,
        generator_version: generator.task().version,
        variation: generator.variation().name,
        params: serde_json::from_str(&generator.params().canonical()).unwrap_or_default(),
        items: swept.items,
        repeats: swept.repeats,
        wrong_keys,
        rejected_oracles,
        accepted_anti_oracles,
        other_faults: swept.faults() - listed,
        items_per_second: swept.items_per_second().round(),
        proof: swept.method,
        faults: swept
            .counts
            .iter()
            .map(|(flaw, count)| (flaw.words(), *count))
            .collect(),
        told: swept
            .told
            .into_iter()
            .map(|fault| Told {
                show: fault.index.map(|index| show(generator, seed, index)),
                fault,
            })
            .collect(),
    }
}

/// The command that shows an item.
fn show(generator: &Generator, seed: &str, index: u64) -> String {
    let task = generator.task();
    let mut command = format!(
        "tribunal show {}:{} --seed {} --index {index}",
        task.name,
        generator.variation().name,
        quoted(seed)
    );
    for (param, (name, value)) in task.params.iter().zip(generator.params().iter()) {
        if *value != param.default_value() {
            let _ = write!(command, " --set {name}={value}");
        }
    }
    command
}

/// `text` as a shell takes it.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.,:/".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn render_lines(lines: &[Line]) -> String {
    let name = |line: &Line| format!("{}:{}", line.task, line.variation);
    let width = lines.iter().map(|line| name(line).len()).max().unwrap_or(0);
    let mut text = format!(
        "{:width$}  {:>8}  {:>10}  {:>8}  {:>8}  {:>5}  {:>8}  {:>9}  proof\n",
        "task:variation",
        "items",
        "wrong keys",
        "rejected",
        "accepted",
        "other",
        "repeats",
        "items/s"
    );
    for line in lines {
        let _ = writeln!(
            text,
            "{:width$}  {:>8}  {:>10}  {:>8}  {:>8}  {:>5}  {:>8}  {:>9}  {}",
            name(line),
            line.items,
            line.wrong_keys,
            line.rejected_oracles,
            line.accepted_anti_oracles,
            line.other_faults,
            line.repeats,
            line.items_per_second,
            line.proof.unwrap_or("none")
        );
    }
    text.push_str(
        "\nrejected: right answers not judged right · accepted: wrong answers not judged wrong · \
         other: see below\nrepeats: items that had come before · items/s: on one core, every test \
         included\n",
    );
    for line in lines.iter().filter(|line| !line.told.is_empty()) {
        let counts: Vec<String> = line
            .faults
            .iter()
            .map(|(flaw, count)| format!("{flaw}: {count}"))
            .collect();
        let _ = writeln!(text, "\n{}  {}", name(line), counts.join(", "));
        for told in &line.told {
            let _ = writeln!(text, "  {}: {}", told.fault.flaw.words(), told.fault.reason);
            if let Some(show) = &told.show {
                let _ = writeln!(text, "    {show}");
            }
        }
    }
    text
}
