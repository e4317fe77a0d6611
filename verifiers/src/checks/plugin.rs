//! An item that a plugin judges itself, or failed to make.

use serde::{Deserialize, Serialize};

use crate::check::Answer;
use crate::extract::{self, Readings};
use crate::value::TextShape;
use crate::verdict::{Judgement, Verdict};

/// The answer is put to the plugin's own `verify`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginCheck {
    /// The plugin: its task's name.
    pub plugin: String,
    /// BLAKE3 of its bytes, in hex: another version of the plugin must not judge the item.
    pub digest: String,
    /// What it is about.
    pub case: PluginCase,
}

/// The item as far as its check cares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PluginCase {
    /// An item to be judged.
    Judged {
        /// The item as `generate` gave it, as JSON.
        item: String,
        /// A right answer.
        right: String,
        /// A wrong answer of the right form.
        wrong: String,
        /// What of a response the plugin is given.
        #[serde(default)]
        reads: Reads,
    },
    /// The plugin failed to make the item: nobody is to be asked.
    Failed {
        /// What failed: file, line, address and error.
        reason: String,
    },
}

/// What of a response a plugin is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reads {
    /// The final answer, in plain spelling, as the grammar of answers finds it.
    #[default]
    Answer,
    /// All of it.
    Text,
}

impl PluginCheck {
    /// Why the item could not be made, if it couldn't.
    pub fn failure(&self) -> Option<&str> {
        match &self.case {
            PluginCase::Failed { reason } => Some(reason),
            PluginCase::Judged { .. } => None,
        }
    }

    /// An error: only the plugin can say whether an answer is right, and it has to be run.
    pub fn judge(&self, _: Answer<'_>) -> Judgement {
        Judgement::both(Verdict::error(match self.failure() {
            Some(reason) => reason.to_owned(),
            None => format!(
                "an answer to an item of the plugin `{}` is judged by running the plugin",
                self.plugin
            ),
        }))
    }

    /// Judges a response by `verify`, which is given what the item says that it reads. It is called
    /// only if there is something to judge, and twice only if the two readings find different
    /// answers.
    pub fn judge_by(&self, answer: Answer<'_>, verify: impl Fn(&str) -> Verdict) -> Judgement {
        match &self.case {
            PluginCase::Failed { .. } => self.judge(answer),
            PluginCase::Judged {
                reads: Reads::Text, ..
            } => extract::whole(answer).map_or_else(
                |missing| Judgement::both(Verdict::no_answer(missing.kind, missing.reason)),
                |text| Judgement::both(verify(text)),
            ),
            PluginCase::Judged {
                reads: Reads::Answer,
                ..
            } => {
                let readings: Readings<String> = extract::read(answer, &TextShape);
                readings.judge(|text| verify(text))
            }
        }
    }

    /// The plugin's right answer, boxed if that is what it reads.
    pub fn reference(&self) -> String {
        self.reply(|right, _| right)
    }

    /// The plugin's wrong answer, likewise.
    pub fn counterfeit(&self) -> String {
        self.reply(|_, wrong| wrong)
    }

    fn reply<'a>(&'a self, which: impl Fn(&'a str, &'a str) -> &'a str) -> String {
        match &self.case {
            PluginCase::Failed { .. } => String::new(),
            PluginCase::Judged {
                right,
                wrong,
                reads,
                ..
            } => match reads {
                Reads::Text => which(right, wrong).to_owned(),
                Reads::Answer => super::reply("Working it out gives this.", which(right, wrong)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::check::Finish;
    use crate::verdict::{NoAnswer, Outcome};

    fn check(reads: Reads) -> PluginCheck {
        PluginCheck {
            plugin: "example.coins".to_owned(),
            digest: "00".repeat(32),
            case: PluginCase::Judged {
                item: "{}".to_owned(),
                right: "heads, tails".to_owned(),
                wrong: "tails".to_owned(),
                reads,
            },
        }
    }

    /// What `verify` was asked, and the outcomes.
    fn put(check: &PluginCheck, text: &str, finish: Finish) -> (Vec<String>, Outcome, Outcome) {
        let asked = RefCell::new(Vec::new());
        let judged = check.judge_by(Answer { text, finish }, |text| {
            asked.borrow_mut().push(text.to_owned());
            if text.ends_with("heads, tails") {
                Verdict::correct(text)
            } else {
                Verdict::incorrect(text, "no")
            }
        });
        (
            asked.into_inner(),
            judged.strict.outcome,
            judged.lenient.outcome,
        )
    }

    #[test]
    fn the_box_is_what_is_judged() {
        let check = check(Reads::Answer);
        for (text, asked) in [
            (check.reference().as_str(), "heads, tails"),
            (
                r"So \boxed{\text{heads, tails}}. The answer is clear.",
                "heads, tails",
            ),
            (
                r"\boxed{answer} is asked; \boxed{heads, tails}",
                "heads, tails",
            ),
            (r"\boxed{\text{heads}, tails}", "{heads}, tails"),
            (r"\boxed{x} no, \boxed{heads, tails}", "heads, tails"),
        ] {
            let (given, strict, lenient) = put(&check, text, Finish::Stop);
            assert_eq!(given, [asked], "{text}");
            assert_eq!(strict, lenient);
        }
        let (_, strict, _) = put(&check, &check.counterfeit(), Finish::Stop);
        assert_eq!(strict, Outcome::Incorrect);
        for (text, asked) in [
            ("x", "x"),
            (r"\frac{1}{2}", r"\frac{1}{2}"),
            (r"1{,}000\,m", "1,000 m"),
            ("Zürich – $5$", "Zürich - 5"),
        ] {
            let boxed = format!("\\boxed{{{text}}}");
            assert_eq!(put(&check, &boxed, Finish::Stop).0, [asked]);
        }
    }

    #[test]
    fn without_a_box_only_the_lenient_reading_finds_an_answer() {
        let unparsable = Outcome::NoAnswer(NoAnswer::Unparsable);
        let found = put(&check(Reads::Answer), "heads, tails", Finish::Stop);
        assert_eq!(
            found,
            (
                vec!["heads, tails".to_owned()],
                unparsable,
                Outcome::Correct
            )
        );
        let (given, strict, _) = put(&check(Reads::Answer), "heads", Finish::Length);
        assert_eq!(strict, Outcome::NoAnswer(NoAnswer::Truncated));
        assert!(given.is_empty(), "{given:?}");
    }

    #[test]
    fn a_whole_response_is_given_without_its_reasoning() {
        let check = check(Reads::Text);
        assert_eq!(check.reference(), "heads, tails");
        let (given, strict, lenient) =
            put(&check, "<think>tails?</think>heads, tails", Finish::Stop);
        assert_eq!(given, ["heads, tails"]);
        assert_eq!((strict, lenient), (Outcome::Correct, Outcome::Correct));
        for (text, finish, kind) in [
            ("heads, ", Finish::Length, NoAnswer::Truncated),
            ("heads", Finish::Refused, NoAnswer::Refused),
            (" ", Finish::Stop, NoAnswer::Unparsable),
            ("<think>heads", Finish::Stop, NoAnswer::Truncated),
        ] {
            let (given, strict, _) = put(&check, text, finish);
            assert_eq!(strict, Outcome::NoAnswer(kind), "{text}");
            assert!(given.is_empty());
        }
    }

    #[test]
    fn a_failed_item_is_an_error_whatever_is_answered() {
        let check = PluginCheck {
            case: PluginCase::Failed {
                reason: "coins.py, line 3: boom".to_owned(),
            },
            ..check(Reads::Answer)
        };
        let (given, strict, _) = put(&check, r"\boxed{1}", Finish::Stop);
        assert_eq!((given, strict), (Vec::new(), Outcome::Error));
        assert_eq!(check.reference(), "");
    }
}
