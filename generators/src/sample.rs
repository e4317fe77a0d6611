//! The stream of an item's random numbers, and samplers over it.
//!
//! The samplers are our own and integer-only: the distributions of a general crate may change
//! their values between versions, and a float in a sampler may round differently elsewhere. Their
//! outputs are frozen by golden vectors below; changing one means raising
//! [`crate::seed::FORMAT_VERSION`].

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A deterministic stream of random numbers: ChaCha12 under a 256-bit key.
#[derive(Clone, Debug)]
pub struct Stream {
    rng: ChaCha12Rng,
}

impl Stream {
    /// The stream under `key`.
    pub fn from_key(key: [u8; 32]) -> Self {
        Self {
            rng: ChaCha12Rng::from_seed(key),
        }
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.rng.next_u64()
    }

    /// A uniform integer in `0..n`; 0 for `n` = 0, which has no other answer.
    ///
    /// Lemire's multiplication method ("Fast Random Integer Generation in an Interval", 2019)
    /// with its rejection step, so that the result is exactly uniform.
    pub fn below(&mut self, n: u64) -> u64 {
        let mut product = u128::from(self.bits()) * u128::from(n);
        if (product as u64) < n {
            let threshold = n.wrapping_neg() % n.max(1);
            while (product as u64) < threshold {
                product = u128::from(self.bits()) * u128::from(n);
            }
        }
        (product >> 64) as u64
    }

    /// A uniform index into a slice of `len` elements; `len` must not be 0.
    pub fn index(&mut self, len: usize) -> usize {
        debug_assert!(len > 0, "an empty slice has no index");
        self.below(len as u64) as usize
    }

    /// A uniform integer in `low..=high`; `low` when the range is empty or has one value.
    pub fn range(&mut self, low: i64, high: i64) -> i64 {
        if high <= low {
            return low;
        }
        let width = high.wrapping_sub(low) as u64;
        match width.checked_add(1) {
            Some(n) => low.wrapping_add(self.below(n) as i64),
            None => self.bits() as i64,
        }
    }

    /// `true` with probability `numerator / denominator`.
    pub fn chance(&mut self, numerator: u64, denominator: u64) -> bool {
        self.below(denominator) < numerator
    }

    /// A uniform element; the slice must not be empty.
    pub fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// Puts the elements into uniform random order (Fisher–Yates, from the end).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.index(i + 1);
            items.swap(i, j);
        }
    }

    /// `n` independent uniform integers in `low..=high`.
    pub fn integers(&mut self, n: usize, low: i64, high: i64) -> Vec<i64> {
        (0..n).map(|_| self.range(low, high)).collect()
    }

    /// `n` different uniform integers in `low..=high`, in random order; `None` when the range
    /// holds fewer than `n`.
    pub fn distinct(&mut self, n: usize, low: i64, high: i64) -> Option<Vec<i64>> {
        let pool = i128::from(high) - i128::from(low) + 1;
        if pool < n as i128 {
            return None;
        }
        // A crowded pool is shuffled whole: rejection would spin on the last few values.
        if pool <= 2 * n as i128 {
            let mut all: Vec<i64> = (low..=high).collect();
            for i in 0..n {
                let j = i + self.index(all.len() - i);
                all.swap(i, j);
            }
            all.truncate(n);
            return Some(all);
        }
        let mut drawn = Vec::with_capacity(n);
        if n <= 64 {
            while drawn.len() < n {
                let value = self.range(low, high);
                if !drawn.contains(&value) {
                    drawn.push(value);
                }
            }
        } else {
            let mut seen = std::collections::HashSet::with_capacity(n);
            while drawn.len() < n {
                let value = self.range(low, high);
                if seen.insert(value) {
                    drawn.push(value);
                }
            }
        }
        Some(drawn)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stream(tag: u8) -> Stream {
        Stream::from_key([tag; 32])
    }

    /// ChaCha12 with a zero key and zero nonce: the first block is published in
    /// draft-strombergson-chacha-test-vectors-01 (TC1, 256-bit key, 12 rounds).
    #[test]
    fn the_stream_is_chacha12() {
        let mut zero = Stream::from_key([0; 32]);
        let mut block = Vec::new();
        for _ in 0..4 {
            block.extend(zero.bits().to_le_bytes());
        }
        let published = [
            0x9b, 0xf4, 0x9a, 0x6a, 0x07, 0x55, 0xf9, 0x53, 0x81, 0x1f, 0xce, 0x12, 0x5f, 0x26,
            0x83, 0xd5, 0x04, 0x29, 0xc3, 0xbb, 0x49, 0xe0, 0x74, 0x14, 0x7e, 0x00, 0x89, 0xa5,
            0x2e, 0xae, 0x15, 0x5f,
        ];
        assert_eq!(block, published);
    }

    /// Worked out a second time, in Python, by ci/golden-seeds.py.
    #[test]
    fn golden_vectors() {
        let mut s = stream(7);
        assert_eq!(
            (0..8).map(|_| s.below(10)).collect::<Vec<_>>(),
            [1, 7, 5, 2, 1, 8, 4, 1]
        );
        assert_eq!(s.integers(6, -100, 100), [0, 62, -27, -33, -67, 14]);
        assert_eq!(s.distinct(5, 1, 6), Some(vec![2, 1, 5, 4, 3]));
        assert_eq!(
            s.distinct(6, -100, 100),
            Some(vec![-24, 80, -82, -100, -72, 41])
        );
        let mut deck: Vec<u8> = (0..10).collect();
        s.shuffle(&mut deck);
        assert_eq!(deck, [1, 5, 7, 2, 0, 4, 9, 6, 3, 8]);
        assert_eq!(s.range(i64::MIN, i64::MAX), -7_874_040_300_459_649_906);
        // Here nearly half of all draws are rejected.
        assert_eq!(
            (0..4).map(|_| s.below((1 << 63) + 1)).collect::<Vec<_>>(),
            [
                878_612_521_474_309_812,
                2_358_033_653_376_709_525,
                1_972_913_220_609_842_626,
                1_362_167_132_390_953_120
            ]
        );
        assert_eq!((0..12).map(|_| u8::from(s.chance(1, 3))).sum::<u8>(), 4);
    }

    #[test]
    fn below_is_uniform() {
        let mut s = stream(1);
        let mut counts = [0u32; 7];
        for _ in 0..70_000 {
            counts[s.below(7) as usize] += 1;
        }
        // Six standard deviations of a binomial(70000, 1/7) are 555.
        assert!(
            counts.iter().all(|&c| c.abs_diff(10_000) < 556),
            "{counts:?}"
        );
    }

    #[test]
    fn every_order_of_four_is_equally_likely() {
        let mut s = stream(2);
        let mut counts = std::collections::HashMap::new();
        for _ in 0..24_000 {
            let mut deck = [0u8, 1, 2, 3];
            s.shuffle(&mut deck);
            *counts.entry(deck).or_insert(0u32) += 1;
        }
        assert_eq!(counts.len(), 24);
        assert!(
            counts.values().all(|&c| c.abs_diff(1_000) < 190),
            "{counts:?}"
        );
    }

    proptest! {
        #[test]
        fn range_stays_inside(key in any::<[u8; 32]>(), a in any::<i64>(), b in any::<i64>()) {
            let (low, high) = (a.min(b), a.max(b));
            let value = Stream::from_key(key).range(low, high);
            prop_assert!(low <= value && value <= high);
        }

        #[test]
        fn distinct_draws_are_distinct(key in any::<[u8; 32]>(), n in 0usize..200, width in 0i64..400) {
            let drawn = Stream::from_key(key).distinct(n, -5, -5 + width);
            if (width + 1) < n as i64 {
                prop_assert_eq!(drawn, None);
            } else {
                let mut drawn = drawn.expect("the pool is large enough");
                prop_assert!(drawn.iter().all(|v| (-5..=width - 5).contains(v)));
                drawn.sort_unstable();
                drawn.dedup();
                prop_assert_eq!(drawn.len(), n);
            }
        }
    }
}
