//! `beyondbench.hard.edit_distance`: the fewest changes that turn one word into another.
//!
//! Hard about it: comparing place by place is wrong as soon as a letter is inserted; the table has a
//! cell for each pair of places. The key is by that table, row by row; the second proof spreads out
//! from the beginning of both words, one change further at a time.
//!
//! Exactly (5^10 + … + 5^20)² > 10^28 pairs of words at the defaults.

use tribunal_verifiers::checks::IntegerCheck;
use tribunal_verifiers::{Check, Integer};

use super::words;
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.edit_distance",
    version: 1,
    summary: "the fewest insertions, deletions and substitutions between two words",
    variations: &[Variation {
        name: "default",
        summary: "words of random letters, the second in part a copy of the first",
    }],
    params: words::PARAMS,
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let [first, second] = words::draw(order.params, stream);
    let expected = Integer::from(distance(first.as_bytes(), second.as_bytes()));
    let vars = Vars::new().with("first", first).with("second", second);
    Ok(Draft::new(vars, Check::Integer(IntegerCheck { expected })))
}

fn space(order: Order<'_>) -> Space {
    words::space(order.params)
}

/// `row[j]` is the distance of the letters of `first` so far and the first j of `second`.
fn distance(first: &[u8], second: &[u8]) -> i64 {
    let mut row: Vec<i64> = (0..=second.len() as i64).collect();
    for (i, a) in (1..).zip(first) {
        let mut corner = row[0];
        row[0] = i;
        for (j, b) in second.iter().enumerate() {
            let change = corner + i64::from(a != b);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[second.len()]
}
