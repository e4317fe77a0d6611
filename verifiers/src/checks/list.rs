//! A list of integers.

use std::fmt::{Display, Write as _};

use serde::{Deserialize, Serialize};

use crate::check::Answer;
use crate::extract;
use crate::value::{ListShape, Number};
use crate::verdict::{Judgement, Verdict};

/// Whether the order of the elements matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Element by element.
    Exact,
    /// Any order; every element as often as expected.
    Any,
}

/// The answer must be this list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListCheck {
    /// The right elements.
    pub expected: Vec<i64>,
    /// Whether order matters.
    pub order: Order,
}

impl ListCheck {
    /// Judges a response. The evidence spells a right answer as the check does, so that the same
    /// multiset in another order is the same answer where order does not matter.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &ListShape).judge(|numbers| self.decide(numbers))
    }

    /// The list, boxed.
    pub fn reference(&self) -> String {
        super::reply(
            "Going through the elements one after another gives the list.",
            &spell(&self.expected),
        )
    }

    /// The list with its last element raised by one, boxed; an empty list gets an element.
    pub fn counterfeit(&self) -> String {
        let mut wrong = self.expected.clone();
        match wrong.last_mut() {
            Some(last) => *last = last.checked_add(1).unwrap_or(0),
            None => wrong.push(0),
        }
        super::reply(
            "Going through the elements one after another gives the list.",
            &spell(&wrong),
        )
    }

    fn decide(&self, numbers: &[Number]) -> Verdict {
        let Some(found) = numbers
            .iter()
            .map(Number::to_i64)
            .collect::<Option<Vec<i64>>>()
        else {
            let reason = match numbers.iter().find(|number| !number.is_integer()) {
                Some(number) => format!("element {number} is not an integer"),
                None => "an element is larger than any expected one".to_owned(),
            };
            return Verdict::incorrect(spell(numbers), reason);
        };
        let right = match self.order {
            Order::Exact => found == self.expected,
            Order::Any => sorted(&found) == sorted(&self.expected),
        };
        if right {
            return Verdict::correct(spell(&self.expected));
        }
        let answer = match self.order {
            Order::Exact => spell(&found),
            Order::Any => spell(&sorted(&found)),
        };
        Verdict::incorrect(answer, self.difference(&found))
    }

    fn difference(&self, found: &[i64]) -> String {
        if found.len() != self.expected.len() {
            return format!(
                "the list has {} elements instead of {}",
                found.len(),
                self.expected.len()
            );
        }
        let differs = found
            .iter()
            .zip(&self.expected)
            .enumerate()
            .find(|(_, (one, other))| one != other);
        match (self.order, differs) {
            (Order::Exact, Some((index, (one, other)))) => {
                format!("element {} is {one} instead of {other}", index + 1)
            }
            _ => "the elements are not the expected ones".to_owned(),
        }
    }
}

fn sorted(values: &[i64]) -> Vec<i64> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values
}

pub(super) fn spell<T: Display>(values: &[T]) -> String {
    let mut text = String::with_capacity(2 + 6 * values.len());
    text.push('[');
    for (index, value) in values.iter().enumerate() {
        let mark = if index > 0 { ", " } else { "" };
        // Writing into a string cannot fail.
        let _ = write!(text, "{mark}{value}");
    }
    text.push(']');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn judge(expected: &[i64], order: Order, text: &str) -> Verdict {
        let check = ListCheck {
            expected: expected.to_vec(),
            order,
        };
        check
            .judge(Answer {
                text,
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn order_matters_only_where_it_should() {
        let text = r"\boxed{[3, 1, 2]}";
        assert_eq!(
            judge(&[3, 1, 2], Order::Exact, text).outcome,
            Outcome::Correct
        );
        assert_eq!(
            judge(&[1, 2, 3], Order::Exact, text).outcome,
            Outcome::Incorrect
        );
        let any = judge(&[1, 2, 3], Order::Any, text);
        assert_eq!(any.outcome, Outcome::Correct);
        assert_eq!(any.evidence.answer.as_deref(), Some("[1, 2, 3]"));
    }

    #[test]
    fn elements_count_as_often_as_they_stand() {
        assert_eq!(
            judge(&[1, 2], Order::Any, r"\boxed{[1, 2, 2]}").outcome,
            Outcome::Incorrect
        );
        assert_eq!(
            judge(&[1, 1, 2], Order::Any, r"\boxed{[1, 2, 2]}").outcome,
            Outcome::Incorrect
        );
    }

    #[test]
    fn the_reason_names_the_first_difference() {
        let reason = |text| judge(&[1, 2, 3], Order::Exact, text).evidence.reason;
        assert_eq!(
            reason(r"\boxed{[1, 3, 3]}").as_deref(),
            Some("element 2 is 3 instead of 2")
        );
        assert_eq!(
            reason(r"\boxed{[1, 2]}").as_deref(),
            Some("the list has 2 elements instead of 3")
        );
        assert_eq!(
            reason(r"\boxed{[1.5, 2, 3]}").as_deref(),
            Some("element 3/2 is not an integer")
        );
    }

    #[test]
    fn players_are_right_and_wrong() {
        for expected in [vec![], vec![0], vec![-5, 5], vec![i64::MAX], vec![7; 64]] {
            for order in [Order::Exact, Order::Any] {
                let check = ListCheck {
                    expected: expected.clone(),
                    order,
                };
                let of = |text: &str| {
                    check
                        .judge(Answer {
                            text,
                            finish: Finish::Stop,
                        })
                        .strict
                        .outcome
                };
                assert_eq!(
                    of(&check.reference()),
                    Outcome::Correct,
                    "{}",
                    check.reference()
                );
                assert_eq!(
                    of(&check.counterfeit()),
                    Outcome::Incorrect,
                    "{}",
                    check.counterfeit()
                );
            }
        }
    }
}
