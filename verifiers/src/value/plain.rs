//! One plain spelling for the many ways in which models write the same thing.
//!
//! LaTeX commands, Unicode digits and dashes, invisible characters and typographic spaces are
//! mapped in one pass onto a small alphabet, so that each reader after it knows one minus, one
//! comma and one kind of bracket. Nothing is evaluated and nothing is guessed here: what has no
//! plain spelling stays in the text and makes the reader refuse it.

use std::borrow::Cow;

/// A space that can stand inside a number (`\,`, a no-break or thin space).
pub(crate) const THIN: char = '\u{1}';
/// A comma that can only be a thousands separator (`{,}`).
pub(crate) const GROUP_COMMA: char = '\u{2}';
/// The head of a fraction, followed by its two arguments.
pub(crate) const FRACTION: char = '\u{3}';
/// An ellipsis.
pub(crate) const DOTS: char = '\u{4}';
/// The head of a repeating group of decimals (`\overline{3}`), followed by its argument.
pub(crate) const REPEATING: char = '\u{5}';

/// Commands that only dress their argument.
const DRESS: &[&str] = &[
    "text",
    "textbf",
    "textit",
    "textrm",
    "texttt",
    "textsf",
    "textnormal",
    "textsc",
    "emph",
    "mathbf",
    "mathrm",
    "mathit",
    "mathsf",
    "mathtt",
    "mathbb",
    "mathcal",
    "mathop",
    "mbox",
    "hbox",
    "boxed",
    "fbox",
    "bm",
    "boldsymbol",
    "operatorname",
    "underline",
    "ensuremath",
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
    "displaystyle",
    "textstyle",
    "bf",
    "rm",
    "it",
    "tt",
    "large",
    "Large",
    "huge",
    "Huge",
    "limits",
    "mathord",
    "mathnormal",
    "middle",
    "strut",
    "boldmath",
];

/// Environments whose body is a row or a column of values.
const TABLES: &[&str] = &["matrix", "array"];

/// Rewrites `text` in the plain alphabet; text that is already plain is returned as it is.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| PLAIN[usize::from(byte)]) {
        return Cow::Borrowed(text);
    }
    let mut writer = Writer {
        out: String::with_capacity(text.len()),
        rest: text,
        raised_until: 0,
    };
    while writer.step() {}
    Cow::Owned(writer.out)
}

/// Which bytes are plain; a table, since most texts are only ever looked through.
static PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = is_plain(byte as u8);
        byte += 1;
    }
    table
};

/// Whether `byte` means the same in plain spelling as in the source, whatever stands around it.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b' ' | b'\n'
                | b'+'
                | b'-'
                | b'.'
                | b','
                | b'/'
                | b'['
                | b']'
                | b'('
                | b')'
                | b';'
                | b':'
                | b'='
                | b'<'
                | b'>'
                | b'%'
                | b'*'
                | b'_'
                | b'\''
                | b'"'
                | b'`'
                | b'?'
                | b'!'
        )
}

struct Writer<'a> {
    out: String,
    rest: &'a str,
    /// Where the last superscript ended, so that its next digit joins it.
    raised_until: usize,
}

impl Writer<'_> {
    /// Takes one character or command; false at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.rest.chars().next() else {
            return false;
        };
        self.rest = &self.rest[c.len_utf8()..];
        match c {
            '\\' => self.command(),
            '{' if self.take(",}") => self.out.push(GROUP_COMMA),
            '$' => {}
            '&' => self.ampersand(),
            '~' => self.tilde(),
            '\t' | '\r' | '\u{b}' | '\u{c}' => self.out.push(' '),
            ' '..='\u{7e}' | '\n' => self.out.push(c),
            '\0'..='\u{1f}' | '\u{7f}' => {}
            _ => self.unicode(c),
        }
        true
    }

    fn take(&mut self, prefix: &str) -> bool {
        match self.rest.strip_prefix(prefix) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// `&lt;` and its kin are characters that a web page escaped; any other `&` parts the cells
    /// of a table.
    fn ampersand(&mut self) {
        for (name, c) in [
            ("lt;", '<'),
            ("gt;", '>'),
            ("minus;", '-'),
            ("nbsp;", THIN),
            ("amp;", ','),
        ] {
            if self.take(name) {
                self.out.push(c);
                return;
            }
        }
        self.out.push(',');
    }

    /// Between digits a tie is TeX's no-break space; elsewhere it means "about".
    fn tilde(&mut self) {
        let between = self.out.ends_with(|c: char| c.is_ascii_digit())
            && self.rest.starts_with(|c: char| c.is_ascii_digit());
        self.out.push(if between { THIN } else { '~' });
    }

    fn command(&mut self) {
        let Some(c) = self.rest.chars().next() else {
            return;
        };
        if !c.is_ascii_alphabetic() {
            self.rest = &self.rest[c.len_utf8()..];
            match c {
                ',' | '!' | ';' | ':' => self.out.push(THIN),
                '\\' => self.out.push('\n'),
                '(' | ')' | '/' => {}
                // A display delimiter and a bracket that Markdown escapes look the same; as a
                // bracket it does no harm, since readers drop a pair around the whole.
                '[' | ']' | '{' | '}' | '%' | '$' | '_' | '#' | '*' | '-' | '+' | '.' | '&'
                | '`' | '<' | '>' => {
                    if c != '$' {
                        self.out.push(if c == '&' { ',' } else { c });
                    }
                }
                ' ' | '\n' => self.out.push(' '),
                _ => {
                    self.out.push('\\');
                    self.out.push(c);
                }
            }
            return;
        }
        let length = self
            .rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest
            .strip_prefix('*')
            .filter(|_| DRESS.contains(&name))
            .unwrap_or(rest);
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" | "nicefrac" | "sfrac" => self.out.push(FRACTION),
            "overline" | "bar" | "dot" => self.out.push(REPEATING),
            "times" | "cdot" | "ast" => self.out.push('*'),
            "div" | "slash" => self.out.push('/'),
            "quad" | "qquad" | "t" => self.out.push(' '),
            // Some models write the two characters of an escaped line break.
            "n" | "newline" | "cr" => self.out.push('\n'),
            "thinspace" | "enspace" | "space" => self.out.push(THIN),
            "approx" | "simeq" | "sim" => self.out.push('~'),
            "lt" => self.out.push('<'),
            "gt" => self.out.push('>'),
            "le" | "leq" | "leqslant" => self.out.push('≤'),
            "ge" | "geq" | "geqslant" => self.out.push('≥'),
            "ne" | "neq" => self.out.push('≠'),
            "ldots" | "dots" | "cdots" | "dotsc" | "vdots" => self.out.push(DOTS),
            "langle" | "lbrack" => self.out.push('['),
            "rangle" | "rbrack" => self.out.push(']'),
            "lbrace" => self.out.push('{'),
            "rbrace" => self.out.push('}'),
            "lparen" => self.out.push('('),
            "rparen" => self.out.push(')'),
            "emptyset" | "varnothing" => self.out.push('∅'),
            "colon" => self.out.push(':'),
            "begin" => self.environment('['),
            "end" => self.environment(']'),
            _ if DRESS.contains(&name) => {
                if name == "left" || name == "right" {
                    self.take(".");
                }
            }
            _ => {
                self.out.push('\\');
                self.out.push_str(name);
            }
        }
    }

    /// `\begin{bmatrix}` opens a bracket, `\begin{aligned}` only lays out.
    fn environment(&mut self, bracket: char) {
        let Some(body) = self.rest.strip_prefix('{') else {
            return;
        };
        let Some(close) = body.bytes().take(24).position(|byte| byte == b'}') else {
            return;
        };
        let name = &body[..close];
        self.rest = &body[close + 1..];
        if !TABLES
            .iter()
            .any(|table| name.trim_end_matches('*').ends_with(table))
        {
            return;
        }
        self.out.push(bracket);
        if bracket == '[' && name.starts_with("array") {
            let columns = self.rest.strip_prefix('{').and_then(|body| {
                let close = body.bytes().take(256).position(|byte| byte == b'}')?;
                body.get(close + 1..)
            });
            self.rest = columns.unwrap_or(self.rest);
        }
    }

    fn unicode(&mut self, c: char) {
        if let Some(digit) = digit(c) {
            self.out.push(char::from(b'0' + digit));
            return;
        }
        if let Some(digit) = superscript(c) {
            if self.raised_until == 0 || self.raised_until != self.out.len() {
                self.out.push('^');
            }
            self.out.push(digit);
            self.raised_until = self.out.len();
            return;
        }
        if let Some((numerator, denominator)) = vulgar(c) {
            self.out.push(FRACTION);
            for part in [numerator, denominator] {
                self.out.push('{');
                self.out.push(part);
                self.out.push('}');
            }
            return;
        }
        let mapped = match c {
            '\u{2212}'
            | '\u{2010}'..='\u{2015}'
            | '\u{fe63}'
            | '\u{ff0d}'
            | '\u{2796}'
            | '\u{fe58}' => '-',
            '\u{ff0b}' | '\u{2795}' => '+',
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => THIN,
            '\u{3000}' => ' ',
            '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{ad}'
            | '\u{fe0e}'
            | '\u{fe0f}' => return,
            '\u{ff0c}' | '\u{3001}' | '\u{60c}' | '\u{fe50}' => ',',
            '\u{ff0e}' | '\u{3002}' | '\u{ff61}' | '\u{964}' => '.',
            '\u{ff1b}' => ';',
            '\u{ff1a}' => ':',
            '\u{ff01}' => '!',
            '\u{ff1f}' => '?',
            '\u{ff05}' | '\u{66a}' => '%',
            '\u{ff0f}' | '\u{2044}' | '\u{2215}' => '/',
            '\u{d7}' | '\u{b7}' | '\u{22c5}' | '\u{2217}' | '\u{ff0a}' | '\u{2715}' => '*',
            '\u{ff1d}' => '=',
            '\u{ff1c}' => '<',
            '\u{ff1e}' => '>',
            '\u{2248}' | '\u{2243}' | '\u{223c}' => '~',
            '\u{2a7d}' | '\u{2266}' => '≤',
            '\u{2a7e}' | '\u{2267}' => '≥',
            '\u{2026}' | '\u{22ef}' => DOTS,
            '\u{ff08}' => '(',
            '\u{ff09}' => ')',
            '\u{27e8}' | '\u{2329}' | '\u{3008}' | '\u{300a}' | '\u{3010}' | '\u{ff3b}'
            | '\u{300c}' => '[',
            '\u{27e9}' | '\u{232a}' | '\u{3009}' | '\u{300b}' | '\u{3011}' | '\u{ff3d}'
            | '\u{300d}' => ']',
            '\u{ff5b}' => '{',
            '\u{ff5d}' => '}',
            '\u{2018}' | '\u{2019}' | '\u{2032}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
            '\u{2205}' | '\u{d8}' => '∅',
            other => other,
        };
        self.out.push(mapped);
    }
}

/// The value of a decimal digit of another script.
fn digit(c: char) -> Option<u8> {
    const ZEROS: &[u32] = &[
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
        0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
    ];
    let code = u32::from(c);
    ZEROS
        .iter()
        .find(|&&zero| (zero..zero + 10).contains(&code))
        .and_then(|zero| u8::try_from(code - zero).ok())
}

fn superscript(c: char) -> Option<char> {
    Some(match c {
        '\u{2070}' => '0',
        '\u{b9}' => '1',
        '\u{b2}' => '2',
        '\u{b3}' => '3',
        '\u{2074}'..='\u{2079}' => char::from_digit(u32::from(c) - 0x2070, 10)?,
        '\u{207b}' => '-',
        _ => return None,
    })
}

fn vulgar(c: char) -> Option<(char, char)> {
    Some(match c {
        '½' => ('1', '2'),
        '⅓' => ('1', '3'),
        '⅔' => ('2', '3'),
        '¼' => ('1', '4'),
        '¾' => ('3', '4'),
        '⅕' => ('1', '5'),
        '⅖' => ('2', '5'),
        '⅗' => ('3', '5'),
        '⅘' => ('4', '5'),
        '⅙' => ('1', '6'),
        '⅚' => ('5', '6'),
        '⅛' => ('1', '8'),
        '⅜' => ('3', '8'),
        '⅝' => ('5', '8'),
        '⅞' => ('7', '8'),
        _ => return None,
    })
}

/// Drops what may stand around a value without changing it: spaces, emphasis, quotes, and the
/// one mark that closes a sentence. An ellipsis is no such mark and stays.
pub(crate) fn trim(text: &str) -> &str {
    let dress = |c: char| is_space(c) || matches!(c, '*' | '_' | '`' | '"' | '\'');
    let text = text
        .trim_start_matches(|c: char| dress(c) || c == '#')
        .trim_end_matches(dress);
    match text.strip_suffix(['.', '!', '\\']) {
        Some(before) if !before.ends_with('.') => before.trim_end_matches(dress),
        _ => text,
    }
}

/// Whether `c` is a space of any width.
pub(crate) fn is_space(c: char) -> bool {
    c == THIN || c.is_whitespace()
}

/// How deep wrappers around one value are looked through. Nobody writes more, and a bound keeps
/// reading linear in the length.
const WRAPPERS: usize = 8;

/// Looks through emphasis and through grouping braces and parentheses that hold the whole text.
pub(crate) fn unwrap<'a>(text: &'a str, brackets: &[(u8, u8)]) -> &'a str {
    let mut text = trim(text);
    for _ in 0..WRAPPERS {
        match inside(text, brackets) {
            Some(inner) => text = trim(inner),
            None => break,
        }
    }
    text
}

/// What a pair of brackets around the whole of `text` holds.
pub(crate) fn inside<'a>(text: &'a str, brackets: &[(u8, u8)]) -> Option<&'a str> {
    let bytes = text.as_bytes();
    let (&first, &last) = (bytes.first()?, bytes.last()?);
    let &(open, close) = brackets
        .iter()
        .find(|&&(open, close)| open == first && close == last)?;
    if bytes.len() < 2 {
        return None;
    }
    // The first bracket must be closed by the last one, not earlier: `(1), (2)` has no pair
    // around the whole.
    let mut depth = 0usize;
    for (index, &byte) in bytes.iter().enumerate() {
        if byte == open {
            depth += 1;
        } else if byte == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return (index + 1 == bytes.len()).then(|| &text[1..index]);
            }
        }
    }
    None
}
