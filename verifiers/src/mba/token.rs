//! The tokens of an expression, whatever language they are spelled in.
//!
//! | operator | spellings |
//! |---|---|
//! | and | `&` `&&&` `\&` `∧` `\land` `\wedge` `AND` `&amp;` |
//! | or | `\|` `\|\|\|` `∨` `\lor` `\vee` `\mid` `\vert` `OR` |
//! | exclusive or | `^` `^^^` `⊕` `⊻` `\oplus` `\veebar` `\^` `XOR` |
//! | complement | `~` `~~~` `¬` `\sim` `\lnot` `\neg` `\overline{…}` `\bar{…}` `NOT` |
//! | product | `*` `·` `×` `\cdot` `\times` `\ast`, or nothing after a number and around brackets |
//! | shifts | `<<` `>>` `\ll` `\gg`, and Lean's `<<<` `>>>`, which bind tighter |
//!
//! Constants are decimal, `0x…`, `0b…` or `0o…`, with `_` between digits, perhaps with a width as in
//! `5#32` or C's suffixes `u` and `l`. Variables may have an index below them: `x_1`, `x_{1}` and
//! `x₁` are `x1`. Spaces of every language, dollar signs, backticks and `\left` mean nothing. C's
//! logical `&&`, `||` and `!` are refused, and so is a power, which `x²` must mean.

use super::expression::Node;
use super::parser::ParseError;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A word of letters and digits that is no operator.
    Name(&'a str, Option<&'a str>),
    /// A constant, and the width written behind it.
    Constant(u64, Option<u32>),
    /// `+`, between operands or before one.
    Plus,
    /// `-`, between operands or before one.
    Minus,
    /// `~`.
    Not,
    /// `&`, `|`, `^`, `*`.
    Binary(Node),
    /// A shift to the left or to the right, bound as C or as Lean binds it.
    Shift { left: bool, tight: bool },
    /// An opening bracket, by its closing one.
    Open(char),
    /// A closing bracket.
    Close(char),
}

/// LaTeX commands that mean nothing here: spaces, sizes, and what dresses an argument.
const IDLE: &[&str] = &[
    "left",
    "right",
    "big",
    "Big",
    "bigg",
    "Bigg",
    "bigl",
    "bigr",
    "Bigl",
    "Bigr",
    "quad",
    "qquad",
    "displaystyle",
    "textstyle",
    "thinspace",
    "space",
    "limits",
    "middle",
    "mathbf",
    "mathit",
    "mathrm",
    "mathtt",
    "mathsf",
    "text",
    "texttt",
    "textrm",
    "textit",
    "textbf",
    "operatorname",
    "mathbin",
    "mathop",
    "mathrel",
    "mathord",
    "boldsymbol",
    "bm",
    "mbox",
    "ensuremath",
    "boxed",
];

/// Those of them whose argument may be an operator: `\mathbin{\&}`, `\text{ XOR }`.
const WRAPPING: &[&str] = &[
    "mathbin",
    "mathop",
    "mathrel",
    "mathrm",
    "mathtt",
    "mathsf",
    "mathbf",
    "mathit",
    "text",
    "texttt",
    "textrm",
    "textit",
    "textbf",
    "operatorname",
    "mbox",
];

/// The longest argument of a command that is looked at for an operator.
const WRAPPED: usize = 24;

/// Reads tokens from a text.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the next character stands, in bytes.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn take(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        self.at += if found { prefix.len() } else { 0 };
        found
    }

    /// The next token and where it begins, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<(Token<'a>, usize)>, ParseError> {
        loop {
            let start = self.at;
            let Some(c) = self.rest().chars().next() else {
                return Ok(None);
            };
            if c.is_ascii_digit() {
                return self.number().map(|token| Some((token, start)));
            }
            if c.is_alphabetic() {
                return Ok(Some((self.word(), start)));
            }
            self.at += c.len_utf8();
            if let Some(token) = self.sign(c, start)? {
                return Ok(Some((token, start)));
            }
        }
    }

    /// The token that the sign `c` begins; none for what means nothing.
    fn sign(&mut self, c: char, start: usize) -> Result<Option<Token<'a>>, ParseError> {
        let unexpected = ParseError::Character { c, at: start };
        Ok(Some(match c {
            '$' | '`' => return Ok(None),
            '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => return Ok(None),
            c if c.is_whitespace() => return Ok(None),
            '+' | '＋' => Token::Plus,
            '-' | '\u{2212}' | '\u{2010}'..='\u{2014}' => Token::Minus,
            '*' | '×' | '·' | '⋅' | '∗' | '∙' if !(c == '*' && self.rest().starts_with('*')) => {
                Token::Binary(Node::Mul)
            }
            '~' if self.take("~~") => Token::Not,
            '~' | '¬' | '∼' | '˜' => Token::Not,
            '∧' => Token::Binary(Node::And),
            '∨' => Token::Binary(Node::Or),
            '⊕' | '⊻' => Token::Binary(Node::Xor),
            '&' if self.take("lt;&lt;") => Token::Shift {
                left: true,
                tight: false,
            },
            '&' if self.take("gt;&gt;") => Token::Shift {
                left: false,
                tight: false,
            },
            '&' => {
                self.take("amp;");
                self.tripled('&', Node::And, start)?
            }
            '|' => self.tripled('|', Node::Or, start)?,
            '^' => self.tripled('^', Node::Xor, start)?,
            '<' if self.take("<<") => Token::Shift {
                left: true,
                tight: true,
            },
            '<' if self.take("<") => Token::Shift {
                left: true,
                tight: false,
            },
            '>' if self.take(">>") => Token::Shift {
                left: false,
                tight: true,
            },
            '>' if self.take(">") => Token::Shift {
                left: false,
                tight: false,
            },
            '(' | '（' => Token::Open(')'),
            '[' => Token::Open(']'),
            // `\^{}` and `\sim{}` end in an empty group.
            '{' if self.take("}") => return Ok(None),
            '{' => Token::Open('}'),
            ')' | ']' | '}' => Token::Close(c),
            '）' => Token::Close(')'),
            '\\' => return self.command(start),
            _ => return Err(unexpected),
        }))
    }

    /// A bitwise operator of one character, or of three as Lean writes it.
    fn tripled(&mut self, c: char, node: Node, start: usize) -> Result<Token<'a>, ParseError> {
        if self.rest().starts_with(c) {
            self.at += 1;
            if !self.rest().starts_with(c) {
                return Err(ParseError::Doubled { c, at: start });
            }
            self.at += 1;
        }
        Ok(Token::Binary(node))
    }

    /// What a backslash begins.
    fn command(&mut self, start: usize) -> Result<Option<Token<'a>>, ParseError> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let Some(c) = rest.chars().next().filter(|_| length == 0) else {
            let name = &rest[..length];
            self.at += length;
            if WRAPPING.contains(&name)
                && let Some(operator) = self.wrapped()
            {
                return Ok(Some(operator));
            }
            return match operator(name) {
                Some(token) => Ok(Some(token)),
                None if IDLE.contains(&name) => Ok(None),
                None => Err(ParseError::Command {
                    name: name.chars().take(20).collect(),
                    at: start,
                }),
            };
        };
        self.at += c.len_utf8();
        match c {
            ',' | ';' | ':' | '!' | ' ' | '(' | ')' | '[' | ']' | '/' | '\\' => Ok(None),
            '_' => Err(ParseError::Character { c, at: start }),
            // Escaped for Markdown or for LaTeX.
            '&' | '|' | '^' | '~' | '*' | '+' | '-' | '<' | '>' | '{' | '}' => self.sign(c, start),
            _ => Err(ParseError::Character { c, at: start }),
        }
    }

    /// The operator that makes up the whole of the braces that follow, if one does.
    fn wrapped(&mut self) -> Option<Token<'a>> {
        let inner = self.rest().trim_start().strip_prefix('{')?;
        let close = inner.bytes().take(WRAPPED).position(|byte| byte == b'}')?;
        let mut tokens = Tokens::new(&inner[..close]);
        let (token, _) = tokens.next().ok()??;
        let alone = tokens.next().ok()?.is_none();
        let operates = !matches!(
            token,
            Token::Name(..) | Token::Constant(..) | Token::Open(_) | Token::Close(_)
        );
        if !alone || !operates {
            return None;
        }
        self.at = self.text.len() - inner.len() + close + 1;
        Some(token)
    }

    /// A name, or an operator in words. An index may stand below it.
    fn word(&mut self) -> Token<'a> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        if let Some(token) = operator(word) {
            self.at += length;
            return token;
        }
        let lowered = after.strip_prefix('_').unwrap_or(after);
        let braced = lowered.strip_prefix('{').filter(|_| after.starts_with('_'));
        let index = braced.unwrap_or(lowered);
        let digit = |c: char| c.is_ascii_digit() || ('₀'..='₉').contains(&c);
        let digits = index.find(|c| !digit(c)).unwrap_or(index.len());
        let (index, mut tail) = index.split_at(digits);
        if braced.is_some() {
            match tail.strip_prefix('}') {
                Some(closed) => tail = closed,
                None => return self.plain(word, length),
            }
        }
        if index.is_empty() {
            return self.plain(word, length);
        }
        self.at = self.text.len() - tail.len();
        Token::Name(word, Some(index))
    }

    fn plain(&mut self, word: &'a str, length: usize) -> Token<'a> {
        self.at += length;
        Token::Name(word, None)
    }

    fn number(&mut self) -> Result<Token<'a>, ParseError> {
        let start = self.at;
        let rest = self.rest();
        let (radix, skip) = match rest.as_bytes() {
            [b'0', b'x' | b'X', ..] => (16, 2),
            [b'0', b'b' | b'B', ..] => (2, 2),
            [b'0', b'o' | b'O', ..] => (8, 2),
            _ => (10, 0),
        };
        let digits = &rest[skip..];
        let length = digits
            .find(|c: char| !c.is_digit(radix) && c != '_')
            .unwrap_or(digits.len());
        let mut value = Some(0u64);
        let mut any = false;
        for digit in digits[..length].chars().filter_map(|c| c.to_digit(radix)) {
            any = true;
            let next = |value: u64| {
                value
                    .checked_mul(u64::from(radix))?
                    .checked_add(u64::from(digit))
            };
            value = value.and_then(next);
        }
        self.at += skip + length;
        let value = value
            .filter(|_| any)
            .ok_or(ParseError::Constant { at: start })?;
        let mut width = None;
        if self.take("#") {
            let rest = self.rest();
            let length = rest
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(rest.len());
            // `5#w` has the width that a theorem is about.
            width = rest[..length].parse().ok();
            self.at += length;
        } else if radix != 2 {
            let suffix = self.rest();
            let length = suffix
                .find(|c: char| !matches!(c, 'u' | 'U' | 'l' | 'L'))
                .unwrap_or(suffix.len());
            let ends = !suffix[length..].starts_with(|c: char| c.is_alphanumeric());
            if length <= 3 && ends {
                self.at += length;
            }
        }
        if self.rest().starts_with('.')
            && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit())
        {
            return Err(ParseError::Constant { at: start });
        }
        Ok(Token::Constant(value, width))
    }
}

/// The operator that a word or a LaTeX command names. The English words in small letters are none:
/// `x + y or x | y` is two answers.
fn operator(word: &str) -> Option<Token<'static>> {
    let is = |names: &[&str]| names.contains(&word);
    Some(if is(&["land", "wedge", "AND", "bitand"]) {
        Token::Binary(Node::And)
    } else if is(&["lor", "vee", "mid", "vert", "OR", "bitor"]) {
        Token::Binary(Node::Or)
    } else if is(&["oplus", "veebar", "XOR", "xor", "textasciicircum"]) {
        Token::Binary(Node::Xor)
    } else if is(&[
        "lnot",
        "neg",
        "sim",
        "NOT",
        "overline",
        "bar",
        "textasciitilde",
        "compl",
    ]) {
        Token::Not
    } else if is(&["cdot", "times", "ast"]) {
        Token::Binary(Node::Mul)
    } else if is(&["ll", "gg"]) {
        Token::Shift {
            left: word == "ll",
            tight: false,
        }
    } else {
        return None;
    })
}
