//! Halting segments, backwards: from the stops on one cell of a window to whatever can come before,
//! until the start turns up or nothing new does.

use std::collections::HashSet;

use crate::turing::certificate::{Certificate, views};
use crate::turing::machine::{Machine, Side};

/// Where the head is: on a cell of the window in a state, or beyond one of its ends.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Head {
    Inside(u8, usize),
    Outside(Side),
}

/// Looks for a window of at most `widest` cells, with at most `nodes` views for each.
pub fn find(machine: &Machine, widest: u32, nodes: usize) -> Option<Certificate> {
    (1..=widest).find_map(|size| {
        (0..size).find_map(|position| {
            if !proves(machine, size as usize, position as usize, nodes) {
                return None;
            }
            let views = views(machine, size, position).ok()?;
            Some(Certificate::HaltingSegment {
                size,
                position,
                views,
            })
        })
    })
}

/// Whether the start is out of reach backwards from the stops on cell `position`.
fn proves(machine: &Machine, size: usize, position: usize, nodes: usize) -> bool {
    let symbols = machine.symbols() as u64;
    let weights: Vec<u64> = (0..size as u32).map(|cell| symbols.pow(cell)).collect();
    let at = |cells: u64, cell: usize| (cells / weights[cell] % symbols) as u8;
    let put = |cells: u64, cell: usize, symbol: u8| {
        cells - u64::from(at(cells, cell)) * weights[cell] + u64::from(symbol) * weights[cell]
    };
    let mut seen: HashSet<(Head, u64)> = HashSet::new();
    let mut open: Vec<(Head, u64)> = Vec::new();
    for (state, symbol) in machine.stops() {
        for cells in (0..symbols.pow(size as u32)).filter(|&cells| at(cells, position) == symbol) {
            open.push((Head::Inside(state, position), cells));
            if open.len() > nodes {
                return false;
            }
        }
    }
    seen.extend(open.iter().copied());
    while let Some((head, cells)) = open.pop() {
        if cells == 0 && !matches!(head, Head::Inside(1.., _)) {
            return false;
        }
        let mut before = Vec::new();
        for (from, read, action) in machine.transitions() {
            let Some((action, next)) = action.and_then(|action| Some((action, action.next?)))
            else {
                continue;
            };
            match head {
                Head::Inside(state, cell) if state == next => {
                    let back = cell.wrapping_add_signed(-action.side.offset());
                    if back >= size {
                        before.push((Head::Outside(action.side.opposite()), cells));
                    } else if at(cells, back) == action.write {
                        before.push((Head::Inside(from, back), put(cells, back, read)));
                    }
                }
                Head::Outside(side) if side == action.side => {
                    let end = if side == Side::Left { 0 } else { size - 1 };
                    if at(cells, end) == action.write {
                        before.push((Head::Inside(from, end), put(cells, end, read)));
                    }
                }
                _ => {}
            }
        }
        for view in before {
            if seen.insert(view) {
                open.push(view);
            }
        }
        if seen.len() > nodes {
            return false;
        }
    }
    true
}
