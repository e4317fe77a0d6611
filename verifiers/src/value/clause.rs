//! Reading the value that a clause states: "approximately **42 apples**, since …".
//!
//! The grammar is narrow on purpose. A clause states a value if it begins with one (after words
//! such as "approximately" or "x =") and what follows is a unit, a remark or the end. It is
//! unclear if it begins with a value and goes on as an expression, an alternative or a question.
//! Anything else states nothing.

use super::plain::{is_space, trim, unwrap};
use super::shape::{Lead, Shape};

/// What a clause says about the answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stated<V> {
    /// This value.
    Value(V),
    /// Something about the answer that is not one value: an expression, a choice left open, a
    /// denial.
    Unclear,
    /// Nothing.
    Nothing,
}

/// Words that may stand before the value.
const LEAD_INS: &[&str] = &[
    "approximately",
    "approx",
    "about",
    "around",
    "roughly",
    "exactly",
    "equal",
    "equals",
    "to",
    "is",
    "are",
    "was",
    "therefore",
    "thus",
    "so",
    "hence",
    "simply",
    "just",
    "the",
    "number",
    "value",
    "answer",
    "integer",
    "fraction",
    "list",
    "sum",
    "total",
    "result",
    "indeed",
    "then",
    "clearly",
    "now",
    "still",
    "also",
    "only",
    "it",
    "it's",
    "be",
    "final",
    "correct",
    "should",
    "yes",
    "following",
    "sequence",
    "obviously",
    "of",
    "course",
    "ist",
    "est",
    "es",
    "gleich",
    "égal",
    "à",
    "как",
    "是",
    "为",
];

/// Words that take back what stands before them.
const CORRECTIONS: &[&str] = &[
    "no,",
    "no.",
    "no wait",
    "wait",
    "actually",
    "rather",
    "sorry",
    "correction:",
    "i mean",
    "i meant",
    "scratch that",
];

/// Words after a value that make it part of something else.
const HEDGES: &[&str] = &[
    "or",
    "and",
    "to",
    "through",
    "times",
    "plus",
    "minus",
    "divided",
    "multiplied",
    "over",
    "out",
    "if",
    "unless",
    "maybe",
    "perhaps",
    "modulo",
    "mod",
    "depending",
    "oder",
    "ou",
    "o",
    "und",
    "et",
];

/// Words after a value that begin a remark.
const REMARKS: &[&str] = &[
    "since", "because", "as", "which", "when", "where", "given", "by", "after", "for", "in",
    "with", "that", "from", "at", "while", "but", "so", "due", "the", "weil", "da", "car",
    "porque",
];

/// The most words that are taken for a unit.
const UNIT_WORDS: usize = 6;

/// The most words that may lead to the value.
const LEADING_WORDS: usize = 12;

/// Reads what `text`, in plain spelling, states.
pub(crate) fn stated<S: Shape>(shape: &S, text: &str) -> Stated<S::Value> {
    if let Some(corrected) = corrected(text)
        && let found @ Stated::Value(_) = first_sentence(shape, corrected)
    {
        return found;
    }
    first_sentence(shape, text)
}

/// What follows the last word of correction.
fn corrected(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let after = CORRECTIONS
        .iter()
        .filter_map(|word| {
            let at = lower.rfind(word)?;
            let bounded = !lower[..at].ends_with(char::is_alphanumeric);
            bounded.then_some(at + word.len())
        })
        .max()?;
    Some(text[after..].trim_start_matches([',', ':', ' ', '-', '.']))
}

fn first_sentence<S: Shape>(shape: &S, text: &str) -> Stated<S::Value> {
    let text = sentence(text);
    let found = simple(shape, text);
    if matches!(found, Stated::Value(_)) || !shape.equations() {
        return found;
    }
    // "40 + 2 = 42" is unclear up to its equals sign.
    match equation(text).map(|right| simple(shape, right)) {
        Some(value @ Stated::Value(_)) => value,
        _ => found,
    }
}

/// The text up to the first full stop or line break that ends a sentence outside brackets.
fn sentence(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| is_space(c) || matches!(c, ':' | '*' | '"' | '`'));
    let mut depth = 0usize;
    let bytes = text.as_bytes();
    for (index, &byte) in bytes.iter().enumerate() {
        match byte {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => depth = depth.saturating_sub(1),
            b'.' | b'!' if depth == 0 && matches!(bytes.get(index + 1), Some(b' ' | b'\n')) => {
                return &text[..index];
            }
            _ => {}
        }
    }
    text
}

/// What stands to the right of the last equals sign, if the left side is one expression.
fn equation(text: &str) -> Option<&str> {
    let at = text.rfind(['=', '~'])?;
    let (left, right) = (&text[..at], &text[at + 1..]);
    let relation = left.ends_with(['<', '>', '!', '=']);
    let several =
        left.contains(',') && !left.contains('(') || left.contains(';') || left.contains('?');
    let joined = [" or ", " and ", " not ", " if "]
        .iter()
        .any(|word| left.contains(word));
    (!relation && !several && !joined).then_some(right)
}

/// Reads a clause that begins with the value, perhaps after a few words that lead to it.
fn simple<S: Shape>(shape: &S, text: &str) -> Stated<S::Value> {
    let mut text = unwrap(text, &[(b'{', b'}')]);
    for _ in 0..LEADING_WORDS {
        if let Some(value) = shape.exact(text) {
            return Stated::Value(value);
        }
        match shape.leading(text) {
            Lead::Value(value, rest) if ends(rest) || restates(shape, &value, rest) => {
                return Stated::Value(value);
            }
            Lead::Value(..) | Lead::Unclear => return Stated::Unclear,
            Lead::Absent => {}
        }
        let sign = text.starts_with(':') || shape.equations() && text.starts_with(['~', '=', '>']);
        if sign {
            text = trim(&text[1..]);
            continue;
        }
        let length = text
            .find(|c: char| !c.is_alphabetic() && c != '\'')
            .unwrap_or(text.len());
        let (word, rest) = text.split_at(length);
        if [
            "not", "either", "neither", "between", "maybe", "perhaps", "unknown",
        ]
        .iter()
        .any(|open| word.eq_ignore_ascii_case(open))
        {
            return denied(shape, rest);
        }
        let leads = !word.is_empty() && LEAD_INS.iter().any(|lead| lead.eq_ignore_ascii_case(word));
        let rest = trim(rest.trim_start_matches([',', ':']));
        // "the sum - 5" is an expression, "the sum is -5" is not.
        let operator = rest.starts_with(['+', '-']) && rest[1..].starts_with(is_space);
        if !leads || operator || rest.is_empty() {
            return Stated::Nothing;
        }
        text = rest;
    }
    Stated::Nothing
}

/// "not 42 but 43" states 43; any other denial leaves the answer open.
fn denied<S: Shape>(shape: &S, text: &str) -> Stated<S::Value> {
    let Some((_, after)) = text.split_once(" but ") else {
        // "not obvious" says nothing about a value.
        return match shape.leading(trim(text)) {
            Lead::Absent => Stated::Nothing,
            Lead::Value(..) | Lead::Unclear => Stated::Unclear,
        };
    };
    match shape.leading(trim(after)) {
        Lead::Value(value, rest) if ends(rest) => Stated::Value(value),
        _ => Stated::Unclear,
    }
}

/// Whether what follows a value gives the same value in another spelling: "7/2 = 3.5",
/// "10/3 (or about 3.33)".
fn restates<S: Shape>(shape: &S, value: &S::Value, rest: &str) -> bool {
    if !shape.equations() {
        return false;
    }
    let mut rest =
        rest.trim_start_matches(|c: char| is_space(c) || matches!(c, '*' | '(' | '{' | '}' | ','));
    let joined = ["=", "~", "or", "i.e.", "that is"]
        .iter()
        .find_map(|sign| rest.strip_prefix(sign));
    let Some(after) = joined else {
        return false;
    };
    rest = after.trim_start_matches(|c: char| is_space(c) || matches!(c, '~' | '=' | ','));
    rest = ["approximately", "about"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    match shape.leading(trim(rest)) {
        Lead::Value(other, rest) => shape.agree(value, &other) && ends(rest),
        Lead::Unclear | Lead::Absent => false,
    }
}

/// Whether what follows a value leaves it as it is: a unit, a remark, or nothing.
fn ends(rest: &str) -> bool {
    let mut rest = rest;
    for _ in 0..=UNIT_WORDS {
        rest = rest.trim_start_matches(|c: char| {
            is_space(c) || matches!(c, '*' | '"' | '\'' | '`' | '{' | '}' | '_')
        });
        let Some(c) = rest.chars().next() else {
            return true;
        };
        if matches!(c, ',' | ';' | ':' | '.' | '(' | ')' | ']' | '!' | '-' | '|') {
            return closes(c, &rest[1..]);
        }
        if c.is_alphabetic() {
            let length = rest
                .find(|c: char| !c.is_alphanumeric() && c != '\'')
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(length);
            if HEDGES.iter().any(|hedge| hedge.eq_ignore_ascii_case(word)) {
                return false;
            }
            if REMARKS
                .iter()
                .any(|remark| remark.eq_ignore_ascii_case(word))
            {
                return true;
            }
            rest = after;
            continue;
        }
        if c.is_ascii() || c.is_numeric() || matches!(c, '≤' | '≥' | '≠') {
            return false;
        }
        // A sign such as a degree, a currency or a tick.
        rest = &rest[c.len_utf8()..];
    }
    false
}

/// Whether a mark of punctuation after the value closes the statement.
fn closes(mark: char, after: &str) -> bool {
    let after = after.trim_start_matches(is_space);
    let word = &after[..after
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(after.len())];
    if HEDGES.iter().any(|hedge| {
        hedge.eq_ignore_ascii_case(word) && !matches!(*hedge, "to" | "in" | "o" | "et")
    }) {
        // "42, and this can be checked" goes on about something else.
        let next = after[word.len()..].trim_start_matches(is_space);
        let value =
            next.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '[' | '(' | '$'));
        return word.eq_ignore_ascii_case("and") && !value;
    }
    let digit = after.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    match mark {
        ',' | '-' | '.' | ':' => !digit,
        _ => true,
    }
}
