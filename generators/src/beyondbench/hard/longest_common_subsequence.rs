//! `beyondbench.hard.longest_common_subsequence`: how long a word can be that both words hold, with
//! gaps.
//!
//! Hard about it: a common subsequence is easily found, and hardly ever the longest; the table has a
//! cell for each pair of places. The key is by that table, row by row; the second proof is
//! bit-parallel, a word of bits for each letter.
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
    name: "beyondbench.hard.longest_common_subsequence",
    version: 1,
    summary: "the length of the longest common subsequence of two words",
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
    let expected = Integer::from(longest(first.as_bytes(), second.as_bytes()));
    let vars = Vars::new().with("first", first).with("second", second);
    Ok(Draft::new(vars, Check::Integer(IntegerCheck { expected })))
}

fn space(order: Order<'_>) -> Space {
    words::space(order.params)
}

/// `row[j]` is the length for the letters of `first` so far and the first j of `second`.
fn longest(first: &[u8], second: &[u8]) -> i64 {
    let mut row = vec![0; second.len() + 1];
    for a in first {
        let mut corner = 0;
        for (j, b) in second.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if a == b {
                corner + 1
            } else {
                above.max(row[j])
            };
            corner = above;
        }
    }
    row[second.len()]
}
