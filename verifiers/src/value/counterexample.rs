//! The claim that two expressions are equivalent, or words at which they differ.
//!
//! | spelling | read as |
//! |---|---|
//! | `equivalent`, `they are equal`, `yes`, `{"equivalent": true}` | they are |
//! | `x = 5, y = 0xFF`, `x: 5; y: 255`, `x → 5, y → 255`, `{"x": 5, "y": 255}` | they differ there |
//! | `(5, 255)` for two variables | the same, in their order |
//! | `not equivalent, x = 5, y = 255`, `no: for x = 5 and y = 2^8 - 1` | the same |
//! | `not equivalent`, `no` | they differ, but where is not told |
//!
//! Any other word, an ellipsis, or both claims at once makes the whole unreadable.

use super::plain::{DOTS, THIN};
use super::shape::{Lead, Shape};
use super::word;
use crate::mba::Variables;

/// What an answer says about two expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// They have the same value for all words.
    Equivalent,
    /// They differ where these variables, by index, have these values: none, some or all of them,
    /// and some perhaps twice.
    Different(Vec<(usize, i128)>),
}

/// A claim about two expressions over these variables.
#[derive(Clone, Copy, Debug)]
pub struct CounterexampleShape<'v> {
    /// The variables.
    pub variables: &'v Variables,
}

const EQUAL: &[&str] = &["equivalent", "equal", "identical", "yes", "same", "true"];

const DIFFERENT: &[&str] = &[
    "inequivalent",
    "nonequivalent",
    "different",
    "differ",
    "unequal",
    "no",
    "false",
    "distinct",
];

const NEGATIONS: &[&str] = &["not", "non", "isn", "aren", "never", "neq"];

const FILLERS: &[&str] = &[
    "counterexample",
    "counter",
    "example",
    "at",
    "for",
    "with",
    "when",
    "where",
    "as",
    "in",
    "and",
    "the",
    "two",
    "are",
    "is",
    "they",
    "t",
    "expressions",
    "expression",
    "take",
    "let",
    "text",
    "json",
    "rightarrow",
    "mapsto",
    "to",
    "values",
    "value",
    "input",
    "inputs",
    "words",
    "e",
    "g",
    "eg",
    "a",
    "answer",
    "both",
    "sides",
    "always",
    "cex",
    "witness",
];

impl Shape for CounterexampleShape<'_> {
    type Value = Claim;

    fn noun(&self) -> &'static str {
        "a claim or a counterexample"
    }

    fn exact(&self, text: &str) -> Option<Claim> {
        let mut reader = Reader {
            variables: self.variables,
            claim: None,
            negated: false,
            name: None,
            named: Vec::new(),
            positional: Vec::new(),
        };
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            rest = reader.take(c, rest)?;
        }
        reader.end()
    }

    fn leading<'t>(&self, _: &'t str) -> Lead<'t, Claim> {
        Lead::Absent
    }

    fn agree(&self, one: &Claim, other: &Claim) -> bool {
        match (one, other) {
            // "They are not equivalent" repeats what a counterexample says.
            (Claim::Different(given), Claim::Different(later)) => {
                let sorted = |values: &[(usize, i128)]| {
                    let mut values = values.to_vec();
                    values.sort_unstable();
                    values
                };
                later.is_empty() || sorted(given) == sorted(later)
            }
            (one, other) => one == other,
        }
    }

    fn equations(&self) -> bool {
        false
    }
}

struct Reader<'v> {
    variables: &'v Variables,
    claim: Option<bool>,
    negated: bool,
    /// A variable whose value must come next.
    name: Option<usize>,
    named: Vec<(usize, i128)>,
    positional: Vec<i128>,
}

impl Reader<'_> {
    /// Takes what begins with `c`, and gives what follows it.
    fn take<'t>(&mut self, c: char, rest: &'t str) -> Option<&'t str> {
        let after = &rest[c.len_utf8()..];
        let signed =
            matches!(c, '-' | '+') && after.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if c.is_ascii_digit() || signed {
            let (value, rest) = word::value(rest)?;
            if rest.starts_with(char::is_alphanumeric) {
                return None;
            }
            match self.name.take() {
                Some(name) => self.named.push((name, value)),
                None => self.positional.push(value),
            }
            return Some(rest);
        }
        if c.is_alphabetic() {
            return self.word(rest);
        }
        if rest.starts_with("..") || c == DOTS {
            return None;
        }
        match c {
            THIN | ' ' | '\n' | ',' | ';' | ':' | '.' | '(' | ')' | '[' | ']' | '{' | '}' | '"'
            | '\'' | '`' | '*' | '#' | '\\' | '=' | '|' | '-' | '>' | '→' | '↦' | '!' => {
                Some(after)
            }
            '≠' => {
                self.negated = true;
                None
            }
            _ => None,
        }
    }

    fn word<'t>(&mut self, rest: &'t str) -> Option<&'t str> {
        let length = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        let (mut word, mut after) = rest.split_at(length);
        let mut joined = String::new();
        // x_1, x_{1}
        if let Some(index) = after.strip_prefix('_') {
            let braced = index.strip_prefix('{');
            let index = braced.unwrap_or(index);
            let digits = index
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(index.len());
            joined.push_str(word);
            joined.push_str(&index[..digits]);
            word = &joined;
            after = match braced {
                Some(_) => index[digits..].strip_prefix('}')?,
                None => &index[digits..],
            };
        }
        if let Some(variable) = self.variables.index(word) {
            if self.name.is_some() {
                return None;
            }
            self.name = Some(variable);
            return Some(after);
        }
        let listed = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
        if listed(NEGATIONS) {
            self.negated = !self.negated;
        } else if listed(EQUAL) || listed(DIFFERENT) {
            let claim = listed(EQUAL) != std::mem::take(&mut self.negated);
            let truth = ["true", "false"]
                .iter()
                .any(|w| w.eq_ignore_ascii_case(word));
            self.claim = match self.claim {
                // "equivalent": false
                Some(before) if truth => Some(before == claim),
                Some(before) if before != claim => return None,
                _ => Some(claim),
            };
        } else if !listed(FILLERS) {
            return None;
        }
        Some(after)
    }

    fn end(mut self) -> Option<Claim> {
        if self.name.is_some() || self.negated {
            return None;
        }
        if !self.positional.is_empty() {
            if self.positional.len() != self.variables.len() || !self.named.is_empty() {
                return None;
            }
            self.named = self.positional.into_iter().enumerate().collect();
        }
        match (self.claim, self.named.is_empty()) {
            (Some(true), true) => Some(Claim::Equivalent),
            (Some(true), false) | (None, true) => None,
            _ => Some(Claim::Different(self.named)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(text: &str) -> Option<Claim> {
        let variables = Variables::new(["x", "y"]).expect("names");
        CounterexampleShape {
            variables: &variables,
        }
        .exact(&plain(text))
    }

    #[test]
    fn usual_spellings_give_the_same_claim() {
        for text in [
            "equivalent",
            r"\text{equivalent}",
            "**Equivalent.**",
            "They are equal",
            "yes",
            r#"{"equivalent": true}"#,
            "not different",
        ] {
            assert_eq!(read(text), Some(Claim::Equivalent), "{text}");
        }
        let wanted = Some(Claim::Different(vec![(0, 5), (1, 255)]));
        for text in [
            "x = 5, y = 255",
            "x=5; y=0xFF",
            "x: 5, y: 0b11111111",
            r"x = 5,\ y = 2^8 - 1",
            r"x = 5,\; y = 2^{8}-1",
            "x → 5, y → 255",
            "x -> 5, y -> 255",
            "(5, 255)",
            "[5, 0xff]",
            r#"{"x": 5, "y": 255}"#,
            r#"{"equivalent": false, "counterexample": {"x": 5, "y": 255}}"#,
            "not equivalent, x = 5, y = 255",
            "Not equivalent: x = 5 and y = 255.",
            r"\text{not equivalent: } x = 5, y = 255",
            "No, they aren't equivalent, e.g. for x = 5 and y = 255",
            "x = 5#32, y = 255#32",
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
        assert_eq!(
            read("x = -1, y = -2"),
            Some(Claim::Different(vec![(0, -1), (1, -2)]))
        );
        assert_eq!(read("not equivalent"), Some(Claim::Different(vec![])));
        assert_eq!(read("x = 1"), Some(Claim::Different(vec![(0, 1)])));
    }

    #[test]
    fn anything_else_is_no_claim() {
        for text in [
            "",
            "x",
            "x = 5, y",
            "x = y = 5",
            "x = 5 or y = 3",
            "equivalent or not equivalent",
            "equivalent, x = 5, y = 3",
            "equivalent, different",
            "probably equivalent",
            "x = 1.5, y = 2",
            "x = 5, ..., y = 3",
            "5, 3, 1",
            "5",
            "not",
            "x = 5, z = 3",
            "x ≠ y",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
