//! Finding the final answer in a response.

mod boxes;

use crate::check::{Answer, Finish};
use crate::value::Shape;
use crate::value::clause::{Stated, stated};
use crate::value::plain::plain;
use crate::verdict::{Judgement, NoAnswer, Verdict};

pub use boxes::Boxed;

/// The version of the grammar. It changes whenever some response is read differently, so that a
/// stored verdict says by which rules it was reached.
pub const VERSION: u32 = 1;

/// Why a reading found no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The kind of absence.
    pub kind: NoAnswer,
    /// What was found instead, as a lower-case fragment.
    pub reason: &'static str,
}

/// What both readings of a response found.
#[derive(Clone, Debug, PartialEq)]
pub struct Readings<V> {
    /// The answer in the requested form, or why there is none.
    pub strict: Result<V, Missing>,
    /// The answer stated in any usual form; `None` if it is the strict one.
    pub lenient: Option<Result<V, Missing>>,
}

impl<V> Readings<V> {
    /// Turns the answers into verdicts by `decide`, and their absence into `no_answer`.
    pub fn judge(self, decide: impl Fn(&V) -> Verdict) -> Judgement {
        let verdict = |reading: Result<V, Missing>| match reading {
            Ok(value) => decide(&value),
            Err(missing) => Verdict::no_answer(missing.kind, missing.reason),
        };
        let strict = verdict(self.strict);
        let lenient = self.lenient.map_or_else(|| strict.clone(), verdict);
        Judgement { strict, lenient }
    }
}

/// Reads the answer of `shape` in a response, strictly and leniently.
pub fn read<S: Shape>(answer: Answer<'_>, shape: &S) -> Readings<S::Value> {
    let heads: Vec<usize> = memchr::memmem::find_iter(answer.text.as_bytes(), "boxed").collect();
    let boxes = boxes::boxes(answer.text, &heads);
    let missing = |reason| {
        let kind = match answer.finish {
            Finish::Stop => NoAnswer::Unparsable,
            Finish::Length => NoAnswer::Truncated,
            Finish::Refused => NoAnswer::Refused,
        };
        Err(Missing { kind, reason })
    };
    let Some(last) = boxes.last() else {
        return Readings {
            strict: missing("no boxed answer found"),
            lenient: None,
        };
    };
    let content = plain(last.content);
    if last.requested && last.closed {
        if let Some(value) = shape.exact(&content) {
            return Readings {
                strict: Ok(value),
                lenient: None,
            };
        }
    }
    Readings {
        strict: missing("the last box does not hold exactly one value of the kind asked for"),
        lenient: Some(match stated(shape, &content) {
            Stated::Value(value) => Ok(value),
            _ => missing("the last box does not hold exactly one value of the kind asked for"),
        }),
    }
}
