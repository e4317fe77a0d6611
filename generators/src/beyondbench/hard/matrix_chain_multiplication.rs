//! `beyondbench.hard.matrix_chain_multiplication`: the fewest multiplications that the product of a
//! chain of matrices takes.
//!
//! Hard about it: the dynamic programme has a cell for every stretch of the chain, and one slip
//! spreads. The key is computed bottom up over stretches by length; the tests confirm it by a
//! search over all parenthesisations and by a top-down search with memory at large sizes.
//!
//! At the default of 20 matrices the smallest kind, decreasing, has 51·6^20 > 10^17 chains. Few
//! matrices can't reach 10^15 in the kinds that step up or down: 10 matrices make 16·11^10 < 10^12
//! increasing chains and 51·6^10 < 10^10 decreasing ones.

use tribunal_verifiers::checks::IntegerCheck;
use tribunal_verifiers::{Check, Integer};

use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
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
    space: crate::space::uncounted,
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
    use std::collections::HashMap;

    use super::*;
    use crate::param::ParamValue;
    use crate::task::Generator;
    use crate::vars::Var;

    /// Multiplies any two neighbours first, in every order: all (n − 1)! of them.
    fn every_order(dimensions: &[i64]) -> i64 {
        (1..dimensions.len() - 1)
            .map(|inner| {
                let cost = dimensions[inner - 1] * dimensions[inner] * dimensions[inner + 1];
                let mut rest = dimensions.to_vec();
                rest.remove(inner);
                cost + every_order(&rest)
            })
            .min()
            .unwrap_or(0)
    }

    /// Removes inner dimensions in every order, remembering what is left of each set.
    fn with_memory(dimensions: &[i64], seen: &mut HashMap<Vec<i64>, i64>) -> i64 {
        if dimensions.len() < 3 {
            return 0;
        }
        if let Some(&known) = seen.get(dimensions) {
            return known;
        }
        let last = dimensions.len() - 1;
        let cost = (1..last)
            .map(|cut| {
                with_memory(&dimensions[..=cut], seen)
                    + with_memory(&dimensions[cut..], seen)
                    + dimensions[0] * dimensions[cut] * dimensions[last]
            })
            .min()
            .unwrap_or(0);
        seen.insert(dimensions.to_vec(), cost);
        cost
    }

    /// The dimensions as the prompt shows them; neighbours must fit.
    fn shown(vars: &Vars) -> Vec<i64> {
        let Some(Var::Text(text)) = vars.get("matrices") else {
            panic!("no matrices")
        };
        let mut found: Vec<i64> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let (name, size) = line.split_once(": ").expect("a matrix");
            assert_eq!(name, format!("A{number}"));
            let (rows, columns) = size.split_once(" × ").expect("a size");
            let (rows, columns) = (
                rows.parse().expect("rows"),
                columns.parse().expect("columns"),
            );
            match found.last() {
                Some(&before) => assert_eq!(before, rows),
                None => found.push(rows),
            }
            found.push(columns);
        }
        found
    }

    #[test]
    fn key_is_confirmed_by_search() {
        for variation in TASK.variations {
            for matrices in [3, 4, 5, 7, 8, 10, 20, 40] {
                let given = [("matrices", ParamValue::Int(matrices))];
                let generator =
                    Generator::new(&TASK, Some(variation.name), given, "confirm").expect("valid");
                for index in 0..if matrices < 10 { 12 } else { 3 } {
                    let item = generator.item(index).expect("item 0 was made");
                    let dimensions = shown(&item.vars);
                    assert_eq!(dimensions.len() as i64, matrices + 1);
                    let cost = match matrices {
                        ..8 => every_order(&dimensions),
                        _ => with_memory(&dimensions, &mut HashMap::new()),
                    };
                    let Check::Integer(key) = &item.check else {
                        panic!("{:?}", item.check)
                    };
                    assert_eq!(key.expected, Integer::from(cost), "{dimensions:?}");
                }
            }
        }
    }

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
