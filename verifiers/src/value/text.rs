//! A text of any kind, for checks that leave its reading to somebody else.

use super::plain::{DOTS, FRACTION, GROUP_COMMA, REPEATING, THIN};
use super::shape::{Lead, Shape};
use crate::extract::is_placeholder;

/// The most bytes of an answer that is taken as one text.
const LONGEST: usize = 16 << 10;

/// Whatever stands in the box, or alone at the response's end, in plain spelling.
#[derive(Clone, Copy, Debug)]
pub struct TextShape;

impl Shape for TextShape {
    type Value = String;

    fn noun(&self) -> &'static str {
        "an answer"
    }

    fn exact(&self, text: &str) -> Option<String> {
        let text = text.trim();
        let inner = text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'));
        // What `\text{…}` dressed.
        let text = inner
            .filter(|text| !text.contains(['{', '}']))
            .unwrap_or(text);
        // One letter may well be an answer; several words such as "your answer" are a template.
        let template = text.chars().count() != 1 && is_placeholder(text);
        (!template && text.len() <= LONGEST).then(|| spelled(text))
    }

    /// Where such an answer ends in a sentence nobody can tell.
    fn leading<'t>(&self, _: &'t str) -> Lead<'t, String> {
        Lead::Absent
    }

    /// Whether words after the box say something else can't be told either.
    fn agree(&self, _: &String, _: &String) -> bool {
        true
    }

    fn equations(&self) -> bool {
        false
    }
}

/// The signs that plain spelling has for itself, in a spelling that others know.
fn spelled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            THIN => out.push(' '),
            GROUP_COMMA => out.push(','),
            DOTS => out.push('…'),
            FRACTION => out.push_str("\\frac"),
            REPEATING => out.push_str("\\overline"),
            other => out.push(other),
        }
    }
    out
}
