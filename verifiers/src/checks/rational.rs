//! One exact fraction, or its rounding at a stated number of places.

use serde::{Deserialize, Serialize};

use crate::Integer;
use crate::check::Answer;
use crate::extract;
use crate::value::{Fraction, Number, NumberShape};
use crate::verdict::{Judgement, NoAnswer, Outcome, Verdict};

/// The answer must equal the fraction exactly, or equal its rounding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RationalCheck {
    /// The numerator, in lowest terms; it carries the sign.
    pub numerator: Integer,
    /// The denominator, positive.
    pub denominator: Integer,
    /// Decimal places the prompt asks for. An answer right to at least that many places, under
    /// rounding half up (away from zero) or half to even, is right; so is the exact value in any
    /// spelling. `None`: only the exact value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u32>,
}

impl RationalCheck {
    /// Judges a response.
    ///
    /// With `places`, a decimal with d digits after the point is right if it is the truth rounded
    /// at d places, or at `places` where d is fewer (`0.12` for 0.1200): extra digits must be
    /// right too, and a value merely near the truth is wrong. Every accepted rounding is the same answer, so the
    /// evidence spells it as the exact truth. A check whose denominator is zero has no truth, and
    /// its verdict is an error.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let Some(truth) = self.truth() else {
            let broken = Verdict {
                outcome: Outcome::Error,
                ..Verdict::no_answer(
                    NoAnswer::Unparsable,
                    "the check's denominator is zero; correct the item",
                )
            };
            return Judgement {
                strict: broken.clone(),
                lenient: broken,
            };
        };
        extract::read(answer, &NumberShape).judge(|number| self.decide(&truth, number))
    }

    /// The fraction in lowest terms, or its rounding where places are asked for, boxed.
    pub fn reference(&self) -> String {
        self.truth().map_or_else(String::new, |truth| {
            super::reply(
                "Working through it step by step gives one value.",
                &self.spelled(&truth),
            )
        })
    }

    /// The value one greater, in the same form.
    pub fn counterfeit(&self) -> String {
        let wrong = self.truth().and_then(|truth| {
            Fraction::new(
                truth.numerator() + truth.denominator(),
                truth.denominator().clone(),
            )
        });
        wrong.map_or_else(String::new, |wrong| {
            super::reply(
                "Working through it step by step gives one value.",
                &self.spelled(&wrong),
            )
        })
    }

    fn truth(&self) -> Option<Fraction> {
        Fraction::new(self.numerator.0.clone(), self.denominator.0.clone())
    }

    fn places(&self) -> Option<u32> {
        self.places.map(|places| places.min(super::MAX_PLACES))
    }

    fn decide(&self, truth: &Fraction, number: &Number) -> Verdict {
        let exact = number.fraction() == *truth;
        if exact
            || self
                .places()
                .is_some_and(|places| number.rounds(truth, places))
        {
            return Verdict::correct(truth.to_string());
        }
        let text = number.to_string();
        let reason = match self.places() {
            Some(places) => {
                format!("{text} is neither {truth} nor its rounding at {places} or more places")
            }
            None => format!("{text} is not {truth}"),
        };
        Verdict::incorrect(text, reason)
    }

    fn spelled(&self, value: &Fraction) -> String {
        match self.places() {
            Some(places) => value.to_decimal(places),
            None => value.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;

    fn outcome(numerator: i64, denominator: i64, places: Option<u32>, text: &str) -> &'static str {
        let check = RationalCheck {
            numerator: Integer::from(numerator),
            denominator: Integer::from(denominator),
            places,
        };
        let text = format!("\\boxed{{{text}}}");
        let answer = Answer {
            text: &text,
            finish: Finish::Stop,
        };
        check.judge(answer).strict.outcome.name()
    }

    #[test]
    fn an_exact_key_takes_only_the_exact_value() {
        for right in [r"\frac{22}{7}", "22/7", r"3\frac{1}{7}", "44/14", "-22/-7"] {
            assert_eq!(outcome(22, 7, None, right), "correct", "{right}");
        }
        for wrong in ["3.14", "3.142857", "3", "22/8", "-22/7"] {
            assert_eq!(outcome(22, 7, None, wrong), "incorrect", "{wrong}");
        }
    }

    #[test]
    fn a_rounding_must_be_one() {
        // 22/7 = 3.142857142857…
        for right in [
            "3.14",
            "3.143",
            "3.1429",
            "3.142857",
            "22/7",
            "3.142857…",
            "3.1428…",
        ] {
            assert_eq!(outcome(22, 7, Some(2), right), "correct", "{right}");
        }
        for wrong in [
            "3.1", "3", "3.15", "3.144", "3.142", "3.1428", "3.1400", "314/100", "314%",
        ] {
            assert_eq!(outcome(22, 7, Some(2), wrong), "incorrect", "{wrong}");
        }
    }

    #[test]
    fn both_rules_for_ties_count() {
        // 1/8 = 0.125, -1/8, and 2.675, which binary floats round down.
        for (numerator, denominator, right, wrong) in [
            (1, 8, ["0.12", "0.13", "0.125"], "0.11"),
            (-1, 8, ["-0.12", "-0.13", "-1/8"], "-0.14"),
            (107, 40, ["2.67", "2.68", "2.675"], "2.66"),
        ] {
            for text in right {
                let expected = if text == "2.67" {
                    "incorrect"
                } else {
                    "correct"
                };
                assert_eq!(
                    outcome(numerator, denominator, Some(2), text),
                    expected,
                    "{text}"
                );
            }
            assert_eq!(
                outcome(numerator, denominator, Some(2), wrong),
                "incorrect",
                "{wrong}"
            );
        }
    }

    #[test]
    fn fewer_digits_are_right_only_if_the_rest_are_zeros() {
        assert_eq!(outcome(7, 2, Some(4), "3.5"), "correct");
        assert_eq!(outcome(7, 2, Some(4), r"3.50000"), "correct");
        assert_eq!(outcome(35001, 10000, Some(4), "3.5"), "incorrect");
        assert_eq!(outcome(350_001, 100_000, Some(4), "3.5"), "correct");
        assert_eq!(outcome(350_001, 100_000, Some(4), "3.50"), "correct");
        assert_eq!(outcome(350_001, 100_000, Some(4), "7/2"), "incorrect");
        assert_eq!(outcome(300_001, 100_000, Some(4), "3"), "correct");
        assert_eq!(outcome(300_001, 100_000, Some(4), "3.0…"), "incorrect");
    }

    #[test]
    fn a_broken_check_is_an_error() {
        assert_eq!(outcome(1, 0, None, "1"), "error");
    }

    #[test]
    fn players_are_right_and_wrong() {
        for (numerator, denominator) in [(0, 1), (-1, 3), (2, 3), (-1, 200), (355, 113), (1, 8)] {
            for places in [None, Some(0), Some(2), Some(4)] {
                let check = RationalCheck {
                    numerator: Integer::from(numerator),
                    denominator: Integer::from(denominator),
                    places,
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
