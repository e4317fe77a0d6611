//! A list of exact fractions, or of their roundings at a stated number of places.

use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

use super::list::spell;
use crate::check::Answer;
use crate::extract;
use crate::value::{Fraction, Number, NumbersShape, Ratio};
use crate::verdict::{Judgement, Verdict};

/// The answer must be this list, element by element; each element exact or rounded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RationalsCheck {
    /// The right elements, in order.
    pub expected: Vec<Ratio>,
    /// Decimal places the prompt asks for, as in [`super::RationalCheck::places`]; `None`: only
    /// the exact values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u32>,
}

impl RationalsCheck {
    /// Judges a response: every element as [`super::RationalCheck::judge`] judges one number.
    /// Every accepted rounding is the same answer, so the evidence spells the exact values.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &NumbersShape).judge(|numbers| self.decide(numbers))
    }

    /// The exact elements, or their roundings where places are asked for, boxed.
    pub fn reference(&self) -> String {
        self.reply(self.expected.iter().copied().map(Fraction::from))
    }

    /// The list with its last element raised by one, boxed; an empty list gets an element.
    pub fn counterfeit(&self) -> String {
        let mut wrong: Vec<Fraction> = self.expected.iter().copied().map(Fraction::from).collect();
        let last = match wrong.pop() {
            Some(last) => Fraction::new(
                last.numerator() + last.denominator(),
                last.denominator().clone(),
            ),
            None => Some(Fraction::from(BigInt::from(0u8))),
        };
        wrong.extend(last);
        self.reply(wrong.into_iter())
    }

    fn reply(&self, values: impl Iterator<Item = Fraction>) -> String {
        let values: Vec<String> = values
            .map(|value| match self.places() {
                Some(places) => value.to_decimal(places),
                None => value.to_string(),
            })
            .collect();
        super::reply(
            "Going through the elements one after another gives the list.",
            &spell(&values),
        )
    }

    fn places(&self) -> Option<u32> {
        self.places.map(|places| places.min(super::MAX_PLACES))
    }

    fn decide(&self, numbers: &[Number]) -> Verdict {
        let wrong = |reason: String| Verdict::incorrect(spell(numbers), reason);
        if numbers.len() != self.expected.len() {
            return wrong(format!(
                "the list has {} elements instead of {}",
                numbers.len(),
                self.expected.len()
            ));
        }
        let differs = numbers
            .iter()
            .zip(&self.expected)
            .position(|(number, truth)| !self.accepts(number, *truth));
        let Some(index) = differs else {
            return Verdict::correct(spell(&self.expected));
        };
        let (place, found, truth) = (index + 1, &numbers[index], self.expected[index]);
        wrong(match self.places() {
            Some(places) => format!(
                "element {place} is {found}, which is neither {truth} nor its rounding at {places} \
                 or more places"
            ),
            None => format!("element {place} is {found} instead of {truth}"),
        })
    }

    fn accepts(&self, number: &Number, truth: Ratio) -> bool {
        number.ratio() == Some(truth)
            || self
                .places()
                .is_some_and(|places| number.rounds_ratio(truth, places))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;

    fn check(expected: &[(i64, i64)], places: Option<u32>) -> RationalsCheck {
        let ratio = |&(numerator, denominator)| Ratio::new(numerator, denominator);
        RationalsCheck {
            expected: expected
                .iter()
                .map(|pair| ratio(pair).expect("a fraction"))
                .collect(),
            places,
        }
    }

    fn outcome(check: &RationalsCheck, text: &str) -> &'static str {
        let answer = Answer {
            text,
            finish: Finish::Stop,
        };
        check.judge(answer).strict.outcome.name()
    }

    #[test]
    fn each_element_may_be_exact_or_rounded() {
        let check = check(&[(7, 2), (-10, 3), (1, 8), (4, 1)], Some(2));
        for right in [
            "[3.5, -3.33, 0.12, 4]",
            "[3.50, -3.33, 0.13, 4.00]",
            r"[\frac{7}{2}, -\frac{10}{3}, 0.125, 4]",
            r"\frac72, -3\frac13, 1/8, 4",
            "[3.5, -3.3333, 0.125, 4]",
            r"3.50 \\ -3.33 \\ 0.13 \\ 4.00",
        ] {
            assert_eq!(
                outcome(&check, &format!("\\boxed{{{right}}}")),
                "correct",
                "{right}"
            );
        }
        for wrong in [
            "[3.5, -3.34, 0.12, 4]",
            "[3.5, -3.3, 0.12, 4]",
            "[3.5, -3.33, 0.14, 4]",
            "[3.5, -3.33, 0.12]",
            "[-3.33, 3.5, 0.12, 4]",
            "[3.5, -3.3334, 0.125, 4]",
            "[]",
        ] {
            assert_eq!(
                outcome(&check, &format!("\\boxed{{{wrong}}}")),
                "incorrect",
                "{wrong}"
            );
        }
    }

    #[test]
    fn without_places_only_the_exact_values_count() {
        let check = check(&[(1, 3), (1, 2)], None);
        assert_eq!(outcome(&check, r"\boxed{[1/3, 0.5]}"), "correct");
        assert_eq!(outcome(&check, r"\boxed{[0.3333, 0.5]}"), "incorrect");
    }

    #[test]
    fn the_reason_names_the_first_difference() {
        let check = check(&[(1, 3), (1, 2)], Some(4));
        let answer = Answer {
            text: r"\boxed{[0.3333, 0.6]}",
            finish: Finish::Stop,
        };
        let verdict = check.judge(answer).strict;
        assert_eq!(
            verdict.evidence.reason.as_deref(),
            Some("element 2 is 3/5, which is neither 1/2 nor its rounding at 4 or more places")
        );
    }

    #[test]
    fn a_rounded_repetition_corrects_nothing() {
        let check = check(&[(10, 3), (2, 1)], Some(4));
        let text = r"\boxed{[10/3, 2]}. So the answer is about [3.33, 2.0].";
        assert_eq!(outcome(&check, text), "correct");
    }

    #[test]
    fn broken_data_is_refused() {
        for text in [
            r#"{"expected": [[1, 0]]}"#,
            r#"{"expected": [[1]]}"#,
            r#"{"expected": [[1, 2]], "places": -1}"#,
            r#"{"expected": [[1, 2]], "more": 1}"#,
        ] {
            assert!(
                serde_json::from_str::<RationalsCheck>(text).is_err(),
                "{text}"
            );
        }
        let vast = r#"{"expected": [[1, 3]], "places": 4000000000}"#;
        let vast: RationalsCheck = serde_json::from_str(vast).expect("places are bounded");
        assert_eq!(outcome(&vast, &vast.reference()), "correct");
    }

    #[test]
    fn players_are_right_and_wrong() {
        for expected in [
            &[][..],
            &[(0, 1)],
            &[(-1, 3), (i64::MAX, 1)],
            &[(i64::MIN, 1)],
            &[(1, 8), (-1, 8), (i64::MAX, i64::MAX - 1)],
        ] {
            for places in [None, Some(0), Some(4), Some(30)] {
                let check = check(expected, places);
                assert_eq!(
                    outcome(&check, &check.reference()),
                    "correct",
                    "{expected:?} {places:?}"
                );
                assert_eq!(
                    outcome(&check, &check.counterfeit()),
                    "incorrect",
                    "{expected:?}"
                );
            }
        }
    }
}
