//! How many different items there are, from what is drawn: a key follows from its list, so the
//! lists are counted.

use num_bigint::BigUint;

use crate::param::Params;
use crate::space::{Space, falling, power};
use crate::task::Order;

/// How many values `low..=high` holds.
pub(super) fn pool(params: &Params) -> u64 {
    values(params.int("low"), params.int("high"))
}

/// How many values `low..=high` holds; 0 when the ends are the wrong way around.
pub(super) fn values(low: i64, high: i64) -> u64 {
    u64::try_from(high - low + 1).unwrap_or(0)
}

/// How many lists of `size` values a pool gives: different values as far as it holds enough,
/// otherwise independent ones.
pub(super) fn lists(pool: u64, size: usize) -> BigUint {
    if pool < size as u64 {
        power(pool, size)
    } else {
        falling(pool, size)
    }
}

/// The space of a task about one distinct draw, all of which can come.
pub(super) fn distinct(order: Order<'_>) -> Space {
    Space::exactly(lists(pool(order.params), order.params.size("size")))
}

/// The space of a task about one list in which any value can stand anywhere.
pub(super) fn independent(order: Order<'_>) -> Space {
    Space::exactly(power(pool(order.params), order.params.size("size")))
}

/// The space of a task about one distinct draw of twice the size.
pub(super) fn two_lists(order: Order<'_>) -> Space {
    let both = 2 * order.params.size("size");
    Space::exactly(lists(pool(order.params), both))
}

/// The space of a task about two draws that are distinct each, with any number of common values.
pub(super) fn two_sets(order: Order<'_>) -> Space {
    let each = lists(pool(order.params), order.params.size("size"));
    Space::exactly(&each * &each)
}

/// The space of a task about a list of repeated values: those in which the most different ones
/// that fit come first, each of which may be repeated at the rest of the places.
pub(super) fn repeating(order: Order<'_>) -> Space {
    let size = order.params.size("size");
    let pool = pool(order.params);
    let most = size.min(usize::try_from(pool).unwrap_or(size));
    Space::at_least(falling(pool, most) * power(most as u64, size - most))
}

/// The space of a task about a pair, of which there are so many.
pub(super) fn pairs(first: u64, second: u64) -> Space {
    Space::exactly(BigUint::from(first) * second)
        .because("the published range holds no more pairs, and is kept for comparison")
}
