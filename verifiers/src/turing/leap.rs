//! The accelerated run: blocks, runs of equal blocks, and rules applied many times at once.
//!
//! Three accelerations on top of each other, as Marxen and Buntrock (*Attacking the Busy Beaver 5*,
//! 1990) and S. and T. Ligocki describe them:
//!
//! 1. the tape is cut into blocks, and crossing a block is one leap ([`super::blocks`]);
//! 2. equal blocks in a row are kept as one run with a count, and a head that goes through the whole
//!    run in the same state does so in one leap (a *chain*);
//! 3. when the same runs come back with other counts, the leaps between are replayed with variables
//!    for the counts. If each count then has changed by a constant, that is a *rule*, true for all
//!    counts large enough to have made the same leaps; it is applied as often as it holds at once,
//!    and its steps are summed in closed form.
//!
//! Counts and steps have any size. The work is bounded by [`Bounds`].

mod rule;

use std::collections::HashMap;

use num_bigint::BigUint;
use num_traits::{One, Zero};

use self::rule::{Reach, Rule, Shape};
use super::blocks::{Block, Blocks, Exit};
use super::machine::{Machine, Side};

/// Limits of one accelerated run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Most leaps: crossings, chains and rules applied. With numbers of many digits a leap counts
    /// for several, as it takes longer.
    pub leaps: u64,
    /// Most runs of blocks on the tape.
    pub runs: usize,
    /// Most bits of a count or of the steps.
    pub bits: u64,
}

impl Default for Bounds {
    /// A second or so of work for each width of blocks at the very most.
    fn default() -> Self {
        Self {
            leaps: 1_000_000,
            runs: 1 << 16,
            bits: 1 << 19,
        }
    }
}

/// How an accelerated run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It took a halting transition.
    Halted,
    /// It stands before a transition that is not defined.
    Undefined,
    /// It never stops: it stays within a block, runs over the empty tape for ever, or follows a rule
    /// that never ends.
    Forever,
    /// A limit was reached first; the word says which.
    Limit(&'static str),
}

/// What an accelerated run found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaped {
    /// How it ended.
    pub end: End,
    /// Steps taken until then.
    pub steps: BigUint,
    /// Cells that do not hold 0 by then.
    pub score: BigUint,
    /// Leaps it took, counted as [`Bounds::leaps`] does.
    pub leaps: u64,
}

/// A run of equal blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Span {
    block: Block,
    count: BigUint,
}

/// An accelerated run, from the empty tape.
#[derive(Clone, Debug)]
pub struct Leap<'m> {
    blocks: Blocks<'m>,
    bounds: Bounds,
    /// The runs on the left of the head, the nearest last; empty tape beyond.
    left: Vec<Span>,
    /// The runs on its right, the nearest last.
    right: Vec<Span>,
    state: u8,
    /// The head enters the nearest block on this side.
    side: Side,
    steps: BigUint,
    leaps: u64,
    /// Leaps counted twice and more, for the size of the numbers.
    surcharge: u64,
    /// The block in which the machine stopped, which is on neither side then.
    last: Option<Block>,
    end: Option<End>,
    rules: HashMap<Shape, Rule>,
    /// When each shape was seen last, how long after the time before, and how many proofs failed.
    seen: HashMap<Shape, Sighting>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sighting {
    at: u64,
    gap: u64,
    failures: u32,
}

/// With so many bits a leap counts for one more.
const SURCHARGE: u64 = 1 << 11;
/// Most shapes remembered; then memory is cleared, which only delays a rule.
const MAX_SEEN: usize = 50_000;
/// Longest tape, in runs, of which a shape is taken.
const MAX_SHAPE: usize = 48;
/// Longest chain of leaps that is replayed for a rule.
const MAX_REPLAY: u64 = 20_000;
/// After so many failed proofs a shape is left alone.
const MAX_FAILURES: u32 = 4;

impl<'m> Leap<'m> {
    /// A run over blocks of `width` cells within `bounds`.
    pub fn new(machine: &'m Machine, width: usize, bounds: Bounds) -> Self {
        Self {
            blocks: Blocks::new(machine, width),
            bounds,
            left: Vec::new(),
            right: Vec::new(),
            state: 0,
            side: Side::Right,
            steps: BigUint::zero(),
            leaps: 0,
            surcharge: 0,
            last: None,
            end: None,
            rules: HashMap::new(),
            seen: HashMap::new(),
        }
    }

    /// Runs to the end, or to a limit.
    pub fn run(mut self) -> Leaped {
        let end = loop {
            if let Some(end) = self.end {
                break end;
            }
            if let Some(limit) = self.limit() {
                break End::Limit(limit);
            }
            self.leap();
        };
        Leaped {
            end,
            score: self.score(),
            steps: self.steps,
            leaps: self.leaps + self.surcharge,
        }
    }

    fn limit(&self) -> Option<&'static str> {
        if self.leaps + self.surcharge >= self.bounds.leaps {
            Some("leaps")
        } else if self.left.len() + self.right.len() > self.bounds.runs {
            Some("runs")
        } else if self.steps.bits() > self.bounds.bits {
            Some("bits")
        } else {
            None
        }
    }

    fn score(&self) -> BigUint {
        let spans = self.left.iter().chain(&self.right);
        let last = self.last.map_or(0, |block| self.blocks.score(block));
        spans.fold(BigUint::from(last), |sum, span| {
            sum + &span.count * self.blocks.score(span.block)
        })
    }

    /// One crossing, chain or batch of a rule's applications.
    fn leap(&mut self) {
        self.leaps += 1;
        self.surcharge += self.steps.bits() / SURCHARGE;
        if self.left.len() + self.right.len() <= MAX_SHAPE && self.by_rule() {
            return;
        }
        let (ahead, behind) = match self.side {
            Side::Right => (&mut self.right, &mut self.left),
            Side::Left => (&mut self.left, &mut self.right),
        };
        let block = ahead.last().map_or(0, |span| span.block);
        let crossing = self.blocks.cross(block, self.state, self.side);
        match crossing.exit {
            Exit::Leaves(side, state) if side == self.side && state == self.state => {
                let Some(span) = ahead.pop() else {
                    self.end = Some(End::Forever);
                    return;
                };
                self.steps += &span.count * crossing.steps;
                push(behind, crossing.block, span.count);
            }
            Exit::Leaves(side, state) => {
                take(ahead);
                self.steps += crossing.steps;
                let onto = if side == self.side { behind } else { ahead };
                push(onto, crossing.block, BigUint::one());
                (self.side, self.state) = (side, state);
            }
            exit => {
                take(ahead);
                self.steps += crossing.steps;
                self.last = Some(crossing.block);
                self.end = Some(match exit {
                    Exit::Halts => End::Halted,
                    Exit::Undefined => End::Undefined,
                    Exit::Stays => End::Forever,
                    _ => End::Limit("block"),
                });
            }
        }
    }

    /// Applies a rule if one is known or can be proved here; says whether something was done.
    fn by_rule(&mut self) -> bool {
        let shape = Shape::new(self.state, self.side, &self.left, &self.right);
        if let Some(rule) = self.rules.get(&shape) {
            return match rule.reach(&self.left, &self.right) {
                Reach::Never => false,
                Reach::Forever => {
                    self.end = Some(End::Forever);
                    true
                }
                Reach::Times(times) => {
                    self.steps += rule.apply(&times, &mut self.left, &mut self.right);
                    // Shapes seen before are no longer so many leaps away.
                    self.seen.clear();
                    true
                }
            };
        }
        if self.seen.len() >= MAX_SEEN {
            self.seen.clear();
        }
        let now = self.leaps;
        let before = self.seen.get(&shape).copied();
        let gap = before.map_or(0, |before| now - before.at);
        let mut failures = before.map_or(0, |before| before.failures);
        let steady = before.is_some_and(|before| before.gap == gap) && gap <= MAX_REPLAY;
        if steady && failures < MAX_FAILURES {
            let proved = Rule::prove(
                &mut self.blocks,
                (self.state, self.side),
                (&self.left, &self.right),
                gap,
            );
            match proved {
                Some(rule) => {
                    self.rules.insert(shape, rule);
                    return self.by_rule();
                }
                None => failures += 1,
            }
        }
        self.seen.insert(
            shape,
            Sighting {
                at: now,
                gap,
                failures,
            },
        );
        false
    }
}

/// Takes one block off the nearest run; there is always another empty block beyond the last.
fn take(spans: &mut Vec<Span>) {
    if let Some(span) = spans.last_mut() {
        if span.count.is_one() {
            spans.pop();
        } else {
            span.count -= 1u32;
        }
    }
}

/// Puts `count` blocks next to the head. Empty blocks at the end of the tape are not kept.
fn push(spans: &mut Vec<Span>, block: Block, count: BigUint) {
    match spans.last_mut() {
        Some(span) if span.block == block => span.count += count,
        None if block == 0 => {}
        _ => spans.push(Span { block, count }),
    }
}

/// Runs `machine` over blocks of one to `widest` cells in turn, each width with ten times the leaps
/// of the turn before, until one comes to an end.
///
/// The sum of all turns is about twice the bounds for each width. Gives the last attempt when none
/// comes to an end.
pub fn leap(machine: &Machine, widest: usize, bounds: Bounds) -> Leaped {
    let mut leaps = 1_000.min(bounds.leaps);
    loop {
        let mut attempt = None;
        for width in 1..=widest.max(1) {
            let found = Leap::new(machine, width, Bounds { leaps, ..bounds }).run();
            if !matches!(found.end, End::Limit(_)) {
                return found;
            }
            attempt = Some(found);
        }
        match attempt {
            Some(attempt) if leaps >= bounds.leaps => return attempt,
            _ => leaps = (10 * leaps).min(bounds.leaps),
        }
    }
}

#[cfg(test)]
mod tests;
