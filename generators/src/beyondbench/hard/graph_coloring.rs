//! `beyondbench.hard.graph_coloring`: a proper colouring of a graph with as few colours as it needs.
//!
//! Hard about it: greedy colouring takes too many colours; what is left is search. The fewest colours
//! are found exactly and told, so an answer may use no more, and can't use fewer. Every proper
//! colouring is accepted. A SAT solver proves, beside the generators, that one colour less does not
//! suffice.
//!
//! Vertices bear random numbers from 1 to 999, so that even a type with one graph for each number of
//! vertices has C(999, 12) > 10^27 prompts at the default size, and C(999, 6) > 10^15 at the least.
//! Planar graphs are planar by construction, and no edge is drawn twice.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::ColouringCheck;
use tribunal_verifiers::graph::Graph;

use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial, factorial, power};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.graph_coloring",
    version: 1,
    summary: "a proper colouring of a graph with as few colours as it needs",
    variations: &[
        Variation {
            name: "planar",
            summary: "a stacked triangulation without some of its edges",
        },
        Variation {
            name: "wheel",
            summary: "a cycle and a hub joined to all of it",
        },
        Variation {
            name: "grid",
            summary: "a square grid filled row by row",
        },
        Variation {
            name: "petersen_variant",
            summary: "Petersen's graph, or a prism below ten vertices, with vertices hung on",
        },
        Variation {
            name: "ramsey",
            summary: "vertices joined by the square of their distance",
        },
        Variation {
            name: "dense_random",
            summary: "each pair joined with probability 3/5",
        },
        Variation {
            name: "cycle",
            summary: "one cycle",
        },
        Variation {
            name: "complete",
            summary: "every pair joined",
        },
        Variation {
            name: "tree",
            summary: "a random tree",
        },
        Variation {
            name: "bipartite",
            summary: "random edges between two halves",
        },
    ],
    params: &[Param::int(
        "vertices",
        "how many vertices there are",
        (6, 32),
        12,
    )],
    generate,
    space,
};

/// The largest number of a vertex.
const LARGEST: i64 = 999;

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let count = order.params.size("vertices");
    let shape = shape(order.variation, count, stream)?;
    let names = stream
        .distinct(count, 1, LARGEST)
        .ok_or_else(|| GenerateError::new("there are more vertices than numbers for them"))?;
    // The vertices in the order of their names, which has nothing to do with the shape's.
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_unstable_by_key(|&vertex| names[vertex]);
    let mut places = vec![0; count];
    for (place, &vertex) in order.iter().enumerate() {
        places[vertex] = place;
    }
    let mut graph = Graph::new(count);
    for (one, other) in shape.edges() {
        graph.join(places[one], places[other]);
    }
    let vertices: Vec<u32> = order.iter().map(|&vertex| names[vertex] as u32).collect();
    let edges: Vec<[u8; 2]> = graph
        .edges()
        .map(|(one, other)| [one as u8, other as u8])
        .collect();
    let witness = graph.colour();
    let spelled: Vec<String> = vertices.iter().map(u32::to_string).collect();
    let mut lines = String::with_capacity(9 * edges.len());
    for [one, other] in &edges {
        if !lines.is_empty() {
            lines.push_str(", ");
        }
        lines.push_str(&spelled[usize::from(*one)]);
        lines.push('-');
        lines.push_str(&spelled[usize::from(*other)]);
    }
    let check = ColouringCheck::new(vertices, edges, witness)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    let vars = Vars::new()
        .with("vertices", spelled.join(", "))
        .with("edges", lines)
        .with("colours", check.colours() as i64);
    Ok(Draft::new(vars, Check::Colouring(check)))
}

/// Sets of numbers, and the labelled graphs of the type where they have a formula.
fn space(order: Order<'_>) -> Space {
    let count = order.params.size("vertices");
    let names = binomial(LARGEST as u64, count);
    match order.variation {
        "complete" => Space::exactly(names),
        // Every order of the vertices, from every one of them and in both directions.
        "cycle" => Space::exactly(names * factorial(count - 1) / 2u32),
        "wheel" => Space::exactly(names * (count as u64) * factorial(count - 2) / 2u32),
        // Cayley's formula; every labelled tree can be grown vertex by vertex.
        "tree" => Space::exactly(names * power(count as u64, count - 2)),
        _ => Space::at_least(names),
    }
}

/// A graph of the type `name` with `n` vertices, at least six.
fn shape(name: &str, n: usize, stream: &mut Stream) -> Result<Graph, GenerateError> {
    let mut graph = Graph::new(n);
    match name {
        "planar" => return Ok(planar(n, stream)),
        "petersen_variant" => return Ok(petersen(n, stream)),
        "wheel" => {
            for rim in 1..n {
                graph.join(0, rim);
                graph.join(rim, rim % (n - 1) + 1);
            }
        }
        "grid" => {
            let columns = n.div_ceil(n.isqrt());
            for vertex in 0..n {
                if (vertex + 1) % columns != 0 {
                    graph.join(vertex, vertex + 1);
                }
                graph.join(vertex, vertex + columns);
            }
        }
        "ramsey" => pairs(n, |i, j| {
            if (1..=n / 2).contains(&((j - i) * (j - i) % n)) {
                graph.join(i, j);
            }
        }),
        "dense_random" => {
            pairs(n, |i, j| {
                if stream.chance(3, 5) {
                    graph.join(i, j);
                }
            });
            joined(&mut graph);
        }
        "cycle" => {
            for vertex in 0..n {
                graph.join(vertex, (vertex + 1) % n);
            }
        }
        "complete" => pairs(n, |i, j| {
            graph.join(i, j);
        }),
        "tree" => {
            for vertex in 1..n {
                graph.join(vertex, stream.index(vertex));
            }
        }
        "bipartite" => {
            let half = n / 2;
            for _ in 0..1 + stream.index(n.min(half * (n - half))) {
                graph.join(stream.index(half), half + stream.index(n - half));
            }
        }
        other => return Err(GenerateError::new(format!("there is no type `{other}`"))),
    }
    Ok(graph)
}

/// Calls `join` with every pair, the smaller vertex first.
fn pairs(n: usize, mut join: impl FnMut(usize, usize)) {
    for j in 1..n {
        for i in 0..j {
            join(i, j);
        }
    }
}

/// A triangle into whose faces, the outer one among them, further vertices are put and joined to
/// the corners; of the edges, a quarter is left out at random.
fn planar(n: usize, stream: &mut Stream) -> Graph {
    let mut whole = Graph::new(n);
    for (one, other) in [(0, 1), (1, 2), (0, 2)] {
        whole.join(one, other);
    }
    let mut faces = vec![[0, 1, 2], [0, 1, 2]];
    for vertex in 3..n {
        let [a, b, c] = faces.swap_remove(stream.index(faces.len()));
        for corner in [a, b, c] {
            whole.join(corner, vertex);
        }
        faces.extend([[a, b, vertex], [a, c, vertex], [b, c, vertex]]);
    }
    let mut graph = Graph::new(n);
    for (one, other) in whole.edges() {
        if stream.chance(3, 4) {
            graph.join(one, other);
        }
    }
    joined(&mut graph);
    graph
}

/// Gives a graph without edges, which hardly ever comes out and would be no problem, one edge.
fn joined(graph: &mut Graph) {
    if graph.edges().next().is_none() {
        graph.join(0, 1);
    }
}

/// Petersen's graph: a cycle of five, a pentagram, and spokes between them; below ten vertices a
/// triangular prism. Each further vertex is joined to two earlier ones.
fn petersen(n: usize, stream: &mut Stream) -> Graph {
    let mut graph = Graph::new(n);
    let core = if n >= 10 { 10 } else { 6 };
    let half = core / 2;
    let stride = half / 2;
    for i in 0..half {
        graph.join(i, (i + 1) % half);
        graph.join(half + i, half + (i + stride) % half);
        graph.join(i, half + i);
    }
    for vertex in core..n {
        let one = stream.index(vertex);
        graph.join(vertex, one);
        graph.join(vertex, (one + 1 + stream.index(vertex - 1)) % vertex);
    }
    graph
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::param::ParamValue;
    use crate::task::Generator;
    use crate::vars::Var;

    fn generator(variation: &str, vertices: i64) -> Generator {
        let given = [("vertices", ParamValue::Int(vertices))];
        Generator::new(&TASK, Some(variation), given, "confirm").expect("valid")
    }

    #[test]
    fn types_need_the_colours_that_theory_says() {
        for size in 6..=32 {
            for (variation, wanted) in [
                ("complete", size..=size),
                ("cycle", 2 + size % 2..=2 + size % 2),
                ("tree", 2..=2),
                ("bipartite", 2..=2),
                ("grid", 2..=2),
                ("wheel", 4 - size % 2..=4 - size % 2),
                ("planar", 2..=4),
                ("petersen_variant", 3..=3),
                ("ramsey", 2..=size),
                ("dense_random", 2..=size),
            ] {
                let item = generator(variation, size).item(0).expect("item 0 was made");
                let Some(&Var::Int(colours)) = item.vars.get("colours") else {
                    panic!("no number")
                };
                assert!(wanted.contains(&colours), "{variation} {size}: {colours}");
            }
        }
    }

    #[test]
    fn shapes_are_what_they_are_called() {
        let mut stream = Stream::from_key([5; 32]);
        let petersen = shape("petersen_variant", 10, &mut stream).expect("a type");
        assert_eq!(petersen.edges().count(), 15);
        for one in 0..10 {
            let around: Vec<usize> = (0..10)
                .filter(|&other| petersen.joined(one, other))
                .collect();
            assert_eq!(around.len(), 3);
            // Petersen's graph is the one cubic graph on ten vertices without short cycles.
            for far in (0..10).filter(|&far| far != one) {
                let ways = around
                    .iter()
                    .filter(|&&mid| petersen.joined(mid, far))
                    .count();
                assert_eq!(ways + usize::from(petersen.joined(one, far)), 1);
            }
        }
        for n in 6..=32 {
            let grid = shape("grid", n, &mut stream).expect("a type");
            let rows = n.isqrt();
            let columns = n.div_ceil(rows);
            let cell = |vertex: usize| (vertex / columns, vertex % columns);
            for (one, other) in grid.edges() {
                let ((a, b), (c, d)) = (cell(one), cell(other));
                assert_eq!(a.abs_diff(c) + b.abs_diff(d), 1);
            }
            let missing = columns * n.div_ceil(columns) - n;
            let full = 2 * columns * n.div_ceil(columns) - columns - n.div_ceil(columns);
            assert_eq!(grid.edges().count(), full - 2 * missing, "{n}");
            assert_eq!(
                shape("tree", n, &mut stream)
                    .expect("a type")
                    .edges()
                    .count(),
                n - 1
            );
            assert_eq!(
                shape("wheel", n, &mut stream)
                    .expect("a type")
                    .edges()
                    .count(),
                2 * (n - 1)
            );
            assert!(planar(n, &mut stream).edges().count() <= 3 * n - 6);
        }
    }
}
