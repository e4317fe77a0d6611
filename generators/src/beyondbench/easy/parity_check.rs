//! `beyondbench.easy.parity_check`: whether the product of a list is even or odd.
//!
//! Hard about it: one even value settles it, so that none may be overlooked. Nearly every list of
//! the published task holds one, and "even" is right in 997 cases of 1000. Here the answer is drawn
//! first, and a list with an even product holds few even values, a quarter at most. A range of only
//! even or only odd values leaves one answer. Values are different as far as the range holds enough
//! of their kind. The space is above 7·10^15 at the defaults, which the odd lists alone have. The
//! key is proved by the last digit of the product, multiplied up digit by digit.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{ChoiceCheck, ChoiceOption};

use super::{
    HIGH, LOW, SIZE, VARIATIONS, count, draw,
    plant::{every, some},
};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.parity_check",
    version: 1,
    summary: "whether the product of a list is even or odd",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let size = order.params.size("size");
    let (even, odd) = (every(2, 0, low, high), every(2, 1, low, high));
    let evens = if odd.len == 0 {
        size
    } else if even.len == 0 || stream.chance(1, 2) {
        0
    } else {
        stream.range(1, most_evens(size) as i64) as usize
    };
    let mut numbers = some(stream, evens, &even);
    numbers.extend(some(stream, size - evens, &odd));
    stream.shuffle(&mut numbers);
    let option = |name: &str| ChoiceOption {
        name: name.to_owned(),
        also: Vec::new(),
    };
    Ok(Draft::new(
        Vars::new().with("numbers", numbers),
        Check::Choice(ChoiceCheck {
            expected: usize::from(evens == 0),
            options: vec![option("even"), option("odd")],
        }),
    ))
}

/// The most even values that a list of `size` holds, where there is a choice.
fn most_evens(size: usize) -> usize {
    (size / 4).max(1)
}

/// All lists of odd values, and those with one even value somewhere.
fn space(order: Order<'_>) -> Space {
    let (low, high) = (order.params.int("low"), order.params.int("high"));
    let size = order.params.size("size");
    let (even, odd) = (every(2, 0, low, high).len, every(2, 1, low, high).len);
    if odd == 0 {
        return Space::exactly(count::lists(even, size));
    }
    let mixed = count::lists(odd, size - 1) * even * size as u64;
    Space::at_least(count::lists(odd, size) + mixed)
}

#[cfg(test)]
mod tests {
    use tribunal_verifiers::Check;

    use super::super::testing;

    #[test]
    fn both_answers_are_equally_frequent_and_even_values_few() {
        for (size, low, high) in [(8, -100, 100), (32, 1, 100), (1, 0, 1)] {
            let mut odd = 0u32;
            for item in testing::items(&super::TASK, size, low, high, 3_000) {
                let Check::Choice(key) = item.check else {
                    panic!("not a choice")
                };
                odd += u32::from(key.expected == 1);
                let numbers = testing::list(&item.vars);
                let evens = numbers.iter().filter(|n| **n % 2 == 0).count();
                assert!(evens <= (size as usize / 4).max(1));
                assert_eq!(evens == 0, key.expected == 1);
            }
            assert!(odd.abs_diff(1_500) < 170, "{odd} of 3000 are odd");
        }
    }
}
