//! `beyondbench.hard.interval_scheduling`: as many intervals as possible, no two of which overlap.
//!
//! Hard about it: the rule that works (the earliest end first) must be found and carried out without
//! a slip. Intervals are half-open, so that one may begin where another ends. How long they may be
//! is drawn anew for each item, from short ones of which many fit to long ones of which few do:
//! that spreads the answers, of which none is a good guess. The key is by that rule; the second
//! proof is a table over all ends that knows no such rule.
//!
//! The variation `selection` asks for the intervals: every largest selection is accepted.
//!
//! There are exactly C(26, n)·1960^n items, more than 10^52 for the default of 14 intervals.

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
    name: "beyondbench.hard.interval_scheduling",
    version: 1,
    summary: "as many intervals as possible, no two of which overlap",
    variations: &[
        Variation {
            name: "default",
            summary: "how many intervals fit",
        },
        Variation {
            name: "selection",
            summary: "a largest selection of intervals itself",
        },
    ],
    params: &[Param::int(
        "intervals",
        "how many intervals there are",
        (4, letters::MOST),
        14,
    )],
    generate,
    space,
};

/// The latest start.
const LATEST: i64 = 48;
/// How long the longest interval of an item may be, one of these: each makes about as many fit as
/// the next makes fit one less. Any interval can appear under the last.
const LONGEST: &[i64] = &[2, 3, 4, 6, 8, 12, 16, 24, MAX_LENGTH];
const MAX_LENGTH: i64 = 40;

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let count = order.params.size("intervals");
    let names = letters::draw(count, stream)?;
    let longest = *stream.choose(LONGEST);
    let intervals: Vec<[i64; 2]> = (0..count)
        .map(|_| {
            let start = stream.range(0, LATEST);
            [start, start + stream.range(1, longest)]
        })
        .collect();
    let chosen = most(&intervals);
    let shown = names.iter().zip(&intervals).map(|(&name, &[start, end])| {
        let shown = Vars::new()
            .with("name", letters::label(name))
            .with("start", start)
            .with("end", end);
        Var::Map(shown)
    });
    let vars = Vars::new().with("intervals", Var::List(shown.collect()));
    let check = match order.variation {
        "selection" => {
            let intervals = intervals
                .iter()
                .map(|interval| interval.map(|end| end as u32))
                .collect();
            let rule = SelectionRule::Apart { intervals };
            SelectionCheck::new(names, vec![1; count], rule, chosen)
                .map(Check::Selection)
                .map_err(|error| GenerateError::new(error.to_string()))?
        }
        _ => Check::Integer(IntegerCheck {
            expected: Integer::from(chosen.len() as i64),
        }),
    };
    Ok(Draft::new(vars, check))
}

fn space(order: Order<'_>) -> Space {
    let count = order.params.size("intervals");
    let each = ((LATEST + 1) * MAX_LENGTH) as u64;
    Space::exactly(letters::count(count) * power(each, count))
}

/// A largest selection, ascending: of what still fits, always the interval that ends first.
fn most(intervals: &[[i64; 2]]) -> Vec<u8> {
    let mut order: Vec<usize> = (0..intervals.len()).collect();
    order.sort_unstable_by_key(|&place| (intervals[place][1], place));
    let mut free = 0;
    let mut chosen = Vec::new();
    for place in order {
        let [start, end] = intervals[place];
        if start >= free {
            chosen.push(place as u8);
            free = end;
        }
    }
    chosen.sort_unstable();
    chosen
}
