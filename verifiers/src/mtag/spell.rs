//! States as text, and text as states.

use super::{TagSystem, Trace};

/// The states of a run as text, symbols separated by one space.
///
/// Like the states themselves they are windows over one text, so that comparing a well-behaved
/// reply with the truth is a comparison of bytes.
#[derive(Debug)]
pub(crate) struct Truth<'a> {
    system: &'a TagSystem,
    trace: Trace,
    text: String,
    /// Where each symbol of the tape begins in `text`, and the end of the text.
    offsets: Vec<u32>,
}

impl<'a> Truth<'a> {
    /// Runs the system and writes its states.
    pub(crate) fn new(system: &'a TagSystem, start: &[u8], steps: u32) -> Self {
        let mut trace = Trace::default();
        system.run(start, steps, &mut trace);
        let mut text = String::with_capacity(4 * trace.tape().len());
        let mut offsets = Vec::with_capacity(trace.tape().len() + 1);
        for &symbol in trace.tape() {
            offsets.push(text.len() as u32);
            text.push_str(&system.alphabet()[usize::from(symbol)]);
            text.push(' ');
        }
        offsets.push(text.len() as u32);
        Self {
            system,
            trace,
            text,
            offsets,
        }
    }

    /// The machine.
    pub(crate) fn system(&self) -> &'a TagSystem {
        self.system
    }

    /// The run.
    pub(crate) fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The last step of the run.
    pub(crate) fn last(&self) -> usize {
        self.trace.len() - 1
    }

    /// The state after `step` steps, written with single spaces.
    pub(crate) fn text(&self, step: usize) -> &str {
        let (start, end) = self.trace.window(step);
        let (start, end) = (self.offsets[start] as usize, self.offsets[end] as usize);
        self.text[start..end].trim_end_matches(' ')
    }

    /// Whether `content`, the inside of a pair of brackets, is the state after `step` steps.
    /// White space and commas don't count, nor does the case of ASCII letters.
    pub(crate) fn is_state(&self, step: usize, content: &str) -> bool {
        if content == self.text(step) {
            return true;
        }
        let state = self.trace.state(step);
        let mut rest = content.trim_start_matches(separates);
        for &symbol in state {
            let Some(after) = strip_symbol(rest, &self.system.alphabet()[usize::from(symbol)])
            else {
                return false;
            };
            rest = after.trim_start_matches(separates);
        }
        rest.is_empty()
    }
}

/// What may stand between two symbols in the requested form.
pub(crate) fn separates(c: char) -> bool {
    c == ',' || c.is_whitespace()
}

/// What follows `symbol` in `text`, if `text` begins with it up to ASCII case.
pub(crate) fn strip_symbol<'t>(text: &'t str, symbol: &str) -> Option<&'t str> {
    let head = text.as_bytes().get(..symbol.len())?;
    // Equal bytes up to ASCII case end on a character's boundary, since `symbol` does.
    if head.eq_ignore_ascii_case(symbol.as_bytes()) {
        text.get(symbol.len()..)
    } else {
        None
    }
}
