//! The alphabets, one a variation.

use std::borrow::Cow;

use crate::sample::Stream;
use crate::task::{GenerateError, Variation};

/// How symbols are written.
type Symbols = Cow<'static, [Cow<'static, str>]>;

/// The variations of the task, in the order of the published set and then our own.
pub(super) const VARIATIONS: &[Variation] = &[
    Variation {
        name: "latin",
        summary: "capital letters from A",
    },
    Variation {
        name: "digits",
        summary: "digits from 1",
    },
    Variation {
        name: "greek",
        summary: "small Greek letters from alpha",
    },
    Variation {
        name: "special",
        summary: "special characters: @ # $ % & and so on",
    },
    Variation {
        name: "words",
        summary: "words of three to six letters",
    },
    Variation {
        name: "shuffled",
        summary: "an arbitrary mix of letters, digits and signs",
    },
];

macro_rules! symbols {
    ($($symbol:literal)*) => { &[$(Cow::Borrowed($symbol)),*] };
}

static LATIN: &[Cow<'static, str>] = symbols!["A" "B" "C" "D" "E" "F" "G" "H" "I" "J" "K" "L" "M"
    "N" "O" "P" "Q" "R" "S" "T"];
static DIGITS: &[Cow<'static, str>] = symbols!["1" "2" "3" "4" "5" "6" "7" "8" "9"];
static GREEK: &[Cow<'static, str>] = symbols!["α" "β" "γ" "δ" "ε" "ζ" "η" "θ" "ι" "κ" "λ" "μ" "ν"
    "ξ" "π" "ρ" "σ" "τ" "φ" "χ"];
static SPECIAL: &[Cow<'static, str>] = symbols!["@" "#" "$" "%" "&" "+" "=" "?" "!" "~" "^" "/"];
/// No word begins another, so that a queue written without spaces still has one reading.
static WORDS: &[Cow<'static, str>] = symbols!["red" "blue" "green" "gold" "pink" "teal" "plum"
    "lime" "navy" "sand" "jade" "ruby" "mint" "coal" "ivory" "amber" "coral" "olive" "peach"
    "silver"];
/// Letters that look like digits or like each other (O, I, ν, ρ) are left out: reading is not
/// what the task measures.
static MIXED: &[Cow<'static, str>] = symbols!["A" "B" "C" "D" "E" "F" "G" "H" "J" "K" "M" "N" "P"
    "1" "2" "3" "4" "5" "6" "7" "8" "9" "α" "β" "γ" "δ" "ε" "θ" "λ" "μ" "π" "σ" "φ" "@" "#" "$"
    "%" "&" "+" "=" "?" "!"];

/// The symbols of one item of `variation`: its first `count`, or for `shuffled` any `count`.
///
/// # Errors
/// [`GenerateError`] when the alphabet has fewer symbols.
pub(super) fn symbols(
    variation: &str,
    count: usize,
    stream: &mut Stream,
) -> Result<Symbols, GenerateError> {
    let all = match variation {
        "digits" => DIGITS,
        "greek" => GREEK,
        "special" => SPECIAL,
        "words" => WORDS,
        "shuffled" => MIXED,
        _ => LATIN,
    };
    if count > all.len() {
        return Err(GenerateError::new(format!(
            "symbols is {count}, but the alphabet `{variation}` has {}",
            all.len()
        )));
    }
    if variation != "shuffled" {
        return Ok(Cow::Borrowed(&all[..count]));
    }
    let mut pool = [0u8; u8::MAX as usize];
    let pool = &mut pool[..all.len()];
    for (index, slot) in pool.iter_mut().enumerate() {
        *slot = index as u8;
    }
    for i in 0..count {
        let j = i + stream.index(pool.len() - i);
        pool.swap(i, j);
    }
    Ok(pool[..count]
        .iter()
        .map(|&index| all[usize::from(index)].clone())
        .collect())
}

/// The variation whose alphabet begins with `symbols`; `shuffled` when there is none.
pub(super) fn variation_of(symbols: &[String]) -> &'static str {
    let named = [
        ("latin", LATIN),
        ("digits", DIGITS),
        ("greek", GREEK),
        ("special", SPECIAL),
        ("words", WORDS),
    ];
    let begins = |all: &[Cow<'static, str>]| {
        symbols.len() <= all.len() && symbols.iter().zip(all).all(|(given, known)| given == known)
    };
    named
        .iter()
        .find(|(_, all)| begins(all))
        .map_or("shuffled", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use tribunal_verifiers::mtag::{TagSystem, Words};

    use super::*;

    #[test]
    fn every_alphabet_is_readable() {
        for all in [LATIN, DIGITS, GREEK, SPECIAL, WORDS, MIXED] {
            let productions: Words = all.iter().map(|_| [0u8]).collect();
            TagSystem::new(1, Cow::Borrowed(all), productions).expect("no two readings");
        }
    }

    #[test]
    fn shuffled_draws_different_symbols() {
        let mut stream = Stream::from_key([3; 32]);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..200 {
            let drawn = symbols("shuffled", 5, &mut stream).expect("enough");
            let mut sorted = drawn.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), 5);
            seen.extend(sorted);
        }
        assert_eq!(seen.len(), MIXED.len(), "every symbol occurs");
    }

    #[test]
    fn a_short_alphabet_says_so() {
        let error = symbols("digits", 12, &mut Stream::from_key([0; 32])).expect_err("too many");
        assert_eq!(
            error.to_string(),
            "symbols is 12, but the alphabet `digits` has 9"
        );
    }
}
