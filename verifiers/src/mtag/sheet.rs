//! Which states a response gives, and the verdict on them.

use std::fmt::Write as _;

use crate::check::Finish;
use crate::verdict::{Evidence, NoAnswer, Outcome, Verdict};

/// Longest excerpt of a given state that a reason or an answer quotes, in characters.
const EXCERPT: usize = 120;

/// The true course of a machine, step by step, to which a sheet compares.
pub(crate) trait Course {
    /// How many states there are, the start included; at least 1.
    fn states(&self) -> usize;

    /// Whether the last state is one from which the machine can't go on.
    fn halted(&self) -> bool;

    /// The state after `step` steps, as the prompt asks for it.
    fn text(&self, step: usize) -> &str;

    /// What is said of a response that gives no state.
    fn missing(&self) -> &'static str;
}

/// The states that one reading of a response finds.
#[derive(Debug)]
pub(crate) struct Sheet<'t> {
    /// One mark a step of the truth: `1` right, `0` wrong, `-` not given.
    marks: Vec<u8>,
    /// The state given last for each step of the truth.
    given: Vec<&'t str>,
    /// States given for steps that the truth does not have.
    extra: u32,
    /// The last step for which a state was given, whether or not the truth has it.
    last: Option<(u64, &'t str)>,
    /// Whether that last state is one past the truth and repeats its final queue.
    repeats_final: bool,
}

impl<'t> Sheet<'t> {
    /// Nothing given yet.
    pub(crate) fn new(truth: &impl Course) -> Self {
        let states = truth.states();
        Self {
            marks: vec![b'-'; states],
            given: vec![""; states],
            extra: 0,
            last: None,
            repeats_final: false,
        }
    }

    /// Enters the state `content` for `step`; `is_state` tells whether it is the state after the
    /// step it is asked about. A later one replaces an earlier one, so that a correction counts; a
    /// new state 0 begins a new attempt, which forgets how far the one before over-ran.
    pub(crate) fn give(
        &mut self,
        step: u64,
        content: &'t str,
        is_state: impl FnOnce(usize) -> bool,
    ) {
        let states = self.marks.len();
        self.repeats_final = false;
        if step == 0 {
            self.extra = 0;
        }
        match usize::try_from(step).ok().filter(|&index| index < states) {
            Some(index) => {
                self.marks[index] = if is_state(index) { b'1' } else { b'0' };
                self.given[index] = content;
            }
            None => {
                self.extra = self.extra.saturating_add(1);
                self.repeats_final = step == states as u64 && is_state(states - 1);
            }
        }
        self.last = Some((step, content));
    }

    /// Whether no state was given at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.last.is_none()
    }

    /// Whether a state was given for every step of the truth.
    pub(crate) fn is_full(&self) -> bool {
        !self.marks.contains(&b'-')
    }

    /// Takes back one state past a halt that only repeats the final queue: "step 12: fewer than 2
    /// symbols, so the machine halts; queue: [A]" is a remark, not another step. Says whether there
    /// was one.
    pub(crate) fn forgive_halt_remark(&mut self, truth: &impl Course) -> bool {
        let remark = self.extra == 1 && self.repeats_final && truth.halted();
        if remark {
            self.extra = 0;
            self.last = self.last.map(|(step, content)| (step - 1, content));
        }
        remark
    }

    /// The verdict on what was given, when every state was asked for.
    pub(crate) fn verdict(&self, truth: &impl Course, finish: Finish) -> Verdict {
        let right = self.marks.iter().filter(|&&mark| mark == b'1').count();
        let states = self.marks.len();
        let missing = !self.is_full();
        let complete = right == states && self.extra == 0;
        let (outcome, reason) = if finish == Finish::Refused {
            (
                Outcome::NoAnswer(NoAnswer::Refused),
                Some("the model declined to answer".to_owned()),
            )
        } else if finish == Finish::Length && missing {
            let given = states - self.marks.iter().filter(|&&mark| mark == b'-').count();
            let reason = format!("cut by the token limit after {given} of {states} states");
            (Outcome::NoAnswer(NoAnswer::Truncated), Some(reason))
        } else if self.is_empty() {
            let reason = truth.missing().to_owned();
            (Outcome::NoAnswer(NoAnswer::Unparsable), Some(reason))
        } else if complete {
            (Outcome::Correct, None)
        } else {
            (Outcome::Incorrect, Some(self.fault(truth)))
        };
        // Each state too many weighs like a wrong one, so that only an exact answer scores 1.
        let score = match outcome {
            Outcome::Correct => 1.0,
            Outcome::NoAnswer(NoAnswer::Refused) => 0.0,
            _ => (right as f64 / (states as f64 + f64::from(self.extra))).min(BELOW_ONE),
        };
        let steps = std::str::from_utf8(&self.marks).unwrap_or_default();
        Verdict {
            outcome,
            score,
            evidence: Evidence {
                answer: self.answer(complete),
                reason: reason.map(Into::into),
                steps: Some(steps.into()),
            },
        }
    }

    /// The first thing that is wrong.
    fn fault(&self, truth: &impl Course) -> String {
        match self.marks.iter().position(|&mark| mark != b'1') {
            Some(step) if self.marks[step] == b'-' => format!("step {step} is not given"),
            Some(step) => format!(
                "step {step} is given as [{}], but is [{}]",
                excerpt(self.given[step]),
                excerpt(truth.text(step)),
            ),
            None => {
                let extra = self.extra;
                let states = if extra == 1 { "state" } else { "states" };
                let end = if truth.halted() {
                    "the halt"
                } else {
                    "the last step asked"
                };
                format!("goes on after {end}: {extra} {states} too many")
            }
        }
    }

    /// What was given, in short: the last state, and for anything but the truth a digest of all
    /// states, so that equal answers are equal texts and different ones are not.
    fn answer(&self, complete: bool) -> Option<Box<str>> {
        let (step, content) = self.last?;
        let mut text = String::with_capacity(content.len().min(EXCERPT) + 48);
        let _ = write!(text, "step {step}: [{}]", excerpt(content));
        if !complete {
            let mut digest = Fnv::new();
            for (mark, given) in self.marks.iter().zip(&self.given) {
                digest.feed(&[*mark]);
                // A right state is the truth however it was spelled.
                if *mark == b'0' {
                    digest.feed_folded(given);
                }
            }
            digest.feed(&self.extra.to_le_bytes());
            let _ = write!(text, ", trace {:016x}", digest.0);
        }
        Some(text.into())
    }
}

/// The largest score that is not 1.
const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

/// `content` with single spaces for runs of separators, at most [`EXCERPT`] characters of it.
pub(crate) fn excerpt(content: &str) -> String {
    let mut out = String::with_capacity(content.len().min(EXCERPT));
    let mut count = 0;
    for part in content
        .split(super::spell::separates)
        .filter(|part| !part.is_empty())
    {
        if count > 0 {
            out.push(' ');
            count += 1;
        }
        for c in part.chars() {
            if count >= EXCERPT {
                out.push('…');
                return out;
            }
            out.push(c);
            count += 1;
        }
    }
    out
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo): tells wrong answers of one item apart; nothing rests on
/// it being hard to invert.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// Feeds what of `content` is not a separator, in lower case.
    fn feed_folded(&mut self, content: &str) {
        for part in content.split(super::spell::separates) {
            for byte in part.bytes() {
                self.feed(&[byte.to_ascii_lowercase()]);
            }
        }
    }
}
