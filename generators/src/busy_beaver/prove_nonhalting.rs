//! `busy_beaver.prove_nonhalting`: a certificate that a machine never halts.
//!
//! The forms of certificates are told in the prompt, with the limits of their verifiers; any
//! certificate of any form that its verifier accepts is right. The variations differ in what the
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
    ],
    generate,
    space,
};

fn wanted(variation: &str) -> Wanted {
    match variation {
        "cycler" => Wanted::Cycler,
        "translated_cycler" => Wanted::Translated,
        _ => Wanted::Irregular,
    }
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::new(order.params)?;
    let endless = draw::endless(size, wanted(order.variation), stream)?;
    let (machine, certificate) = endless.disguised(stream);
    let vars = table::vars(&machine);
    let check = TuringNonhaltingCheck::new(machine, certificate)
        .map_err(|refusal| GenerateError::new(refusal.to_string()))?;
    Ok(Draft::new(vars, Check::TuringNonhalting(check)))
}

fn space(order: Order<'_>) -> Space {
    Size::new(order.params).map_or_else(
        |_| Space::exactly(0u32),
        |size| room::space(room::endless(size, wanted(order.variation))),
    )
}
