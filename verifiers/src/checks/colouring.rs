//! A proper colouring of a graph.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::graph::{Graph, MAX_VERTICES};
use crate::value::{Colour, ColoursShape};
use crate::verdict::{Judgement, Verdict};

/// The answer must give every vertex one colour, such that joined vertices differ and no more
/// colours are used than the witness uses. Every such colouring is right, whatever its colours are
/// called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct ColouringCheck {
    vertices: Vec<u32>,
    edges: Vec<[u8; 2]>,
    witness: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    vertices: Vec<u32>,
    edges: Vec<[u8; 2]>,
    witness: Vec<u8>,
}

/// Why data is no graph with a colouring.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ColouringError {
    /// The vertices are too many or too few, or not in strictly ascending order.
    #[error("a graph has 2 to {MAX_VERTICES} vertices, given by number in ascending order")]
    Vertices,
    /// There are no edges, or one repeats another or joins a vertex that there is not.
    #[error("a graph has at least one edge, and each joins two of its vertices once")]
    Edges,
    /// The witness is no proper colouring.
    #[error("the witness does not give every vertex a colour from 0 that its neighbours lack")]
    Witness,
}

impl TryFrom<RawCheck> for ColouringCheck {
    type Error = ColouringError;

    fn try_from(raw: RawCheck) -> Result<Self, ColouringError> {
        Self::new(raw.vertices, raw.edges, raw.witness)
    }
}

impl ColouringCheck {
    /// The check for the graph whose vertices bear these numbers, in ascending order, and whose
    /// edges join them by their places in that order. `witness` holds a colour for each vertex, the
    /// colours numbered from 0 without a gap; an answer may use as many colours.
    ///
    /// # Errors
    /// [`ColouringError`] when these are no graph or the witness is wrong.
    pub fn new(
        vertices: Vec<u32>,
        edges: Vec<[u8; 2]>,
        witness: Vec<u8>,
    ) -> Result<Self, ColouringError> {
        let ascending = vertices.windows(2).all(|pair| pair[0] < pair[1]);
        if !(2..=MAX_VERTICES).contains(&vertices.len()) || !ascending {
            return Err(ColouringError::Vertices);
        }
        let mut graph = Graph::new(vertices.len());
        let new = |&[one, other]: &[u8; 2]| graph.join(usize::from(one), usize::from(other));
        if edges.is_empty() || !edges.iter().all(new) {
            return Err(ColouringError::Edges);
        }
        let colours = witness
            .iter()
            .fold(0u64, |set, &colour| set | 1 << (colour & 63));
        let gapless = colours.trailing_ones() == colours.count_ones();
        let proper = witness.len() == vertices.len()
            && witness
                .iter()
                .all(|&colour| usize::from(colour) < MAX_VERTICES)
            && edges
                .iter()
                .all(|&[one, other]| witness[usize::from(one)] != witness[usize::from(other)]);
        if !gapless || !proper {
            return Err(ColouringError::Witness);
        }
        Ok(Self {
            vertices,
            edges,
            witness,
        })
    }

    /// How many colours an answer may use.
    pub fn colours(&self) -> usize {
        self.witness
            .iter()
            .max()
            .map_or(0, |&last| usize::from(last) + 1)
    }

    /// The numbers of the vertices, ascending.
    pub fn vertices(&self) -> &[u32] {
        &self.vertices
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &ColoursShape).judge(|colours| self.decide(colours))
    }

    /// The witness, boxed, with colours numbered from 1.
    pub fn reference(&self) -> String {
        self.reply(&self.witness)
    }

    /// The witness with the ends of the first edge in one colour, boxed.
    pub fn counterfeit(&self) -> String {
        let mut wrong = self.witness.clone();
        if let Some(&[one, other]) = self.edges.first() {
            wrong[usize::from(one)] = wrong[usize::from(other)];
        }
        self.reply(&wrong)
    }

    fn reply(&self, colours: &[u8]) -> String {
        let mut text = String::with_capacity(9 * colours.len());
        for (vertex, &colour) in self.vertices.iter().zip(colours) {
            if !text.is_empty() {
                text.push_str(", ");
            }
            text.push_str(itoa::Buffer::new().format(*vertex));
            text.push_str(": ");
            text.push_str(itoa::Buffer::new().format(u32::from(colour) + 1));
        }
        super::reply("Colouring one vertex after another works out.", &text)
    }

    fn decide(&self, stated: &[(u32, Colour)]) -> Verdict {
        let mut names: Vec<&Colour> = Vec::new();
        let mut found: Vec<Option<&Colour>> = vec![None; self.vertices.len()];
        let mut fault = None;
        for (vertex, colour) in stated {
            match self
                .vertices
                .binary_search(vertex)
                .map(|place| &mut found[place])
            {
                Err(_) => fault = fault.or_else(|| Some(format!("there is no vertex {vertex}"))),
                Ok(Some(_)) => {
                    fault = fault.or_else(|| Some(format!("vertex {vertex} is coloured twice")));
                }
                Ok(place) => *place = Some(colour),
            }
        }
        // Colours are numbered by the vertices in order, so that answers which differ in names
        // alone are spelled alike.
        let mut text = String::with_capacity(4 * found.len());
        for colour in &found {
            if !text.is_empty() {
                text.push(' ');
            }
            let Some(name) = colour else {
                text.push('?');
                continue;
            };
            // At most as many names as vertices are compared.
            let place = names.iter().position(|known| known == name);
            let place = place.unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            text.push_str(itoa::Buffer::new().format(place + 1));
        }
        if let Some(fault) = fault {
            return Verdict::incorrect(text, fault);
        }
        if let Some(place) = found.iter().position(Option::is_none) {
            let reason = format!("vertex {} has no colour", self.vertices[place]);
            return Verdict::incorrect(text, reason);
        }
        let clash = self
            .edges
            .iter()
            .find(|&&[one, other]| found[usize::from(one)] == found[usize::from(other)]);
        if let Some(&[one, other]) = clash {
            let (one, other) = (
                self.vertices[usize::from(one)],
                self.vertices[usize::from(other)],
            );
            let reason = format!("the joined vertices {one} and {other} have the same colour");
            return Verdict::incorrect(text, reason);
        }
        if names.len() > self.colours() {
            let reason = format!(
                "{} colours are used instead of {}",
                names.len(),
                self.colours()
            );
            return Verdict::incorrect(text, reason);
        }
        Verdict::correct(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn judge(text: &str) -> Verdict {
        let path = ColouringCheck::new(vec![7, 12, 40], vec![[0, 1], [1, 2]], vec![0, 1, 0]);
        path.expect("a colouring")
            .judge(Answer {
                text: &format!("\\boxed{{{text}}}"),
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn any_proper_colouring_is_right_whatever_its_names() {
        for text in [
            "7: 1, 12: 2, 40: 1",
            "40: red, 12: blue, 7: Red",
            "7: 0, 12: 9, 40: 0",
        ] {
            let verdict = judge(text);
            assert_eq!(verdict.outcome, Outcome::Correct, "{text}");
            assert_eq!(verdict.evidence.answer.as_deref(), Some("1 2 1"));
        }
    }

    #[test]
    fn the_reason_says_what_is_wrong() {
        for (text, reason) in [
            (
                "7: 1, 12: 1, 40: 2",
                "the joined vertices 7 and 12 have the same colour",
            ),
            ("7: 1, 12: 2", "vertex 40 has no colour"),
            ("7: 1, 12: 2, 40: 1, 7: 1", "vertex 7 is coloured twice"),
            ("7: 1, 12: 2, 40: 1, 8: 1", "there is no vertex 8"),
            ("7: 1, 12: 2, 40: 3", "3 colours are used instead of 2"),
        ] {
            let verdict = judge(text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
        }
    }

    #[test]
    fn data_that_is_no_graph_with_a_colouring_is_refused() {
        let new = |vertices: &[u32], edges: &[[u8; 2]], witness: &[u8]| {
            ColouringCheck::new(vertices.to_vec(), edges.to_vec(), witness.to_vec())
        };
        assert_eq!(new(&[1], &[], &[0]), Err(ColouringError::Vertices));
        assert_eq!(
            new(&[2, 1], &[[0, 1]], &[0, 1]),
            Err(ColouringError::Vertices)
        );
        assert_eq!(new(&[1, 2], &[], &[0, 1]), Err(ColouringError::Edges));
        assert_eq!(new(&[1, 2], &[[0, 2]], &[0, 1]), Err(ColouringError::Edges));
        assert_eq!(
            new(&[1, 2], &[[0, 1], [1, 0]], &[0, 1]),
            Err(ColouringError::Edges)
        );
        for witness in [&[0, 0][..], &[0], &[0, 2], &[0, 64], &[0, 255]] {
            assert_eq!(
                new(&[1, 2], &[[0, 1]], witness),
                Err(ColouringError::Witness)
            );
        }
    }
}
