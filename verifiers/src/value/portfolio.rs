//! Selections of numbered things.
//!
//! | spelling | read as |
//! |---|---|
//! | `12, 40`, `[12, 40]`, `\{12, 40\}`, `12 and 40`, `12; 40` | 12 and 40 |
//! | `Project 12, Project_40`, `P12, P40`, `projects 12 and 40` | the same |
//! | `{"projects": [12, 40]}`, `- 12` lines, `1. Project 12` lines | the same |
//! | `[]`, `none`, `\emptyset` | nothing selected |
//!
//! The names of the things are numbers; repeated and unknown ones are kept, for the check to
//! refuse. Any other word, a sum, a range and an ellipsis make the whole unreadable.

use super::plain::DOTS;
use super::shape::{Lead, Shape};

/// The most numbers of a selection; a longer one is not read.
const MAX_NUMBERS: usize = 4_096;

/// A selection of things that have numbers.
#[derive(Clone, Copy, Debug)]
pub struct PortfolioShape;

const FILLERS: &[&str] = &[
    "project",
    "projects",
    "p",
    "no",
    "number",
    "numbers",
    "id",
    "ids",
    "and",
    "the",
    "choose",
    "chosen",
    "select",
    "selected",
    "selection",
    "choice",
    "text",
    "json",
    "python",
];

impl Shape for PortfolioShape {
    type Value = Vec<u64>;

    fn noun(&self) -> &'static str {
        "a selection"
    }

    fn exact(&self, text: &str) -> Option<Self::Value> {
        let trimmed = super::plain::trim(text);
        if trimmed == "∅"
            || ["none", "no projects"].contains(&trimmed.to_ascii_lowercase().as_str())
        {
            return Some(Vec::new());
        }
        let mut reader = Reader {
            rest: text,
            line_start: true,
            bracketed: false,
            numbers: Vec::new(),
        };
        while !reader.rest.is_empty() {
            reader.token()?;
        }
        let whole = reader.bracketed || !reader.numbers.is_empty();
        whole.then_some(reader.numbers)
    }

    /// A clause states a selection only as a whole, which [`Shape::exact`] has tried.
    fn leading<'t>(&self, _text: &'t str) -> Lead<'t, Self::Value> {
        Lead::Absent
    }

    fn agree(&self, one: &Self::Value, other: &Self::Value) -> bool {
        let sorted = |numbers: &Self::Value| {
            let mut numbers = numbers.clone();
            numbers.sort_unstable();
            numbers
        };
        sorted(one) == sorted(other)
    }

    fn equations(&self) -> bool {
        false
    }
}

struct Reader<'t> {
    rest: &'t str,
    /// Whether nothing but space has been seen on this line.
    line_start: bool,
    /// Whether a bracket has been seen, so that no number at all is a selection too.
    bracketed: bool,
    numbers: Vec<u64>,
}

impl Reader<'_> {
    /// Takes one number, word or mark; `None` at one that has no place in a selection.
    fn token(&mut self) -> Option<()> {
        let first = self.rest.chars().next()?;
        if first.is_ascii_digit() {
            return self.number();
        }
        if first.is_alphabetic() {
            let length = self
                .rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(self.rest.len());
            let (word, rest) = self.rest.split_at(length);
            self.rest = rest;
            self.line_start = false;
            return FILLERS
                .iter()
                .any(|filler| filler.eq_ignore_ascii_case(word))
                .then_some(());
        }
        let after = &self.rest[first.len_utf8()..];
        let digit = after.starts_with(|c: char| c.is_ascii_digit());
        let fits = match first {
            '\n' => {
                self.line_start = true;
                true
            }
            ' ' | '\u{1}' => true,
            '[' | ']' | '{' | '}' | '(' | ')' => {
                self.bracketed = true;
                true
            }
            // A minus makes no number of a project, and a range leaves projects out.
            '-' | '*' if self.line_start => first == '*' || !digit,
            '.' => !digit && !after.starts_with(['.', DOTS]),
            ',' | ';' | ':' | '"' | '\'' | '`' | '*' | '_' | '#' | '|' | '\\' => true,
            _ => false,
        };
        self.rest = after;
        fits.then_some(())
    }

    fn number(&mut self) -> Option<()> {
        let length = self
            .rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        // `1. Project 12` counts; `12.` on a line of its own selects.
        let counts = self.line_start
            && rest.starts_with([')', '.'])
            && rest[1..].split('\n').next().is_some_and(|line| {
                let line = line.trim_start_matches([' ', '*']);
                line.starts_with(|c: char| c.is_ascii_alphanumeric())
            });
        self.line_start = false;
        if !counts {
            if self.numbers.len() == MAX_NUMBERS || rest.starts_with(char::is_alphabetic) {
                return None;
            }
            self.numbers.push(digits.parse().ok()?);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(text: &str) -> Option<Vec<u64>> {
        PortfolioShape.exact(&plain(text))
    }

    #[test]
    fn usual_spellings_give_the_same_selection() {
        for text in [
            "12, 40",
            "[12, 40]",
            "[12,40]",
            "(12; 40)",
            r"\{12, 40\}",
            r"\left\{ 12,\ 40 \right\}",
            "{12, 40}",
            "12 and 40",
            "12 40",
            "Project 12, Project 40",
            "Project_12, Project_40",
            r"\text{Project 12}, \text{Project 40}",
            r"\text{Project\_12, Project\_40}",
            "projects 12 and 40",
            "P12, P40",
            "#12, #40",
            r#"{"projects": [12, 40]}"#,
            r#"["12", "40"]"#,
            "- Project 12\n- Project 40",
            "* 12\n* 40",
            "1. Project 12\n2. Project 40",
            "1) 12\n2) 40",
            "12.\n40.",
            "**12**, **40**",
            "| 12 |\n| 40 |",
            "１２、４０",
        ] {
            assert_eq!(read(text), Some(vec![12, 40]), "{text}");
        }
        for text in ["[]", r"\{\}", "none", "None.", r"\emptyset", "∅"] {
            assert_eq!(read(text), Some(vec![]), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_selection() {
        for text in [
            "",
            "projects",
            "12, 40, ...",
            r"12, \ldots, 40",
            "12-40",
            "12 to 40",
            "12 or 40",
            "12 + 40",
            "-12",
            "12, -40",
            "12.5",
            "not 12",
            "all but 12",
            "profit 300",
            "12 = 40",
            "12, 40x",
            "99999999999999999999999",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
