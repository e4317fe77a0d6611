//! `tribunal gate plan`: how many items, and what they cost.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::anyhow;
use serde::Serialize;
use tribunal_gate::comparison::Rates;
use tribunal_gate::{Figures, GateFile, Needed, align};
use tribunal_plan::forecast::{Forecast, forecast};
use tribunal_plan::{Plan, PlanOptions, Suite};
use tribunal_stats::Level;

use crate::args::{GatePlan, Global};
use crate::commands::{compare, plan};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

/// What prompts are measured on stands for any seed.
const SEED: &str = "gate plan";

#[derive(Serialize)]
struct Output<'a> {
    schema: u32,
    suite: &'a str,
    suite_digest: &'a str,
    /// Whether the file pins this digest.
    pinned: bool,
    margin: f64,
    alpha: f64,
    power: f64,
    #[serde(flatten)]
    needed: &'a Needed,
    model: &'a str,
    /// One side, for the items needed or the most allowed, whichever is less.
    items: u64,
    forecast: &'a Forecast,
}

pub(super) fn execute(
    args: &GatePlan,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    if let Some(suite) = &args.new {
        write_new(&args.file, suite)?;
        printer.note(&format!("wrote {}", args.file.display()));
    }
    let file = GateFile::read(&args.file)?;
    let measured = args
        .measured
        .as_deref()
        .map(|runs| discordance(runs, &file, global))
        .transpose()?;
    let needed = Needed::new(&file, measured)
        .map_err(|error| Failure::usage(anyhow!("this gate can't be planned: {error}")))?;
    let items = needed.items.min(needed.most);
    let plan = Plan::new(
        Suite::find(&file.suite)?,
        PlanOptions {
            seed: SEED.to_owned(),
            limit: Some(items),
            repeats: 1,
            sampling: Default::default(),
            asking: tribunal_plan::Asking::default(),
        },
    )?;
    let (label, known) = plan::known(&args.model, args.concurrency, &global.store)?;
    let forecast = forecast(&plan, &known)?;
    let digest = plan.suite_digest();
    let pinned = digest.starts_with(&file.suite_digest.to_ascii_lowercase());
    let output = Output {
        schema: 1,
        suite: &file.suite,
        suite_digest: digest,
        pinned,
        margin: file.endpoint.margin,
        alpha: file.endpoint.alpha,
        power: file.endpoint.power,
        needed: &needed,
        model: &label,
        items: plan.len(),
        forecast: &forecast,
    };
    if printer.is_json() {
        printer.json(&output)?;
    } else {
        printer.data(&render(&output, measured.is_some()))?;
    }
    if !pinned {
        printer.note(&format!(
            "the file pins another suite digest: put suite_digest = \"{digest}\" into it if the \
             suite was meant to change"
        ));
        return Ok(Code::Invalid);
    }
    Ok(Code::Ok)
}

fn render(output: &Output<'_>, measured: bool) -> String {
    let needed = output.needed;
    let mut text = format!(
        "suite      {}\ndigest     {}\nmargin     {:.1} points, alpha {}, power {}\n\
         discordance {:.1} % of items differ between equally good models ({})\n\n",
        output.suite,
        output.suite_digest,
        100.0 * output.margin,
        output.alpha,
        output.power,
        100.0 * needed.discordance,
        if measured { "measured" } else { "assumed" },
    );
    let _ = writeln!(
        text,
        "needed     {} items a side, so that an equally good candidate passes a fixed test with \
         {:.0} % probability",
        needed.items,
        100.0 * output.power
    );
    if needed.suffices() {
        let _ = writeln!(text, "allowed    {}: enough", needed.most);
    } else {
        let margin = needed.margin_at_most.map_or_else(
            || "no margin".to_owned(),
            |margin| format!("a margin of {:.1} points", 100.0 * margin),
        );
        let _ = writeln!(
            text,
            "allowed    {}: too few; enough for {margin}. Raise items.max or the margin",
            needed.most
        );
    }
    text.push_str(
        "           a sequential gate stops earlier in clear cases and may need more in close ones\n\n",
    );
    text.push_str(&plan::forecast_table(
        output.forecast,
        output.model,
        output.items,
    ));
    text
}

/// How often two runs of the baseline differ.
fn discordance(runs: &[String], file: &GateFile, global: &Global) -> Result<f64, Failure> {
    let [one, again] = runs else {
        return Err(Failure::usage(anyhow!("--measured takes two runs")));
    };
    let one = compare::open(None, global, one)?;
    let again = compare::open(None, global, again)?;
    let (aligned, _) = align(&one, &again, file.endpoint.reading, None)?;
    let figures =
        Figures::new(&aligned, Level::P95, Rates::default()).map_err(Failure::internal)?;
    figures
        .overall
        .map(|overall| overall.discordance)
        .ok_or_else(|| {
            Failure::usage(anyhow!(
                "the two runs have no judged item in common; ask the same model the same items \
                 twice (`tribunal run … --again`)"
            ))
        })
}

/// Writes the recommended gate file for `suite`, unless there is a file already.
fn write_new(path: &Path, suite: &str) -> Result<(), Failure> {
    if path.exists() {
        return Err(Failure::usage(anyhow!(
            "`{}` is there already; name another file, or plan it without --new",
            path.display()
        )));
    }
    let plan = Plan::new(
        Suite::find(suite)?,
        PlanOptions {
            seed: SEED.to_owned(),
            limit: None,
            repeats: 1,
            sampling: Default::default(),
            asking: tribunal_plan::Asking::default(),
        },
    )?;
    let file = GateFile::recommended(suite, plan.suite_digest());
    let text = toml::to_string(&file).map_err(Failure::internal)?;
    std::fs::write(path, text)
        .map_err(|error| Failure::usage(anyhow!("can't write `{}`: {error}", path.display())))
}
