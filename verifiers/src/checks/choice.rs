//! One of a few named options.

use serde::{Deserialize, Serialize};

use crate::check::Answer;
use crate::extract;
use crate::value::ChoiceShape;
use crate::verdict::{Judgement, Verdict};

/// One option that the prompt offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// The option as the prompt names it.
    pub name: String,
    /// Other spellings that mean the same (`>`, `larger`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// The answer must be this option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceCheck {
    /// Index of the right option.
    pub expected: usize,
    /// All options.
    pub options: Vec<ChoiceOption>,
}

impl ChoiceCheck {
    /// Judges a response. The evidence names the option as the prompt does, whichever spelling
    /// the model chose.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let shape = ChoiceShape {
            options: &self.options,
        };
        extract::read(answer, &shape).judge(|&option| {
            let name = self.name(option);
            if option == self.expected {
                Verdict::correct(name)
            } else {
                Verdict::incorrect(name, format!("{name} is not {}", self.name(self.expected)))
            }
        })
    }

    /// The right option's name, boxed.
    pub fn reference(&self) -> String {
        super::reply(
            "Weighing the options against each other leaves one.",
            self.name(self.expected),
        )
    }

    /// The next option's name, boxed; a check with a single option has no wrong one, and gets a
    /// name that is none.
    pub fn counterfeit(&self) -> String {
        let wrong = (self.expected + 1)
            .checked_rem(self.options.len())
            .unwrap_or(0);
        let name = if wrong == self.expected {
            "none of them"
        } else {
            self.name(wrong)
        };
        super::reply("Weighing the options against each other leaves one.", name)
    }

    fn name(&self, option: usize) -> &str {
        self.options
            .get(option)
            .map_or("an option that the check does not have", |option| {
                &option.name
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn comparison(expected: usize) -> ChoiceCheck {
        let option = |name: &str, also: &[&str]| ChoiceOption {
            name: name.to_owned(),
            also: also.iter().map(|&text| text.to_owned()).collect(),
        };
        ChoiceCheck {
            expected,
            options: vec![
                option("greater than", &[">", "greater", "larger"]),
                option("less than", &["<", "less", "smaller"]),
                option("equal to", &["=", "equal"]),
            ],
        }
    }

    fn strict(expected: usize, text: &str) -> Outcome {
        let text = format!("\\boxed{{{text}}}");
        comparison(expected)
            .judge(Answer {
                text: &text,
                finish: Finish::Stop,
            })
            .strict
            .outcome
    }

    #[test]
    fn options_are_read_word_by_word() {
        for text in [
            "greater than",
            r"\text{Greater than}",
            ">",
            r"\gt",
            "greater",
            "**larger**",
            "greater-than.",
        ] {
            assert_eq!(strict(0, text), Outcome::Correct, "{text}");
        }
        for text in [
            "not greater than",
            "greater than or equal to",
            "greater than, less than",
            r"\geq",
            "greatest",
        ] {
            assert!(matches!(strict(0, text), Outcome::NoAnswer(_)), "{text}");
        }
        assert_eq!(strict(0, "less than"), Outcome::Incorrect);
    }

    #[test]
    fn players_are_right_and_wrong() {
        for expected in 0..3 {
            let check = comparison(expected);
            let of = |text: &str| {
                check
                    .judge(Answer {
                        text,
                        finish: Finish::Stop,
                    })
                    .strict
                    .outcome
            };
            assert_eq!(of(&check.reference()), Outcome::Correct);
            assert_eq!(of(&check.counterfeit()), Outcome::Incorrect);
        }
    }
}
