//! Backward reasoning: nothing can be so many steps before a stop.
//!
//! From each transition that stops the machine one can go back: the head came from a neighbouring
//! cell by a transition into this state that wrote what stands there. Of the tape only those cells
//! are known that the steps in question read or wrote; a step back that contradicts one of them is
//! impossible. If every branch has died `depth` steps back, no configuration at all is `depth` steps
//! before a stop, so a machine that has taken `depth` steps never stops; that it takes the first
//! ones is seen by running it.

use super::cycler::advance;
use super::{Refusal, count};
use crate::turing::machine::Machine;
use crate::turing::run::Run;

/// Deepest search.
pub const MAX_DEPTH: u32 = 1_000;
/// Most steps back that are tried in all.
pub const MAX_NODES: u64 = 1_000_000;

/// One step back that is still being followed.
struct Frame {
    state: u8,
    head: usize,
    /// The next transition to try.
    next: usize,
    /// The cell whose content this step back changed, and what was known of it before.
    undo: (usize, Option<u8>),
}

/// Searches backwards, depth first, with one tape that is changed and changed back.
pub(super) fn verify(machine: &Machine, depth: u32, branches: u64) -> Result<(), Refusal> {
    if depth > MAX_DEPTH {
        return Err(Refusal::limit(format!(
            "the depth is more than {MAX_DEPTH}"
        )));
    }
    advance(&mut Run::new(machine), u64::from(depth) + 1)?;
    let steps: Vec<_> = machine
        .transitions()
        .filter_map(|(state, symbol, action)| {
            let action = action?;
            Some((state, symbol, action.write, action.side, action.next?))
        })
        .collect();
    let size = 2 * depth as usize + 3;
    let mut nodes = 0u64;
    let mut deepest = 0;
    for (state, symbol) in machine.stops() {
        let mut tape: Vec<Option<u8>> = vec![None; size];
        let middle = size / 2;
        tape[middle] = Some(symbol);
        let mut path = vec![Frame {
            state,
            head: middle,
            next: 0,
            undo: (middle, None),
        }];
        while let Some(frame) = path.last_mut() {
            let Some(&(from, read, write, side, into)) = steps.get(frame.next) else {
                let (cell, known) = frame.undo;
                tape[cell] = known;
                path.pop();
                continue;
            };
            frame.next += 1;
            if into != frame.state {
                continue;
            }
            let cell = frame.head.wrapping_add_signed(-side.offset());
            let known = tape[cell];
            if known.is_some_and(|known| known != write) {
                continue;
            }
            nodes += 1;
            if nodes > MAX_NODES {
                return Err(Refusal::limit(format!(
                    "more than {MAX_NODES} steps back are possible"
                )));
            }
            if path.len() > depth as usize {
                return Err(Refusal::wrong(format!(
                    "a branch that ends in state {} on {symbol} goes back more than {depth} steps",
                    machine.state_letter(Some(state))
                )));
            }
            tape[cell] = Some(read);
            deepest = deepest.max(path.len());
            path.push(Frame {
                state: from,
                head: cell,
                next: 0,
                undo: (cell, known),
            });
        }
    }
    if deepest < depth as usize {
        return Err(Refusal::wrong(format!(
            "no branch goes back more than {deepest} steps, which is the depth then"
        )));
    }
    count("branches", nodes, branches)
}
