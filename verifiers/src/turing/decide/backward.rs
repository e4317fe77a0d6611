//! Backward reasoning, level by level: all that can be one step before a stop, two steps before, and
//! so on, until nothing is left.

use crate::turing::certificate::Certificate;
use crate::turing::machine::Machine;
use crate::turing::run::Run;

/// What stands in a cell of which nothing is known.
const UNKNOWN: u8 = u8::MAX;

/// Looks for a depth of at most `depth` at which no more than `nodes` branches come before nothing
/// is left.
pub fn find(machine: &Machine, depth: u32, nodes: usize) -> Option<Certificate> {
    let mut before: Vec<Vec<(u8, u8, u8, isize)>> = vec![Vec::new(); machine.states()];
    for (state, symbol, action) in machine.transitions() {
        let Some(action) = action else { continue };
        if let Some(next) = action.next {
            let back = -action.side.offset();
            before[usize::from(next)].push((state, symbol, action.write, back));
        }
    }
    let size = 2 * depth as usize + 3;
    let mut level: Vec<(u8, usize, Vec<u8>)> = machine
        .stops()
        .map(|(state, symbol)| {
            let mut cells = vec![UNKNOWN; size];
            cells[size / 2] = symbol;
            (state, size / 2, cells)
        })
        .collect();
    let mut branches = 0;
    for depth in 0..=depth {
        let mut next = Vec::new();
        for (state, head, cells) in &level {
            for &(from, read, write, back) in &before[usize::from(*state)] {
                let cell = head.wrapping_add_signed(back);
                if cells[cell] == write || cells[cell] == UNKNOWN {
                    let mut cells = cells.clone();
                    cells[cell] = read;
                    next.push((from, cell, cells));
                }
            }
            if next.len() > nodes {
                return None;
            }
        }
        if next.is_empty() {
            let mut run = Run::new(machine);
            run.run(u64::from(depth) + 1);
            let goes_on = run.ended().is_none();
            return goes_on.then_some(Certificate::Backward { depth, branches });
        }
        branches += next.len() as u64;
        level = next;
    }
    None
}
