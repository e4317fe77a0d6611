//! `beyondbench.medium.collatz_sequence`: the next term of a Collatz sequence.
//!
//! Asked: one step of a rule that the prompt gives in full, so the key is the only one. Hard about
//! it: long numbers only. Starts have four digits more a level, 16 at the default difficulty, and
//! each makes its own item: nearly 10^16. Published starts reach from 6 to 50. The key is proved by
//! undoing the step.

use num_bigint::BigInt;

use super::sequence::{Sequence, Size, extend};
use super::{DIFFICULTY, VARIATIONS};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{self, Space};
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.collatz_sequence",
    version: 1,
    summary: "the next term of a Collatz sequence",
    variations: VARIATIONS,
    params: &[
        Param::int("length", "how many terms are shown", (1, 64), 6),
        DIFFICULTY,
    ],
    generate,
    space,
};

fn space(order: Order<'_>) -> Space {
    let groups = order.params.size("difficulty");
    Space::exactly(space::power(10_000, groups) * 9_999u32)
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::of(order);
    let mut start = BigInt::from(stream.range(1, 9_999));
    for _ in 0..size.level {
        start = start * 10_000 + stream.range(0, 9_999);
    }
    let terms = extend(vec![start], size.length, |terms| {
        let last = &terms[terms.len() - 1];
        if last.bit(0) { last * 3 + 1 } else { last / 2 }
    });
    Ok(Sequence::untold(terms).into_draft())
}

#[cfg(test)]
mod tests {
    use tribunal_verifiers::Check;

    use super::super::testing;

    /// Either the last term is twice the key, or it is odd and three times it, plus 1, is the key.
    #[test]
    fn key_is_confirmed() {
        testing::confirm_with(&super::TASK, "default", |question, check| {
            let Check::Integer(key) = check else {
                panic!("not an integer: {check:?}")
            };
            let mut terms = question.terms.clone();
            terms.push(key.expected.0.clone());
            for pair in terms.windows(2) {
                let odd = pair[0].to_string().ends_with(['1', '3', '5', '7', '9']);
                if odd {
                    assert_eq!((&pair[1] - 1) / 3, pair[0]);
                    assert_eq!(&pair[0] + &pair[0] + &pair[0] + 1, pair[1]);
                } else {
                    assert_eq!(&pair[1] * 2, pair[0]);
                }
            }
        });
    }
}
