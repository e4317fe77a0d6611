//! Finding the final answer in a response.
//!
//! Two readings, one grammar. Positions decide: of several statements the last one counts,
//! whatever form it has. No reading ever picks a number out of prose.
//!
//! # Strict
//!
//! The answer stands in the last box, `\boxed{…}` with balanced braces, and that box holds exactly
//! one value of the kind asked for (see [`crate::value`]).
//!
//! - A box inside a box belongs to the outer one; `\boxed{\boxed{42}}` holds 42.
//! - A box that only shows where an answer belongs (`\boxed{answer}`, `\boxed{…}`, `\boxed{x}`) is
//!   passed over, so a prompt restated before or after the answer does no harm.
//! - Any other last box that is not one value (`3+4=7`, `40-42`, `2^{10}`, `42 apples`, `42 or 43`)
//!   leaves the response unparsable; no earlier box replaces it.
//! - If words after the box state another answer ("the answer is 43"), the box is not the last
//!   statement, and the response is unparsable under this reading. A rounding of the boxed value
//!   is no other answer.
//!
//! # Lenient
//!
//! The strict answer if there is one; so whatever is right strictly is right leniently.
//! Otherwise the last of these, by position:
//!
//! - a box in any spelling (`\\fbox{…}`, `boxed{…}`), also with a unit or as `x = 42`; at the very end
//!   even without its closing brace, if what is left is one value;
//! - `<answer>…</answer>`, `<solution>…</solution>`, `[ANSWER]…[/ANSWER]`, `"answer": …`;
//! - "the answer is …", "Final answer: …", a heading "Answer" above the value, "… is the answer",
//!   and the same in German, French, Spanish, Portuguese, Italian, Russian, Chinese, Japanese and
//!   Korean. A condition ("if …"), an instruction ("give the answer as …") and a question state
//!   nothing; "no, 43" takes back what stands before it; a denial ("not 42") and an alternative
//!   ("42 or 43") leave the answer open.
//!
//! Only where none of these stands: a last block that is just a value (emphasised, in a heading,
//! fenced, displayed, or the whole response), or a last line that ends in `= 42` or concludes
//! ("So there are 5 even numbers.", or "The sum is 42." as all there is).
//!
//! # No answer
//!
//! A response cut by the token limit is truncated under both readings unless a complete box
//! stands in it: an interim statement is not final. The same holds for reasoning (`<think>`) that
//! never ends; reasoning that ends is not read. A response that begins with clear words of
//! refusal, or that the provider marks as refused, and states no answer, is refused. Everything
//! else without an answer is unparsable.
//!
//! At most the last 10,000 statements in words are looked at, and 16 kB of a last block. Reading
//! takes time linear in the response's length, and the stack does not grow with nesting.

mod anchors;
mod boxes;
mod closing;
mod fence;
mod phrase;
mod placeholder;
mod refusal;

use anchors::{Anchor, Anchors, Visible, visible};
use boxes::Boxed;
pub(crate) use fence::blocks;
pub use fence::program;
pub(crate) use placeholder::is_placeholder;
use refusal::is_refusal;

use crate::check::{Answer, Finish};
use crate::value::Shape;
use crate::value::clause::{Stated, stated};
use crate::value::plain::plain;
use crate::verdict::{Judgement, NoAnswer, Verdict};

/// The version of the grammar. It changes whenever some response is read differently, so that a
/// stored verdict says by which rules it was reached.
pub const VERSION: u32 = 3;

/// The most statements in words that are looked at, counted from the end of the response. Nobody
/// states an answer so often; a response that does is padding.
const MAX_STATEMENTS: usize = 10_000;

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
    let reader = match Reader::new(answer, shape) {
        Ok(reader) => reader,
        Err(missing) => {
            return Readings {
                strict: Err(missing),
                lenient: None,
            };
        }
    };
    let strict = reader.strict();
    if strict.is_ok()
        || answer.finish == Finish::Length && reader.boxes.iter().all(|found| !found.closed)
    {
        return Readings {
            strict,
            lenient: None,
        };
    }
    let lenient = reader.lenient();
    Readings {
        strict,
        lenient: Some(lenient),
    }
}

/// Why a response in which `text` is visible holds no answer: `cut` where the token limit ended it,
/// `reason` where the model did.
fn missing(finish: Finish, text: &str, cut: &'static str, reason: &'static str) -> Missing {
    let (kind, reason) = match finish {
        Finish::Length => (NoAnswer::Truncated, cut),
        Finish::Refused => (
            NoAnswer::Refused,
            "the provider or the model refused to answer",
        ),
        Finish::Stop if is_refusal(text) => (NoAnswer::Refused, "the response declines to answer"),
        Finish::Stop if text.trim().is_empty() => (NoAnswer::Unparsable, "the response is empty"),
        Finish::Stop => (NoAnswer::Unparsable, reason),
    };
    Missing { kind, reason }
}

/// Why a response without a block of code holds no answer; for checks whose answer is code.
pub(crate) fn absent(answer: Answer<'_>, text: &str, reason: &'static str) -> Missing {
    let cut = "the token limit cut the response before a block of code";
    missing(answer.finish, text, cut, reason)
}

/// What stands behind the reasoning that a server failed to strip.
///
/// # Errors
/// [`Missing`] when the reasoning never ends.
pub(crate) fn behind_reasoning(text: &str) -> Result<&str, Missing> {
    match visible(text, &Anchors::find(text).reasoning) {
        Visible::From(start) => Ok(&text[start..]),
        Visible::None => Err(UNENDED),
    }
}

/// Of a response in which nothing but reasoning stands.
const UNENDED: Missing = Missing {
    kind: NoAnswer::Truncated,
    reason: "the reasoning never ended, so no answer follows it",
};

/// All of a response's visible text, for a check that reads it in its own way.
///
/// # Errors
/// [`Missing`] when the response is cut, refused or empty.
pub fn whole(answer: Answer<'_>) -> Result<&str, Missing> {
    let missing = |kind, reason| Err(Missing { kind, reason });
    let text = behind_reasoning(answer.text)?.trim();
    match answer.finish {
        Finish::Length => missing(NoAnswer::Truncated, "the token limit cut the response"),
        Finish::Refused => missing(
            NoAnswer::Refused,
            "the provider or the model refused to answer",
        ),
        Finish::Stop if text.is_empty() => missing(NoAnswer::Unparsable, "the response is empty"),
        Finish::Stop => Ok(text),
    }
}

/// A response whose places of statement are known.
struct Reader<'a, S> {
    shape: &'a S,
    text: &'a str,
    finish: Finish,
    boxes: Vec<Boxed<'a>>,
    words: Vec<Anchor>,
}

/// One place where a response states something: a box, or the word of this index.
enum Place<'p, 'a> {
    Box(&'p Boxed<'a>),
    Word(usize),
}

impl<'a, S: Shape> Reader<'a, S> {
    fn new(answer: Answer<'a>, shape: &'a S) -> Result<Self, Missing> {
        let mut anchors = Anchors::find(answer.text);
        let start = match visible(answer.text, &anchors.reasoning) {
            Visible::From(start) => start,
            Visible::None => return Err(UNENDED),
        };
        anchors.boxes.retain(|&at| at >= start);
        anchors.words.retain(|anchor| anchor.start >= start);
        let excess = anchors.words.len().saturating_sub(MAX_STATEMENTS);
        anchors.words.drain(..excess);
        let mut reader = Self {
            shape,
            text: answer.text,
            finish: answer.finish,
            boxes: boxes::boxes(answer.text, &anchors.boxes),
            words: anchors.words,
        };
        // What lies before the visible text must not be read as the end of it.
        if start > 0 {
            reader.rebase(start);
        }
        Ok(reader)
    }

    fn rebase(&mut self, start: usize) {
        self.text = &self.text[start..];
        for found in &mut self.boxes {
            found.start -= start;
            found.end -= start;
        }
        for anchor in &mut self.words {
            anchor.start -= start;
            anchor.end -= start;
        }
    }

    /// The answer in the last real box of the requested spelling.
    fn strict(&self) -> Result<S::Value, Missing> {
        for found in self
            .boxes
            .iter()
            .rev()
            .filter(|found| found.requested && found.closed)
        {
            let content = self.shape.plain(found.content);
            let Some(value) = self.shape.exact(&content) else {
                if is_placeholder(&plain(found.content)) {
                    continue;
                }
                return Err(Missing {
                    kind: NoAnswer::Unparsable,
                    reason: "the last box does not hold exactly one value of the kind asked for",
                });
            };
            // The statement that the limit cuts may be cut itself.
            if self.finish != Finish::Length && self.corrected(found.end, &value) {
                return Err(Missing {
                    kind: NoAnswer::Unparsable,
                    reason: "a different answer is stated outside the box, after it",
                });
            }
            return Ok(value);
        }
        Err(self.missing("no boxed answer found"))
    }

    /// Whether the last statement in words after `end` gives another answer than `value`.
    fn corrected(&self, end: usize, value: &S::Value) -> bool {
        let first = self.words.partition_point(|anchor| anchor.start < end);
        (first..self.words.len())
            .rev()
            .find_map(|index| match self.word(index) {
                Stated::Value(later) => Some(!self.shape.agree(value, &later)),
                Stated::Unclear | Stated::Nothing => None,
            })
            .unwrap_or(false)
    }

    /// The last answer stated in any usual form.
    fn lenient(&self) -> Result<S::Value, Missing> {
        let unclear = || {
            Err(Missing {
                kind: NoAnswer::Unparsable,
                reason: "the last statement of the answer does not give exactly one value",
            })
        };
        let cut = self.finish == Finish::Length;
        for place in self.places() {
            let found = match place {
                Place::Box(found) if cut && !found.closed => continue,
                Place::Box(found) => self.boxed(found),
                Place::Word(..) if cut => continue,
                Place::Word(index) => match self.word(index) {
                    Stated::Unclear => Some(closing::alone(self.shape, self.text)),
                    Stated::Value(value) => Some(Some(value)),
                    Stated::Nothing => None,
                },
            };
            match found {
                Some(Some(value)) => return Ok(value),
                Some(None) => return unclear(),
                None => {}
            }
        }
        if !cut {
            let last = closing::alone(self.shape, self.text)
                .or_else(|| closing::concluded(self.shape, self.text));
            if let Some(value) = last {
                return Ok(value);
            }
        }
        Err(self.missing("no stated answer found"))
    }

    /// The places of statement, last first.
    fn places(&self) -> impl Iterator<Item = Place<'_, 'a>> {
        let mut boxes = self.boxes.iter().rev().peekable();
        let mut words = self.words.iter().copied().enumerate().rev().peekable();
        std::iter::from_fn(move || {
            let boxed = match (boxes.peek(), words.peek()) {
                (Some(found), Some((_, anchor))) => found.start >= anchor.start,
                (found, _) => found.is_some(),
            };
            if boxed {
                boxes.next().map(Place::Box)
            } else {
                words.next().map(|(index, _)| Place::Word(index))
            }
        })
    }

    /// What a box states: nothing if it is a template, `Some(None)` if it is not one value.
    #[expect(
        clippy::option_option,
        reason = "a template and an unreadable box are different finds"
    )]
    fn boxed(&self, found: &Boxed<'_>) -> Option<Option<S::Value>> {
        let content = if found.closed {
            found.content
        } else {
            // The forgotten brace stood somewhere on the line.
            found.content.lines().next().unwrap_or("")
        };
        let spelled = plain(content);
        let content = self.shape.plain(content);
        if let Some(value) = self.shape.exact(&content) {
            return Some(Some(value));
        }
        if is_placeholder(&spelled) {
            return None;
        }
        Some(match stated(self.shape, &content) {
            Stated::Value(value) if found.closed => Some(value),
            _ => None,
        })
    }

    fn word(&self, index: usize) -> Stated<S::Value> {
        let anchor = self.words[index];
        let next = self
            .words
            .get(index + 1)
            .map_or(self.text.len(), |next| next.start);
        let first = self.boxes.partition_point(|found| found.start < anchor.end);
        let limit = self
            .boxes
            .get(first)
            .map_or(next, |found| found.start.min(next));
        // A word inside a box belongs to the box.
        let inside = first > 0 && self.boxes[first - 1].end > anchor.start;
        if inside {
            return Stated::Nothing;
        }
        phrase::statement(self.shape, self.text, anchor, limit)
    }

    fn missing(&self, reason: &'static str) -> Missing {
        let cut = "the token limit cut the response before a boxed answer";
        missing(self.finish, self.text, cut, reason)
    }
}
