//! The long plain run: a table over small blocks of cells instead of one over single cells.
//!
//! A step of the plain loop waits for the one before: the head's place, the cell, the table's entry.
//! Over blocks of about eight bits one such round takes the head through a whole block, which is
//! several steps at once. The entries are worked out when they are first needed. Whatever is not a
//! plain crossing (a halt, an undefined transition, a head that does not leave the block) is left to
//! the plain loop, as are the last few steps of those asked for.

use super::machine::{Machine, Side};

/// Most different blocks.
const MAX_BLOCKS: usize = 256;
/// A crossing of more steps is left to the plain loop.
const MAX_STEPS: u64 = 1 << 16;

/// Where the fields of a packed entry begin: the block as it is left (below 2^13), whether the head
/// leaves to the left, the next row's offset (below 2^20), the steps.
const LEFT: u64 = 1 << 13;
const ROW: u32 = 14;
const ROW_MASK: u64 = (1 << 20) - 1;
const STEPS: u32 = 34;
const STEPS_MASK: u64 = (1 << 20) - 1;
/// The entry is none that can be used.
const OTHER: u64 = 1 << 62;
/// The entry has been worked out.
const KNOWN: u64 = 1 << 63;

/// A table over the blocks of one machine.
#[derive(Clone, Debug)]
pub(super) struct Sprint {
    symbols: usize,
    width: usize,
    /// How many blocks there are.
    size: usize,
    /// For each state and side the head enters from, and each block, a packed entry.
    table: Vec<u64>,
}

/// A run's tape and where it is.
pub(super) struct Track<'a> {
    pub(super) tape: &'a mut Vec<u8>,
    pub(super) head: &'a mut usize,
    pub(super) origin: &'a mut usize,
    pub(super) state: &'a mut u8,
}

impl Sprint {
    pub(super) fn new(machine: &Machine) -> Self {
        let symbols = machine.symbols();
        let (mut width, mut size) = (1, symbols);
        while size * symbols <= MAX_BLOCKS {
            size *= symbols;
            width += 1;
        }
        Self {
            symbols,
            width,
            size,
            table: vec![0; 2 * machine.states() * size],
        }
    }

    /// Takes up to `most` steps, over a tape of up to about `cells` cells, and gives how many it took.
    pub(super) fn go(
        &mut self,
        machine: &Machine,
        track: &mut Track<'_>,
        most: u64,
        cells: usize,
    ) -> u64 {
        let width = self.width;
        // The head's cell is the first of its block.
        let before = track.head.div_ceil(width);
        let pad = before * width - *track.head;
        let after = (track.tape.len() - *track.head).div_ceil(width);
        let mut blocks = vec![0u16; before + after];
        for (cell, &symbol) in track.tape.iter().enumerate().rev() {
            let block = &mut blocks[(cell + pad) / width];
            *block = *block * self.symbols as u16 + u16::from(symbol);
        }
        // A first block that is not full lacks its lowest digits.
        if let Some(first) = blocks.first_mut()
            && pad > 0
        {
            *first *= self.symbols.pow(pad as u32) as u16;
        }
        // A last one lacks its highest, which are 0.
        let (mut at, mut shift) = (before, 0isize);
        let mut row = 2 * usize::from(*track.state) * self.size;
        let mut left = most;
        loop {
            let Some(block) = blocks.get_mut(at) else {
                let length = blocks.len();
                if 2 * length * width > cells {
                    break;
                }
                if at == length {
                    blocks.resize(2 * length, 0);
                } else {
                    blocks.splice(0..0, std::iter::repeat_n(0, length));
                    at = at.wrapping_add(length);
                    shift += length as isize;
                }
                continue;
            };
            let index = row + usize::from(*block);
            let mut entry = self.table[index];
            if entry & KNOWN == 0 {
                entry = self.work_out(machine, index);
                self.table[index] = entry;
            }
            let steps = entry >> STEPS & STEPS_MASK;
            if entry & OTHER != 0 || steps > left {
                break;
            }
            left -= steps;
            *block = (entry & (LEFT - 1)) as u16;
            row = (entry >> ROW & ROW_MASK) as usize;
            // One to the right, or all ones, which is one back.
            at = at.wrapping_add(1).wrapping_sub((entry >> 12 & 2) as usize);
        }
        // The head is outside only where the tape must not grow.
        let outside = at >= blocks.len();
        if outside {
            let length = blocks.len();
            if at == length {
                blocks.push(0);
            } else {
                blocks.insert(0, 0);
                at = at.wrapping_add(1);
                shift += 1;
            }
        }
        track.tape.clear();
        for block in blocks {
            let mut rest = usize::from(block);
            for _ in 0..width {
                track.tape.push((rest % self.symbols) as u8);
                rest /= self.symbols;
            }
        }
        *track.origin = track
            .origin
            .wrapping_add_signed(pad as isize + shift * width as isize);
        let enters = row / self.size;
        *track.state = (enters / 2) as u8;
        *track.head = at * width + if enters % 2 == 1 { width - 1 } else { 0 };
        most - left
    }

    /// The entry at `index`.
    fn work_out(&self, machine: &Machine, index: usize) -> u64 {
        let (enters, block) = (index / self.size, index % self.size);
        let mut cells: Vec<u8> = Vec::with_capacity(self.width);
        let mut rest = block;
        for _ in 0..self.width {
            cells.push((rest % self.symbols) as u8);
            rest /= self.symbols;
        }
        let mut state = (enters / 2) as u8;
        let mut head = if enters % 2 == 1 { self.width - 1 } else { 0 };
        for steps in 1..=MAX_STEPS {
            let moves = machine
                .action(state, cells[head])
                .and_then(|action| Some((action, action.next?)));
            let Some((action, next)) = moves else { break };
            cells[head] = action.write;
            state = next;
            let to = head.wrapping_add_signed(action.side.offset());
            if to < self.width {
                head = to;
                continue;
            }
            let left = action.side == Side::Left;
            let block = cells.iter().rev().fold(0, |block, &symbol| {
                block * self.symbols as u64 + u64::from(symbol)
            });
            let row = ((2 * usize::from(state) + usize::from(left)) * self.size) as u64;
            return KNOWN | block | if left { LEFT } else { 0 } | row << ROW | steps << STEPS;
        }
        KNOWN | OTHER
    }
}
