//! `beyondbench.hard.coin_change`: a sum paid with as few coins as possible.
//!
//! Hard about it: the largest coins first, which works for most currencies, mostly fails for coins
//! of any values, so it takes a table or a search. A coin of 1 makes every sum payable; sums are
//! drawn from a wide range, so that no number of coins is a good guess. The key is by dynamic
//! programming over sums; the second proof counts coins layer by layer until the sum is reached.
//!
//! The variation `coins` asks for the coins: every payment with as few is accepted.
//!
//! There are exactly C(399, 6)·3601 > 10^16 items at the defaults of seven coins up to 400.

use tribunal_verifiers::checks::{ChangeCheck, IntegerCheck};
use tribunal_verifiers::{Check, Integer};

use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.coin_change",
    version: 1,
    summary: "a sum paid with as few coins as possible",
    variations: &[
        Variation {
            name: "default",
            summary: "how few coins suffice",
        },
        Variation {
            name: "coins",
            summary: "the coins themselves",
        },
    ],
    params: &[
        Param::int("coins", "how many kinds of coins there are", (2, 10), 7),
        Param::int(
            "largest",
            "the most that a coin may be worth",
            (20, 999),
            400,
        ),
    ],
    generate,
    space,
};

/// The sum is at least and at most so many times the largest worth allowed.
const SUMS: (i64, i64) = (1, 10);

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (count, largest) = (order.params.size("coins"), order.params.int("largest"));
    let mut coins = stream
        .distinct(count - 1, 2, largest)
        .ok_or_else(|| GenerateError::new("there are more coins than values for them"))?;
    coins.push(1);
    coins.sort_unstable();
    let sum = stream.range(SUMS.0 * largest, SUMS.1 * largest);
    let paid = fewest(&coins, sum as usize);
    let vars = Vars::new().with("sum", sum).with("coins", coins.clone());
    let check = match order.variation {
        "coins" => {
            let coins = coins.iter().map(|&coin| coin as u32).collect();
            ChangeCheck::new(coins, paid)
                .map(Check::Change)
                .map_err(|error| GenerateError::new(error.to_string()))?
        }
        _ => Check::Integer(IntegerCheck {
            expected: Integer::from(paid.len() as i64),
        }),
    };
    Ok(Draft::new(vars, check))
}

fn space(order: Order<'_>) -> Space {
    let (count, largest) = (order.params.size("coins"), order.params.int("largest"));
    let sums = ((SUMS.1 - SUMS.0) * largest + 1) as u64;
    Space::exactly(binomial(largest as u64 - 1, count - 1) * sums)
}

/// A payment of `sum` with the fewest coins, the smallest of which is 1, in ascending order.
fn fewest(coins: &[i64], sum: usize) -> Vec<u32> {
    // For each sum how many coins it takes, one of 1 after another to begin with, and the last one.
    let mut counts: Vec<u32> = (0..=sum as u32).collect();
    let mut last = vec![1u32; sum + 1];
    for &coin in coins.iter().skip(1) {
        let size = coin as usize;
        for at in size..=sum {
            let count = counts[at - size] + 1;
            if count < counts[at] {
                counts[at] = count;
                last[at] = coin as u32;
            }
        }
    }
    let mut paid = Vec::with_capacity(counts[sum] as usize);
    let mut left = sum;
    while left > 0 {
        paid.push(last[left]);
        left -= last[left] as usize;
    }
    paid.sort_unstable();
    paid
}
