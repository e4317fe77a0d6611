//! The states of an m-tag system, step by step or only the last.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::check::{Answer, Finish};
use crate::mtag::sheet::excerpt;
use crate::mtag::spell::Truth;
use crate::mtag::{MAX_PRODUCTION, SystemError, TagSystem, Trace, lenient, strict};
use crate::verdict::{Judgement, NoAnswer, Verdict};

/// Most steps that may be asked for.
pub const MAX_STEPS: u32 = 10_000;
/// Most symbols that all states of one run may hold together: what a full answer has to spell.
pub const MAX_TRACE: usize = 1 << 20;

/// What the prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagAsk {
    /// The queue after every step.
    EveryState,
    /// Only the queue after the last step.
    FinalState,
}

/// The answer must follow the machine.
///
/// Asked for every state, a response is right when the last state it gives for each step of the
/// truth is right and it gives none beyond. Its score is the share of steps that are right (states
/// too many count as wrong ones), and the evidence holds one mark a step of the truth in every
/// case, so that [`crate::mtag::score::StepTally`] can draw the curve over many responses; a
/// response whose marks are all `1` passes by the published rule, even where it runs on after the
/// halt and is therefore incorrect here. A response cut by the token limit before its last state is
/// `truncated`, with the score of the steps given.
///
/// A response that gives every state in the requested form is read by that form alone; any other
/// is searched for states given in other usual ways.
///
/// Asked for the final state alone, the score is 1 or 0 and there are no marks.
///
/// Judging takes time linear in the response's length and in the size of the truth, which
/// [`MAX_STEPS`] and [`MAX_TRACE`] bound, for data from a file too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct TagTraceCheck {
    system: TagSystem,
    start: Vec<u8>,
    steps: u32,
    ask: TagAsk,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    system: TagSystem,
    start: Vec<u8>,
    steps: u32,
    ask: TagAsk,
}

impl TryFrom<RawCheck> for TagTraceCheck {
    type Error = SystemError;

    fn try_from(raw: RawCheck) -> Result<Self, SystemError> {
        Self::new(raw.system, raw.start, raw.steps, raw.ask)
    }
}

impl TagTraceCheck {
    /// The check for `steps` steps at most from the queue `start` (symbol indices); the truth is
    /// computed from these, not stored.
    ///
    /// # Errors
    /// [`SystemError`] when `start` holds a symbol outside the alphabet, when more than
    /// [`MAX_STEPS`] steps are asked for, or when the states together hold more than [`MAX_TRACE`]
    /// symbols.
    pub fn new(
        system: TagSystem,
        start: Vec<u8>,
        steps: u32,
        ask: TagAsk,
    ) -> Result<Self, SystemError> {
        system.validate_start(&start)?;
        if steps > MAX_STEPS {
            return Err(SystemError::Steps {
                steps,
                max: MAX_STEPS,
            });
        }
        let growth = SystemError::Growth {
            steps,
            max: MAX_TRACE,
        };
        if start.len() > MAX_TRACE {
            return Err(growth);
        }
        // Only a run that could grow past the bound is worth running here.
        let longest = start.len() + steps as usize * MAX_PRODUCTION;
        if longest.saturating_mul(steps as usize + 1) > MAX_TRACE {
            let mut trace = Trace::default();
            system.run(&start, steps, &mut trace);
            if trace.states().map(<[u8]>::len).sum::<usize>() > MAX_TRACE {
                return Err(growth);
            }
        }
        Ok(Self {
            system,
            start,
            steps,
            ask,
        })
    }

    /// The machine.
    pub fn system(&self) -> &TagSystem {
        &self.system
    }

    /// The queue at step 0, as symbol indices.
    pub fn start(&self) -> &[u8] {
        &self.start
    }

    /// How many steps are asked for at most; the machine may halt earlier.
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// What the prompt asks for.
    pub fn ask(&self) -> TagAsk {
        self.ask
    }

    fn truth(&self) -> Truth<'_> {
        Truth::new(&self.system, &self.start, self.steps)
    }

    /// Judges one response, by the strict and by the lenient reading.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let truth = self.truth();
        let whole_lines = match answer.finish {
            Finish::Length => before_cut(answer.text),
            _ => answer.text,
        };
        let (strict, lenient) = match self.ask {
            TagAsk::EveryState => {
                let mut sheet = strict::states(&truth, answer.text);
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
                    lenient::states(&truth, whole_lines).verdict(&truth, answer.finish)
                };
                (strict, lenient)
            }
            TagAsk::FinalState => {
                let last = truth.last();
                let found = strict::final_state(answer.text);
                let found = found.map(|content| (content, truth.is_state(last, content)));
                let strict = final_verdict(&truth, found, answer.finish);
                let lenient = if strict.outcome.is_correct() {
                    strict.clone()
                } else {
                    let found = lenient::final_state(&truth, whole_lines).map(|queue| {
                        (
                            queue.content,
                            queue.word.as_deref() == Some(truth.trace().state(last)),
                        )
                    });
                    final_verdict(&truth, found, answer.finish)
                };
                (strict, lenient)
            }
        };
        Judgement { strict, lenient }
    }

    /// A right answer in the form the prompt asks for.
    pub fn reference(&self) -> String {
        let truth = self.truth();
        match self.ask {
            TagAsk::FinalState => format!("Final Queue State: [{}]", truth.text(truth.last())),
            TagAsk::EveryState => {
                let mut out = String::new();
                for step in 0..=truth.last() {
                    if step > 0 {
                        out.push_str("\n\n");
                    }
                    let _ = writeln!(out, "### Step {step}:");
                    if let Some(before) = step.checked_sub(1) {
                        self.explain(truth.trace().state(before), &mut out);
                    }
                    let _ = write!(out, "Queue State: [{}]", truth.text(step));
                }
                out
            }
        }
    }

    /// Writes what the step from `queue` reads, deletes and appends.
    fn explain(&self, queue: &[u8], out: &mut String) {
        let Some(&head) = queue.first() else { return };
        let deletion = (self.system.deletion() as usize).min(queue.len());
        let produced = self
            .system
            .productions()
            .get(usize::from(head))
            .unwrap_or_default();
        out.push_str("Head: ");
        self.system.spell_into(&[head], " ", out);
        out.push_str("\nAction: delete ");
        self.system.spell_into(&queue[..deletion], " ", out);
        out.push_str(", append ");
        if produced.is_empty() {
            out.push_str("nothing");
        }
        self.system.spell_into(produced, " ", out);
        out.push('\n');
    }

    /// A wrong answer in the form the prompt asks for: every state it gives is wrong.
    pub fn counterfeit(&self) -> String {
        let truth = self.truth();
        match self.ask {
            TagAsk::FinalState => {
                format!(
                    "Final Queue State: [{}]",
                    self.spoil(truth.trace().state(truth.last()))
                )
            }
            TagAsk::EveryState => {
                let mut out = String::new();
                for (step, state) in truth.trace().states().enumerate() {
                    if step > 0 {
                        out.push_str("\n\n");
                    }
                    let _ = write!(
                        out,
                        "### Step {step}:\nQueue State: [{}]",
                        self.spoil(state)
                    );
                }
                out
            }
        }
    }

    /// A queue that differs from `state`: in its head where there is another symbol to put there,
    /// and else in its length.
    fn spoil(&self, state: &[u8]) -> String {
        let mut wrong = state.to_vec();
        let symbols = self.system.alphabet().len();
        match wrong.first_mut() {
            Some(head) if symbols > 1 => *head = ((usize::from(*head) + 1) % symbols) as u8,
            _ => wrong.push(0),
        }
        self.system.spell(&wrong)
    }
}

/// What of a response cut by the token limit is surely whole: up to its last line's end or closing
/// bracket. A bare queue after that may lack its tail, and would look like a wrong one.
fn before_cut(text: &str) -> &str {
    let end = memchr::memrchr2(b'\n', b']', text.as_bytes()).map_or(0, |at| at + 1);
    &text[..end]
}

/// The verdict when only the final state was asked for.
fn final_verdict(truth: &Truth<'_>, found: Option<(&str, bool)>, finish: Finish) -> Verdict {
    let last = truth.last();
    if finish == Finish::Refused {
        return Verdict::no_answer(NoAnswer::Refused, "the model declined to answer");
    }
    let Some((content, right)) = found else {
        return match finish {
            Finish::Length => Verdict::no_answer(
                NoAnswer::Truncated,
                "cut by the token limit before the final state",
            ),
            _ => Verdict::no_answer(
                NoAnswer::Unparsable,
                "no final state of the queue was found",
            ),
        };
    };
    let answer = format!("[{}]", excerpt(content));
    if right {
        return Verdict::correct(format!("[{}]", truth.text(last)));
    }
    let reason = format!("the final state is [{}]", excerpt(truth.text(last)));
    Verdict::incorrect(answer, reason)
}
