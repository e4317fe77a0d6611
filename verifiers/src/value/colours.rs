//! Assignments of colours to numbered vertices.
//!
//! | spelling | read as |
//! |---|---|
//! | `12: 1, 40: 2`, `12 = 1; 40 = 2`, `12 -> 1, 40 → 2`, `v_{12}: 1` | vertex 12 has colour 1, 40 has 2 |
//! | `{"12": "Red", "40": "Blue"}`, `vertex 12: red` lines, `\| 12 \| red \|` rows | the same with names |
//! | `red: 12, 40; blue: 7`, `{"red": [12, 40], "blue": [7]}` | the vertices of each colour |
//!
//! Colours are numbers or words, the same whatever their case. Any word that is no colour where one
//! belongs, and an ellipsis, make the whole unreadable.

use super::shape::{Lead, Shape};
use super::tokens::{Token, Vocabulary};

/// A colour as stated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// By its number.
    Number(u32),
    /// By its name, in lower case.
    Name(String),
}

impl From<&str> for Colour {
    fn from(name: &str) -> Self {
        Self::Name(name.to_ascii_lowercase())
    }
}

/// Vertices with their colours, in the order stated.
#[derive(Clone, Copy, Debug)]
pub struct ColoursShape;

/// A name such as `c1` is one word, a vertex such as `v12` its number. A word that leaves an answer
/// open is no name of a colour.
const WORDS: Vocabulary = Vocabulary {
    fillers: &[
        "vertex",
        "vertices",
        "node",
        "nodes",
        "v",
        "color",
        "colour",
        "colors",
        "colours",
        "and",
        "is",
        "gets",
        "has",
        "to",
        "rightarrow",
        "mapsto",
        "text",
        "json",
        "python",
        "assigned",
        "coloring",
        "colouring",
    ],
    hedges: &[
        "or", "not", "either", "maybe", "perhaps", "etc", "any", "other", "same",
    ],
    digits_in_words: true,
    prefix: Some('v'),
};

impl Shape for ColoursShape {
    type Value = Vec<(u32, Colour)>;

    fn noun(&self) -> &'static str {
        "a colouring"
    }

    fn exact(&self, text: &str) -> Option<Self::Value> {
        let tokens = WORDS.tokens(text)?;
        match tokens.first()? {
            Token::Number(_) => pairs(&tokens),
            Token::Word(_) => classes(&tokens),
        }
    }

    /// A clause states a colouring only as a whole, which [`Shape::exact`] has tried.
    fn leading<'t>(&self, _text: &'t str) -> Lead<'t, Self::Value> {
        Lead::Absent
    }

    fn agree(&self, one: &Self::Value, other: &Self::Value) -> bool {
        let sorted = |value: &Self::Value| {
            let mut value = value.clone();
            value.sort_unstable();
            value
        };
        sorted(one) == sorted(other)
    }

    fn equations(&self) -> bool {
        false
    }
}

fn pairs(tokens: &[Token<'_>]) -> Option<Vec<(u32, Colour)>> {
    let (pairs, rest) = tokens.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|[vertex, colour]| match (vertex, colour) {
            (&Token::Number(vertex), &Token::Number(colour)) => {
                Some((vertex, Colour::Number(colour)))
            }
            (&Token::Number(vertex), &Token::Word(colour)) => Some((vertex, Colour::from(colour))),
            (Token::Word(_), _) => None,
        })
        .collect()
}

fn classes(tokens: &[Token<'_>]) -> Option<Vec<(u32, Colour)>> {
    let mut found = Vec::with_capacity(tokens.len());
    let mut current: Option<(Colour, usize)> = None;
    for token in tokens {
        match (token, &mut current) {
            (Token::Word(_), Some((_, 0))) | (Token::Number(_), None) => return None,
            (&Token::Word(colour), _) => current = Some((Colour::from(colour), 0)),
            (&Token::Number(vertex), Some((colour, members))) => {
                *members += 1;
                found.push((vertex, colour.clone()));
            }
        }
    }
    current
        .is_some_and(|(_, members)| members > 0)
        .then_some(found)
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(text: &str) -> Option<Vec<(u32, Colour)>> {
        ColoursShape.exact(&plain(text))
    }

    fn colouring(pairs: &[(u32, &str)]) -> Option<Vec<(u32, Colour)>> {
        let pairs = pairs.iter().map(|&(vertex, colour)| {
            let number = colour.parse().map(Colour::Number);
            (vertex, number.unwrap_or_else(|_| Colour::from(colour)))
        });
        Some(pairs.collect())
    }

    #[test]
    fn usual_spellings_give_the_same_colouring() {
        for text in [
            "12: 1, 40: 2",
            "12=1; 40=2",
            "12 -> 1, 40 -> 2",
            "12 → 1\n40 → 2",
            r"12 \to 1,\ 40 \mapsto 2",
            r"\{12: 1, 40: 2\}",
            r#"{"12": 1, "40": 2}"#,
            "[(12, 1), (40, 2)]",
            "v12: 1, v40: 2",
            r"v_{12} = 1, v_{40} = 2",
            "Vertex 12: color 1\nVertex 40: color 2",
            "| Vertex | Colour |\n|---|---|\n| 12 | 1 |\n| 40 | 2 |",
            "- **12**: 1\n- **40**: 2",
        ] {
            assert_eq!(read(text), colouring(&[(12, "1"), (40, "2")]), "{text}");
        }
        for text in [
            "12: Red, 40: BLUE",
            r#"{"12": "red", "40": "blue"}"#,
            r"12: \text{red}, 40: \text{blue}",
        ] {
            assert_eq!(
                read(text),
                colouring(&[(12, "red"), (40, "blue")]),
                "{text}"
            );
        }
    }

    #[test]
    fn vertices_may_be_listed_by_colour() {
        for text in ["Red: 12, 40; Blue: 7", r#"{"red": [12, 40], "blue": [7]}"#] {
            let wanted = colouring(&[(12, "red"), (40, "red"), (7, "blue")]);
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_colouring() {
        for text in [
            "",
            "12",
            "12: 1, 40",
            "12: 1, ..., 40: 2",
            "12: red or blue",
            "red: 12, blue",
            "red",
            "12: light blue",
            "12: 1 + 1",
            "99999999999: 1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
