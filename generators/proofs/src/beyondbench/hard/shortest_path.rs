//! `beyondbench.hard.shortest_path`, by relaxing all edges until nothing changes (Bellman and Ford),
//! and up to ten vertices also by walking all simple paths, in the course of which the check of a
//! path is asked about every cheapest one and about one that is dearer.

use tribunal_verifiers::Check;

use super::named::{
    accepts, letter, letters, number, place, reference_places, refuses, rows, spell,
};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.shortest_path",
    method: "relaxation of all edges, and all simple paths of small graphs",
    confirm,
};

/// Up to so many vertices all simple paths are walked.
const SMALL: usize = 10;

type Edge = (usize, usize, i64);

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let names = letters(question, "vertices")?;
    let mut edges: Vec<Edge> = Vec::new();
    for row in rows(question, "edges")? {
        let from = place(&names, letter(row, "from")?)?;
        let to = place(&names, letter(row, "to")?)?;
        let weight = number(row, "weight")?;
        ensure!(weight > 0 && from != to, "{row:?} is no edge");
        ensure!(
            !edges.iter().any(|&(a, b, _)| (a, b) == (from, to)),
            "{row:?} stands twice"
        );
        edges.push((from, to, weight));
    }
    let start = place(&names, letter(question.vars, "start")?)?;
    let goal = place(&names, letter(question.vars, "goal")?)?;
    ensure!(start != goal, "the path leads nowhere");
    let cost = relaxed(names.len(), &edges, start)[goal]
        .ok_or_else(|| Doubt::new("no path leads to the goal"))?;
    let mut paths = Vec::new();
    if names.len() <= SMALL {
        walk(&edges, goal, &mut vec![start], 0, &mut paths);
        let least = paths.iter().map(|(cost, _)| *cost).min();
        ensure!(least == Some(cost), "paths cost {least:?}, not {cost}");
    }
    let Check::Route(check) = question.check else {
        return question.is_integer(cost);
    };
    ensure!(
        i64::from(check.shortest()) == cost,
        "the key is a path of {}, not {cost}",
        check.shortest()
    );
    let path = reference_places(question, &names)?;
    let ends = (path.first(), path.last()) == (Some(&start), Some(&goal));
    ensure!(ends, "the key does not lead from start to goal");
    let mut length = 0;
    for pair in path.windows(2) {
        let edge = edges.iter().find(|&&(a, b, _)| [a, b] == pair);
        length += edge.ok_or_else(|| Doubt::new("the key uses no edge"))?.2;
    }
    ensure!(length == cost, "the key costs {length}, not {cost}");
    // A handful of paths of either kind is enough.
    for (_, path) in paths.iter().filter(|(other, _)| *other == cost).take(4) {
        accepts(question, &spell(&names, path))?;
    }
    let dearer = paths.iter().filter(|(other, _)| *other > cost).min();
    if let Some((_, path)) = dearer {
        refuses(question, &spell(&names, path))?;
    }
    refuses(question, &spell(&names, &path[..path.len() - 1]))
}

/// What the cheapest way to each vertex costs.
fn relaxed(count: usize, edges: &[Edge], start: usize) -> Vec<Option<i64>> {
    let mut costs = vec![None; count];
    costs[start] = Some(0);
    for _ in 0..count {
        let mut changed = false;
        for &(from, to, weight) in edges {
            let Some(cost) = costs[from] else { continue };
            if costs[to].is_none_or(|known| cost + weight < known) {
                costs[to] = Some(cost + weight);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    costs
}

/// Every path from the last vertex of `path` to the goal that visits no vertex twice.
fn walk(
    edges: &[Edge],
    goal: usize,
    path: &mut Vec<usize>,
    cost: i64,
    found: &mut Vec<(i64, Vec<usize>)>,
) {
    let Some(&at) = path.last() else { return };
    if at == goal {
        found.push((cost, path.clone()));
        return;
    }
    for &(_, to, weight) in edges.iter().filter(|edge| edge.0 == at) {
        if !path.contains(&to) {
            path.push(to);
            walk(edges, goal, path, cost + weight, found);
            path.pop();
        }
    }
}
