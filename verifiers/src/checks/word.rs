//! One word of n bits.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Integer;
use crate::check::Answer;
use crate::extract;
use crate::value::{WordShape, word};
use crate::verdict::{Judgement, Verdict};

/// The answer must be exactly this word, as a signed or an unsigned number, in base 10, 16 or 2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct WordCheck {
    width: u32,
    expected: Integer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    width: u32,
    expected: Integer,
}

/// Why data is no word.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("a word has a width of 1 to 64 and is a number from 0 to 2^width - 1")]
pub struct WordError;

impl TryFrom<RawCheck> for WordCheck {
    type Error = WordError;

    fn try_from(raw: RawCheck) -> Result<Self, WordError> {
        let expected = u64::try_from(&raw.expected.0).map_err(|_| WordError)?;
        Self::new(raw.width, expected)
    }
}

impl WordCheck {
    /// The check for the word `expected` of `width` bits.
    ///
    /// # Errors
    /// [`WordError`] when there are no such words, or it is too large for one.
    pub fn new(width: u32, expected: u64) -> Result<Self, WordError> {
        if !(1..=64).contains(&width) || word(expected.into(), width) != Some(expected) {
            return Err(WordError);
        }
        Ok(Self {
            width,
            expected: Integer(expected.into()),
        })
    }

    /// How many bits the word has.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// The word, unsigned.
    pub fn expected(&self) -> u64 {
        match u64::try_from(&self.expected.0) {
            Ok(word) => word,
            Err(_) => unreachable!("a word fits 64 bits"),
        }
    }

    /// Judges a response. A number that is neither a signed nor an unsigned word of this width is an
    /// answer, and wrong.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let shape = WordShape { width: self.width };
        extract::read(answer, &shape).judge(|&value| match word(value, self.width) {
            Some(found) if found == self.expected() => Verdict::correct(found.to_string()),
            Some(found) => {
                let reason = format!("{found} is not {}", self.expected);
                Verdict::incorrect(found.to_string(), reason)
            }
            None => {
                let reason = format!("{value} is no word of {} bits", self.width);
                Verdict::incorrect(value.to_string(), reason)
            }
        })
    }

    /// The word, boxed.
    pub fn reference(&self) -> String {
        self.reply(self.expected())
    }

    /// The word with its lowest bit turned over, boxed.
    pub fn counterfeit(&self) -> String {
        self.reply(self.expected() ^ 1)
    }

    fn reply(&self, word: u64) -> String {
        super::reply("Working from the inside out gives one word.", &word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    #[test]
    fn any_spelling_of_the_word_is_right() {
        let check = WordCheck::new(8, 200).expect("a word");
        let judge = |text: &str| {
            check
                .judge(Answer {
                    text: &format!("\\boxed{{{text}}}"),
                    finish: Finish::Stop,
                })
                .strict
        };
        for text in ["200", "-56", "0xC8", "0b11001000", "200#8"] {
            let verdict = judge(text);
            assert_eq!(verdict.outcome, Outcome::Correct, "{text}");
            assert_eq!(verdict.evidence.answer.as_deref(), Some("200"));
        }
        for (text, reason) in [
            ("201", "201 is not 200"),
            ("-57", "199 is not 200"),
            ("456", "456 is no word of 8 bits"),
            ("-312", "-312 is no word of 8 bits"),
        ] {
            let verdict = judge(text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason));
        }
    }

    #[test]
    fn data_that_is_no_word_is_refused() {
        assert!(WordCheck::new(0, 0).is_err());
        assert!(WordCheck::new(65, 0).is_err());
        assert!(WordCheck::new(8, 256).is_err());
        assert!(WordCheck::new(64, u64::MAX).is_ok());
        for expected in ["-1", "256", "99999999999999999999"] {
            let json = format!(r#"{{"width":8,"expected":"{expected}"}}"#);
            assert!(serde_json::from_str::<WordCheck>(&json).is_err());
        }
    }
}
