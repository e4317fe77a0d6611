//! All machines of a size in tree normal form.
//!
//! Most machines differ only in transitions that are never reached, or in the names of states and
//! symbols. The tree leaves both out (Brady, *The determination of the value of Rado's noncomputable
//! function Σ(k) for four-state Turing machines*, 1983): begin with a machine without any transition
//! and run it; where it stops before an undefined transition, go on with one machine for each action
//! there could be. New states and new symbols come in order, and the first move is to the right.

use super::machine::{Action, Machine, Side};
use super::run::{Run, Stop};

/// What a machine of the tree does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stops before the undefined transition (state, symbol) after so many steps. With a halting
    /// transition there it halts one step later.
    Stops {
        /// Steps until then.
        steps: u64,
        /// The state it is in.
        state: u8,
        /// The symbol it reads.
        symbol: u8,
    },
    /// It is still running after the limit.
    Runs,
}

/// The actions that may stand in the first undefined transition that `machine` reaches, in a fixed
/// order: symbols and states met so far, and the next new one of each. The first transition of all
/// moves to the right.
pub fn actions(machine: &Machine) -> Vec<Action> {
    let (states, symbols) = met(machine);
    let first = machine.transitions().all(|(_, _, action)| action.is_none());
    let mut actions = Vec::new();
    for write in 0..(symbols + 1).min(machine.symbols()) {
        for side in [Side::Left, Side::Right] {
            if first && side == Side::Left {
                continue;
            }
            for next in 0..(states + 1).min(machine.states()) {
                actions.push(Action {
                    write: write as u8,
                    side,
                    next: Some(next as u8),
                });
            }
        }
    }
    actions
}

/// How many states and how many symbols the defined transitions know, counting state A and the
/// empty symbol.
fn met(machine: &Machine) -> (usize, usize) {
    machine
        .transitions()
        .filter_map(|(state, symbol, action)| Some((state, symbol, action?)))
        .fold((1, 1), |(states, symbols), (state, symbol, action)| {
            let state = state.max(action.next.unwrap_or(0));
            (
                states.max(usize::from(state) + 1),
                symbols.max(usize::from(symbol.max(action.write)) + 1),
            )
        })
}

/// Goes through the tree of machines with `states` states and `symbols` symbols, depth first, and
/// shows each to `visit` with its fate within `limit` steps.
///
/// A machine that stops is followed further, with each action for the transition it stopped before,
/// unless that is the only one left undefined (a machine without any undefined transition can't halt)
/// or `visit` says false.
///
/// # Errors
/// [`super::MachineError`] when there is no machine of that size.
pub fn walk(
    states: usize,
    symbols: usize,
    limit: u64,
    mut visit: impl FnMut(&Machine, Fate) -> bool,
) -> Result<(), super::MachineError> {
    let mut open = vec![Machine::new(states, symbols)?];
    while let Some(machine) = open.pop() {
        let mut run = Run::new(&machine);
        let Stop::Undefined { state, symbol } = run.run(limit) else {
            visit(&machine, Fate::Runs);
            continue;
        };
        let fate = Fate::Stops {
            steps: run.steps(),
            state,
            symbol,
        };
        let gaps = machine.stops().count();
        if visit(&machine, fate) && gaps > 1 {
            for action in actions(&machine).into_iter().rev() {
                let mut next = machine.clone();
                next.set(state, symbol, Some(action));
                open.push(next);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::decide::{Effort, decide};
    use super::*;

    /// Goes through a whole tree; every machine either stops or is proved never to. Gives the
    /// machines, the most steps, and the most marks, each with the halting step that writes 1.
    fn settle(states: usize, symbols: usize) -> (u64, u64, u64) {
        let (mut machines, mut longest, mut most) = (0, 0, 0);
        walk(states, symbols, 400, |machine, fate| {
            machines += 1;
            match fate {
                Fate::Stops {
                    steps,
                    state,
                    symbol,
                } => {
                    let mut halting = machine.clone();
                    halting.set(
                        state,
                        symbol,
                        Some(Action {
                            write: 1,
                            side: Side::Right,
                            next: None,
                        }),
                    );
                    let mut run = Run::new(&halting);
                    assert_eq!(run.run(1_000), Stop::Halted);
                    assert_eq!(run.steps(), steps + 1);
                    longest = longest.max(run.steps());
                    most = most.max(run.score());
                }
                Fate::Runs => {
                    let certificate = decide(machine, Effort::THOROUGH)
                        .unwrap_or_else(|| panic!("{machine} is not decided"));
                    if let Err(refusal) = certificate.verify(machine) {
                        panic!("{machine}: {certificate:?}: {refusal}");
                    }
                }
            }
            true
        })
        .expect("a size");
        (machines, longest, most)
    }

    /// S(2) = 6 and Σ(2) = 4, S(3) = 21 and Σ(3) = 6, proved anew from nothing: each machine that
    /// does not stop has a certificate that its verifier accepts.
    #[test]
    fn the_smallest_busy_beavers_are_proved() {
        let (_, longest, most) = settle(2, 2);
        assert_eq!((longest, most), (6, 4));
        let (_, longest, most) = settle(3, 2);
        assert_eq!((longest, most), (21, 6));
    }
}
