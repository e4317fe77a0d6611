//! Assignments of digits to letters.
//!
//! | spelling | read as |
//! |---|---|
//! | `A = 1, B = 2`, `A: 1; B: 2`, `A → 1, B → 2`, `A1 B2`, `(A, 1), (B, 2)` | A is 1, B is 2 |
//! | `{"A": 1, "B": 2}`, `\text{A} = 1`, `A is 1 and B is 2`, `\| A \| 1 \|` rows | the same |
//! | `1 = A, 2 = B`, `{"1": "A", "2": "B"}` | the same, by digit |
//! | `A, B = 1, 2`, a table with a row of letters and a row of digits | the same, in order |
//!
//! Letters are the same whatever their case. Any longer word and an ellipsis make the whole
//! unreadable.

use super::shape::{Lead, Shape};
use super::tokens::{Token, Vocabulary};

/// Capital letters with their numbers, in the order stated.
#[derive(Clone, Copy, Debug)]
pub struct CipherShape;

const WORDS: Vocabulary = Vocabulary {
    fillers: &[
        "letter",
        "letters",
        "digit",
        "digits",
        "value",
        "values",
        "assignment",
        "mapping",
        "solution",
        "is",
        "equals",
        "stands",
        "for",
        "and",
        "to",
        "rightarrow",
        "mapsto",
        "text",
        "json",
        "python",
        "hline",
        "cc",
        "ll",
        "rr",
    ],
    hedges: &["or", "not"],
    digits_in_words: false,
    prefix: None,
};

impl Shape for CipherShape {
    type Value = Vec<(char, u32)>;

    fn noun(&self) -> &'static str {
        "an assignment"
    }

    fn exact(&self, text: &str) -> Option<Self::Value> {
        let tokens = WORDS.tokens(text)?;
        // Letters and numbers in turn, or first all letters and then all numbers.
        let (pairs, rest) = tokens.as_chunks::<2>();
        if pairs.is_empty() || !rest.is_empty() {
            return None;
        }
        let in_turn: Option<_> = pairs.iter().map(|&[one, other]| pair(one, other)).collect();
        let (letters, digits) = tokens.split_at(pairs.len());
        let in_order = || {
            let zipped = letters.iter().zip(digits);
            zipped
                .map(|(&letter, &digit)| pair(letter, digit))
                .collect()
        };
        in_turn.or_else(in_order)
    }

    /// A clause states an assignment only as a whole, which [`Shape::exact`] has tried.
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

/// A letter and its number, whichever stands first.
fn pair(one: Token<'_>, other: Token<'_>) -> Option<(char, u32)> {
    let ((Token::Word(word), Token::Number(number)) | (Token::Number(number), Token::Word(word))) =
        (one, other)
    else {
        return None;
    };
    let &[letter] = word.as_bytes() else {
        return None;
    };
    Some((char::from(letter.to_ascii_uppercase()), number))
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(text: &str) -> Option<Vec<(char, u32)>> {
        CipherShape.exact(&plain(text))
    }

    #[test]
    fn usual_spellings_give_the_same_assignment() {
        for text in [
            "A = 1, V = 2",
            "A=1; V=2",
            "a: 1, v: 2",
            "A -> 1, V -> 2",
            "A → 1\nV → 2",
            r"A \to 1,\ V \mapsto 2",
            r"A = 1 \\ V = 2",
            r"\text{A} = 1,\; \mathrm{V} = 2",
            r#"{"A": 1, "V": 2}"#,
            "{'A': 1, 'V': 2}",
            r"\{A: 1, V: 2\}",
            "[(A, 1), (V, 2)]",
            "A1 V2",
            "A is 1 and V is 2",
            "- **A**: 1\n- **V**: 2",
            "| Letter | Digit |\n|---|---|\n| A | 1 |\n| V | 2 |",
            "| A | V |\n|---|---|\n| 1 | 2 |",
            "A, V = 1, 2",
            r"\begin{array}{cc} A & V \\ 1 & 2 \end{array}",
            r"\begin{array}{c|c} A & 1 \\ \hline V & 2 \end{array}",
            "1 = A, 2 = V",
            r#"{"1": "A", "2": "V"}"#,
        ] {
            assert_eq!(read(text), Some(vec![('A', 1), ('V', 2)]), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_assignment() {
        for text in [
            "",
            "A",
            "1",
            "A = 1, B",
            "A = 1, ..., B = 2",
            "A = 1 or 2",
            "A = 1, B = 2 + 1",
            "A = 1, BE = 2",
            "A = 1, é = 2",
            "A = 99999999999",
            "not A = 1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
