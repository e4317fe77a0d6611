//! Assignments of truth values to numbered variables.
//!
//! | spelling | read as |
//! |---|---|
//! | `x1 = T, x2 = F`, `x_1: True; x_{2}: False`, `x₁=1, x₂=0`, `x1 → ⊤, x2 → ⊥` | x1 true, x2 false |
//! | `{"x1": true, "x2": false}`, `{1: True, 2: False}`, `\| x1 \| T \|` rows | the same |
//! | `[True, False]`, `1, 0`, `T F` for two variables | the same, in order |
//! | `x1 ∧ ¬x2`, `x1, !x2`, `1, -2` for two variables | the same, as literals |
//! | `unsatisfiable`, `UNSAT`, `no solution` | there is no assignment |
//!
//! Any other word or an ellipsis makes the whole unreadable.

use super::plain::{DOTS, trim};
use super::shape::{Lead, Shape};

/// What an answer says about a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truths {
    /// These variables, by number from 1, have these values; none, some or all of them, and some
    /// perhaps twice.
    Values(Vec<(u32, bool)>),
    /// No assignment makes the formula true.
    Unsatisfiable,
}

/// An assignment of truth values to variables 1 to `variables`, or the claim that there is none.
#[derive(Clone, Copy, Debug)]
pub struct TruthShape {
    /// How many variables there are; lists without names need as many values.
    pub variables: usize,
}

const FILLERS: &[&str] = &[
    "and",
    "variable",
    "variables",
    "value",
    "values",
    "assignment",
    "is",
    "let",
    "set",
    "to",
    "wedge",
    "land",
    "rightarrow",
    "mapsto",
    "text",
    "json",
    "python",
    "truth",
];

const DENIALS: &[&str] = &[
    "unsatisfiable",
    "unsat",
    "not satisfiable",
    "no solution",
    "no satisfying assignment",
    "no assignment",
    "impossible",
];

#[derive(Clone, Copy)]
enum Token {
    Variable { number: u32, negated: bool },
    Number { value: u32, negated: bool },
    Truth(bool),
}

impl Shape for TruthShape {
    type Value = Truths;

    fn noun(&self) -> &'static str {
        "an assignment"
    }

    fn exact(&self, text: &str) -> Option<Truths> {
        if denial(text).is_some_and(|rest| trim(rest.trim_matches(['}', ')', ']'])).is_empty()) {
            return Some(Truths::Unsatisfiable);
        }
        let tokens = tokens(text)?;
        self.literals(&tokens)
            .or_else(|| self.positions(&tokens))
            .or_else(|| pairs(&tokens))
            .map(Truths::Values)
    }

    fn leading<'t>(&self, text: &'t str) -> Lead<'t, Truths> {
        match denial(text) {
            Some(rest) => Lead::Value(Truths::Unsatisfiable, rest),
            None => Lead::Absent,
        }
    }

    fn agree(&self, one: &Truths, other: &Truths) -> bool {
        let sorted = |truths: &Truths| match truths {
            Truths::Values(values) => {
                let mut values = values.clone();
                values.sort_unstable();
                Some(values)
            }
            Truths::Unsatisfiable => None,
        };
        sorted(one) == sorted(other)
    }

    fn equations(&self) -> bool {
        false
    }
}

impl TruthShape {
    /// One literal a variable: `x1, ¬x2`, or `1, -2` with every number there once.
    fn literals(&self, tokens: &[Token]) -> Option<Vec<(u32, bool)>> {
        let named: Option<Vec<_>> = tokens
            .iter()
            .map(|token| match *token {
                Token::Variable { number, negated } => Some((number, !negated)),
                _ => None,
            })
            .collect();
        if named.as_ref().is_some_and(|named| !named.is_empty()) {
            return named;
        }
        let mut seen = vec![false; self.variables];
        if tokens.len() != self.variables {
            return None;
        }
        tokens
            .iter()
            .map(|token| match *token {
                Token::Number { value, negated } => {
                    let place = (value as usize).checked_sub(1)?;
                    let first = !std::mem::replace(seen.get_mut(place)?, true);
                    first.then_some((value, !negated))
                }
                _ => None,
            })
            .collect()
    }

    /// One value a variable, in order.
    fn positions(&self, tokens: &[Token]) -> Option<Vec<(u32, bool)>> {
        if tokens.len() != self.variables {
            return None;
        }
        let values = tokens.iter().map(|&token| truth(token));
        (1..)
            .zip(values)
            .map(|(number, value)| Some((number, value?)))
            .collect()
    }
}

/// A name and a value in turn.
fn pairs(tokens: &[Token]) -> Option<Vec<(u32, bool)>> {
    let (pairs, rest) = tokens.as_chunks::<2>();
    if pairs.is_empty() || !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|&[name, value]| match name {
            Token::Variable {
                number,
                negated: false,
            }
            | Token::Number {
                value: number,
                negated: false,
            } => Some((number, truth(value)?)),
            _ => None,
        })
        .collect()
}

fn truth(token: Token) -> Option<bool> {
    match token {
        Token::Truth(value) => Some(value),
        Token::Number {
            value: value @ 0..=1,
            negated: false,
        } => Some(value == 1),
        _ => None,
    }
}

/// What follows the claim that there is no assignment.
fn denial(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "*\"'`{([".contains(c));
    DENIALS.iter().find_map(|claim| {
        let found = text.get(..claim.len())?.eq_ignore_ascii_case(claim);
        let rest = &text[text.floor_char_boundary(claim.len())..];
        (found && !rest.starts_with(char::is_alphanumeric)).then_some(rest)
    })
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut negated = false;
    while let Some(first) = rest.chars().next() {
        if let Some(digit) = digit(first) {
            let (value, after) = number(digit, &rest[first.len_utf8()..])?;
            tokens.push(Token::Number { value, negated });
            negated = false;
            rest = after;
            continue;
        }
        if first.is_ascii_alphabetic() {
            let length = rest
                .find(|c: char| !c.is_ascii_alphabetic())
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(length);
            rest = after;
            if word.eq_ignore_ascii_case("x") {
                let after = after.strip_prefix('_').unwrap_or(after);
                let braced = after.strip_prefix('{');
                let after = braced.unwrap_or(after);
                let first = after.chars().next()?;
                let (value, after) = number(digit(first)?, &after[first.len_utf8()..])?;
                rest = match braced {
                    Some(_) => after.strip_prefix('}')?,
                    None => after,
                };
                tokens.push(Token::Variable {
                    number: value,
                    negated,
                });
                negated = false;
                continue;
            }
            if ["neg", "lnot", "not"]
                .iter()
                .any(|no| no.eq_ignore_ascii_case(word))
            {
                negated = !negated;
                continue;
            }
            match value(word) {
                Some(_) if negated => return None,
                Some(value) => tokens.push(Token::Truth(value)),
                None if FILLERS
                    .iter()
                    .any(|filler| filler.eq_ignore_ascii_case(word)) => {}
                None => return None,
            }
            continue;
        }
        if rest.starts_with("..") || first == DOTS {
            return None;
        }
        rest = &rest[first.len_utf8()..];
        match first {
            '¬' | '!' | '~' => negated = !negated,
            // A minus stands right before what it negates, and not right behind a value.
            '-' if rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X')) => {
                negated = !negated;
            }
            // As in `x8 = -T`: whether that is F or a slip nobody can tell.
            '-' if rest.starts_with(|c: char| c.is_ascii_alphabetic())
                && text[..text.len() - rest.len() - 1].ends_with([' ', '=', ',']) =>
            {
                return None;
            }
            '⊤' | '⊥' if negated => return None,
            '⊤' => tokens.push(Token::Truth(true)),
            '⊥' => tokens.push(Token::Truth(false)),
            ' ' | '\n' | '\u{1}' | ',' | ';' | ':' | '.' | '(' | ')' | '[' | ']' | '{' | '}'
            | '|' | '-' | '>' | '=' | '"' | '\'' | '`' | '*' | '#' | '_' | '\\' | '→' | '↦'
            | '∧' => {}
            _ => return None,
        }
    }
    (!negated).then_some(tokens)
}

fn value(word: &str) -> Option<bool> {
    let is = |names: [&str; 3]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    if is(["true", "t", "top"]) {
        Some(true)
    } else if is(["false", "f", "bot"]) {
        Some(false)
    } else {
        None
    }
}

/// A decimal digit, upright or lowered as in `x₁`.
fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| match c {
        '₀'..='₉' => Some(u32::from(c) - u32::from('₀')),
        _ => None,
    })
}

/// The number that goes on in `rest` after its first digit.
fn number(first: u32, mut rest: &str) -> Option<(u32, &str)> {
    let mut value = first;
    while let Some((c, next)) = rest.chars().next().and_then(|c| Some((c, digit(c)?))) {
        value = value.checked_mul(10)?.checked_add(next)?;
        rest = &rest[c.len_utf8()..];
    }
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(text: &str) -> Option<Truths> {
        TruthShape { variables: 3 }.exact(&plain(text))
    }

    #[test]
    fn usual_spellings_give_the_same_assignment() {
        let wanted = Some(Truths::Values(vec![(1, true), (2, false), (3, true)]));
        for text in [
            "x1 = T, x2 = F, x3 = T",
            "x1=True; x2=False; x3=True",
            "x_1: true, x_2: false, x_3: true",
            r"x_{1} = \text{True},\ x_{2} = \text{False},\ x_{3} = \text{True}",
            r"x_1 = \top, x_2 = \bot, x_3 = \top",
            "x₁=1, x₂=0, x₃=1",
            "x1 → ⊤\nx2 → ⊥\nx3 → ⊤",
            r#"{"x1": true, "x2": false, "x3": true}"#,
            "{1: True, 2: False, 3: True}",
            r#"{"1": "T", "2": "F", "3": "T"}"#,
            "| Variable | Value |\n|---|---|\n| x1 | T |\n| x2 | F |\n| x3 | T |",
            "- **x1**: True\n- **x2**: False\n- **x3**: True",
            "1: 1, 2: 0, 3: 1",
            "[True, False, True]",
            "1, 0, 1",
            "T F T",
            "x1 ∧ ¬x2 ∧ x3",
            r"x_1 \wedge \neg x_2 \land x_3",
            "x1, !x2, x3",
            "x1, ~x2, x3",
            "1, -2, 3",
            "x1, not x2, and x3",
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn the_denial_is_an_answer() {
        for text in [
            "unsatisfiable",
            "UNSAT",
            r"\text{Unsatisfiable}",
            "No solution.",
            "**unsat**",
        ] {
            assert_eq!(read(text), Some(Truths::Unsatisfiable), "{text}");
        }
    }

    #[test]
    fn gaps_and_repetitions_are_kept_for_the_check() {
        let values = |text| match read(text) {
            Some(Truths::Values(values)) => values,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(values("x1 = T, x1 = F"), [(1, true), (1, false)]);
        assert_eq!(values("x7 = T"), [(7, true)]);
    }

    #[test]
    fn anything_else_is_no_assignment() {
        for text in [
            "",
            "x1",
            "x1 = T, x2",
            "x1 = T or F",
            "x1 = x2 = T",
            "x1 = -T, x2 = F, x3 = T",
            "x1 =-T, x2 = F, x3 = T",
            "x1 = T, ..., x3 = T",
            "x1 = maybe, x2 = F",
            "x1 ∨ x2 ∨ x3",
            "not unsatisfiable",
            "satisfiable",
            "unsatisfiable or x1 = T",
            "1, 2, 2",
            "x1 = 2, x2 = 0, x3 = 1",
            "x99999999999 = T",
            "x = T",
        ] {
            let found = read(text);
            let partial = matches!(&found, Some(Truths::Values(values)) if values.len() < 2);
            assert!(found.is_none() || partial, "{text}: {found:?}");
        }
    }
}
