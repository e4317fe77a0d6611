//! `busy_beaver.predict`: the configurations of a machine, step by step.
//!
//! TMBench's question, asked about Turing machines: the configuration at the start and after every
//! step, scored by the share of right ones, with the step accuracy curve over many responses. Begun
//! on the empty tape, in the middle of a run, or on a tape drawn at random, where nothing but the table
//! helps. Hard about it: keeping a growing tape and the head's place right over many steps.
//!
//! The key is computed from machine and start by the check itself. A machine that halts early is not
//! asked about; one that halts within the last steps may be. From a random tape any table of the
//! size can be asked about, with (2 · 18)^17 ones and more at the default size.

use num_bigint::BigUint;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{TraceAsk, TuringTraceCheck};
use tribunal_verifiers::turing::{Configuration, Machine, Run};

use super::draw::{self, HALT, STATES, SYMBOLS, Size};
use super::{room, table};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task, Variation};

pub(super) const TASK: Task = Task {
    name: "busy_beaver.predict",
    version: 1,
    summary: "the configurations of a Turing machine, step by step",
    variations: &[
        Variation {
            name: "empty",
            summary: "from the empty tape",
        },
        Variation {
            name: "midway",
            summary: "from the middle of a run",
        },
        Variation {
            name: "random",
            summary: "from a random tape",
        },
    ],
    params: &[
        STATES,
        SYMBOLS,
        Param::int(
            "steps",
            "how many steps are asked for at most",
            (1, 500),
            20,
        ),
        Param::int("cells", "cells of a random tape", (1, 60), 8),
        Param::choice(
            "ask",
            "every step, or only the last one",
            &["every", "last"],
        ),
    ],
    generate,
    space,
};

/// How many random machines are tried before one that halts early is taken as well.
const TRIES: usize = 200;

/// When the machine comes to a halt: not before three quarters of the steps asked for, and not much
/// later than them, so that its run has turned often.
fn size(order: Order<'_>) -> Size {
    let steps = order.params.int("steps") as u64;
    let soonest = (3 * steps).div_ceil(4);
    let window = match order.variation {
        "midway" => (2 * steps, 4 * steps),
        _ => (soonest, 3 * steps),
    };
    Size {
        states: order.params.size("states"),
        symbols: order.params.size("symbols"),
        steps: (window.0.max(1), window.1.max(1)),
    }
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = size(order);
    let steps = order.params.int("steps") as u64;
    let (machine, start) = match order.variation {
        "random" => {
            let cells = order.params.size("cells");
            let mut tried = 0;
            loop {
                let (machine, start) = random(size, cells, stream)?;
                let mut run = Run::from(&machine, &start);
                run.run(steps);
                tried += 1;
                if tried == TRIES || 4 * run.steps() >= 3 * steps {
                    break (machine, start);
                }
            }
        }
        _ => {
            let opening = draw::opening(size, stream)?;
            let halt = opening.steps + 1;
            let machine = opening.halting(stream);
            let mut run = Run::new(&machine);
            if order.variation == "midway" {
                // Three quarters of the steps asked for are left at least.
                let latest = halt - (3 * steps).div_ceil(4);
                run.run(steps / 2 + stream.below(latest.saturating_sub(steps / 2) + 1));
            }
            let start = run.configuration();
            (machine, start)
        }
    };
    let ask = match order.params.text("ask") {
        "last" => TraceAsk::LastStep,
        _ => TraceAsk::EveryStep,
    };
    let vars = table::vars(&machine)
        .with("start", start.spell(&machine))
        .with("steps", steps as i64)
        .with(
            "ask",
            if ask == TraceAsk::LastStep {
                "last"
            } else {
                "every"
            },
        );
    let check = TuringTraceCheck::new(machine, start, steps as u32, ask)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::TuringTrace(check)))
}

/// A uniform table with one halting transition, and a uniform state, tape and head.
fn random(
    size: Size,
    cells: usize,
    stream: &mut Stream,
) -> Result<(Machine, Configuration), GenerateError> {
    let mut machine = Machine::new(size.states, size.symbols)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    let halt = stream.index(size.cells());
    machine.set(
        (halt / size.symbols) as u8,
        (halt % size.symbols) as u8,
        Some(HALT),
    );
    draw::fill(&mut machine, stream);
    let state = stream.index(size.states) as u8;
    let tape: Vec<u8> = (0..cells)
        .map(|_| stream.index(size.symbols) as u8)
        .collect();
    let head = stream.index(cells);
    Ok((machine, Configuration::new(Some(state), &tape, head)))
}

fn space(order: Order<'_>) -> Space {
    let size = size(order);
    match order.variation {
        // The start is counted by its state alone; one table in two or so halts too early.
        "random" => {
            let tables = crate::space::power(room::actions(size), size.cells() - 1);
            room::space(tables * BigUint::from(size.cells()) / 2u32)
        }
        _ => room::space(room::halting(size)),
    }
}
