//! Answers stated in words, in tags and in JSON: "the answer is 42", `<answer>42</answer>`,
//! `{"answer": 42}`.

use crate::value::Shape;
use crate::value::clause::{Stated, stated};
use crate::value::plain::plain;

use super::anchors::Anchor;
use super::placeholder::is_placeholder;

/// The most bytes of one statement that are read.
const WINDOW: usize = 1 << 16;

/// The most bytes between the word and its verb or colon.
const CONNECTIVE: usize = 160;

/// The whole words that open a statement, in lower case.
const NOUNS: &[&str] = &[
    "answer",
    "solution",
    "antwort",
    "ergebnis",
    "endergebnis",
    "réponse",
    "respuesta",
    "resposta",
    "risposta",
    "ответ",
    "答案",
    "答え",
    "정답",
    "result",
];

/// Words before the noun that make it another noun.
const OTHER_NOUNS: &[&str] = &[
    "wrong",
    "incorrect",
    "partial",
    "intermediate",
    "previous",
    "initial",
    "earlier",
    "first",
    "example",
    "sample",
    "possible",
    "tentative",
    "preliminary",
    "no",
    "not",
    "another",
    "zwischen",
    "falsche",
];

/// Verbs and particles that join the noun to the value.
const VERBS: &[&str] = &[
    "is", "are", "equals", "was", "becomes", "remains", "ist", "lautet", "est", "es", "é", "è",
    "это", "=",
];

/// Words that turn the sentence into one about the form of an answer, or into a condition.
const FORMAL: &[&str] = &[
    "must",
    "should",
    "would",
    "could",
    "can",
    "may",
    "might",
    "will",
    "if",
    "when",
    "format",
    "form",
    "box",
    "key",
    "options",
    "choices",
    "muss",
    "soll",
    "doit",
    "debe",
    "below",
    "following",
];

/// Words that make a sentence a condition or a question, wherever they stand before the noun.
const CONDITIONS: &[&str] = &[
    "if", "unless", "suppose", "assuming", "whether", "check", "would", "wenn", "falls", "si",
    "instead", "put", "give", "write", "provide", "enter", "format", "end",
];

/// Reads the statement that the word at `anchor` opens; the text belongs to it up to `limit`,
/// where the next anchor begins.
pub(super) fn statement<S: Shape>(
    shape: &S,
    text: &str,
    anchor: Anchor,
    limit: usize,
) -> Stated<S::Value> {
    let limit = floor_boundary(text, limit.min(anchor.end.saturating_add(WINDOW)));
    let start = word_start(text, anchor.start);
    let after = &text[anchor.end..limit.max(anchor.end)];
    if text[anchor.start..anchor.end].ends_with('>') || after.starts_with(['>', ']']) {
        return tagged(
            shape,
            &text[..start],
            after.strip_prefix(['>', ']']).unwrap_or(after),
        );
    }
    let noun = text[start..anchor.end].to_lowercase();
    let noun = noun.rsplit(' ').next().unwrap_or(&noun);
    if !NOUNS.contains(&noun) {
        return Stated::Nothing;
    }
    let before = &text[floor_boundary(text, start.saturating_sub(CONNECTIVE))..start];
    if let Some(value) = json(after).filter(|_| before.ends_with(['"', '\'', '_'])) {
        return contained(shape, value);
    }
    let before = before
        .rfind(['\n', '?', '!', ';'])
        .map_or(before, |at| &before[at + 1..]);
    let before = before.rfind(". ").map_or(before, |at| &before[at + 2..]);
    if let Some(found) = inverted(shape, before, after) {
        return found;
    }
    if words(before).any(|word| listed(CONDITIONS, word))
        || words(before)
            .next_back()
            .is_some_and(|word| listed(OTHER_NOUNS, word))
    {
        return Stated::Nothing;
    }
    match joined(after, before) {
        Some(content) => contained(shape, clause(content)),
        None => Stated::Nothing,
    }
}

/// The content of a tag or of a JSON value must be the answer; the text around it needs no reading.
fn contained<S: Shape>(shape: &S, content: &str) -> Stated<S::Value> {
    let spelled = shape.plain(content);
    match shape.exact(&spelled) {
        Some(value) => Stated::Value(value),
        None if is_placeholder(&plain(content)) => Stated::Nothing,
        None => stated(shape, &spelled),
    }
}

fn tagged<S: Shape>(shape: &S, before: &str, after: &str) -> Stated<S::Value> {
    let opening = before
        .trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '-' || c == '|');
    if !opening.ends_with(['<', '[']) {
        return Stated::Nothing;
    }
    // The closing tag is cut by the next anchor, but for its first characters.
    let content = after
        .rfind("</")
        .or_else(|| after.rfind("[/"))
        .map_or(after, |at| &after[..at]);
    let content = content
        .split("```")
        .find(|part| !part.trim().is_empty())
        .unwrap_or("");
    match contained(shape, content) {
        Stated::Nothing if !is_placeholder(&plain(content)) => Stated::Unclear,
        found => found,
    }
}

/// The value after `answer": `.
fn json(after: &str) -> Option<&str> {
    let value = after
        .strip_prefix(['"', '\''])?
        .trim_start()
        .strip_prefix(':')?
        .trim_start();
    if let Some(quoted) = value.strip_prefix('"') {
        return Some(&quoted[..quoted.find('"').unwrap_or(quoted.len())]);
    }
    if value.starts_with('[') {
        return Some(bracketed(value).map_or(value, |end| &value[..end]));
    }
    Some(&value[..value.find(['}', '\n', ',']).unwrap_or(value.len())])
}

/// "42 is the answer" states 42 if nothing else stands in the sentence.
fn inverted<S: Shape>(shape: &S, before: &str, after: &str) -> Option<Stated<S::Value>> {
    let ended = after
        .trim_start_matches(['*', '_', ' ', '$'])
        .starts_with(['.', '!', '\n'])
        || after.trim().is_empty();
    let head = before.trim_end().trim_end_matches(['*', '_']);
    let head = ["final", "correct"].iter().fold(head, |head, word| {
        head.strip_suffix(word).map_or(head, str::trim_end)
    });
    let head = ["the", "my", "our"]
        .iter()
        .find_map(|word| head.strip_suffix(word))?;
    let head = head.trim_end().strip_suffix("is")?;
    if !ended || !head.ends_with(' ') {
        return None;
    }
    match stated(shape, &shape.plain(head)) {
        found @ Stated::Value(_) => Some(found),
        _ => None,
    }
}

/// What follows the verb or the colon that joins the noun to its value.
fn joined<'a>(after: &'a str, before: &str) -> Option<&'a str> {
    const DRESS: [char; 6] = ['*', '_', ' ', '#', ')', '\u{a0}'];
    let after = after.trim_start_matches(DRESS);
    for particle in [
        "应该是",
        "就是",
        "是",
        "为",
        "為",
        "は",
        "은",
        "는",
        "が",
        ":",
        "：",
    ] {
        if let Some(content) = after.strip_prefix(particle) {
            return Some(content);
        }
    }
    // A heading: the line holds nothing else.
    if after.is_empty() || after.starts_with(['\n', '\r']) {
        let alone = words(before).all(|word| listed(&["final", "the", "my", "correct"], word));
        return alone.then_some(after);
    }
    let line = &after[..after.find('\n').unwrap_or(after.len())];
    let line = &line[..floor_boundary(line, CONNECTIVE)];
    let mut at = 0;
    for _ in 0..16 {
        let rest = &line[at..];
        let gap = rest
            .find(|c: char| !DRESS.contains(&c))
            .unwrap_or(rest.len());
        at += gap;
        let rest = &line[at..];
        if rest.starts_with(['.', '?', '!', ';']) || rest.is_empty() {
            return None;
        }
        let colon = rest.strip_prefix([':', '：', '=']);
        if let Some(content) = colon {
            return Some(&after[after.len() - content.len() - (after.len() - line.len())..]);
        }
        let length = rest.find(|c: char| {
            DRESS.contains(&c) || matches!(c, ':' | '：' | '.' | '?' | '!' | ';' | '=')
        });
        let word = &rest[..length.unwrap_or(rest.len())];
        if listed(FORMAL, word) {
            return None;
        }
        at += word.len();
        if listed(VERBS, word) {
            return Some(&after[at..]);
        }
    }
    None
}

/// The clause at the start of `content`: a fenced block, a displayed formula, a bracketed list
/// over several lines, or the rest of the line; the next line if this one is empty.
fn clause(content: &str) -> &str {
    let content = content.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | ':' | '：' | '_' | '#' | '>')
    });
    if let Some(block) = content.strip_prefix("```") {
        let body = block.find('\n').map_or("", |at| &block[at + 1..]);
        return &body[..body.find("```").unwrap_or(body.len())];
    }
    for (open, close) in [("$$", "$$"), ("\\[", "\\]")] {
        if let Some(formula) = content.strip_prefix(open)
            && let Some(end) = formula.find(close)
        {
            return &formula[..end];
        }
    }
    let first = bracketed(content).unwrap_or(0);
    let end = content[first..]
        .find('\n')
        .map_or(content.len(), |at| first + at);
    &content[..end]
}

/// Where the square bracket that opens `text` is closed, as the index behind it.
fn bracketed(text: &str) -> Option<usize> {
    if !text.starts_with('[') {
        return None;
    }
    let mut depth = 0usize;
    for at in memchr::memchr2_iter(b'[', b']', text.as_bytes()) {
        if text.as_bytes()[at] == b'[' {
            depth += 1;
        } else {
            depth -= 1;
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

/// Where the word around the anchor begins; scripts without spaces have no such word.
fn word_start(text: &str, anchor: usize) -> usize {
    let ascii = text[anchor..].starts_with(|c: char| c.is_ascii() || c == 'é' || c == 'т');
    if !ascii {
        return anchor;
    }
    let letters = text[..anchor]
        .chars()
        .rev()
        .take(8)
        .take_while(|c| c.is_alphabetic());
    anchor - letters.map(char::len_utf8).sum::<usize>()
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
}

fn listed(list: &[&str], word: &str) -> bool {
    list.iter().any(|entry| entry.eq_ignore_ascii_case(word))
}

/// The last character boundary at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}
