//! `beyondbench.easy.count_multiples`: how many values of a list are multiples of k.
//!
//! Hard about it: a divisibility test for each value, of which those for 7 and 8 have no short cut
//! in the digits. The published task always asks about 3; here k is drawn from 2 to 9 for each
//! item unless it is set, and the number of multiples uniformly over what the range admits. The
//! key is proved by walking through the multiples.

use super::{
    HIGH, LOW, SIZE, VARIATIONS, count, draw, integer,
    plant::{Kind, every, planted},
};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.count_multiples",
    version: 1,
    summary: "how many values of a list are multiples of a number k",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH, DIVISOR],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let k = match order.params.int("k") {
        0 => stream.range(2, 9),
        set => set,
    };
    let size = order.params.size("size");
    let (numbers, count) = planted(stream, size, &every(k, 0, low, high), &others(k, low, high));
    Ok(integer(
        Vars::new().with("numbers", numbers).with("k", k),
        count,
    ))
}

/// The number whose multiples are counted.
const DIVISOR: Param = Param::int(
    "k",
    "whose multiples are counted; 0 draws it from 2 to 9",
    (0, 1_000_000),
    0,
);

/// The integers of `low..=high` that are no multiples of `k`.
fn others(k: i64, low: i64, high: i64) -> Kind<impl Fn(u64) -> i64> {
    let base = low.div_euclid(k) * k;
    // Between two multiples lie k - 1 others; those between `base` and `low` are skipped.
    let skipped = (low - base - 1).max(0);
    let multiples = every(k, 0, low, high).len;
    Kind {
        len: (high - low + 1) as u64 - multiples,
        nth: move |place| {
            let place = place as i64 + skipped;
            base + place / (k - 1) * k + place % (k - 1) + 1
        },
    }
}

/// Any list, for each of the divisors.
fn space(order: Order<'_>) -> Space {
    let divisors = if order.params.int("k") == 0 { 8u64 } else { 1 };
    Space::exactly(count::independent(order).least() * divisors)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::testing;
    use super::others;
    use crate::Var;

    #[test]
    fn every_divisor_is_drawn() {
        let mut seen = HashSet::new();
        for item in testing::items(&super::TASK, 4, -100, 100, 200) {
            if let Some(Var::Int(k)) = item.vars.get("k") {
                seen.insert(*k);
            }
        }
        assert_eq!(seen, (2..=9).collect());
    }

    #[test]
    fn others_list_what_is_no_multiple() {
        for k in 1..6 {
            for low in -9..9 {
                for high in low..9 {
                    let kind = others(k, low, high);
                    let listed: Vec<i64> = (0..kind.len).map(&kind.nth).collect();
                    let wanted: Vec<i64> = (low..=high).filter(|v| v % k != 0).collect();
                    assert_eq!(listed, wanted, "{k} in {low}..={high}");
                }
            }
        }
    }
}
