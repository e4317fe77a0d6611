//! The queue of an m-tag system, step by step; and which steps of an answer are right.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value;
use tribunal_verifiers::mtag::{TagSystem, Trace};

use super::{Picture, smalls};
use crate::svg::{Anchor, Svg};

const CELL: f64 = 14.0;
/// More symbols of a queue are not drawn.
const MOST_WIDE: usize = 48;
/// More steps are not drawn.
const MOST_STEPS: u32 = 30;

/// One row a step; the symbols about to be deleted are outlined.
pub(super) fn draw(check: &Value) -> Option<Picture> {
    let system = TagSystem::deserialize(check.get("system")?).ok()?;
    let start: Vec<u8> = smalls(check.get("start")?)?
        .into_iter()
        .map(|symbol| symbol as u8)
        .collect();
    system.validate_start(&start).ok()?;
    let steps = u32::try_from(check.get("steps")?.as_u64()?)
        .ok()?
        .min(MOST_STEPS);
    let mut trace = Trace::default();
    system.run(&start, steps, &mut trace);
    let widest = trace.states().map(<[u8]>::len).max()?.clamp(1, MOST_WIDE);
    let left = 30.0;
    let (width, height) = (
        (widest as f64).mul_add(CELL, left + 24.0),
        (trace.len() as f64).mul_add(CELL + 2.0, 8.0),
    );
    let mut svg = Svg::new(
        width as u32,
        height as u32,
        "picture",
        "the queue, step by step",
    );
    for (step, state) in trace.states().enumerate() {
        let y = (step as f64).mul_add(CELL + 2.0, 3.0);
        svg.text(
            "tick",
            (left - 7.0, y + 11.0),
            Anchor::End,
            &step.to_string(),
        );
        // One path a symbol and one text a row: a queue has thousands of cells.
        let mut paths: BTreeMap<u8, String> = BTreeMap::new();
        let (mut places, mut words) = (String::new(), String::new());
        for (place, symbol) in state.iter().take(MOST_WIDE).enumerate() {
            let x = (place as f64).mul_add(CELL, left);
            let path = paths.entry(symbol % 8).or_default();
            let _ = write!(path, "M{x} {y}h{CELL}v{CELL}h-{CELL}z");
            let name = system.alphabet().get(usize::from(*symbol))?;
            // Each letter gets a place, and a name of several only its first.
            if let Some(letter) = name.chars().next() {
                let _ = write!(places, "{} ", x + CELL / 2.0);
                words.push(letter);
            }
        }
        for (colour, path) in paths {
            svg.path(&format!("cell k{colour}"), &path);
        }
        svg.spread("tiny on", places.trim_end(), y + 10.5, &words);
        let deleted = (system.deletion() as usize).min(state.len()).min(MOST_WIDE);
        if deleted > 0 && step + 1 < trace.len() {
            svg.rect("head", (left, y), (deleted as f64 * CELL, CELL));
        }
        if state.len() > MOST_WIDE {
            svg.text(
                "tick",
                ((MOST_WIDE as f64).mul_add(CELL, left) + 4.0, y + 11.0),
                Anchor::Start,
                "…",
            );
        }
    }
    Picture::new(
        svg.finish(),
        format!(
            "The queue at each of {} steps, the deleted front outlined",
            trace.len().saturating_sub(1)
        ),
    )
}

/// A square a step: right, wrong, or not given.
pub(super) fn marks(steps: &str) -> Option<Picture> {
    let marks: Vec<char> = steps.chars().take(400).collect();
    if marks.is_empty() || !marks.iter().all(|mark| "10-".contains(*mark)) {
        return None;
    }
    const IN_ROW: usize = 40;
    let rows = marks.len().div_ceil(IN_ROW);
    let width = marks.len().min(IN_ROW) as f64 * 16.0 + 4.0;
    let mut svg = Svg::new(
        width as u32,
        rows as u32 * 30 + 2,
        "picture",
        "right and wrong steps",
    );
    for (step, mark) in marks.iter().enumerate() {
        let (x, y) = (
            (step % IN_ROW) as f64 * 16.0 + 2.0,
            (step / IN_ROW) as f64 * 30.0 + 2.0,
        );
        let (class, sign) = match mark {
            '1' => ("cell good", "✓"),
            '0' => ("cell bad", "✗"),
            _ => ("cell shade", "–"),
        };
        svg.rect(class, (x, y), (14.0, 14.0));
        svg.text("tiny", (x + 7.0, y + 11.0), Anchor::Middle, sign);
        if step % 5 == 0 {
            svg.text(
                "tiny",
                (x + 7.0, y + 25.0),
                Anchor::Middle,
                &step.to_string(),
            );
        }
    }
    let right = marks.iter().filter(|mark| **mark == '1').count();
    Picture::new(
        svg.finish(),
        format!("{right} of {} steps are right", marks.len()),
    )
}
