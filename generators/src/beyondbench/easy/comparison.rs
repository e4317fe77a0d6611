//! `beyondbench.easy.comparison`: which of two numbers is greater, if any.
//!
//! Hard about it: little, except between negative numbers. The three relations are drawn equally
//! often, whatever the range, as long as it holds two values. The key is proved by the sign of the
//! difference.

use std::cmp::Ordering;

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{ChoiceCheck, ChoiceOption};

use super::{HIGH, LOW, VARIATIONS, count, draw};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.comparison",
    version: 1,
    summary: "whether the first of two integers is greater than, less than or equal to the second",
    variations: VARIATIONS,
    params: &[LOW, HIGH],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let (one, other) = draw::two_different(stream, low, high);
    let (a, b) = match stream.below(3) {
        0 => (one.max(other), one.min(other)),
        1 => (one.min(other), one.max(other)),
        _ => (one, one),
    };
    let expected = match a.cmp(&b) {
        Ordering::Greater => 0,
        Ordering::Less => 1,
        Ordering::Equal => 2,
    };
    let options = RELATIONS
        .iter()
        .map(|(name, also)| option(name, also))
        .collect();
    Ok(Draft::new(
        Vars::new().with("a", a).with("b", b),
        Check::Choice(ChoiceCheck { expected, options }),
    ))
}

/// The words the prompt offers, each with other spellings of the same relation.
const RELATIONS: [(&str, &[&str]); 3] = [
    ("greater", &[">", "greater than", "larger"]),
    ("less", &["<", "less than", "smaller"]),
    ("equal", &["=", "equal to"]),
];

fn option(name: &str, also: &[&str]) -> ChoiceOption {
    ChoiceOption {
        name: name.to_owned(),
        also: also.iter().map(|&word| word.to_owned()).collect(),
    }
}

/// Also every pair of equal numbers.
fn space(order: Order<'_>) -> Space {
    let pool = count::pool(order.params);
    count::pairs(pool, pool)
}

#[cfg(test)]
mod tests {
    use tribunal_verifiers::Check;

    use super::super::testing;

    /// Also where a value has no neighbour on one side within the range.
    #[test]
    fn relations_are_equally_frequent() {
        for (low, high) in [(-100, 100), (-3, 3), (0, 1)] {
            let mut counts = [0u32; 3];
            for item in testing::items(&super::TASK, 2, low, high, 3_000) {
                let Check::Choice(key) = item.check else {
                    panic!("not a choice")
                };
                counts[key.expected] += 1;
            }
            assert!(
                counts.iter().all(|c| c.abs_diff(1_000) < 160),
                "{low}..={high}: {counts:?}"
            );
        }
    }
}
