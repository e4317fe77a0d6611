//! State, tape and head, and how they are spelled.

use std::fmt::Write as _;

use super::machine::Machine;

/// A state, a tape and the head's place on it.
///
/// Only so much of the tape is kept as matters: from the first cell to the last that does not hold
/// 0 or is under the head. Where on the infinite tape that is does not matter, so two
/// configurations are equal exactly if the machine can't tell them apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Configuration {
    state: Option<u8>,
    tape: Vec<u8>,
    head: usize,
}

impl Configuration {
    /// The configuration in `state` (`None` after the halt) with the head on `tape[head]`; beyond
    /// both ends every cell holds 0. A head outside of `tape` is put on its nearest end.
    pub fn new(state: Option<u8>, tape: &[u8], head: usize) -> Self {
        let head = head.min(tape.len().saturating_sub(1));
        let first = tape.iter().position(|&symbol| symbol != 0);
        let last = tape.iter().rposition(|&symbol| symbol != 0);
        let first = first.map_or(head, |first| first.min(head));
        let last = last.map_or(head, |last| last.max(head));
        let kept = tape.get(first..=last).unwrap_or(&[0]);
        Self {
            state,
            tape: kept.to_vec(),
            head: head - first,
        }
    }

    /// Where every machine begins: state A on an empty tape.
    pub fn start() -> Self {
        Self::new(Some(0), &[0], 0)
    }

    /// The state; `None` after the halt.
    pub fn state(&self) -> Option<u8> {
        self.state
    }

    /// The tape that matters; at least one cell.
    pub fn tape(&self) -> &[u8] {
        &self.tape
    }

    /// The head's index in [`Configuration::tape`].
    pub fn head(&self) -> usize {
        self.head
    }

    /// The number of cells that do not hold 0.
    pub fn score(&self) -> u64 {
        self.tape.iter().filter(|&&symbol| symbol != 0).count() as u64
    }

    /// `B: 1 0 [1] 0`: the state, the tape, and brackets around the cell under the head.
    pub fn spell(&self, machine: &Machine) -> String {
        let mut out = String::with_capacity(2 * self.tape.len() + 8);
        self.spell_into(machine, &mut out);
        out
    }

    /// Appends [`Configuration::spell`] to `out`.
    pub fn spell_into(&self, machine: &Machine, out: &mut String) {
        out.push(machine.state_letter(self.state));
        out.push(':');
        for (place, symbol) in self.tape.iter().enumerate() {
            let _ = if place == self.head {
                write!(out, " [{symbol}]")
            } else {
                write!(out, " {symbol}")
            };
        }
    }

    /// The tape without the head: `1 0 1`, from the first cell that does not hold 0 to the last;
    /// `0` for an empty tape.
    pub fn spell_tape(&self) -> String {
        spell_tape(&self.tape)
    }
}

/// `tape` from its first cell that does not hold 0 to its last.
pub fn trimmed(tape: &[u8]) -> &[u8] {
    let first = tape.iter().position(|&symbol| symbol != 0);
    let last = tape.iter().rposition(|&symbol| symbol != 0);
    match (first, last) {
        (Some(first), Some(last)) => &tape[first..=last],
        _ => &[],
    }
}

/// `1 0 1`: the symbols of `tape` but for the 0s at its ends; `0` if there are no others.
pub fn spell_tape(tape: &[u8]) -> String {
    let symbols: Vec<String> = trimmed(tape).iter().map(u8::to_string).collect();
    if symbols.is_empty() {
        "0".to_owned()
    } else {
        symbols.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_dropped() {
        let machine: Machine = "1RB1LB_1LA1RZ".parse().expect("a machine");
        let one = Configuration::new(Some(1), &[0, 0, 1, 0, 1, 0, 0], 3);
        assert_eq!(one, Configuration::new(Some(1), &[1, 0, 1], 1));
        assert_eq!(one.spell(&machine), "B: 1 [0] 1");
        assert_eq!(one.spell_tape(), "1 0 1");
        assert_eq!(one.score(), 2);
        let left = Configuration::new(None, &[0, 0, 0, 1], 1);
        assert_eq!(left.spell(&machine), "Z: [0] 0 1");
        assert_ne!(left, Configuration::new(None, &[0, 0, 0, 1], 2));
        assert_eq!(Configuration::start().spell(&machine), "A: [0]");
        assert_eq!(
            Configuration::new(None, &[], 7),
            Configuration::new(None, &[0], 0)
        );
        assert_eq!(Configuration::start().spell_tape(), "0");
    }
}
