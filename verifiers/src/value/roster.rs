//! Rosters: which value of each category each person has.
//!
//! | spelling | read as |
//! |---|---|
//! | `Anna: 34, cat; Ben: 51, dog` | Anna has 34 and cat, Ben has 51 and dog |
//! | `Anna: [age: 34, pet: cat]` lines, `Anna - age 34, has the cat` | the same |
//! | `\| Anna \| 34 \| cat \|` rows, a heading row or not | the same |
//! | `{"Anna": {"age": 34, "pet": "cat"}}`, `[{"name": "Anna", "age": 34}]` | the same |
//! | `{"pet": {"Anna": "cat", "Ben": "dog"}}` | the same, category by category |
//! | `\| \| Anna \| Ben \|` above `\| pet \| cat \| dog \|` | the same, a column a person |
//!
//! People, categories and values are words or numbers of a known vocabulary, the same whatever
//! their case and in the plural; a number of one digit that is none of them counts rows. A value
//! under the name of another category, any other word that says something, and an ellipsis make the
//! whole unreadable.

use super::plain::DOTS;
use super::shape::{Lead, Shape};

/// The most statements that are read; a longer roster is padding.
const MAX_STATEMENTS: usize = 1_024;

/// The most words of a vocabulary.
pub(crate) const MAX_WORDS: usize = 64;

/// What a word of the vocabulary names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// The person of this index.
    Person(u8),
    /// The category of this index, from 1.
    Category(u8),
    /// A value of a category.
    Value(u8, u8),
}

/// One statement: person, category and value, by their indices.
pub type Statement = [u8; 3];

/// A roster in the words of a puzzle.
#[derive(Clone, Debug)]
pub struct RosterShape<'a> {
    words: Vec<(&'a str, Named)>,
    /// One more than the place of a word, from the slot that its hash names on; 0 where a slot is
    /// free, as half of them are at least.
    slots: [u8; SLOTS],
}

/// Twice the most words.
const SLOTS: usize = 2 * MAX_WORDS;

/// Words that say nothing beyond the names beside them.
const FILLERS: &[&str] = &[
    "name",
    "names",
    "person",
    "people",
    "has",
    "have",
    "is",
    "are",
    "owns",
    "own",
    "plays",
    "play",
    "lives",
    "live",
    "likes",
    "like",
    "loves",
    "love",
    "eats",
    "eat",
    "drinks",
    "works",
    "work",
    "studies",
    "in",
    "at",
    "as",
    "of",
    "a",
    "an",
    "the",
    "and",
    "with",
    "who",
    "whose",
    "to",
    "years",
    "year",
    "old",
    "cm",
    "favourite",
    "favorite",
    "color",
    "colors",
    "values",
    "value",
    "text",
    "json",
    "python",
    "hline",
    "rightarrow",
    "solution",
];

impl<'a> RosterShape<'a> {
    /// The shape over these words; words beyond the 64th are not known.
    pub fn new(words: impl IntoIterator<Item = (&'a str, Named)>) -> Self {
        let mut shape = Self {
            words: Vec::with_capacity(MAX_WORDS),
            slots: [0; SLOTS],
        };
        for (word, named) in words.into_iter().take(MAX_WORDS) {
            let mut slot = hash(word);
            while shape.slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            shape.words.push((word, named));
            shape.slots[slot] = shape.words.len() as u8;
        }
        shape
    }

    /// Whether a word means something else already, so that no puzzle may use it as a name.
    pub(crate) fn is_taken(word: &str) -> bool {
        FILLERS
            .iter()
            .any(|filler| filler.eq_ignore_ascii_case(word))
    }

    fn named(&self, word: &str) -> Option<Named> {
        let find = |word: &str| {
            let mut slot = hash(word);
            loop {
                let place = usize::from(self.slots[slot]).checked_sub(1)?;
                let (known, named) = self.words[place];
                if known.eq_ignore_ascii_case(word) {
                    return Some(named);
                }
                slot = (slot + 1) % SLOTS;
            }
        };
        find(word).or_else(|| find(word.strip_suffix('s')?))
    }
}

/// Mixes the length of a word and two of its letters, whatever their case.
fn hash(word: &str) -> usize {
    let letter = |place: usize| word.as_bytes().get(place).map_or(0, |&byte| byte | 0x20);
    let (first, last) = (letter(0), letter(word.len().wrapping_sub(1)));
    (31 * usize::from(first) + 7 * usize::from(last) + word.len()) % SLOTS
}

impl Shape for RosterShape<'_> {
    type Value = Vec<Statement>;

    fn noun(&self) -> &'static str {
        "a roster"
    }

    fn exact(&self, text: &str) -> Option<Self::Value> {
        let mut reader = Reader {
            people: Vec::new(),
            person: None,
            category: None,
            row: None,
            column: 0,
            found: Vec::with_capacity(self.words.len()),
        };
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first.is_alphanumeric() {
                let ascii = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
                let length = match rest.as_bytes().get(ascii) {
                    // Letters beyond ASCII take a slower look.
                    Some(128..) => rest
                        .find(|c: char| !c.is_alphanumeric())
                        .unwrap_or(rest.len()),
                    _ => ascii,
                };
                let (word, after) = rest.split_at(length);
                rest = after;
                match self.named(word) {
                    Some(named) => reader.take(named)?,
                    None if Self::is_taken(word) => {}
                    None if word.len() == 1 && first.is_ascii_digit() => {}
                    None => return None,
                }
                continue;
            }
            let mark = first.is_ascii_punctuation()
                || matches!(first, ' ' | '\n' | '\u{1}' | '→' | '↦' | '•' | '│' | '✓');
            if !mark
                || matches!(first, '/' | '?' | '+' | '^' | '~')
                || rest.starts_with("..")
                || first == DOTS
            {
                return None;
            }
            rest = &rest[first.len_utf8()..];
        }
        (!reader.found.is_empty()).then_some(reader.found)
    }

    /// A clause states a roster only as a whole, which [`Shape::exact`] has tried.
    fn leading<'t>(&self, _text: &'t str) -> Lead<'t, Self::Value> {
        Lead::Absent
    }

    fn agree(&self, one: &Self::Value, other: &Self::Value) -> bool {
        let sorted = |value: &Self::Value| {
            let mut value = value.clone();
            value.sort_unstable();
            value.dedup();
            value
        };
        sorted(one) == sorted(other)
    }

    fn equations(&self) -> bool {
        false
    }
}

/// What has been read so far.
struct Reader {
    /// The people named before any value: the heading of a table with a column for each.
    people: Vec<u8>,
    /// Whose values follow.
    person: Option<u8>,
    /// The category named last, until a value or a person follows it.
    category: Option<u8>,
    /// In a table with a column a person: the category of the row.
    row: Option<u8>,
    /// And how many values of the row have been read.
    column: usize,
    found: Vec<Statement>,
}

impl Reader {
    /// Takes a name; `None` where it has no place.
    fn take(&mut self, named: Named) -> Option<()> {
        match named {
            Named::Person(person) => {
                if self.found.is_empty() {
                    self.people.push(person);
                } else if self.people.len() > 1 {
                    return None;
                }
                self.person = Some(person);
                self.category = None;
            }
            Named::Category(category) => self.category = Some(category),
            Named::Value(category, value) => {
                if self.category.take().is_some_and(|named| named != category)
                    || self.found.len() == MAX_STATEMENTS
                {
                    return None;
                }
                let mut person = self.person?;
                if self.people.len() > 1 {
                    if self.row != Some(category) {
                        self.row = Some(category);
                        self.column = 0;
                    }
                    person = *self.people.get(self.column)?;
                    self.column += 1;
                }
                self.found.push([person, category, value]);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(text: &str) -> Option<Vec<Statement>> {
        let shape = RosterShape::new([
            ("Anna", Named::Person(0)),
            ("Ben", Named::Person(1)),
            ("age", Named::Category(1)),
            ("pet", Named::Category(2)),
            ("34", Named::Value(1, 0)),
            ("51", Named::Value(1, 1)),
            ("cat", Named::Value(2, 0)),
            ("dog", Named::Value(2, 1)),
        ]);
        let mut found = shape.exact(&plain(text))?;
        found.sort_unstable();
        Some(found)
    }

    #[test]
    fn usual_spellings_give_the_same_roster() {
        for text in [
            "Anna: 34, cat; Ben: 51, dog",
            "Anna: 34, cat\nBen: 51, dog",
            "Ben: dog, 51; Anna: cat, 34",
            "Anna: [age: 34, pet: cat]\nBen: [age: 51, pet: dog]",
            "Anna: age = 34, pet = cat; Ben: age = 51, pet = dog",
            "anna - 34 - CAT\nben - 51 - DOG",
            "Anna → 34, cat; Ben → 51, dog",
            "- **Anna**: age 34, pet cat\n- **Ben**: age 51, pet dog",
            "1. Anna: 34, cat\n2. Ben: 51, dog",
            "1) Anna (34, cat)\n2) Ben (51, dog)",
            "Anna is 34 years old and has the cat. Ben is 51 years old and has the dog.",
            "| Name | Age | Pet |\n|---|---|---|\n| Anna | 34 | cat |\n| Ben | 51 | dog |",
            "| Anna | 34 | cat |\n| Ben | 51 | dog |",
            "| # | Person | Pet | Age |\n|:-:|---|---|---|\n| 1 | Anna | cat | 34 |\n| 2 | Ben | dog | 51 |",
            "| | Anna | Ben |\n|---|---|---|\n| Age | 34 | 51 |\n| Pet | cat | dog |",
            r#"{"Anna": {"age": 34, "pet": "cat"}, "Ben": {"age": 51, "pet": "dog"}}"#,
            r#"{"Anna": {"age": "34", "pet": "cat"}, "Ben": {"pet": "dog", "age": "51"}}"#,
            r#"[{"name": "Anna", "age": 34, "pet": "cat"}, {"name": "Ben", "age": 51, "pet": "dog"}]"#,
            r#"{"age": {"Anna": 34, "Ben": 51}, "pet": {"Anna": "cat", "Ben": "dog"}}"#,
            r"\text{Anna: 34, cat; Ben: 51, dog}",
            r"\text{Anna}: 34, \text{cat};\ \text{Ben}: 51, \text{dog}",
            r"\begin{array}{|c|c|c|} \hline \text{Anna} & 34 & \text{cat} \\ \hline \text{Ben} & 51 & \text{dog} \\ \hline \end{array}",
            r"\begin{aligned} &\text{Anna: } 34, \text{cat} \\ &\text{Ben: } 51, \text{dog} \end{aligned}",
            "Anna: 34, cats; Ben: 51, dogs",
            "Ages: Anna 34, Ben 51; pets: Anna cat, Ben dog",
        ] {
            let wanted = vec![[0, 1, 0], [0, 2, 0], [1, 1, 1], [1, 2, 1]];
            assert_eq!(read(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_contradicts_itself_is_kept_for_the_check() {
        assert_eq!(read("Anna: cat, dog"), Some(vec![[0, 2, 0], [0, 2, 1]]));
    }

    #[test]
    fn anything_else_is_no_roster() {
        for text in [
            "",
            "Anna",
            "cat",
            "Anna, Ben",
            "cat: Anna, dog: Ben",
            "Anna: cat or dog",
            "Anna: cat/dog",
            "Anna: cat?",
            "Anna: not cat",
            "Anna: parrot",
            "Anna: pet: 34",
            "Anna: 34, ..., Ben: 51",
            r"Anna: 34, \ldots",
            "Anna: 35",
            "| | Anna | Ben |\n| Age | 34 | 51 | 34 |",
            "Anna: 34 + cat",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
