//! Numbers: integers of any size, fractions, mixed numbers, decimals and powers of ten, all exact.

use std::fmt;

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive};

use super::fraction::{Fraction, Tie, power_of_ten};
use super::plain::{DOTS, FRACTION, GROUP_COMMA, REPEATING, THIN, unwrap};
use super::ratio::Ratio;

/// The most digits a number may have when it is written out, its power of ten included.
///
/// Reading decimal digits costs their square, and `1e999999999` would fill the memory; no task
/// has a key near this size.
pub const MAX_DIGITS: usize = 10_000;

/// How a number was written, as far as judging a rounded answer needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// As a fraction, a percentage or with a repeating group: it claims to be exact.
    Exact,
    /// As a decimal with this many places after the point (an integer has 0); it may be a
    /// rounding.
    Decimal(u32),
    /// As a decimal that goes on after this many places (`0.333…`); it was cut, not rounded.
    Open(u32),
}

/// An exact number and the way it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    value: Exact,
    spelling: Spelling,
}

/// Most answers fit a machine word or two; the rest is boxed. A value that fits is never held in a
/// larger form, so equal values are equal fields.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Exact {
    Small(i64),
    /// No whole number.
    Ratio(Ratio),
    Big(Box<Fraction>),
}

impl Number {
    /// Reads `text`, in plain spelling, that must hold one number and nothing else.
    pub(crate) fn exact(text: &str) -> Option<Self> {
        let text = unwrap(text, &[(b'{', b'}'), (b'(', b')')]);
        let (number, rest) = Self::leading(text, Spaces::Group)?;
        rest.bytes()
            .all(|byte| byte == b' ' || byte == b'\n' || byte == THIN as u8)
            .then_some(number)
    }

    /// Reads the number at the start of `text`, in plain spelling, and gives what follows it.
    pub(crate) fn leading(text: &str, spaces: Spaces) -> Option<(Self, &str)> {
        let mut reader = Reader {
            text,
            at: 0,
            spaces,
        };
        let number = reader.number()?;
        Some((number, &text[reader.at..]))
    }

    /// The number as an integer, if it is one that fits 64 bits.
    pub fn to_i64(&self) -> Option<i64> {
        match &self.value {
            Exact::Small(value) => Some(*value),
            Exact::Ratio(_) | Exact::Big(_) => None,
        }
    }

    /// Whether the value equals `integer`.
    pub fn equals(&self, integer: &BigInt) -> bool {
        match &self.value {
            Exact::Small(value) => integer.to_i64() == Some(*value),
            Exact::Ratio(_) => false,
            Exact::Big(value) => value.is_integer() && value.numerator() == integer,
        }
    }

    /// Whether the value is a whole number.
    pub fn is_integer(&self) -> bool {
        match &self.value {
            Exact::Small(_) => true,
            Exact::Ratio(_) => false,
            Exact::Big(value) => value.is_integer(),
        }
    }

    /// The exact value.
    pub fn fraction(&self) -> Fraction {
        match &self.value {
            Exact::Small(value) => Fraction::from(BigInt::from(*value)),
            Exact::Ratio(value) => Fraction::from(*value),
            Exact::Big(value) => (**value).clone(),
        }
    }

    /// The exact value, if it fits machine words.
    pub fn ratio(&self) -> Option<Ratio> {
        match &self.value {
            Exact::Small(value) => Ratio::new(*value, 1),
            Exact::Ratio(value) => Some(*value),
            Exact::Big(_) => None,
        }
    }

    /// How the number was written.
    pub fn spelling(&self) -> Spelling {
        self.spelling
    }

    /// Whether the number, as written, is `truth` rounded at the decimals given, or at `places`
    /// where fewer are given: zeros at the end may be left out, so that `0.12` is 0.12004 rounded
    /// at four places. A decimal that says it goes on (`0.666…`) may be cut instead, at `places`
    /// or later. A fraction is no rounding.
    pub fn rounds(&self, truth: &Fraction, places: u32) -> bool {
        let Some((at, cut)) = self.claim(places) else {
            return false;
        };
        let own = self.fraction();
        // The spelling has at most `at` decimals, so scaling leaves no remainder.
        let units = own.numerator() * power_of_ten(at) / own.denominator();
        units == truth.rounded(at, Tie::Away)
            || units == truth.rounded(at, Tie::Even)
            || cut && units == truth.truncated(at)
    }

    /// [`Number::rounds`] for a truth that fits machine words.
    pub fn rounds_ratio(&self, truth: Ratio, places: u32) -> bool {
        let words = self.claim(places).zip(self.ratio());
        words
            .and_then(|((at, cut), own)| own.rounds(truth, at, cut))
            .unwrap_or_else(|| self.rounds(&Fraction::from(truth), places))
    }

    /// At which place the number, as written, may be a rounding that is asked for at `places`,
    /// and whether it may also be cut there; `None` if it is no rounding.
    pub(crate) fn claim(&self, places: u32) -> Option<(u32, bool)> {
        let (given, open) = match self.spelling {
            Spelling::Exact if self.is_integer() => (0, false),
            Spelling::Exact => return None,
            Spelling::Decimal(given) => (given, false),
            Spelling::Open(given) => (given, true),
        };
        (!open || given >= places).then_some((given.max(places), open))
    }

    fn new(value: Fraction, spelling: Spelling) -> Self {
        let words = value.numerator().to_i64().zip(value.denominator().to_i64());
        let value = match words {
            Some((value, 1)) => Exact::Small(value),
            Some((numerator, denominator)) => Ratio::new(numerator, denominator)
                .map_or_else(|| Exact::Big(Box::new(value)), Exact::Ratio),
            None => Exact::Big(Box::new(value)),
        };
        Self { value, spelling }
    }

    fn of_ratio(value: Ratio, spelling: Spelling) -> Self {
        let value = match value.denominator() {
            1 => Exact::Small(value.numerator()),
            _ => Exact::Ratio(value),
        };
        Self { value, spelling }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Exact::Small(value) => f.write_str(itoa::Buffer::new().format(*value)),
            Exact::Ratio(value) => value.fmt(f),
            Exact::Big(value) => value.fmt(f),
        }
    }
}

/// What an ordinary space between digits means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spaces {
    /// It may part groups of three digits (`12 345`).
    Group,
    /// It always parts two numbers (an element of a list).
    Part,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    spaces: Spaces,
}

/// An unsigned decimal as written.
struct Decimal {
    /// All digits, the point left out.
    units: Units,
    /// How many of them stand after the point.
    places: u32,
    /// How many digits at the end repeat for ever.
    repeating: u32,
    /// Whether an ellipsis follows.
    open: bool,
}

enum Units {
    Small(i64),
    Big(BigInt),
}

impl Units {
    fn into_big(self) -> BigInt {
        match self {
            Self::Small(value) => BigInt::from(value),
            Self::Big(value) => value,
        }
    }
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ')) || self.peek() == Some(THIN as u8) {
            self.at += 1;
        }
    }

    /// One sign or none; two signs are an expression.
    fn sign(&mut self) -> Option<bool> {
        self.blanks();
        let negative = match self.peek() {
            Some(b'-') => true,
            Some(b'+') => false,
            _ => return Some(false),
        };
        self.at += 1;
        self.blanks();
        (!matches!(self.peek(), Some(b'-' | b'+'))).then_some(negative)
    }

    fn number(&mut self) -> Option<Number> {
        let negative = self.sign()?;
        let number = if self.take(FRACTION as u8) {
            Number::new(self.fraction_arguments()?, Spelling::Exact)
        } else {
            self.unsigned()?
        };
        if !negative {
            return Some(number);
        }
        Some(match number.value {
            Exact::Small(value) => Number {
                value: Exact::Small(-value),
                ..number
            },
            Exact::Ratio(value) => Number {
                // An unsigned numerator is above the least integer.
                value: Exact::Ratio(Ratio::new(-value.numerator(), value.denominator())?),
                ..number
            },
            Exact::Big(value) => {
                let (numerator, denominator) = (-value.numerator(), value.denominator().clone());
                Number::new(Fraction::new(numerator, denominator)?, number.spelling)
            }
        })
    }

    fn unsigned(&mut self) -> Option<Number> {
        let decimal = self.decimal()?;
        if decimal.places == 0
            && !decimal.open
            && decimal.repeating == 0
            && let Some(fraction) = self.after_integer(&decimal.units)?
        {
            return Some(Number::new(fraction, Spelling::Exact));
        }
        let exponent = self.exponent()?;
        let percent = self.percent();
        let spelling = if percent || decimal.repeating > 0 {
            Spelling::Exact
        } else {
            let places = i64::from(decimal.places) - exponent.unwrap_or(0);
            let places = u32::try_from(places.max(0)).ok()?;
            if decimal.open {
                Spelling::Open(places)
            } else {
                Spelling::Decimal(places)
            }
        };
        if let (Units::Small(value), 0, None, false) =
            (&decimal.units, decimal.places, exponent, percent)
        {
            return Some(Number {
                value: Exact::Small(*value),
                spelling,
            });
        }
        if let (Units::Small(value), 0, None, false) =
            (&decimal.units, decimal.repeating, exponent, percent)
            && let Some(scale) = 10i64.checked_pow(decimal.places)
        {
            return Some(Number::of_ratio(Ratio::new(*value, scale)?, spelling));
        }
        let mut numerator = decimal.units.into_big();
        let mut denominator = BigInt::one();
        if decimal.repeating > 0 {
            // x = (all digits - the digits before the repeating group) / (10^places - 10^(places - group))
            let before = &numerator / power_of_ten(decimal.repeating);
            numerator -= before;
            denominator =
                power_of_ten(decimal.places) - power_of_ten(decimal.places - decimal.repeating);
        } else {
            denominator *= power_of_ten(decimal.places);
        }
        match exponent {
            Some(exponent @ 0..) => numerator *= power_of_ten(u32::try_from(exponent).ok()?),
            Some(exponent) => denominator *= power_of_ten(u32::try_from(-exponent).ok()?),
            None => {}
        }
        if percent {
            denominator *= 100u8;
        }
        Some(Number::new(
            Fraction::new(numerator, denominator)?,
            spelling,
        ))
    }

    /// `a/b`, `n a/b` and `n\frac{a}{b}` after the integer `whole`; the outer `None` is a fraction
    /// without meaning.
    #[expect(
        clippy::option_option,
        reason = "absent and meaningless are different answers"
    )]
    fn after_integer(&mut self, whole: &Units) -> Option<Option<Fraction>> {
        let start = self.at;
        self.blanks();
        let whole = || match whole {
            Units::Small(value) => BigInt::from(*value),
            Units::Big(value) => value.clone(),
        };
        if self.take(FRACTION as u8) {
            let part = self.fraction_arguments()?;
            return mixed(whole(), &part).map(Some);
        }
        if self.take(b'/') {
            let negative = self.sign()?;
            let denominator = self.integer()?;
            let denominator = if negative { -denominator } else { denominator };
            return Fraction::new(whole(), denominator).map(Some);
        }
        // A mixed number in one line: `3 1/2`, `3-1/2` is an expression.
        if self.spaces == Spaces::Group
            && self.at > start
            && self.peek().is_some_and(|byte| byte.is_ascii_digit())
            && let Some(part) = self.plain_fraction()
        {
            return mixed(whole(), &part).map(Some);
        }
        self.at = start;
        Some(None)
    }

    fn plain_fraction(&mut self) -> Option<Fraction> {
        let numerator = self.integer()?;
        if !self.take(b'/') {
            return None;
        }
        let denominator = self.integer()?;
        Fraction::new(numerator, denominator)
    }

    fn integer(&mut self) -> Option<BigInt> {
        let decimal = self.decimal()?;
        (decimal.places == 0 && !decimal.open).then(|| decimal.units.into_big())
    }

    /// `{7}{2}`, `72`, `7{2}`, with a sign in either place.
    fn fraction_arguments(&mut self) -> Option<Fraction> {
        let numerator = self.argument()?;
        let denominator = self.argument()?;
        Fraction::new(numerator, denominator)
    }

    fn argument(&mut self) -> Option<BigInt> {
        self.blanks();
        if !self.take(b'{') {
            // TeX takes one character as the argument.
            let digit = self.peek().filter(u8::is_ascii_digit)?;
            self.at += 1;
            return Some(BigInt::from(digit - b'0'));
        }
        // `\frac{\text{7}}{2}` leaves a second pair of braces.
        let dressed = self.take(b'{');
        let negative = self.sign()?;
        let value = self.integer()?;
        self.blanks();
        if dressed && !self.take(b'}') || !self.take(b'}') {
            return None;
        }
        Some(if negative { -value } else { value })
    }

    fn decimal(&mut self) -> Option<Decimal> {
        let start = self.at;
        self.digits();
        let whole = self.at - start;
        if whole > 0 {
            self.groups(start, whole);
        }
        let mut places = 0;
        let mut repeating = 0;
        if self.peek() == Some(b'.')
            && (self.byte(1).is_some_and(|byte| byte.is_ascii_digit())
                || self.byte(1) == Some(REPEATING as u8))
        {
            self.at += 1;
            let first = self.at;
            self.digits();
            places = self.at - first;
            if self.take(REPEATING as u8) {
                repeating = self.repeating_group()?;
                places += repeating;
            }
        }
        if self.at == start {
            return None;
        }
        let open = places > 0 && repeating == 0 && self.dots();
        let end = self.at;
        let source = &self.text[start..end];
        if whole + places > MAX_DIGITS || source.len() > 2 * MAX_DIGITS + 16 {
            return None;
        }
        // Nothing but digits and perhaps the point.
        let bare = end - start == whole + usize::from(places > 0) + places;
        let units = if bare && whole + places <= 18 {
            let digits = source.bytes().filter(u8::is_ascii_digit);
            Units::Small(digits.fold(0, |value, byte| value * 10 + i64::from(byte - b'0')))
        } else {
            let digits: Vec<u8> = source.bytes().filter(u8::is_ascii_digit).collect();
            small_or_big(&digits)?
        };
        Some(Decimal {
            units,
            places: u32::try_from(places).ok()?,
            repeating: u32::try_from(repeating).ok()?,
            open,
        })
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }

    /// Thousands separators: after one to three digits, groups of exactly three, all parted by
    /// the same mark. `1,2` and `1,2345` are not numbers, and neither is `0,123`.
    fn groups(&mut self, start: usize, first: usize) {
        if first > 3 || self.text.as_bytes()[start] == b'0' {
            return;
        }
        let mark = match self.peek() {
            Some(byte @ (b',' | b'\'' | b'_')) => byte,
            Some(b' ') if self.spaces == Spaces::Group => b' ',
            Some(byte) if byte == THIN as u8 || byte == GROUP_COMMA as u8 => byte,
            _ => return,
        };
        if mark == b',' && self.spaces == Spaces::Part {
            return;
        }
        let reset = self.at;
        while self.peek() == Some(mark) {
            let group = (1..=3)
                .all(|ahead| self.byte(ahead).is_some_and(|byte| byte.is_ascii_digit()))
                && !self.byte(4).is_some_and(|byte| byte.is_ascii_digit());
            if !group {
                // With a comma the whole is malformed and must stay unread; a space may simply
                // begin the next word or number.
                if mark != b' ' && mark != THIN as u8
                    || self.byte(1).is_some_and(|byte| byte.is_ascii_digit())
                {
                    self.at = reset;
                }
                return;
            }
            self.at += 4;
        }
    }

    fn repeating_group(&mut self) -> Option<usize> {
        let braced = self.take(b'{');
        let first = self.at;
        if braced {
            self.digits();
        } else if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        let length = self.at - first;
        (length > 0 && (!braced || self.take(b'}'))).then_some(length)
    }

    fn dots(&mut self) -> bool {
        if self.take(DOTS as u8) {
            return true;
        }
        let dotted = (0..3).all(|ahead| self.byte(ahead) == Some(b'.'));
        if dotted {
            self.at += 3;
        }
        dotted
    }

    /// `e5`, `* 10^5`, `x 10^{-5}`; the outer `None` is an exponent out of bounds.
    #[expect(
        clippy::option_option,
        reason = "absent and out of bounds are different answers"
    )]
    fn exponent(&mut self) -> Option<Option<i64>> {
        let start = self.at;
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
        } else {
            self.blanks();
            let times = matches!(self.peek(), Some(b'*' | b'x' | b'X'));
            self.at += usize::from(times);
            self.blanks();
            let ten = times && self.take(b'1') && self.take(b'0') && self.take(b'^');
            if !ten {
                self.at = start;
                return Some(None);
            }
        }
        let braced = self.take(b'{') || self.take(b'(');
        let negative = self.take(b'-');
        if !negative {
            self.take(b'+');
        }
        let first = self.at;
        self.digits();
        let digits = &self.text[first..self.at];
        if digits.is_empty() {
            self.at = start;
            return Some(None);
        }
        if braced && !self.take(b'}') && !self.take(b')') {
            return None;
        }
        let exponent: i64 = digits.parse().ok()?;
        if exponent > i64::try_from(MAX_DIGITS).ok()? {
            return None;
        }
        Some(Some(if negative { -exponent } else { exponent }))
    }

    fn percent(&mut self) -> bool {
        let start = self.at;
        self.blanks();
        if self.take(b'%') {
            return true;
        }
        self.at = start;
        false
    }
}

/// `whole` and `part` together; the part of a mixed number is positive and below 1.
fn mixed(whole: BigInt, part: &Fraction) -> Option<Fraction> {
    let proper = part.numerator().is_positive() && part.numerator() < part.denominator();
    if !proper {
        return None;
    }
    let denominator = part.denominator();
    Fraction::new(whole * denominator + part.numerator(), denominator.clone())
}

fn small_or_big(digits: &[u8]) -> Option<Units> {
    let significant = digits
        .iter()
        .position(|&digit| digit != b'0')
        .map_or(&digits[..0], |first| &digits[first..]);
    if significant.len() <= 18 {
        let value = significant
            .iter()
            .fold(0, |value, &digit| value * 10 + i64::from(digit - b'0'));
        return Some(Units::Small(value));
    }
    let value = BigInt::parse_bytes(significant, 10)?;
    Some(Units::Big(value))
}
