//! Seeded mutation: the same seed gives the same inputs on every machine.

use crate::Target;

/// SplitMix64 (Steele, Lea and Flood 2014): one word of state is all that is needed here.
#[derive(Clone, Debug)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

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
            random: Random(seed),
            seeds: (target.seeds)(),
            words: target.words,
        }
    }

    /// A seed with up to six pieces inserted, removed, repeated or taken from another seed.
    pub fn input(&mut self) -> Vec<u8> {
        let random = &mut self.random;
        let mut data = vec![random.next() as u8];
        if let Some(seed) = self.seeds.get(random.below(self.seeds.len())) {
            data.extend_from_slice(seed);
        }
        for _ in 0..=random.below(6) {
            let at = (1 + random.below(data.len())).min(data.len());
            match random.below(6) {
                0 => data.insert(at, random.next() as u8),
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
