//! Perfect squares and the numbers between them, by rank.

use super::plant::Kind;

/// How many squares there are in `0..=value`; none when `value` is negative.
fn up_to(value: i64) -> i64 {
    if value < 0 { 0 } else { value.isqrt() + 1 }
}

/// The perfect squares of `low..=high`; 0 is one of them.
pub(super) fn squares(low: i64, high: i64) -> Kind<impl Fn(u64) -> i64> {
    let below = up_to(low - 1);
    let len = up_to(high) - below;
    Kind {
        len: len as u64,
        nth: move |place| (below + place as i64).pow(2),
    }
}

/// The numbers of `low..=high` that are no perfect squares, all negative ones among them.
pub(super) fn others(low: i64, high: i64) -> Kind<impl Fn(u64) -> i64> {
    let negative = (high.min(-1) - low + 1).max(0);
    let from = low.max(0);
    // How many non-squares 0..from holds, and 0..=high: those places are skipped or reached.
    let below = from - up_to(from - 1);
    let positive = (high + 1 - up_to(high) - below).max(0);
    Kind {
        len: (negative + positive) as u64,
        nth: move |place| {
            let place = place as i64;
            if place < negative {
                low + place
            } else {
                other(below + place - negative)
            }
        },
    }
}

/// The positive number that is no square and has `rank` such numbers below it.
///
/// Between the squares k² and (k+1)² lie 2k non-squares, so k(k-1) of them are below k²; the
/// largest k with k(k-1) <= rank is the number of positive squares below the wanted number.
fn other(rank: i64) -> i64 {
    let passed = ((4 * rank + 1).isqrt() + 1) / 2;
    rank + 1 + passed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_square(value: i64) -> bool {
        (0..=value)
            .take_while(|root| root * root <= value)
            .any(|root| root * root == value)
    }

    #[test]
    fn kinds_list_a_range_and_split_it() {
        for low in -30..60 {
            for high in low..130 {
                let (yes, no) = (squares(low, high), others(low, high));
                let mut all: Vec<i64> = (0..yes.len).map(&yes.nth).collect();
                assert!(all.iter().all(|v| is_square(*v)), "{low}..={high}: {all:?}");
                all.extend((0..no.len).map(&no.nth));
                all.sort_unstable();
                assert!(all.into_iter().eq(low..=high), "{low}..={high}");
            }
        }
    }

    #[test]
    fn the_largest_values_are_in_reach() {
        let top = 1_000_000_000;
        let no = others(-5, top);
        assert_eq!((no.nth)(no.len - 1), top);
        assert_eq!(no.len + squares(-5, top).len, top as u64 + 6);
    }
}
