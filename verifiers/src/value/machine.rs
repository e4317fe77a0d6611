//! Turing machines: the standard text, or a table of transitions.
//!
//! | spelling | read as |
//! |---|---|
//! | `1RB1LB_1LA1RZ`, `1RB1LB 1LA1RZ`, `1rb1lb_1la1rz` | the machine |
//! | `A: 1RB 1LB; B: 1LA 1RZ`, `1RB \| 1LB \| 1LA \| 1RZ`, a Markdown table of these | the same |
//! | `1RB1LB_1LA`, `1RB1LB_1LA1XZ` | an answer, and no machine: the reason names the place |
//!
//! Any other word makes the whole unreadable.

use super::plain::{inside, trim};
use super::shape::{Lead, Shape};
use crate::turing::Machine;

/// Longest text that is read.
const LONGEST: usize = 4_096;

/// A machine of this size; another size is an answer, too.
#[derive(Clone, Copy, Debug)]
pub struct MachineShape {
    /// How many states are asked for.
    pub states: usize,
    /// How many symbols are asked for.
    pub symbols: usize,
}

/// What was stated: the text as it was understood, and the machine or what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedMachine {
    /// The standard text, or what was given for it.
    pub text: String,
    /// The machine.
    pub machine: Result<Machine, String>,
}

/// Words of a table that say nothing beyond the transitions.
const FILLERS: &[&str] = &[
    "state",
    "states",
    "symbol",
    "read",
    "reads",
    "on",
    "transition",
    "transitions",
    "machine",
    "table",
    "text",
    "the",
    "is",
    "and",
];

impl Shape for MachineShape {
    type Value = StatedMachine;

    fn noun(&self) -> &'static str {
        "a machine"
    }

    fn exact(&self, text: &str) -> Option<StatedMachine> {
        // Before the brackets are looked through, which takes a pass for each pair.
        if text.len() > LONGEST {
            return None;
        }
        let mut text = trim(text);
        while let Some(inner) = inside(text, &[(b'[', b']'), (b'(', b')'), (b'{', b'}')]) {
            text = trim(inner);
        }
        let whole = text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        if whole && starts_transition(text) {
            let text = self.raised(text);
            return Some(StatedMachine {
                machine: text
                    .parse()
                    .map_err(|error: crate::turing::MachineError| error.to_string()),
                text,
            });
        }
        let transitions = transitions(text)?;
        let text = transitions
            .chunks(self.symbols)
            .map(<[String]>::concat)
            .collect::<Vec<_>>()
            .join("_");
        let text = self.raised(&text);
        let count = transitions.len();
        let wanted = self.states * self.symbols;
        let machine = if count == wanted {
            text.parse()
                .map_err(|error: crate::turing::MachineError| error.to_string())
        } else {
            Err(format!(
                "{count} transitions are given, but the table has {wanted}"
            ))
        };
        Some(StatedMachine { text, machine })
    }

    /// A machine is stated only as a whole, which [`Shape::exact`] has tried.
    fn leading<'t>(&self, _text: &'t str) -> Lead<'t, StatedMachine> {
        Lead::Absent
    }

    fn equations(&self) -> bool {
        false
    }
}

impl MachineShape {
    /// In capital letters, where small ones name no states of their own.
    fn raised(&self, text: &str) -> String {
        if self.states < 26 {
            text.to_ascii_uppercase()
        } else {
            text.to_owned()
        }
    }
}

/// Whether a text begins like a transition.
fn starts_transition(text: &str) -> bool {
    let mut bytes = text.bytes();
    match (bytes.next(), bytes.next(), bytes.next()) {
        (Some(b'-'), Some(b'-'), Some(b'-')) => true,
        (Some(write), Some(side), Some(next)) => {
            write.is_ascii_digit()
                && matches!(side.to_ascii_uppercase(), b'L' | b'R')
                && next.is_ascii_alphabetic()
        }
        _ => false,
    }
}

/// The transitions of a table, in the order they stand in it.
fn transitions(text: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for line in text.lines() {
        // The rule below a table's head.
        let rule = line.contains("--") && !line.contains(|c: char| c.is_ascii_alphanumeric());
        if rule && line.contains('|') {
            continue;
        }
        let words = line
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .filter(|word| !word.is_empty());
        for word in words {
            let word = word.trim_start_matches("->");
            if word.len().is_multiple_of(3) && starts_transition(word) {
                let mut rest = word;
                while !rest.is_empty() {
                    if !starts_transition(rest) {
                        return None;
                    }
                    found.push(rest[..3].to_owned());
                    rest = &rest[3..];
                }
            } else {
                let label = word.len() <= 2
                    && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
                    || word.bytes().all(|byte| byte == b'-') && word.len() < 3;
                let filler = |known: &&str| known.eq_ignore_ascii_case(word);
                if !label && !FILLERS.iter().any(filler) {
                    return None;
                }
            }
        }
        let strange = |c: char| {
            !c.is_ascii_alphanumeric()
                && !matches!(
                    c,
                    ' ' | ','
                        | ';'
                        | ':'
                        | '|'
                        | '_'
                        | '-'
                        | '='
                        | '>'
                        | '→'
                        | '('
                        | ')'
                        | '['
                        | ']'
                        | '{'
                        | '}'
                        | '`'
                        | '*'
                        | '"'
                        | '\''
                        | '.'
                        | '#'
                        | '\u{1}'
                        | '\\'
                        | '/'
                )
        };
        if line.contains(strange) {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(text: &str) -> Option<Result<String, String>> {
        MachineShape {
            states: 2,
            symbols: 2,
        }
        .exact(&plain(text))
        .map(|stated| stated.machine.map(|machine| machine.to_string()))
    }

    #[test]
    fn usual_spellings_give_the_same_machine() {
        for text in [
            "1RB1LB_1LA1RZ",
            "`1RB1LB_1LA1RZ`",
            r"\text{1RB1LB\_1LA1RZ}",
            r"\texttt{1RB1LB_1LA1RZ}",
            "1rb1lb_1la1rz",
            "1RB1LB_1LA1RH",
            "1RB 1LB _ 1LA 1RZ",
            "1RB|1LB|1LA|1RZ",
            "A: 1RB 1LB\nB: 1LA 1RZ",
            "A: 1RB, 1LB; B: 1LA, 1RZ",
            "A0: 1RB, A1: 1LB, B0: 1LA, B1: 1RZ",
            "A0 -> 1RB\nA1 -> 1LB\nB0 -> 1LA\nB1 -> 1RZ",
            "| state | 0 | 1 |\n|---|---|---|\n| A | 1RB | 1LB |\n| B | 1LA | 1RZ |",
            r#"["1RB1LB", "1LA1RZ"]"#,
        ] {
            assert_eq!(read(text), Some(Ok("1RB1LB_1LA1RZ".to_owned())), "{text}");
        }
        assert_eq!(read("1RB---_1LA1RZ"), Some(Ok("1RB---_1LA1RZ".to_owned())));
    }

    #[test]
    fn what_is_no_machine_is_said_exactly_or_not_read() {
        for (text, reason) in [
            (
                "1RB1LB_1LA",
                "state B, which begins at character 8, has 1 transitions, but state A has 2",
            ),
            (
                "1RB 1LB 1LA",
                "3 transitions are given, but the table has 4",
            ),
            (
                "1RB5LB_1LA1RZ",
                "character 4 is `5`, but a symbol from 0 to 1 is written there",
            ),
        ] {
            assert_eq!(read(text), Some(Err(reason.to_owned())), "{text}");
        }
        for text in [
            "",
            "A",
            "yes",
            "the machine 1RB1LB_1LA1RZ or another",
            "12",
            "no machine",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
