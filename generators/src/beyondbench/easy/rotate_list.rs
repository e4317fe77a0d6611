//! `beyondbench.easy.rotate_list`: a list after a number of steps to the right.
//!
//! Hard about it: the direction, which the prompt spells out, and counting from the end. The number
//! of steps is drawn uniformly from 1 to one below the size, so that something always moves. The
//! space is that of all lists of different values times the numbers of steps, 1.6·10^19 at the
//! defaults. The key is proved by carrying out the steps one after another.

use super::{HIGH, LOW, SIZE_FROM_TWO, VARIATIONS, count, draw, exact_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.rotate_list",
    version: 1,
    summary: "a list rotated to the right by a number of steps",
    variations: VARIATIONS,
    params: &[SIZE_FROM_TWO, LOW, HIGH],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let k = 1 + stream.index(numbers.len() - 1);
    let mut rotated = numbers.clone();
    rotated.rotate_right(k);
    Ok(Draft::new(
        Vars::new().with("numbers", numbers).with("k", k as i64),
        exact_list(rotated),
    ))
}

fn space(order: Order<'_>) -> Space {
    let steps = order.params.size("size") as u64 - 1;
    Space::exactly(count::distinct(order).least() * steps)
}
