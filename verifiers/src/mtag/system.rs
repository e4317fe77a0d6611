//! The machine, validated.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::trace::Trace;
use super::words::Words;

/// Most symbols an alphabet may hold: an index fits a byte, and one value stays free.
pub const MAX_SYMBOLS: usize = 255;
/// Most bytes one symbol may be written with.
pub const MAX_SYMBOL_BYTES: usize = 32;
/// Most symbols one production may hold.
pub const MAX_PRODUCTION: usize = 256;

/// How the symbols are written: borrowed for the built-in alphabets, owned for one from a file.
pub type Alphabet = Cow<'static, [Cow<'static, str>]>;

/// An m-tag system. Every value is valid: whoever makes one, from a file too, goes through
/// [`TagSystem::new`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawSystem")]
pub struct TagSystem {
    deletion: u32,
    alphabet: Alphabet,
    productions: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSystem {
    deletion: u32,
    alphabet: Vec<String>,
    productions: Words,
}

impl TryFrom<RawSystem> for TagSystem {
    type Error = SystemError;

    fn try_from(raw: RawSystem) -> Result<Self, SystemError> {
        let alphabet: Vec<_> = raw.alphabet.into_iter().map(Cow::Owned).collect();
        Self::new(raw.deletion, alphabet.into(), raw.productions)
    }
}

/// Why data is not an m-tag system, or not one that may be run as asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SystemError {
    /// m = 0 would never consume anything.
    #[error("the deletion number is 0, but must be at least 1")]
    NoDeletion,
    /// No symbols.
    #[error("the alphabet is empty")]
    EmptyAlphabet,
    /// More symbols than an index can tell apart.
    #[error("the alphabet has {0} symbols, but may have at most {MAX_SYMBOLS}")]
    TooManySymbols(usize),
    /// A symbol that can't be told apart from what stands around it.
    #[error(
        "symbol {index} (`{symbol}`) must be 1 to {MAX_SYMBOL_BYTES} bytes without white space, \
         control characters, commas or square brackets"
    )]
    Symbol {
        /// Its index.
        index: usize,
        /// As it is written.
        symbol: String,
    },
    /// Two symbols that a reply could not tell apart.
    #[error("symbols {first} (`{a}`) and {second} (`{b}`) are the same up to ASCII case")]
    Duplicate {
        /// Index of the first.
        first: usize,
        /// Index of the second.
        second: usize,
        /// The first as it is written.
        a: String,
        /// The second as it is written.
        b: String,
    },
    /// A word that begins with another symbol has two readings once spaces are left out.
    #[error(
        "symbol {short} (`{a}`) begins symbol {long} (`{b}`), so a queue written without spaces \
         would have two readings"
    )]
    Prefix {
        /// Index of the shorter symbol.
        short: usize,
        /// Index of the longer symbol.
        long: usize,
        /// The shorter as it is written.
        a: String,
        /// The longer as it is written.
        b: String,
    },
    /// Not one production a symbol.
    #[error("{productions} productions for {symbols} symbols; each symbol needs exactly one")]
    ProductionCount {
        /// Symbols in the alphabet.
        symbols: usize,
        /// Productions given.
        productions: usize,
    },
    /// A production is too long.
    #[error("production {index} has {length} symbols, but may have at most {MAX_PRODUCTION}")]
    ProductionLength {
        /// Whose production.
        index: usize,
        /// Its length.
        length: usize,
    },
    /// An index outside the alphabet.
    #[error(
        "{place} holds symbol index {index} at position {position}, but the alphabet has {symbols} symbols"
    )]
    Index {
        /// Which word, e.g. `production 3` or `the start queue`.
        place: String,
        /// Where in it.
        position: usize,
        /// The index found.
        index: u8,
        /// Symbols in the alphabet.
        symbols: usize,
    },
    /// More steps than may be asked for.
    #[error("{steps} steps are asked for, but at most {max} may be")]
    Steps {
        /// Steps asked for.
        steps: u32,
        /// Most allowed.
        max: u32,
    },
    /// The states together are too long to be written down.
    #[error(
        "the states up to step {steps} hold more than {max} symbols together; ask for fewer steps"
    )]
    Growth {
        /// Steps asked for.
        steps: u32,
        /// Most symbols allowed in all states together.
        max: usize,
    },
}

impl TagSystem {
    /// The system with deletion number `deletion`, one way of writing and one production (in
    /// symbol indices) for each symbol.
    ///
    /// # Errors
    /// [`SystemError`] when the deletion number is 0, a symbol is not writable, two symbols are
    /// equal up to ASCII case, one begins another, or the productions don't fit the alphabet.
    pub fn new(deletion: u32, alphabet: Alphabet, productions: Words) -> Result<Self, SystemError> {
        if deletion == 0 {
            return Err(SystemError::NoDeletion);
        }
        validate_alphabet(&alphabet)?;
        if productions.len() != alphabet.len() {
            return Err(SystemError::ProductionCount {
                symbols: alphabet.len(),
                productions: productions.len(),
            });
        }
        for (index, word) in productions.iter().enumerate() {
            if word.len() > MAX_PRODUCTION {
                return Err(SystemError::ProductionLength {
                    index,
                    length: word.len(),
                });
            }
            validate_word(word, alphabet.len(), || format!("production {index}"))?;
        }
        Ok(Self {
            deletion,
            alphabet,
            productions,
        })
    }

    /// The deletion number m, at least 1.
    pub fn deletion(&self) -> u32 {
        self.deletion
    }

    /// How each symbol is written; the position is the symbol's index.
    pub fn alphabet(&self) -> &[Cow<'static, str>] {
        &self.alphabet
    }

    /// The production of each symbol, as symbol indices.
    pub fn productions(&self) -> &Words {
        &self.productions
    }

    /// Checks that `start` is a queue of this system.
    ///
    /// # Errors
    /// [`SystemError::Index`] for a symbol outside the alphabet.
    pub fn validate_start(&self, start: &[u8]) -> Result<(), SystemError> {
        validate_word(start, self.alphabet.len(), || "the start queue".to_owned())
    }

    /// Runs from `start` for at most `steps` steps into `trace`, whose buffers are used again.
    /// Symbols outside the alphabet produce nothing.
    pub fn run(&self, start: &[u8], steps: u32, trace: &mut Trace) {
        trace.run(self.deletion, start, steps, |symbol| {
            self.productions
                .get(usize::from(symbol))
                .unwrap_or_default()
        });
    }

    /// Writes `word` with single spaces between the symbols.
    pub fn spell(&self, word: &[u8]) -> String {
        let mut text = String::with_capacity(2 * word.len());
        self.spell_into(word, " ", &mut text);
        text
    }

    /// Writes `word` to the end of `out` with `separator` between the symbols.
    pub fn spell_into(&self, word: &[u8], separator: &str, out: &mut String) {
        for (position, &symbol) in word.iter().enumerate() {
            if position > 0 {
                out.push_str(separator);
            }
            out.push_str(
                self.alphabet
                    .get(usize::from(symbol))
                    .map_or("?", |text| text),
            );
        }
    }
}

fn validate_alphabet(alphabet: &[Cow<'static, str>]) -> Result<(), SystemError> {
    if alphabet.is_empty() {
        return Err(SystemError::EmptyAlphabet);
    }
    if alphabet.len() > MAX_SYMBOLS {
        return Err(SystemError::TooManySymbols(alphabet.len()));
    }
    let unwritable = |c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | '[' | ']');
    for (second, b) in alphabet.iter().enumerate() {
        if b.is_empty() || b.len() > MAX_SYMBOL_BYTES || b.contains(unwritable) {
            return Err(SystemError::Symbol {
                index: second,
                symbol: b.to_string(),
            });
        }
        for (first, a) in alphabet[..second].iter().enumerate() {
            let common = a.len().min(b.len());
            if !a.as_bytes()[..common].eq_ignore_ascii_case(&b.as_bytes()[..common]) {
                continue;
            }
            let (a, b) = (a.to_string(), b.to_string());
            return Err(match a.len().cmp(&b.len()) {
                std::cmp::Ordering::Equal => SystemError::Duplicate {
                    first,
                    second,
                    a,
                    b,
                },
                std::cmp::Ordering::Less => SystemError::Prefix {
                    short: first,
                    long: second,
                    a,
                    b,
                },
                std::cmp::Ordering::Greater => SystemError::Prefix {
                    short: second,
                    long: first,
                    a: b,
                    b: a,
                },
            });
        }
    }
    Ok(())
}

fn validate_word(
    word: &[u8],
    symbols: usize,
    place: impl Fn() -> String,
) -> Result<(), SystemError> {
    match word.iter().position(|&index| usize::from(index) >= symbols) {
        None => Ok(()),
        Some(position) => Err(SystemError::Index {
            place: place(),
            position,
            index: word[position],
            symbols,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Result<TagSystem, String> {
        serde_json::from_str(json).map_err(|error| {
            let text = error.to_string();
            text.split(" at line").next().unwrap_or_default().to_owned()
        })
    }

    #[test]
    fn data_from_a_file_is_validated() {
        let good = r#"{"deletion":2,"alphabet":["A","B"],"productions":[[1,0],[]]}"#;
        let system = parse(good).expect("valid");
        assert_eq!(serde_json::to_string(&system).expect("plain data"), good);
        let many: Vec<String> = (0..256).map(|i| format!("<{i:03}>")).collect();
        let many = serde_json::to_string(&many).expect("plain data");
        for (json, message) in [
            (
                r#"{"deletion":0,"alphabet":["A"],"productions":[[]]}"#.to_owned(),
                "the deletion number is 0, but must be at least 1",
            ),
            (
                r#"{"deletion":1,"alphabet":[],"productions":[]}"#.to_owned(),
                "the alphabet is empty",
            ),
            (
                format!(r#"{{"deletion":1,"alphabet":{many},"productions":[]}}"#),
                "the alphabet has 256 symbols, but may have at most 255",
            ),
            (
                r#"{"deletion":1,"alphabet":["A","B "],"productions":[[],[]]}"#.to_owned(),
                "symbol 1 (`B `) must be 1 to 32 bytes without white space, control characters, \
                 commas or square brackets",
            ),
            (
                r#"{"deletion":1,"alphabet":["A","B","a"],"productions":[[],[],[]]}"#.to_owned(),
                "symbols 0 (`A`) and 2 (`a`) are the same up to ASCII case",
            ),
            (
                r#"{"deletion":1,"alphabet":["reds","red"],"productions":[[],[]]}"#.to_owned(),
                "symbol 1 (`red`) begins symbol 0 (`reds`), so a queue written without spaces \
                 would have two readings",
            ),
            (
                r#"{"deletion":1,"alphabet":["A","B"],"productions":[[]]}"#.to_owned(),
                "1 productions for 2 symbols; each symbol needs exactly one",
            ),
            (
                r#"{"deletion":1,"alphabet":["A","B"],"productions":[[0],[1,2]]}"#.to_owned(),
                "production 1 holds symbol index 2 at position 1, but the alphabet has 2 symbols",
            ),
            (
                r#"{"deletion":1,"alphabet":["A"],"productions":[[]],"m":2}"#.to_owned(),
                "unknown field `m`, expected one of `deletion`, `alphabet`, `productions`",
            ),
        ] {
            assert_eq!(parse(&json).expect_err(message), message);
        }
    }
}
