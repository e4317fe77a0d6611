//! `beyondbench.hard.topological_sort`: the check's own order is held against the edges, and the check
//! is asked about orders found here. For every two vertices it must take an order with the first
//! before the second wherever there is one, so it asks for nothing too much; and it must refuse an
//! order that breaks one edge alone, so it leaves no edge out. Up to five vertices it is asked about
//! all orders.

use tribunal_verifiers::Check;

use super::named::{accepts, letter, letters, place, reference_places, refuses, rows, spell};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.topological_sort",
    method: "an order for every two vertices, and all orders of small graphs",
    confirm,
};

/// Up to so many vertices all orders are tried.
const SMALL: usize = 5;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let names = letters(question, "vertices")?;
    ensure!(names.len() <= 26, "there are more vertices than letters");
    let mut edges = Vec::new();
    for row in rows(question, "edges")? {
        let start = place(&names, letter(row, "before")?)?;
        let end = place(&names, letter(row, "after")?)?;
        edges.push((start, end));
    }
    let Check::Precedence(check) = question.check else {
        return Err(Doubt::new("the key is no order"));
    };
    ensure!(check.names() == names, "the key is about other vertices");
    let key = reference_places(question, &names)?;
    ensure!(keeps(names.len(), &edges, &key), "the key breaks a rule");
    // For each vertex those from which an edge leads to it, a bit each.
    let mut before = vec![0u32; names.len()];
    for &(start, end) in &edges {
        before[end] |= 1 << start;
    }
    let order = order(&before).ok_or_else(|| Doubt::new("the edges lead round in a circle"))?;
    accepts(question, &spell(&names, &order))?;
    refuses(question, &spell(&names, &order[1..]))?;
    // For each vertex those that came before it in an order which the check took.
    let mut seen = vec![0u32; names.len()];
    note(&order, &mut seen);
    for first in 0..names.len() {
        for second in (0..names.len()).filter(|&second| second != first) {
            if seen[second] >> first & 1 == 0
                && let Some(order) = turned(&before, first, second, false)
            {
                accepts(question, &spell(&names, &order))?;
                note(&order, &mut seen);
            }
        }
    }
    // Each edge that does not follow from others can be the only one that an order breaks.
    for &(start, end) in &edges {
        if let Some(wrong) = turned(&before, end, start, true) {
            refuses(question, &spell(&names, &wrong))?;
        }
    }
    if names.len() <= SMALL {
        every(&mut Vec::new(), names.len(), &mut |order| {
            let spelled = spell(&names, order);
            match keeps(names.len(), &edges, order) {
                true => accepts(question, &spelled),
                false => refuses(question, &spelled),
            }
        })?;
    }
    Ok(())
}

/// Whether `order` names each vertex once, and the start of each edge before its end.
fn keeps(count: usize, edges: &[(usize, usize)], order: &[usize]) -> bool {
    let at = |vertex: usize| order.iter().position(|&known| known == vertex);
    order.len() == count
        && (0..count).all(|vertex| at(vertex).is_some())
        && edges.iter().all(|&(start, end)| at(start) < at(end))
}

/// An order in which each vertex comes as soon as all that must come before it have; `None` if there
/// is none.
fn order(before: &[u32]) -> Option<Vec<usize>> {
    let mut order = Vec::with_capacity(before.len());
    let mut done = 0u32;
    while order.len() < before.len() {
        let free = |&vertex: &usize| done >> vertex & 1 == 0 && before[vertex] & !done == 0;
        let next = (0..before.len()).find(free)?;
        done |= 1 << next;
        order.push(next);
    }
    Some(order)
}

/// Notes for each vertex of `order` which ones come before it.
fn note(order: &[usize], seen: &mut [u32]) {
    let mut done = 0;
    for &vertex in order {
        seen[vertex] |= done;
        done |= 1 << vertex;
    }
}

/// An order in which `first` comes before `second`, and if `against` although an edge leads the other
/// way; `None` if other edges forbid it.
fn turned(before: &[u32], first: usize, second: usize, against: bool) -> Option<Vec<usize>> {
    let mut before = before.to_vec();
    before[second] |= 1 << first;
    if against {
        before[first] &= !(1 << second);
    }
    order(&before)
}

/// Calls `each` with every order of the numbers below `count` that begins with `order`.
fn every(
    order: &mut Vec<usize>,
    count: usize,
    each: &mut impl FnMut(&[usize]) -> Result<(), Doubt>,
) -> Result<(), Doubt> {
    if order.len() == count {
        return each(order);
    }
    for next in 0..count {
        if !order.contains(&next) {
            order.push(next);
            every(order, count, each)?;
            order.pop();
        }
    }
    Ok(())
}
