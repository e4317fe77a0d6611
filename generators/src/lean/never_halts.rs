//! `lean.busy_beaver.never_halts`: that a machine never halts.
//!
//! Machines are those of `busy_beaver.prove_nonhalting`, that come back to a configuration or repeat
//! themselves along the tape; false claims are about machines that halt. Hard about it: no tactic
//! proves it by itself, since the claim is about every number of steps. Somebody has to follow the
//! machine until it repeats, and say so by an invariant.
//!
//! Every certificate is turned into a proof here: a cycle by two equal configurations, a translated
//! cycle by a configuration that the same steps only make grow at one end. The key's second proof
//! confirms the repetition on two stacks, and runs the machines that halt.

use tribunal_verifiers::lean::turing::{self, Claim, Visited, direction, list};
use tribunal_verifiers::turing::{Certificate, Machine, Side};

use super::closure;
use super::form::{FORBID, LEMMAS, MAX_KIB, Rules, Theorem, VARIATIONS, truth};
use super::proof::Script;
use crate::busy_beaver::draw::{self, STATES, SYMBOLS, Size, Wanted};
use crate::busy_beaver::{room, table};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "lean.busy_beaver.never_halts",
    version: 1,
    summary: "a proof in Lean that a Turing machine never halts",
    variations: VARIATIONS,
    params: &[
        STATES,
        SYMBOLS,
        Param::choice(
            "kind",
            "what the machines do: come back to a configuration, repeat themselves along the tape, or \
             neither",
            &["translated", "cycler", "irregular"],
        ),
        Param::int(
            "steps_min",
            "fewest steps before the last new transition but one, or to the halt",
            (1, 500),
            8,
        ),
        Param::int("steps_max", "most steps before it", (1, 500), 30),
        Param::int("period_min", "fewest steps of a cycle", (1, 40), 3),
        LEMMAS,
        FORBID,
        MAX_KIB,
    ],
    generate,
    space,
};

fn wanted(order: Order<'_>) -> Wanted {
    let least = order.params.int("period_min") as u64;
    match order.params.text("kind") {
        "cycler" => Wanted::Cycler(least),
        "irregular" => Wanted::Irregular,
        _ => Wanted::Translated(least),
    }
}

/// How many machines are drawn for one whose repetition a script can tell. Nearly all are; only a
/// few of the others are known by a certificate of another form.
const TRIES: usize = 40;

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::new(order.params)?;
    let rules = Rules::of(order.params);
    if order.variation == "proof" && !rules.lemmas {
        return Err(GenerateError::new(
            "a proof in place of sorry can't bring lemmas; set lemmas to given, or take another \
             variation",
        ));
    }
    let holds = truth(order.variation, stream);
    let (machine, script) = if holds {
        endless(order, size, stream)?
    } else {
        let opening = draw::opening(size, stream)?;
        let steps = opening.steps + 1;
        let machine = opening.halting(stream);
        let body = |steps| format!("intro h\nexact absurd (h {steps}) (by decide +kernel)");
        (machine, Script::plain(body(steps), body(steps - 1)))
    };
    // The lemmas about contexts belong to the machines whose proofs use them.
    let lemmas: &[&str] = match order.params.text("kind") {
        "irregular" => &[turing::LEMMAS, turing::CLOSURE],
        _ => &[turing::LEMMAS],
    };
    let opening = turing::file(&machine, if rules.lemmas { lemmas } else { &[] });
    let opening = opening.map_err(|error| GenerateError::new(error.to_string()))?;
    let missing = lemmas.join("\n");
    let claim = Claim::NeverHalts;
    Theorem {
        name: "never_halts",
        opening,
        missing: &missing,
        claim: claim.proposition(&machine),
        negation: claim.negation(&machine),
        holds,
        script,
    }
    .draft(order.variation, &rules, table::vars(&machine))
}

fn endless(
    order: Order<'_>,
    size: Size,
    stream: &mut Stream,
) -> Result<(Machine, Script), GenerateError> {
    let wanted = wanted(order);
    for _ in 0..TRIES {
        let found = draw::endless(size, wanted, stream)?;
        let script = match wanted {
            Wanted::Irregular => closure::script(&found.machine),
            _ => script(&found.machine, &found.certificate),
        };
        if let Some(script) = script {
            return Ok((found.machine, script));
        }
    }
    let found = draw::spare_endless(size, wanted)?;
    let script = match wanted {
        Wanted::Irregular => closure::script(&found.machine),
        _ => script(&found.machine, &found.certificate),
    };
    script.map(|script| (found.machine, script)).ok_or_else(|| {
        GenerateError::new(
            "no machine was found of which a proof could be written; widen the window",
        )
    })
}

/// The proof that a certificate of repetition gives.
fn script(machine: &Machine, certificate: &Certificate) -> Option<Script> {
    let (Certificate::Cycler { start, period } | Certificate::TranslatedCycler { start, period }) =
        *certificate
    else {
        return None;
    };
    repeated(machine, start, period).or_else(|| grown(machine, start, period))
}

/// Two equal configurations. The visited cells are the same from the second round on.
fn repeated(machine: &Machine, start: u64, period: u64) -> Option<Script> {
    let at = [start, start + period]
        .into_iter()
        .find(|&at| Visited::after(machine, at) == Visited::after(machine, at + period))?;
    let body = |period: u64| {
        format!(
            "exact never_halts_repeated M {at} {period} (by decide) (by decide +kernel) \
             (by decide +kernel)"
        )
    };
    // One step more is no whole number of rounds, and where rounds have one step, none is no round.
    let wrong = if period == 1 { 0 } else { period + 1 };
    Some(Script::with_lemmas(body(period), body(wrong)))
}

/// A configuration without some cells at one end, which so many steps, that don't go beyond that end,
/// only make grow there.
fn grown(machine: &Machine, start: u64, period: u64) -> Option<Script> {
    let mut reached = Visited::after(machine, start);
    for at in start..=start + 2 * period {
        for side in [Side::Left, Side::Right] {
            if let Some(script) = grown_from(machine, at, &reached, period, side) {
                return Some(script);
            }
        }
        reached.step(machine);
    }
    None
}

fn grown_from(
    machine: &Machine,
    at: u64,
    reached: &Visited,
    period: u64,
    side: Side,
) -> Option<Script> {
    let mut run = reached.clone();
    let mut fewest = run.extent(side);
    for _ in 0..period {
        run.step(machine);
        fewest = fewest.min(run.extent(side));
    }
    let kept = reached.extent(side) - fewest;
    let base = reached.cut(side, kept);
    let mut round = base.clone();
    for _ in 0..period {
        let action = machine.action(round.state()?, round.head())?;
        if action.side == side && round.extent(side) == 0 {
            return None;
        }
        round.step(machine);
    }
    let other = side.opposite();
    let cells = round.cells(side);
    let same = round.state() == base.state()
        && round.head() == base.head()
        && round.cells(other) == base.cells(other)
        && cells.starts_with(&base.cells(side));
    if !same {
        return None;
    }
    let more = &cells[kept..];
    let before = &reached.cells(side)[kept..];
    let body = |more: &[u8]| {
        format!(
            "exact never_halts_grown M {side} {at} {period} (by decide)\n  {base}\n  {before} {more}\n  \
             (by decide +kernel) (by decide +kernel) (by decide +kernel) rfl",
            side = direction(side),
            base = base.term(machine),
            before = list(before),
            more = list(more),
        )
    };
    let mut wrong = more.to_vec();
    wrong.push(1);
    Some(Script::with_lemmas(body(more), body(&wrong)))
}

fn space(order: Order<'_>) -> Space {
    let (wanted, size) = (wanted(order), Size::new(order.params));
    size.map_or_else(
        |_| Space::exactly(0u32),
        |size| {
            room::space(match order.variation {
                "refute" => room::halting(size),
                "decide" => room::halting(size) + room::endless(size, wanted),
                _ => room::endless(size, wanted),
            })
        },
    )
}
