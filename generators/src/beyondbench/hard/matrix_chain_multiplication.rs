//! `beyondbench.hard.matrix_chain_multiplication`: the fewest multiplications that the product of a
//! chain of matrices takes.
//!
//! Hard about it: the dynamic programme has a cell for every stretch of the chain, and one slip
//! spreads. The key is computed bottom up over stretches by length; the proof beside the generators
//! tries all orders of short chains and goes top down with memory over long ones.
//!
//! At the default of 20 matrices the smallest kind, decreasing, has 51·6^20 > 10^17 chains. Few
//! matrices can't reach 10^15 in the kinds that step up or down: 10 matrices make 16·11^10 < 10^12
//! increasing chains and 51·6^10 < 10^10 decreasing ones.

use tribunal_verifiers::checks::IntegerCheck;
use tribunal_verifiers::{Check, Integer};

use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial, power};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.matrix_chain_multiplication",
    version: 1,
    summary: "the fewest multiplications that the product of a chain of matrices takes",
    variations: &[
        Variation {
            name: "random",
            summary: "dimensions from 5 to 100",
        },
        Variation {
            name: "increasing",
            summary: "each dimension above the one before",
        },
        Variation {
            name: "decreasing",
            summary: "each dimension below the one before",
        },
        Variation {
            name: "mixed",
            summary: "small dimensions up to 10 and large ones from 50",
        },
        Variation {
            name: "sparse",
            summary: "small dimensions up to 15 and two large ones from 80",
        },
    ],
    params: &[Param::int(
        "matrices",
        "how many matrices the chain has",
        (3, 40),
        20,
    )],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let dimensions = dimensions(order.variation, order.params.size("matrices"), stream)?;
    let matrices: Vec<String> = (1..)
        .zip(dimensions.windows(2))
        .map(|(number, pair)| format!("A{number}: {} × {}", pair[0], pair[1]))
        .collect();
    let cost = fewest(&dimensions);
    let vars = Vars::new()
        .with("count", matrices.len() as i64)
        .with("matrices", matrices.join("\n"));
    let expected = Integer::from(cost);
    Ok(Draft::new(vars, Check::Integer(IntegerCheck { expected })))
}

/// All dimensions.
fn space(order: Order<'_>) -> Space {
    let n = order.params.size("matrices");
    let count = match order.variation {
        "increasing" => power(11, n) * 16u32,
        "decreasing" => power(6, n) * 51u32,
        "mixed" => power(10 + 51, n + 1),
        "sparse" => binomial(n as u64 + 1, 2) * power(41, 2) * power(15, n - 1),
        _ => power(96, n + 1),
    };
    super::small_because(
        Space::exactly(count),
        "so few dimensions from so narrow a range make no more chains",
    )
}

/// The dimensions d0 to dn of n matrices, of which matrix i has d(i−1) rows and di columns.
fn dimensions(kind: &str, n: usize, stream: &mut Stream) -> Result<Vec<i64>, GenerateError> {
    let walk = |start: i64, low: i64, high: i64, stream: &mut Stream| {
        let mut now = start;
        let steps = (0..n).map(|_| {
            now += stream.range(low, high);
            now
        });
        std::iter::once(start).chain(steps).collect()
    };
    Ok(match kind {
        "random" => stream.integers(n + 1, 5, 100),
        "increasing" => {
            let start = stream.range(5, 20);
            walk(start, 5, 15, stream)
        }
        "decreasing" => {
            // A long chain starts higher, so that it never has to stay at 1.
            let lowest = 50.max(8 * n as i64 + 1);
            let start = lowest + stream.range(0, 50);
            walk(start, -8, -3, stream)
        }
        "mixed" => (0..=n)
            .map(|_| match stream.chance(1, 2) {
                true => stream.range(1, 10),
                false => stream.range(50, 100),
            })
            .collect(),
        "sparse" => {
            let mut all = stream.integers(n + 1, 1, 15);
            let one = stream.index(n + 1);
            let other = (one + 1 + stream.index(n)) % (n + 1);
            for place in [one, other] {
                all[place] = stream.range(80, 120);
            }
            all
        }
        other => return Err(GenerateError::new(format!("there is no kind `{other}`"))),
    })
}

/// The fewest scalar multiplications for the product of the chain, bottom up: a stretch costs the
/// least over its last product's place.
fn fewest(dimensions: &[i64]) -> i64 {
    let n = dimensions.len() - 1;
    let mut costs = vec![vec![0i64; n + 1]; n + 1];
    for length in 2..=n {
        for start in 0..=n - length {
            let end = start + length;
            let ends = dimensions[start] * dimensions[end];
            costs[start][end] = (start + 1..end)
                .map(|cut| costs[start][cut] + costs[cut][end] + ends * dimensions[cut])
                .min()
                .unwrap_or(0);
        }
    }
    costs[0][n]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimensions_are_of_their_kind() {
        let mut stream = Stream::from_key([8; 32]);
        for n in 3..=40 {
            let mut of = |kind| dimensions(kind, n, &mut stream).expect("a kind");
            assert!(of("random").iter().all(|d| (5..=100).contains(d)));
            assert!(
                of("increasing")
                    .windows(2)
                    .all(|pair| (5..=15).contains(&(pair[1] - pair[0])))
            );
            let falling = of("decreasing");
            assert!(
                falling
                    .windows(2)
                    .all(|pair| (3..=8).contains(&(pair[0] - pair[1])))
            );
            assert!(falling.iter().all(|d| *d >= 1));
            assert!(
                of("mixed")
                    .iter()
                    .all(|d| (1..=10).contains(d) || (50..=100).contains(d))
            );
            assert_eq!(
                of("sparse")
                    .iter()
                    .filter(|d| (80..=120).contains(*d))
                    .count(),
                2
            );
        }
    }
}
