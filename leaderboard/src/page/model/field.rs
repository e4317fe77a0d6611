//! What all models' pages need of a suite, and each model's small charts beside it.

use std::collections::HashMap;

use crate::board::{Outcome, Suite};
use crate::difficulty;
use crate::error::BoardError;
use crate::page::Chart;
use crate::page::figures::task_name;
use crate::svg::{Band, Line, Lines, Point, lines};

/// What of a suite all models' pages need: made once.
#[derive(Debug)]
pub(crate) struct Field {
    items: Vec<Vec<u32>>,
    /// By task: the parameter's name, its values, and the median score at each.
    curves: Vec<(String, difficulty::Axis, Vec<Option<f64>>)>,
    medians: HashMap<String, f64>,
}

impl Field {
    pub(crate) fn new(suite: &Suite) -> Result<Self, BoardError> {
        let items = difficulty::by_cell(&suite.catalog);
        let mut curves = Vec::new();
        let mut medians = HashMap::new();
        for task in suite.catalog.tasks() {
            let scores = suite.results.iter().filter_map(|outcome| {
                let report = outcome
                    .report
                    .tasks
                    .iter()
                    .find(|report| report.task == task)?;
                Some(report.summary.score?.mean)
            });
            if let Some(median) = median(scores.collect()) {
                medians.insert(task.to_owned(), median);
            }
            let Some(axis) = difficulty::axes(&suite.catalog, task).into_iter().next() else {
                continue;
            };
            let mut typical = Vec::new();
            for (_, cells) in &axis.steps {
                let mut scores = Vec::new();
                for outcome in &suite.results {
                    let score = difficulty::score(&suite.catalog, &items, outcome, cells)?;
                    scores.extend(score.map(|score| score.mean));
                }
                typical.push(median(scores));
            }
            curves.push((task.to_owned(), axis, typical));
        }
        Ok(Self {
            items,
            curves,
            medians,
        })
    }

    pub(crate) fn items(&self) -> &[Vec<u32>] {
        &self.items
    }

    /// The median of all models' scores on `task`.
    pub(super) fn median(&self, task: &str) -> Option<f64> {
        self.medians.get(task).copied()
    }

    /// A small chart for every task with a parameter that makes it harder.
    pub(super) fn charts(
        &self,
        suite: &Suite,
        outcome: &Outcome,
    ) -> Result<Vec<Chart>, BoardError> {
        let mut charts = Vec::new();
        for (task, axis, typical) in &self.curves {
            let (mut own, mut usual) = (Vec::new(), Vec::new());
            for ((value, cells), typical) in axis.steps.iter().zip(typical) {
                if let Some(score) = difficulty::score(&suite.catalog, &self.items, outcome, cells)?
                {
                    own.push(Point {
                        x: *value,
                        mean: score.mean,
                        low: score.low,
                        high: score.high,
                        n: score.n as u64,
                    });
                }
                usual.extend(typical.map(|median| Point {
                    x: *value,
                    mean: median,
                    low: median,
                    high: median,
                    n: suite.results.len() as u64,
                }));
            }
            if own.is_empty() {
                continue;
            }
            let n: u64 = own.iter().map(|point| point.n).sum();
            let line = |points, class: &str, band| Line {
                name: String::new(),
                class: class.to_owned(),
                points,
                band,
            };
            charts.push(Chart {
                suite: suite.slug.clone(),
                title: task_name(task),
                note: format!("n = {n}"),
                svg: lines(&Lines {
                    lines: vec![
                        line(usual, "rest", Band::Hidden),
                        line(own, "s0", Band::Shown),
                    ],
                    x: axis.param.clone(),
                    label: format!("score on {task} against {}", axis.param),
                    steps: Some(axis.steps.iter().map(|(value, _)| *value).collect()),
                    size: (300.0, 200.0),
                }),
            });
        }
        Ok(charts)
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}
