//! Automata for FAR: every automaton of few states in a canonical order, each tried by a closure in
//! single machine words.

use crate::turing::certificate::Certificate;
use crate::turing::machine::{Machine, Side};

/// Most automata that are tried for one side.
const MAX_TRIED: u32 = 20_000;

/// Looks for an automaton of two to `most` states over either side.
pub fn find(machine: &Machine, most: usize) -> Option<Certificate> {
    let mirrored = machine.mirrored();
    for states in 2..=most {
        if states * machine.states() >= 64 {
            return None;
        }
        for (reads, machine) in [(Side::Left, machine), (Side::Right, &mirrored)] {
            let mut search = Search {
                machine,
                states,
                dfa: vec![0; states * machine.symbols()],
                tried: 0,
            };
            if search.fill(1, 0) {
                let rows = search.dfa.chunks(machine.symbols());
                let dfa = rows
                    .map(|row| row.iter().map(|&next| next as u32).collect())
                    .collect();
                return Some(Certificate::Far { reads, dfa });
            }
        }
    }
    None
}

struct Search<'m> {
    machine: &'m Machine,
    states: usize,
    dfa: Vec<usize>,
    tried: u32,
}

impl Search<'_> {
    /// Fills the cells from `cell` on, where states up to `used` have been met; new states come in
    /// order, and all of them have to come.
    fn fill(&mut self, cell: usize, used: usize) -> bool {
        if cell == self.dfa.len() {
            self.tried += 1;
            return used + 1 == self.states && self.tried <= MAX_TRIED && self.proves();
        }
        // A state must have been met before its own row begins.
        if cell / self.machine.symbols() > used {
            return false;
        }
        for next in 0..=(used + 1).min(self.states - 1) {
            self.dfa[cell] = next;
            if self.fill(cell + 1, used.max(next)) {
                return true;
            }
            if self.tried > MAX_TRIED {
                return false;
            }
        }
        false
    }

    /// Whether the least automaton over configurations leaves out the start.
    fn proves(&self) -> bool {
        let (n, symbols) = (self.machine.states(), self.machine.symbols());
        let stop = 1u64 << (self.states * n);
        let pair = |q: usize, state: u8| q * n + usize::from(state);
        // goes[symbol][pair]: where a pair goes.
        let mut goes = vec![vec![0u64; self.states * n]; symbols];
        let mut growing = true;
        while growing {
            growing = false;
            for (state, symbol, action) in self.machine.transitions() {
                let moves = action.and_then(|action| Some((action, action.next?)));
                for q in 0..self.states {
                    let row = &self.dfa[q * symbols..][..symbols];
                    let mut grow = |pair: usize, bits: u64| {
                        let known = &mut goes[usize::from(symbol)][pair];
                        growing |= bits & !*known != 0;
                        *known |= bits;
                    };
                    match moves {
                        None => grow(pair(q, state), stop),
                        Some((action, next)) if action.side == Side::Right => {
                            let to = pair(row[usize::from(action.write)], next);
                            grow(pair(q, state), 1 << to);
                        }
                        Some((action, next)) => {
                            for (before, &after) in row.iter().enumerate() {
                                let mut middle = goes[before][pair(q, next)];
                                let mut reached = middle & stop;
                                middle &= !stop;
                                while middle != 0 {
                                    let one = middle.trailing_zeros() as usize;
                                    reached |= goes[usize::from(action.write)][one];
                                    middle &= middle - 1;
                                }
                                let known = &mut goes[usize::from(symbol)][pair(after, state)];
                                growing |= reached & !*known != 0;
                                *known |= reached;
                            }
                        }
                    }
                }
            }
            // Whether the start is accepted can only turn from no to yes.
            if accepts(&goes[0], stop) {
                return false;
            }
        }
        true
    }
}

/// Whether pair 0 leads to `stop` over some number of 0s.
fn accepts(zeros: &[u64], stop: u64) -> bool {
    let mut reached = 1u64;
    loop {
        let next = zeros
            .iter()
            .enumerate()
            .filter(|(pair, _)| reached >> pair & 1 != 0)
            .fold(reached, |bits, (_, to)| bits | to);
        if next & stop != 0 {
            return true;
        }
        if next == reached {
            return false;
        }
        reached = next;
    }
}
