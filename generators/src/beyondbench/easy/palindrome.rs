//! Decimal palindromes by rank, so that one can be drawn uniformly from any range.

use super::plant::Kind;

/// How many palindromes have fewer than `digits` digits, 0 being taken as shorter than one digit.
fn shorter_than(digits: u32) -> i64 {
    let lowest_half = lowest_half(digits);
    if digits.is_multiple_of(2) {
        11 * lowest_half - 1
    } else {
        2 * lowest_half - 1
    }
}

/// The smallest left half, middle digit included, of a palindrome of `digits` digits.
fn lowest_half(digits: u32) -> i64 {
    10i64.pow(digits.div_ceil(2) - 1)
}

/// The palindrome of `digits` digits with this left half, middle digit included.
fn mirror(half: i64, digits: u32) -> i64 {
    let mut value = half;
    let mut rest = if digits.is_multiple_of(2) {
        half
    } else {
        half / 10
    };
    for _ in 0..digits / 2 {
        value = value * 10 + rest % 10;
        rest /= 10;
    }
    value
}

/// How many palindromes there are in `0..=value`; none when `value` is negative.
fn up_to(value: i64) -> i64 {
    if value < 0 {
        return 0;
    }
    let digits = value.checked_ilog10().unwrap_or(0) + 1;
    let half = value / 10i64.pow(digits / 2);
    let reached = i64::from(mirror(half, digits) <= value);
    shorter_than(digits) + half - lowest_half(digits) + reached
}

/// The palindrome with `rank` palindromes below it.
fn palindrome(rank: i64) -> i64 {
    if rank == 0 {
        return 0;
    }
    let mut digits = 1;
    while shorter_than(digits + 1) <= rank {
        digits += 1;
    }
    mirror(lowest_half(digits) + rank - shorter_than(digits), digits)
}

/// The non-negative number that is no palindrome and has `rank` such numbers below it.
///
/// It is the smallest solution of `value = rank + up_to(value)`: a palindrome that solves it has a
/// smaller solution right below. Stepping up from below the solution can't jump over it, since
/// `up_to` never falls.
fn other(rank: i64) -> i64 {
    let mut value = rank + 10;
    loop {
        let next = rank + up_to(value);
        if next == value {
            return value;
        }
        value = next;
    }
}

/// The palindromes of `low..=high`, of which `low` must not be negative.
pub(super) fn palindromes(low: i64, high: i64) -> Kind<impl Fn(u64) -> i64> {
    let below = up_to(low - 1);
    Kind {
        len: (up_to(high) - below) as u64,
        nth: move |place| palindrome(below + place as i64),
    }
}

/// The numbers of `low..=high` that are no palindromes; `low` must not be negative.
pub(super) fn others(low: i64, high: i64) -> Kind<impl Fn(u64) -> i64> {
    let below = low - up_to(low - 1);
    let len = high + 1 - up_to(high) - below;
    Kind {
        len: len as u64,
        nth: move |place| other(below + place as i64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_palindrome(value: i64) -> bool {
        let text = value.to_string();
        text.chars().rev().eq(text.chars())
    }

    #[test]
    fn ranks_agree_with_a_walk_over_the_numbers() {
        let (mut yes, mut no) = (0, 0);
        for value in 0..120_000 {
            if is_palindrome(value) {
                assert_eq!(palindrome(yes), value);
                yes += 1;
            } else {
                assert_eq!(other(no), value);
                no += 1;
            }
            assert_eq!(up_to(value), yes);
        }
    }

    #[test]
    fn kinds_list_a_range_and_split_it() {
        for (low, high) in [(0, 0), (0, 9), (10, 10), (0, 11), (95, 205), (1000, 2000)] {
            let (yes, no) = (palindromes(low, high), others(low, high));
            let mut all: Vec<i64> = (0..yes.len).map(&yes.nth).collect();
            assert!(all.iter().all(|v| is_palindrome(*v)));
            all.extend((0..no.len).map(&no.nth));
            all.sort_unstable();
            assert!(all.into_iter().eq(low..=high), "{low}..={high}");
        }
    }

    #[test]
    fn the_largest_values_are_in_reach() {
        let top = 1_000_000_000;
        let (yes, no) = (palindromes(0, top), others(0, top));
        assert_eq!((yes.nth)(yes.len - 1), 999_999_999);
        assert_eq!((no.nth)(no.len - 1), top);
        assert_eq!(yes.len + no.len, top as u64 + 1);
    }
}
