//! Blocks of cells as symbols, and what crossing one does.
//!
//! A machine whose tape is cut into blocks of equal width is a machine over blocks: the head enters
//! a block from one side and leaves it at one of the two, after a number of steps that depends on
//! nothing but the block, the state and the side. Each such crossing is worked out once and kept
//! (Marxen and Buntrock, *Attacking the Busy Beaver 5*, 1990).

use std::collections::HashMap;

use super::machine::{Machine, Side};

/// Widest block.
pub const MAX_WIDTH: usize = 64;

/// Most steps that one crossing may take.
const MAX_STEPS: u64 = 1 << 20;

/// Most different blocks, and most different crossings, that are kept.
const MAX_KEPT: usize = 1 << 18;

/// A block's number; 0 is the empty one.
pub type Block = u32;

/// What becomes of a block that the head enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The block as the head leaves it, or as it is when the head stays.
    pub block: Block,
    /// Steps taken inside.
    pub steps: u64,
    /// What happens next.
    pub exit: Exit,
}

/// How a crossing ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The head leaves at this side, in this state.
    Leaves(Side, u8),
    /// A halting transition was taken.
    Halts,
    /// A transition that is not defined comes next.
    Undefined,
    /// The head never leaves the block.
    Stays,
    /// It takes too many steps to say, or there are too many blocks.
    Limit,
}

/// The blocks of one width that a machine has met, and the crossings known so far.
#[derive(Clone, Debug)]
pub struct Blocks<'m> {
    machine: &'m Machine,
    width: usize,
    cells: Vec<Box<[u8]>>,
    numbers: HashMap<Box<[u8]>, Block>,
    /// Of each block, the cells that do not hold 0.
    scores: Vec<u64>,
    crossings: HashMap<(Block, u8, Side), Crossing>,
    /// After so many steps within a block some configuration has come back.
    patience: u64,
}

impl<'m> Blocks<'m> {
    /// Blocks of `width` cells, 1 to [`MAX_WIDTH`].
    pub fn new(machine: &'m Machine, width: usize) -> Self {
        let width = width.clamp(1, MAX_WIDTH);
        let empty: Box<[u8]> = vec![0; width].into();
        let patience = (machine.symbols() as u64)
            .checked_pow(width as u32)
            .and_then(|tapes| tapes.checked_mul((width * machine.states()) as u64))
            .unwrap_or(u64::MAX);
        Self {
            machine,
            width,
            cells: vec![empty.clone()],
            numbers: HashMap::from([(empty, 0)]),
            scores: vec![0],
            crossings: HashMap::new(),
            patience,
        }
    }

    /// The machine.
    pub fn machine(&self) -> &'m Machine {
        self.machine
    }

    /// Cells of a block.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The cells of `block`, from left to right.
    pub fn cells(&self, block: Block) -> &[u8] {
        &self.cells[block as usize]
    }

    /// How many cells of `block` do not hold 0.
    pub fn score(&self, block: Block) -> u64 {
        self.scores[block as usize]
    }

    /// What happens when the head enters `block` in `state`, moving to `side` (so that it comes in
    /// at the other one).
    pub fn cross(&mut self, block: Block, state: u8, side: Side) -> Crossing {
        let key = (block, state, side);
        if let Some(&known) = self.crossings.get(&key) {
            return known;
        }
        let crossing = self.work_out(block, state, side);
        if self.crossings.len() < MAX_KEPT {
            self.crossings.insert(key, crossing);
        }
        crossing
    }

    fn work_out(&mut self, block: Block, state: u8, side: Side) -> Crossing {
        let mut cells = self.cells[block as usize].clone();
        let mut head = match side {
            Side::Right => 0,
            Side::Left => self.width - 1,
        };
        let (mut state, mut steps) = (state, 0);
        let exit = loop {
            if steps > self.patience {
                break Exit::Stays;
            }
            if steps >= MAX_STEPS {
                break Exit::Limit;
            }
            let Some(action) = self.machine.action(state, cells[head]) else {
                break Exit::Undefined;
            };
            cells[head] = action.write;
            steps += 1;
            let Some(next) = action.next else {
                break Exit::Halts;
            };
            state = next;
            match (action.side, head) {
                (Side::Left, 0) => break Exit::Leaves(Side::Left, state),
                (Side::Left, _) => head -= 1,
                (Side::Right, _) => {
                    head += 1;
                    if head == self.width {
                        break Exit::Leaves(Side::Right, state);
                    }
                }
            }
        };
        match self.number(cells) {
            Some(block) => Crossing { block, steps, exit },
            None => Crossing {
                block,
                steps: 0,
                exit: Exit::Limit,
            },
        }
    }

    /// The number of the block of these cells; `None` when there are too many.
    fn number(&mut self, cells: Box<[u8]>) -> Option<Block> {
        if let Some(&known) = self.numbers.get(&cells) {
            return Some(known);
        }
        if self.cells.len() >= MAX_KEPT {
            return None;
        }
        let number = self.cells.len() as Block;
        self.scores
            .push(cells.iter().filter(|&&symbol| symbol != 0).count() as u64);
        self.cells.push(cells.clone());
        self.numbers.insert(cells, number);
        Some(number)
    }
}
