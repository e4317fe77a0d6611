//! The lenient reading: any clear way of saying which queue stands after which step.
//!
//! A line may name its step (`## Step 3`, `**Step 3:**`, `After step 3:`) and so open that step's
//! section. Within a section a state is taken
//! 1. behind a label (`Queue State:`, `New queue =`, `State after step 3 is`), in any bracket or
//!    bare to the end of the line, or on the next line;
//! 2. if no label stands in the section: behind the step's own name (`Step 3: A B C`, also behind
//!    the last arrow of `Step 3: A B C → C D`), or as a line of its own.
//!
//! Another heading closes the section. A response that names no step is read again by numbered
//! lines (`3. A B C`, `t=3: …`) and table rows (`| 3 | A B C |`). What a step reads, deletes or
//! appends is never taken for its state: prose in front of a bracket disqualifies it.
//!
//! Everything runs once over the lines of the response; no construct looks back.

use super::sheet::Sheet;
use super::spell::{Symbols, Truth, decorates};
use super::strict::step_number;

/// Longest text between a label and its queue, in bytes.
const LONGEST_GAP: usize = 64;
const ARROWS: [&str; 9] = [
    "\\Longrightarrow",
    "\\longrightarrow",
    "\\Rightarrow",
    "\\rightarrow",
    "\\to",
    "→",
    "⇒",
    "->",
    "=>",
];

/// The states that `text` gives for steps it names in any usual way.
pub(crate) fn states<'t>(truth: &Truth<'_>, text: &'t str) -> Sheet<'t> {
    let symbols = Symbols::new(truth.system());
    let mut sheet = Reader::new(truth, &symbols).named(text);
    if sheet.is_empty() {
        sheet = Reader::new(truth, &symbols).numbered(text);
    }
    sheet.forgive_halt_remark(truth);
    sheet
}

/// The final state that `text` states last: called final or the answer or boxed, or else labelled
/// as a queue, or else a line of its own.
pub(crate) fn final_state<'t>(truth: &Truth<'_>, text: &'t str) -> Option<Queue<'t>> {
    let symbols = Symbols::new(truth.system());
    let mut best: Option<(Rank, Queue<'t>)> = None;
    let mut pending = None;
    for line in Lines::new(text) {
        let lower = line.to_ascii_lowercase();
        let named = ["final", "answer"].iter().any(|word| lower.contains(word));
        let found = if let Some(queue) = boxed(&symbols, line) {
            Some((Rank::Named, queue))
        } else if let Some(queue) = labelled(&symbols, line) {
            Some((if named { Rank::Named } else { Rank::Labelled }, queue))
        } else {
            whole(&symbols, line).map(|queue| (pending.unwrap_or(Rank::Alone), queue))
        };
        if let Some((rank, queue)) = found
            && best.as_ref().is_none_or(|(old, _)| rank >= *old)
        {
            best = Some((rank, queue));
        }
        if !is_blank(line) {
            let rank = if named { Rank::Named } else { Rank::Labelled };
            pending = is_open_label(line).then_some(rank);
        }
    }
    best.map(|(_, queue)| queue)
}

/// How clearly a queue is said to be the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It stands alone on a line, or right behind the step's name.
    Alone,
    /// It is called the queue.
    Labelled,
    /// It is called the final queue or the answer.
    Named,
}

/// A queue as a response writes it.
#[derive(Clone, Debug)]
pub(crate) struct Queue<'t> {
    /// The text between the brackets.
    pub(crate) content: &'t str,
    /// Its symbols; `None` when it holds something else.
    pub(crate) word: Option<Vec<u8>>,
}

struct Reader<'t, 'r> {
    truth: &'r Truth<'r>,
    symbols: &'r Symbols<'r>,
    sheet: Sheet<'t>,
    step: Option<u64>,
    found: Option<(Rank, Queue<'t>)>,
}

impl<'t, 'r> Reader<'t, 'r> {
    fn new(truth: &'r Truth<'r>, symbols: &'r Symbols<'r>) -> Self {
        Self {
            truth,
            symbols,
            sheet: Sheet::new(truth),
            step: None,
            found: None,
        }
    }

    /// Reads by lines that name a step.
    fn named(mut self, text: &'t str) -> Sheet<'t> {
        let mut pending = false;
        let mut lines = Lines::new(text);
        while let Some(line) = lines.next() {
            let marker = step_marker(line);
            if let Some((step, _)) = marker {
                self.open(Some(step));
                pending = false;
            } else if line.trim_start().starts_with('#') && whole(self.symbols, line).is_none() {
                self.open(None);
            }
            if self.step.is_none() {
                continue;
            }
            if let Some(queue) = labelled(self.symbols, line).or_else(|| {
                let (queue, end) = spanning(self.symbols, line, lines.rest)?;
                lines.rest = end;
                Some(queue)
            }) {
                self.find(Rank::Labelled, queue);
            } else if let Some((_, rest)) = marker {
                if let Some(queue) = behind_name(self.symbols, rest) {
                    self.find(Rank::Alone, queue);
                }
            } else if let Some(queue) = whole(self.symbols, strip_arrow(line).unwrap_or(line)) {
                self.find(if pending { Rank::Labelled } else { Rank::Alone }, queue);
            }
            if !is_blank(line) {
                pending = is_open_label(line);
            }
        }
        self.open(None);
        self.sheet
    }

    /// Reads by numbered lines and table rows.
    fn numbered(mut self, text: &'t str) -> Sheet<'t> {
        let mut column = None;
        for line in Lines::new(text) {
            if line.trim_start().starts_with('|') {
                self.row(line, &mut column);
            } else if let Some((step, rest)) = number_marker(line)
                && let Some(queue) =
                    labelled(self.symbols, rest).or_else(|| behind_name(self.symbols, rest))
            {
                self.open(Some(step));
                self.find(Rank::Labelled, queue);
            }
        }
        self.open(None);
        self.sheet
    }

    /// Reads one table row; a head row says in which `column` the queue stands.
    fn row(&mut self, line: &'t str, column: &mut Option<usize>) {
        let cells = || line.trim().trim_matches('|').split('|');
        let first = cells().next().unwrap_or_default().trim_matches(dresses);
        match step_number(first) {
            Some((step, "")) => {
                let cell = match *column {
                    Some(column) => cells().nth(column).and_then(|c| whole(self.symbols, c)),
                    None => cells()
                        .skip(1)
                        .filter_map(|c| whole(self.symbols, c))
                        .last(),
                };
                if let Some(queue) = cell {
                    self.open(Some(step));
                    self.find(Rank::Labelled, queue);
                }
            }
            _ => {
                let is_queue = |cell: &str| {
                    let cell = cell.to_ascii_lowercase();
                    LABELS.iter().any(|label| cell.contains(label)) && !cell.contains("before")
                };
                let found = cells()
                    .enumerate()
                    .filter(|(_, cell)| is_queue(cell))
                    .last();
                *column = found.map(|(index, _)| index).or(*column);
            }
        }
    }

    /// Closes the section at hand and opens the one of `step`.
    fn open(&mut self, step: Option<u64>) {
        if let Some(step) = self.step
            && let Some((_, queue)) = self.found.take()
        {
            let trace = self.truth.trace();
            self.sheet.give(step, queue.content, |index| {
                queue.word.as_deref() == Some(trace.state(index))
            });
        }
        self.found = None;
        self.step = step;
    }

    fn find(&mut self, rank: Rank, queue: Queue<'t>) {
        if self.found.as_ref().is_none_or(|(old, _)| rank >= *old) {
            self.found = Some((rank, queue));
        }
    }
}

/// The lines of a text, and what is left of it.
struct Lines<'t> {
    rest: &'t str,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self { rest: text }
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.rest.as_bytes());
        let (line, rest) = match end {
            Some(at) => (&self.rest[..at], &self.rest[at + 1..]),
            None => (self.rest, ""),
        };
        self.rest = rest;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

/// A line that neither carries a queue nor ends the wait for one: blank, or a code fence.
fn is_blank(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with("```") || line.starts_with("~~~") || line == "$$"
}

/// Dress around a step's name or number.
fn dresses(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '#' | '*' | '_' | '>' | '-' | '`' | '|' | '\\' | '$' | '(' | '[' | '•' | '–'
        )
}

/// What may stand in front of a step's name.
const BEFORE_STEP: [&str; 34] = [
    "after",
    "at",
    "state",
    "queue",
    "the",
    "for",
    "in",
    "of",
    "result",
    "new",
    "now",
    "text",
    "textbf",
    "mathbf",
    "correction",
    "corrected",
    "correcting",
    "recheck",
    "rechecking",
    "redo",
    "redoing",
    "fix",
    "fixing",
    "revisit",
    "revisiting",
    "actually",
    "wait",
    "let",
    "me",
    "us",
    "s",
    "again",
    "on",
    "to",
];

/// The step that a line names, and what follows the number.
fn step_marker(line: &str) -> Option<(u64, &str)> {
    if !names_step(line) {
        return None;
    }
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let (word, after) = split_word(rest);
        if word.eq_ignore_ascii_case("step") {
            let digits = after.trim_start_matches(|c| dresses(c) || c == '{' || c == '~');
            let (step, after) = step_number(digits)?;
            let ends = !after.starts_with(|c: char| c.is_alphanumeric());
            return ends.then_some((step, after));
        }
        // A list number may stand before the name: "3. Step 3".
        let number = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
        if !number
            && !BEFORE_STEP
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        {
            return None;
        }
        rest = after;
    }
}

/// Whether `line` holds the word anywhere, which most lines don't.
fn names_step(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr2_iter(b's', b'S', bytes).any(|at| {
        bytes
            .get(at + 1..at + 4)
            .is_some_and(|rest| rest.eq_ignore_ascii_case(b"tep"))
    })
}

/// The number that begins a line as a list's or a variable's index, and what follows it.
fn number_marker(line: &str) -> Option<(u64, &str)> {
    let mut rest = line.trim_start_matches(dresses);
    let (word, after) = split_letters(rest);
    let names = [
        "state",
        "queue",
        "s",
        "q",
        "t",
        "i",
        "n",
        "iteration",
        "round",
        "after",
    ];
    if !word.is_empty() {
        if !names.iter().any(|known| word.eq_ignore_ascii_case(known)) {
            return None;
        }
        rest = after.trim_start_matches(|c| dresses(c) || matches!(c, '=' | '{'));
    }
    let (step, rest) = step_number(rest)?;
    let rest = rest.trim_start_matches([' ', '*', '_', '`', '}', '$', ']']);
    let separated = rest.starts_with(['.', ')', ':', '|', '-', '–', '—', '=', '→', '⇒']);
    // "3.14" is a number, not a list's third line.
    let decimal = rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    (separated && !decimal).then_some((step, rest))
}

/// The letters and digits that `text` begins with, and what follows.
fn split_word(text: &str) -> (&str, &str) {
    text.split_at(
        text.find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(text.len()),
    )
}

/// The letters that `text` begins with, and what follows.
fn split_letters(text: &str) -> (&str, &str) {
    text.split_at(
        text.find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(text.len()),
    )
}

/// Words that call what follows a queue.
const LABELS: [&str; 4] = ["queue", "state", "result", "answer"];

/// Whether one of the labels begins with a byte: looked up, since every byte of a reply is tried.
const BEGINS_LABEL: [bool; 256] = {
    let mut begins = [false; 256];
    let mut label = 0;
    while label < LABELS.len() {
        let first = LABELS[label].as_bytes()[0];
        begins[first as usize] = true;
        begins[first.to_ascii_uppercase() as usize] = true;
        label += 1;
    }
    begins
};

/// Words that may stand between a label and its queue.
const AFTER_LABEL: [&str; 25] = [
    "left", "state", "queue", "is", "now", "becomes", "after", "step", "this", "the", "content",
    "contents", "at", "result", "new", "final", "text", "halt", "halts", "halted", "initial",
    "start", "updated", "remains", "stays",
];

/// Words in front of a label that say it is about another queue than the one after the step.
const OTHER_QUEUE: [&str; 8] = [
    "previous", "old", "prior", "before", "from", "of", "to", "last",
];

/// The queue behind the last label of the line that has one.
fn labelled<'t>(symbols: &Symbols<'_>, line: &'t str) -> Option<Queue<'t>> {
    let mut end = line.len();
    for (start, label) in labels(line) {
        // A queue reaches at most to the next label, so the whole line is looked at only once.
        let found = behind_label(symbols, &line[start + label..end]);
        if found.is_some() && !is_other_queue(&line[..start]) {
            return found;
        }
        end = start;
    }
    None
}

/// Where labels begin in `line` and how long they are, from the last to the first.
fn labels(line: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = line.as_bytes();
    (0..bytes.len()).rev().filter_map(move |at| {
        if !BEGINS_LABEL[usize::from(bytes[at])]
            || (at > 0 && bytes[at - 1].is_ascii_alphanumeric())
        {
            return None;
        }
        LABELS
            .iter()
            .map(|label| label.len())
            .zip(LABELS)
            .find_map(|(length, label)| {
                let word = bytes.get(at..at + length)?;
                let ends = !bytes
                    .get(at + length)
                    .is_some_and(u8::is_ascii_alphanumeric);
                (ends && word.eq_ignore_ascii_case(label.as_bytes())).then_some((at, length))
            })
    })
}

fn is_other_queue(before: &str) -> bool {
    let words = before
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .take(2)
        .find(|word| !word.eq_ignore_ascii_case("the"))
        .is_some_and(|word| {
            OTHER_QUEUE
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        })
}

/// The queue that follows a label in `text`.
fn behind_label<'t>(symbols: &Symbols<'_>, text: &'t str) -> Option<Queue<'t>> {
    let mut rest = text;
    let mut separated = false;
    while text.len() - rest.len() <= LONGEST_GAP {
        if let Some((queue, after)) = bracketed(symbols, rest) {
            return Some(behind_arrows(symbols, after).unwrap_or(queue));
        }
        if separated && let Some(queue) = bare(symbols, rest) {
            return Some(queue);
        }
        if let Some(after) = strip_arrow(rest) {
            (rest, separated) = (after, true);
            continue;
        }
        let c = rest.chars().next()?;
        if c.is_ascii_alphanumeric() {
            let (word, after) = split_word(rest);
            let number = word.bytes().all(|b| b.is_ascii_digit());
            if !number
                && !AFTER_LABEL
                    .iter()
                    .any(|known| word.eq_ignore_ascii_case(known))
            {
                return None;
            }
            separated = matches!(word, "is" | "becomes" | "now" | "remains" | "stays");
            rest = after;
        } else if dresses(c) || decorates(c) || matches!(c, ':' | '=' | ')' | '.' | '—') {
            separated |= matches!(c, ':' | '=');
            rest = &rest[c.len_utf8()..];
        } else {
            return None;
        }
    }
    None
}

/// The last queue of a chain `→ [A B] → [B C]`.
fn behind_arrows<'t>(symbols: &Symbols<'_>, mut rest: &'t str) -> Option<Queue<'t>> {
    let mut last = None;
    while let Some(after) = strip_arrow(rest.trim_start_matches(decorates)) {
        let Some((queue, after)) = bracketed(symbols, after.trim_start_matches(decorates)) else {
            break;
        };
        last = Some(queue);
        rest = after;
    }
    last
}

/// The queue right behind a step's name or number: the rest of the line, or of it what follows
/// the last arrow, or a bracket at its end that no prose introduces.
fn behind_name<'t>(symbols: &Symbols<'_>, rest: &'t str) -> Option<Queue<'t>> {
    let lead = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ':' | '.' | ')' | '*' | '_' | '—' | '–' | '|' | '}' | ']' | '=' | '-'
            )
    };
    let rest = if symbols.leading(rest.trim_start()).is_some() {
        rest
    } else {
        strip_arrow(rest.trim_start_matches(lead)).unwrap_or(rest.trim_start_matches(lead))
    };
    let last = last_arrow_end(rest).map_or(rest, |at| &rest[at..]);
    bare(symbols, last).or_else(|| {
        let open = last.rfind('[')?;
        let introduced = last[..open].trim_end().ends_with([':', '=', '|', '*']);
        introduced.then(|| whole(symbols, &last[open..])).flatten()
    })
}

/// `text` as a queue, with or without a remark behind it in parentheses or after a dash.
fn bare<'t>(symbols: &Symbols<'_>, text: &'t str) -> Option<Queue<'t>> {
    whole(symbols, text).or_else(|| {
        let end = remark(text)?;
        whole(symbols, &text[..end])
    })
}

/// Where a remark begins in `text`, behind something else.
fn remark(text: &str) -> Option<usize> {
    const MARKS: [&str; 8] = [" (", " —", " –", " - ", "; ", " #", ". ", "<br"];
    let starts = |byte: u8| matches!(byte, b' ' | b';' | b'.' | b'<');
    let lead = text.len() - text.trim_start().len();
    // A mark that the text itself begins with marks nothing, there or later on.
    let mut begun = [false; MARKS.len()];
    for (at, _) in text.bytes().enumerate().filter(|&(_, byte)| starts(byte)) {
        for (mark, begun) in MARKS.iter().zip(&mut begun) {
            if !text.as_bytes()[at..].starts_with(mark.as_bytes()) {
                continue;
            }
            if at > lead && !*begun {
                return Some(at);
            }
            *begun = true;
        }
    }
    None
}

/// What an empty queue is called.
const EMPTY: [&str; 5] = ["empty", "∅", "\\emptyset", "emptyset", "empty queue"];

/// `text` as a queue and nothing else: bracketed, bare, or said to be empty.
fn whole<'t>(symbols: &Symbols<'_>, text: &'t str) -> Option<Queue<'t>> {
    let trimmed = text.trim();
    let trimmed = trimmed.strip_suffix('.').unwrap_or(trimmed);
    let math = trimmed
        .strip_prefix("\\(")
        .and_then(|inside| inside.strip_suffix("\\)"));
    let trimmed = math.unwrap_or(trimmed).trim();
    if trimmed.is_empty() {
        return None;
    }
    // Bare symbols first: a dollar or a number sign may be one, and not dress.
    if let Some(word) = symbols.all(trimmed)
        && !word.is_empty()
    {
        return Some(Queue {
            content: trimmed,
            word: Some(word),
        });
    }
    let undressed = trimmed.trim_matches(|c: char| decorates(c) || c == '\\' || c == '>');
    if let Some((queue, after)) = bracketed(symbols, undressed) {
        return after
            .trim_matches(|c| decorates(c) || c == '\\')
            .is_empty()
            .then_some(queue)
            .filter(|queue| queue.word.is_some());
    }
    let said = undressed.trim_matches(['(', ')']);
    EMPTY
        .iter()
        .any(|word| said.eq_ignore_ascii_case(word))
        .then(|| Queue {
            content: "",
            word: Some(Vec::new()),
        })
}

/// The queue in the brackets that `text` begins with, and what follows them. In square brackets
/// anything counts as a queue that was given, readable or not; in others only a queue.
fn bracketed<'t>(symbols: &Symbols<'_>, text: &'t str) -> Option<(Queue<'t>, &'t str)> {
    let open = text.chars().next()?;
    let close = match open {
        '[' => ']',
        '(' => ')',
        '{' => '}',
        '<' => '>',
        '⟨' => '⟩',
        _ => return None,
    };
    if symbols.leading(text).is_some() {
        return None;
    }
    let inside = &text[open.len_utf8()..];
    let end = if open.is_ascii() {
        memchr::memchr2(close as u8, open as u8, inside.as_bytes())
    } else {
        inside.find([close, open])
    }?;
    if !inside[end..].starts_with(close) {
        return None;
    }
    let content = &inside[..end];
    let word = symbols.all(content);
    if open != '[' && word.as_ref().is_none_or(Vec::is_empty) {
        return None;
    }
    Some((Queue { content, word }, &inside[end + close.len_utf8()..]))
}

/// The queue behind a label whose bracket opens on `line` and closes on a later one of `rest`, and
/// what follows it.
fn spanning<'t>(
    symbols: &Symbols<'_>,
    line: &'t str,
    rest: &'t str,
) -> Option<(Queue<'t>, &'t str)> {
    let open = line.rfind('[')?;
    let label = &line[..open];
    if line[open..].contains(']') || !is_open_label(label) {
        return None;
    }
    let first = symbols.all(&line[open + 1..])?;
    let end = memchr::memchr2(b'[', b']', rest.as_bytes())?;
    let mut word = first;
    word.extend(symbols.all(&rest[..end])?);
    let after = rest[end..].strip_prefix(']')?;
    Some((
        Queue {
            content: &rest[..end],
            word: Some(word),
        },
        after,
    ))
}

/// The queue in the last `\boxed{…}` of the line.
fn boxed<'t>(symbols: &Symbols<'_>, line: &'t str) -> Option<Queue<'t>> {
    let start = line.rfind("\\boxed{")? + "\\boxed{".len();
    let mut depth = 1usize;
    let end = line[start..].char_indices().find(|&(_, c)| {
        depth = match c {
            '{' => depth + 1,
            '}' => depth - 1,
            _ => depth,
        };
        depth == 0
    })?;
    whole(symbols, &line[start..start + end.0])
}

/// Whether the line ends with a label whose queue is still to come.
fn is_open_label(line: &str) -> bool {
    let trimmed = line.trim_end_matches(|c| decorates(c) || matches!(c, ':' | '='));
    trimmed.len() < line.trim_end().len()
        && line[trimmed.len()..].contains([':', '='])
        && labels(trimmed).next().is_some_and(|(start, length)| {
            trimmed.len() - start - length <= LONGEST_GAP
                && !is_other_queue(&trimmed[..start])
                && trimmed[start + length..]
                    .split(|c: char| !c.is_ascii_alphanumeric())
                    .all(|word| {
                        word.bytes().all(|b| b.is_ascii_digit())
                            || AFTER_LABEL
                                .iter()
                                .any(|known| word.eq_ignore_ascii_case(known))
                    })
        })
}

/// What follows the arrow that `text` begins with.
fn strip_arrow(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let first = *text.as_bytes().first()?;
    if !begins_arrow(first) {
        return None;
    }
    ARROWS.iter().find_map(|arrow| text.strip_prefix(arrow))
}

/// Where the last arrow of `text` ends.
fn last_arrow_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let starts = (0..bytes.len()).rev().filter(|&at| begins_arrow(bytes[at]));
    // No arrow begins within another, so the last to begin is the last to end.
    starts
        .filter_map(|at| {
            let arrow = ARROWS
                .iter()
                .find(|arrow| bytes[at..].starts_with(arrow.as_bytes()))?;
            Some(at + arrow.len())
        })
        .next()
}

/// Whether one of the arrows begins with this byte.
fn begins_arrow(byte: u8) -> bool {
    // 0xe2 is the first byte of the Unicode arrows.
    matches!(byte, b'\\' | b'-' | b'=' | 0xe2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text() -> impl Strategy<Value = String> {
        let pieces = [
            " ",
            "  ",
            "(",
            "—",
            "–",
            "- ",
            "-",
            ">",
            "=",
            "; ",
            ";",
            "#",
            ". ",
            "<br",
            "A",
            "Bé",
            "→",
            "⇒",
            "\\",
            "to",
            "\\to",
            "rightarrow",
            "\\Longrightarrow",
            "\u{a0}",
        ];
        let piece = prop::sample::select(pieces.to_vec());
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn a_remark_begins_at_the_first_mark_behind_something(text in text()) {
            let plain = [" (", " —", " –", " - ", "; ", " #", ". ", "<br"]
                .iter()
                .filter_map(|mark| text.find(mark))
                .filter(|&at| !text[..at].trim().is_empty())
                .min();
            prop_assert_eq!(remark(&text), plain);
        }

        #[test]
        fn the_last_arrow_is_the_one_that_ends_last(text in text()) {
            let plain = ARROWS
                .iter()
                .filter_map(|arrow| text.rfind(arrow).map(|at| at + arrow.len()))
                .max();
            prop_assert_eq!(last_arrow_end(&text), plain);
        }
    }
}
