//! An exact solver for one equation of words, column by column from the right.
//!
//! The letters of a column are given digits, the lowest column first; the carry and the digits so far
//! then decide what the result's letter there must be, which cuts the search at once where it is
//! another digit or another letter's. A product's column adds up all pairs of digits whose places
//! make the column. Every assignment that the rules allow is reached, so the search is exact.

/// How many digits there are, and so the most letters of a puzzle.
pub(super) const DIGITS: usize = 10;

/// How two words make a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Law {
    /// The third is the sum of the others.
    Sum,
    /// The third is the product of the others.
    Product,
}

/// An equation of words. Letters are numbers from 0; words are written from the last letter to the
/// first, as they are reckoned with.
#[derive(Clone, Debug)]
pub(super) struct Puzzle {
    pub(super) law: Law,
    pub(super) words: [Vec<u8>; 3],
    pub(super) letters: usize,
}

/// A digit for each letter.
pub(super) type Key = [u8; DIGITS];

/// What the search does next.
#[derive(Clone, Copy)]
enum Step {
    /// Gives a letter one digit after another.
    Assign(u8),
    /// Compares a column of the result.
    Column(usize),
}

struct Search<'p> {
    puzzle: &'p Puzzle,
    steps: Vec<Step>,
    /// Letters that begin a word of two or more.
    leading: u16,
    key: Key,
    known: &'p Key,
    left: u32,
}

/// No digit yet.
const OPEN: u8 = u8::MAX;

/// Whether `key`, which fulfils the equation, is the only assignment to do so that gives the letters
/// in the set `told` their digits. `None` when it takes more than `effort` steps to find out.
pub(super) fn unique(puzzle: &Puzzle, key: &Key, told: u16, effort: u32) -> Option<bool> {
    let mut search = Search {
        puzzle,
        steps: Vec::with_capacity(32),
        leading: 0,
        key: [OPEN; DIGITS],
        known: key,
        left: effort,
    };
    for word in &puzzle.words {
        if let [_, .., first] = word[..] {
            search.leading |= 1 << first;
        }
    }
    let mut used = 0;
    let mut planned = told;
    for (letter, &digit) in key[..puzzle.letters].iter().enumerate() {
        if told >> letter & 1 == 1 {
            search.key[letter] = digit;
            used |= 1 << digit;
        }
    }
    let [one, other, result] = &puzzle.words;
    // The first digit of a sum that is longer than both summands is a carry.
    if puzzle.law == Law::Sum && result.len() > one.len().max(other.len()) {
        let first = usize::from(result[result.len() - 1]);
        if planned >> first & 1 == 0 {
            planned |= 1 << first;
            search.key[first] = 1;
            used |= 1 << 1;
        }
    }
    for (column, &sum) in result.iter().enumerate() {
        for word in [one, other] {
            if let Some(&letter) = word.get(column)
                && planned >> letter & 1 == 0
            {
                planned |= 1 << letter;
                search.steps.push(Step::Assign(letter));
            }
        }
        planned |= 1 << sum;
        search.steps.push(Step::Column(column));
    }
    search.run(0, 0, used).map(|other| !other)
}

impl Search<'_> {
    /// Whether there is a solution other than the known one from this step on.
    fn run(&mut self, step: usize, carry: u32, used: u16) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        let Some(&next) = self.steps.get(step) else {
            let letters = self.puzzle.letters;
            return Some(carry == 0 && self.key[..letters] != self.known[..letters]);
        };
        match next {
            Step::Assign(letter) => {
                let mut free = !used & 0x3ff & !(self.leading >> letter & 1);
                while free != 0 {
                    let digit = free.trailing_zeros();
                    free &= free - 1;
                    self.key[usize::from(letter)] = digit as u8;
                    if self.run(step + 1, carry, used | 1 << digit)? {
                        return Some(true);
                    }
                }
                self.key[usize::from(letter)] = OPEN;
                Some(false)
            }
            Step::Column(column) => {
                let sum = carry + self.column(column);
                let (digit, carry) = ((sum % 10) as u8, sum / 10);
                let letter = usize::from(self.puzzle.words[2][column]);
                match self.key[letter] {
                    OPEN => {
                        let zero = digit == 0 && self.leading >> letter & 1 == 1;
                        if used >> digit & 1 == 1 || zero {
                            return Some(false);
                        }
                        self.key[letter] = digit;
                        let found = self.run(step + 1, carry, used | 1 << digit);
                        self.key[letter] = OPEN;
                        found
                    }
                    known if known == digit => self.run(step + 1, carry, used),
                    _ => Some(false),
                }
            }
        }
    }

    /// What the operands add to a column of the result.
    fn column(&self, column: usize) -> u32 {
        let [one, other, _] = &self.puzzle.words;
        let digit = |letter: &u8| u32::from(self.key[usize::from(*letter)]);
        match self.puzzle.law {
            Law::Sum => one.get(column).map_or(0, digit) + other.get(column).map_or(0, digit),
            Law::Product => {
                let first = (column + 1).saturating_sub(other.len());
                (first..one.len().min(column + 1))
                    .map(|place| digit(&one[place]) * digit(&other[column - place]))
                    .sum()
            }
        }
    }
}
