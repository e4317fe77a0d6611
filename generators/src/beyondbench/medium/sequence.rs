//! What all sequence tasks share: the size of a question, redrawing, and the finished question.

use std::fmt::{self, Display, Write as _};

use num_bigint::BigInt;
use tribunal_verifiers::checks::IntegerCheck;
use tribunal_verifiers::{Check, Integer};

use crate::beyondbench::redraw;
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order};
use crate::vars::Vars;

/// How large a question is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// How many terms are shown.
    pub(super) length: usize,
    /// The level of difficulty, from 1.
    pub(super) level: i64,
}

impl Size {
    pub(super) fn of(order: Order<'_>) -> Self {
        Self {
            length: order.params.size("length"),
            level: order.params.int("difficulty"),
        }
    }

    /// The largest magnitude of a hidden factor or step: one digit more than the level.
    pub(super) fn factor(self) -> i64 {
        10i64.pow(self.level as u32 + 1) - 1
    }

    /// The largest magnitude of a hidden first term or offset: twice as many digits as a factor.
    pub(super) fn offset(self) -> i64 {
        10i64.pow(2 * self.level as u32 + 2) - 1
    }

    /// The largest hidden ratio of neighbouring terms.
    pub(super) fn ratio(self) -> i64 {
        2 + 2 * self.level
    }

    /// The largest hidden start within a known sequence.
    pub(super) fn start(self) -> i64 {
        10 * (self.level + 1)
    }

    /// A hidden factor or step: never 0.
    pub(super) fn draw_factor(self, stream: &mut Stream) -> i64 {
        nonzero(stream, self.factor())
    }

    /// A hidden first term or offset.
    pub(super) fn draw_offset(self, stream: &mut Stream) -> i64 {
        stream.range(-self.offset(), self.offset())
    }

    /// A hidden ratio: at least 2.
    pub(super) fn draw_ratio(self, stream: &mut Stream) -> i64 {
        stream.range(2, self.ratio())
    }
}

/// A uniform integer of magnitude 1 to `most`.
pub(super) fn nonzero(stream: &mut Stream, most: i64) -> i64 {
    // The values from 0 up move one up, so that no draw is thrown away.
    let value = stream.range(-most, most - 1);
    if value >= 0 { value + 1 } else { value }
}

/// A sequence with one term more than is shown, and what the prompt tells besides the terms.
pub(super) struct Sequence {
    pub(super) terms: Vec<BigInt>,
    pub(super) told: Vars,
}

impl Sequence {
    /// A sequence about which nothing else is told.
    pub(super) fn untold(terms: Vec<BigInt>) -> Self {
        Self {
            terms,
            told: Vars::new(),
        }
    }

    /// The question for the last term, given the others.
    pub(super) fn into_draft(mut self) -> Draft {
        let next = self.terms.pop().unwrap_or_default();
        Draft::new(
            self.told.with("terms", spell(self.terms.iter().map(Term))),
            Check::Integer(IntegerCheck {
                expected: Integer(next),
            }),
        )
    }
}

/// Extends `first` to one term more than `shown`: `next` gets the terms so far.
pub(super) fn extend(
    first: Vec<BigInt>,
    shown: usize,
    next: impl Fn(&[BigInt]) -> BigInt,
) -> Vec<BigInt> {
    let mut terms = first;
    terms.reserve(shown + 1 - terms.len());
    while terms.len() <= shown {
        let term = next(&terms);
        terms.push(term);
    }
    terms
}

/// The terms as text, with commas: an item's variables hold 64 bits, a term may be longer.
pub(super) fn spell(terms: impl IntoIterator<Item = impl Display>) -> String {
    let mut text = String::new();
    for (place, term) in terms.into_iter().enumerate() {
        let mark = if place > 0 { ", " } else { "" };
        // Writing into a string cannot fail.
        let _ = write!(text, "{mark}{term}");
    }
    text
}

/// A term, of which most fit a machine word and are then written several times quicker.
struct Term<'a>(&'a BigInt);

impl Display for Term<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match i64::try_from(self.0) {
            Ok(term) => term.fmt(f),
            Err(_) => self.0.fmt(f),
        }
    }
}

/// The first draw that `make` accepts; see [`redraw::within`]. The tasks throw away less than half
/// of their draws, so that all of them fail with a probability below 10^-19.
///
/// # Errors
/// When the spare stream fails as well.
pub(super) fn redraw<T>(
    stream: &mut Stream,
    make: impl Fn(&mut Stream) -> Option<T>,
) -> Result<T, GenerateError> {
    redraw::within(redraw::TRIES, stream, make)
        .ok_or_else(|| GenerateError::new("no rule of this size is decided by the shown terms"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::param::{ParamValue, Params};

    /// Calls `generate` as often as asked, with the streams that `stream` gives, at every length
    /// and level that the task takes, and tells `then` what it was called for.
    fn everywhere(
        times: u8,
        stream: impl Fn(u8) -> Stream,
        then: impl Fn(&str, &[(&str, ParamValue)]),
    ) {
        for task in super::super::TASKS {
            let sizes = (6..=64).flat_map(|length| (1..=5).map(move |level| (length, level)));
            for (length, level) in sizes {
                let given = [("length", length), ("difficulty", level)];
                let given = given.map(|(name, value)| (name, ParamValue::Int(value)));
                let Ok(params) = Params::resolve(task.params, given.clone()) else {
                    continue;
                };
                for variation in task.variations {
                    let order = Order {
                        variation: variation.name,
                        params: &params,
                    };
                    for time in 0..times {
                        let item = (task.generate)(order, &mut stream(time));
                        assert!(item.is_ok(), "{}:{} {given:?}", task.name, variation.name);
                    }
                    then(&format!("{}:{}", task.name, variation.name), &given);
                }
            }
        }
    }

    /// What the promise of [`redraw()`] stands on.
    #[test]
    fn the_spare_stream_gives_an_item_at_every_parameter() {
        everywhere(1, |_| Stream::from_key(redraw::SPARE), |_, _| ());
    }

    /// At every length and level, at least half of the draws for 32 items are taken.
    #[test]
    fn few_draws_are_thrown_away() {
        everywhere(
            32,
            |time| Stream::from_key([time; 32]),
            |name, given| {
                let draws = redraw::DRAWS.replace(0);
                assert!(
                    draws < 64,
                    "{draws} draws for 32 items of {name} at {given:?}"
                );
            },
        );
    }

    #[test]
    fn nonzero_reaches_all_else() {
        let mut stream = Stream::from_key([3; 32]);
        let mut seen: Vec<i64> = (0..300).map(|_| nonzero(&mut stream, 3)).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, [-3, -2, -1, 1, 2, 3]);
    }

    #[test]
    fn terms_of_every_length_are_spelled() {
        let terms: Vec<BigInt> = [0, -7, i128::from(i64::MAX) + 1]
            .into_iter()
            .map(BigInt::from)
            .collect();
        assert_eq!(spell(terms.iter().map(Term)), "0, -7, 9223372036854775808");
    }
}
