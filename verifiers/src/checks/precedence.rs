//! An order of things some of which must come before others.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::names::{are_names, places, repeated, spell, spell_stated};
use crate::check::Answer;
use crate::extract;
use crate::value::LettersShape;
use crate::verdict::{Judgement, Verdict};

/// The answer must name every vertex of a directed graph once, and the start of every edge before
/// its end. Every such order is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct PrecedenceCheck {
    names: Vec<char>,
    edges: Vec<[u8; 2]>,
    witness: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    names: Vec<char>,
    edges: Vec<[u8; 2]>,
    witness: Vec<u8>,
}

/// Why data is no graph with an order.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PrecedenceError {
    /// The names are no different capital letters in ascending order, or too few.
    #[error("vertices bear two or more capital letters in ascending order")]
    Names,
    /// There are no edges, or one joins a vertex that there is not.
    #[error("a graph has at least one edge, and each joins two of its vertices")]
    Edges,
    /// The witness is no order of the vertices, or an edge goes against it.
    #[error("the witness does not name every vertex once, each edge's start before its end")]
    Witness,
}

impl TryFrom<RawCheck> for PrecedenceCheck {
    type Error = PrecedenceError;

    fn try_from(raw: RawCheck) -> Result<Self, PrecedenceError> {
        Self::new(raw.names, raw.edges, raw.witness)
    }
}

impl PrecedenceCheck {
    /// The check for the graph whose vertices bear these capital letters, in ascending order.
    /// `edges` join them by their places in that order, start and end; `witness` is one right
    /// order of the places.
    ///
    /// # Errors
    /// [`PrecedenceError`] when these are no graph or the witness is wrong.
    pub fn new(
        names: Vec<char>,
        edges: Vec<[u8; 2]>,
        witness: Vec<u8>,
    ) -> Result<Self, PrecedenceError> {
        if !are_names(&names) {
            return Err(PrecedenceError::Names);
        }
        let inside = |place: &u8| usize::from(*place) < names.len();
        if edges.is_empty() || !edges.iter().flatten().all(inside) {
            return Err(PrecedenceError::Edges);
        }
        let order: Vec<usize> = witness.iter().copied().map(usize::from).collect();
        let outside = !witness.iter().all(inside);
        let check = Self {
            names,
            edges,
            witness,
        };
        if outside || check.fault(&order).is_some() {
            return Err(PrecedenceError::Witness);
        }
        Ok(check)
    }

    /// The vertices' names, ascending.
    pub fn names(&self) -> &[char] {
        &self.names
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &LettersShape { ordered: true }).judge(|stated| self.decide(stated))
    }

    /// The witness, boxed.
    pub fn reference(&self) -> String {
        self.reply(&self.witness)
    }

    /// The witness with the ends of the first edge in each other's place, boxed.
    pub fn counterfeit(&self) -> String {
        let mut wrong = self.witness.clone();
        if let Some(&[start, end]) = self.edges.first() {
            for place in &mut wrong {
                if *place == start {
                    *place = end;
                } else if *place == end {
                    *place = start;
                }
            }
        }
        self.reply(&wrong)
    }

    fn reply(&self, order: &[u8]) -> String {
        let order = order.iter().copied().map(usize::from);
        super::reply(
            "Taking one vertex after another that nothing left must precede gives an order.",
            &spell(&self.names, order, ", "),
        )
    }

    fn decide(&self, stated: &[char]) -> Verdict {
        let text = spell_stated(stated, ", ");
        let fault = match places(&self.names, stated) {
            Ok(order) => self.fault(&order),
            Err(name) => Some(format!("there is no vertex {name}")),
        };
        match fault {
            Some(fault) => Verdict::incorrect(text, fault),
            None => Verdict::correct(text),
        }
    }

    /// Why `order`, of places that there are, is not right, if it isn't.
    fn fault(&self, order: &[usize]) -> Option<String> {
        if let Some(place) = repeated(order) {
            return Some(format!("vertex {} is named twice", self.names[place]));
        }
        let mut rank = vec![usize::MAX; self.names.len()];
        for (at, &place) in order.iter().enumerate() {
            rank[place] = at;
        }
        if let Some(place) = rank.iter().position(|&at| at == usize::MAX) {
            return Some(format!("vertex {} is not named", self.names[place]));
        }
        let &[start, end] = self
            .edges
            .iter()
            .find(|[start, end]| rank[usize::from(*start)] >= rank[usize::from(*end)])?;
        let (start, end) = (self.names[usize::from(start)], self.names[usize::from(end)]);
        Some(format!("{start} must come before {end}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    /// B before D, D before K and Q.
    fn check() -> PrecedenceCheck {
        PrecedenceCheck::new(
            vec!['B', 'D', 'K', 'Q'],
            vec![[0, 1], [1, 2], [1, 3]],
            vec![0, 1, 3, 2],
        )
        .expect("an order")
    }

    fn judge(text: &str) -> Verdict {
        let answer = Answer {
            text: &format!("\\boxed{{{text}}}"),
            finish: Finish::Stop,
        };
        check().judge(answer).strict
    }

    #[test]
    fn every_right_order_is_accepted() {
        for text in ["B, D, Q, K", "B → D → K → Q", "1. B\n2. D\n3. K\n4. Q"] {
            assert_eq!(judge(text).outcome, Outcome::Correct, "{text}");
        }
    }

    #[test]
    fn the_reason_says_what_is_wrong() {
        for (text, reason) in [
            ("B, D, K", "vertex Q is not named"),
            ("B, D, K, K, Q", "vertex K is named twice"),
            ("B, D, K, Q, Z", "there is no vertex Z"),
            ("B, K, D, Q", "D must come before K"),
        ] {
            let verdict = judge(text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
        }
    }

    #[test]
    fn data_without_an_order_is_refused() {
        let new = |names: &str, edges: &[[u8; 2]], witness: &[u8]| {
            PrecedenceCheck::new(names.chars().collect(), edges.to_vec(), witness.to_vec())
        };
        for names in ["", "A", "BA", "AA", "Ab", "A1", "AÄ"] {
            assert_eq!(new(names, &[[0, 1]], &[0, 1]), Err(PrecedenceError::Names));
        }
        assert_eq!(new("AB", &[], &[0, 1]), Err(PrecedenceError::Edges));
        assert_eq!(new("AB", &[[0, 2]], &[0, 1]), Err(PrecedenceError::Edges));
        for (edges, witness) in [
            (&[[0, 1]][..], &[1, 0][..]),
            (&[[0, 1]], &[0]),
            (&[[0, 1]], &[0, 1, 1]),
            (&[[0, 1]], &[0, 2]),
            (&[[0, 1]], &[0, 255]),
            (&[[0, 0]], &[0, 1]),
            (&[[0, 1], [1, 0]], &[0, 1]),
        ] {
            assert_eq!(new("AB", edges, witness), Err(PrecedenceError::Witness));
        }
    }
}
