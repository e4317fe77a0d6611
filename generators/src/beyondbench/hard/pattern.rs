//! Regular expressions: drawing them, words for and against them, and whether a word matches.

use std::fmt;

use crate::sample::Stream;

/// The letters of all words: a to e.
const LETTERS: u8 = 5;
/// All letters, a bit each.
const ALL: u8 = (1 << LETTERS) - 1;
/// How many ways there are to write what matches one letter: 5 literals, the dot, 20 classes of two
/// or three letters and 15 classes of all but one or two.
pub(super) const SINGLES: u64 = 41;
/// How many ways there are to say how often a part at the top comes: once, `*`, `+`, `?`, `{2,}`,
/// `{2}`, `{3}`, and `{m,n}` for m up to 2 and n one or two more, of which `{0,1}` is `?` again.
pub(super) const REPEATS: u64 = 12;

/// A part of an expression.
#[derive(Clone, Debug)]
enum Part {
    /// One letter out of a set; negated if it is written by the letters that it lacks.
    Single { letters: u8, negated: bool },
    /// One of several rows in parentheses.
    Group(Vec<Vec<Part>>),
    /// Another part so many times; without an upper bound as often as one likes.
    Repeat(Box<Part>, u32, Option<u32>),
}

/// An expression: parts one after another, one of which is a plain letter, so that neither the empty
/// word nor a word without that letter matches.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    parts: Vec<Part>,
    anchor: u8,
}

impl Pattern {
    /// An expression of so many letters, classes and dots, 2 or more.
    pub(super) fn draw(singles: usize, stream: &mut Stream) -> Self {
        let mut parts = row(singles - 1, 0, stream);
        let anchor = stream.below(LETTERS.into()) as u8;
        let letter = Part::Single {
            letters: 1 << anchor,
            negated: false,
        };
        let at = stream.index(parts.len() + 1);
        parts.insert(at, letter);
        Self { parts, anchor }
    }

    /// Whether the whole of `word` matches, not just a part of it.
    pub(super) fn matches(&self, word: &[u8]) -> bool {
        let ends = after(&self.parts, word, 1);
        ends >> word.len() & 1 == 1
    }

    /// A word that matches.
    pub(super) fn word(&self, stream: &mut Stream) -> Vec<u8> {
        let mut word = Vec::new();
        write_row(&self.parts, stream, &mut word);
        // Half of the words come by way of another, so that matching words are not all of one make.
        if stream.chance(1, 2) {
            for _ in 0..4 {
                let changed = change(&word, stream);
                if self.matches(&changed) {
                    return changed;
                }
            }
        }
        word
    }

    /// A word that doesn't match but nearly does: a change or two away from one that does.
    pub(super) fn near_miss(&self, stream: &mut Stream) -> Vec<u8> {
        let word = self.word(stream);
        let mut changed = word.clone();
        for round in 0..24 {
            let from = if round % 2 == 0 { &word } else { &changed };
            changed = change(from, stream);
            if !self.matches(&changed) {
                return changed;
            }
        }
        // An expression that takes nearly everything still asks for its letter.
        let letter = b'a' + self.anchor;
        let other = b'a' + (self.anchor + 1 + stream.below(u64::from(LETTERS) - 1) as u8) % LETTERS;
        word.into_iter()
            .map(|byte| if byte == letter { other } else { byte })
            .collect()
    }
}

/// Parts one after another that hold so many singles together.
fn row(singles: usize, depth: u32, stream: &mut Stream) -> Vec<Part> {
    let mut parts = Vec::with_capacity(singles);
    let mut left = singles;
    while left > 0 {
        let group = left >= 2 && depth < 2 && stream.chance(1, 4);
        let size = if group {
            stream.range(2, left.min(5) as i64)
        } else {
            1
        } as usize;
        left -= size;
        let (part, ways) = if group {
            let rows = alternatives(size, depth + 1, stream);
            let ways = rows.len();
            (Part::Group(rows), ways)
        } else {
            (single(stream), 1)
        };
        // Parentheses around one row are there to be repeated.
        let repeated = group && ways == 1 || stream.chance(1, 2);
        parts.push(if repeated {
            repeat(part, depth, stream)
        } else {
            part
        });
    }
    parts
}

/// One to three rows that hold so many singles together.
fn alternatives(singles: usize, depth: u32, stream: &mut Stream) -> Vec<Vec<Part>> {
    let ways = stream.range(1, singles.min(3) as i64) as usize;
    let mut left = singles;
    (0..ways)
        .map(|way| {
            let others = ways - 1 - way;
            let size = match others {
                0 => left,
                _ => stream.range(1, (left - others) as i64) as usize,
            };
            left -= size;
            row(size, depth, stream)
        })
        .collect()
}

fn single(stream: &mut Stream) -> Part {
    let set = |count: i64, stream: &mut Stream| {
        let mut all: Vec<u8> = (0..LETTERS).collect();
        stream.shuffle(&mut all);
        all.iter()
            .take(count as usize)
            .fold(0u8, |set, letter| set | 1 << letter)
    };
    let (letters, negated) = match stream.below(10) {
        0..5 => (1 << stream.below(LETTERS.into()), false),
        5 => (ALL, false),
        6..9 => (set(stream.range(2, 3), stream), false),
        _ => (ALL & !set(stream.range(1, 2), stream), true),
    };
    Part::Single { letters, negated }
}

fn repeat(part: Part, depth: u32, stream: &mut Stream) -> Part {
    let (least, most) = match stream.below(5) {
        0 => (0, None),
        1 => (1, None),
        2 => (0, Some(1)),
        // Repeated parts within repeated parts would make long words.
        _ if depth > 0 => (0, Some(2)),
        3 => match stream.below(3) {
            0 => (2, None),
            1 => (2, Some(2)),
            _ => (3, Some(3)),
        },
        _ => {
            let least = stream.below(3) as u32;
            (least, Some(least + stream.range(1, 2) as u32))
        }
    };
    Part::Repeat(Box::new(part), least, most)
}

/// From this length on a word takes repeated parts as seldom as it may. Whatever the expression, it
/// then stays far below 127 letters: each of its twenty singles comes three times at the most.
const ENOUGH: usize = 20;

fn write_row(parts: &[Part], stream: &mut Stream, word: &mut Vec<u8>) {
    for part in parts {
        write(part, stream, word);
    }
}

fn write(part: &Part, stream: &mut Stream, word: &mut Vec<u8>) {
    match part {
        Part::Single { letters, .. } => {
            let known: Vec<u8> = (0..LETTERS).filter(|at| letters >> at & 1 == 1).collect();
            word.push(b'a' + *stream.choose(&known));
        }
        Part::Group(rows) => write_row(&rows[stream.index(rows.len())], stream, word),
        Part::Repeat(part, least, most) => {
            let most = most.unwrap_or(least + 2);
            let times = stream.range(i64::from(*least), i64::from(most));
            for done in 0..times {
                if done >= i64::from(*least) && word.len() >= ENOUGH {
                    break;
                }
                write(part, stream, word);
            }
        }
    }
}

/// A word one change away: a letter replaced, left out or put in, or two neighbours exchanged.
fn change(word: &[u8], stream: &mut Stream) -> Vec<u8> {
    let mut word = word.to_vec();
    let letter = b'a' + stream.below(LETTERS.into()) as u8;
    let at = stream.index(word.len());
    match stream.below(4) {
        0 => word[at] = letter,
        1 if word.len() > 1 => {
            word.remove(at);
        }
        2 if word.len() > 1 => {
            let next = (at + 1) % word.len();
            word.swap(at, next);
        }
        _ => word.insert(at + stream.index(2), letter),
    }
    word
}

/// Where parts one after another can end in `word` if they begin at one of `starts`: places are
/// bits, of which the first stands before the first letter. Every part maps a set of places to
/// another in so few steps that nothing is ever tried twice, unlike in backtracking.
fn after(parts: &[Part], word: &[u8], starts: u128) -> u128 {
    parts
        .iter()
        .fold(starts, |starts, part| after_part(part, word, starts))
}

fn after_part(part: &Part, word: &[u8], starts: u128) -> u128 {
    match part {
        Part::Single { letters, .. } => {
            let fits = word.iter().enumerate().fold(0u128, |fits, (at, byte)| {
                let fit = letters >> byte.wrapping_sub(b'a').min(7) & 1;
                fits | u128::from(fit) << at
            });
            (starts & fits) << 1
        }
        Part::Group(rows) => rows
            .iter()
            .fold(0, |ends, row| ends | after(row, word, starts)),
        Part::Repeat(part, least, most) => {
            let mut ends = starts;
            for _ in 0..*least {
                ends = after_part(part, word, ends);
            }
            let mut all = ends;
            // Each further round but the last adds a place, of which there are not many.
            let rounds = most.map_or(u32::MAX, |most| most - least);
            for _ in 0..rounds {
                ends = after_part(part, word, ends) & !all;
                if ends == 0 {
                    break;
                }
                all |= ends;
            }
            all
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| part.fmt(f))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Single { letters: ALL, .. } => f.write_str("."),
            Self::Single { letters, negated } => {
                let (sign, shown) = if *negated {
                    ("^", ALL & !letters)
                } else {
                    ("", *letters)
                };
                let names = (0..LETTERS)
                    .filter(|at| shown >> at & 1 == 1)
                    .map(|at| char::from(b'a' + at));
                let names: String = names.collect();
                match names.as_bytes() {
                    [_] if !negated => f.write_str(&names),
                    &[first, _, last] if last - first == 2 => {
                        write!(f, "[{sign}{}-{}]", char::from(first), char::from(last))
                    }
                    _ => write!(f, "[{sign}{names}]"),
                }
            }
            Self::Group(rows) => {
                for (at, row) in rows.iter().enumerate() {
                    f.write_str(if at == 0 { "(" } else { "|" })?;
                    row.iter().try_for_each(|part| part.fmt(f))?;
                }
                f.write_str(")")
            }
            Self::Repeat(part, least, most) => {
                part.fmt(f)?;
                match (least, most) {
                    (0, None) => f.write_str("*"),
                    (1, None) => f.write_str("+"),
                    (least, None) => write!(f, "{{{least},}}"),
                    (0, Some(1)) => f.write_str("?"),
                    (least, Some(most)) if least == most => write!(f, "{{{least}}}"),
                    (least, Some(most)) => write!(f, "{{{least},{most}}}"),
                }
            }
        }
    }
}
