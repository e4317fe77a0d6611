//! `busy_beaver.prove_nonhalting`: a certificate that a machine never halts.
//!
//! The forms of certificates are told in the prompt, with the limits of their verifiers; any
//! certificate of any form that its verifier accepts is right. Periods have to be the shortest and
//! closures counted, so that no certificate fits machines that its writer has not followed. The variations differ in what the
//! machine does: it comes back to a configuration, it repeats itself along the tape, or neither, so
//! that an invariant has to be found. Hard about it: following the machine until it repeats, and
//! counting exactly; or thinking up a set of configurations that it never leaves.
//!
//! Each machine comes with a certificate that a decider found and the verifier has accepted. A run at
//! the default size leaves 36^10 > 10^15 tables; machines that repeat nothing use more of theirs.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::TuringNonhaltingCheck;

use super::draw::{self, STATES, SYMBOLS, Size, Wanted};
use super::{room, table};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task, Variation};

pub(super) const TASK: Task = Task {
    name: "busy_beaver.prove_nonhalting",
    version: 1,
    summary: "a certificate that a Turing machine never halts",
    variations: &[
        Variation {
            name: "cycler",
            summary: "machines that come back to a configuration",
        },
        Variation {
            name: "translated_cycler",
            summary: "machines that repeat themselves along the tape",
        },
        Variation {
            name: "irregular",
            summary: "machines that do neither soon",
        },
    ],
    params: &[
        STATES,
        SYMBOLS,
        Param::int(
            "steps_min",
            "fewest steps before the last new transition but one",
            (1, 1_000),
            10,
        ),
        Param::int("steps_max", "most steps before it", (1, 1_000), 40),
        Param::int("period_min", "fewest steps of a cycle", (1, 40), 6),
    ],
    generate,
    space,
};

/// The shortest period of a cycle is at least `period_min` plus a number below this, drawn anew for
/// each item: short periods are common, and could be guessed.
const SPREAD: u64 = 6;

/// What is wanted of a variation, with cycles of at least `least` steps.
fn wanted(variation: &str, least: u64) -> Wanted {
    match variation {
        "cycler" => Wanted::Cycler(least),
        "translated_cycler" => Wanted::Translated(least),
        _ => Wanted::Irregular,
    }
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::new(order.params)?;
    let least = order.params.int("period_min") as u64;
    // Whoever finds the longest finds the others.
    draw::spare_endless(size, wanted(order.variation, least + SPREAD - 1))?;
    let wanted = wanted(order.variation, least + stream.below(SPREAD));
    let endless = draw::endless(size, wanted, stream)?;
    let vars = table::vars(&endless.machine);
    let check = TuringNonhaltingCheck::new(endless.machine, &endless.certificate)
        .map_err(|refusal| GenerateError::new(refusal.to_string()))?;
    Ok(Draft::new(vars, Check::TuringNonhalting(check)))
}

fn space(order: Order<'_>) -> Space {
    let least = order.params.int("period_min") as u64;
    Size::new(order.params).map_or_else(
        |_| Space::exactly(0u32),
        |size| room::space(room::endless(size, wanted(order.variation, least))),
    )
}
