//! A Turing machine that reaches a goal.

use num_bigint::BigUint;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::turing::leap::{Bounds, End, leap};
use crate::turing::{Action, Machine, Run, Side, Stop};
use crate::value::{MachineShape, StatedMachine};
use crate::verdict::{Judgement, Verdict};

/// A machine is run plainly for so many steps at most, which takes about a tenth of a second.
pub const PLAIN_STEPS: u64 = 10_000_000;
/// Before the last of these steps it is run by leaps within these bounds, over blocks of one to
/// [`WIDEST`] cells.
pub const BOUNDS: Bounds = Bounds {
    leaps: 100_000,
    runs: 1 << 12,
    bits: 1 << 17,
};
/// Widest blocks of the run by leaps.
pub const WIDEST: usize = 4;
/// Largest goal.
pub const MAX_GOAL: u64 = 1_000_000_000_000;

/// What the machine has to reach from the empty tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// It halts after at least so many steps.
    Steps(u64),
    /// It halts with at least so many cells that do not hold 0.
    Marks(u64),
    /// It halts with exactly this step.
    Exactly(u64),
}

impl Goal {
    /// The number in it.
    pub fn number(self) -> u64 {
        match self {
            Self::Steps(number) | Self::Marks(number) | Self::Exactly(number) => number,
        }
    }
}

/// The answer must be a machine of the size asked for that has the transitions given and halts at the
/// goal. Any such machine is right.
///
/// A machine that halts but falls short of "at least `n`" is wrong, and gets for what it reaches, `r`,
/// the credit ln(1 + r) / ln(1 + n), which stays below 1: each doubling is worth the same. Missing an
/// exact goal gets none. A machine that is still running at the limits ([`PLAIN_STEPS`] and
/// [`BOUNDS`]) is not accepted; the reason begins with `limit reached`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct TuringConstructCheck {
    goal: Goal,
    /// The transitions that are given; all others are undefined in it.
    given: Machine,
    /// A machine that reaches the goal.
    witness: Machine,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    goal: Goal,
    given: Machine,
    witness: Machine,
}

/// Why data is no goal that can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConstructError {
    /// The goal is too large.
    #[error("a goal is from 1 to {MAX_GOAL}")]
    Goal,
    /// The witness is none.
    #[error("the witness does not reach the goal: {0}")]
    Witness(String),
}

impl TryFrom<RawCheck> for TuringConstructCheck {
    type Error = ConstructError;

    fn try_from(raw: RawCheck) -> Result<Self, ConstructError> {
        Self::new(raw.goal, raw.given, raw.witness)
    }
}

/// What came of a machine.
enum Reached {
    /// It halts, with these steps and marks.
    Halts(BigUint, BigUint),
    /// It does not, or not within the limits.
    Not(String),
}

impl TuringConstructCheck {
    /// The check for a machine of the size of `given`, which has the transitions that are defined
    /// there; `witness` shows that the goal can be reached.
    ///
    /// # Errors
    /// [`ConstructError`] when the goal is out of range or the witness does not reach it.
    pub fn new(goal: Goal, given: Machine, witness: Machine) -> Result<Self, ConstructError> {
        if !(1..=MAX_GOAL).contains(&goal.number()) {
            return Err(ConstructError::Goal);
        }
        let check = Self {
            goal,
            given,
            witness,
        };
        match check.fault(&check.witness) {
            None => Ok(check),
            Some((reason, _)) => Err(ConstructError::Witness(reason)),
        }
    }

    /// The goal.
    pub fn goal(&self) -> Goal {
        self.goal
    }

    /// The size, and the transitions that are given.
    pub fn given(&self) -> &Machine {
        &self.given
    }

    /// A machine that reaches the goal.
    pub fn witness(&self) -> &Machine {
        &self.witness
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let shape = MachineShape {
            states: self.given.states(),
            symbols: self.given.symbols(),
        };
        extract::read(answer, &shape).judge(|stated| self.decide(stated))
    }

    fn decide(&self, stated: &StatedMachine) -> Verdict {
        let machine = match &stated.machine {
            Ok(machine) => machine,
            Err(error) => return Verdict::incorrect(&*stated.text, &**error),
        };
        match self.fault(machine) {
            None => Verdict::correct(machine.to_string()),
            Some((reason, score)) => {
                let mut verdict = Verdict::incorrect(machine.to_string(), reason);
                verdict.score = score;
                verdict
            }
        }
    }

    /// Why `machine` does not reach the goal, and the credit it gets; `None` when it does.
    fn fault(&self, machine: &Machine) -> Option<(String, f64)> {
        let (states, symbols) = (self.given.states(), self.given.symbols());
        if (machine.states(), machine.symbols()) != (states, symbols) {
            let reason = format!(
                "the machine has {} states and {} symbols, not {states} and {symbols}",
                machine.states(),
                machine.symbols()
            );
            return Some((reason, 0.0));
        }
        let other = self.given.transitions().find(|&(state, symbol, action)| {
            action.is_some() && machine.action(state, symbol) != action
        });
        if let Some((state, symbol, action)) = other {
            let reason = format!(
                "the transition of state {} on {symbol} is given as {}",
                machine.state_letter(Some(state)),
                machine.spell(action)
            );
            return Some((reason, 0.0));
        }
        let (steps, marks) = match reach(machine) {
            Reached::Halts(steps, marks) => (steps, marks),
            Reached::Not(reason) => return Some((reason, 0.0)),
        };
        let (reached, what) = match self.goal {
            Goal::Steps(_) | Goal::Exactly(_) => (steps, "steps"),
            Goal::Marks(_) => (marks, "cells that do not hold 0"),
        };
        let goal = self.goal.number();
        let number = brief(&reached);
        match self.goal {
            Goal::Exactly(_) if reached != goal.into() => Some((
                format!("it halts with {number} {what}, not with exactly {goal}"),
                0.0,
            )),
            Goal::Steps(_) | Goal::Marks(_) if reached < goal.into() => Some((
                format!("it halts with {number} {what}, not with {goal} or more"),
                credit(&reached, goal),
            )),
            _ => None,
        }
    }

    /// The witness, boxed.
    pub fn reference(&self) -> String {
        reply(&self.witness)
    }

    /// A machine that does not halt, boxed: every transition that is not given stays in its state and
    /// moves to the right. Should those given halt at the goal by themselves, a machine of another
    /// size.
    pub fn counterfeit(&self) -> String {
        let mut wrong = self.given.clone();
        for (state, symbol, action) in self.given.transitions() {
            let stay = Action {
                write: symbol,
                side: Side::Right,
                next: Some(state),
            };
            wrong.set(state, symbol, action.or(Some(stay)));
        }
        if self.fault(&wrong).is_none() {
            let states = if self.given.states() == 1 { 2 } else { 1 };
            wrong = Machine::new(states, self.given.symbols()).unwrap_or(wrong);
        }
        reply(&wrong)
    }
}

/// Steps of a first plain run, which most machines do not survive.
const FIRST_STEPS: u64 = 20_000;

/// What a machine reaches within the limits.
fn reach(machine: &Machine) -> Reached {
    let mut run = Run::new(machine);
    if let Some(reached) = plainly(&mut run, FIRST_STEPS) {
        return reached;
    }
    let found = leap(machine, WIDEST, BOUNDS);
    match found.end {
        End::Halted => return Reached::Halts(found.steps, found.score),
        End::Undefined => {
            let steps = brief(&found.steps);
            return Reached::Not(format!(
                "after {steps} steps it stands before a transition that is not defined"
            ));
        }
        End::Forever => return Reached::Not("it never halts".to_owned()),
        End::Limit(_) => {}
    }
    plainly(&mut run, PLAIN_STEPS - FIRST_STEPS).unwrap_or_else(|| {
        Reached::Not(format!(
            "limit reached: it runs for {PLAIN_STEPS} steps, and does not halt within {} leaps either",
            BOUNDS.leaps
        ))
    })
}

/// What comes of `steps` steps more; `None` when the run goes on.
fn plainly(run: &mut Run<'_>, steps: u64) -> Option<Reached> {
    match run.run(steps) {
        Stop::Halted => Some(Reached::Halts(run.steps().into(), run.score().into())),
        Stop::Undefined { state, symbol } => Some(Reached::Not(format!(
            "after {} steps it stands in state {} on {symbol}, which is not defined",
            run.steps(),
            run.machine().state_letter(Some(state))
        ))),
        Stop::Steps | Stop::Cells => None,
    }
}

/// A number in full, or its first digits and how many there are.
fn brief(number: &BigUint) -> String {
    let digits = number.to_string();
    match digits.len() {
        ..=30 => digits,
        length => format!("{}… ({length} digits)", &digits[..10]),
    }
}

/// ln(1 + reached) / ln(1 + goal), for `reached` below `goal`.
fn credit(reached: &BigUint, goal: u64) -> f64 {
    let reached = u64::try_from(reached).unwrap_or(goal);
    let share = (reached as f64).ln_1p() / (goal as f64).ln_1p();
    share.clamp(0.0, 1.0 - f64::EPSILON / 2.0)
}

fn reply(machine: &Machine) -> String {
    super::reply("This machine does it.", machine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn check(goal: Goal, given: &str, witness: &str) -> TuringConstructCheck {
        let machine = |text: &str| text.parse().expect(text);
        TuringConstructCheck::new(goal, machine(given), machine(witness)).expect("reached")
    }

    fn judge(check: &TuringConstructCheck, text: &str) -> Verdict {
        let text = format!("\\boxed{{{text}}}");
        check
            .judge(Answer {
                text: &text,
                finish: Finish::Stop,
            })
            .strict
    }

    const FREE: &str = "------_------_------";
    const CHAMPION: &str = "1RB1RZ_1LB0RC_1LC1LA";

    #[test]
    fn any_machine_that_reaches_the_goal_is_right() {
        let check = check(Goal::Steps(10), FREE, CHAMPION);
        for text in [
            CHAMPION,
            "1RB1RZ_0RC1RB_1LC1LA",
            "A: 1RB 1RZ; B: 0RC 1RB; C: 1LC 1LA",
        ] {
            assert_eq!(judge(&check, text).outcome, Outcome::Correct, "{text}");
        }
        for (text, reason) in [
            (
                "1RB1RZ_1LA1RC_1LB1LC",
                "it halts with 3 steps, not with 10 or more",
            ),
            (
                "1RB1LB_1LA1RZ",
                "the machine has 2 states and 2 symbols, not 3 and 2",
            ),
            ("1RA1RZ_1LA1RC_1LB1LC", "it never halts"),
            (
                "1RB---_1LA1RC_1LB1LC",
                "after 2 steps it stands in state A on 1, which is not defined",
            ),
            (
                "1RB1RZ_1LA1RC_1LB1L5",
                "character 20 is `5`, but a letter names the next state there",
            ),
        ] {
            let verdict = judge(&check, text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
        }
    }

    #[test]
    fn credit_grows_with_the_logarithm() {
        let far = check(Goal::Steps(21), FREE, CHAMPION);
        let less = judge(&far, "1RB1RZ_1LA1RC_1LB1LC");
        let more = judge(&far, "1RB1RZ_0RC1RB_1LC1LA");
        assert!(less.score > 0.0 && less.score < more.score && more.score < 1.0);
        assert!((more.score - 15f64.ln() / 22f64.ln()).abs() < 1e-12);
        let exact = check(Goal::Exactly(21), FREE, CHAMPION);
        assert!(judge(&exact, "1RB1RZ_0RC1RB_1LC1LA").score == 0.0);
        let marks = check(Goal::Marks(5), FREE, CHAMPION);
        assert_eq!(
            judge(&marks, "1RB1RZ_0RC1RB_1LC1LA").outcome,
            Outcome::Correct
        );
    }

    #[test]
    fn given_transitions_must_stand() {
        let check = check(Goal::Exactly(21), "1RB---_------_---1LA", CHAMPION);
        assert_eq!(judge(&check, CHAMPION).outcome, Outcome::Correct);
        assert_eq!(
            judge(&check, "1RC1RZ_1LB0RC_1LC1LA")
                .evidence
                .reason
                .as_deref(),
            Some("the transition of state A on 0 is given as 1RB")
        );
        assert_eq!(
            judge(&check, CHAMPION.to_lowercase().as_str()).outcome,
            Outcome::Correct
        );
        let of = |text: &str| {
            let answer = Answer {
                text,
                finish: Finish::Stop,
            };
            check.judge(answer).strict.outcome
        };
        assert_eq!(of(&check.reference()), Outcome::Correct);
        assert_eq!(of(&check.counterfeit()), Outcome::Incorrect);
        let json = serde_json::to_string(&check).expect("plain data");
        assert_eq!(
            serde_json::from_str::<TuringConstructCheck>(&json).expect("its own"),
            check
        );
        assert!(serde_json::from_str::<TuringConstructCheck>(&json.replace("21", "20")).is_err());
    }

    #[test]
    fn long_runs_are_confirmed_and_endless_ones_end() {
        let goal = check(
            Goal::Steps(1_000_000),
            "------------_------------",
            "1RB2LA1RA1RA_1LB1LA3RB1RZ",
        );
        assert_eq!(
            judge(&goal, "1RB2LA1RA1RA_1LB1LA3RB1RZ").outcome,
            Outcome::Correct
        );
        let far = TuringConstructCheck::new(
            Goal::Steps(MAX_GOAL),
            "---------_---------_---------".parse().expect("a machine"),
            "1RB2LA1LC_0LA2RB1LB_1RZ1RA1RC".parse().expect("a machine"),
        );
        assert!(far.is_ok(), "{far:?}");
    }
}
