//! Pairs of words that two tasks compare.

use num_bigint::BigUint;

use crate::param::{Param, Params};
use crate::sample::Stream;
use crate::space::{Space, power};

/// The length and the letters of both words.
pub(super) const PARAMS: &[Param] = &[
    Param::int(
        "length",
        "how long a word may be; it has at least half as many letters",
        (5, 60),
        20,
    ),
    Param::int(
        "letters",
        "how many different letters there are",
        (2, 20),
        5,
    ),
];

/// Two words. Lengths are drawn apart, and the second copies part of the first, from nothing to
/// four fifths: that spreads the answers of both tasks, of which unrelated words of one length would
/// have only a few.
pub(super) fn draw(params: &Params, stream: &mut Stream) -> [String; 2] {
    let (length, letters) = (params.int("length"), params.int("letters"));
    let [one, other] = [0, 1].map(|_| stream.range((length + 1) / 2, length) as usize);
    let letter = |stream: &mut Stream| b'a' + stream.below(letters as u64) as u8;
    let first: Vec<u8> = (0..one).map(|_| letter(stream)).collect();
    let copied = stream.below(5);
    let mut next = 0;
    let second = (0..other).map(|_| {
        let copy = copied > 0 && next < first.len() && stream.chance(copied, 5);
        if copy {
            next += 1;
            return first[next - 1];
        }
        // In place of a letter, or between two.
        next += usize::from(copied > 0 && stream.chance(1, 2));
        letter(stream)
    });
    let second: Vec<u8> = second.collect();
    [first, second].map(|word| word.into_iter().map(char::from).collect())
}

/// All pairs of words, for any second word may have nothing copied.
pub(super) fn space(params: &Params) -> Space {
    let (length, letters) = (params.size("length"), params.int("letters") as u64);
    let words: BigUint = (length.div_ceil(2)..=length)
        .map(|length| power(letters, length))
        .sum();
    Space::exactly(&words * &words)
}
