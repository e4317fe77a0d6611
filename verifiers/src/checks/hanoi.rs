//! Moves of a Tower of Hanoi.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::hanoi::{self, MAX_DISKS};
use crate::value::{MovesShape, StatedMove};
use crate::verdict::{Judgement, Verdict};

/// The answer must be legal moves that lead from one configuration to another.
///
/// Any legal way is right, or, where the shortest is asked for, any of the shortest ways; the
/// fewest moves are computed from the configurations, not stored. A move that names its disk must
/// name the one that lies on top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct HanoiCheck {
    disks: Vec<u32>,
    pegs: [char; 3],
    start: Vec<u8>,
    goal: Vec<u8>,
    shortest: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    disks: Vec<u32>,
    pegs: [char; 3],
    start: Vec<u8>,
    goal: Vec<u8>,
    shortest: bool,
}

/// Why data describes no Tower of Hanoi.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HanoiError {
    /// The disks are too many or too few, or not in strictly ascending order.
    #[error("a tower has 1 to {MAX_DISKS} disks, given from the smallest to the largest")]
    Disks,
    /// The names of the pegs can't be told apart.
    #[error("the pegs are named by three different capital letters")]
    Pegs,
    /// A configuration doesn't fit the disks.
    #[error("start and goal give a peg from 0 to 2 to every disk, and differ")]
    Configuration,
}

impl TryFrom<RawCheck> for HanoiCheck {
    type Error = HanoiError;

    fn try_from(raw: RawCheck) -> Result<Self, HanoiError> {
        Self::new(raw.disks, raw.pegs, raw.start, raw.goal, raw.shortest)
    }
}

impl HanoiCheck {
    /// The check for disks of these sizes, from the smallest to the largest, on pegs of these
    /// names. `start` and `goal` give the index of each disk's peg; `shortest` says whether a
    /// longer way than necessary is wrong.
    ///
    /// # Errors
    /// [`HanoiError`] when these describe no puzzle.
    pub fn new(
        disks: Vec<u32>,
        pegs: [char; 3],
        start: Vec<u8>,
        goal: Vec<u8>,
        shortest: bool,
    ) -> Result<Self, HanoiError> {
        if !(1..=MAX_DISKS).contains(&disks.len())
            || disks.windows(2).any(|pair| pair[0] >= pair[1])
        {
            return Err(HanoiError::Disks);
        }
        let alike = pegs[0] == pegs[1] || pegs[0] == pegs[2] || pegs[1] == pegs[2];
        if alike || pegs.iter().any(|peg| !peg.is_ascii_uppercase()) {
            return Err(HanoiError::Pegs);
        }
        let fits = |pegs: &[u8]| pegs.len() == disks.len() && pegs.iter().all(|&peg| peg < 3);
        if !fits(&start) || !fits(&goal) || start == goal {
            return Err(HanoiError::Configuration);
        }
        Ok(Self {
            disks,
            pegs,
            start,
            goal,
            shortest,
        })
    }

    /// The fewest moves that lead from the start to the goal.
    pub fn fewest(&self) -> u64 {
        hanoi::distance(&self.start, &self.goal)
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let shape = MovesShape { places: self.pegs };
        extract::read(answer, &shape).judge(|moves| self.decide(moves))
    }

    /// A shortest way, boxed.
    pub fn reference(&self) -> String {
        self.reply(&hanoi::shortest(&self.start, &self.goal))
    }

    /// A shortest way whose last move is taken back, boxed: legal, and one move short of the goal.
    pub fn counterfeit(&self) -> String {
        let mut steps = hanoi::shortest(&self.start, &self.goal);
        if let Some(&last) = steps.last() {
            steps.push(hanoi::Step {
                disk: last.disk,
                from: last.to,
                to: last.from,
            });
        }
        self.reply(&steps)
    }

    fn reply(&self, steps: &[hanoi::Step]) -> String {
        let mut text = String::with_capacity(14 * steps.len());
        for step in steps {
            self.spell(
                Some(u64::from(self.disks[step.disk])),
                usize::from(step.from),
                usize::from(step.to),
                &mut text,
            );
        }
        super::reply("Moving the disks one after another gives this way.", &text)
    }

    fn spell(&self, disk: Option<u64>, from: usize, to: usize, out: &mut String) {
        if !out.is_empty() {
            out.push_str(", ");
        }
        match disk {
            Some(disk) => out.push_str(itoa::Buffer::new().format(disk)),
            None => out.push('?'),
        }
        out.push_str(": ");
        out.push(self.pegs[from]);
        out.push_str(" -> ");
        out.push(self.pegs[to]);
    }

    fn decide(&self, moves: &[StatedMove]) -> Verdict {
        let mut stacks: [Vec<usize>; 3] = Default::default();
        for (disk, &peg) in self.start.iter().enumerate().rev() {
            stacks[usize::from(peg)].push(disk);
        }
        let mut text = String::with_capacity(14 * moves.len());
        let mut fault = None;
        for (index, step) in moves.iter().enumerate() {
            let top = stacks[step.from].last().copied();
            let size = top.map(|disk| u64::from(self.disks[disk]));
            self.spell(step.disk.or(size), step.from, step.to, &mut text);
            if fault.is_none() {
                fault = self.fault(step, top, size, stacks[step.to].last().copied(), index + 1);
                if let (None, Some(disk)) = (&fault, top) {
                    stacks[step.from].pop();
                    stacks[step.to].push(disk);
                }
            }
        }
        if let Some(fault) = fault {
            return Verdict::incorrect(text, fault);
        }
        let reached = stacks.iter().enumerate().all(|(peg, stack)| {
            stack
                .iter()
                .all(|&disk| usize::from(self.goal[disk]) == peg)
        });
        if !reached {
            return Verdict::incorrect(text, "the moves are legal but do not end at the goal");
        }
        let fewest = self.fewest();
        if self.shortest && moves.len() as u64 > fewest {
            let reason = format!("{} moves reach the goal, but {fewest} suffice", moves.len());
            return Verdict::incorrect(text, reason);
        }
        Verdict::correct(text)
    }

    /// What is illegal about one move, if anything.
    fn fault(
        &self,
        step: &StatedMove,
        top: Option<usize>,
        size: Option<u64>,
        below: Option<usize>,
        number: usize,
    ) -> Option<String> {
        let from = self.pegs[step.from];
        let (Some(top), Some(size)) = (top, size) else {
            return Some(format!(
                "move {number} takes a disk from peg {from}, which is empty"
            ));
        };
        if let Some(named) = step.disk.filter(|&named| named != size) {
            return Some(format!(
                "move {number} takes disk {named}, but disk {size} is on top of peg {from}"
            ));
        }
        if step.from == step.to {
            return Some(format!("move {number} leaves the disk where it is"));
        }
        let below = self.disks[below.filter(|&below| below < top)?];
        Some(format!("move {number} puts disk {size} on disk {below}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn check(shortest: bool) -> HanoiCheck {
        HanoiCheck::new(
            vec![12, 40],
            ['K', 'P', 'R'],
            vec![0, 0],
            vec![2, 2],
            shortest,
        )
        .expect("a puzzle")
    }

    fn judge(check: &HanoiCheck, text: &str) -> Verdict {
        check
            .judge(Answer {
                text,
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn any_legal_way_is_right_unless_the_shortest_is_asked_for() {
        let short = r"\boxed{12: K -> P, 40: K -> R, 12: P -> R}";
        let long = r"\boxed{12: K -> R, 12: R -> P, 40: K -> R, 12: P -> R}";
        assert_eq!(judge(&check(true), short).outcome, Outcome::Correct);
        assert_eq!(judge(&check(false), long).outcome, Outcome::Correct);
        let verdict = judge(&check(true), long);
        assert_eq!(verdict.outcome, Outcome::Incorrect);
        assert_eq!(
            verdict.evidence.reason.as_deref(),
            Some("4 moves reach the goal, but 3 suffice")
        );
    }

    #[test]
    fn the_reason_names_the_first_fault() {
        for (moves, reason) in [
            (
                "40: K -> R",
                "move 1 takes disk 40, but disk 12 is on top of peg K",
            ),
            ("P -> R", "move 1 takes a disk from peg P, which is empty"),
            ("K -> P, K -> P", "move 2 puts disk 40 on disk 12"),
            ("K -> K", "move 1 leaves the disk where it is"),
            (
                "12: K -> R",
                "the moves are legal but do not end at the goal",
            ),
        ] {
            let verdict = judge(&check(false), &format!("\\boxed{{{moves}}}"));
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{moves}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{moves}");
        }
    }

    #[test]
    fn data_that_is_no_puzzle_is_refused() {
        let new = |disks: &[u32], pegs, start: &[u8], goal: &[u8]| {
            HanoiCheck::new(disks.to_vec(), pegs, start.to_vec(), goal.to_vec(), false)
        };
        let pegs = ['A', 'B', 'C'];
        assert_eq!(new(&[], pegs, &[], &[]), Err(HanoiError::Disks));
        assert_eq!(new(&[2, 1], pegs, &[0, 0], &[1, 1]), Err(HanoiError::Disks));
        assert_eq!(
            new(&[1], ['A', 'A', 'C'], &[0], &[1]),
            Err(HanoiError::Pegs)
        );
        assert_eq!(new(&[1], pegs, &[0], &[3]), Err(HanoiError::Configuration));
        assert_eq!(new(&[1], pegs, &[0], &[0]), Err(HanoiError::Configuration));
        let json = r#"{"disks":[1],"pegs":["A","B","C"],"start":[0],"goal":[7],"shortest":true}"#;
        assert!(serde_json::from_str::<HanoiCheck>(json).is_err());
    }
}
