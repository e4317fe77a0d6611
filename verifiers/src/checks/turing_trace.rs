//! The configurations of a Turing machine, step by step or only the last.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::tag_trace::MAX_TRACE;
use crate::check::{Answer, Finish};
use crate::extract;
use crate::mtag::sheet::Course as _;
use crate::turing::course::Steps;
use crate::turing::{Configuration, Machine};
use crate::value::{ConfigurationShape, Shape as _};
use crate::verdict::{Judgement, Verdict};

/// Most steps that may be asked for.
pub const MAX_TURING_STEPS: u32 = 10_000;

/// What the prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TraceAsk {
    /// The configuration after every step.
    EveryStep,
    /// Only the one after the last step.
    LastStep,
}

/// The answer must follow the machine from the start given.
///
/// Asked for every step, it is judged as [`crate::checks::TagTraceCheck`] judges: right when the last
/// configuration it gives for each step is right and it gives none beyond; its score is the share of
/// right steps, and the evidence holds one mark a step for [`crate::mtag::score::StepTally`]. Asked
/// for the last step alone, the configuration stands in a box and the score is 1 or 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck", into = "RawCheck")]
pub struct TuringTraceCheck {
    machine: Machine,
    start: Configuration,
    steps: u32,
    ask: TraceAsk,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    machine: Machine,
    /// The configuration as [`Configuration::spell`] writes it.
    start: String,
    steps: u32,
    ask: TraceAsk,
}

/// Why data describes no run to follow.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TraceError {
    /// The start is no configuration of the machine, or one after the halt.
    #[error("`{0}` is no configuration of the machine from which it can go on")]
    Start(String),
    /// Too many steps.
    #[error("{0} steps are asked for, but at most {MAX_TURING_STEPS} can be")]
    Steps(u32),
    /// The configurations would be too long.
    #[error("the configurations together have more than {MAX_TRACE} cells")]
    Cells,
}

impl TryFrom<RawCheck> for TuringTraceCheck {
    type Error = TraceError;

    fn try_from(raw: RawCheck) -> Result<Self, TraceError> {
        let shape = ConfigurationShape {
            machine: &raw.machine,
        };
        let start = shape
            .exact(&raw.start)
            .ok_or(TraceError::Start(raw.start))?;
        Self::new(raw.machine, start, raw.steps, raw.ask)
    }
}

impl From<TuringTraceCheck> for RawCheck {
    fn from(check: TuringTraceCheck) -> Self {
        Self {
            start: check.start.spell(&check.machine),
            machine: check.machine,
            steps: check.steps,
            ask: check.ask,
        }
    }
}

impl TuringTraceCheck {
    /// The check for `steps` steps of `machine` at most, from `start`.
    ///
    /// # Errors
    /// [`TraceError`] when the start is one after the halt or has symbols that the machine does not
    /// know, or the configurations are too many or too long.
    pub fn new(
        machine: Machine,
        start: Configuration,
        steps: u32,
        ask: TraceAsk,
    ) -> Result<Self, TraceError> {
        let known = |&symbol: &u8| usize::from(symbol) < machine.symbols();
        let fits = start
            .state()
            .is_some_and(|state| usize::from(state) < machine.states());
        if !fits || !start.tape().iter().all(known) {
            return Err(TraceError::Start(start.spell(&machine)));
        }
        if steps > MAX_TURING_STEPS {
            return Err(TraceError::Steps(steps));
        }
        let most = (start.tape().len() + steps as usize).saturating_mul(steps as usize + 1);
        if most > MAX_TRACE {
            if start.tape().len() > MAX_TRACE {
                return Err(TraceError::Cells);
            }
            let steps = Steps::new(&machine, &start, steps);
            let cells = steps.configurations().iter();
            if cells.map(|one| one.tape().len()).sum::<usize>() > MAX_TRACE {
                return Err(TraceError::Cells);
            }
        }
        Ok(Self {
            machine,
            start,
            steps,
            ask,
        })
    }

    /// The machine.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// Where it begins.
    pub fn start(&self) -> &Configuration {
        &self.start
    }

    /// How many steps are asked for at most; the machine may halt earlier.
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// What the prompt asks for.
    pub fn ask(&self) -> TraceAsk {
        self.ask
    }

    fn truth(&self) -> Steps<'_> {
        Steps::new(&self.machine, &self.start, self.steps)
    }

    /// Judges a response, by the strict and by the lenient reading.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let truth = self.truth();
        if self.ask == TraceAsk::LastStep {
            let shape = ConfigurationShape {
                machine: &self.machine,
            };
            return extract::read(answer, &shape).judge(|found| {
                let text = found.spell(&self.machine);
                if found == truth.last() {
                    Verdict::correct(text)
                } else {
                    let last = truth.last().spell(&self.machine);
                    Verdict::incorrect(text, format!("the last configuration is {last}"))
                }
            });
        }
        // A line that the limit cuts may lack its tail.
        let text = match answer.finish {
            Finish::Length => answer
                .text
                .rfind('\n')
                .map_or("", |end| &answer.text[..end]),
            _ => answer.text,
        };
        let mut sheet = truth.strict(text);
        let strict = sheet.verdict(&truth, answer.finish);
        let lenient = if strict.outcome.is_correct() {
            strict.clone()
        } else if sheet.is_full() {
            if sheet.forgive_halt_remark(&truth) {
                sheet.verdict(&truth, answer.finish)
            } else {
                strict.clone()
            }
        } else {
            let mut sheet = truth.lenient(text);
            sheet.forgive_halt_remark(&truth);
            sheet.verdict(&truth, answer.finish)
        };
        Judgement { strict, lenient }
    }

    /// A right answer in the form the prompt asks for.
    pub fn reference(&self) -> String {
        let truth = self.truth();
        match self.ask {
            TraceAsk::LastStep => reply(&truth.last().spell(&self.machine)),
            TraceAsk::EveryStep => lines(truth.states(), |step| truth.text(step).to_owned()),
        }
    }

    /// A wrong answer in the form the prompt asks for: every configuration it gives is wrong.
    pub fn counterfeit(&self) -> String {
        let truth = self.truth();
        match self.ask {
            TraceAsk::LastStep => reply(&self.spoil(truth.last())),
            TraceAsk::EveryStep => lines(truth.states(), |step| {
                self.spoil(&truth.configurations()[step])
            }),
        }
    }

    /// The configuration with another symbol under the head.
    fn spoil(&self, right: &Configuration) -> String {
        let mut tape = right.tape().to_vec();
        let cell = &mut tape[right.head()];
        *cell = u8::from(*cell == 0);
        Configuration::new(right.state(), &tape, right.head()).spell(&self.machine)
    }
}

fn lines(count: usize, text: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    for step in 0..count {
        let _ = writeln!(out, "Step {step}: {}", text(step));
    }
    out
}

fn reply(answer: &str) -> String {
    super::reply("Following the machine step by step leads here.", answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::{NoAnswer, Outcome};

    fn check(ask: TraceAsk, steps: u32) -> TuringTraceCheck {
        let machine: Machine = "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA"
            .parse()
            .expect("a machine");
        let start = Configuration::new(Some(2), &[1, 0, 1, 1], 1);
        TuringTraceCheck::new(machine, start, steps, ask).expect("a run")
    }

    #[test]
    fn players_are_right_and_wrong_and_checks_are_stored() {
        for ask in [TraceAsk::EveryStep, TraceAsk::LastStep] {
            for steps in [1, 2, 17, 300] {
                let check = check(ask, steps);
                let judge = |text: &str, finish| check.judge(Answer { text, finish });
                let right = judge(&check.reference(), Finish::Stop);
                assert_eq!(right.strict.outcome, Outcome::Correct);
                assert_eq!(right.lenient.outcome, Outcome::Correct);
                let wrong = judge(&check.counterfeit(), Finish::Stop);
                assert_eq!(wrong.strict.outcome, Outcome::Incorrect);
                assert_eq!(wrong.lenient.outcome, Outcome::Incorrect);
                assert!(wrong.strict.score == 0.0);
                let json = serde_json::to_string(&check).expect("plain data");
                assert_eq!(
                    serde_json::from_str::<TuringTraceCheck>(&json).expect("its own"),
                    check
                );
            }
        }
        let check = check(TraceAsk::EveryStep, 9);
        let reference = check.reference();
        let cut = check.judge(Answer {
            text: &reference[..reference.len() / 2],
            finish: Finish::Length,
        });
        assert_eq!(cut.strict.outcome, Outcome::NoAnswer(NoAnswer::Truncated));
        assert!(cut.strict.score > 0.2 && cut.strict.score < 0.8);
    }

    #[test]
    fn data_that_is_no_run_is_refused() {
        let machine: Machine = "1RB1LB_1LA1RZ".parse().expect("a machine");
        let new = |start: Configuration, steps| {
            TuringTraceCheck::new(machine.clone(), start, steps, TraceAsk::EveryStep)
        };
        let bad = Configuration::new(Some(0), &[2], 0);
        assert_eq!(new(bad, 3), Err(TraceError::Start("A: [2]".to_owned())));
        let halted = Configuration::new(None, &[1], 0);
        assert_eq!(new(halted, 3), Err(TraceError::Start("Z: [1]".to_owned())));
        assert_eq!(
            new(Configuration::start(), 10_001),
            Err(TraceError::Steps(10_001))
        );
        let json = r#"{"machine":"1RB1LB_1LA1RZ","start":"Q: [0]","steps":3,"ask":"every_step"}"#;
        assert!(serde_json::from_str::<TuringTraceCheck>(json).is_err());
    }
}
