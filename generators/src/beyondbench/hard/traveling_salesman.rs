//! `beyondbench.hard.traveling_salesman`: the shortest closed tour through all cities.
//!
//! Hard about it: (n − 1)!/2 tours, and going to the nearest city first is usually wrong. Distances
//! are drawn at random, so no geometry helps and a detour may be shorter than the direct way, which
//! a tour can't use, since it visits each city once. The key is by dynamic programming over sets of
//! cities (Bellman, Held and Karp); the second proof tries the orders one after another and drops
//! those that are too long already.
//!
//! The variation `tour` asks for the tour itself: every shortest one is accepted, from any city and
//! either way round.
//!
//! There are exactly C(26, n)·46^(n(n−1)/2) items at the default distances, more than 10^40 for seven
//! cities.

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
    name: "beyondbench.hard.traveling_salesman",
    version: 1,
    summary: "the shortest closed tour through all cities",
    variations: &[
        Variation {
            name: "default",
            summary: "how long the shortest tour is",
        },
        Variation {
            name: "tour",
            summary: "a shortest tour itself, city by city",
        },
    ],
    params: &[
        Param::int("cities", "how many cities there are", (4, 12), 7),
        Param::int("farthest", "the largest distance", (10, 999), 50),
    ],
    generate,
    space,
};

/// The smallest distance.
const NEAREST: i64 = 5;

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let count = order.params.size("cities");
    let farthest = order.params.int("farthest");
    let names = letters::draw(count, stream)?;
    let pairs = (0..count).flat_map(|one| (one + 1..count).map(move |other| (one, other)));
    let edges: Vec<_> = pairs
        .map(|(one, other)| (one, other, stream.range(NEAREST, farthest)))
        .collect();
    let mut distances = vec![vec![0; count]; count];
    for &(one, other, distance) in &edges {
        distances[one][other] = distance;
        distances[other][one] = distance;
    }
    let (length, tour) = shortest(&distances);
    let rows = distances.iter().cloned().map(Var::Ints);
    let vars = Vars::new()
        .with("cities", letters::labels(&names))
        .with("distances", Var::List(rows.collect()));
    let check = match order.variation {
        "tour" => {
            let edges = edges
                .iter()
                .map(|&(one, other, distance)| [one as u32, other as u32, distance as u32])
                .collect();
            let tour = tour.into_iter().map(|city| city as u8).collect();
            RouteCheck::new(RouteAsk::Tour, names, edges, tour)
                .map(Check::Route)
                .map_err(|error| GenerateError::new(error.to_string()))?
        }
        _ => Check::Integer(IntegerCheck {
            expected: Integer::from(length),
        }),
    };
    Ok(Draft::new(vars, check))
}

fn space(order: Order<'_>) -> Space {
    let count = order.params.size("cities");
    let distances = (order.params.int("farthest") - NEAREST + 1) as u64;
    Space::exactly(letters::count(count) * power(distances, count * (count - 1) / 2))
}

/// The length and the cities of a shortest tour.
///
/// `best[set][last]` is the shortest way from the first city through all of `set`, a bit set of the
/// others, to `last` in it.
fn shortest(distances: &[Vec<i64>]) -> (i64, Vec<usize>) {
    let others = distances.len() - 1;
    let full = (1usize << others) - 1;
    let mut best = vec![i64::MAX; (full + 1) * others];
    for city in 0..others {
        best[(1 << city) * others + city] = distances[0][city + 1];
    }
    for set in 1..=full {
        for last in (0..others).filter(|last| set >> last & 1 == 1) {
            let so_far = best[set * others + last];
            for next in (0..others).filter(|next| set >> next & 1 == 0) {
                let place = (set | 1 << next) * others + next;
                best[place] = best[place].min(so_far + distances[last + 1][next + 1]);
            }
        }
    }
    // Backwards from the full set: the last city is one through which the way is shortest.
    let (mut set, mut at) = (full, 0);
    let mut tour = vec![0];
    let mut length = 0;
    while set != 0 {
        let left = (0..others).filter(|city| set >> city & 1 == 1);
        let way = |city: usize| best[set * others + city] + distances[city + 1][at];
        let Some(city) = left.min_by_key(|&city| way(city)) else {
            break;
        };
        if set == full {
            length = way(city);
        }
        set &= !(1 << city);
        at = city + 1;
        tour.push(at);
    }
    (length, tour)
}
