//! Rules: what a fixed chain of leaps does to the counts of the runs.

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{One, Zero};

use super::super::blocks::{Block, Blocks, Exit};
use super::super::machine::Side;
use super::Span;

/// A tape without its counts, but for those that are 1: such a run may vanish, so its count is
/// part of the shape.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    state: u8,
    side: Side,
    left: Box<[(Block, bool)]>,
    right: Box<[(Block, bool)]>,
}

impl Shape {
    pub(super) fn new(state: u8, side: Side, left: &[Span], right: &[Span]) -> Self {
        let of = |spans: &[Span]| -> Box<[(Block, bool)]> {
            spans
                .iter()
                .map(|span| (span.block, span.count.is_one()))
                .collect()
        };
        Self {
            state,
            side,
            left: of(left),
            right: of(right),
        }
    }
}

/// A count in the replay: a constant, plus one of the counts at the rule's start.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Count {
    variable: Option<usize>,
    constant: i64,
}

/// A run in the replay.
#[derive(Clone, Debug)]
struct Vague {
    block: Block,
    count: Count,
}

/// What one application changes, in all runs from the farthest on the left to the farthest on the
/// right of one shape.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// Of each run: the least count for which the replay holds, and the change.
    runs: Vec<(u64, i64)>,
    /// Steps of one application: a constant, and a multiple of each count.
    steps: BigUint,
    multiples: Vec<BigUint>,
}

/// How often a rule can be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Not once.
    Never,
    /// So often.
    Times(BigUint),
    /// Without end: no count becomes smaller.
    Forever,
}

/// The replay of a chain of leaps with variables for the counts.
struct Replay {
    left: Vec<Vague>,
    right: Vec<Vague>,
    state: u8,
    side: Side,
    /// The least value of each variable for which everything so far holds.
    least: Vec<i64>,
    steps: BigInt,
    multiples: Vec<BigUint>,
}

impl Rule {
    /// Replays `leaps` leaps from these runs. Every count above 1 becomes a variable; `None` when
    /// the shape does not come back, or the leaps depend on the counts in a way not kept track of.
    pub(super) fn prove(
        blocks: &mut Blocks<'_>,
        (state, side): (u8, Side),
        (left, right): (&[Span], &[Span]),
        leaps: u64,
    ) -> Option<Self> {
        let variables = left.len() + right.len();
        let vague = |offset: usize, spans: &[Span]| -> Vec<Vague> {
            let one = |(index, span): (usize, &Span)| Vague {
                block: span.block,
                count: if span.count.is_one() {
                    Count {
                        variable: None,
                        constant: 1,
                    }
                } else {
                    Count {
                        variable: Some(offset + index),
                        constant: 0,
                    }
                },
            };
            spans.iter().enumerate().map(one).collect()
        };
        let mut replay = Replay {
            left: vague(0, left),
            right: vague(left.len(), right),
            state,
            side,
            least: vec![1; variables],
            steps: BigInt::zero(),
            multiples: vec![BigUint::zero(); variables],
        };
        for _ in 0..leaps {
            replay.leap(blocks)?;
        }
        let back = replay.state == state
            && replay.side == side
            && replay.left.len() == left.len()
            && replay.right.len() == right.len();
        if !back {
            return None;
        }
        let mut runs = Vec::with_capacity(variables);
        let ends = replay.left.iter().chain(&replay.right);
        for (index, (span, end)) in left.iter().chain(right).zip(ends).enumerate() {
            let same = match end.count.variable {
                Some(variable) => variable == index,
                None => span.count.is_one() && end.count.constant == 1,
            };
            if end.block != span.block || !same {
                return None;
            }
            let change = if span.count.is_one() {
                0
            } else {
                end.count.constant
            };
            runs.push((replay.least[index].try_into().ok()?, change));
        }
        Some(Self {
            runs,
            steps: replay.steps.to_biguint()?,
            multiples: replay.multiples,
        })
    }

    /// How often the rule can be applied to runs of its shape.
    pub(super) fn reach(&self, left: &[Span], right: &[Span]) -> Reach {
        let mut times: Option<BigUint> = None;
        for (&(least, change), span) in self.runs.iter().zip(left.iter().chain(right)) {
            let least = BigUint::from(least);
            if span.count < least {
                return Reach::Never;
            }
            if change < 0 {
                let here = (&span.count - least) / change.unsigned_abs() + 1u32;
                times = Some(times.map_or(here.clone(), |times| times.min(here)));
            }
        }
        times.map_or(Reach::Forever, Reach::Times)
    }

    /// Changes the counts as `times` applications do, and gives the steps they take: the counts
    /// change evenly, so the steps of one application grow evenly, and their sum is that of an
    /// arithmetic series.
    pub(super) fn apply(&self, times: &BigUint, left: &mut [Span], right: &mut [Span]) -> BigUint {
        let pairs = times * (times - 1u32) / 2u32;
        let mut once = self.steps.clone();
        let mut growth = BigInt::zero();
        let spans = left.iter_mut().chain(right);
        for ((&(_, change), multiple), span) in self.runs.iter().zip(&self.multiples).zip(spans) {
            if !multiple.is_zero() {
                once += multiple * &span.count;
                growth += BigInt::from(multiple.clone()) * change;
            }
            let size = times * change.unsigned_abs();
            if change < 0 {
                span.count -= size;
            } else {
                span.count += size;
            }
        }
        let total = BigInt::from(times * once) + growth * BigInt::from(pairs);
        match total.into_parts() {
            (Sign::Minus, _) => BigUint::zero(),
            (_, total) => total,
        }
    }
}

impl Replay {
    /// Demands that `count` is at least `least`.
    fn demand(&mut self, count: &Count, least: i64) -> Option<()> {
        match count.variable {
            None => (count.constant >= least).then_some(()),
            Some(variable) => {
                let needed = least.checked_sub(count.constant)?;
                let known = &mut self.least[variable];
                *known = needed.max(*known);
                Some(())
            }
        }
    }

    /// One leap, as [`super::Leap`] makes it without rules.
    fn leap(&mut self, blocks: &mut Blocks<'_>) -> Option<()> {
        let ahead = match self.side {
            Side::Right => &mut self.right,
            Side::Left => &mut self.left,
        };
        let block = ahead.last().map_or(0, |span| span.block);
        let crossing = blocks.cross(block, self.state, self.side);
        let Exit::Leaves(side, state) = crossing.exit else {
            return None;
        };
        if side == self.side && state == self.state {
            let span = ahead.pop()?;
            self.demand(&span.count, 1)?;
            if let Some(variable) = span.count.variable {
                self.multiples[variable] += crossing.steps;
            }
            self.steps += BigInt::from(crossing.steps) * span.count.constant;
            return self.push(self.side.opposite(), crossing.block, &span.count);
        }
        self.take()?;
        self.steps += crossing.steps;
        // The block is left behind the head, whichever way it goes on.
        let onto = side.opposite();
        (self.side, self.state) = (side, state);
        self.push(
            onto,
            crossing.block,
            &Count {
                variable: None,
                constant: 1,
            },
        )
    }

    fn take(&mut self) -> Option<()> {
        let ahead = match self.side {
            Side::Right => &mut self.right,
            Side::Left => &mut self.left,
        };
        let Some(span) = ahead.last_mut() else {
            return Some(());
        };
        if span.count.variable.is_none() && span.count.constant == 1 {
            ahead.pop();
            return Some(());
        }
        span.count.constant = span.count.constant.checked_sub(1)?;
        // The run must not end here: whether it does would depend on the count.
        let count = span.count.clone();
        self.demand(&count, 1)
    }

    fn push(&mut self, side: Side, block: Block, count: &Count) -> Option<()> {
        let spans = match side {
            Side::Right => &mut self.right,
            Side::Left => &mut self.left,
        };
        match spans.last_mut() {
            Some(span) if span.block == block => {
                let variable = match (span.count.variable, count.variable) {
                    (Some(_), Some(_)) => return None,
                    (one, other) => one.or(other),
                };
                let constant = span.count.constant.checked_add(count.constant)?;
                span.count = Count { variable, constant };
            }
            None if block == 0 => {}
            _ => spans.push(Vague {
                block,
                count: count.clone(),
            }),
        }
        Some(())
    }
}
