//! Turing machines at work.

use serde_json::Value;
use tribunal_verifiers::turing::machine::Machine;
use tribunal_verifiers::turing::picture::{Frame, svg};
use tribunal_verifiers::turing::run::Run;

use super::Picture;
use crate::svg::{Anchor, Svg};

/// The space–time diagram of the check's machine on the empty tape: one row a step.
pub(super) fn space_time(check: &Value) -> Option<Picture> {
    let machine: Machine = check.get("machine")?.as_str()?.parse().ok()?;
    // Of a machine known to halt, or of a stated number of steps, up to there; else a good look.
    let steps = ["steps", "within"]
        .iter()
        .filter_map(|name| check.get(*name)?.as_u64())
        .max();
    diagram(&machine, steps.unwrap_or(120))
}

/// The machine that an answer built.
pub(super) fn built(answer: &str) -> Option<Picture> {
    diagram(&answer.trim().parse().ok()?, 120)
}

fn diagram(machine: &Machine, steps: u64) -> Option<Picture> {
    let steps = steps.clamp(1, 5_000);
    let rows = 160;
    let cell = if steps < 60 { 8 } else { 4 };
    let picture = svg(machine, Frame { steps, rows, cell });
    let drawn = if steps < rows as u64 {
        format!("its first {steps} steps")
    } else {
        format!("its first {steps} steps, some of them")
    };
    Picture::new(
        picture,
        format!(
            "Space–time diagram of {machine}: the tape at {drawn}, the start on top, the head outlined"
        ),
    )
}

/// The table of a machine some of whose transitions are given.
pub(super) fn given(check: &Value) -> Option<Picture> {
    let machine: Machine = check.get("given")?.as_str()?.parse().ok()?;
    let (states, symbols) = (machine.states(), machine.symbols());
    let (wide, tall, left) = (64.0, 26.0, 34.0);
    let size = (
        (symbols as f64).mul_add(wide, left + 2.0),
        (states as f64 + 1.0).mul_add(tall, 2.0),
    );
    let mut svg = Svg::new(
        size.0 as u32,
        size.1 as u32,
        "picture",
        "the given transitions",
    );
    for symbol in 0..symbols {
        let x = (symbol as f64 + 0.5).mul_add(wide, left);
        svg.text("label", (x, 18.0), Anchor::Middle, &symbol.to_string());
    }
    for state in 0..states {
        let y = (state as f64 + 1.0) * tall;
        let name = machine.state_letter(Some(state as u8)).to_string();
        svg.text("label", (left / 2.0, y + 18.0), Anchor::Middle, &name);
        for symbol in 0..symbols {
            let action = machine.action(state as u8, symbol as u8);
            let x = (symbol as f64).mul_add(wide, left);
            svg.rect(
                if action.is_some() {
                    "cell shade"
                } else {
                    "cell"
                },
                (x, y),
                (wide, tall),
            );
            svg.text(
                "digit",
                (x + wide / 2.0, y + 18.0),
                Anchor::Middle,
                &machine.spell(action),
            );
        }
    }
    Picture::new(
        svg.finish(),
        "The transitions that are given; the others are to be filled in",
    )
}

/// The tape at every step of a short run, from the configuration that the check states.
pub(super) fn trace(check: &Value) -> Option<Picture> {
    let machine: Machine = check.get("machine")?.as_str()?.parse().ok()?;
    let start = configuration(check.get("start")?.as_str()?)?;
    if start
        .state
        .is_some_and(|state| usize::from(state) >= machine.states())
        || start
            .tape
            .iter()
            .any(|symbol| usize::from(*symbol) >= machine.symbols())
    {
        return None;
    }
    let start = tribunal_verifiers::turing::configuration::Configuration::new(
        start.state,
        &start.tape,
        start.head,
    );
    let steps = check.get("steps")?.as_u64()?.min(40);
    let mut run = Run::from(&machine, &start);
    let mut rows = Vec::new();
    let (mut low, mut high) = (0, 0);
    for _ in 0..=steps {
        let (first, last) = run.extent().unwrap_or((run.place(), run.place()));
        low = low.min(first).min(run.place());
        high = high.max(last).max(run.place());
        rows.push((
            run.window(first, last),
            first,
            run.place(),
            machine.state_letter(run.state()),
        ));
        if !run.step() && run.ended().is_some() {
            let (first, last) = run.extent().unwrap_or((0, -1));
            rows.push((
                run.window(first, last),
                first,
                run.place(),
                machine.state_letter(run.state()),
            ));
            break;
        }
    }
    rows.truncate(steps as usize + 1);
    let columns = high - low + 1;
    if columns > 64 {
        return None;
    }
    let (cell, left) = (20.0, 58.0);
    let size = (
        (columns as f64).mul_add(cell, left + 4.0),
        (rows.len() as f64).mul_add(cell + 2.0, 6.0),
    );
    let mut svg = Svg::new(
        size.0 as u32,
        size.1 as u32,
        "picture",
        "the tape, step by step",
    );
    let drawn = rows.len();
    for (step, (tape, first, head, state)) in rows.into_iter().enumerate() {
        let y = (step as f64).mul_add(cell + 2.0, 3.0);
        svg.text("tick", (24.0, y + 14.0), Anchor::End, &step.to_string());
        svg.text(
            "label",
            (42.0, y + 14.0),
            Anchor::Middle,
            &state.to_string(),
        );
        for column in low..=high {
            let symbol = usize::try_from(column - first)
                .ok()
                .and_then(|place| tape.get(place).copied())
                .unwrap_or(0);
            let x = ((column - low) as f64).mul_add(cell, left);
            let class = if symbol == 0 {
                "cell".to_owned()
            } else {
                format!("cell k{}", symbol % 8)
            };
            svg.rect(&class, (x, y), (cell, cell));
            let words = if symbol == 0 { "tiny" } else { "tiny on" };
            svg.text(
                words,
                (x + cell / 2.0, y + 13.5),
                Anchor::Middle,
                &symbol.to_string(),
            );
        }
        svg.rect(
            "head",
            (((head - low) as f64).mul_add(cell, left), y),
            (cell, cell),
        );
    }
    Picture::new(
        svg.finish(),
        format!(
            "State and tape at each of {} steps, the head outlined",
            drawn.saturating_sub(1)
        ),
    )
}

struct Spelled {
    state: Option<u8>,
    tape: Vec<u8>,
    head: usize,
}

/// Reads `B: 1 [2] 2`.
fn configuration(text: &str) -> Option<Spelled> {
    let (state, tape) = text.split_once(':')?;
    let state = state
        .trim()
        .chars()
        .next()
        .filter(char::is_ascii_uppercase)?;
    let mut found = Spelled {
        state: Some(state as u8 - b'A'),
        tape: Vec::new(),
        head: 0,
    };
    for (place, word) in tape.split_whitespace().take(256).enumerate() {
        if word.starts_with('[') {
            found.head = place;
        }
        found.tape.push(word.trim_matches(['[', ']']).parse().ok()?);
    }
    (!found.tape.is_empty()).then_some(found)
}
