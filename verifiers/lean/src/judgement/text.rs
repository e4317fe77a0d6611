//! The rules that a file's text must keep, looked at before anything of it runs.
//!
//! This is the outer wall and not the one that soundness stands on: it keeps a question from
//! being made pointless by a forbidden tactic, and gives clear words for what is not allowed.
//! Whatever gets past it still has to convince the kernel.

use thiserror::Error;
use tribunal_verifiers::lean::LeanPolicy;

/// Words with which a file can change what its own words mean. A text that holds a comment's or
/// a text's mark may then hide what comes after it from this reading.
const NOTATION: [&str; 10] = [
    "elab",
    "infix",
    "infixl",
    "infixr",
    "macro",
    "notation",
    "notation3",
    "postfix",
    "prefix",
    "syntax",
];

/// What a file may not do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Breach {
    /// It is too long.
    #[error("the file has {found} bytes; at most {most} are allowed")]
    TooLong {
        /// Its bytes.
        found: usize,
        /// The most.
        most: u32,
    },
    /// It holds a byte that no text holds.
    #[error("the file holds a zero byte")]
    Zero,
    /// It imports a module that it may not.
    #[error("line {line}: `import {module}` is not allowed")]
    Import {
        /// The line, from 1.
        line: usize,
        /// The module.
        module: String,
    },
    /// Its header is not one of plain imports.
    #[error("line {line}: `{word}` is not allowed in the header")]
    Header {
        /// The line, from 1.
        line: usize,
        /// The word.
        word: String,
    },
    /// It uses a forbidden word.
    #[error("line {line}: `{word}` is not allowed")]
    Word {
        /// The line, from 1.
        line: usize,
        /// The word.
        word: String,
    },
    /// It declares notation with marks in it that could hide words from this reading.
    #[error("line {line}: a text that holds {mark} is not allowed beside declarations of notation")]
    HiddenMark {
        /// The line, from 1.
        line: usize,
        /// The mark.
        mark: &'static str,
    },
}

/// The file without its header, each byte of which becomes a space, so that lines and columns
/// stay what they were.
///
/// # Errors
/// [`Breach`] when the file does what `policy` does not allow.
pub fn admit(text: &str, policy: &LeanPolicy) -> Result<String, Breach> {
    if text.len() > policy.max_bytes as usize {
        let (found, most) = (text.len(), policy.max_bytes);
        return Err(Breach::TooLong { found, most });
    }
    if text.contains('\0') {
        return Err(Breach::Zero);
    }
    let tokens = tokens(text);
    let mut end = 0;
    let mut rest = tokens.iter().peekable();
    while let Some(token) = rest.peek() {
        let line = token.line;
        match token.word {
            "prelude" | "module" | "public" | "meta" | "private" if heads(&tokens, token) => {
                let word = token.word.to_owned();
                return Err(Breach::Header { line, word });
            }
            "import" => {
                rest.next();
                let module = rest.next().map_or("", |token| {
                    end = token.end;
                    token.word
                });
                if !allows(policy, module) {
                    let module = module.to_owned();
                    return Err(Breach::Import { line, module });
                }
            }
            _ => break,
        }
    }
    let notation = tokens.iter().any(|token| NOTATION.contains(&token.word));
    for token in rest {
        let line = token.line;
        if let Some(mark) = token.mark.filter(|_| notation) {
            return Err(Breach::HiddenMark { line, mark });
        }
        if let Some(word) = policy.forbidden.iter().find(|word| token.is(word)) {
            let word = word.clone();
            return Err(Breach::Word { line, word });
        }
    }
    let (header, body) = text.split_at(end);
    let blank = |byte: u8| if byte == b'\n' { '\n' } else { ' ' };
    let mut admitted: String = header.bytes().map(blank).collect();
    admitted.push_str(body);
    Ok(admitted)
}

/// Whether a word that could begin a declaration as well heads an import.
fn heads(tokens: &[Token<'_>], token: &Token<'_>) -> bool {
    let after = tokens.iter().skip_while(|other| other.end <= token.end);
    matches!(token.word, "prelude" | "module") || after.take(2).any(|other| other.word == "import")
}

fn allows(policy: &LeanPolicy, module: &str) -> bool {
    policy.imports.iter().any(|allowed| {
        module
            .strip_prefix(allowed.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// A word of the file: a dotted name, or a run of other characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token<'a> {
    word: &'a str,
    line: usize,
    end: usize,
    /// Of a text: a comment's or text's mark that it holds.
    mark: Option<&'static str>,
}

impl Token<'_> {
    /// Whether this is `word`, or a dotted name with `word` as a part.
    fn is(&self, word: &str) -> bool {
        self.mark.is_none() && (self.word == word || self.word.split('.').any(|part| part == word))
    }
}

/// Characters of names, as Lean has them: letters of any script, digits, `_`, `'`, `!`, `?`,
/// subscripts.
fn names(character: char) -> bool {
    character.is_alphanumeric() || "_'!?«».".contains(character) || is_subscript(character)
}

fn is_subscript(character: char) -> bool {
    ('\u{2080}'..='\u{209c}').contains(&character) || ('\u{1d62}'..='\u{1d6a}').contains(&character)
}

/// The words outside of comments and texts. Between braces within a text stand words too, since
/// Lean's interpolated texts hold code there.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut scanner = Scanner {
        text,
        at: 0,
        line: 1,
        tokens: Vec::new(),
    };
    while let Some(character) = scanner.peek() {
        scanner.take(character);
    }
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    tokens: Vec<Token<'a>>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, bytes: usize) {
        let skipped = &self.rest()[..bytes];
        self.line += skipped.matches('\n').count();
        self.at += bytes;
    }

    fn push(&mut self, bytes: usize, mark: Option<&'static str>) {
        self.tokens.push(Token {
            word: &self.rest()[..bytes],
            line: self.line,
            end: self.at + bytes,
            mark,
        });
    }

    fn take(&mut self, character: char) {
        let rest = self.rest();
        if rest.starts_with("--") {
            self.skip(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/-") {
            self.skip(block_comment(rest));
        } else if let Some(length) = raw_text(rest) {
            self.text_token(length);
        } else if character == '"' {
            self.text_token(plain_text(rest));
        } else if let Some(length) = character_literal(rest) {
            self.skip(length);
        } else if names(character) {
            let length = name_length(rest);
            self.push(length, None);
            self.skip(length);
        } else if character.is_whitespace() {
            self.skip(character.len_utf8());
        } else {
            // `#eval` and the like are one word.
            let mut length = character.len_utf8();
            if character == '#' {
                length += name_length(&rest[length..]);
            }
            self.push(length, None);
            self.skip(length);
        }
    }

    /// A text: a token only if it holds a mark; what stands between braces is looked at as code.
    fn text_token(&mut self, length: usize) {
        let content = &self.rest()[..length];
        let inner = content.trim_matches('"');
        let mark = ["--", "/-", "\\\""]
            .into_iter()
            .find(|mark| inner.contains(mark));
        if mark.is_some() {
            self.push(length, mark);
        }
        let end = self.at + length;
        while let Some(open) = self.text[self.at..end].find('{') {
            self.skip(open + 1);
            let close = self.text[self.at..end].find('}').unwrap_or(end - self.at);
            let stop = self.at + close;
            while self.at < stop {
                match self.peek() {
                    Some(character) if names(character) => {
                        let length = name_length(&self.text[self.at..stop]);
                        self.push(length, None);
                        self.skip(length);
                    }
                    Some(character) => self.skip(character.len_utf8()),
                    None => break,
                }
            }
        }
        self.skip(end - self.at);
    }
}

fn name_length(text: &str) -> usize {
    let mut quoted = false;
    let end = text.char_indices().find(|(_, character)| match character {
        '«' => {
            quoted = true;
            false
        }
        '»' => {
            quoted = false;
            false
        }
        '\n' => true,
        _ => !quoted && !names(*character),
    });
    end.map_or(text.len(), |(at, _)| at)
}

/// The length of a comment that may hold others.
fn block_comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/-" => {
                depth += 1;
                at += 2;
            }
            b"-/" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    text.len()
}

fn plain_text(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of `r"…"` or `r#"…"#`, if the text begins with one.
fn raw_text(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('r')?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let body = rest[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let start = 1 + hashes + 1;
    Some(
        body.find(&close)
            .map_or(text.len(), |at| start + at + close.len()),
    )
}

/// The length of a character in quotes, if the text begins with one; a quote may end a name too.
fn character_literal(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('\'')?;
    let mut characters = rest.char_indices();
    let (_, first) = characters.next()?;
    if first == '\\' {
        let close = rest[2.min(rest.len())..]
            .char_indices()
            .take(8)
            .find(|(_, c)| *c == '\'');
        return close.map(|(at, _)| 1 + 2 + at + 1);
    }
    let (at, second) = characters.next()?;
    (second == '\'').then_some(1 + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> LeanPolicy {
        LeanPolicy {
            forbidden: vec!["native_decide".to_owned(), "sorry".to_owned()],
            ..LeanPolicy::default()
        }
    }

    fn words(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|token| token.word).collect()
    }

    #[test]
    fn comments_and_texts_hold_no_words() {
        let text = "-- sorry\n/- sorry /- sorry -/ sorry -/ theorem a' : x = 'b' := \"sorry\" r#\"sorry\"#";
        assert_eq!(words(text), ["theorem", "a'", ":", "x", "=", ":", "="]);
        assert!(admit(text, &policy()).is_ok());
    }

    #[test]
    fn code_in_texts_is_seen() {
        let found = admit("#eval s!\"x {by native_decide}\"", &policy());
        assert!(matches!(found, Err(Breach::Word { line: 1, .. })));
    }

    #[test]
    fn a_header_becomes_blank_and_keeps_its_lines() {
        let body = admit("import Init\nimport Init.Data.List\n\ntheorem", &policy()).unwrap();
        assert_eq!(body.trim_start(), "theorem");
        assert_eq!(body.matches('\n').count(), 3);
        assert_eq!(
            body.len(),
            "import Init\nimport Init.Data.List\n\ntheorem".len()
        );
    }

    #[test]
    fn other_headers_are_refused() {
        for text in [
            "import Lean",
            "-- a\nimport Initial",
            "prelude",
            "module\nimport Init",
            "public import Init",
        ] {
            assert!(admit(text, &policy()).is_err(), "{text}");
        }
        assert!(admit("private theorem x : True := trivial", &policy()).is_ok());
    }

    #[test]
    fn notation_can_hide_nothing() {
        let text = "notation \"⟪--\" => 1\nexample := ⟪-- native_decide";
        assert!(matches!(
            admit(text, &policy()),
            Err(Breach::HiddenMark { .. })
        ));
    }
}
