//! Lists of numbers in any usual bracket, or in none.

use super::number::{Number, Spaces};
use super::plain::{DOTS, inside, is_space, trim};
use super::shape::{Lead, NumberShape, Shape};

/// The most elements a list may have; a longer one is not read.
pub const MAX_ITEMS: usize = 65_536;

/// Brackets that hold a list. LaTeX tables and typographic brackets are square by now.
const BRACKETS: &[(u8, u8)] = &[(b'[', b']'), (b'(', b')'), (b'{', b'}')];

/// How many pairs of brackets around the whole are looked through: `\left\{` inside `\text{}`
/// makes three.
const WRAPPERS: usize = 4;

/// A list of numbers.
#[derive(Clone, Copy, Debug)]
pub struct ListShape;

impl Shape for ListShape {
    type Value = Vec<Number>;

    fn noun(&self) -> &'static str {
        "a list"
    }

    fn exact(&self, text: &str) -> Option<Self::Value> {
        let mut text = trim(text);
        let mut bracketed = false;
        for _ in 0..WRAPPERS {
            let Some(inner) = inside(text, BRACKETS) else {
                break;
            };
            text = trim(inner);
            bracketed = true;
        }
        if text.is_empty() {
            return bracketed.then(Vec::new);
        }
        if text == "∅"
            || ["empty", "empty list", "empty set"]
                .iter()
                .any(|name| text.eq_ignore_ascii_case(name))
        {
            return Some(Vec::new());
        }
        items(text)
    }

    fn leading<'t>(&self, text: &'t str) -> Lead<'t, Self::Value> {
        for name in ["an empty list", "the empty list", "the empty set", "none"] {
            if text
                .get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
            {
                return Lead::Value(Vec::new(), &text[name.len()..]);
            }
        }
        let Some(end) = closing(text) else {
            return if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
                Lead::Unclear
            } else {
                Lead::Absent
            };
        };
        match self.exact(&text[..end]) {
            Some(value) => Lead::Value(value, &text[end..]),
            None => Lead::Unclear,
        }
    }
}

/// A list of numbers that may be rounded.
#[derive(Clone, Copy, Debug)]
pub struct NumbersShape;

impl Shape for NumbersShape {
    type Value = Vec<Number>;

    fn noun(&self) -> &'static str {
        ListShape.noun()
    }

    fn exact(&self, text: &str) -> Option<Self::Value> {
        ListShape.exact(text)
    }

    fn leading<'t>(&self, text: &'t str) -> Lead<'t, Self::Value> {
        ListShape.leading(text)
    }

    /// A rounding of a list repeats it, as one of a number does.
    fn agree(&self, one: &Self::Value, other: &Self::Value) -> bool {
        let mut pairs = one.iter().zip(other);
        one.len() == other.len() && pairs.all(|(one, other)| NumberShape.agree(one, other))
    }
}

/// Where the bracket that opens `text` is closed, as the index behind it.
pub(super) fn closing(text: &str) -> Option<usize> {
    let &(open, close) = BRACKETS
        .iter()
        .find(|&&(open, _)| text.as_bytes().first() == Some(&open))?;
    let mut depth = 0usize;
    for (index, byte) in text.bytes().enumerate() {
        if byte == open {
            depth += 1;
        } else if byte == close {
            depth -= 1;
            if depth == 0 {
                return Some(index + 1);
            }
        }
    }
    None
}

fn items(text: &str) -> Option<Vec<Number>> {
    // An ellipsis leaves elements out, so what is left is not the list.
    if text.contains("..") || text.contains(DOTS) {
        return None;
    }
    let mut numbers = Vec::new();
    if text.bytes().any(|byte| matches!(byte, b',' | b';' | b'\n')) {
        let text = text.strip_suffix(',').unwrap_or(text);
        for piece in text.split([',', ';']) {
            if trim(piece).is_empty() {
                return None;
            }
            // Inside a row of a table a line break parts elements as a comma does.
            for line in piece.split('\n').filter(|line| !trim(line).is_empty()) {
                conjoined(line, &mut numbers)?;
            }
        }
    } else if text.contains(" and ") {
        conjoined(text, &mut numbers)?;
    } else {
        for piece in text.split(' ').filter(|piece| !piece.is_empty()) {
            element(piece, &mut numbers)?;
        }
    }
    Some(numbers)
}

/// `2 and 3`, or one element after a conjunction (`1, 2, and 3`).
fn conjoined(text: &str, numbers: &mut Vec<Number>) -> Option<()> {
    let mut text = trim(text);
    if text
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic())
    {
        return element(text, numbers);
    }
    for word in [
        "{and}", "{ and }", "{and }", "and ", "und ", "et ", "y ", "e ",
    ] {
        text = text.strip_prefix(word).unwrap_or(text);
    }
    for word in [" and ", " und ", " et ", " y ", " e "] {
        if let Some((before, after)) = text.split_once(word) {
            element(before, numbers)?;
            return element(after, numbers);
        }
    }
    element(text, numbers)
}

fn element(text: &str, numbers: &mut Vec<Number>) -> Option<()> {
    let mut text = trim(text);
    // `[\text{1}, \mathbf{2}]` leaves a pair of braces around the element.
    if let Some(inner) = inside(text, &[(b'{', b'}')]) {
        text = trim(inner);
    }
    let (number, rest) = Number::leading(text, Spaces::Part)?;
    if numbers.len() == MAX_ITEMS || !rest.chars().all(is_space) {
        return None;
    }
    numbers.push(number);
    Some(())
}
