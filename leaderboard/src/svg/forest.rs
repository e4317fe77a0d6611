//! Scores with their intervals, one below the other.

use super::{Anchor, Svg, round, ticks};
use crate::text::short;
use tribunal_report::format::{bare_percent, interval};

/// One score with its interval, all in \[0, 1\].
#[derive(Clone, Debug)]
pub(crate) struct ForestRow {
    pub(crate) name: String,
    pub(crate) link: String,
    pub(crate) mean: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) n: usize,
    /// Words at the right: the range of ranks.
    pub(crate) note: String,
}

/// The rows on one axis; what lies on it is called `axis`.
pub(crate) fn forest(rows: &[ForestRow], axis: &str, label: &str) -> String {
    const NAME: f64 = 210.0;
    const NOTE: f64 = 70.0;
    const WIDTH: f64 = 1080.0;
    const LINE: f64 = 24.0;
    let foot = 44.0;
    let height = rows.len() as f64 * LINE + foot + 8.0;
    let low = rows.iter().map(|row| row.low).fold(1.0, f64::min);
    let high = rows.iter().map(|row| row.high).fold(0.0, f64::max);
    let marks = ticks(low * 100.0, high * 100.0, 6);
    let (from, to) = (
        marks.first().copied().unwrap_or(0.0).max(0.0),
        marks.last().copied().unwrap_or(100.0).min(100.0),
    );
    let at = |share: f64| NAME + (share * 100.0 - from) / (to - from) * (WIDTH - NAME - NOTE);
    let mut svg = Svg::linked(WIDTH as u32, height as u32, "chart", label);
    let bottom = height - foot;
    for mark in marks {
        if (from..=to).contains(&mark) {
            let x = at(mark / 100.0);
            svg.line("grid", (x, 4.0), (x, bottom));
            let words = super::short_number(mark);
            svg.text("tick", (x, bottom + 15.0), Anchor::Middle, &words);
        }
    }
    let middle = f64::midpoint(NAME, WIDTH - NOTE);
    svg.text("label", (middle, bottom + 34.0), Anchor::Middle, axis);
    for (place, row) in rows.iter().enumerate() {
        let y = 8.0 + (place as f64 + 0.5) * LINE;
        let words = format!(
            "{}: {} {}, n = {}",
            row.name,
            bare_percent(row.mean),
            interval(row.low, row.high),
            row.n
        );
        svg.link(&row.link, |svg| {
            let name = short(&row.name, 30);
            svg.text("name", (NAME - 12.0, y + 4.0), Anchor::End, &name);
        });
        svg.line("whisker", (at(row.low), y), (at(row.high), y));
        svg.circle("dot s0", (at(row.mean), y), 4.5, &words);
        svg.text(
            "tick",
            (WIDTH - NOTE + 10.0, y + 4.0),
            Anchor::Start,
            &row.note,
        );
    }
    svg.finish()
}

/// An interval small enough for a table's cell, on the axis from 0 to 1. The figures stand beside
/// it, so that it is hidden from readers of the page's text.
pub(crate) fn whisker(mean: f64, low: f64, high: f64) -> String {
    let at = |share: f64| round(2.0 + share * 76.0);
    format!(
        "<svg class=\"iv\" viewBox=\"0 0 80 12\" aria-hidden=\"true\"><path d=\"M2 6H78\"/>\
         <path class=\"w\" d=\"M{} 6H{}\"/><circle cx=\"{}\" cy=\"6\" r=\"3\"/></svg>",
        at(low),
        at(high),
        at(mean)
    )
}
