//! Answers that a response ends with, though no word announces them.

use crate::value::Shape;
use crate::value::clause::{Stated, stated};

/// The most bytes at the end of a response that are read.
const WINDOW: usize = 1 << 14;

/// Words that begin a concluding sentence.
const CONCLUSIONS: &[&str] = &[
    "so",
    "thus",
    "therefore",
    "hence",
    "finally",
    "consequently",
    "overall",
    "altogether",
    "in total",
    "in conclusion",
    "daher",
    "donc",
    "поэтому",
    "因此",
    "所以",
    "por lo tanto",
    "somit",
];

/// Words by which a sentence claims less than it says.
const HEDGES: &[&str] = &[
    " might ",
    " may ",
    " could ",
    " would ",
    " should ",
    " must ",
    " perhaps ",
    " whether ",
];

/// Verbs after which a concluding sentence gives the value.
const VERBS: &[&str] = &[
    " is ", " are ", " equals ", " we get ", " gives ", " ist ", " est ", " es ", " be ",
];

/// Ways in which a model says goodbye after its answer.
const FAREWELLS: &[&str] = &[
    "let me know",
    "hope this",
    "i hope",
    "feel free",
    "would you like",
    "if you have any",
    "if you'd like",
    "please let me",
    "is there anything",
];

/// A value that stands alone as the last block of `text`, or that is all of it: emphasised, in a
/// heading, in a fence, as a displayed formula.
pub(super) fn alone<S: Shape>(shape: &S, text: &str) -> Option<S::Value> {
    let text = ending(text);
    let block = last_block(text);
    // Boxes have been read, and found wanting, already.
    if block.contains("boxed") || block.contains("fbox") {
        return None;
    }
    if let Some(value) = shape.exact(&shape.plain(block)) {
        return Some(value);
    }
    let line = last_line(block);
    let marked = line.starts_with(['#', '*', '`', '$'])
        || block[..block.len() - line.len()].trim_end().ends_with(':');
    marked
        .then(|| shape.exact(&shape.plain(line.trim_start_matches(['#', ' ']))))
        .flatten()
}

/// A value that the last line or the concluding sentence ends with. A sentence concludes when it
/// begins with a word that says so, or when it is all there is: nothing else can be meant then.
pub(super) fn concluded<S: Shape>(shape: &S, text: &str) -> Option<S::Value> {
    let text = ending(text);
    let last = last_line(last_block(text));
    let only_line = last.len() == text.len();
    let line = shape.plain(last);
    if let Some(value) = equation(shape, &line) {
        return Some(value);
    }
    let sentence = line.trim_end_matches(['.', ' ', '*']);
    let before = sentence.rfind(['.', '!', '?', ':', ';']);
    let all_there_is = only_line && before.is_none();
    let sentence = sentence
        .rfind(". ")
        .map_or(sentence, |at| &sentence[at + 2..]);
    let sentence = sentence.trim_start_matches(['*', ' ', '_']);
    let lower = sentence.to_ascii_lowercase();
    let plain_claim = all_there_is
        && lower.starts_with("the ")
        && !HEDGES.iter().any(|hedge| lower.contains(hedge));
    let concluding = plain_claim || CONCLUSIONS.iter().any(|word| lower.starts_with(word));
    if !concluding || lower.contains(" if ") || lower.contains(" not ") {
        return None;
    }
    let (at, verb) = VERBS
        .iter()
        .filter_map(|verb| lower.find(verb).map(|at| (at, verb)))
        .min()?;
    value(shape, &sentence[at + verb.len()..])
}

fn equation<S: Shape>(shape: &S, line: &str) -> Option<S::Value> {
    if !shape.equations() {
        return None;
    }
    let (left, right) = line.rsplit_once(['=', '~'])?;
    (!left.ends_with(['<', '>', '!']))
        .then(|| shape.exact(right))
        .flatten()
}

fn value<S: Shape>(shape: &S, text: &str) -> Option<S::Value> {
    match stated(shape, text) {
        Stated::Value(value) => Some(value),
        Stated::Unclear | Stated::Nothing => None,
    }
}

/// The end of the text, farewells left out.
fn ending(text: &str) -> &str {
    let mut text = text.trim();
    let start = text.ceil_char_boundary(text.len().saturating_sub(WINDOW));
    text = &text[start..];
    for _ in 0..3 {
        let line = last_line(text);
        let lower = line
            .get(..line.floor_char_boundary(24))
            .unwrap_or(line)
            .to_ascii_lowercase();
        if line.len() == text.len() || !FAREWELLS.iter().any(|farewell| lower.starts_with(farewell))
        {
            break;
        }
        text = text[..text.len() - line.len()].trim_end();
    }
    text
}

fn last_line(text: &str) -> &str {
    text.rfind('\n').map_or(text, |at| &text[at + 1..])
}

/// The last fenced block, displayed formula or paragraph of `text`.
fn last_block(text: &str) -> &str {
    if let Some(body) = text.strip_suffix("```") {
        let Some(open) = body.rfind("```") else {
            return "";
        };
        let body = &body[open + 3..];
        return body.find('\n').map_or(body, |at| &body[at + 1..]);
    }
    for (open, close) in [("$$", "$$"), ("\\[", "\\]")] {
        if let Some(formula) = text.strip_suffix(close) {
            return formula
                .rfind(open)
                .map_or("", |at| formula[at + 2..].trim());
        }
    }
    let paragraph = text.rfind("\n\n").map_or(text, |at| &text[at + 2..]);
    paragraph.trim()
}
