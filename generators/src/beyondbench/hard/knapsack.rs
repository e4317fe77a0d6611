//! `beyondbench.hard.knapsack`: the most value that fits into a knapsack.
//!
//! Hard about it: neither the most valuable items nor the best by weight need belong to a best
//! selection, so it takes search or a table. Every item is taken whole or left. Values lie around
//! twice the weight: drawn apart from it, as published, taking the best by weight as long as they
//! fit is right for two items in three. The capacity lies between a third and two thirds of all
//! weights, where selections are most. The key is by dynamic programming over capacities; the second
//! proof enumerates the selections of either half of the items and puts the halves together.
//!
//! The variation `selection` asks for the items: every selection of the largest value is accepted.
//!
//! n items have C(26, n)·494^n names, weights and values, for each of which there are capacities:
//! more than 10^33 at the default size.

use tribunal_verifiers::checks::{IntegerCheck, SelectionCheck, SelectionRule};
use tribunal_verifiers::{Check, Integer};

use super::letters;
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, power};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::{Var, Vars};

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.knapsack",
    version: 1,
    summary: "the most value that fits into a knapsack",
    variations: &[
        Variation {
            name: "default",
            summary: "how much value fits",
        },
        Variation {
            name: "selection",
            summary: "a best selection of items itself",
        },
    ],
    params: &[Param::int("items", "how many items there are", (4, 24), 10)],
    generate,
    space,
};

/// The smallest and the largest weight of an item.
const WEIGHTS: (i64, i64) = (5, 30);
/// A value lies no farther than this from twice the weight.
const SCATTER: i64 = 9;

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let count = order.params.size("items");
    let names = letters::draw(count, stream)?;
    let weights = stream.integers(count, WEIGHTS.0, WEIGHTS.1);
    let value = |weight: &i64| 2 * weight + stream.range(-SCATTER, SCATTER);
    let values: Vec<i64> = weights.iter().map(value).collect();
    let total: i64 = weights.iter().sum();
    // With four items or more the lightest weighs no more than a third of all, so one always fits.
    let capacity = stream.range(total / 3, total * 2 / 3);
    let (value, chosen) = best(&weights, &values, capacity as usize);
    let shown = (0..count).map(|item| {
        let shown = Vars::new()
            .with("name", letters::label(names[item]))
            .with("weight", weights[item])
            .with("value", values[item]);
        Var::Map(shown)
    });
    let vars = Vars::new()
        .with("items", Var::List(shown.collect()))
        .with("capacity", capacity);
    let check = match order.variation {
        "selection" => {
            let rule = SelectionRule::Capacity {
                weights: weights.iter().map(|&weight| weight as u32).collect(),
                capacity: capacity as u32,
            };
            let values = values.iter().map(|&value| value as u32).collect();
            SelectionCheck::new(names, values, rule, chosen)
                .map(Check::Selection)
                .map_err(|error| GenerateError::new(error.to_string()))?
        }
        _ => Check::Integer(IntegerCheck {
            expected: Integer::from(value),
        }),
    };
    Ok(Draft::new(vars, check))
}

fn space(order: Order<'_>) -> Space {
    let count = order.params.size("items");
    let each = ((WEIGHTS.1 - WEIGHTS.0 + 1) * (2 * SCATTER + 1)) as u64;
    Space::at_least(letters::count(count) * power(each, count))
}

/// The largest value and a selection that has it: `table[i][c]` is the largest value of the first i
/// items at capacity c.
fn best(weights: &[i64], values: &[i64], capacity: usize) -> (i64, Vec<u8>) {
    let width = capacity + 1;
    let mut table = vec![0i64; (weights.len() + 1) * width];
    for (item, (&weight, &value)) in weights.iter().zip(values).enumerate() {
        let weight = weight as usize;
        let (before, after) = table.split_at_mut((item + 1) * width);
        let before = &before[item * width..];
        after[..width].copy_from_slice(before);
        for room in weight..width {
            after[room] = after[room].max(before[room - weight] + value);
        }
    }
    let mut chosen = Vec::new();
    let mut room = capacity;
    for item in (0..weights.len()).rev() {
        if table[(item + 1) * width + room] != table[item * width + room] {
            chosen.push(item as u8);
            room -= weights[item] as usize;
        }
    }
    chosen.reverse();
    (table[weights.len() * width + capacity], chosen)
}
