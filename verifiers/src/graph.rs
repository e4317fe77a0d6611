//! Undirected graphs and the fewest colours they need.

/// The most vertices of a graph: one bit each.
pub const MAX_VERTICES: usize = 64;

/// An undirected graph without loops, as one bit set of neighbours a vertex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    neighbours: Vec<u64>,
}

impl Graph {
    /// The graph of `vertices` vertices, at most [`MAX_VERTICES`], and no edges.
    pub fn new(vertices: usize) -> Self {
        Self {
            neighbours: vec![0; vertices.min(MAX_VERTICES)],
        }
    }

    /// How many vertices there are.
    pub fn len(&self) -> usize {
        self.neighbours.len()
    }

    /// Whether there are no vertices.
    pub fn is_empty(&self) -> bool {
        self.neighbours.is_empty()
    }

    /// Joins two vertices; whether that is a new edge. A loop, or a vertex that there is not, is
    /// none.
    pub fn join(&mut self, one: usize, other: usize) -> bool {
        let count = self.len();
        if one == other || one >= count || other >= count || self.joined(one, other) {
            return false;
        }
        self.neighbours[one] |= 1 << other;
        self.neighbours[other] |= 1 << one;
        true
    }

    /// Whether two vertices, both in the graph, are joined.
    pub fn joined(&self, one: usize, other: usize) -> bool {
        self.neighbours[one] >> other & 1 == 1
    }

    /// All edges, each once, the smaller vertex first, in ascending order.
    pub fn edges(&self) -> impl Iterator<Item = (usize, usize)> {
        self.neighbours.iter().enumerate().flat_map(|(one, &set)| {
            bits(set)
                .filter(move |&other| one < other)
                .map(move |other| (one, other))
        })
    }

    /// A colouring with the fewest colours: for each vertex a number from 0.
    ///
    /// A clique found greedily bounds the number from below. Then, one more colour at a time, the
    /// vertex with the fewest colours left (of those the one with most uncoloured neighbours) is
    /// coloured first, as in Brélaz, "New Methods to Color the Vertices of a Graph", 1979, with
    /// backtracking; a new colour is only ever the next unused one. The search is exact, so its
    /// worst case is exponential in the number of vertices.
    pub fn colour(&self) -> Vec<u8> {
        let mut colours = vec![0; self.len()];
        let mut count = self.clique().count_ones();
        while count <= MAX_VERTICES as u32 {
            let mut search = Search {
                graph: self,
                colours: &mut colours,
                seen: [0; MAX_VERTICES],
                limit: count,
            };
            if search.extend(all(self.len()), 0) {
                break;
            }
            count += 1;
        }
        colours
    }

    /// A clique, as a bit set: from the vertex with most neighbours on, the one with most
    /// neighbours among the candidates left.
    fn clique(&self) -> u64 {
        let mut clique = 0;
        let mut candidates = all(self.len());
        while candidates != 0 {
            let best = bits(candidates)
                .max_by_key(|&vertex| (self.neighbours[vertex] & candidates).count_ones());
            let Some(best) = best else { break };
            clique |= 1 << best;
            candidates &= self.neighbours[best];
        }
        clique
    }
}

/// The bits of a set, ascending.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(bit)
    })
}

fn all(count: usize) -> u64 {
    match count {
        MAX_VERTICES => u64::MAX,
        count => (1 << count) - 1,
    }
}

struct Search<'a> {
    graph: &'a Graph,
    colours: &'a mut [u8],
    /// For each vertex the colours of its coloured neighbours.
    seen: [u64; MAX_VERTICES],
    /// How many colours may be used.
    limit: u32,
}

impl Search<'_> {
    /// Colours the vertices of `open` when the first `used` colours are in use; false when that
    /// can't be done.
    fn extend(&mut self, open: u64, used: u32) -> bool {
        let tightest = bits(open).max_by_key(|&vertex| {
            let open = (self.graph.neighbours[vertex] & open).count_ones();
            (self.seen[vertex].count_ones(), open)
        });
        let Some(vertex) = tightest else { return true };
        let rest = open & !(1 << vertex);
        for colour in 0..(used + 1).min(self.limit) {
            let bit = 1 << colour;
            if self.seen[vertex] & bit != 0 {
                continue;
            }
            self.colours[vertex] = colour as u8;
            let fresh = bits(self.graph.neighbours[vertex] & rest)
                .filter(|&other| self.seen[other] & bit == 0)
                .fold(0, |set, other| set | 1 << other);
            bits(fresh).for_each(|other| self.seen[other] |= bit);
            if self.extend(rest, used.max(colour + 1)) {
                return true;
            }
            bits(fresh).for_each(|other| self.seen[other] &= !bit);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether some of the `count`^n colourings is proper.
    fn colourable(graph: &Graph, count: usize) -> bool {
        (0..count.pow(graph.len() as u32)).any(|code| {
            let colour = |vertex: usize| code / count.pow(vertex as u32) % count;
            graph
                .edges()
                .all(|(one, other)| colour(one) != colour(other))
        })
    }

    proptest! {
        #[test]
        fn no_colouring_has_fewer_colours(vertices in 1usize..=6, edges in any::<u16>()) {
            let mut graph = Graph::new(vertices);
            let mut pair = 0;
            for one in 0..vertices {
                for other in 0..one {
                    if edges >> pair & 1 == 1 {
                        prop_assert!(graph.join(one, other));
                        prop_assert!(!graph.join(other, one));
                    }
                    pair += 1;
                }
            }
            let colours = graph.colour();
            let count = colours.iter().max().map_or(0, |&most| usize::from(most) + 1);
            prop_assert!(graph.edges().all(|(one, other)| colours[one] != colours[other]));
            prop_assert!(colourable(&graph, count));
            prop_assert!(!colourable(&graph, count - 1));
        }
    }

    #[test]
    fn the_largest_graphs_are_borne() {
        let mut complete = Graph::new(MAX_VERTICES);
        for one in 0..MAX_VERTICES {
            for other in 0..one {
                complete.join(one, other);
            }
        }
        let mut colours = complete.colour();
        colours.sort_unstable();
        assert_eq!(colours, (0..64).collect::<Vec<u8>>());
        assert_eq!(Graph::new(MAX_VERTICES).colour(), [0; MAX_VERTICES]);
        assert!(Graph::new(0).colour().is_empty());
        assert!(!complete.join(0, 0) && !complete.join(0, 64));
    }
}
