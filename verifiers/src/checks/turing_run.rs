//! What a Turing machine does that halts: its steps, its score, its tape, or where it stands.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::integer::IntegerCheck;
use crate::Integer;
use crate::check::Answer;
use crate::extract;
use crate::turing::configuration::{spell_tape, trimmed};
use crate::turing::{Configuration, Machine, Run, Stop};
use crate::value::{ConfigurationShape, TapeShape};
use crate::verdict::{Judgement, Verdict};

/// Most steps of a run that is asked about.
pub const MAX_RUN: u64 = 1_000_000;

/// What the prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunAsk {
    /// After how many steps it halts; the halting transition counts.
    Steps,
    /// How many cells do not hold 0 after the halt.
    Score,
    /// The tape after the halt.
    Tape,
    /// State, tape and head after `steps` steps.
    Configuration,
}

/// The answer must say what the machine does from the empty tape in its first `steps` steps, which
/// end with the halt unless the configuration is asked for.
///
/// Steps, score and tape are stored beside the machine, for those who turn items into theorems; they
/// are computed anew when a check is read, and other ones are refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct TuringRunCheck {
    machine: Machine,
    ask: RunAsk,
    steps: u64,
    score: u64,
    tape: Vec<u8>,
    configuration: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    machine: Machine,
    ask: RunAsk,
    steps: u64,
    score: u64,
    tape: Vec<u8>,
    configuration: String,
}

/// Why data describes no run to ask about.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RunError {
    /// The run is too long.
    #[error("the run has {0} steps, but at most {MAX_RUN} are asked about")]
    Steps(u64),
    /// The machine doesn't halt then.
    #[error("the machine does not halt with step {0}")]
    Halt(u64),
    /// The machine stops before.
    #[error("the machine stops after {0} steps already")]
    Short(u64),
    /// What is stored is not what the machine does.
    #[error("steps, score, tape and configuration are not those of the machine")]
    Outcome,
}

impl TryFrom<RawCheck> for TuringRunCheck {
    type Error = RunError;

    fn try_from(raw: RawCheck) -> Result<Self, RunError> {
        let check = Self::new(raw.machine, raw.ask, raw.steps)?;
        let stored = (raw.score, &raw.tape, &raw.configuration);
        if stored == (check.score, &check.tape, &check.configuration) {
            Ok(check)
        } else {
            Err(RunError::Outcome)
        }
    }
}

impl TuringRunCheck {
    /// The check for the first `steps` steps of `machine`.
    ///
    /// # Errors
    /// [`RunError`] when these are too many, or the machine doesn't halt with the last of them (or
    /// halts earlier, where the configuration is asked for).
    pub fn new(machine: Machine, ask: RunAsk, steps: u64) -> Result<Self, RunError> {
        if steps > MAX_RUN {
            return Err(RunError::Steps(steps));
        }
        let mut run = Run::new(&machine);
        let stop = run.run(steps);
        if run.steps() < steps {
            return Err(RunError::Short(run.steps()));
        }
        if ask != RunAsk::Configuration && stop != Stop::Halted {
            return Err(RunError::Halt(steps));
        }
        let end = run.configuration();
        Ok(Self {
            ask,
            steps,
            score: end.score(),
            tape: trimmed(end.tape()).to_vec(),
            configuration: end.spell(&machine),
            machine,
        })
    }

    /// The machine.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// What the prompt asks for.
    pub fn ask(&self) -> RunAsk {
        self.ask
    }

    /// The steps of the run.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The cells that do not hold 0 after them.
    pub fn score(&self) -> u64 {
        self.score
    }

    /// The tape after them, without the 0s at its ends.
    pub fn tape(&self) -> &[u8] {
        &self.tape
    }

    /// The configuration after them, spelled.
    pub fn configuration(&self) -> &str {
        &self.configuration
    }

    /// The answer as an integer, where it is one.
    fn number(&self) -> Option<IntegerCheck> {
        let expected = match self.ask {
            RunAsk::Steps => self.steps,
            RunAsk::Score => self.score,
            RunAsk::Tape | RunAsk::Configuration => return None,
        };
        Some(IntegerCheck {
            expected: Integer(expected.into()),
        })
    }

    fn end(&self) -> Configuration {
        let mut run = Run::new(&self.machine);
        run.run(self.steps);
        run.configuration()
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let machine = &self.machine;
        match (self.number(), self.ask) {
            (Some(number), _) => number.judge(answer),
            (None, RunAsk::Configuration) => {
                let end = self.end();
                extract::read(answer, &ConfigurationShape { machine }).judge(|found| {
                    let text = found.spell(machine);
                    if *found == end {
                        Verdict::correct(text)
                    } else {
                        Verdict::incorrect(text, format!("it is {}", self.configuration))
                    }
                })
            }
            (None, _) => extract::read(answer, &TapeShape { machine }).judge(|found| {
                let text = spell_tape(found);
                if *found == self.tape {
                    Verdict::correct(text)
                } else {
                    let reason = format!("the tape is {}", spell_tape(&self.tape));
                    Verdict::incorrect(text, reason)
                }
            }),
        }
    }

    /// What the machine does, boxed.
    pub fn reference(&self) -> String {
        match (self.number(), self.ask) {
            (Some(number), _) => number.reference(),
            (None, RunAsk::Configuration) => reply(&self.configuration),
            (None, _) => reply(&spell_tape(&self.tape)),
        }
    }

    /// One step or mark more, or one cell changed, boxed.
    pub fn counterfeit(&self) -> String {
        match (self.number(), self.ask) {
            (Some(number), _) => number.counterfeit(),
            (None, RunAsk::Configuration) => {
                let end = self.end();
                let mut tape = end.tape().to_vec();
                spoil(&mut tape, end.head());
                reply(&Configuration::new(end.state(), &tape, end.head()).spell(&self.machine))
            }
            (None, _) => {
                let mut tape = self.tape.clone();
                tape.push(1);
                reply(&spell_tape(&tape))
            }
        }
    }
}

/// Changes one cell.
fn spoil(tape: &mut [u8], cell: usize) {
    if let Some(symbol) = tape.get_mut(cell) {
        *symbol = u8::from(*symbol == 0);
    }
}

fn reply(answer: &str) -> String {
    super::reply("Following the machine step by step leads here.", answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn check(ask: RunAsk, steps: u64) -> TuringRunCheck {
        let machine = "1RB1LB_1LA1RZ".parse().expect("a machine");
        TuringRunCheck::new(machine, ask, steps).expect("it halts")
    }

    fn strict(check: &TuringRunCheck, text: &str) -> Outcome {
        let answer = Answer {
            text,
            finish: Finish::Stop,
        };
        check.judge(answer).strict.outcome
    }

    #[test]
    fn each_question_has_its_answer() {
        for (ask, steps, right, wrong) in [
            (RunAsk::Steps, 6, "6", "5"),
            (RunAsk::Score, 6, "4", "3"),
            (RunAsk::Tape, 6, "1 1 1 1", "1 1 1"),
            (RunAsk::Configuration, 3, "B: [0] 1 1", "A: [0] 1 1"),
            (RunAsk::Configuration, 6, "Z: 1 1 [1] 1", "B: 1 1 [1] 1"),
        ] {
            let check = check(ask, steps);
            assert_eq!(
                strict(&check, &format!("\\boxed{{{right}}}")),
                Outcome::Correct,
                "{check:?}"
            );
            assert_eq!(
                strict(&check, &format!("\\boxed{{{wrong}}}")),
                Outcome::Incorrect
            );
            assert_eq!(strict(&check, &check.reference()), Outcome::Correct);
            assert_eq!(strict(&check, &check.counterfeit()), Outcome::Incorrect);
            let json = serde_json::to_string(&check).expect("plain data");
            assert_eq!(
                serde_json::from_str::<TuringRunCheck>(&json).expect("its own"),
                check
            );
            let other = json.replace(r#""score":4"#, r#""score":3"#);
            assert_eq!(
                serde_json::from_str::<TuringRunCheck>(&other).is_err(),
                other != json
            );
        }
    }

    #[test]
    fn data_that_is_no_run_is_refused() {
        let machine: Machine = "1RB1LB_1LA1RZ".parse().expect("a machine");
        let new = |ask, steps| TuringRunCheck::new(machine.clone(), ask, steps);
        assert_eq!(new(RunAsk::Steps, 5), Err(RunError::Halt(5)));
        assert_eq!(new(RunAsk::Steps, 7), Err(RunError::Short(6)));
        assert_eq!(
            new(RunAsk::Steps, MAX_RUN + 1),
            Err(RunError::Steps(MAX_RUN + 1))
        );
    }
}
