//! One row a group, a task and, where there are several, a variation and a cell.

use serde_json::Value;

use super::Pen;
use crate::format::{
    bare_percent, count, dollars, interval, milliseconds, percent, points, tame, tokens,
};
use crate::report::{CellReport, Report, TaskReport};
use crate::summary::{Amount, RepeatFigure, Summary};
use crate::table::{Align, Table, Weight};

const UNKNOWN: &str = "?";
const NOTHING: &str = "–";

/// A row's name and its figures.
struct Row<'a> {
    weight: Weight,
    name: String,
    summary: &'a Summary,
}

/// Groups of several tasks, tasks, and what a task consists of: its variations where it has
/// several, else its cells where it has several; all cells, if they are wanted.
fn rows(report: &Report, long: bool) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for group in &report.groups {
        let several = group.tasks > 1;
        if several {
            let (name, summary) = (tame(&group.group, 80), &group.summary);
            rows.push(Row {
                weight: Weight::Bold,
                name,
                summary,
            });
        }
        for task in report.tasks.iter().filter(|task| task.group == group.group) {
            let (indent, name) = match task.task.strip_prefix(&group.group) {
                Some(rest) if several && !rest.is_empty() => ("  ", &rest[1..]),
                _ => ("", task.task.as_str()),
            };
            let weight = if several { Weight::Plain } else { Weight::Bold };
            let name = format!("{indent}{}", tame(name, 80));
            rows.push(Row {
                weight,
                name,
                summary: &task.summary,
            });
            parts(task, indent, long, &mut rows);
        }
    }
    rows
}

/// The rows below a task's.
fn parts<'a>(task: &'a TaskReport, indent: &str, long: bool, rows: &mut Vec<Row<'a>>) {
    let row = |indent: &str, name: &str, summary: &'a Summary| Row {
        weight: Weight::Dim,
        name: format!("{indent}  {}", tame(name, 80)),
        summary,
    };
    let [_, _, ..] = task.variations[..] else {
        if long || task.cells.len() > 1 {
            let cells = task.cells.iter();
            rows.extend(cells.map(|cell| row(indent, &cell_name(task, cell), &cell.summary)));
        }
        return;
    };
    for variation in &task.variations {
        let cells = task.cells.iter();
        let cells: Vec<&CellReport> = cells
            .filter(|cell| cell.variation == variation.variation)
            .collect();
        match cells[..] {
            [cell] => rows.push(row(indent, &cell_name(task, cell), &cell.summary)),
            _ => {
                rows.push(row(indent, &variation.variation, &variation.summary));
                if long {
                    let indent = format!("{indent}  ");
                    rows.extend(
                        cells
                            .iter()
                            .map(|cell| row(&indent, &cell_name(task, cell), &cell.summary)),
                    );
                }
            }
        }
    }
}

/// The variation and the parameters; of several cells, only the parameters that differ.
fn cell_name(task: &TaskReport, cell: &CellReport) -> String {
    let mut name = cell.variation.clone();
    if let Value::Object(params) = &cell.params {
        for (key, value) in params {
            let alike = task.cells.len() > 1
                && task
                    .cells
                    .iter()
                    .all(|other| other.params.get(key) == Some(value));
            if alike {
                continue;
            }
            let value = match value {
                Value::String(word) => word.clone(),
                other => other.to_string(),
            };
            name.push_str(&format!(" {key}={value}"));
        }
    }
    name
}

fn draw(table: &Table, pen: &Pen) -> String {
    if table.is_empty() {
        return String::new();
    }
    table.lines(pen.width, |weight, line| pen.line(weight, line))
}

pub(super) fn scores(report: &Report, pen: &Pen, long: bool) -> String {
    let rows = rows(report, long);
    let whole = &report.headline;
    let errors = whole.errors.count > 0;
    let silent = whole.outcomes.no_answer() > 0;
    let format = rows.iter().any(|row| {
        row.summary
            .format_cost
            .is_some_and(|cost| points(cost) != "0.0")
    });
    let mut columns = vec![
        ("task", Align::Left),
        ("n", Align::Right),
        ("score", Align::Right),
        ("95 % interval", Align::Left),
    ];
    columns.extend(errors.then_some(("errors", Align::Right)));
    columns.extend(silent.then_some(("no answer", Align::Right)));
    columns.extend(format.then_some(("format", Align::Right)));
    let keep = columns.len();
    let tokens_known = whole.effort.tokens.output.known > 0;
    let timed = whole.effort.latency.is_some();
    let priced = whole.effort.cost.known > 0;
    columns.extend(tokens_known.then_some(("tokens out", Align::Right)));
    columns.extend(timed.then_some(("p50", Align::Right)));
    columns.extend(priced.then_some(("cost", Align::Right)));

    let mut table = Table::new(&columns);
    for row in rows {
        let summary = row.summary;
        let scored = summary.score.map_or(0, |score| score.n as u64);
        let mut cells = vec![row.name, count(scored)];
        match &summary.score {
            Some(score) => cells.extend([percent(score.mean), interval(score.low, score.high)]),
            None => cells.extend([NOTHING.to_owned(), String::new()]),
        }
        cells.extend(errors.then(|| count(summary.errors.count)));
        cells.extend(silent.then(|| summary.no_answer_rate.map_or(NOTHING.into(), percent)));
        cells.extend(format.then(|| summary.format_cost.map_or(NOTHING.into(), points)));
        cells.extend(tokens_known.then(|| mean(summary.effort.tokens.output)));
        cells.extend(timed.then(|| {
            summary
                .effort
                .latency
                .map_or(NOTHING.into(), |latency| milliseconds(latency.p50_ms))
        }));
        cells.extend(priced.then(|| cost(summary)));
        table.row(row.weight, cells);
    }
    table.shrink(pen.width, keep);
    draw(&table, pen)
}

fn mean(amount: Amount) -> String {
    amount.mean.map_or(UNKNOWN.into(), tokens)
}

/// Dollars, with `≥` while some are unknown.
fn cost(summary: &Summary) -> String {
    let effort = &summary.effort;
    match effort.cost.usd {
        None => UNKNOWN.to_owned(),
        Some(usd) if effort.cost.known < effort.answers => format!("≥ {}", dollars(usd)),
        Some(usd) => dollars(usd),
    }
}

/// What became of the questions of each task.
pub(super) fn answers(report: &Report, pen: &Pen) -> String {
    let mut table = Table::new(&[
        ("answers", Align::Left),
        ("right", Align::Right),
        ("wrong", Align::Right),
        ("unparsable", Align::Right),
        ("truncated", Align::Right),
        ("refused", Align::Right),
        ("errors", Align::Right),
        ("bounds", Align::Left),
        ("strict", Align::Right),
        ("lenient", Align::Right),
    ]);
    for row in rows(report, true) {
        let (summary, outcomes) = (row.summary, row.summary.outcomes);
        let share = |estimate: &Option<tribunal_stats::Estimate>| {
            estimate.map_or(NOTHING.into(), |estimate| percent(estimate.mean))
        };
        let bounds = match (summary.errors.count, summary.errors.bounds) {
            (1.., Some(bounds)) => interval(bounds.low, bounds.high),
            _ => NOTHING.to_owned(),
        };
        table.row(
            row.weight,
            vec![
                row.name,
                count(outcomes.correct),
                count(outcomes.incorrect),
                count(outcomes.unparsable),
                count(outcomes.truncated),
                count(outcomes.refused),
                count(outcomes.error),
                bounds,
                share(&summary.strict),
                share(&summary.lenient),
            ],
        );
    }
    table.shrink(pen.width, 7);
    draw(&table, pen)
}

/// What each task took.
pub(super) fn effort(report: &Report, pen: &Pen) -> String {
    let mut table = Table::new(&[
        ("effort", Align::Left),
        ("in", Align::Right),
        ("out", Align::Right),
        ("of it reasoning", Align::Right),
        ("p50", Align::Right),
        ("p95", Align::Right),
        ("cost", Align::Right),
        ("out/correct", Align::Right),
        ("retries", Align::Right),
        ("cached", Align::Right),
    ]);
    for row in rows(report, true) {
        let summary = row.summary;
        let Tokened {
            input,
            output,
            reasoning,
        } = tokened(summary);
        let latency = summary.effort.latency;
        let time = |ms: Option<f64>| ms.map_or(NOTHING.into(), milliseconds);
        table.row(
            row.weight,
            vec![
                row.name,
                input,
                output,
                reasoning,
                time(latency.map(|latency| latency.p50_ms)),
                time(latency.map(|latency| latency.p95_ms)),
                cost(summary),
                summary
                    .effort
                    .tokens
                    .output_per_correct
                    .map_or(NOTHING.into(), tokens),
                count(summary.effort.retries),
                count(summary.effort.cached),
            ],
        );
    }
    table.shrink(pen.width, 7);
    draw(&table, pen)
}

/// Mean tokens as text.
struct Tokened {
    input: String,
    output: String,
    reasoning: String,
}

fn tokened(summary: &Summary) -> Tokened {
    let tokens = summary.effort.tokens;
    Tokened {
        input: mean(tokens.input),
        output: mean(tokens.output),
        reasoning: mean(tokens.reasoning),
    }
}

/// What repeats show of each task, in percent.
pub(super) fn repeats(report: &Report, pen: &Pen) -> String {
    if report.headline.repeats.is_none() {
        return String::new();
    }
    let mut table = Table::new(&[
        ("repeats, in %", Align::Left),
        ("pass@1", Align::Right),
        ("pass@k", Align::Right),
        ("pass^k", Align::Right),
        ("maj@k", Align::Right),
        ("flips", Align::Right),
    ]);
    let share = |figure: RepeatFigure| {
        figure
            .estimate
            .map_or(NOTHING.into(), |estimate| bare_percent(estimate.mean))
    };
    for row in rows(report, true) {
        if let Some(repeats) = row.summary.repeats {
            let figures = [
                repeats.pass_at_1,
                repeats.pass_at_k,
                repeats.pass_pow_k,
                repeats.maj_at_k,
                repeats.flip_rate,
            ];
            let cells = std::iter::once(row.name)
                .chain(figures.map(share))
                .collect();
            table.row(row.weight, cells);
        }
    }
    draw(&table, pen)
}
