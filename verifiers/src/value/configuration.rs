//! Configurations and tapes of a Turing machine: `B: 1 0 [1] 0`, `1 0 1`.
//!
//! | spelling | read as |
//! |---|---|
//! | `B: 1 0 [1] 0`, `B 10[1]0`, `State B, tape 1 0 (1) 0`, `\| B \| 1 0 **1** 0 \|` without emphasis | state B, head on the bracketed cell |
//! | `1 0 B 1 0`, `10B10` | the same: the state stands before the cell under the head |
//! | `… 0 1 [1] 0 …` | the same as without the dots, which can only stand for 0s at an end |
//! | `halt: 1 [1]`, `Z: 1 [1]` | after the halt |
//! | `1 0 1`, `101`, `[1, 0, 1]`, `empty` | a tape |
//!
//! 0s at the ends don't matter. Two heads, two states, an ellipsis in the middle or any word that is
//! not about states and tapes make the whole unreadable.

use super::plain::DOTS;
use super::shape::{Lead, Shape};
use crate::turing::configuration::trimmed;
use crate::turing::{Configuration, Machine};

/// Most cells that are read.
const MAX_CELLS: usize = 1 << 16;

/// A configuration of this machine.
#[derive(Clone, Copy, Debug)]
pub struct ConfigurationShape<'m> {
    /// The machine, which knows the states' names and the symbols.
    pub machine: &'m Machine,
}

/// A tape over the symbols of this machine, read as its cells from the first that does not hold 0
/// to the last.
#[derive(Clone, Copy, Debug)]
pub struct TapeShape<'m> {
    /// The machine.
    pub machine: &'m Machine,
}

/// Words that say nothing beyond the letters and digits beside them.
const FILLERS: &[&str] = &[
    "state",
    "tape",
    "head",
    "in",
    "with",
    "the",
    "is",
    "at",
    "on",
    "and",
    "final",
    "config",
    "configuration",
    "reads",
    "cell",
    "cells",
    "machine",
    "text",
    "of",
];

/// Words for the state after the halt.
const HALT: &[&str] = &["halt", "halted", "halts", "HALT"];

impl Shape for ConfigurationShape<'_> {
    type Value = Configuration;

    fn noun(&self) -> &'static str {
        "a configuration"
    }

    fn exact(&self, text: &str) -> Option<Configuration> {
        let sheet = Sheet::read(self.machine, text)?;
        let state = sheet.state?;
        Some(Configuration::new(state, &sheet.tape, sheet.head?))
    }

    /// A configuration is stated only as a whole, which [`Shape::exact`] has tried.
    fn leading<'t>(&self, _text: &'t str) -> Lead<'t, Configuration> {
        Lead::Absent
    }

    fn equations(&self) -> bool {
        false
    }
}

impl Shape for TapeShape<'_> {
    type Value = Vec<u8>;

    fn noun(&self) -> &'static str {
        "a tape"
    }

    fn exact(&self, text: &str) -> Option<Vec<u8>> {
        let word = text.trim_matches(|c: char| !c.is_alphabetic());
        if ["empty", "blank", "empty tape", "all zeros"].contains(&word) {
            return Some(Vec::new());
        }
        let sheet = Sheet::read(self.machine, text)?;
        Some(trimmed(&sheet.tape).to_vec())
    }

    fn leading<'t>(&self, _text: &'t str) -> Lead<'t, Vec<u8>> {
        Lead::Absent
    }

    fn equations(&self) -> bool {
        false
    }
}

/// What a text says of state, tape and head.
#[derive(Default)]
struct Sheet {
    #[expect(clippy::option_option, reason = "no state and the halt are different")]
    state: Option<Option<u8>>,
    tape: Vec<u8>,
    head: Option<usize>,
}

impl Sheet {
    fn read(machine: &Machine, text: &str) -> Option<Self> {
        let mut sheet = Self::default();
        // An ellipsis stands for 0s; after one behind a cell no other cell may come.
        let mut closed = false;
        // The state was given between cells, so the next cell is under the head.
        let mut marks = false;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            if let Some(digit) = c.to_digit(10) {
                if closed || digit as usize >= machine.symbols() || sheet.tape.len() >= MAX_CELLS {
                    return None;
                }
                if marks {
                    sheet.place_head()?;
                    marks = false;
                }
                sheet.tape.push(digit as u8);
            } else if let ('[' | '(' | '{' | '<', Some((digit, inside))) = (c, single(after)) {
                if closed || usize::from(digit) >= machine.symbols() || marks {
                    return None;
                }
                sheet.place_head()?;
                sheet.tape.push(digit);
                rest = inside;
                continue;
            } else if c.is_alphabetic() {
                let length = rest
                    .find(|c: char| !c.is_alphabetic())
                    .unwrap_or(rest.len());
                let (word, after) = rest.split_at(length);
                let state = if HALT.iter().any(|known| known.eq_ignore_ascii_case(word)) {
                    Some(None)
                } else if word.chars().nth(1).is_none() {
                    machine.state_of(c)
                } else {
                    None
                };
                match state {
                    Some(_) if sheet.state.is_some() => return None,
                    Some(_) => {
                        sheet.state = state;
                        marks = !sheet.tape.is_empty() && sheet.head.is_none();
                    }
                    None => {
                        if !FILLERS.iter().any(|known| known.eq_ignore_ascii_case(word)) {
                            return None;
                        }
                    }
                }
                rest = after;
                continue;
            } else if c == DOTS || rest.starts_with("..") {
                closed = !sheet.tape.is_empty();
                rest = rest.trim_start_matches(['.', DOTS]);
                continue;
            } else if !matches!(
                c,
                ' ' | '\n'
                    | ','
                    | ';'
                    | ':'
                    | '|'
                    | '='
                    | '"'
                    | '\''
                    | '`'
                    | '*'
                    | '_'
                    | '#'
                    | '.'
                    | '['
                    | ']'
                    | '('
                    | ')'
                    | '{'
                    | '}'
                    | '<'
                    | '>'
                    | '^'
                    | '-'
                    | '\u{1}'
                    | '\\'
                    | '∞'
            ) {
                return None;
            }
            rest = after;
        }
        (!marks && !sheet.tape.is_empty()).then_some(sheet)
    }

    /// The next cell is the one under the head, unless there is one already.
    fn place_head(&mut self) -> Option<()> {
        match self.head {
            Some(_) => None,
            None => {
                self.head = Some(self.tape.len());
                Some(())
            }
        }
    }
}

/// The digit that stands alone before a closing bracket, and what follows the bracket.
fn single(text: &str) -> Option<(u8, &str)> {
    let text = text.trim_start_matches([' ', '*', '"', '\'']);
    let digit = text.chars().next()?.to_digit(10)? as u8;
    let after = text[1..].trim_start_matches([' ', '*', '"', '\'']);
    let after = after.strip_prefix([']', ')', '}', '>'])?;
    Some((digit, after))
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn machine() -> Machine {
        "1RB2LA1RA1RA_1LB1LA3RB1RZ".parse().expect("a machine")
    }

    fn read(text: &str) -> Option<String> {
        let machine = machine();
        let shape = ConfigurationShape { machine: &machine };
        shape.exact(&plain(text)).map(|found| found.spell(&machine))
    }

    #[test]
    fn usual_spellings_give_the_same_configuration() {
        for text in [
            "B: 1 0 [3] 2",
            "B: 10[3]2",
            "B : 1 0 [3] 2",
            "State B, tape: 0 0 1 0 [3] 2 0",
            "state = B; tape = [1, 0, [3], 2]",
            "B: 1 0 (3) 2",
            "B: 1, 0, [3], 2, 0, 0",
            "B ...0 1 0 [3] 2 0...",
            r"\text{B: } 1\ 0\ [3]\ 2",
            r#"{"state": "B", "tape": "1 0 [3] 2"}"#,
            "| B | 1 0 [3] 2 |",
            "1 0 B 3 2",
            "10B32",
            "B: … 0 1 0 [3] 2 0 …",
        ] {
            assert_eq!(read(text), Some("B: 1 0 [3] 2".to_owned()), "{text}");
        }
        assert_eq!(read("Z: [0] 1"), Some("Z: [0] 1".to_owned()));
        assert_eq!(read("halted: [0] 1 0"), Some("Z: [0] 1".to_owned()));
        assert_eq!(read("A: [0]"), Some("A: [0]".to_owned()));
    }

    #[test]
    fn anything_else_is_no_configuration() {
        for text in [
            "",
            "B",
            "B: 1 0 3 2",
            "B: 1 [0] [3] 2",
            "A B: 1 0 [3] 2",
            "B: 1 0 … [3] 2",
            "B: 1 0 [4] 2",
            "B: 1 0 [12] 2",
            "not B: 1 0 [3] 2",
            "B: 1 0 [3] 2 or A: [1]",
            "1 0 B",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn tapes_are_read_without_the_zeros_at_their_ends() {
        let machine = machine();
        let read = |text: &str| TapeShape { machine: &machine }.exact(&plain(text));
        for text in [
            "1 0 3",
            "103",
            "[1, 0, 3]",
            "0 0 1 0 3 0",
            "1 0 [3]",
            "… 0 1 0 3 0 …",
        ] {
            assert_eq!(read(text), Some(vec![1, 0, 3]), "{text}");
        }
        assert_eq!(read("0"), Some(Vec::new()));
        assert_eq!(read("empty"), Some(Vec::new()));
        for text in ["", "1 0 5", "1 0 … 3", "1 or 3", "many"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
