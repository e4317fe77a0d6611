//! For a terminal.

use std::fmt::Write as _;

use tribunal_report::format::{percent, points, tame, wrap_after};
use tribunal_report::table::{Align, Table, Weight};

use super::{counts, difference, drift_lines, p_method, p_value, side_rows, spread};
use crate::Figures;
use crate::align::Aligned;
use crate::drift::Drift;
use crate::ruling::{Ruling, Status};

/// Columns that a line may take where a terminal doesn't say.
const WIDTH: usize = 100;
/// Names of models are cut to so many characters.
const NAME: usize = 60;

/// The comparison of two runs. `power` is that of the detectable drop, e.g. 0.8.
pub fn comparison(
    aligned: &Aligned,
    figures: &Figures,
    drift: &Drift,
    power: f64,
    width: Option<usize>,
) -> String {
    let width = width.unwrap_or(WIDTH);
    let mut text = sides(aligned, figures);
    if let Some(overall) = &figures.overall {
        let level = 100.0 * overall.level.value();
        let lines = [
            format!(
                "Difference  {}  {level:.0} % interval, p {} ({})",
                difference(overall),
                p_value(overall.p_value),
                p_method(overall.p_method)
            ),
            format!("Pairs       {} · {}", counts(overall), spread(overall)),
            match figures.detectable_drop {
                Some(drop) => format!(
                    "Sight       a true drop of {:.1} points is found with {:.0} % power at so many items",
                    100.0 * drop,
                    100.0 * power
                ),
                None => "Sight       so few items of such spread would reveal no drop".to_owned(),
            },
        ];
        for line in lines {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text.push('\n');
    text.push_str(&side_table(figures, width));
    text.push('\n');
    text.push_str(&task_table(figures, width));
    for line in drift_lines(drift) {
        let _ = writeln!(text, "{}", wrap_after("", &line, width, 0));
    }
    text
}

/// The ruling of a gate.
pub fn ruling(aligned: Option<&Aligned>, ruling: &Ruling, width: Option<usize>) -> String {
    let width = width.unwrap_or(WIDTH);
    let mut text = format!("{}  ", ruling.decision.name());
    let indent = text.chars().count();
    text = wrap_after(&text, &ruling.reason, width, indent);
    text.push('\n');
    if let Some(more) = ruling.more_items {
        let _ = writeln!(text, "about {more} more items a side would decide");
    }
    text.push('\n');
    if let Some(aligned) = aligned {
        text.push_str(&sides(aligned, &ruling.figures));
        text.push('\n');
    }
    for requirement in &ruling.requirements {
        let mark = match requirement.status {
            Status::Met => "met    ",
            Status::Broken => "broken ",
            Status::Open => "open   ",
            Status::Invalid => "invalid",
        };
        let label = format!("{mark}  {}: ", requirement.name);
        let _ = writeln!(
            text,
            "{}",
            wrap_after(&label, &requirement.detail, width, 9)
        );
    }
    text.push('\n');
    text.push_str(&side_table(&ruling.figures, width));
    text.push('\n');
    text.push_str(&task_table(&ruling.figures, width));
    for line in drift_lines(&ruling.drift) {
        let _ = writeln!(text, "{}", wrap_after("", &line, width, 0));
    }
    text
}

fn sides(aligned: &Aligned, figures: &Figures) -> String {
    let spec = &aligned.base.run.spec;
    format!(
        "Baseline   {}\nCandidate  {}\nSuite      {}, seed {}: {} pairs, {} judged on both sides\n",
        tame(&aligned.base.name(), NAME),
        tame(&aligned.candidate.name(), NAME),
        tame(&spec.suite, NAME),
        tame(&spec.seed, NAME),
        figures.pairs,
        figures.judged,
    )
}

fn side_table(figures: &Figures, width: usize) -> String {
    let mut table = Table::new(&[
        ("", Align::Left),
        ("baseline", Align::Right),
        ("candidate", Align::Right),
    ]);
    for row in side_rows(figures) {
        table.row(Weight::Plain, row.to_vec());
    }
    table.lines(width, |_, line| line.to_owned())
}

fn task_table(figures: &Figures, width: usize) -> String {
    let mut table = Table::new(&[
        ("task", Align::Left),
        ("n", Align::Right),
        ("base", Align::Right),
        ("cand", Align::Right),
        ("difference", Align::Right),
        ("interval", Align::Right),
        ("Holm p", Align::Right),
    ]);
    for task in &figures.tasks {
        let cells = match &task.comparison {
            Some(one) => vec![
                task.task.clone(),
                one.n.to_string(),
                percent(one.base),
                percent(one.candidate),
                points(one.difference),
                format!("[{}, {}]", points(one.low), points(one.high)),
                task.adjusted_p.map_or_else(String::new, p_value),
            ],
            None => vec![task.task.clone(), "0".to_owned()],
        };
        table.row(Weight::Plain, cells);
    }
    table.shrink(width, 5);
    table.lines(width, |_, line| line.to_owned())
}
