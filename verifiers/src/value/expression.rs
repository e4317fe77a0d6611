//! Expressions over words, in C, Python, Lean, LaTeX or Unicode.
//!
//! The grammar is that of [`crate::mba::parse`]. Emphasis, dollar signs, backticks, quotes and one
//! full stop around the whole are left out. An equation (`E = x + y`) is no expression, and a second
//! expression after a comma makes the whole unreadable.

use std::borrow::Cow;

use super::shape::{Lead, Shape};
use crate::mba::{Expression, Variables, parse};

/// An expression over these variables.
#[derive(Clone, Copy, Debug)]
pub struct ExpressionShape<'v> {
    /// The variables.
    pub variables: &'v Variables,
    /// How many bits a word has.
    pub width: u32,
}

impl Shape for ExpressionShape<'_> {
    type Value = Expression;

    fn noun(&self) -> &'static str {
        "an expression"
    }

    /// `&`, `~`, `^` and `\overline` are operators here, so that nothing may be respelled.
    fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        Cow::Borrowed(text)
    }

    fn exact(&self, text: &str) -> Option<Expression> {
        parse(undressed(text), self.variables, Some(self.width)).ok()
    }

    fn leading<'t>(&self, _: &'t str) -> Lead<'t, Expression> {
        Lead::Absent
    }

    /// `=` and `~` may stand before a part of an expression only.
    fn equations(&self) -> bool {
        false
    }
}

/// What stands inside emphasis and quotes, without the full stop of its sentence.
fn undressed(text: &str) -> &str {
    let blank = |c: char| c.is_whitespace() || matches!(c, '$' | '`');
    let mut text = text.trim_matches(blank);
    for _ in 0..3 {
        let dressed = ["**", "\"", "'"].iter().find_map(|mark| {
            let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
            Some(inner.trim_matches(blank))
        });
        match dressed.or_else(|| text.strip_suffix(['.', ';'])) {
            Some(inner) => text = inner.trim_matches(blank),
            None => break,
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dress_is_taken_off_and_nothing_else() {
        let variables = Variables::new(["x", "y"]).expect("names");
        let shape = ExpressionShape {
            variables: &variables,
            width: 32,
        };
        let wanted = shape.exact("x & ~y");
        assert!(wanted.is_some());
        for text in [
            " x & ~y. ",
            "**x & ~y**",
            "$x \\land \\lnot y$",
            "`x & ~y`",
            "\"x & ~y\"",
            "**`x & ~y`**.",
            "\\(x \\mathbin{\\&} \\sim y\\)",
            "\\text{x & ~y}",
        ] {
            assert_eq!(shape.exact(text), wanted, "{text}");
        }
        for text in [
            "x & ~y, x",
            "E = x & ~y",
            "x & ~y or x",
            "x &",
            "x & ~y *",
            "",
            "answer",
        ] {
            assert_eq!(shape.exact(text), None, "{text}");
        }
    }
}
