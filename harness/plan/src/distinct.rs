//! Which items of its generator a cell asks: each problem once.
//!
//! Position *p* of a cell is the generator's *p*-th **different** item. The indices are walked from
//! 0 upwards, and an index whose item has the digest of an earlier one is passed over. So the map
//! from positions to indices follows from the generator alone: it is the same after a resume, on
//! any shard and in any order of asking, a longer cell begins with the shorter one, and every item
//! keeps an address (its index) under which anyone can make it again.
//!
//! The walk is lazy. A run asks the positions in order, so each item is made once, as without it;
//! who begins in the middle pays for making the items before. Every cell is walked, and not only
//! those whose [`tribunal_generators::Space`] is small: a space counts items and not their chances,
//! and a draw that favours some of them repeats far sooner than the count lets expect. The price is
//! a look-up and some twenty bytes an item.
//!
//! Eight bytes of each digest are kept. Two different items that agree in them cost the second its
//! place, and nothing else: what is asked is different for sure.

use std::collections::HashSet;
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
    /// The generator gives nothing new any more.
    Exhausted {
        /// How many different items it gave.
        found: u64,
    },
}

/// The different items of one generator, in order.
#[derive(Debug, Default)]
pub(crate) struct Distinct(Mutex<Walk>);

/// How far the indices were looked at.
#[derive(Debug, Default)]
struct Walk {
    /// Of every item found, eight bytes of its digest.
    seen: HashSet<u64>,
    /// The first index that was not looked at.
    next: u64,
    /// (position, index) of every item found right after a repeat; between two of them, positions
    /// and indices go up together.
    jumps: Vec<(u64, u64)>,
}

impl Distinct {
    /// The item at `position` of `generator`, which must be the same at every call.
    pub(crate) fn item(&self, generator: &Generator, position: u64) -> Result<Item, Miss> {
        let mut walk = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = walk.index(position) {
            drop(walk);
            return generator.item(index).map_err(Miss::Generator);
        }
        loop {
            let item = walk.step(generator)?;
            if walk.found() > position {
                return Ok(item);
            }
        }
    }

    /// How many different items there are, up to `most`.
    pub(crate) fn count(&self, generator: &Generator, most: u64) -> Result<u64, GeneratorError> {
        match most
            .checked_sub(1)
            .map(|last| self.item(generator, last).map(|_| most))
        {
            None => Ok(0),
            Some(Ok(count)) => Ok(count),
            Some(Err(Miss::Exhausted { found })) => Ok(found),
            Some(Err(Miss::Generator(error))) => Err(error),
        }
    }
}

impl Walk {
    fn found(&self) -> u64 {
        self.seen.len() as u64
    }

    /// The index of the item at `position`, if the walk has come so far.
    fn index(&self, position: u64) -> Option<u64> {
        if position >= self.found() {
            return None;
        }
        let after = self.jumps.partition_point(|(at, _)| *at <= position);
        let (at, index) = after.checked_sub(1).map_or((0, 0), |last| self.jumps[last]);
        Some(index + (position - at))
    }

    /// Goes on to the next item that has not been seen.
    fn step(&mut self, generator: &Generator) -> Result<Item, Miss> {
        let found = self.found();
        let patience = PATIENCE + PATIENCE_AN_ITEM * found;
        for repeats in 0..patience {
            let item = generator.item(self.next).map_err(Miss::Generator)?;
            self.next += 1;
            if self.seen.insert(fingerprint(item.digest)) {
                if repeats > 0 {
                    self.jumps.push((found, item.index));
                }
                return Ok(item);
            }
        }
        Err(Miss::Exhausted { found })
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

    /// The indices of the first `count` different items, by comparing each with all before.
    fn plainly(generator: &Generator, count: usize) -> Vec<u64> {
        let mut kept: Vec<Item> = Vec::new();
        for index in 0.. {
            if kept.len() == count {
                break;
            }
            let item = generator.item(index).expect("never fails");
            if kept.iter().all(|known| known.vars != item.vars) {
                kept.push(item);
            }
        }
        kept.iter().map(|item| item.index).collect()
    }

    #[test]
    fn repeats_are_passed_over_whatever_the_order_of_asking() {
        for seed in ["a", "b", "c"] {
            let generator = generator(49, seed);
            let wanted = plainly(&generator, 50);
            assert!(wanted.windows(2).any(|pair| pair[1] > pair[0] + 1));
            for stride in [1, 7, 49] {
                let distinct = Distinct::default();
                for step in 0..50 {
                    let position = (step * stride + 13) % 50;
                    let item = distinct.item(&generator, position).expect("there are 50");
                    assert_eq!(item.index, wanted[position as usize], "position {position}");
                }
            }
        }
    }

    #[test]
    fn a_generator_with_nothing_new_is_given_up() {
        let (generator, distinct) = (generator(2, "x"), Distinct::default());
        assert_eq!(distinct.count(&generator, 3), Ok(3));
        assert_eq!(distinct.count(&generator, 100), Ok(3));
        assert!(matches!(
            distinct.item(&generator, 3),
            Err(Miss::Exhausted { found: 3 })
        ));
        assert!(distinct.item(&generator, 2).is_ok());
    }
}
