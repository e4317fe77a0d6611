//! One whole number, written in a base.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::value::{BASES, MAX_DIGITS, Numeral, NumeralShape};
use crate::verdict::{Judgement, Verdict};

/// The answer must be exactly these digits of this base: small letters for capitals, zeros in
/// front, groups, and a prefix or subscript that names the base are fine. The same number in
/// another base is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct DigitsCheck {
    base: u32,
    digits: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    base: u32,
    digits: String,
}

/// Why data is no numeral.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DigitsError {
    /// There are no letters for the digits of a larger base.
    #[error("a base is a number from {} to {}", BASES.start(), BASES.end())]
    Base,
    /// A reader would not read so many.
    #[error("a numeral has 1 to {MAX_DIGITS} digits")]
    Length,
    /// The digits have one spelling, so that equal keys are equal data.
    #[error("the digits must be those of the base, in capitals and without zeros in front")]
    Digit,
}

impl TryFrom<RawCheck> for DigitsCheck {
    type Error = DigitsError;

    fn try_from(raw: RawCheck) -> Result<Self, DigitsError> {
        Self::new(raw.base, raw.digits)
    }
}

impl DigitsCheck {
    /// The check for the number whose digits in base `base` are `digits`, the highest first: `0` to
    /// `9` and then `A` to `Z`, without zeros in front.
    ///
    /// # Errors
    /// [`DigitsError`] when the base has no such digits.
    pub fn new(base: u32, digits: impl Into<String>) -> Result<Self, DigitsError> {
        let digits = digits.into();
        if !BASES.contains(&base) {
            return Err(DigitsError::Base);
        }
        if digits.is_empty() || digits.len() > MAX_DIGITS {
            return Err(DigitsError::Length);
        }
        let known = |digit: char| digit.is_digit(base) && !digit.is_ascii_lowercase();
        if !digits.chars().all(known) || digits.starts_with('0') && digits != "0" {
            return Err(DigitsError::Digit);
        }
        Ok(Self { base, digits })
    }

    /// The base.
    pub fn base(&self) -> u32 {
        self.base
    }

    /// The digits of the right answer.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let shape = NumeralShape { base: self.base };
        extract::read(answer, &shape).judge(|numeral| self.decide(numeral))
    }

    /// The digits, boxed.
    pub fn reference(&self) -> String {
        reply(&self.digits)
    }

    /// The digits with another last one, boxed.
    pub fn counterfeit(&self) -> String {
        let (before, last) = self.digits.split_at(self.digits.len() - 1);
        reply(&format!("{before}{}", if last == "0" { "1" } else { "0" }))
    }

    fn decide(&self, numeral: &Numeral) -> Verdict {
        let text = numeral.to_string();
        let base = self.base;
        let reason = if let Some(named) = numeral.named_base().filter(|named| *named != base) {
            format!("{text} is written in base {named}, not {base}")
        } else if let Some(digit) = numeral.foreign_digit(base) {
            format!("{text} has a digit {digit}, and base {base} has none")
        } else if numeral.digits() != self.digits || numeral.is_negative() {
            format!("{text} is not {}", self.digits)
        } else {
            return Verdict::correct(text);
        };
        Verdict::incorrect(text, reason)
    }
}

fn reply(digits: &str) -> String {
    super::reply("Converting digit by digit gives one numeral.", digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn judge(base: u32, digits: &str, text: &str) -> Judgement {
        let check = DigitsCheck::new(base, digits).expect("a numeral");
        check.judge(Answer {
            text,
            finish: Finish::Stop,
        })
    }

    #[test]
    fn reasons_say_what_is_wrong() {
        for (text, reason) in [
            (r"\boxed{1011}", "1011 is not 1010"),
            (r"\boxed{10}", "10 is not 1010"),
            (r"\boxed{-1010}", "-1010 is not 1010"),
            (r"\boxed{1012}", "1012 has a digit 2, and base 2 has none"),
            (r"\boxed{0xA}", "A_{16} is written in base 16, not 2"),
            (
                r"\boxed{1010_{10}}",
                "1010_{10} is written in base 10, not 2",
            ),
        ] {
            let verdict = judge(2, "1010", text).strict;
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason));
        }
    }

    #[test]
    fn players_are_right_and_wrong_in_every_base() {
        for base in BASES {
            for digits in ["0", "1", "10", "101", "100000000000000000000000000000"] {
                let check = DigitsCheck::new(base, digits).expect("digits of every base");
                let of = |text: &str| judge(base, digits, text);
                let reference = of(&check.reference());
                assert_eq!(
                    reference.strict.outcome,
                    Outcome::Correct,
                    "{base} {digits}"
                );
                let counterfeit = of(&check.counterfeit());
                assert_eq!(
                    counterfeit.lenient.outcome,
                    Outcome::Incorrect,
                    "{base} {digits}"
                );
            }
        }
    }

    #[test]
    fn corrupt_data_is_refused() {
        let read = |json: &str| serde_json::from_str::<DigitsCheck>(json);
        assert!(read(r#"{"base": 16, "digits": "1F"}"#).is_ok());
        for json in [
            r#"{"base": 1, "digits": "1"}"#,
            r#"{"base": 37, "digits": "1"}"#,
            r#"{"base": 2, "digits": ""}"#,
            r#"{"base": 2, "digits": "2"}"#,
            r#"{"base": 16, "digits": "1f"}"#,
            r#"{"base": 16, "digits": "01F"}"#,
            r#"{"base": 16, "digits": "1F", "more": 1}"#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }
}
