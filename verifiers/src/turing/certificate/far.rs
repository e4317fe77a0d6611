//! Finite automata reduction (FAR), from a deterministic automaton over one side of the tape.
//!
//! Say that the automaton reads the left side, from its far end to the cell before the head; the
//! right side is the mirror image. It has to stay in its initial state on 0, since the tape begins
//! with as many of them as one likes. From it follows an automaton over whole configurations: after
//! the left side it is in the pair (automaton's state `q`, machine's state `f`), and then reads the
//! rest, from the cell under the head on, nondeterministically, over the same pairs and one state
//! `stop`. It is to accept every configuration from which the machine stops. So
//!
//! * where `f` stops on `r`, (q, f) goes on `r` to `stop`, which stays on every symbol;
//! * where `f` on `r` writes `w`, moves right and goes to `t`, (q, f) goes on `r` to (q·w, t): the
//!   configuration one step later must be accepted too;
//! * where it moves left, the symbol `b` before the head becomes the one under it: for each `q'` with
//!   q'·b = q, (q, f) goes on `r` wherever (q', t) goes on `b` and then `w`.
//!
//! The least automaton that fulfils this is computed as a fixed point. A state is accepting if it
//! leads to `stop` over some number of 0s, since the tape ends with them. If the start, (initial, A)
//! before nothing but 0s, is not accepted, the machine never stops from there. (The closure is that of
//! bbchallenge's direct FAR decider.)

use super::Refusal;
use crate::turing::machine::{Machine, Side};

/// Most states of the automaton.
pub const MAX_DFA: usize = 64;
/// Most machine words that the fixed point may take to compute.
pub const MAX_FAR_WORK: u64 = 100_000_000;

/// Checks that the automaton is one, and computes the fixed point.
pub(super) fn verify(machine: &Machine, reads: Side, dfa: &[Vec<u32>]) -> Result<(), Refusal> {
    if dfa.len() > MAX_DFA {
        return Err(Refusal::limit(format!(
            "an automaton has at most {MAX_DFA} states"
        )));
    }
    if dfa.is_empty() {
        return Err(Refusal::wrong("the automaton has no state"));
    }
    let symbols = machine.symbols();
    for (state, row) in dfa.iter().enumerate() {
        if row.len() != symbols {
            return Err(Refusal::wrong(format!(
                "state {state} of the automaton has {} transitions for {symbols} symbols",
                row.len()
            )));
        }
        if let Some(next) = row.iter().find(|&&next| next as usize >= dfa.len()) {
            return Err(Refusal::wrong(format!(
                "state {state} of the automaton leads to state {next}, which it has not"
            )));
        }
    }
    if dfa[0][0] != 0 {
        return Err(Refusal::wrong(
            "the automaton leaves its initial state on 0, with which the tape begins",
        ));
    }
    let mirrored;
    let machine = match reads {
        Side::Left => machine,
        Side::Right => {
            mirrored = machine.mirrored();
            &mirrored
        }
    };
    if Closure::new(machine, dfa).accepts_start()? {
        return Err(Refusal::wrong(
            "the start is in the language of configurations that may stop",
        ));
    }
    Ok(())
}

/// The relation of the automaton over configurations: for each symbol and state, the states it may
/// go to, as bits.
struct Closure<'a> {
    machine: &'a Machine,
    dfa: &'a [Vec<u32>],
    /// Words of a row of bits.
    width: usize,
    /// States: all pairs, and `stop` as the last.
    size: usize,
    rows: Vec<Vec<u64>>,
    work: u64,
}

impl<'a> Closure<'a> {
    fn new(machine: &'a Machine, dfa: &'a [Vec<u32>]) -> Self {
        let size = dfa.len() * machine.states() + 1;
        let width = size.div_ceil(64);
        Self {
            machine,
            dfa,
            width,
            size,
            rows: vec![vec![0; size * width]; machine.symbols()],
            work: 0,
        }
    }

    fn pair(&self, dfa: usize, state: u8) -> usize {
        dfa * self.machine.states() + usize::from(state)
    }

    fn row(&self, symbol: u8, from: usize) -> &[u64] {
        &self.rows[usize::from(symbol)][from * self.width..][..self.width]
    }

    fn set(&mut self, symbol: u8, from: usize, to: usize) {
        self.rows[usize::from(symbol)][from * self.width + to / 64] |= 1 << (to % 64);
    }

    /// Adds `bits` to a row; says whether it grew.
    fn add(&mut self, symbol: u8, from: usize, bits: &[u64]) -> bool {
        let row = &mut self.rows[usize::from(symbol)][from * self.width..][..self.width];
        let mut grew = false;
        for (word, &more) in row.iter_mut().zip(bits) {
            grew |= more & !*word != 0;
            *word |= more;
        }
        grew
    }

    fn spend(&mut self) -> Result<(), Refusal> {
        self.work += self.width as u64;
        if self.work > MAX_FAR_WORK {
            return Err(Refusal::limit(
                "the automaton is too large for this machine",
            ));
        }
        Ok(())
    }

    fn accepts_start(mut self) -> Result<bool, Refusal> {
        let stop = self.size - 1;
        let mut lefts = Vec::new();
        for symbol in 0..self.machine.symbols() as u8 {
            self.set(symbol, stop, stop);
        }
        for (state, symbol, action) in self.machine.transitions() {
            let moves = action.and_then(|action| Some((action, action.next?)));
            for q in 0..self.dfa.len() {
                let from = self.pair(q, state);
                match moves {
                    None => self.set(symbol, from, stop),
                    Some((action, next)) if action.side == Side::Right => {
                        let to = self.dfa[q][usize::from(action.write)] as usize;
                        self.set(symbol, from, self.pair(to, next));
                    }
                    Some((action, next)) => {
                        for (before, &after) in self.dfa[q].iter().enumerate() {
                            let after = self.pair(after as usize, state);
                            let from = self.pair(q, next);
                            lefts.push((after, symbol, from, before as u8, action.write));
                        }
                    }
                }
            }
        }
        let mut growing = true;
        while growing {
            growing = false;
            for &(after, symbol, from, before, write) in &lefts {
                let middle = self.row(before, from).to_vec();
                let mut reached = vec![0; self.width];
                for state in bits(&middle) {
                    self.spend()?;
                    for (word, more) in reached.iter_mut().zip(self.row(write, state)) {
                        *word |= more;
                    }
                }
                self.spend()?;
                growing |= self.add(symbol, after, &reached);
            }
        }
        // Backwards from `stop` over 0s.
        let mut accepting = vec![false; self.size];
        accepting[stop] = true;
        let mut growing = true;
        while growing {
            growing = false;
            for state in 0..stop {
                self.spend()?;
                if !accepting[state] && bits(self.row(0, state)).any(|to| accepting[to]) {
                    accepting[state] = true;
                    growing = true;
                }
            }
        }
        Ok(accepting[self.pair(0, 0)])
    }
}

/// The bits set in a row.
fn bits(row: &[u64]) -> impl Iterator<Item = usize> + '_ {
    row.iter().enumerate().flat_map(|(index, &word)| {
        let mut word = word;
        std::iter::from_fn(move || {
            (word != 0).then(|| {
                let bit = word.trailing_zeros() as usize;
                word &= word - 1;
                64 * index + bit
            })
        })
    })
}
