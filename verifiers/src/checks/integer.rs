//! One exact integer.

use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

use crate::Integer;
use crate::check::Answer;
use crate::extract;
use crate::value::NumberShape;
use crate::verdict::{Judgement, Verdict};

/// The answer must be exactly this integer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntegerCheck {
    /// The right answer.
    pub expected: Integer,
}

impl IntegerCheck {
    /// Judges a response. Any spelling of the integer counts (`25.0` is 25); a number that is not
    /// whole is an answer, and wrong.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &NumberShape).judge(|number| {
            let text = number.to_string();
            if number.equals(&self.expected.0) {
                Verdict::correct(text)
            } else if number.is_integer() {
                let reason = format!("{text} is not {}", self.expected);
                Verdict::incorrect(text, reason)
            } else {
                let reason = format!("{text} is not an integer");
                Verdict::incorrect(text, reason)
            }
        })
    }

    /// The integer, boxed.
    pub fn reference(&self) -> String {
        super::reply(
            "Working through it step by step gives a single integer.",
            &self.expected,
        )
    }

    /// The next integer away from zero, boxed.
    pub fn counterfeit(&self) -> String {
        let one = BigInt::from(if self.expected.0.sign() == num_bigint::Sign::Minus {
            -1
        } else {
            1
        });
        super::reply(
            "Working through it step by step gives a single integer.",
            &(&self.expected.0 + one),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn judge(expected: i64, text: &str) -> Judgement {
        let check = IntegerCheck {
            expected: Integer::from(expected),
        };
        check.judge(Answer {
            text,
            finish: Finish::Stop,
        })
    }

    #[test]
    fn a_whole_decimal_is_the_integer() {
        assert_eq!(judge(25, r"\boxed{25.0}").strict.outcome, Outcome::Correct);
        let wrong = judge(3, r"\boxed{3.9}").strict;
        assert_eq!(wrong.outcome, Outcome::Incorrect);
        assert_eq!(
            wrong.evidence.reason.as_deref(),
            Some("39/10 is not an integer")
        );
    }

    #[test]
    fn the_sign_counts() {
        assert_eq!(
            judge(42, "\\boxed{\u{2212}42}").strict.outcome,
            Outcome::Incorrect
        );
        assert_eq!(
            judge(-42, "\\boxed{\u{2212}42}").strict.outcome,
            Outcome::Correct
        );
    }

    #[test]
    fn players_are_right_and_wrong_at_every_size() {
        for text in [
            "0",
            "-1",
            "1",
            "-99",
            "9223372036854775807",
            "-123456789012345678901234567890",
        ] {
            let check = IntegerCheck {
                expected: Integer(text.parse().expect("an integer")),
            };
            let of = |text: &str| {
                check.judge(Answer {
                    text,
                    finish: Finish::Stop,
                })
            };
            assert_eq!(
                of(&check.reference()).strict.outcome,
                Outcome::Correct,
                "{text}"
            );
            assert_eq!(
                of(&check.counterfeit()).lenient.outcome,
                Outcome::Incorrect,
                "{text}"
            );
        }
    }
}
