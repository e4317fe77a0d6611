//! Words of n bits, signed or unsigned, decimal, hexadecimal or binary.
//!
//! | spelling | read as |
//! |---|---|
//! | `42`, `-1`, `4,294,967,295`, any spelling of an integer | that integer |
//! | `0xFFFF_FFFF`, `0XffU`, `0b1010`, `0o17` | base 16, 2, 8 |
//! | `5#32`, `0xff#32` | Lean's spelling, its width left out |
//! | `2^31`, `2^{31} - 1`, `2**8 + 3`, in a list of values | powers, and sums of them |
//!
//! Which integers are words of the width asked for is the check's business.

use num_traits::ToPrimitive;

use super::number::{Number, Spaces};
use super::plain::unwrap;
use super::shape::{Lead, Shape};

/// A word of so many bits.
#[derive(Clone, Copy, Debug)]
pub struct WordShape {
    /// How many bits it has.
    pub width: u32,
}

impl Shape for WordShape {
    type Value = i128;

    fn noun(&self) -> &'static str {
        "a word"
    }

    fn exact(&self, text: &str) -> Option<i128> {
        let text = unwrap(text, &[(b'{', b'}'), (b'(', b')')]);
        match prefixed(text) {
            Some((value, rest)) => rest.trim().is_empty().then_some(value),
            None => whole(&Number::exact(text)?),
        }
    }

    fn leading<'t>(&self, text: &'t str) -> Lead<'t, i128> {
        if let Some((value, rest)) = prefixed(text) {
            return Lead::Value(value, rest);
        }
        match Number::leading(text, Spaces::Group) {
            Some((number, rest)) => match whole(&number) {
                Some(value) => Lead::Value(value, rest),
                None => Lead::Unclear,
            },
            None if text.starts_with(|c: char| c.is_ascii_digit()) => Lead::Unclear,
            None => Lead::Absent,
        }
    }

    /// -1 and 0xFF are the same word of eight bits.
    fn agree(&self, one: &i128, other: &i128) -> bool {
        word(*one, self.width).is_some() && word(*one, self.width) == word(*other, self.width)
    }
}

/// The bits of `value`, if it is a signed or an unsigned word of `width` bits.
pub fn word(value: i128, width: u32) -> Option<u64> {
    let end = 1i128 << width.min(64);
    (-end / 2..end)
        .contains(&value)
        .then(|| (value & (end - 1)) as u64)
}

fn whole(number: &Number) -> Option<i128> {
    match number.to_i64() {
        Some(value) => Some(value.into()),
        None if number.is_integer() => number.fraction().numerator().to_i128(),
        None => None,
    }
}

/// A number with a sign of its base before it or of its width behind it, and what follows.
fn prefixed(text: &str) -> Option<(i128, &str)> {
    let (negative, unsigned) = signed(text);
    let based = base(unsigned).0 != 10;
    let (value, rest) = digits(unsigned)?;
    let lean = rest.len() < unsigned.len() && unsigned[..unsigned.len() - rest.len()].contains('#');
    (based || lean).then_some((if negative { -value } else { value }, rest))
}

fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn base(text: &str) -> (u32, &str) {
    for (mark, radix) in [("0x", 16), ("0X", 16), ("0b", 2), ("0B", 2), ("0o", 8)] {
        if let Some(rest) = text.strip_prefix(mark) {
            return (radix, rest);
        }
    }
    (10, text)
}

/// The digits at the start of `text` in whatever base, with a suffix of C or Lean, and what follows.
fn digits(text: &str) -> Option<(i128, &str)> {
    let (radix, rest) = base(text);
    let length = rest
        .find(|c: char| !c.is_digit(radix) && c != '_')
        .unwrap_or(rest.len());
    let (digits, mut rest) = rest.split_at(length);
    let mut value = None;
    for digit in digits.chars().filter_map(|c| c.to_digit(radix)) {
        let higher = value.unwrap_or(0i128).checked_mul(radix.into())?;
        value = Some(higher.checked_add(digit.into())?);
    }
    if let Some(width) = rest.strip_prefix('#') {
        let end = width
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(width.len());
        rest = &width[end..];
    } else if radix != 2 {
        let suffix = rest.trim_start_matches(['u', 'U', 'l', 'L']);
        let close = rest.len() - suffix.len() <= 3;
        if close && !suffix.starts_with(char::is_alphanumeric) {
            rest = suffix;
        }
    }
    Some((value?, rest))
}

/// The value at the start of `text`: a number, a power, or a sum of these; and what follows. For
/// lists of values, in which a comma parts two of them.
pub(super) fn value(text: &str) -> Option<(i128, &str)> {
    let (mut total, mut rest) = term(text)?;
    loop {
        let after = rest.trim_start();
        let sign = after.starts_with(['+', '-']) && !after.starts_with("->");
        let Some((next, following)) = sign.then(|| term(after)).flatten() else {
            break;
        };
        total = total.checked_add(next)?;
        rest = following;
    }
    let point = rest.strip_prefix('.');
    if point.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    Some((total, rest))
}

fn term(text: &str) -> Option<(i128, &str)> {
    let (negative, text) = signed(text);
    let (base, rest) = digits(text.trim_start())?;
    let raised = rest.strip_prefix('^').or_else(|| rest.strip_prefix("**"));
    let (value, rest) = match raised {
        None => (base, rest),
        Some(exponent) => {
            let braced = exponent.strip_prefix('{');
            let (power, rest) = digits(braced.unwrap_or(exponent).trim_start())?;
            let rest = match braced {
                Some(_) => rest.trim_start().strip_prefix('}')?,
                None => rest,
            };
            (base.checked_pow(u32::try_from(power).ok()?)?, rest)
        }
    };
    Some((
        if negative {
            value.checked_neg()?
        } else {
            value
        },
        rest,
    ))
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    #[test]
    fn words_in_any_base() {
        let read = |text: &str| WordShape { width: 32 }.exact(&plain(text));
        for text in [
            "255",
            "0xFF",
            "0xff",
            "0b1111_1111",
            "255#32",
            "0xFF#32",
            "255.0",
            "0xFFu",
            "0o377",
            "{255}",
            r"\texttt{0xFF}",
            "`0xFF`",
            "**255**",
            "(255)",
            "$255$",
        ] {
            assert_eq!(read(text), Some(255), "{text}");
        }
        assert_eq!(read("-1"), Some(-1));
        assert_eq!(read("-0x1"), Some(-1));
        assert_eq!(read("4,294,967,295"), Some(4_294_967_295));
        assert_eq!(
            read("18446744073709551615"),
            Some(18_446_744_073_709_551_615)
        );
        for text in [
            "",
            "x",
            "1.5",
            "0x",
            "0xFG",
            "1 + 2",
            "0xFF or 3",
            "0x1 0x2",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn signed_and_unsigned_words_are_the_same() {
        assert_eq!(word(-1, 8), Some(255));
        assert_eq!(word(255, 8), Some(255));
        assert_eq!(word(-128, 8), Some(128));
        assert_eq!(word(-129, 8), None);
        assert_eq!(word(256, 8), None);
        assert_eq!(word(-1, 64), Some(u64::MAX));
        assert!(WordShape { width: 8 }.agree(&-1, &255));
        assert!(!WordShape { width: 8 }.agree(&-1, &254));
    }

    #[test]
    fn powers_and_sums() {
        for (text, wanted, rest) in [
            ("2^31, y", 1 << 31, ", y"),
            ("2^{31} - 1", (1 << 31) - 1, ""),
            ("-2**3 + 0x10;", 8, ";"),
            ("7 -> 3", 7, " -> 3"),
        ] {
            assert_eq!(value(text), Some((wanted, rest)), "{text}");
        }
        assert_eq!(value("2^{200}"), None);
        assert_eq!(value("1.5"), None);
        assert_eq!(value("x"), None);
    }
}
