//! Outcomes, scores and the evidence for them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a response holds no answer that could be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoAnswer {
    /// The model stopped by itself, but no final answer of the asked kind was found.
    Unparsable,
    /// The token limit cut the response before a final answer.
    Truncated,
    /// The model or its provider declined to answer.
    Refused,
}

/// What became of one response.
///
/// The four are kept apart for good: an infrastructure failure is never a wrong answer, and a
/// response without an answer is counted and listed by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The answer is right.
    Correct,
    /// An answer was found and it is wrong.
    Incorrect,
    /// No answer was found; the kind says why.
    NoAnswer(NoAnswer),
    /// The infrastructure failed; the model was not measured on this item.
    Error,
}

impl Outcome {
    /// The name under which the outcome is stored: `correct`, `incorrect`, `unparsable`,
    /// `truncated`, `refused` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Incorrect => "incorrect",
            Self::NoAnswer(NoAnswer::Unparsable) => "unparsable",
            Self::NoAnswer(NoAnswer::Truncated) => "truncated",
            Self::NoAnswer(NoAnswer::Refused) => "refused",
            Self::Error => "error",
        }
    }

    /// The outcome stored under `name`, or `None` for a name that [`Outcome::name`] never gives.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::Correct,
            Self::Incorrect,
            Self::NoAnswer(NoAnswer::Unparsable),
            Self::NoAnswer(NoAnswer::Truncated),
            Self::NoAnswer(NoAnswer::Refused),
            Self::Error,
        ]
        .into_iter()
        .find(|outcome| outcome.name() == name)
    }

    /// Whether the outcome is [`Outcome::Correct`].
    pub fn is_correct(self) -> bool {
        self == Self::Correct
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a verdict rests on, for the person who doubts it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The answer as it was read, in canonical spelling (`-3`, `7/2`, `[1, 2]`): equal answers
    /// are equal texts, so that majority voting can count them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<str>>,
    /// Why the answer is wrong or was not found; `None` for a right one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<str>>,
    /// For answers made of steps, one character a step of the truth: `1` right, `0` wrong,
    /// `-` not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<Box<str>>,
}

/// The decision about one response under one reading of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// What became of the response.
    pub outcome: Outcome,
    /// Credit in [0, 1]. Exactly 1 for a right answer; below 1, and above 0 only where the task
    /// defines partial credit, for every other outcome.
    pub score: f64,
    /// What the decision rests on.
    pub evidence: Evidence,
}

impl Verdict {
    /// A right answer, read as `answer`.
    pub fn correct(answer: impl Into<Box<str>>) -> Self {
        Self {
            outcome: Outcome::Correct,
            score: 1.0,
            evidence: Evidence {
                answer: Some(answer.into()),
                ..Evidence::default()
            },
        }
    }

    /// A wrong answer, read as `answer`, with the reason it is wrong.
    pub fn incorrect(answer: impl Into<Box<str>>, reason: impl Into<Box<str>>) -> Self {
        Self {
            outcome: Outcome::Incorrect,
            score: 0.0,
            evidence: Evidence {
                answer: Some(answer.into()),
                reason: Some(reason.into()),
                ..Evidence::default()
            },
        }
    }

    /// Nothing was decided, for `reason`: the model was not measured.
    pub fn error(reason: impl Into<Box<str>>) -> Self {
        Self {
            outcome: Outcome::Error,
            score: 0.0,
            evidence: Evidence {
                reason: Some(reason.into()),
                ..Evidence::default()
            },
        }
    }

    /// No answer of the asked kind, with the reason none was found.
    pub fn no_answer(kind: NoAnswer, reason: impl Into<Box<str>>) -> Self {
        Self {
            outcome: Outcome::NoAnswer(kind),
            score: 0.0,
            evidence: Evidence {
                reason: Some(reason.into()),
                ..Evidence::default()
            },
        }
    }
}

/// Both readings of one response.
///
/// The strict reading takes the answer only in the form that the prompt asked for; the lenient
/// one also takes an answer stated in another usual way. Their gap over a run is the format cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The verdict when only the requested form counts.
    pub strict: Verdict,
    /// The verdict when any clearly stated final answer counts.
    pub lenient: Verdict,
}

impl Judgement {
    /// The same verdict under both readings.
    pub fn both(verdict: Verdict) -> Self {
        Self {
            strict: verdict.clone(),
            lenient: verdict,
        }
    }
}
