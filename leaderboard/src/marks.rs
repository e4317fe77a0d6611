//! What became of each item in one run: a letter and a score, in a byte an item.
//!
//! A board holds these of every model and item at once, and nothing else of answers: with two hundred
//! models that were asked a hundred thousand items each they are twenty million.

use std::collections::BTreeMap;

/// Set where the letter doesn't tell the score.
const UNTOLD: u8 = 0x80;
/// The letter of an item that was not asked.
const UNASKED: u8 = b'.';

/// Letters and scores of a run's items, by the catalog's numbers. Letters are `c`orrect, `i`ncorrect,
/// `u`nparsable, `t`runcated, `r`efused, `e`rror, unjudged `?`, and `.` where it was not asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Marks {
    letters: Vec<u8>,
    untold: BTreeMap<u32, f64>,
}

/// The score that goes with a letter, unless another is stated.
fn told(letter: u8) -> Option<f64> {
    match letter {
        b'c' => Some(1.0),
        b'.' | b'e' | b'?' => None,
        _ => Some(0.0),
    }
}

impl Marks {
    /// Of so many items, none of them asked.
    pub(crate) fn unasked(items: usize) -> Self {
        Self {
            letters: vec![UNASKED; items],
            untold: BTreeMap::new(),
        }
    }

    /// How many items.
    pub(crate) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Adds unasked items up to `items`.
    pub(crate) fn extend_to(&mut self, items: usize) {
        if items > self.letters.len() {
            self.letters.resize(items, UNASKED);
        }
    }

    /// Takes out the items from `at` on, which are numbered from 0 then.
    pub(crate) fn split_off(&mut self, at: usize) -> Self {
        let letters = self.letters.split_off(at);
        let untold = self.untold.split_off(&(at as u32));
        Self {
            letters,
            untold: untold
                .into_iter()
                .map(|(item, score)| (item - at as u32, score))
                .collect(),
        }
    }

    /// Says what became of `item`. A score of `None` is none.
    pub(crate) fn set(&mut self, item: usize, letter: u8, score: Option<f64>) {
        let Some(place) = self.letters.get_mut(item) else {
            return;
        };
        *place = letter;
        self.untold.remove(&(item as u32));
        if score != told(letter) {
            *place |= UNTOLD;
            self.untold.extend(score.map(|score| (item as u32, score)));
        }
    }

    /// The letter of `item`.
    pub(crate) fn letter(&self, item: usize) -> u8 {
        self.letters
            .get(item)
            .map_or(UNASKED, |code| code & !UNTOLD)
    }

    /// The score of `item`, where it has one.
    pub(crate) fn score(&self, item: usize) -> Option<f64> {
        match self.letters.get(item) {
            Some(code) if code & UNTOLD != 0 => self.untold.get(&(item as u32)).copied(),
            Some(code) => told(*code),
            None => None,
        }
    }

    /// All letters, by item.
    pub(crate) fn letters(&self) -> impl Iterator<Item = u8> {
        self.letters.iter().map(|code| code & !UNTOLD)
    }

    /// Whether each item was asked.
    pub(crate) fn asked(&self) -> impl Iterator<Item = bool> {
        self.letters().map(|letter| letter != UNASKED)
    }

    /// The scores that the letters don't tell, by item.
    pub(crate) fn untold(&self) -> &BTreeMap<u32, f64> {
        &self.untold
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_kept_whatever_the_letter_tells() {
        let mut marks = Marks::unasked(5);
        let said = [
            (b'c', Some(1.0)),
            (b'i', Some(0.25)),
            (b'e', None),
            (b'e', Some(1.0)),
            (b'u', Some(0.0)),
        ];
        for (item, (letter, score)) in said.into_iter().enumerate() {
            marks.set(item, b'c', Some(0.5));
            marks.set(item, letter, score);
        }
        for (item, (letter, score)) in said.into_iter().enumerate() {
            assert_eq!((marks.letter(item), marks.score(item)), (letter, score));
        }
        assert_eq!(marks.untold().len(), 2);
        marks.extend_to(6);
        let tail = marks.split_off(3);
        assert_eq!((marks.len(), tail.len()), (3, 3));
        assert_eq!(tail.letters().collect::<Vec<_>>(), *b"eu.");
        assert_eq!((tail.score(0), tail.score(2)), (Some(1.0), None));
        assert_eq!(marks.asked().filter(|asked| *asked).count(), 3);
        assert_eq!((marks.letter(9), marks.score(9)), (b'.', None));
    }
}
