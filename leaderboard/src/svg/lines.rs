//! Scores against something that grows, with bands.

use std::fmt::Write as _;

use super::{Anchor, Svg, round, short_number};
use crate::text::short;
use tribunal_report::format::{bare_percent, interval};

/// A point of a line; scores in \[0, 1\].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) mean: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) n: u64,
}

/// One line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) name: String,
    /// `s0` to `s7`, or `rest` for those in the background.
    pub(crate) class: String,
    pub(crate) points: Vec<Point>,
    pub(crate) band: Band,
}

/// Whether a line's intervals are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Band {
    Shown,
    Hidden,
}

/// A chart of lines.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    /// What grows along x.
    pub(crate) x: String,
    /// What is told to those who can't see it.
    pub(crate) label: String,
    /// Marks at every value, evenly spaced: values of a parameter; else a scale.
    pub(crate) steps: Option<Vec<f64>>,
    /// How large it is.
    pub(crate) size: (f64, f64),
}

const LEFT: f64 = 50.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 46.0;

/// Draws the chart. Its legend is the page's affair, apart from a name at each line's end.
pub(crate) fn lines(chart: &Lines) -> String {
    let named = chart.lines.iter().filter(|line| line.class != "rest");
    let longest = named
        .map(|line| line.name.chars().count())
        .max()
        .unwrap_or(0);
    let right = if longest == 0 {
        14.0
    } else {
        (longest.min(22) as f64).mul_add(6.6, 18.0)
    };
    let (width, height) = chart.size;
    let mut svg = Svg::new(width as u32, height as u32, "chart", &chart.label);
    let bottom = height - BOTTOM;
    let y = |share: f64| TOP + (1.0 - share) * (bottom - TOP);
    let (low, high) = range(chart);
    let x = |value: f64| {
        let share = match &chart.steps {
            Some(steps) if steps.len() > 1 => {
                let place = steps.iter().position(|step| *step == value).unwrap_or(0);
                place as f64 / (steps.len() - 1) as f64
            }
            _ if high > low => (value - low) / (high - low),
            _ => 0.5,
        };
        LEFT + 8.0 + share * (width - LEFT - right - 8.0)
    };
    for tick in 0..=4 {
        let share = f64::from(tick) / 4.0;
        svg.line("grid", (LEFT, y(share)), (width - right, y(share)));
        let words = short_number(share * 100.0);
        svg.text("tick", (LEFT - 8.0, y(share) + 4.0), Anchor::End, &words);
    }
    let marks = match &chart.steps {
        Some(steps) => steps.clone(),
        None => super::ticks(low, high, 6),
    };
    for mark in marks.into_iter().filter(|mark| (low..=high).contains(mark)) {
        svg.line("grid", (x(mark), bottom), (x(mark), bottom + 4.0));
        svg.text(
            "tick",
            (x(mark), bottom + 17.0),
            Anchor::Middle,
            &short_number(mark),
        );
    }
    let middle = f64::midpoint(LEFT, width - right);
    svg.text("label", (middle, height - 8.0), Anchor::Middle, &chart.x);
    svg.upright("label", (12.0, f64::midpoint(TOP, bottom)), "score, %");
    for line in &chart.lines {
        if line.band == Band::Shown {
            svg.path(&format!("band {}", line.class), &band(line, x, y));
        }
    }
    for line in &chart.lines {
        svg.path(&format!("line {}", line.class), &trail(line, x, y));
    }
    for line in chart.lines.iter().filter(|line| line.class != "rest") {
        for point in &line.points {
            let words = format!(
                "{} at {}: {} {}, n = {}",
                line.name,
                short_number(point.x),
                bare_percent(point.mean),
                interval(point.low, point.high),
                point.n
            );
            let class = format!("dot {}", line.class);
            let radius = if line.points.len() > 12 { 2.0 } else { 3.5 };
            svg.circle(&class, (x(point.x), y(point.mean)), radius, &words);
        }
    }
    for (line, place) in names(&chart.lines, y) {
        if let Some(point) = line.points.last() {
            let class = format!("name {}", line.class);
            let at = (x(point.x) + 9.0, place + 4.0);
            svg.text(&class, at, Anchor::Start, &short(&line.name, 22));
        }
    }
    svg.finish()
}

fn range(chart: &Lines) -> (f64, f64) {
    let points = chart.lines.iter().flat_map(|line| &line.points);
    points.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| {
        (low.min(point.x), high.max(point.x))
    })
}

fn trail(line: &Line, x: impl Fn(f64) -> f64, y: impl Fn(f64) -> f64) -> String {
    let mut d = String::new();
    for (place, point) in line.points.iter().enumerate() {
        let letter = if place == 0 { 'M' } else { 'L' };
        let _ = write!(d, "{letter}{} {}", round(x(point.x)), round(y(point.mean)));
    }
    d
}

fn band(line: &Line, x: impl Fn(f64) -> f64, y: impl Fn(f64) -> f64) -> String {
    let mut d = String::new();
    for (place, point) in line.points.iter().enumerate() {
        let letter = if place == 0 { 'M' } else { 'L' };
        let _ = write!(d, "{letter}{} {}", round(x(point.x)), round(y(point.high)));
    }
    for point in line.points.iter().rev() {
        let _ = write!(d, "L{} {}", round(x(point.x)), round(y(point.low)));
    }
    d.push('Z');
    d
}

/// Where the lines' names go: at their ends, pushed apart so that none covers another.
fn names(lines: &[Line], y: impl Fn(f64) -> f64) -> Vec<(&Line, f64)> {
    const APART: f64 = 14.0;
    let mut named: Vec<(&Line, f64)> = lines
        .iter()
        .filter(|line| line.class != "rest" && !line.name.is_empty())
        .filter_map(|line| Some((line, y(line.points.last()?.mean))))
        .collect();
    named.sort_by(|a, b| a.1.total_cmp(&b.1));
    let floor = y(0.0);
    let mut next = f64::NEG_INFINITY;
    for (_, place) in &mut named {
        *place = place.max(next);
        next = *place + APART;
    }
    // What was pushed below the chart is pushed back up.
    let mut limit = floor;
    for (_, place) in named.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - APART;
    }
    named
}
