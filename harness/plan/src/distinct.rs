//! Which items of their generators the cells of a plan ask: each problem once.
//!
//! Position *p* of a cell is its generator's *p*-th **new** item. The indices are walked from 0
//! upwards, and an index whose item has come before is passed over. So the map from positions to
//! indices follows from the cells alone: it is the same after a resume, on any shard and in any
//! order of asking, and every item keeps an address (its index) under which anyone can make it
//! again. A larger count only adds items.
//!
//! An item's digest holds its task and variation, so only cells that share both, and differ in
//! their parameters, can hold the same item. Such *siblings* are walked together, in the plan's
//! order: position by position, and at each position in the order of the cells.
//!
//! The walk is lazy. A run asks the positions in order, so each item is made once, as without it;
//! who begins in the middle pays for making the items before. Every cell is walked, and not only
//! those whose [`tribunal_generators::Space`] is small: a space counts items and not their chances,
//! and a draw that favours some of them repeats far sooner than the count lets expect. The price is
//! a look-up and some twenty bytes an item.
//!
//! Eight bytes of each digest are kept. Two different items that agree in them cost the second its
//! place, and nothing else: what is asked is different for sure.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};

use tribunal_generators::{Digest, Generator, GeneratorError, Item};

/// So many repeats in a row are borne before anything is known of a generator.
const PATIENCE: u64 = 1_000;
/// And so many more for each item found: where one more is as likely as each of these, it stays
/// hidden with a chance of e^-32.
const PATIENCE_AN_ITEM: u64 = 32;

/// Why there is no item at a position.
#[derive(Debug)]
pub(crate) enum Miss {
    /// The generator failed.
    Generator(GeneratorError),
    /// A generator gives nothing new any more.
    Exhausted {
        /// Of which cell.
        cell: usize,
        /// How many new items it gave.
        found: u64,
    },
}

/// The new items of every cell of a plan.
#[derive(Debug)]
pub(crate) struct Distinct {
    /// Of each cell, its group and its place in it.
    places: Vec<(usize, usize)>,
    groups: Vec<Siblings>,
}

/// The cells of one task and variation.
#[derive(Debug, Default)]
struct Siblings {
    cells: Vec<usize>,
    /// How many items are asked of each.
    counts: Vec<u64>,
    walk: Mutex<Walk>,
}

/// How far the indices were looked at.
#[derive(Debug, Default)]
struct Walk {
    /// Of every item found, eight bytes of its digest.
    seen: HashSet<u64>,
    /// Of each sibling, what was found.
    tracks: Vec<Track>,
    /// The sibling whose turn it is.
    turn: usize,
    /// The position it is about.
    position: u64,
}

#[derive(Clone, Debug, Default)]
struct Track {
    /// How many new items were found.
    found: u64,
    /// The first index that was not looked at.
    next: u64,
    /// (position, index) of every item found right after a repeat; between two of them, positions
    /// and indices go up together.
    jumps: Vec<(u64, u64)>,
}

impl Distinct {
    /// The cells of a plan, in its order: each by its task and variation, and how many items are
    /// asked of it.
    pub(crate) fn new<'a>(cells: impl Iterator<Item = (&'a str, &'a str, u64)>) -> Self {
        let (mut known, mut places) = (BTreeMap::new(), Vec::new());
        let mut groups: Vec<Siblings> = Vec::new();
        for (cell, (task, variation, count)) in cells.enumerate() {
            let group = *known.entry((task, variation)).or_insert_with(|| {
                groups.push(Siblings::default());
                groups.len() - 1
            });
            places.push((group, groups[group].cells.len()));
            groups[group].add(cell, count);
        }
        Self { places, groups }
    }

    /// The cells that share this one's task and variation, itself among them.
    pub(crate) fn siblings(&self, cell: usize) -> &[usize] {
        &self.groups[self.places[cell].0].cells
    }

    /// The item at `position` of `cell`, below its count. `generator` gives each cell's generator,
    /// and the same one at every call.
    pub(crate) fn item<'a>(
        &self,
        cell: usize,
        position: u64,
        generator: impl Fn(usize) -> &'a Generator,
    ) -> Result<Item, Miss> {
        let (group, member) = self.places[cell];
        self.groups[group].item(member, position, generator)
    }
}

impl Siblings {
    fn add(&mut self, cell: usize, count: u64) {
        self.cells.push(cell);
        self.counts.push(count);
        let walk = self.walk.get_mut().unwrap_or_else(PoisonError::into_inner);
        walk.tracks.push(Track::default());
    }

    fn item<'a>(
        &self,
        member: usize,
        position: u64,
        generator: impl Fn(usize) -> &'a Generator,
    ) -> Result<Item, Miss> {
        let generator = |member: usize| generator(self.cells[member]);
        let mut walk = self.walk.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = walk.tracks[member].index(position) {
            drop(walk);
            return generator(member).item(index).map_err(Miss::Generator);
        }
        loop {
            let (turn, at) = (walk.turn, walk.position);
            if at < self.counts[turn] {
                let item = match walk.step(turn, generator(turn)) {
                    Ok(Some(item)) => item,
                    Ok(None) => {
                        return Err(Miss::Exhausted {
                            cell: self.cells[turn],
                            found: at,
                        });
                    }
                    Err(error) => return Err(Miss::Generator(error)),
                };
                if (turn, at) == (member, position) {
                    walk.pass();
                    return Ok(item);
                }
            }
            walk.pass();
        }
    }
}

/// How many different items `generator` gives by itself, up to `most`.
pub(crate) fn count(generator: &Generator, most: u64) -> Result<u64, GeneratorError> {
    let Some(last) = most.checked_sub(1) else {
        return Ok(0);
    };
    let alone = Distinct::new(std::iter::once(("", "", most)));
    match alone.item(0, last, |_| generator) {
        Ok(_) => Ok(most),
        Err(Miss::Exhausted { found, .. }) => Ok(found),
        Err(Miss::Generator(error)) => Err(error),
    }
}

impl Walk {
    /// The next sibling's turn.
    fn pass(&mut self) {
        self.turn += 1;
        if self.turn == self.tracks.len() {
            self.turn = 0;
            self.position += 1;
        }
    }

    /// Goes on to the next new item of sibling `member`; `None` when there seems to be none.
    fn step(
        &mut self,
        member: usize,
        generator: &Generator,
    ) -> Result<Option<Item>, GeneratorError> {
        let patience = PATIENCE + PATIENCE_AN_ITEM * self.seen.len() as u64;
        let track = &mut self.tracks[member];
        for repeats in 0..patience {
            let item = generator.item(track.next)?;
            track.next += 1;
            if self.seen.insert(fingerprint(item.digest)) {
                if repeats > 0 {
                    track.jumps.push((track.found, item.index));
                }
                track.found += 1;
                return Ok(Some(item));
            }
        }
        Ok(None)
    }
}

impl Track {
    /// The index of the item at `position`, if the walk has come so far.
    fn index(&self, position: u64) -> Option<u64> {
        if position >= self.found {
            return None;
        }
        let after = self.jumps.partition_point(|(at, _)| *at <= position);
        let (at, index) = after.checked_sub(1).map_or((0, 0), |last| self.jumps[last]);
        Some(index + (position - at))
    }
}

fn fingerprint(Digest(digest): Digest) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use tribunal_generators::{ParamValue, registry};

    use super::*;

    /// Sums of one number from 0 to `high`: as many items as numbers.
    fn generator(high: i64, seed: &str) -> Generator {
        let task = registry::task("beyondbench.easy.sum").expect("it is built in");
        let given = [("size", 1), ("low", 0), ("high", high)];
        let given = given.map(|(name, value)| (name, ParamValue::Int(value)));
        Generator::new(task, None, given, seed).expect("valid")
    }

    /// The indices of the first items, by comparing each with all before, siblings in turn.
    fn plainly(generators: &[Generator], counts: &[u64]) -> Vec<Vec<u64>> {
        let mut kept: Vec<Item> = Vec::new();
        let mut next = vec![0; counts.len()];
        let mut indices = vec![Vec::new(); counts.len()];
        for position in 0..counts.iter().copied().max().unwrap_or_default() {
            for member in (0..counts.len()).filter(|&m| counts[m] > position) {
                loop {
                    let item = generators[member].item(next[member]).expect("never fails");
                    next[member] += 1;
                    if kept.iter().all(|known| known.vars != item.vars) {
                        indices[member].push(item.index);
                        kept.push(item);
                        break;
                    }
                }
            }
        }
        indices
    }

    #[test]
    fn repeats_are_passed_over_whatever_the_order_of_asking() {
        for seed in ["a", "b", "c"] {
            let generators = [
                generator(49, seed),
                generator(19, seed),
                generator(60, seed),
            ];
            let counts = [20u64, 7, 31];
            let wanted = plainly(&generators, &counts);
            let late = |indices: &Vec<u64>| indices.windows(2).any(|pair| pair[1] > pair[0] + 1);
            assert!(wanted.iter().any(late));
            let all: Vec<(usize, u64)> = (0..3)
                .flat_map(|member| (0..counts[member]).map(move |position| (member, position)))
                .collect();
            for stride in [1, 7, 57] {
                let cells = counts.map(|count| ("t", "v", count));
                let distinct = Distinct::new(cells.into_iter());
                for step in 0..all.len() {
                    let (member, position) = all[(step * stride + 13) % all.len()];
                    let item = distinct.item(member, position, |cell| &generators[cell]);
                    let wanted = wanted[member][position as usize];
                    assert_eq!(item.expect("there are enough").index, wanted);
                }
            }
        }
    }

    #[test]
    fn a_generator_with_nothing_new_is_given_up() {
        let generator = generator(2, "x");
        assert_eq!(count(&generator, 0), Ok(0));
        assert_eq!(count(&generator, 3), Ok(3));
        assert_eq!(count(&generator, 100), Ok(3));
        let cells = [("t", "v", 2), ("t", "other", 3), ("t", "v", 5)];
        let distinct = Distinct::new(cells.into_iter());
        let item = |cell, position| distinct.item(cell, position, |_| &generator);
        assert!(item(2, 0).is_ok());
        assert!(matches!(
            item(2, 1),
            Err(Miss::Exhausted { cell: 2, found: 1 })
        ));
        assert!(item(0, 1).is_ok(), "what was found stays");
        assert!(item(1, 2).is_ok(), "another variation has its own items");
        assert_eq!(distinct.siblings(2), [0, 2]);
    }
}
