//! Scores against what they cost.

use super::{Anchor, Svg, short_number};
use crate::text::short;

/// One model; the score in \[0, 1\].
#[derive(Clone, Debug)]
pub(crate) struct Dot {
    pub(crate) name: String,
    pub(crate) link: String,
    pub(crate) x: f64,
    pub(crate) score: f64,
    pub(crate) n: usize,
}

/// So many dots bear their names; more would cover each other.
const MOST_NAMED: usize = 24;

/// The dots over an axis of powers of ten, called `axis`.
pub(crate) fn scatter(dots: &[Dot], axis: &str, label: &str) -> String {
    const WIDTH: f64 = 1080.0;
    const HEIGHT: f64 = 340.0;
    const LEFT: f64 = 50.0;
    const RIGHT: f64 = 150.0;
    const TOP: f64 = 14.0;
    let bottom = HEIGHT - 46.0;
    let mut svg = Svg::linked(WIDTH as u32, HEIGHT as u32, "chart", label);
    let least = dots.iter().map(|dot| dot.x).fold(f64::INFINITY, f64::min);
    let most = dots.iter().map(|dot| dot.x).fold(0.0, f64::max);
    let (low, high) = ((least / 1.3).log10(), (most * 1.3).log10());
    let x = |value: f64| LEFT + (value.log10() - low) / (high - low) * (WIDTH - LEFT - RIGHT);
    let y = |share: f64| TOP + (1.0 - share) * (bottom - TOP);
    for tick in 0..=4 {
        let share = f64::from(tick) / 4.0;
        svg.line("grid", (LEFT, y(share)), (WIDTH - RIGHT, y(share)));
        let words = short_number(share * 100.0);
        svg.text("tick", (LEFT - 8.0, y(share) + 4.0), Anchor::End, &words);
    }
    for power in low.floor() as i32..=high.ceil() as i32 {
        for factor in [1.0, 2.0, 5.0] {
            let value = factor * 10_f64.powi(power);
            if (low..=high).contains(&value.log10()) {
                svg.line("grid", (x(value), bottom), (x(value), bottom + 4.0));
                svg.text(
                    "tick",
                    (x(value), bottom + 17.0),
                    Anchor::Middle,
                    &short_number(value),
                );
            }
        }
    }
    let middle = f64::midpoint(LEFT, WIDTH - RIGHT);
    svg.text("label", (middle, HEIGHT - 8.0), Anchor::Middle, axis);
    svg.upright("label", (12.0, f64::midpoint(TOP, bottom)), "score, %");
    for dot in dots {
        let words = format!(
            "{}: score {}, {} {axis}, n = {}",
            dot.name,
            tribunal_report::format::percent(dot.score),
            short_number(dot.x),
            dot.n
        );
        let at = (x(dot.x), y(dot.score));
        svg.link(&dot.link, |svg| {
            svg.circle("dot s0", at, 5.0, &words);
            if dots.len() <= MOST_NAMED {
                let name = short(&dot.name, 24);
                svg.text("name", (at.0 + 9.0, at.1 + 4.0), Anchor::Start, &name);
            }
        });
    }
    svg.finish()
}
