//! The same run without the tool, or with it: scores side by side.

use serde::Serialize;
use tribunal_store::{Reader, Run, StoreError};

use crate::format::tame;
use crate::report::{Report, build};
use crate::table::{Align, Table, Weight};

/// Two runs that differ in the tool alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beside {
    /// Number of the run without a tool.
    pub without: i64,
    /// Number of the run with it.
    pub with: i64,
    /// The tool's name.
    pub tool: String,
    /// The suite's score.
    pub headline: BesideLine,
    /// Each task that both runs have answers to.
    pub tasks: Vec<BesideLine>,
}

/// One score twice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BesideLine {
    /// The task's name; the suite's in the headline.
    pub name: String,
    /// Mean score without the tool.
    pub without: Option<f64>,
    /// Mean score with it.
    pub with: Option<f64>,
}

/// A mode's name without the tool, and the tool.
fn parted(mode: &str) -> (&str, Option<&str>) {
    match mode.split_once('+') {
        Some((mode, tool)) => (mode, Some(tool)),
        None => (mode, None),
    }
}

/// Looks for the latest run of the same suite, seed, size, repeats, sampling and model that `run`
/// differs from by its tool alone. `None` where there is none.
///
/// # Errors
/// As [`build`].
pub fn beside(reader: &Reader, run: &Run, report: &Report) -> Result<Option<Beside>, StoreError> {
    let (mode, tool) = parted(&run.spec.mode);
    let runs = reader.runs()?;
    let other = runs.iter().rfind(|other| {
        let (one, two) = (&run.spec, &other.spec);
        let (other_mode, other_tool) = parted(&two.mode);
        other.id != run.id
            && other_mode == mode
            && other_tool.is_some() != tool.is_some()
            && one.suite_digest == two.suite_digest
            && one.seed == two.seed
            && one.planned_items == two.planned_items
            && one.repeats == two.repeats
            && one.sampling_asked == two.sampling_asked
            && one.model == two.model
    });
    let Some(other) = other else {
        return Ok(None);
    };
    let theirs = build(reader, other)?;
    let (without, with) = if tool.is_some() {
        (&theirs, report)
    } else {
        (report, &theirs)
    };
    let tool = tool.or(parted(&other.spec.mode).1).unwrap_or_default();
    let mean = |report: &Report, task: &str| {
        let found = report.tasks.iter().find(|known| known.task == task)?;
        found.summary.score.as_ref().map(|score| score.mean)
    };
    let tasks = without.tasks.iter().map(|task| BesideLine {
        name: task.task.clone(),
        without: mean(without, &task.task),
        with: mean(with, &task.task),
    });
    let whole = |report: &Report| report.headline.score.as_ref().map(|score| score.mean);
    Ok(Some(Beside {
        without: without.run.id,
        with: with.run.id,
        tool: tool.to_owned(),
        headline: BesideLine {
            name: run.spec.suite.clone(),
            without: whole(without),
            with: whole(with),
        },
        tasks: tasks.collect(),
    }))
}

/// Draws the comparison as a table. Ends with a newline.
#[must_use]
pub fn render_beside(beside: &Beside, width: usize) -> String {
    let mut table = Table::new(&[
        ("score", Align::Left),
        ("without", Align::Right),
        ("with", Align::Right),
        ("difference", Align::Right),
    ]);
    let score =
        |value: Option<f64>| value.map_or("–".to_owned(), |v| format!("{:.1} %", 100.0 * v));
    for line in std::iter::once(&beside.headline).chain(&beside.tasks) {
        let difference = match (line.without, line.with) {
            (Some(without), Some(with)) => format!("{:+.1}", 100.0 * (with - without)),
            _ => "–".to_owned(),
        };
        table.row(
            Weight::Plain,
            vec![
                tame(&line.name, 60),
                score(line.without),
                score(line.with),
                difference,
            ],
        );
    }
    format!(
        "Without a tool (run {}) and with {} (run {})\n{}",
        beside.without,
        tame(&beside.tool, 20),
        beside.with,
        table.lines(width.max(72), |_, text| text.to_owned())
    )
}
