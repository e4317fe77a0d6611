//! `lean.busy_beaver.configuration`: which configuration a machine is in after some steps.
//!
//! Machines are those of `busy_beaver.halts` that halt after the steps asked about. A false claim
//! differs in one cell. Hard about it: little up to some hundred steps, for whoever knows that the
//! kernel computes; the whole run has to be written into the proof where it may not.
//!
//! The proof is `decide +kernel`; the key's second proof runs the machine on two stacks.

use tribunal_verifiers::lean::turing::{self, Claim, Visited};
use tribunal_verifiers::turing::Machine;

use super::form::{FORBID, LEMMAS, MAX_KIB, Rules, Theorem, VARIATIONS, truth};
use super::proof::Script;
use crate::busy_beaver::draw::{self, STATES, SYMBOLS, Size};
use crate::busy_beaver::{room, table};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "lean.busy_beaver.configuration",
    version: 1,
    summary: "a proof in Lean that a Turing machine is in a configuration after some steps",
    variations: VARIATIONS,
    params: &[
        STATES,
        SYMBOLS,
        Param::int("steps", "after how many steps", (1, 2_000), 40),
        LEMMAS,
        FORBID,
        MAX_KIB,
    ],
    generate,
    space,
};

/// Machines that halt later than that, and not much.
fn size(order: Order<'_>) -> Size {
    let steps = order.params.int("steps") as u64;
    Size {
        states: order.params.size("states"),
        symbols: order.params.size("symbols"),
        steps: (steps + 1, 2 * steps + 20),
    }
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let rules = Rules::of(order.params);
    let steps = order.params.int("steps") as u64;
    let machine = draw::opening(size(order), stream)?.halting(stream);
    let reached = Visited::after(&machine, steps);
    let holds = truth(order.variation, stream);
    let claimed = if holds {
        reached.clone()
    } else {
        wrong(&machine, &reached, stream)
    };
    let script = if holds {
        proof(&machine, steps, &reached)
    } else {
        // Broken, it denies the configuration that is right.
        let body = |at: &Visited| {
            let at = at.term(&machine);
            format!(
                "have elsewhere : run M {steps} M.init ≠ {at} := by decide +kernel\nexact elsewhere"
            )
        };
        Script::plain(body(&claimed), body(&reached))
    };
    let lemmas: &[&str] = if rules.lemmas { &[turing::LEMMAS] } else { &[] };
    let opening = turing::file(&machine, lemmas);
    let opening = opening.map_err(|error| GenerateError::new(error.to_string()))?;
    let vars = table::vars(&machine)
        .with("steps", steps as i64)
        .with("reached", spelled(&machine, &claimed));
    let claim = Claim::Reaches { steps, at: claimed };
    Theorem {
        name: "reaches",
        opening,
        missing: turing::LEMMAS,
        claim: claim.proposition(&machine),
        negation: claim.negation(&machine),
        holds,
        script,
    }
    .draft(order.variation, &rules, vars)
}

/// The same with another symbol in one cell.
fn wrong(machine: &Machine, at: &Visited, stream: &mut Stream) -> Visited {
    let cell = stream.index(4_096);
    let moved = 1 + stream.below(machine.symbols() as u64 - 1);
    let symbol = (u64::from(at.symbol(cell)) + moved) % machine.symbols() as u64;
    at.altered(cell, symbol as u8)
}

fn proof(machine: &Machine, steps: u64, reached: &Visited) -> Script {
    let halfway = steps / 2;
    let other = Visited::after(machine, halfway);
    let other = other.altered(0, 1 - other.head().min(1)).term(machine);
    let rest = steps - halfway;
    let last = reached.term(machine);
    // The run in two pieces, of which the first ends with a wrong symbol.
    let broken = format!(
        "have first : run M {halfway} M.init = {other} := by decide +kernel\n\
         have second : run M {rest} (run M {halfway} M.init) = {last} := by\n  \
         rw [first]; decide +kernel\n\
         exact second"
    );
    Script::plain("decide +kernel", broken)
}

/// `B: 1 0 [1] 0`, with every visited cell.
pub(super) fn spelled(machine: &Machine, at: &Visited) -> String {
    use tribunal_verifiers::turing::Side;
    let mut cells: Vec<String> = at
        .cells(Side::Left)
        .iter()
        .rev()
        .map(u8::to_string)
        .collect();
    cells.push(format!("[{}]", at.head()));
    cells.extend(at.cells(Side::Right).iter().map(u8::to_string));
    format!("{}: {}", machine.state_letter(at.state()), cells.join(" "))
}

fn space(order: Order<'_>) -> Space {
    room::space(room::halting(size(order)))
}
