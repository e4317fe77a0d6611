//! Identities of n-bit words in Lean, which knows them as `BitVec n`.
//!
//! Nothing but core Lean is needed to state one. The lemmas (`words.lean`) reduce a linear identity,
//! and everything that is polynomial in bitwise functions, to algebra: each bitwise function of two or
//! three words is the sum of some of their minterms.

use crate::mba::{Expression, Notation, Variables, print};

/// The lemmas, proved: `minterms`, `minterms3`, `total`, `total3`.
pub const LEMMAS: &str = include_str!("words.lean");

/// That two expressions are equal for all words.
#[derive(Clone, Debug)]
pub struct Identity<'a> {
    /// The names of the variables.
    pub variables: &'a Variables,
    /// How many bits a word has; `None` for every number of bits.
    pub width: Option<u32>,
    /// The one side.
    pub left: &'a Expression,
    /// The other.
    pub right: &'a Expression,
}

impl Identity<'_> {
    /// The type of a word: `BitVec 8`, or `BitVec w`.
    pub fn word(&self) -> String {
        match self.width {
            Some(width) => format!("BitVec {width}"),
            None => "BitVec w".to_owned(),
        }
    }

    /// `LEFT = RIGHT`.
    pub fn equation(&self) -> String {
        let [left, right] = [self.left, self.right]
            .map(|side| print(side, self.variables, Notation::Lean(self.width)));
        format!("{left} = {right}")
    }

    /// The proposition: `∀ x y : BitVec 8, LEFT = RIGHT`, or the same `∀ w : Nat`.
    pub fn proposition(&self) -> String {
        let any = if self.width.is_none() {
            "∀ w : Nat, "
        } else {
            ""
        };
        let names = self.variables.names().join(" ");
        format!("{any}∀ {names} : {}, {}", self.word(), self.equation())
    }

    /// The opposite.
    pub fn negation(&self) -> String {
        format!("¬ {}", self.proposition())
    }
}

/// The beginning of a file about words.
pub fn file(lemmas: bool) -> String {
    let mut out = String::from("noncomputable section\n");
    if lemmas {
        out.push('\n');
        out.push_str(LEMMAS);
        out.push_str("\nopen Words\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mba::parse;

    #[test]
    fn identities_are_propositions() {
        let variables = Variables::new(["x", "y"]).expect("names");
        let read = |text| parse(text, &variables, None).expect("an expression");
        let (left, right) = (read("x + y"), read("(x | y) + (x & y) - 0"));
        let mut identity = Identity {
            variables: &variables,
            width: Some(8),
            left: &left,
            right: &right,
        };
        assert_eq!(
            identity.proposition(),
            "∀ x y : BitVec 8, x + y = (x ||| y) + (x &&& y) - 0#8"
        );
        identity.width = None;
        assert_eq!(
            identity.negation(),
            "¬ ∀ w : Nat, ∀ x y : BitVec w, x + y = (x ||| y) + (x &&& y) - 0#w"
        );
        assert!(file(true).starts_with("noncomputable section\n\nnamespace Words\n"));
        assert_eq!(file(false), "noncomputable section\n");
    }
}
