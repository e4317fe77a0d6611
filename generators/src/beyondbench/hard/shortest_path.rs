//! `beyondbench.hard.shortest_path`: the cheapest way through a directed graph with weighted edges.
//!
//! Hard about it: the way with few edges is rarely the cheapest, and all others must be ruled out.
//! A hidden path through all vertices makes every goal reachable; as many edges again, or up to
//! twice as many, are laid at random, but none straight from the start to the goal. The key is
//! Dijkstra's; the second proof relaxes edges until nothing changes (Bellman and Ford), and at small
//! sizes walks all simple paths.
//!
//! The variation `path` asks for the path itself: every cheapest one is accepted.
//!
//! Any one shape of n vertices and 2n − 1 edges bears 20^(2n−1) weights, and its vertices C(26, n)
//! sets of letters: more than 10^31 items at the default size.

use tribunal_verifiers::checks::{IntegerCheck, RouteAsk, RouteCheck};
use tribunal_verifiers::{Check, Integer};

use super::letters;
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, power};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::{Var, Vars};

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.shortest_path",
    version: 1,
    summary: "the cheapest way through a directed graph with weighted edges",
    variations: &[
        Variation {
            name: "default",
            summary: "what the cheapest way costs",
        },
        Variation {
            name: "path",
            summary: "a cheapest way itself, vertex by vertex",
        },
    ],
    params: &[
        Param::int(
            "vertices",
            "how many vertices there are",
            (5, letters::MOST),
            10,
        ),
        Param::int("largest", "the largest weight of an edge", (5, 999), 20),
    ],
    generate,
    space,
};

/// An edge: start, end and weight.
type Edge = (usize, usize, i64);

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let count = order.params.size("vertices");
    let names = letters::draw(count, stream)?;
    let (edges, start, goal) = graph(count, order.params.int("largest"), stream);
    let (cost, path) = cheapest(count, &edges, start, goal)
        .ok_or_else(|| GenerateError::new("the hidden path leads nowhere"))?;
    let shown = edges.iter().map(|&(from, to, weight)| {
        let edge = Vars::new()
            .with("from", letters::label(names[from]))
            .with("to", letters::label(names[to]))
            .with("weight", weight);
        Var::Map(edge)
    });
    let vars = Vars::new()
        .with("vertices", letters::labels(&names))
        .with("edges", Var::List(shown.collect()))
        .with("start", letters::label(names[start]))
        .with("goal", letters::label(names[goal]));
    let check = match order.variation {
        "path" => {
            let edges = edges
                .iter()
                .map(|&(from, to, weight)| [from as u32, to as u32, weight as u32])
                .collect();
            let path = path.into_iter().map(|vertex| vertex as u8).collect();
            RouteCheck::new(RouteAsk::Path, names, edges, path)
                .map(Check::Route)
                .map_err(|error| GenerateError::new(error.to_string()))?
        }
        _ => Check::Integer(IntegerCheck {
            expected: Integer::from(cost),
        }),
    };
    Ok(Draft::new(vars, check))
}

fn space(order: Order<'_>) -> Space {
    let count = order.params.size("vertices");
    let weights = power(order.params.int("largest") as u64, 2 * count - 1);
    Space::at_least(letters::count(count) * weights)
}

/// The edges in ascending order, and the ends of the hidden path.
fn graph(count: usize, largest: i64, stream: &mut Stream) -> (Vec<Edge>, usize, usize) {
    let hidden = letters::permutation(count, stream);
    let (start, goal) = (hidden[0], hidden[count - 1]);
    let mut laid = vec![false; count * count];
    let mut edges: Vec<Edge> = Vec::with_capacity(3 * count);
    for pair in hidden.windows(2) {
        laid[pair[0] * count + pair[1]] = true;
        edges.push((pair[0], pair[1], 0));
    }
    // At least (n − 1)² − 1 places are free, more than 2n from five vertices on, so that few draws
    // are rejected.
    let more = count + stream.index(count + 1);
    let wanted = edges.len() + more;
    while edges.len() < wanted {
        let (from, to) = (stream.index(count), stream.index(count));
        if from != to && (from, to) != (start, goal) && !laid[from * count + to] {
            laid[from * count + to] = true;
            edges.push((from, to, 0));
        }
    }
    edges.sort_unstable();
    for edge in &mut edges {
        edge.2 = stream.range(1, largest);
    }
    (edges, start, goal)
}

/// The cost and the vertices of a cheapest path, by Dijkstra's algorithm without a heap.
fn cheapest(count: usize, edges: &[Edge], start: usize, goal: usize) -> Option<(i64, Vec<usize>)> {
    let mut cost = vec![i64::MAX; count];
    let mut before = vec![start; count];
    let mut settled = vec![false; count];
    cost[start] = 0;
    while !settled[goal] {
        let open = (0..count).filter(|&vertex| !settled[vertex] && cost[vertex] < i64::MAX);
        let next = open.min_by_key(|&vertex| cost[vertex])?;
        settled[next] = true;
        for &(from, to, weight) in edges {
            if from == next && cost[next] + weight < cost[to] {
                cost[to] = cost[next] + weight;
                before[to] = next;
            }
        }
    }
    let mut path = vec![goal];
    let mut at = goal;
    while at != start {
        at = before[at];
        path.push(at);
    }
    path.reverse();
    Some((cost[goal], path))
}
