//! The values of a list with how often each occurs.

use std::fmt::{Display, Write as _};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::value::{Number, TallyShape};
use crate::verdict::{Judgement, Verdict};

/// The answer must give exactly these values, each once and with its count, in any order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct TallyCheck {
    expected: Vec<(i64, u32)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    expected: Vec<(i64, u32)>,
}

/// Why data describes no tally.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TallyError {
    /// Nothing is counted.
    #[error("a tally has at least one value")]
    Empty,
    /// The values do not ascend.
    #[error("the values of a tally ascend and none is repeated")]
    Order,
    /// A value does not occur.
    #[error("every value of a tally occurs at least once")]
    Count,
}

impl TryFrom<RawCheck> for TallyCheck {
    type Error = TallyError;

    fn try_from(raw: RawCheck) -> Result<Self, TallyError> {
        Self::new(raw.expected)
    }
}

impl TallyCheck {
    /// The check for these values and counts.
    ///
    /// # Errors
    /// [`TallyError`] unless the values ascend strictly and all counts are at least 1.
    pub fn new(expected: Vec<(i64, u32)>) -> Result<Self, TallyError> {
        if expected.is_empty() {
            return Err(TallyError::Empty);
        }
        if !expected.is_sorted_by(|one, other| one.0 < other.0) {
            return Err(TallyError::Order);
        }
        if expected.iter().any(|(_, count)| *count == 0) {
            return Err(TallyError::Count);
        }
        Ok(Self { expected })
    }

    /// The values in ascending order, each with its count.
    pub fn expected(&self) -> &[(i64, u32)] {
        &self.expected
    }

    /// Judges a response. A value stated twice is wrong, even with the same count.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &TallyShape).judge(|pairs| self.decide(pairs))
    }

    /// The pairs of value and count, boxed.
    pub fn reference(&self) -> String {
        Self::reply(&self.expected)
    }

    /// The pairs with the last count raised by one, boxed.
    pub fn counterfeit(&self) -> String {
        let mut wrong: Vec<(i64, u64)> = self
            .expected
            .iter()
            .map(|(value, count)| (*value, u64::from(*count)))
            .collect();
        if let Some((_, count)) = wrong.last_mut() {
            *count += 1;
        }
        Self::reply(&wrong)
    }

    fn reply(pairs: &[(i64, impl Display)]) -> String {
        super::reply(
            "Going through the list and keeping a count of each value gives these.",
            &spell(pairs),
        )
    }

    fn decide(&self, pairs: &[(Number, Number)]) -> Verdict {
        let found = pairs
            .iter()
            .map(|(value, count)| value.to_i64().zip(count.to_i64()))
            .collect::<Option<Vec<(i64, i64)>>>();
        let Some(mut found) = found else {
            let mut pairs: Vec<(String, &Number)> = pairs
                .iter()
                .map(|(value, count)| (value.to_string(), count))
                .collect();
            pairs.sort_by(|one, other| one.0.cmp(&other.0));
            let reason = "a value or a count is no integer, or too large for one of this list";
            return Verdict::incorrect(spell(&pairs), reason);
        };
        found.sort_unstable();
        let wanted = self
            .expected
            .iter()
            .map(|(value, count)| (*value, i64::from(*count)));
        if wanted.clone().eq(found.iter().copied()) {
            return Verdict::correct(spell(&self.expected));
        }
        let reason = match wanted.zip(&found).find(|(wanted, found)| wanted != *found) {
            Some(((value, count), (other, found))) if value == *other => {
                format!("{value} occurs {count} times, not {found} times")
            }
            Some(((value, _), (other, _))) => {
                let missing = value < *other;
                if missing {
                    format!("{value} is missing")
                } else {
                    format!("{other} does not occur, or is given more than once")
                }
            }
            None => format!(
                "{} values are given instead of {}",
                found.len(),
                self.expected.len()
            ),
        };
        Verdict::incorrect(spell(&found), reason)
    }
}

fn spell(pairs: &[(impl Display, impl Display)]) -> String {
    let mut text = String::with_capacity(2 + 12 * pairs.len());
    text.push('[');
    for (index, (value, count)) in pairs.iter().enumerate() {
        let mark = if index > 0 { ", " } else { "" };
        // Writing into a string cannot fail.
        let _ = write!(text, "{mark}[{value}, {count}]");
    }
    text.push(']');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;

    fn judge(expected: &[(i64, u32)], text: &str) -> Verdict {
        let check = TallyCheck::new(expected.to_vec()).expect("a tally");
        let text = format!("\\boxed{{{text}}}");
        let answer = Answer {
            text: &text,
            finish: Finish::Stop,
        };
        check.judge(answer).strict
    }

    #[test]
    fn order_does_not_matter_and_every_pair_must_be_there() {
        let expected = [(-3, 2), (5, 1), (9, 4)];
        for right in ["[[-3, 2], [5, 1], [9, 4]]", "9: 4, -3: 2, 5: 1"] {
            let verdict = judge(&expected, right);
            assert_eq!(verdict.outcome.name(), "correct", "{right}");
            let answer = verdict.evidence.answer.as_deref();
            assert_eq!(answer, Some("[[-3, 2], [5, 1], [9, 4]]"));
        }
        for (wrong, reason) in [
            ("-3: 2, 5: 2, 9: 4", "5 occurs 1 times, not 2 times"),
            ("-3: 2, 9: 4", "5 is missing"),
            ("-3: 2, 5: 1", "2 values are given instead of 3"),
            (
                "-3: 2, 4: 1, 5: 1, 9: 4",
                "4 does not occur, or is given more than once",
            ),
            (
                "-3: 2, 5: 1, 5: 1, 9: 4",
                "5 does not occur, or is given more than once",
            ),
            (
                "-3: 2, 5.5: 1, 9: 4",
                "a value or a count is no integer, or too large for one of this list",
            ),
        ] {
            let verdict = judge(&expected, wrong);
            assert_eq!(verdict.outcome.name(), "incorrect", "{wrong}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{wrong}");
        }
    }

    #[test]
    fn broken_data_is_refused() {
        for text in [
            r#"{"expected": []}"#,
            r#"{"expected": [[3, 0]]}"#,
            r#"{"expected": [[3, 1], [3, 2]]}"#,
            r#"{"expected": [[5, 1], [3, 2]]}"#,
            r#"{"expected": [[5, -1]]}"#,
            r#"{"expected": [[5, 1]], "order": "any"}"#,
        ] {
            assert!(serde_json::from_str::<TallyCheck>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn players_are_right_and_wrong() {
        for expected in [
            vec![(0, 1)],
            vec![(i64::MIN, u32::MAX), (i64::MAX, 1)],
            (0..300).map(|value| (value, 1)).collect(),
        ] {
            let check = TallyCheck::new(expected).expect("a tally");
            let of = |text: &str| {
                let answer = Answer {
                    text,
                    finish: Finish::Stop,
                };
                check.judge(answer).strict.outcome.name()
            };
            assert_eq!(of(&check.reference()), "correct");
            assert_eq!(of(&check.counterfeit()), "incorrect");
        }
    }
}
