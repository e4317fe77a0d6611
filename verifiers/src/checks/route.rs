//! A shortest route along weighted edges.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::names::{are_names, places, repeated, spell, spell_stated};
use crate::check::Answer;
use crate::extract;
use crate::value::LettersShape;
use crate::verdict::{Judgement, Verdict};

/// What kind of route is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteAsk {
    /// A path along directed edges, from the witness's first vertex to its last.
    Path,
    /// A closed tour along undirected edges, through every vertex once and back. It may begin
    /// anywhere and go either way round; the return may be left unsaid.
    Tour,
}

/// The answer must be a route of the kind asked for that is no longer than the witness. Every such
/// route is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct RouteCheck {
    ask: RouteAsk,
    names: Vec<char>,
    edges: Vec<[u32; 3]>,
    witness: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    ask: RouteAsk,
    names: Vec<char>,
    edges: Vec<[u32; 3]>,
    witness: Vec<u8>,
}

/// Why data is no graph with a route.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RouteError {
    /// The names are no different capital letters in ascending order, or too few.
    #[error("vertices bear two or more capital letters in ascending order")]
    Names,
    /// An edge joins a vertex that there is not, or is too long.
    #[error("each edge joins two of the vertices and is at most {MAX_LENGTH} long")]
    Edges,
    /// The witness is no route of the kind asked for.
    #[error("the witness is no route of two or more vertices of the kind asked for")]
    Witness,
}

/// The longest that an edge may be, so that a route's length fits.
const MAX_LENGTH: u32 = 1 << 24;

impl TryFrom<RawCheck> for RouteCheck {
    type Error = RouteError;

    fn try_from(raw: RawCheck) -> Result<Self, RouteError> {
        Self::new(raw.ask, raw.names, raw.edges, raw.witness)
    }
}

impl RouteCheck {
    /// The check for the graph whose vertices bear these capital letters, in ascending order. An
    /// edge is two places in that order and a length; `witness` is a shortest route of places, a
    /// tour without its return.
    ///
    /// # Errors
    /// [`RouteError`] when these are no graph or the witness is no route.
    pub fn new(
        ask: RouteAsk,
        names: Vec<char>,
        edges: Vec<[u32; 3]>,
        witness: Vec<u8>,
    ) -> Result<Self, RouteError> {
        if !are_names(&names) {
            return Err(RouteError::Names);
        }
        let fits = |&[one, other, length]: &[u32; 3]| {
            one.max(other) < names.len() as u32 && length <= MAX_LENGTH
        };
        if !edges.iter().all(fits) {
            return Err(RouteError::Edges);
        }
        let route: Vec<usize> = witness.iter().copied().map(usize::from).collect();
        let inside = route.len() >= 2 && route.iter().all(|&place| place < names.len());
        let check = Self {
            ask,
            names,
            edges,
            witness,
        };
        if !inside || check.length(&route).is_err() {
            return Err(RouteError::Witness);
        }
        Ok(check)
    }

    /// What kind of route is asked for.
    pub fn ask(&self) -> RouteAsk {
        self.ask
    }

    /// The vertices' names, ascending.
    pub fn names(&self) -> &[char] {
        &self.names
    }

    /// The names of the first and the last vertex of the witness.
    pub fn ends(&self) -> (char, char) {
        let name = |place: u8| self.names[usize::from(place)];
        // A witness has two or more vertices.
        (
            name(self.witness[0]),
            name(self.witness[self.witness.len() - 1]),
        )
    }

    /// The length that a right route has.
    pub fn shortest(&self) -> u32 {
        self.length(&self.route()).unwrap_or_default()
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &LettersShape { ordered: true }).judge(|stated| self.decide(stated))
    }

    /// The witness, boxed; a tour with its return.
    pub fn reference(&self) -> String {
        self.reply(&self.witness)
    }

    /// The witness without its last vertex, boxed: a path that ends too early, or a tour that leaves
    /// one vertex out.
    pub fn counterfeit(&self) -> String {
        self.reply(&self.witness[..self.witness.len() - 1])
    }

    fn route(&self) -> Vec<usize> {
        self.witness.iter().copied().map(usize::from).collect()
    }

    fn reply(&self, route: &[u8]) -> String {
        let back = match self.ask {
            RouteAsk::Tour => route.first(),
            RouteAsk::Path => None,
        };
        let all = route.iter().chain(back).copied().map(usize::from);
        super::reply(
            "Comparing the ways that are open at every step leaves this one.",
            &spell(&self.names, all, " -> "),
        )
    }

    fn decide(&self, stated: &[char]) -> Verdict {
        let text = spell_stated(stated, " -> ");
        let mut route = match places(&self.names, stated) {
            Ok(route) => route,
            Err(name) => return Verdict::incorrect(text, format!("there is no {name}")),
        };
        if self.ask == RouteAsk::Tour && route.len() > 1 && route.first() == route.last() {
            route.pop();
        }
        match self.length(&route) {
            Err(fault) => Verdict::incorrect(text, fault),
            Ok(length) if length > self.shortest() => {
                let reason = format!("its length is {length} instead of {}", self.shortest());
                Verdict::incorrect(text, reason)
            }
            Ok(_) => Verdict::correct(text),
        }
    }

    /// The length of `route`, of places that there are, or why it is none of the kind asked for.
    fn length(&self, route: &[usize]) -> Result<u32, String> {
        if let Some(place) = repeated(route) {
            return Err(format!("{} is visited twice", self.names[place]));
        }
        let back = match self.ask {
            RouteAsk::Path => {
                let ends = (self.witness.first(), self.witness.last());
                let is = |stated: Option<&usize>, wanted: Option<&u8>| {
                    stated.copied() == wanted.copied().map(usize::from)
                };
                if !is(route.first(), ends.0) || !is(route.last(), ends.1) {
                    let (first, last) = self.ends();
                    return Err(format!("the path does not lead from {first} to {last}"));
                }
                None
            }
            RouteAsk::Tour => {
                if let Some(place) = (0..self.names.len()).find(|place| !route.contains(place)) {
                    return Err(format!("{} is not visited", self.names[place]));
                }
                route.first()
            }
        };
        let mut length = 0;
        for (&one, &other) in route.iter().zip(route.iter().skip(1).chain(back)) {
            length += self.edge(one, other).ok_or_else(|| {
                format!(
                    "no edge leads from {} to {}",
                    self.names[one], self.names[other]
                )
            })?;
        }
        Ok(length)
    }

    /// The length of the edge from `one` to `other`, of several the shortest.
    fn edge(&self, one: usize, other: usize) -> Option<u32> {
        let (one, other) = (one as u32, other as u32);
        let joins = |&&[start, end, _]: &&[u32; 3]| {
            (start, end) == (one, other)
                || self.ask == RouteAsk::Tour && (end, start) == (one, other)
        };
        let lengths = self
            .edges
            .iter()
            .filter(joins)
            .map(|&[_, _, length]| length);
        lengths.min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn judge(ask: RouteAsk, text: &str) -> Verdict {
        // B to D costs 2 directly, over K 2 as well; the tour B D Q K costs 2 + 1 + 1 + 1.
        let edges = vec![
            [0, 1, 2],
            [0, 2, 1],
            [2, 1, 1],
            [1, 3, 1],
            [3, 2, 1],
            [0, 3, 9],
        ];
        let witness = match ask {
            RouteAsk::Path => vec![0, 1, 3],
            RouteAsk::Tour => vec![0, 1, 3, 2],
        };
        let check = RouteCheck::new(ask, vec!['B', 'D', 'K', 'Q'], edges, witness);
        check
            .expect("a route")
            .judge(Answer {
                text: &format!("\\boxed{{{text}}}"),
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn every_shortest_route_is_accepted() {
        for text in ["B → D → Q", "B, K, D, Q", "B -> K -> D -> Q"] {
            assert_eq!(
                judge(RouteAsk::Path, text).outcome,
                Outcome::Correct,
                "{text}"
            );
        }
        for text in [
            "B, D, Q, K, B",
            "B → D → Q → K",
            "Q, K, B, D, Q",
            "K → Q → D → B → K",
        ] {
            assert_eq!(
                judge(RouteAsk::Tour, text).outcome,
                Outcome::Correct,
                "{text}"
            );
        }
    }

    #[test]
    fn the_reason_says_what_is_wrong() {
        for (ask, text, reason) in [
            (RouteAsk::Path, "B, Q", "its length is 9 instead of 3"),
            (RouteAsk::Path, "B, D", "the path does not lead from B to Q"),
            (RouteAsk::Path, "D, Q", "the path does not lead from B to Q"),
            (RouteAsk::Path, "B, K, Q", "no edge leads from K to Q"),
            (RouteAsk::Path, "B, K, B, Q", "B is visited twice"),
            (RouteAsk::Path, "B, X, Q", "there is no X"),
            (RouteAsk::Tour, "B, D, Q, B", "K is not visited"),
            (RouteAsk::Tour, "B, D, B, Q, K, B", "B is visited twice"),
            (
                RouteAsk::Tour,
                "B, Q, D, K",
                "its length is 12 instead of 5",
            ),
            (RouteAsk::Tour, "B", "D is not visited"),
        ] {
            let verdict = judge(ask, text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
        }
    }

    #[test]
    fn data_without_a_route_is_refused() {
        use RouteAsk::{Path, Tour};
        let new = |ask, names: &str, edges: &[[u32; 3]], witness: &[u8]| {
            RouteCheck::new(
                ask,
                names.chars().collect(),
                edges.to_vec(),
                witness.to_vec(),
            )
        };
        assert_eq!(
            new(Path, "BA", &[[0, 1, 1]], &[0, 1]),
            Err(RouteError::Names)
        );
        assert_eq!(
            new(Path, "AB", &[[0, 2, 1]], &[0, 1]),
            Err(RouteError::Edges)
        );
        assert_eq!(
            new(Path, "AB", &[[0, 1, u32::MAX]], &[0, 1]),
            Err(RouteError::Edges)
        );
        for (ask, witness) in [
            (Path, &[][..]),
            (Path, &[0]),
            (Path, &[1, 0]),
            (Path, &[0, 2]),
            (Path, &[0, 255]),
            (Path, &[0, 1, 0]),
            (Tour, &[0]),
            (Tour, &[0, 0]),
        ] {
            let made = new(ask, "AB", &[[0, 1, 1]], witness);
            assert_eq!(made, Err(RouteError::Witness), "{witness:?}");
        }
        assert!(new(Tour, "AB", &[[0, 1, 1]], &[1, 0]).is_ok());
    }
}
