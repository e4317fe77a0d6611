//! Two expressions over the same words, as checks hold them.

use thiserror::Error;

use crate::mba::{Equation, Expression, MAX_WIDTH, Notation, ParseError, Variables, parse, print};

/// Why data is no pair of expressions.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MbaDataError {
    /// No such words.
    #[error("words have a width of 1 to {MAX_WIDTH} bits")]
    Width,
    /// A side can't be read.
    #[error("the {side} side can't be read: {source}")]
    Side {
        /// `left` or `right`.
        side: &'static str,
        /// What is wrong.
        source: ParseError,
    },
    /// An expression has a variable without a name.
    #[error("an expression has a variable that has no name")]
    Nameless,
}

/// Two expressions over the same words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) width: u32,
    pub(super) variables: Variables,
    pub(super) left: Expression,
    pub(super) right: Expression,
}

impl Pair {
    pub(super) fn new(
        width: u32,
        variables: Variables,
        left: Expression,
        right: Expression,
    ) -> Result<Self, MbaDataError> {
        if !(1..=MAX_WIDTH).contains(&width) {
            return Err(MbaDataError::Width);
        }
        if left.arity().max(right.arity()) > variables.len() {
            return Err(MbaDataError::Nameless);
        }
        Ok(Self {
            width,
            variables,
            left,
            right,
        })
    }

    pub(super) fn read(
        width: u32,
        variables: Variables,
        left: &str,
        right: &str,
    ) -> Result<Self, MbaDataError> {
        let read = |side, text| {
            parse(text, &variables, None).map_err(|source| MbaDataError::Side { side, source })
        };
        let (left, right) = (read("left", left)?, read("right", right)?);
        Self::new(width, variables, left, right)
    }

    /// Both in C.
    pub(super) fn spelled(&self) -> [String; 2] {
        [&self.left, &self.right].map(|side| print(side, &self.variables, Notation::C))
    }

    pub(super) fn equation(&self) -> Equation<'_> {
        Equation {
            left: &self.left,
            right: &self.right,
            width: self.width,
            variables: self.variables.len(),
        }
    }

    /// `x = 5, y = 7`.
    pub(super) fn assignment(&self, words: &[u64]) -> String {
        let pairs = self.variables.names().iter().zip(words);
        let pairs: Vec<String> = pairs
            .map(|(name, word)| format!("{name} = {word}"))
            .collect();
        pairs.join(", ")
    }
}
