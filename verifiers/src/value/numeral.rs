//! Numerals: digits of a base, kept as digits, so that no base is converted to judge one.
//!
//! | spelling, where base 16 is asked for | read as |
//! |---|---|
//! | `1F3`, `1f3`, `001F3`, `\mathtt{1F3}`, `0x1F3`, `1F3h` | 1F3 |
//! | `1F3_16`, `1F3_{16}`, `(1F3)_{16}`, `1F3₁₆`, `1F3_{\text{hex}}`, `1F3 (base 16)` | 1F3 |
//! | `DE AD`, `DE_AD`, `DE,AD`, `DE\,AD` | DEAD |
//! | `0b101`, `101_2`, `101 in binary` | 101 of another base; where B is a digit, `0B101` is B101 |
//! | `1G` | 1G, of which base 16 has no G |
//! | `1F.8`, `1F + 1`, `1F, 20`, `1F…` | nothing |
//!
//! Groups are parted by one kind of mark and have one length, but for the first or the last, which
//! may be shorter. Letters without any decimal digit among them may be a word: they are read as a
//! numeral when all are digits of the base, and small ones only up to base 16 or beside a base.

use std::fmt;

use num_bigint::BigUint;

use super::number::MAX_DIGITS;
use super::plain::{DOTS, GROUP_COMMA, THIN, is_space, unwrap};
use super::shape::{Lead, Shape};

/// The smallest and the largest base that has digits among `0` to `9` and `A` to `Z`.
pub const BASES: std::ops::RangeInclusive<u32> = 2..=36;

/// A whole number as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// The digits, in capitals and without zeros in front; they may be none of the base's.
    digits: String,
    negative: bool,
    /// The base that the writer named, unless it is the one asked for and has all the digits.
    base: Option<u32>,
}

impl Numeral {
    /// The digits, in capitals and without zeros in front.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Whether it has a minus sign, and is not 0.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// The base that it names, if that is another than asked for or has not all the digits.
    pub fn named_base(&self) -> Option<u32> {
        self.base
    }

    /// The first digit that `base` has not.
    pub fn foreign_digit(&self, base: u32) -> Option<char> {
        self.digits.chars().find(|digit| !digit.is_digit(base))
    }

    /// The number, if the digits are those of the base named, or else of `base`; digits that only
    /// base ten has are read in base ten.
    fn value(&self, base: u32) -> Option<BigUint> {
        let base = match self.base {
            Some(named) => named,
            None if self.foreign_digit(base).is_none() => base,
            None => 10,
        };
        BASES
            .contains(&base)
            .then(|| BigUint::parse_bytes(self.digits.as_bytes(), base))?
    }
}

impl fmt::Display for Numeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        write!(f, "{sign}{}", self.digits)?;
        self.base.map_or(Ok(()), |base| write!(f, "_{{{base}}}"))
    }
}

/// A whole number written in a base.
#[derive(Clone, Copy, Debug)]
pub struct NumeralShape {
    /// The base asked for, within [`BASES`].
    pub base: u32,
}

impl Shape for NumeralShape {
    type Value = Numeral;

    fn noun(&self) -> &'static str {
        "a numeral"
    }

    fn exact(&self, text: &str) -> Option<Numeral> {
        let text = unwrap(text, &[(b'{', b'}'), (b'(', b')')]);
        let (written, rest) = self.read(text)?;
        let numeral = &written.numeral;
        let letters = numeral
            .digits
            .bytes()
            .all(|digit| digit.is_ascii_uppercase());
        let word = written.is_word && written.small && self.base > 16;
        let odd = !written.named && (word || letters && !self.has(numeral));
        let ended = rest.chars().all(|c| is_space(c) || matches!(c, '{' | '}'));
        (ended && !odd).then_some(written.numeral)
    }

    fn leading<'t>(&self, text: &'t str) -> Lead<'t, Numeral> {
        let unread = || {
            if text.starts_with(|c: char| c.is_ascii_digit()) {
                Lead::Unclear
            } else {
                Lead::Absent
            }
        };
        let Some((written, rest)) = self.read(text) else {
            return unread();
        };
        let numeral = written.numeral;
        // In running text a word is a word, unless it looks like nothing else.
        let word = written.is_word && !written.named;
        if word && (written.small || numeral.digits.len() < 2 || !self.has(&numeral)) {
            return Lead::Absent;
        }
        if self.has(&numeral) {
            return Lead::Value(numeral, rest);
        }
        // "26 = 1A" gives the number first as it was.
        let after = rest.trim_start_matches(is_space).strip_prefix('=');
        if let Some((second, rest)) = after.and_then(|after| self.read(after))
            && self.has(&second.numeral)
            && self.agree(&numeral, &second.numeral)
        {
            return Lead::Value(second.numeral, rest);
        }
        let strange =
            numeral.base.is_none() && !numeral.digits.bytes().all(|digit| digit.is_ascii_digit());
        if strange {
            return unread();
        }
        Lead::Value(numeral, rest)
    }

    /// The number in another base repeats it: "11010, that is 26 in decimal".
    fn agree(&self, one: &Numeral, other: &Numeral) -> bool {
        one == other
            || one.negative == other.negative
                && matches!(
                    (one.value(self.base), other.value(self.base)),
                    (Some(one), Some(other)) if one == other
                )
    }
}

impl NumeralShape {
    /// Whether the numeral is one of the base asked for.
    fn has(&self, numeral: &Numeral) -> bool {
        numeral.base.is_none() && numeral.foreign_digit(self.base).is_none()
    }

    /// The numeral at the start of `text`, and what follows it.
    fn read<'t>(&self, text: &'t str) -> Option<(Written, &'t str)> {
        let mut reader = Reader {
            text,
            at: 0,
            base: self.base,
        };
        let written = reader.numeral()?;
        Some((written, reader.rest()))
    }
}

/// A numeral and the looks of it.
struct Written {
    numeral: Numeral,
    /// Whether no decimal digit stands in it.
    is_word: bool,
    /// Whether a small letter stands in it.
    small: bool,
    /// Whether a base stands beside it.
    named: bool,
}

/// How many pairs of parentheses around the digits are looked through.
const WRAPPERS: usize = 4;

/// The digits read so far, and where each group of them ends.
#[derive(Default)]
struct Digits {
    text: String,
    ends: Vec<usize>,
    mark: Option<char>,
    small: bool,
}

impl Digits {
    /// The lengths of the first `count` groups.
    fn lengths(&self, count: usize) -> Vec<usize> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let groups = self.ends.iter().zip(starts).take(count);
        groups.map(|(end, start)| end - start).collect()
    }

    /// Whether the first `count` groups have one length, but for the first, which may be shorter.
    fn is_right_aligned(&self, count: usize) -> bool {
        match self.lengths(count).as_slice() {
            [] => false,
            [_] => true,
            [first, others @ ..] => alike(others, *first),
        }
    }

    /// Whether the groups have one length, but for the first or the last, which may be shorter.
    fn regular(&self) -> bool {
        let lengths = self.lengths(self.ends.len());
        self.is_right_aligned(lengths.len())
            || matches!(lengths.as_slice(), [others @ .., last] if alike(others, *last))
    }

    /// Takes the last group back as a base: after a single low line, or where it is no group.
    fn subscript(&mut self) -> Option<u32> {
        let count = self.ends.len();
        if self.mark != Some('_') || count < 2 {
            return None;
        }
        let start = self.ends[count - 2];
        let tail = &self.text[start..];
        let base = tail.parse().ok().filter(|base| BASES.contains(base))?;
        let alone = count == 2 || !self.is_right_aligned(count) && self.is_right_aligned(count - 1);
        if !alone || tail.starts_with('0') {
            return None;
        }
        self.text.truncate(start);
        self.ends.pop();
        Some(base)
    }

    /// Takes back `0x` and its kin, where the letter is no digit of `base`.
    fn prefix(&mut self, base: u32) -> Option<u32> {
        let first = &self.text[..*self.ends.first()?];
        let letter = first.strip_prefix('0')?.chars().next()?;
        let named = match letter {
            'B' => 2,
            'O' => 8,
            'X' => 16,
            _ => return None,
        };
        if letter.is_digit(base) || self.text.len() == 2 {
            return None;
        }
        self.text.drain(..2);
        self.ends.iter_mut().for_each(|end| *end -= 2);
        self.ends.retain(|end| *end > 0);
        Some(named)
    }

    /// Takes back the `h` of `1Fh` and its kin, where it is no digit of `base` and names it.
    fn suffix(&mut self, base: u32) -> bool {
        let marks: &[char] = match base {
            2 => &['B'],
            8 => &['O', 'Q'],
            10 => &['D'],
            16 => &['H'],
            _ => return false,
        };
        let Some(before) = self.text.strip_suffix(marks) else {
            return false;
        };
        let named = !before.is_empty() && before.chars().all(|digit| digit.is_digit(base));
        if named {
            self.text.pop();
        }
        named
    }
}

/// Whether all groups have one length, and the odd one is no longer.
fn alike(lengths: &[usize], odd: usize) -> bool {
    lengths.first().is_some_and(|length| {
        *length >= 2 && odd <= *length && lengths.iter().all(|other| other == length)
    })
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    base: u32,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The next character. TeX's braces only group, and are passed over.
    fn peek(&mut self) -> Option<char> {
        while self.rest().starts_with(['{', '}']) {
            self.at += 1;
        }
        self.rest().chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn blanks(&mut self) {
        while let Some(c) = self.peek().filter(|c| is_space(*c)) {
            self.at += c.len_utf8();
        }
    }

    fn numeral(&mut self) -> Option<Written> {
        self.blanks();
        let negative = self.take('-');
        if !negative {
            self.take('+');
        }
        self.blanks();
        let mut open = 0;
        while open < WRAPPERS && self.take('(') {
            open += 1;
            self.blanks();
        }
        let mut digits = self.digits()?;
        let mut base = digits.subscript();
        if let Some(named) = digits.prefix(self.base) {
            if base.is_some_and(|base| base != named) {
                return None;
            }
            base = Some(named);
        }
        if !digits.regular() || !self.whole() {
            return None;
        }
        for _ in 0..open {
            self.blanks();
            if !self.take(')') {
                return None;
            }
        }
        if let Some(named) = self.annotation() {
            if base.is_some_and(|base| base != named) {
                return None;
            }
            base = Some(named);
        }
        let named = base.is_some() || digits.suffix(self.base);
        let text = digits.text.trim_start_matches('0');
        let text = if text.is_empty() { "0" } else { text };
        let mut numeral = Numeral {
            negative: negative && text != "0",
            digits: text.to_owned(),
            base,
        };
        if base == Some(self.base) && numeral.foreign_digit(self.base).is_none() {
            numeral.base = None;
        }
        Some(Written {
            is_word: !digits.text.bytes().any(|digit| digit.is_ascii_digit()),
            small: digits.small,
            named,
            numeral,
        })
    }

    /// Digits in groups; `None` if there are none, or too many.
    fn digits(&mut self) -> Option<Digits> {
        let mut digits = Digits::default();
        loop {
            let start = digits.text.len();
            while let Some(c) = self.peek().filter(char::is_ascii_alphanumeric) {
                digits.text.push(c.to_ascii_uppercase());
                digits.small |= c.is_ascii_lowercase();
                self.at += 1;
            }
            if digits.text.len() == start || digits.text.len() > MAX_DIGITS {
                return None;
            }
            digits.ends.push(digits.text.len());
            let reset = self.at;
            let mark = self.mark();
            let goes_on = mark.is_some()
                && (digits.mark.is_none() || digits.mark == mark)
                && self.group_ahead();
            if !goes_on {
                self.at = reset;
                return Some(digits);
            }
            digits.mark = mark;
        }
    }

    /// Takes a mark that may part groups; spaces of all kinds are one mark.
    fn mark(&mut self) -> Option<char> {
        let c = self.peek()?;
        if c == ' ' || c == THIN {
            self.blanks();
            return Some(' ');
        }
        // A brace after a low line makes a subscript for sure.
        if !matches!(c, ',' | GROUP_COMMA | '\'' | '_') || self.rest().starts_with("_{") {
            return None;
        }
        self.at += c.len_utf8();
        Some(if c == GROUP_COMMA { ',' } else { c })
    }

    /// Whether a group of digits follows, and not a word.
    fn group_ahead(&self) -> bool {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let group = &rest[..length];
        let decimal = group.bytes().all(|digit| digit.is_ascii_digit());
        let word = group.bytes().all(|digit| digit.is_ascii_alphabetic())
            && group.bytes().any(|digit| digit.is_ascii_lowercase());
        let own = group.chars().all(|digit| digit.is_digit(self.base));
        !group.is_empty() && (decimal || own && (!word || self.base <= 16))
    }

    /// Takes decimals that are all zero; false if others follow, or dots that cut the digits.
    fn whole(&mut self) -> bool {
        let Some(after) = (match self.peek() {
            Some('.') => Some(&self.rest()[1..]),
            Some(DOTS) => return false,
            _ => None,
        }) else {
            return true;
        };
        if after.starts_with("..") {
            return false;
        }
        let zeros = after.bytes().take_while(|byte| *byte == b'0').count();
        let more = after[zeros..].starts_with(|c: char| c.is_ascii_alphanumeric());
        if zeros > 0 && !more {
            self.at += 1 + zeros;
        }
        // A full stop ends the sentence, whatever word begins the next one.
        zeros > 0 && !more || zeros == 0 && !after.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Takes the base that stands behind the digits, as a subscript or in words.
    fn annotation(&mut self) -> Option<u32> {
        let reset = self.at;
        let found = self.subscript().or_else(|| {
            self.at = reset;
            self.phrase()
        });
        if found.is_none() {
            self.at = reset;
        }
        found
    }

    /// `_2`, `_{2}`, `_{(2)}`, `₂`, `_{two}`, `_{bin}`.
    fn subscript(&mut self) -> Option<u32> {
        if self.take('_') {
            self.blanks();
            let open = self.take('(');
            let base = self.base_number().or_else(|| self.base_word())?;
            self.blanks();
            return (!open || self.take(')')).then_some(base);
        }
        let small = |c: char| ('₀'..='₉').contains(&c);
        let (mut number, mut length) = (0, 0);
        while let Some(c) = self.peek().filter(|c| small(*c)) {
            // As in a spelled-out base, three digits are none.
            number = (number * 10 + u32::from(c) - u32::from('₀')).min(1_000);
            length += 1;
            self.at += c.len_utf8();
        }
        (1..=2).contains(&length).then_some(number)
    }

    /// `(base 2)`, `in base two`, `in binary`.
    fn phrase(&mut self) -> Option<u32> {
        self.blanks();
        let open = self.take('(');
        self.blanks();
        let reset = self.at;
        if !self.word().eq_ignore_ascii_case("in") {
            self.at = reset;
        }
        self.blanks();
        let reset = self.at;
        let base = if self.word().eq_ignore_ascii_case("base") {
            self.blanks();
            self.take('-');
            self.base_number().or_else(|| self.base_word())?
        } else {
            self.at = reset;
            // A number word alone is no base: "1010 two".
            self.base_word().filter(|_| self.at > reset + 4 || open)?
        };
        self.blanks();
        (!open || self.take(')')).then_some(base)
    }

    /// A number of one or two digits.
    fn base_number(&mut self) -> Option<u32> {
        self.peek();
        let rest = self.rest();
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let base = rest[..length.min(3)].parse().ok()?;
        self.at += length;
        (length <= 2).then_some(base)
    }

    fn base_word(&mut self) -> Option<u32> {
        let word = self.word().to_ascii_lowercase();
        Some(match word.as_str() {
            "two" | "bin" | "binary" => 2,
            "eight" | "oct" | "octal" => 8,
            "ten" | "dec" | "decimal" => 10,
            "sixteen" | "hex" | "hexadecimal" => 16,
            _ => return None,
        })
    }

    /// Takes a word of letters; it may be empty, and is cut after the longest that is looked for.
    fn word(&mut self) -> &'t str {
        self.peek();
        let rest = self.rest();
        let letters = rest.bytes().take(16).take_while(u8::is_ascii_alphabetic);
        let word = &rest[..letters.count()];
        self.at += word.len();
        word
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(base: u32, text: &str) -> Option<String> {
        let numeral = NumeralShape { base }.exact(&plain(text))?;
        Some(numeral.to_string())
    }

    #[test]
    fn spellings_of_the_base_asked_for() {
        for (base, text, digits) in [
            (2, "1010", "1010"),
            (2, "0001010", "1010"),
            (2, "0b1010", "1010"),
            (2, "0B1010", "1010"),
            (2, "1010b", "1010"),
            (2, r"1010_2", "1010"),
            (2, r"1010_{2}", "1010"),
            (2, r"(1010)_2", "1010"),
            (2, r"\left(1010\right)_{2}", "1010"),
            (2, r"\text{1010}_{\text{2}}", "1010"),
            (2, r"\mathtt{1010}", "1010"),
            (2, r"\mathtt{0b}1010", "1010"),
            (2, "1010₂", "1010"),
            (2, r"1010_{\text{two}}", "1010"),
            (2, "1010 (base 2)", "1010"),
            (2, r"1010 \text{ (base 2)}", "1010"),
            (2, "1010 in binary", "1010"),
            (2, "1010 1100", "10101100"),
            (2, "10 1010 1100", "1010101100"),
            (2, "1010_1100", "10101100"),
            (2, r"1010\_1100\_0011", "101011000011"),
            (2, "1010_1100_2", "10101100"),
            (2, r"1010\,1100_2", "10101100"),
            (2, "101,011,000", "101011000"),
            (2, "101{,}011{,}000", "101011000"),
            (2, "1010.0", "1010"),
            (2, "**1010**", "1010"),
            (16, "1f3", "1F3"),
            (16, "0x1F3", "1F3"),
            (16, r"\text{0x1F3}", "1F3"),
            (16, r"0\text{x}1F3", "1F3"),
            (16, "1F3h", "1F3"),
            (16, "1F3_16", "1F3"),
            (16, "FF_16", "FF"),
            (16, "FF₁₆", "FF"),
            (16, r"1F3_{\text{hex}}", "1F3"),
            (16, "0xDEAD_BEEF", "DEADBEEF"),
            (16, "deadbeef", "DEADBEEF"),
            (16, "DE AD BE EF", "DEADBEEF"),
            (16, "0B101", "B101"),
            (16, "a", "A"),
            (8, "0o17", "17"),
            (10, "12,345", "12345"),
            (10, "12345_{10}", "12345"),
            (36, "zz9", "ZZ9"),
            (36, "ZZZ", "ZZZ"),
            (36, "zzz_36", "ZZZ"),
            (7, "0", "0"),
            (7, "000", "0"),
            (7, "-0", "0"),
            (7, "+6", "6"),
        ] {
            assert_eq!(read(base, text).as_deref(), Some(digits), "{text}");
        }
    }

    #[test]
    fn other_bases_and_digits_are_kept_for_the_check() {
        for (base, text, digits) in [
            (2, "26", "26"),
            (2, "0x1A", "1A_{16}"),
            (2, "1010_10", "1010_{10}"),
            (2, "1010 in decimal", "1010_{10}"),
            (2, "12_2", "12_{2}"),
            (16, "1G", "1G"),
            (16, "1010_{2}", "1010_{2}"),
            (10, "0b1010", "1010_{2}"),
            (8, "-17", "-17"),
            (8, "17_{99}", "17_{99}"),
        ] {
            assert_eq!(read(base, text).as_deref(), Some(digits), "{text}");
        }
    }

    #[test]
    fn anything_else_is_nothing() {
        for (base, text) in [
            (2, ""),
            (2, "answer"),
            (2, "correct"),
            (2, "1010, 1011"),
            (2, "1010 or 1011"),
            (2, "10 1010 1"),
            (2, "1 0 1 0"),
            (2, "1010 + 1"),
            (2, "1010 = 10"),
            (2, "1010.1"),
            (2, "1010..."),
            (2, r"1010\ldots"),
            (2, "0b1010_{10}"),
            (2, "--1010"),
            (2, "1010 apples"),
            (2, "(1010"),
            (16, "x"),
            (16, "correct"),
            (36, "correct"),
            (36, "answer"),
            (10, "2^{10}"),
            (10, "0x"),
            (16, "1F3₂₁₆"),
            (16, "1F3_{216}"),
        ] {
            let found = read(base, text);
            // A prefix without digits is at most a digit the base has not.
            assert!(found.is_none() || text == "0x", "{text}: {found:?}");
        }
    }

    #[test]
    fn long_numerals_are_not_read() {
        assert!(read(2, &"1".repeat(MAX_DIGITS)).is_some());
        assert!(read(2, &"1".repeat(MAX_DIGITS + 1)).is_none());
    }
}
