//! Texts made of numbers, words and marks, as assignments are written.

use super::plain::DOTS;

/// A part of an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Number(u32),
    Word(&'t str),
}

/// Which words say something.
pub(super) struct Vocabulary {
    /// Words that say nothing and are left out.
    pub(super) fillers: &'static [&'static str],
    /// Words that leave an answer open and make the whole unreadable.
    pub(super) hedges: &'static [&'static str],
    /// Whether digits may continue a word: `c1` is one word then, and otherwise a word and a
    /// number.
    pub(super) digits_in_words: bool,
    /// A letter that only introduces a number: with `v`, `v12` is 12.
    pub(super) prefix: Option<char>,
}

impl Vocabulary {
    /// The numbers and words of `text`, without fillers and marks. `None` for a hedge, an ellipsis,
    /// a number beyond 32 bits, or a mark that belongs to no assignment.
    pub(super) fn tokens<'t>(&self, text: &'t str) -> Option<Vec<Token<'t>>> {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first.is_ascii_digit() {
                let length = rest
                    .find(|c: char| !c.is_ascii_digit())
                    .unwrap_or(rest.len());
                tokens.push(Token::Number(rest[..length].parse().ok()?));
                rest = &rest[length..];
                continue;
            }
            if first.is_alphabetic() {
                let ends = |c: char| match self.digits_in_words {
                    true => !c.is_alphanumeric(),
                    false => !c.is_alphabetic(),
                };
                let (mut word, mut after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
                if let Some(prefix) = self.prefix
                    && prefix.eq_ignore_ascii_case(&first)
                    && word[1..].starts_with(|c: char| c.is_ascii_digit())
                {
                    (word, after) = rest.split_at(1);
                }
                rest = after;
                let is = |known: &&str| known.eq_ignore_ascii_case(word);
                if self.hedges.iter().any(is) {
                    return None;
                }
                if !self.fillers.iter().any(is) {
                    tokens.push(Token::Word(word));
                }
                continue;
            }
            let mark = matches!(
                first,
                ' ' | '\n'
                    | '\u{1}'
                    | ','
                    | ';'
                    | ':'
                    | '.'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '{'
                    | '}'
                    | '|'
                    | '-'
                    | '>'
                    | '='
                    | '"'
                    | '\''
                    | '`'
                    | '*'
                    | '#'
                    | '_'
                    | '\\'
                    | '→'
                    | '↦'
            );
            if !mark || rest.starts_with("..") || first == DOTS {
                return None;
            }
            rest = &rest[first.len_utf8()..];
        }
        Some(tokens)
    }
}
