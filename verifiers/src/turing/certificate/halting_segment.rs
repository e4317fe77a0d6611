//! Halting segments: no run seen through a window of some cells stops on one certain cell of it.
//!
//! If the machine stops, it stops on some cell. Lay a window of `size` cells so that this cell is
//! its cell `position`, and watch the run through it. At first the window is empty, and the head is
//! anywhere in it in state A, or outside. While the head is inside, everything about it is known;
//! when it leaves, it may come back at the same end in any state into which some transition moves
//! that way, and until then the window does not change. The verifier goes through all views that
//! can come about so. If none of them stops on cell `position`, the machine never stops.
//!
//! (The decider searches the other way, from the stops back to the start.)

use std::collections::HashSet;

use super::{Refusal, count};
use crate::turing::machine::{Machine, Side};

/// Widest window.
pub const MAX_SEGMENT: u32 = 24;
/// Most views that are gone through.
pub const MAX_SEGMENT_NODES: usize = 300_000;

/// What is seen through the window.
#[derive(Clone, PartialEq, Eq, Hash)]
enum View {
    Inside(u8, usize, Box<[u8]>),
    Outside(Side, Box<[u8]>),
}

/// Goes through all views, from the start on.
pub(super) fn verify(
    machine: &Machine,
    size: u32,
    position: u32,
    views: u64,
) -> Result<(), Refusal> {
    count("views", self::views(machine, size, position)?, views)
}

/// The number of views that can arise, none of which stops on cell `position`.
pub(in crate::turing) fn views(
    machine: &Machine,
    size: u32,
    position: u32,
) -> Result<u64, Refusal> {
    if size > MAX_SEGMENT {
        return Err(Refusal::limit(format!(
            "a window has at most {MAX_SEGMENT} cells"
        )));
    }
    if position >= size {
        return Err(Refusal::wrong(format!(
            "a window of {size} cells has no cell {position}"
        )));
    }
    let (size, position) = (size as usize, position as usize);
    let entries = |side: Side| -> Vec<u8> {
        let mut states: Vec<u8> = machine
            .transitions()
            .filter_map(|(_, _, action)| action.filter(|action| action.side == side)?.next)
            .collect();
        states.sort_unstable();
        states.dedup();
        states
    };
    let (from_left, from_right) = (entries(Side::Right), entries(Side::Left));
    let empty: Box<[u8]> = vec![0; size].into();
    let mut open: Vec<View> = (0..size)
        .map(|head| View::Inside(0, head, empty.clone()))
        .collect();
    open.push(View::Outside(Side::Left, empty.clone()));
    open.push(View::Outside(Side::Right, empty));
    let mut seen: HashSet<View> = open.iter().cloned().collect();
    while let Some(view) = open.pop() {
        let next: Vec<View> = match view {
            View::Inside(state, head, mut cells) => {
                let symbol = cells[head];
                let moved = machine
                    .action(state, symbol)
                    .and_then(|action| Some((action, action.next?)));
                let Some((action, next)) = moved else {
                    if head == position {
                        return Err(Refusal::wrong(format!(
                            "the window can be seen to stop on cell {position}, in state {} on \
                             {symbol}",
                            machine.state_letter(Some(state))
                        )));
                    }
                    continue;
                };
                cells[head] = action.write;
                let to = head.wrapping_add_signed(action.side.offset());
                vec![if to < size {
                    View::Inside(next, to, cells)
                } else {
                    View::Outside(action.side, cells)
                }]
            }
            View::Outside(side, cells) => {
                let (states, head) = match side {
                    Side::Left => (&from_left, 0),
                    Side::Right => (&from_right, size - 1),
                };
                let enter = |&state| View::Inside(state, head, cells.clone());
                states.iter().map(enter).collect()
            }
        };
        for view in next {
            if seen.insert(view.clone()) {
                open.push(view);
            }
        }
        if seen.len() > MAX_SEGMENT_NODES {
            return Err(Refusal::limit(format!(
                "the window has more than {MAX_SEGMENT_NODES} views"
            )));
        }
    }
    Ok(seen.len() as u64)
}
