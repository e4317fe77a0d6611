//! One of a few named options, read word by word.

use crate::checks::ChoiceOption;

use super::plain::trim;
use super::shape::{Lead, Shape};

/// One of the options that a prompt offers.
#[derive(Clone, Copy, Debug)]
pub struct ChoiceShape<'a> {
    /// The options; the value read is an index into them.
    pub options: &'a [ChoiceOption],
}

/// Words that turn the option beside them into its opposite, or leave it open.
const NEGATIONS: &[&str] = &[
    "not", "neither", "nor", "never", "cannot", "isn't", "aren't", "no", "without", "maybe",
    "perhaps", "either",
];

/// Words that may stand before the option without changing what is stated.
const FILLERS: &[&str] = &[
    "the",
    "a",
    "an",
    "first",
    "second",
    "number",
    "numbers",
    "integer",
    "value",
    "is",
    "are",
    "it",
    "it's",
    "its",
    "that",
    "this",
    "answer",
    "relation",
    "option",
    "choice",
    "comparison",
    "product",
    "result",
    "sum",
    "therefore",
    "so",
    "thus",
    "hence",
    "clearly",
    "strictly",
    "simply",
    "indeed",
    "definitely",
    "always",
    "be",
    "left",
    "right",
    "one",
    "final",
    "just",
    "then",
];

/// Words after which a reason or a remark follows.
const BREAKS: &[&str] = &[
    "since", "because", "as", "which", "when", "where", "given", "due", "so", "for", "whereas",
    "while",
];

/// The most words of a clause that names an option; a longer one is prose.
const MAX_WORDS: usize = 16;

impl Shape for ChoiceShape<'_> {
    type Value = usize;

    fn noun(&self) -> &'static str {
        "one of the options"
    }

    fn exact(&self, text: &str) -> Option<usize> {
        let text = trim(text);
        if text.len() > 256 {
            return None;
        }
        self.options.iter().position(|option| {
            spellings(option).any(|name| {
                let mut found = words(text);
                let mut wanted = words(name);
                let alike = loop {
                    match (found.next(), wanted.next()) {
                        (Some(found), Some(wanted)) if same(found.text, wanted.text) => {}
                        (None, None) => break true,
                        _ => break false,
                    }
                };
                // A name made of marks alone has no words to compare.
                alike && (words(name).next().is_some() || text == name)
            })
        })
    }

    fn leading<'t>(&self, text: &'t str) -> Lead<'t, usize> {
        let words: Vec<Word<'t>> = words(text).take(MAX_WORDS + 1).collect();
        let mut found: Option<usize> = None;
        let mut index = 0;
        while let Some(&word) = words.get(index) {
            if let Some(option) = found {
                let reason = BREAKS.iter().any(|stop| same(word.text, stop));
                if (word.parted || reason) && self.another(option, &words[index..]) {
                    return Lead::Unclear;
                }
                if word.parted || reason {
                    return Lead::Value(option, &text[words[index - 1].end()..]);
                }
            }
            if NEGATIONS.iter().any(|negation| same(word.text, negation)) && !self.names(word) {
                return Lead::Unclear;
            }
            if let Some((option, length)) = self.longest(&words[index..]) {
                if found.is_some_and(|earlier| earlier != option) {
                    return Lead::Unclear;
                }
                found = Some(option);
                index += length;
            } else if found.is_none() && !filler(word.text) {
                return Lead::Absent;
            } else {
                index += 1;
            }
        }
        match found {
            Some(option) if words.len() <= MAX_WORDS => {
                let end = words.last().map_or(0, Word::end);
                Lead::Value(option, &text[end..])
            }
            _ => Lead::Absent,
        }
    }

    fn equations(&self) -> bool {
        false
    }
}

impl ChoiceShape<'_> {
    /// The option whose spelling takes the most words at the start of `words`.
    fn longest(&self, words: &[Word<'_>]) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        for (index, option) in self.options.iter().enumerate() {
            for name in spellings(option) {
                let length = leads(words, name);
                if length > best.map_or(0, |(_, length)| length) {
                    best = Some((index, length));
                }
            }
        }
        best
    }

    /// Whether an enumeration goes on: the next words, but for "or" and "and", name an option
    /// other than `option`.
    fn another(&self, option: usize, words: &[Word<'_>]) -> bool {
        let joined = words
            .iter()
            .take_while(|word| same(word.text, "or") || same(word.text, "and"))
            .count();
        self.longest(&words[joined..])
            .is_some_and(|(other, _)| other != option)
    }

    /// Whether `word` alone names an option, as "no" does where the options are yes and no.
    fn names(&self, word: Word<'_>) -> bool {
        self.longest(&[word]).is_some()
    }
}

/// How many words `name` takes at the start of `words`; 0 if they differ.
fn leads(words: &[Word<'_>], name: &str) -> usize {
    let mut length = 0;
    for wanted in self::words(name) {
        let Some(found) = words.get(length) else {
            return 0;
        };
        // In running text a small "a" is an article; only the capital names an option.
        let letter = wanted.text.len() == 1 && wanted.text.as_bytes()[0].is_ascii_alphabetic();
        if (letter && found.text != wanted.text)
            || !same(found.text, wanted.text)
            || (length > 0 && found.parted)
        {
            return 0;
        }
        length += 1;
    }
    length
}

fn spellings(option: &ChoiceOption) -> impl Iterator<Item = &str> {
    std::iter::once(option.name.as_str()).chain(option.also.iter().map(String::as_str))
}

/// A run of letters and digits, or a run of relation signs.
#[derive(Clone, Copy, Debug)]
struct Word<'t> {
    text: &'t str,
    at: usize,
    /// Whether a comma, a semicolon, a parenthesis or a dash parts it from the word before.
    parted: bool,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = rest.find(|c: char| is_letter(c) || is_sign(c))?;
        let parted = rest[..start].contains([',', ';', '(', ')', ':', '.', '?'])
            || rest[..start].contains(" -");
        let word = &rest[start..];
        let kind: fn(char) -> bool = if word.starts_with(is_sign) {
            is_sign
        } else {
            is_letter
        };
        let length = word.find(|c| !kind(c)).unwrap_or(word.len());
        let found = Word {
            text: word[..length].trim_end_matches('\''),
            at: at + start,
            parted,
        };
        at += start + length;
        Some(found)
    })
}

/// A backslash counts as a letter, so that an unknown command stays one unknown word; so does an
/// apostrophe inside a word, so that "isn't" is one word.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '\\' || c == '∅' || c == '\''
}

fn is_sign(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '≤' | '≥' | '≠' | '!' | '|')
}

/// Whether two words are the same in any case.
fn same(found: &str, wanted: &str) -> bool {
    if found.is_ascii() && wanted.is_ascii() {
        return found.eq_ignore_ascii_case(wanted) || (found == "==" && wanted == "=");
    }
    found.to_lowercase() == wanted.to_lowercase()
}

/// Whether a word before the option leaves the statement as it is: an operand or a filler.
fn filler(word: &str) -> bool {
    let operand = word.bytes().all(|byte| byte.is_ascii_digit()) || word.chars().count() == 1;
    operand || FILLERS.iter().any(|filler| same(word, filler))
}
