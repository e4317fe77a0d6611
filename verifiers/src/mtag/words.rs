//! Words over an alphabet in one flat buffer.

use serde::{Deserialize, Serialize, Serializer};

/// A list of words over symbol indices, kept in one buffer so that a list costs two allocations
/// however many words it holds. Its JSON form is an array of arrays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<Vec<u8>>")]
pub struct Words {
    symbols: Vec<u8>,
    ends: Vec<u32>,
}

impl Words {
    /// An empty list with room for `words` words of `symbols` symbols in all.
    pub fn with_capacity(words: usize, symbols: usize) -> Self {
        Self {
            symbols: Vec::with_capacity(symbols),
            ends: Vec::with_capacity(words),
        }
    }

    /// Adds one word.
    pub fn push(&mut self, word: impl IntoIterator<Item = u8>) {
        self.symbols.extend(word);
        self.ends.push(self.symbols.len() as u32);
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The word at `index`, or `None` past the end.
    pub fn get(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(index)? as usize;
        let start = index
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        Some(&self.symbols[start..end])
    }

    /// All words, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let word = &self.symbols[start..end as usize];
            start = end as usize;
            word
        })
    }
}

impl<W: AsRef<[u8]>> FromIterator<W> for Words {
    fn from_iter<I: IntoIterator<Item = W>>(words: I) -> Self {
        let mut list = Self::default();
        for word in words {
            list.push(word.as_ref().iter().copied());
        }
        list
    }
}

impl From<Vec<Vec<u8>>> for Words {
    fn from(words: Vec<Vec<u8>>) -> Self {
        words.into_iter().collect()
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_an_array_of_arrays() {
        let words: Words = [&[1, 2][..], &[], &[0]].into_iter().collect();
        let json = serde_json::to_string(&words).expect("plain data");
        assert_eq!(json, "[[1,2],[],[0]]");
        assert_eq!(
            serde_json::from_str::<Words>(&json).expect("its own form"),
            words
        );
        assert_eq!(words.get(1), Some(&[][..]));
        assert_eq!(words.get(2), Some(&[0][..]));
        assert_eq!(words.get(3), None);
    }
}
