//! `beyondbench.hard.topological_sort`: an order in which every edge's start precedes its end.
//!
//! Hard about it: one edge overlooked spoils the whole order. Each pair of a hidden order is an edge
//! with probability 2/5, as published; the vertices bear letters drawn at random, so that neither
//! the alphabet nor a constant is an order. Every right order is accepted. The second proof asks the
//! check for an order with any two vertices either way round, wherever there is one, and for orders
//! that break a single edge.
//!
//! The key's own order is the first in the alphabet. Every labelled acyclic graph with at least one
//! edge can appear, under C(26, n) sets of letters: exactly so many items are counted, more than
//! 10^18 at the default size.

use num_bigint::BigInt;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::PrecedenceCheck;

use super::letters;
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial, power};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::{Var, Vars};

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.topological_sort",
    version: 1,
    summary: "an order in which every edge's start precedes its end",
    variations: &[Variation {
        name: "default",
        summary: "random edges",
    }],
    params: &[Param::int(
        "vertices",
        "how many vertices there are",
        (4, letters::MOST),
        8,
    )],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let count = order.params.size("vertices");
    let names = letters::draw(count, stream)?;
    let hidden = letters::permutation(count, stream);
    let mut edges = Vec::with_capacity(count * count / 4);
    for (at, &end) in hidden.iter().enumerate() {
        for &start in &hidden[..at] {
            if stream.chance(2, 5) {
                edges.push([start as u8, end as u8]);
            }
        }
    }
    // A graph without edges would have nothing to be ordered by.
    if edges.is_empty() {
        edges.push([hidden[0] as u8, hidden[1] as u8]);
    }
    edges.sort_unstable();
    let shown = edges.iter().map(|edge| {
        let [start, end] = edge.map(|place| letters::label(names[usize::from(place)]));
        Var::Map(Vars::new().with("before", start).with("after", end))
    });
    let vars = Vars::new()
        .with("vertices", letters::labels(&names))
        .with("edges", Var::List(shown.collect()));
    let witness = first_order(count, &edges);
    PrecedenceCheck::new(names, edges, witness)
        .map(|check| Draft::new(vars, Check::Precedence(check)))
        .map_err(|error| GenerateError::new(error.to_string()))
}

/// The first order in the alphabet, so that the same graph is the same item: of all vertices that
/// nothing left must precede, always the first (Kahn's algorithm).
fn first_order(count: usize, edges: &[[u8; 2]]) -> Vec<u8> {
    let mut before = vec![0u32; count];
    for [start, end] in edges {
        before[usize::from(*end)] |= 1 << start;
    }
    let mut order = Vec::with_capacity(count);
    let mut left: u32 = (1 << count) - 1;
    while let Some(next) =
        (0..count).find(|&next| left >> next & 1 == 1 && before[next] & left == 0)
    {
        left &= !(1 << next);
        order.push(next as u8);
    }
    order
}

/// Labelled acyclic graphs by Robinson's recurrence (OEIS A003024): of all sets of k vertices that
/// no edge enters, inclusion and exclusion.
fn space(order: Order<'_>) -> Space {
    let count = order.params.size("vertices");
    let mut graphs = vec![BigInt::from(1)];
    for n in 1..=count {
        let terms = (1..=n).map(|k| {
            let ways = BigInt::from(binomial(n as u64, k) * power(2, k * (n - k)));
            let term = ways * &graphs[n - k];
            if k % 2 == 1 { term } else { -term }
        });
        let all = terms.sum();
        graphs.push(all);
    }
    let with_edges: BigInt = graphs.pop().unwrap_or_default() - 1;
    Space::exactly(letters::count(count) * with_edges.magnitude())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::param::Params;

    #[test]
    fn acyclic_graphs_are_counted() {
        let of = |vertices: i64| {
            let given = [("vertices", crate::ParamValue::Int(vertices))];
            let params = Params::resolve(TASK.params, given).expect("valid");
            space(Order {
                variation: "default",
                params: &params,
            })
        };
        // 543 graphs of four vertices, 783,702,329,343 of eight.
        assert_eq!(of(4), Space::exactly(14_950u32 * 542));
        assert_eq!(of(8), Space::exactly(1_562_275u64 * 783_702_329_342));
    }
}
