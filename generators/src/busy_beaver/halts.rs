//! `busy_beaver.halts`: whether a machine halts, ever or within a number of steps.
//!
//! Half the machines do, so that guessing scores one half, and both halves are drawn from the same
//! walk: a machine that goes on has come to a new transition as late as one that halts there, and its
//! table holds a halting transition, too. Hard about it: following the machine far enough, and then
//! seeing that what it does repeats for ever.
//!
//! Halting is proved by the run, never halting by a certificate which a verifier of its own has
//! checked; the check holds either, and proves it again when it is read. Asked within `n` steps, half
//! of the machines that don't halt in time halt later and the others never.
//!
//! A run at the default size leaves 36^10 > 10^15 tables.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{Fate, TuringHaltingCheck};
use tribunal_verifiers::turing::Machine;

use super::draw::{self, STATES, SYMBOLS, Size, Wanted};
use super::{room, table};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task, Variation};

pub(super) const TASK: Task = Task {
    name: "busy_beaver.halts",
    version: 1,
    summary: "whether a Turing machine halts from the empty tape",
    variations: &[
        Variation {
            name: "ever",
            summary: "whether it ever halts",
        },
        Variation {
            name: "within",
            summary: "whether it halts within a number of steps",
        },
    ],
    params: &[
        STATES,
        SYMBOLS,
        Param::int(
            "steps_min",
            "fewest steps of those that halt, and of the bound",
            (1, 2_000),
            25,
        ),
        Param::int(
            "steps_max",
            "most steps of those that halt, and of the bound",
            (1, 2_000),
            60,
        ),
    ],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::new(order.params)?;
    // Both have to be there, or the key could be told from the parameters.
    draw::spare(size)?;
    draw::spare_endless(size.late(), Wanted::Any)?;
    let halts = stream.chance(1, 2);
    let (machine, within, fate) = match order.variation {
        "within" => bounded(size, halts, stream)?,
        _ => {
            let (machine, fate) = if halts {
                halting(size, stream)?
            } else {
                endless(size, stream)?
            };
            (machine, None, fate)
        }
    };
    let mut vars = table::vars(&machine);
    if let Some(within) = within {
        vars = vars.with("steps", within as i64);
    }
    let check = TuringHaltingCheck::new(machine, within, fate)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::TuringHalting(check)))
}

/// A machine, the bound, and what becomes of it.
type Bounded = (Machine, Option<u64>, Fate);

/// How often two machines are drawn that are to halt at different steps.
const PAIRS: usize = 20;

/// Two machines are drawn that halt at different steps, and a bound between; the answer then only
/// decides which of them is asked about, or whether one that never halts is, so that the bound tells
/// nothing.
fn bounded(size: Size, halts: bool, stream: &mut Stream) -> Result<Bounded, GenerateError> {
    let mut openings = [draw::opening(size, stream)?, draw::opening(size, stream)?];
    for _ in 0..PAIRS {
        if openings[0].steps != openings[1].steps {
            break;
        }
        openings[1] = draw::opening(size, stream)?;
    }
    openings.sort_by_key(|opening| opening.steps);
    let [sooner, later] = openings;
    let (first, second) = (sooner.steps + 1, later.steps + 1);
    // Where all halt with the same step, the bound has to lie before it for those that don't.
    let within = match (second - first, halts) {
        (0, true) => first,
        (0, false) => first - 1,
        (between, _) => first + stream.below(between),
    };
    let never = stream.chance(1, 2);
    let (machine, fate) = if halts {
        (sooner.halting(stream), Fate::Halts { steps: first })
    } else if never {
        endless(size, stream)?
    } else {
        (later.halting(stream), Fate::Halts { steps: second })
    };
    Ok((machine, Some(within), fate))
}

fn halting(size: Size, stream: &mut Stream) -> Result<(Machine, Fate), GenerateError> {
    let opening = draw::opening(size, stream)?;
    let steps = opening.steps + 1;
    Ok((opening.halting(stream), Fate::Halts { steps }))
}

fn endless(size: Size, stream: &mut Stream) -> Result<(Machine, Fate), GenerateError> {
    let size = size.some(stream);
    let endless = draw::endless(size, Wanted::Any, stream)?;
    let certificate = endless.certificate;
    Ok((endless.machine, Fate::Never { certificate }))
}

fn space(order: Order<'_>) -> Space {
    Size::new(order.params).map_or_else(
        |_| Space::exactly(0u32),
        |size| room::space(room::halting(size) + room::endless(size, Wanted::Any)),
    )
}
