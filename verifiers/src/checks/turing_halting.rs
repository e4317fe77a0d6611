//! Whether a Turing machine halts, ever or within a number of steps.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::choice::{ChoiceCheck, ChoiceOption};
use super::turing_run::MAX_RUN;
use crate::check::Answer;
use crate::turing::{Certificate, Machine, Refusal, Run, Stop};
use crate::verdict::Judgement;

/// What is known of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fate", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fate {
    /// It halts with this step.
    Halts {
        /// The step of the halting transition.
        steps: u64,
    },
    /// It never halts, which the certificate proves.
    Never {
        /// The proof.
        certificate: Certificate,
    },
    /// It has not halted after this many steps; what it does later is not known.
    Later {
        /// Steps that were run.
        steps: u64,
    },
}

/// The answer must be whether the machine halts: yes or no.
///
/// The check holds the proof with it: a run or a certificate, which is verified when a check is
/// made or read. So no stored key is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct TuringHaltingCheck {
    machine: Machine,
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<u64>,
    #[serde(flatten)]
    fate: Fate,
}

#[derive(Deserialize)]
struct RawCheck {
    machine: Machine,
    within: Option<u64>,
    #[serde(flatten)]
    fate: Fate,
}

/// Why data is no question whose answer is known.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HaltingError {
    /// The run to the halt, or the steps asked about, are too many.
    #[error("at most {MAX_RUN} steps are asked about")]
    Steps,
    /// The machine doesn't halt with the step said.
    #[error("the machine does not halt with step {0}")]
    Halt(u64),
    /// The machine stops earlier than said.
    #[error("the machine stops after {0} steps")]
    Early(u64),
    /// The steps run are fewer than those asked about, or whether it ever halts is asked.
    #[error("that the machine runs for {0} steps does not answer the question")]
    Open(u64),
    /// The certificate proves nothing.
    #[error("the certificate is refused: {0}")]
    Certificate(Refusal),
}

impl TryFrom<RawCheck> for TuringHaltingCheck {
    type Error = HaltingError;

    fn try_from(raw: RawCheck) -> Result<Self, HaltingError> {
        Self::new(raw.machine, raw.within, raw.fate)
    }
}

impl TuringHaltingCheck {
    /// The check for `machine`, of which `fate` is known: whether it halts within `within` steps
    /// (the halting transition counts), or ever.
    ///
    /// # Errors
    /// [`HaltingError`] when the fate is not the machine's, or doesn't answer the question.
    pub fn new(machine: Machine, within: Option<u64>, fate: Fate) -> Result<Self, HaltingError> {
        if within.is_some_and(|within| within > MAX_RUN) {
            return Err(HaltingError::Steps);
        }
        match &fate {
            Fate::Halts { steps } | Fate::Later { steps } if *steps > MAX_RUN => {
                return Err(HaltingError::Steps);
            }
            Fate::Halts { steps } => {
                let mut run = Run::new(&machine);
                if run.run(*steps) != Stop::Halted || run.steps() != *steps {
                    return Err(HaltingError::Halt(*steps));
                }
            }
            Fate::Later { steps } => {
                if within.is_none_or(|within| within > *steps) {
                    return Err(HaltingError::Open(*steps));
                }
                let mut run = Run::new(&machine);
                if run.run(*steps) != Stop::Steps {
                    return Err(HaltingError::Early(run.steps()));
                }
            }
            Fate::Never { certificate } => certificate
                .verify(&machine)
                .map_err(HaltingError::Certificate)?,
        }
        Ok(Self {
            machine,
            within,
            fate,
        })
    }

    /// The machine.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// Within how many steps; `None` for ever.
    pub fn within(&self) -> Option<u64> {
        self.within
    }

    /// What is known of the machine.
    pub fn fate(&self) -> &Fate {
        &self.fate
    }

    /// Whether the answer is yes.
    pub fn halts(&self) -> bool {
        match &self.fate {
            Fate::Halts { steps } => self.within.is_none_or(|within| *steps <= within),
            Fate::Never { .. } | Fate::Later { .. } => false,
        }
    }

    fn choice(&self) -> ChoiceCheck {
        let option = |name: &str, also: &[&str]| ChoiceOption {
            name: name.to_owned(),
            also: also.iter().map(|&text| text.to_owned()).collect(),
        };
        ChoiceCheck {
            expected: usize::from(!self.halts()),
            options: vec![
                option("yes", &["halts", "it halts", "yes, it halts", "true"]),
                option(
                    "no",
                    &[
                        "never halts",
                        "it never halts",
                        "does not halt",
                        "it does not halt",
                        "doesn't halt",
                        "no, it never halts",
                        "no, it does not halt",
                        "false",
                    ],
                ),
            ],
        }
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        self.choice().judge(answer)
    }

    /// Yes or no, boxed.
    pub fn reference(&self) -> String {
        self.reply(self.halts())
    }

    /// No or yes, boxed.
    pub fn counterfeit(&self) -> String {
        self.reply(!self.halts())
    }

    fn reply(&self, halts: bool) -> String {
        super::reply(
            "Following the machine shows what becomes of it.",
            if halts { "yes" } else { "no" },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn machine(text: &str) -> Machine {
        text.parse().expect(text)
    }

    #[test]
    fn only_what_is_proved_is_asked() {
        let champion = machine("1RB1LB_1LA1RZ");
        let runner = machine("1RB1RZ_1RA0RB");
        let proof = Certificate::TranslatedCycler {
            start: 0,
            period: 2,
        };
        let never = Fate::Never { certificate: proof };
        let new = TuringHaltingCheck::new;
        for (machine, within, fate, halts) in [
            (&champion, None, Fate::Halts { steps: 6 }, true),
            (&champion, Some(6), Fate::Halts { steps: 6 }, true),
            (&champion, Some(5), Fate::Halts { steps: 6 }, false),
            (&champion, Some(5), Fate::Later { steps: 5 }, false),
            (&runner, None, never.clone(), false),
            (&runner, Some(9), never.clone(), false),
        ] {
            let check = new(machine.clone(), within, fate).expect("proved");
            assert_eq!(check.halts(), halts);
            let judge = |text: &str| {
                check
                    .judge(Answer {
                        text,
                        finish: Finish::Stop,
                    })
                    .lenient
                    .outcome
            };
            assert_eq!(judge(&check.reference()), Outcome::Correct);
            assert_eq!(judge(&check.counterfeit()), Outcome::Incorrect);
            for text in [
                "\\boxed{never halts}",
                "\\boxed{\\text{No}}",
                "\\boxed{it does not halt}",
                "The final answer is: **no**",
            ] {
                assert_eq!(judge(text).is_correct(), !halts, "{text}");
            }
            assert!(!judge("The answer is: it never halts.").is_correct() || !halts);
            let json = serde_json::to_string(&check).expect("plain data");
            assert_eq!(
                serde_json::from_str::<TuringHaltingCheck>(&json).expect("its own"),
                check
            );
        }
        assert_eq!(
            new(champion.clone(), None, Fate::Halts { steps: 5 }),
            Err(HaltingError::Halt(5))
        );
        assert_eq!(
            new(champion.clone(), None, Fate::Later { steps: 5 }),
            Err(HaltingError::Open(5))
        );
        assert_eq!(
            new(champion.clone(), Some(7), Fate::Later { steps: 7 }),
            Err(HaltingError::Early(6))
        );
        assert!(matches!(
            new(champion, None, never),
            Err(HaltingError::Certificate(_))
        ));
    }
}
