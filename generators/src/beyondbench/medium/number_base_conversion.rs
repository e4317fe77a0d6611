//! `beyondbench.medium.number_base_conversion`: a number written in one base, to be written in
//! another.
//!
//! Asked: from decimal to binary or hexadecimal, or back; from difficulty 4 on, from any base to any
//! other, both from 2 to 36. Hard about it: long division without a slip, and with letters for
//! digits. A number has one numeral in each base, so the key is the only one. Published numbers
//! reach from 1 to 255, which makes 1,020 items; here a number has up to four decimal digits more
//! than four times the difficulty, or six from difficulty 4 on. At the default four pairs of bases
//! and nearly 10^16 numbers make 4 * 10^16 items. The key is worked out by dividing, and proved by
//! adding up its digits' powers.
//!
//! A key always has a decimal digit among its letters, since a word of letters alone could not be
//! told from prose in a reply.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::DigitsCheck;

use super::sequence::redraw;
use super::{DIFFICULTY, VARIATIONS};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{self, Space};
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.number_base_conversion",
    version: 1,
    summary: "a number from decimal to binary or hexadecimal or back, or between any two bases",
    variations: VARIATIONS,
    params: &[DIFFICULTY],
    generate,
    space,
};

/// The published pairs: the base of the number, and that of the answer.
const PAIRS: [(u32, u32); 4] = [(10, 2), (2, 10), (10, 16), (16, 10)];
/// The smallest and the largest base.
const BASES: (i64, i64) = (2, 36);
/// From this difficulty on, the bases may be any.
const ANY_BASES: i64 = 4;

/// How many groups of four decimal digits a number has.
fn groups(level: i64) -> u32 {
    let step = if level < ANY_BASES { 4 } else { 6 };
    step * (level as u32 + 1) / 4
}

/// Between every pair of bases each number but a few makes an item: those whose key is all letters
/// are fewer than half in any base.
fn space(order: Order<'_>) -> Space {
    let level = order.params.int("difficulty");
    let numbers = space::power(10_000, groups(level) as usize - 1) * 9_999u32;
    if level < ANY_BASES {
        Space::at_least(numbers * PAIRS.len() / 2u32)
    } else {
        Space::at_least(numbers * space::falling(35, 2) / 2u32)
    }
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let level = order.params.int("difficulty");
    let (from, to, number, key) = redraw(stream, |stream| {
        let (from, to) = bases(level, stream);
        // At most 36 decimal digits, which fit. The first group keeps the number above every base.
        let mut number = stream.range(1, 9_999) as u128;
        for _ in 1..groups(level) {
            number = number * 10_000 + stream.range(0, 9_999) as u128;
        }
        let key = numeral(number, to);
        let told = key.bytes().any(|digit| digit.is_ascii_digit());
        told.then_some((from, to, number, key))
    })?;
    let check = DigitsCheck::new(to, key)
        .map_err(|error| GenerateError::new(format!("the key is no numeral: {error}")))?;
    Ok(Draft::new(
        Vars::new()
            .with("numeral", numeral(number, from))
            .with("from", i64::from(from))
            .with("to", i64::from(to)),
        Check::Digits(check),
    ))
}

/// Two different bases.
fn bases(level: i64, stream: &mut Stream) -> (u32, u32) {
    if level < ANY_BASES {
        return *stream.choose(&PAIRS);
    }
    let (low, high) = BASES;
    let from = stream.range(low, high);
    // Any but the first.
    let to = stream.range(low, high - 1);
    let to = if to >= from { to + 1 } else { to };
    (from as u32, to as u32)
}

/// The digits of a number, by dividing it again and again.
fn numeral(mut number: u128, base: u32) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        let digit = (number % u128::from(base)) as u32;
        digits.extend(char::from_digit(digit, base));
        number /= u128::from(base);
    }
    let digits = digits.iter().rev();
    digits.map(char::to_ascii_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_written_in_capitals() {
        assert_eq!(numeral(255, 16), "FF");
        assert_eq!(numeral(10, 2), "1010");
        assert_eq!(numeral(35, 36), "Z");
        assert_eq!(numeral(10u128.pow(36), 10), format!("1{}", "0".repeat(36)));
    }

    #[test]
    fn every_pair_of_bases_is_drawn() {
        let mut stream = Stream::from_key([5; 32]);
        let mut seen = std::collections::HashSet::new();
        for _ in 0..20_000 {
            let (from, to) = bases(ANY_BASES, &mut stream);
            assert_ne!(from, to);
            seen.insert((from, to));
        }
        assert_eq!(seen.len(), 35 * 34);
        for _ in 0..100 {
            assert!(PAIRS.contains(&bases(1, &mut stream)));
        }
    }
}
