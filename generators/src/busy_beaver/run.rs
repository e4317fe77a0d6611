//! `busy_beaver.run`: what a machine does until it halts.
//!
//! Asked is where it stands after a number of steps, with which step it halts, how many cells it
//! leaves marked, or the whole tape it leaves. Hard about it: following a machine for dozens of steps
//! without a slip; the shape of its table says nothing about its run.
//!
//! The key is computed by the plain run, and once more by the check when an item is read. At the
//! default size, 6 states and 3 symbols, a run that uses 7 of the 18 transitions leaves 36^11 > 10^17
//! tables.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{RunAsk, TuringRunCheck};

use super::draw::{self, STATES, SYMBOLS, Size};
use super::{room, table};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task, Variation};

pub(super) const TASK: Task = Task {
    name: "busy_beaver.run",
    version: 1,
    summary: "what a Turing machine does from the empty tape until it halts",
    variations: &[
        Variation {
            name: "configuration",
            summary: "state, tape and head after a number of steps",
        },
        Variation {
            name: "steps",
            summary: "the step with which it halts",
        },
        Variation {
            name: "score",
            summary: "how many cells are not 0 after the halt",
        },
        Variation {
            name: "tape",
            summary: "the tape after the halt",
        },
    ],
    params: &[
        STATES,
        SYMBOLS,
        Param::int("steps_min", "fewest steps until the halt", (1, 5_000), 25),
        Param::int("steps_max", "most steps until the halt", (1, 5_000), 60),
    ],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::new(order.params)?;
    let opening = draw::opening(size, stream)?;
    let steps = opening.steps + 1;
    let machine = opening.halting(stream);
    let mut vars = table::vars(&machine);
    let (ask, asked) = match order.variation {
        "steps" => (RunAsk::Steps, steps),
        "score" => (RunAsk::Score, steps),
        "tape" => (RunAsk::Tape, steps),
        _ => {
            // Late in the run, and sometimes just after the halt.
            let asked = steps - stream.below(steps / 4 + 1);
            vars = vars.with("steps", asked as i64);
            (RunAsk::Configuration, asked)
        }
    };
    let check = TuringRunCheck::new(machine, ask, asked)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::TuringRun(check)))
}

fn space(order: Order<'_>) -> Space {
    Size::new(order.params).map_or_else(
        |_| Space::exactly(0u32),
        |size| room::space(room::halting(size)),
    )
}
