//! Seeded mutation: the same seed gives the same inputs on every machine.

use crate::{Random, Target};

/// An endless stream of inputs for one target.
#[derive(Clone, Debug)]
pub struct Mutator {
    random: Random,
    seeds: Vec<Vec<u8>>,
    words: &'static [&'static str],
}

impl Mutator {
    /// The inputs of `target` under `seed`.
    pub fn new(target: &Target, seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            seeds: (target.seeds)(),
            words: target.words,
        }
    }

    /// A seed with up to six pieces inserted, removed, repeated or taken from another seed.
    pub fn input(&mut self) -> Vec<u8> {
        let random = &mut self.random;
        let mut data = vec![random.bits() as u8];
        if let Some(seed) = self.seeds.get(random.below(self.seeds.len())) {
            data.extend_from_slice(seed);
        }
        for _ in 0..=random.below(6) {
            let at = (1 + random.below(data.len())).min(data.len());
            match random.below(6) {
                0 => data.insert(at, random.bits() as u8),
                1 => {
                    let end = (at + random.below(12)).min(data.len());
                    data.drain(at..end);
                }
                2 if !self.words.is_empty() => {
                    let word = self.words[random.below(self.words.len())];
                    data.splice(at..at, word.bytes());
                }
                3 => {
                    if let Some(other) = self.seeds.get(random.below(self.seeds.len())) {
                        let from = random.below(other.len());
                        data.truncate(at);
                        data.extend_from_slice(&other[from..]);
                    }
                }
                4 => {
                    let bit = 1 << random.below(8);
                    if let Some(byte) = data.get_mut(at) {
                        *byte ^= bit;
                    }
                }
                _ => {
                    let piece = data[at..(at + random.below(24)).min(data.len())].to_vec();
                    data.extend_from_slice(&piece);
                }
            }
        }
        data
    }
}
