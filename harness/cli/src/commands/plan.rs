//! `tribunal plan`: what a run would ask, and what that may cost.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;
use tribunal_generators::seed::commitment;
use tribunal_plan::forecast::{Forecast, Known, Span, forecast};
use tribunal_store::{Settled, StoreError};

use super::{existing, select};
use crate::args::{self, Global, Plan};
use crate::exit::{Code, Failure};
use crate::model;
use crate::printer::Printer;

#[derive(Serialize)]
struct Output<'a> {
    schema: u32,
    suite: &'a str,
    suite_version: u32,
    suite_digest: &'a str,
    plan_digest: &'a str,
    items_digest: &'a str,
    prompt_set: &'a str,
    prompt_set_digest: &'a str,
    seed: &'a str,
    seed_commitment: &'a str,
    reading: &'static str,
    items: u64,
    repeats: u32,
    tasks: &'a BTreeMap<&'static str, (u64, usize)>,
    model: &'a str,
    forecast: &'a Forecast,
}

pub(super) fn execute(
    args: &Plan,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let seed = match args.selection.seed.as_str() {
        "fresh" => select::fresh_seed()?,
        given => given.to_owned(),
    };
    let plan = select::plan(&args.selection, seed)?;
    let (label, known) = known(&args.model, args.concurrency, &global.store)?;
    let forecast = forecast(&plan, &known)?;
    let mut tasks: BTreeMap<&'static str, (u64, usize)> = BTreeMap::new();
    for (position, cell) in plan.cells().iter().enumerate() {
        let entry = tasks.entry(cell.generator.task().name).or_default();
        entry.0 += plan.count_of(position);
        entry.1 += 1;
    }
    let (prompt_set, prompt_set_digest) = plan.prompt_set();
    let seed = &plan.options().seed;
    let output = Output {
        schema: 1,
        suite: &plan.suite().name,
        suite_version: plan.suite().version,
        suite_digest: plan.suite_digest(),
        plan_digest: plan.digest(),
        items_digest: &plan.items_digest()?,
        prompt_set,
        prompt_set_digest: &prompt_set_digest,
        seed,
        seed_commitment: &commitment(seed),
        reading: plan.suite().reading.name(),
        items: plan.len(),
        repeats: plan.options().repeats,
        tasks: &tasks,
        model: &label,
        forecast: &forecast,
    };
    if printer.is_json() {
        printer.json(&output)?;
    } else {
        printer.data(&render(&output))?;
    }
    Ok(Code::Ok)
}

fn render(output: &Output<'_>) -> String {
    let mut text = format!(
        "suite    {} v{}, {} reading\nseed     {}\n",
        output.suite, output.suite_version, output.reading, output.seed
    );
    for (name, digest) in [
        ("commit", output.seed_commitment),
        ("suite", output.suite_digest),
        ("prompts", output.prompt_set_digest),
        ("items", output.items_digest),
        ("plan", output.plan_digest),
    ] {
        let _ = writeln!(text, "digest   {name:8} {digest}");
    }
    let width = output
        .tasks
        .keys()
        .map(|name| name.len())
        .max()
        .unwrap_or(0);
    let _ = writeln!(text, "\n{:width$}  cells   items", "task");
    for (name, (items, cells)) in output.tasks {
        let _ = writeln!(text, "{name:width$}  {cells:5}  {items:6}");
    }
    let cells: usize = output.tasks.values().map(|(_, cells)| cells).sum();
    let _ = writeln!(text, "{:width$}  {cells:5}  {:6}", "together", output.items);
    text.push('\n');
    text.push_str(&forecast_table(output.forecast, output.model, output.items));
    text
}

/// What is known of the model beforehand, and its label.
pub(super) fn known(
    args: &args::Model,
    concurrency: usize,
    store: &Path,
) -> Result<(String, Known), Failure> {
    let spec = model::spec_if_model(args)?;
    let label = spec.as_ref().map_or_else(
        || args.name().to_owned(),
        |spec| format!("{}/{}", spec.provider.name(), spec.name),
    );
    let (mean_output, mean_seconds) = history(store, &label)?;
    let price = spec.as_ref().and_then(|spec| spec.price);
    let known = Known {
        input_price: price.map(|price| price.input),
        output_price: price.map(|price| price.output),
        mean_output,
        mean_seconds,
        concurrency: concurrency.max(1) as f64,
    };
    Ok((label, known))
}

/// The forecast as a table; `items` is how many are asked.
pub(super) fn forecast_table(forecast: &Forecast, model: &str, items: u64) -> String {
    let mut text = format!(
        "{} answers of {model} ({items} items × {} repeats)\n",
        forecast.answers,
        forecast.answers / items.max(1)
    );
    let _ = writeln!(
        text,
        "{:15} {:>14} {:>14} {:>14}",
        "forecast", "least", "likely", "most"
    );
    for (name, span, show) in [
        (
            "input tokens",
            forecast.input_tokens,
            whole as fn(f64) -> String,
        ),
        ("output tokens", forecast.output_tokens, whole),
        ("US dollars", forecast.usd, dollars),
        ("time", forecast.seconds, duration),
    ] {
        let Span { low, likely, high } = span;
        let cell = |value: Option<f64>| value.map_or("unknown".to_owned(), show);
        let _ = writeln!(
            text,
            "{name:15} {:>14} {:>14} {:>14}",
            cell(low),
            cell(likely),
            cell(high)
        );
    }
    if forecast.usd.low.is_none() {
        text.push_str("money needs a price: add `price` to the model's entry in models.toml\n");
    }
    if forecast.output_tokens.likely.is_none() {
        text.push_str("likely figures come from earlier runs of this model in the store\n");
    }
    text
}

fn whole(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn dollars(value: f64) -> String {
    if value < 0.1 {
        format!("${value:.4}")
    } else {
        format!("${value:.2}")
    }
}

fn duration(seconds: f64) -> String {
    let whole = seconds.ceil() as u64;
    match whole {
        0..=119 => format!("{whole} s"),
        120..=7_199 => format!("{} min", whole.div_ceil(60)),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

/// Mean output tokens and seconds of the answers that the store holds of this model.
fn history(store: &Path, label: &str) -> Result<(Option<f64>, Option<f64>), StoreError> {
    let Some(reader) = existing(store)? else {
        return Ok((None, None));
    };
    let (mut tokens, mut counted, mut seconds, mut timed) = (0.0, 0.0, 0.0, 0.0);
    for run in reader
        .runs()?
        .into_iter()
        .filter(|run| run.spec.model == label)
    {
        reader.for_each_scored(run.id, |row| -> Result<(), StoreError> {
            if let Settled::Answered(answer) = row.settled {
                if let Some(output) = answer.usage.output {
                    tokens += output as f64;
                    counted += 1.0;
                }
                if let Some(us) = answer.total_us {
                    seconds += us as f64 / 1e6;
                    timed += 1.0;
                }
            }
            Ok(())
        })?;
    }
    let mean = |sum: f64, n: f64| (n > 0.0).then(|| sum / n);
    Ok((mean(tokens, counted), mean(seconds, timed)))
}
