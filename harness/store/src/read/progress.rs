//! What of a run is settled, small enough for a million items.

use rusqlite::params;

use crate::error::StoreError;
use crate::rows::RunId;

use super::Reader;

/// A set of questions: one bit for each (ordinal, repeat).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SlotSet {
    repeats: u32,
    words: Vec<u64>,
    len: u64,
}

impl SlotSet {
    /// An empty set for items asked `repeats` times each.
    #[must_use]
    pub fn new(repeats: u32) -> Self {
        Self {
            repeats: repeats.max(1),
            words: Vec::new(),
            len: 0,
        }
    }

    fn place(&self, ordinal: u32, repeat: u32) -> Option<(usize, u64)> {
        if repeat >= self.repeats {
            return None;
        }
        let bit = u64::from(ordinal) * u64::from(self.repeats) + u64::from(repeat);
        Some((usize::try_from(bit / 64).ok()?, 1 << (bit % 64)))
    }

    /// Puts a question in; says whether it is new. A repeat beyond those of the set is
    /// not taken.
    pub fn insert(&mut self, ordinal: u32, repeat: u32) -> bool {
        let Some((word, bit)) = self.place(ordinal, repeat) else {
            return false;
        };
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        self.len += u64::from(new);
        new
    }

    /// Whether a question is in.
    #[must_use]
    pub fn contains(&self, ordinal: u32, repeat: u32) -> bool {
        self.place(ordinal, repeat)
            .is_some_and(|(word, bit)| self.words.get(word).is_some_and(|have| have & bit != 0))
    }

    /// How many questions are in.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether none is in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The questions as (ordinal, repeat), in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        let repeats = u64::from(self.repeats.max(1));
        (0_u64..).zip(&self.words).flat_map(move |(at, word)| {
            (0..64)
                .filter(move |bit| word & (1_u64 << bit) != 0)
                .filter_map(move |bit| {
                    let slot = at * 64 + bit;
                    Some((
                        u32::try_from(slot / repeats).ok()?,
                        u32::try_from(slot % repeats).ok()?,
                    ))
                })
        })
    }
}

/// Where one question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotState {
    /// To be asked, or asked without an end yet.
    Open,
    /// Answered, to be judged.
    Unjudged,
    /// Answered and judged.
    Judged,
    /// Given up.
    Failed,
}

/// What of a run is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Answered and judged.
    pub judged: SlotSet,
    /// Answered and not judged yet.
    pub unjudged: SlotSet,
    /// Given up.
    pub failed: SlotSet,
}

impl Progress {
    /// Where a question stands.
    #[must_use]
    pub fn state(&self, ordinal: u32, repeat: u32) -> SlotState {
        if self.judged.contains(ordinal, repeat) {
            SlotState::Judged
        } else if self.unjudged.contains(ordinal, repeat) {
            SlotState::Unjudged
        } else if self.failed.contains(ordinal, repeat) {
            SlotState::Failed
        } else {
            SlotState::Open
        }
    }

    /// Questions that need not be asked again.
    #[must_use]
    pub fn settled(&self) -> u64 {
        self.judged.len() + self.unjudged.len() + self.failed.len()
    }
}

impl Reader {
    /// What of `run` is settled: some 400 kB for a million questions.
    ///
    /// # Errors
    ///
    /// The run is not there, or the file cannot be read.
    pub fn progress(&self, run: RunId) -> Result<Progress, StoreError> {
        self.sql(|conn| {
            let repeats = conn
                .prepare_cached("SELECT repeats FROM run WHERE id = ?1")?
                .query_row([run.0], |row| row.get(0))?;
            let mut progress = Progress {
                judged: SlotSet::new(repeats),
                unjudged: SlotSet::new(repeats),
                failed: SlotSet::new(repeats),
            };
            let mut statement = conn.prepare_cached(
                "SELECT ordinal, repeat, EXISTS (SELECT 1 FROM verdict WHERE response = response.id) \
                 FROM response WHERE run = ?1 AND retired = 0 ORDER BY ordinal, repeat",
            )?;
            let mut rows = statement.query(params![run.0])?;
            while let Some(row) = rows.next()? {
                let judged: bool = row.get(2)?;
                let set = if judged {
                    &mut progress.judged
                } else {
                    &mut progress.unjudged
                };
                set.insert(row.get(0)?, row.get(1)?);
            }
            let mut statement = conn.prepare_cached(
                "SELECT ordinal, repeat FROM failure WHERE run = ?1 AND retired = 0 \
                 ORDER BY ordinal, repeat",
            )?;
            let mut rows = statement.query(params![run.0])?;
            while let Some(row) = rows.next()? {
                progress.failed.insert(row.get(0)?, row.get(1)?);
            }
            Ok(progress)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn it_is_a_set(
            repeats in 1u32..6,
            slots in proptest::collection::vec((0u32..300, 0u32..7), 0..200),
        ) {
            let mut set = SlotSet::new(repeats);
            let mut model = BTreeSet::new();
            for (ordinal, repeat) in slots {
                let new = repeat < repeats && model.insert((ordinal, repeat));
                prop_assert_eq!(set.insert(ordinal, repeat), new);
            }
            prop_assert_eq!(set.len(), model.len() as u64);
            prop_assert_eq!(set.iter().collect::<Vec<_>>(), model.iter().copied().collect::<Vec<_>>());
            for ordinal in 0..310 {
                for repeat in 0..7 {
                    prop_assert_eq!(set.contains(ordinal, repeat), model.contains(&(ordinal, repeat)));
                }
            }
        }
    }

    #[test]
    fn the_last_ordinal_there_is_needs_no_panic() {
        assert!(!SlotSet::new(4).contains(u32::MAX, 3));
    }
}
