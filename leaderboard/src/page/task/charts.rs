//! A task's charts: score against what makes it hard, and accuracy step by step.

use tribunal_stats::{Level, wilson};

use super::{AxisLine, TaskPage};
use crate::page::Chart;
use crate::svg::{Band, Line, Lines, Point, lines};

impl TaskPage {
    /// Score against each parameter, and against the step.
    pub(crate) fn charts(&self) -> Vec<Chart> {
        let name = |slug: &str| {
            let row = self.results.iter().find(|row| row.head.slug == slug);
            row.map_or_else(String::new, |row| row.head.name.clone())
        };
        let mut charts: Vec<Chart> = Vec::new();
        for axis in &self.axes {
            let drawn: Vec<Line> = axis
                .lines
                .iter()
                .enumerate()
                .map(|(place, line)| Line {
                    name: name(&line.entry),
                    class: class(place),
                    band: band(place),
                    points: line
                        .points
                        .iter()
                        .zip(&axis.values)
                        .filter_map(|(point, value)| {
                            let point = (*point)?;
                            Some(Point {
                                x: *value,
                                mean: point.score,
                                low: point.low,
                                high: point.high,
                                n: point.n as u64,
                            })
                        })
                        .collect(),
                })
                .rev()
                .collect();
            let n = axis
                .lines
                .iter()
                .flat_map(|line| line.points.iter().flatten())
                .map(|point| point.n);
            charts.push(Chart {
                suite: self.suite.slug.clone(),
                title: format!("Score against {}", axis.param),
                note: note(axis.lines.len(), n.min().unwrap_or(0), n_max(&axis.lines)),
                svg: lines(&Lines {
                    lines: drawn,
                    x: axis.param.clone(),
                    label: format!(
                        "score of {} models against {}",
                        axis.lines.len(),
                        axis.param
                    ),
                    steps: Some(axis.values.clone()),
                    size: (1080.0, 340.0),
                }),
            });
        }
        if !self.steps.is_empty() {
            charts.push(self.steps_chart(name));
        }
        charts
    }

    fn steps_chart(&self, name: impl Fn(&str) -> String) -> Chart {
        let drawn: Vec<Line> = self
            .steps
            .iter()
            .enumerate()
            .map(|(place, steps)| Line {
                name: name(&steps.entry),
                class: class(place),
                band: band(place),
                points: steps
                    .accuracy
                    .iter()
                    .filter_map(|point| {
                        let bounds = wilson(point.right, point.reached, Level::P95)?;
                        Some(Point {
                            x: point.step as f64,
                            mean: point.accuracy,
                            low: bounds.low,
                            high: bounds.high,
                            n: point.reached,
                        })
                    })
                    .collect(),
            })
            .rev()
            .collect();
        let reached = || {
            self.steps
                .iter()
                .flat_map(|steps| &steps.accuracy)
                .map(|point| point.reached as usize)
        };
        Chart {
            suite: self.suite.slug.clone(),
            title: "Share of answers right at each step".to_owned(),
            note: note(
                self.steps.len(),
                reached().min().unwrap_or(0),
                reached().max().unwrap_or(0),
            ),
            svg: lines(&Lines {
                lines: drawn,
                x: "step, 0 being the start".to_owned(),
                label: format!("step accuracy of {} models", self.steps.len()),
                steps: None,
                size: (1080.0, 340.0),
            }),
        }
    }
}

/// So many models get a colour and a band; the others are lines in the background.
const MOST_COLOURED: usize = 5;

fn class(place: usize) -> String {
    if place < MOST_COLOURED {
        format!("s{place}")
    } else {
        "rest".to_owned()
    }
}

fn band(place: usize) -> Band {
    if place < MOST_COLOURED {
        Band::Shown
    } else {
        Band::Hidden
    }
}

fn n_max(lines: &[AxisLine]) -> usize {
    let points = lines.iter().flat_map(|line| line.points.iter().flatten());
    points.map(|point| point.n).max().unwrap_or(0)
}

fn note(models: usize, least: usize, most: usize) -> String {
    let n = if least == most {
        least.to_string()
    } else {
        format!("{least} to {most}")
    };
    let rest = if models > MOST_COLOURED {
        format!(
            " The best {MOST_COLOURED} of the suite in colour, {} others in grey.",
            models - MOST_COLOURED
        )
    } else {
        String::new()
    };
    format!("Bands are 95 % intervals; n = {n} items a point and model.{rest}")
}
