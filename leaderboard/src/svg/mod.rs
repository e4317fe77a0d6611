//! Drawings as SVG text: a small builder, and the charts made with it.
//!
//! Colours come from the page's style sheet by class (`s0` … `s7` are the series), so that a
//! drawing follows the theme; everything else is an attribute, for the pages forbid inline styles.

mod forest;
mod lines;
mod scatter;

use std::fmt::{Display, Write as _};

use crate::text::escape;

pub(crate) use forest::{ForestRow, forest, whisker};
pub(crate) use lines::{Band, Line, Lines, Point, lines};
pub(crate) use scatter::{Dot, scatter};

/// A drawing under way.
#[derive(Debug)]
pub(crate) struct Svg {
    out: String,
}

impl Svg {
    /// A drawing of so many units, which a reader that can't see it is told as `label`.
    pub(crate) fn new(width: u32, height: u32, class: &str, label: &str) -> Self {
        Self::in_role("img", width, height, class, label)
    }

    /// A drawing with links in it, which a picture by its role can't have.
    pub(crate) fn linked(width: u32, height: u32, class: &str, label: &str) -> Self {
        Self::in_role("group", width, height, class, label)
    }

    fn in_role(role: &str, width: u32, height: u32, class: &str, label: &str) -> Self {
        Self {
            out: format!(
                "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
                 height=\"{height}\" role=\"{role}\" aria-label=\"{}\">",
                escape(label)
            ),
        }
    }

    /// A path in a class.
    pub(crate) fn path(&mut self, class: &str, d: &str) {
        let _ = write!(self.out, "<path class=\"{class}\" d=\"{d}\"/>");
    }

    /// A straight line.
    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let d = format!(
            "M{} {}L{} {}",
            round(from.0),
            round(from.1),
            round(to.0),
            round(to.1)
        );
        self.path(class, &d);
    }

    /// A rectangle by its corner and size.
    pub(crate) fn rect(&mut self, class: &str, corner: (f64, f64), size: (f64, f64)) {
        let _ = write!(
            self.out,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            round(corner.0),
            round(corner.1),
            round(size.0),
            round(size.1)
        );
    }

    /// A circle, with words for the pointer that rests on it.
    pub(crate) fn circle(&mut self, class: &str, centre: (f64, f64), radius: f64, words: &str) {
        let _ = write!(
            self.out,
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"",
            round(centre.0),
            round(centre.1),
            round(radius)
        );
        if words.is_empty() {
            self.out.push_str("/>");
        } else {
            let _ = write!(self.out, "><title>{}</title></circle>", escape(words));
        }
    }

    /// Words, anchored at their start, middle or end.
    pub(crate) fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, words: &str) {
        let _ = write!(
            self.out,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\"{}>{}</text>",
            round(at.0),
            round(at.1),
            anchor.attribute(),
            escape(words)
        );
    }

    /// Letters each centred at a place of its own along x.
    pub(crate) fn spread(&mut self, class: &str, places: &str, y: f64, letters: &str) {
        let _ = write!(
            self.out,
            "<text class=\"{class}\" x=\"{places}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            round(y),
            escape(letters)
        );
    }

    /// Words that run upwards, centred.
    pub(crate) fn upright(&mut self, class: &str, at: (f64, f64), words: &str) {
        let (x, y) = (round(at.0), round(at.1));
        let _ = write!(
            self.out,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" \
             transform=\"rotate(-90 {x} {y})\">{}</text>",
            escape(words)
        );
    }

    /// A link around what `inside` draws.
    pub(crate) fn link(&mut self, target: &str, inside: impl FnOnce(&mut Self)) {
        let _ = write!(self.out, "<a href=\"{}\">", escape(target));
        inside(self);
        self.out.push_str("</a>");
    }

    /// The whole drawing.
    pub(crate) fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }
}

/// Where words are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn attribute(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::Middle => " text-anchor=\"middle\"",
            Self::End => " text-anchor=\"end\"",
        }
    }
}

/// A coordinate with one decimal at most.
pub(crate) fn round(value: f64) -> impl Display {
    let tenths = (value * 10.0).round() / 10.0;
    // −0 would be written with its sign.
    if tenths == 0.0 { 0.0 } else { tenths }
}

/// Round numbers from at or below `low` to at or above `high`, about `count` of them.
pub(crate) fn ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    let span = (high - low).max(1e-9);
    let raw = span / count.max(1) as f64;
    let magnitude = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * magnitude)
        .find(|step| *step >= raw)
        .unwrap_or(10.0 * magnitude);
    let (first, last) = ((low / step).floor() as i64, (high / step).ceil() as i64);
    (first..=last).map(|tick| tick as f64 * step).collect()
}

/// A number on an axis: thousands as `k`, no needless zeros.
pub(crate) fn short_number(value: f64) -> String {
    let (value, unit) = match value.abs() {
        v if v >= 1e6 => (value / 1e6, "M"),
        v if v >= 1e4 => (value / 1e3, "k"),
        _ => (value, ""),
    };
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}{unit}")
}
