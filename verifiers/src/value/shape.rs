//! What a kind of value must offer so that an answer of that kind can be found.

use std::borrow::Cow;

use super::number::{Number, Spaces};
use super::plain::plain;

/// The kind of value that a check asks for, and how it is read.
///
/// Every text given to these methods is in the spelling of [`Shape::plain`].
pub trait Shape {
    /// The value read.
    type Value: Clone + PartialEq;

    /// The kind's name with its article, for reasons such as "does not hold one number".
    fn noun(&self) -> &'static str;

    /// The spelling in which this kind is read: plain spelling, but where the signs that it does
    /// away with are part of the answer.
    fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        plain(text)
    }

    /// Reads a text that holds exactly one value and nothing else.
    fn exact(&self, text: &str) -> Option<Self::Value>;

    /// Reads the value at the start of a clause, and leaves the rest to the grammar of clauses.
    fn leading<'t>(&self, text: &'t str) -> Lead<'t, Self::Value>;

    /// Whether two statements give the same answer, so that the later does not correct the
    /// earlier.
    fn agree(&self, one: &Self::Value, other: &Self::Value) -> bool {
        one == other
    }

    /// Whether `x = V` states V. False where an equals sign may itself be the answer.
    fn equations(&self) -> bool {
        true
    }
}

/// How a clause begins.
#[derive(Clone, Debug, PartialEq)]
pub enum Lead<'t, V> {
    /// With this value; the rest of the clause follows.
    Value(V, &'t str),
    /// Like a value, but which one cannot be told.
    Unclear,
    /// With something else.
    Absent,
}

/// A single number.
#[derive(Clone, Copy, Debug)]
pub struct NumberShape;

impl Shape for NumberShape {
    type Value = Number;

    fn noun(&self) -> &'static str {
        "a number"
    }

    fn exact(&self, text: &str) -> Option<Number> {
        Number::exact(text)
    }

    fn leading<'t>(&self, text: &'t str) -> Lead<'t, Number> {
        match Number::leading(text, Spaces::Group) {
            Some((number, rest)) => Lead::Value(number, rest),
            None if text.starts_with(|c: char| c.is_ascii_digit()) => Lead::Unclear,
            None => Lead::Absent,
        }
    }

    /// A rounding of a number repeats it: "\boxed{10/3}, that is about 3.33".
    fn agree(&self, one: &Number, other: &Number) -> bool {
        one == other || one.rounds(&other.fraction(), 1) || other.rounds(&one.fraction(), 1)
    }
}
