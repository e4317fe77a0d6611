//! Keys of item streams.
//!
//! Each item has a stream of its own, ChaCha12 under a 256-bit key. The key is BLAKE3 in
//! `derive_key` mode over a length-prefixed encoding of everything that may influence the item,
//! so neighbouring seeds and indices share nothing, and no two different inputs encode alike.

use crate::param::Params;
use crate::sample::Stream;

/// Version of the encoding below and of every sampler in [`crate::sample`]. Raising it changes
/// every item of every task.
pub const FORMAT_VERSION: u32 = 1;

const CONTEXT: &str = "tribunal 2026-11 item stream";

/// The part of a key's material that all items of one generator share, hashed once.
#[derive(Clone, Debug)]
pub struct StreamKeys {
    prefix: blake3::Hasher,
}

impl StreamKeys {
    /// Binds everything but the index: the suite's seed text, the task's name and generator
    /// version, the variation and the resolved parameters.
    pub fn new(seed: &str, task: &str, version: u32, variation: &str, params: &Params) -> Self {
        let mut prefix = blake3::Hasher::new_derive_key(CONTEXT);
        prefix.update(&FORMAT_VERSION.to_le_bytes());
        field(&mut prefix, seed.as_bytes());
        field(&mut prefix, task.as_bytes());
        prefix.update(&version.to_le_bytes());
        field(&mut prefix, variation.as_bytes());
        field(&mut prefix, params.canonical().as_bytes());
        Self { prefix }
    }

    /// The key of item `index`.
    pub fn key(&self, index: u64) -> [u8; 32] {
        let mut hasher = self.prefix.clone();
        hasher.update(&index.to_le_bytes());
        *hasher.finalize().as_bytes()
    }

    /// The stream of item `index`.
    pub fn stream(&self, index: u64) -> Stream {
        Stream::from_key(self.key(index))
    }
}

/// Adds `bytes` with their length in front, so that the borders between fields are part of the
/// material: ("ab", "c") and ("a", "bc") differ.
fn field(hasher: &mut blake3::Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

/// The published commitment to a seed: BLAKE3 in `derive_key` mode of the seed's text, in hex.
///
/// Publish it before a run and reveal the seed after; anyone can then check that the items were
/// fixed beforehand. A guessable seed is no secret: draw it with `--seed fresh`.
pub fn commitment(seed: &str) -> String {
    blake3::Hasher::new_derive_key("tribunal 2026-11 seed commitment")
        .update(seed.as_bytes())
        .finalize()
        .to_hex()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: &str, task: &str, variation: &str, index: u64) -> [u8; 32] {
        StreamKeys::new(seed, task, 1, variation, &Params::default()).key(index)
    }

    #[test]
    fn borders_between_fields_count() {
        assert_ne!(key("ab", "c", "v", 0), key("a", "bc", "v", 0));
        assert_ne!(key("a", "bv", "", 0), key("a", "b", "v", 0));
    }

    #[test]
    fn neighbours_share_nothing() {
        let a = key("42", "t", "v", 1);
        for b in [
            key("43", "t", "v", 0),
            key("42", "t", "v", 0),
            key("43", "t", "v", 1),
        ] {
            let common = a.iter().zip(&b).filter(|(x, y)| x == y).count();
            assert!(common < 8, "{common} of 32 bytes agree");
        }
    }

    /// Worked out a second time, in Python, by ci/golden-seeds.py.
    #[test]
    fn golden_keys() {
        let hex = |bytes: [u8; 32]| blake3::Hash::from(bytes).to_hex().to_string();
        assert_eq!(
            [
                hex(key("42", "beyondbench.easy.sum", "default", 0)),
                hex(key("", "", "", u64::MAX))
            ],
            [
                "34c5005e43a6d48478efb16febc68a12331345a154b71acb19056a5c6e96d713",
                "1d0031f746bce58f863b45a1a60b70b0078842dfe78a02ba959af02d0bd478e4",
            ]
        );
        assert_eq!(
            commitment("42"),
            "03df3f30db04ddad53870902205be8956c816d338bf64dde8b2dc0a0da6b76d7"
        );
    }
}
