//! `lean.busy_beaver.halts`: that a machine halts with a step, and not before, with a score.
//!
//! Machines are those of `busy_beaver.run`, which halt with the step after an opening of the walk. The
//! false claims name another step or another score. Hard about it: a few steps are closed by
//! `decide`, some hundreds by `decide +kernel` once the bounded quantifier is reduced to one
//! configuration; beyond, the run has to be cut in pieces.
//!
//! The proof computes the configuration before the halt in the kernel and takes the last step by
//! hand. The key's second proof runs the machine on two stacks.

use std::cmp::Ordering;

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
    name: "lean.busy_beaver.halts",
    version: 1,
    summary: "a proof in Lean that a Turing machine halts with a step, and its score",
    variations: VARIATIONS,
    params: &[
        STATES,
        SYMBOLS,
        Param::int("steps_min", "fewest steps to the halt", (1, 2_000), 20),
        Param::int("steps_max", "most steps to the halt", (1, 2_000), 60),
        LEMMAS,
        FORBID,
        MAX_KIB,
    ],
    generate,
    space,
};

/// So many steps at most are put to the kernel one prefix at a time.
const FEW: u64 = 24;

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::new(order.params)?;
    let rules = Rules::of(order.params);
    if order.variation == "proof" && !rules.lemmas && size.steps.1 > FEW {
        return Err(GenerateError::new(format!(
            "without lemmas a proof in place of sorry goes up to {FEW} steps; lower steps_max or set \
             lemmas to given"
        )));
    }
    let opening = draw::opening(size, stream)?;
    let steps = opening.steps + 1;
    let machine = opening.halting(stream);
    let score = Visited::after(&machine, steps).score();
    let holds = truth(order.variation, stream);
    let (claimed, script) = if holds {
        ((steps, score), proof(&machine, steps, score, rules.lemmas))
    } else {
        let claimed = other(steps, score, stream);
        (claimed, refutation(steps, claimed))
    };
    let vars = table::vars(&machine)
        .with("steps", claimed.0 as i64)
        .with("score", claimed.1 as i64);
    let claim = Claim::Halts {
        steps: claimed.0,
        score: claimed.1,
    };
    let lemmas: &[&str] = if rules.lemmas { &[turing::LEMMAS] } else { &[] };
    let opening = turing::file(&machine, lemmas);
    let opening = opening.map_err(|error| GenerateError::new(error.to_string()))?;
    Theorem {
        name: "halts",
        opening,
        missing: turing::LEMMAS,
        claim: claim.proposition(&machine),
        negation: claim.negation(&machine),
        holds,
        script,
    }
    .draft(order.variation, &rules, vars)
}

/// Another step or another score, near the right one.
fn other(steps: u64, score: u64, stream: &mut Stream) -> (u64, u64) {
    let off = 1 + stream.below(3);
    match stream.below(3) {
        0 => (steps + off, score),
        1 if steps > off => (steps - off, score),
        1 => (steps + off, score),
        _ if score > off && stream.chance(1, 2) => (steps, score - off),
        _ => (steps, score + off),
    }
}

fn proof(machine: &Machine, steps: u64, score: u64, lemmas: bool) -> Script {
    if !lemmas && steps <= FEW {
        let body = "unfold HaltsIn\ndecide +kernel";
        return Script::plain(body, "unfold HaltsIn\nrfl");
    }
    let before = Visited::after(machine, steps - 1);
    let body = |at: &Visited| {
        let after = Visited::after(machine, steps).term(machine);
        format!(
            "have before : run M {m} M.init = {at} := by decide +kernel\n\
             have last : run M {steps} M.init = {after} :=\n  \
             (run_add M {m} 1 M.init).trans (by rw [before]; rfl)\n\
             have score : (run M {steps} M.init).score = {score} := by rw [last]; rfl\n\
             refine ⟨by rw [last]; rfl, score, fun m hm => ?_⟩\n\
             apply not_halted_before M m {m} M.init (Nat.le_of_lt_succ hm)\n\
             rw [before]; rfl",
            m = steps - 1,
            at = at.term(machine),
        )
    };
    let wrong = before.altered(0, 1 - before.head().min(1));
    Script::with_lemmas(body(&before), body(&wrong))
}

/// Why the claim is false: at the step claimed the machine has not halted, or it had before, or the
/// score is another.
fn refutation(steps: u64, (claimed, _): (u64, u64)) -> Script {
    let body = |right: bool| {
        let part = match (claimed.cmp(&steps), right) {
            (Ordering::Less, true) => "h.1".to_owned(),
            (Ordering::Equal, true) => "h.2.1".to_owned(),
            (Ordering::Greater, true) => format!("(h.2.2 {steps} (by decide))"),
            // At the step before, or at the first, it has not halted, as claimed.
            (Ordering::Greater, false) => format!("(h.2.2 {} (by decide))", steps - 1),
            (Ordering::Less, false) => "(h.2.2 0 (by decide))".to_owned(),
            // It has halted, as claimed.
            (Ordering::Equal, false) => "h.1".to_owned(),
        };
        format!("intro h\nexact absurd {part} (by decide +kernel)")
    };
    Script::plain(body(true), body(false))
}

fn space(order: Order<'_>) -> Space {
    Size::new(order.params).map_or_else(
        |_| Space::exactly(0u32),
        |size| room::space(room::halting(size)),
    )
}
