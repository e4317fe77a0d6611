//! `busy_beaver.construct`: a machine that halts late enough, with marks enough, or with one certain
//! step.
//!
//! Some transitions are given and must stand, so that no machine from the literature is an answer
//! and each item asks for a construction of its own. Hard about it: the Busy Beaver game itself, under
//! a handicap. Any machine that reaches the goal is right; one that halts but falls short gets credit
//! by the logarithm of what it reaches.
//!
//! That the goal can be reached is shown by a machine drawn and run; the goal is what it does. The
//! transitions given are drawn from its whole table but for the halt, among them such as it never
//! uses: of a run that leaves 11 of 18 unused, 10 of those can be given, 36^10 > 10^15 ways.

use num_bigint::BigUint;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{Goal, TuringConstructCheck};
use tribunal_verifiers::turing::{Machine, Run};

use super::draw::{self, HALT, STATES, SYMBOLS, Size};
use super::{room, table};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial, power};
use crate::task::{GenerateError, Order, Task, Variation};

pub(super) const TASK: Task = Task {
    name: "busy_beaver.construct",
    version: 1,
    summary: "a Turing machine with given transitions that reaches a goal and halts",
    variations: &[
        Variation {
            name: "steps_at_least",
            summary: "it halts after at least so many steps",
        },
        Variation {
            name: "marks_at_least",
            summary: "it halts with at least so many cells that are not 0",
        },
        Variation {
            name: "steps_exactly",
            summary: "it halts with exactly this step",
        },
    ],
    params: &[
        STATES,
        SYMBOLS,
        Param::int(
            "steps_min",
            "fewest steps of the machine that sets the goal",
            (1, 5_000),
            25,
        ),
        Param::int(
            "steps_max",
            "most steps of the machine that sets the goal",
            (1, 5_000),
            60,
        ),
        Param::int(
            "given",
            "how many transitions are given, the halt excepted",
            (0, 60),
            10,
        ),
    ],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::new(order.params)?;
    let opening = draw::opening(size, stream)?;
    let steps = opening.steps + 1;
    let witness = opening.halting(stream);
    let goal = match order.variation {
        "marks_at_least" => {
            let mut run = Run::new(&witness);
            run.run(steps);
            Goal::Marks(run.score().max(1))
        }
        "steps_exactly" => Goal::Exactly(steps),
        _ => Goal::Steps(steps),
    };
    let given = given(&witness, order.params.size("given"), stream)?;
    let vars = table::size(&given)
        .with("goal", goal.number() as i64)
        .with("machine", given.to_string())
        .with("table", table::table(&given));
    let check = TuringConstructCheck::new(goal, given, witness)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::TuringConstruct(check)))
}

/// A machine with `count` of the transitions of `witness`, or all but the halt if those are fewer.
fn given(witness: &Machine, count: usize, stream: &mut Stream) -> Result<Machine, GenerateError> {
    let mut given = Machine::new(witness.states(), witness.symbols())
        .map_err(|error| GenerateError::new(error.to_string()))?;
    let mut open: Vec<_> = witness
        .transitions()
        .filter(|&(_, _, action)| action != Some(HALT))
        .collect();
    stream.shuffle(&mut open);
    for (state, symbol, action) in open.into_iter().take(count) {
        given.set(state, symbol, action);
    }
    Ok(given)
}

/// The choices of transitions that the spare machine does not use, and their actions.
fn space(order: Order<'_>) -> Space {
    let least = Size::new(order.params)
        .and_then(draw::spare)
        .map(|opening| {
            let size = Size {
                states: opening.machine.states(),
                symbols: opening.machine.symbols(),
                steps: (1, 1),
            };
            let free = opening.machine.stops().count() - 1;
            let given = order.params.size("given").min(free);
            binomial(free as u64, given) * power(room::actions(size), given)
        });
    room::space(least.unwrap_or(BigUint::ZERO))
}
