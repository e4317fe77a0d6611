//! States as text, and text as states.

use super::sheet::Course;
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

impl Course for Truth<'_> {
    fn states(&self) -> usize {
        self.trace.len()
    }

    fn halted(&self) -> bool {
        self.trace.halted()
    }

    fn text(&self, step: usize) -> &str {
        self.text(step)
    }

    fn missing(&self) -> &'static str {
        "no state of the queue was found"
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

/// The symbols of an alphabet, found by their first byte.
#[derive(Debug)]
pub(crate) struct Symbols<'a> {
    system: &'a TagSystem,
    /// For each byte, one more than the first symbol that begins with it up to ASCII case; 0 for
    /// none.
    first: [u8; 256],
    /// For each symbol, one more than the next that begins with the same byte; 0 for none.
    next: Vec<u8>,
}

impl<'a> Symbols<'a> {
    /// The symbols of `system`.
    pub(crate) fn new(system: &'a TagSystem) -> Self {
        let mut first = [0u8; 256];
        let mut next = vec![0u8; system.alphabet().len()];
        for (index, symbol) in system.alphabet().iter().enumerate() {
            let byte = usize::from(symbol.as_bytes()[0].to_ascii_lowercase());
            next[index] = first[byte];
            first[byte] = index as u8 + 1;
        }
        for byte in b'a'..=b'z' {
            first[usize::from(byte.to_ascii_uppercase())] = first[usize::from(byte)];
        }
        Self {
            system,
            first,
            next,
        }
    }

    /// The symbol that `text` begins with and its length, up to ASCII case. There is at most one:
    /// no symbol of an alphabet begins another.
    pub(crate) fn leading(&self, text: &str) -> Option<(u8, usize)> {
        let mut link = self.first[usize::from(*text.as_bytes().first()?)];
        while let Some(index) = link.checked_sub(1) {
            let symbol = &self.system.alphabet()[usize::from(index)];
            if symbol.len() == 1 || strip_symbol(text, symbol).is_some() {
                return Some((index, symbol.len()));
            }
            link = self.next[usize::from(index)];
        }
        None
    }

    /// The symbols that make up the whole of `text`, with what usually stands between or around
    /// them: white space, commas, quotes, code marks, emphasis, LaTeX. `None` when anything else
    /// stands there, an ellipsis for example.
    pub(crate) fn all(&self, text: &str) -> Option<Vec<u8>> {
        let mut word = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c == ' ' {
                rest = &rest[1..];
            } else if let Some((symbol, length)) = self.leading(rest) {
                if word.is_empty() {
                    // Most queues are short and end with the text.
                    word.reserve(rest.len().min(64));
                }
                word.push(symbol);
                rest = &rest[length..];
            } else if c == '\\' {
                let after = &rest[1..];
                let name = &after[..after.bytes().take_while(u8::is_ascii_alphabetic).count()];
                if let Some((symbol, _)) = greek(name).and_then(|letter| self.leading(letter)) {
                    word.push(symbol);
                } else if !is_spacing(name) {
                    return None;
                }
                rest = &after[name.len()..];
            } else if let Some((symbol, _)) = twin(c).and_then(|letter| self.leading(letter)) {
                word.push(symbol);
                rest = &rest[c.len_utf8()..];
            } else if decorates(c) {
                rest = &rest[c.len_utf8()..];
            } else {
                return None;
            }
        }
        Some(word)
    }
}

/// What may stand between or around the symbols of a queue without meaning anything, where it is
/// not a symbol itself.
pub(crate) fn decorates(c: char) -> bool {
    if c.is_ascii_alphanumeric() {
        return false;
    }
    separates(c)
        || matches!(
            c,
            ';' | '\'' | '"' | '`' | '*' | '_' | '$' | '{' | '}' | '~' | '‘' | '’' | '“' | '”'
        )
}

/// LaTeX commands that only dress what follows; the empty name is an escaped character.
fn is_spacing(name: &str) -> bool {
    matches!(
        name,
        "" | "text"
            | "texttt"
            | "mathrm"
            | "mathtt"
            | "mathbf"
            | "textbf"
            | "left"
            | "right"
            | "quad"
            | "qquad"
            | "lbrack"
            | "rbrack"
    )
}

/// The Greek letter of a LaTeX command.
fn greek(name: &str) -> Option<&'static str> {
    Some(match name {
        "alpha" => "α",
        "beta" => "β",
        "gamma" => "γ",
        "delta" => "δ",
        "epsilon" | "varepsilon" => "ε",
        "zeta" => "ζ",
        "eta" => "η",
        "theta" | "vartheta" => "θ",
        "iota" => "ι",
        "kappa" => "κ",
        "lambda" => "λ",
        "mu" => "μ",
        "nu" => "ν",
        "xi" => "ξ",
        "pi" => "π",
        "rho" => "ρ",
        "sigma" => "σ",
        "tau" => "τ",
        "phi" | "varphi" => "φ",
        "chi" => "χ",
        _ => return None,
    })
}

/// The letter of which `c` is another code point.
fn twin(c: char) -> Option<&'static str> {
    Some(match c {
        'ϵ' => "ε",
        'ϑ' => "θ",
        'ϕ' => "φ",
        'ϰ' => "κ",
        'ϱ' => "ρ",
        'ς' => "σ",
        'µ' => "μ",
        'ß' => "β",
        _ => return None,
    })
}
