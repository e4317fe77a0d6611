//! `beyondbench.hard.minimax_game`: what a game between two perfect players ends with.
//!
//! Hard about it: the players' aims alternate from level to level, and one level mistaken for the
//! other spoils the value. The tree is given as nested lists; either player may begin, and no two
//! leaves are equal, so that each level mistaken shows. The key is the plain recursion; the second
//! proof prunes (alpha and beta).
//!
//! A tree of depth d has 2^d leaves or more, all different numbers up to 999: exactly
//! 2·999·998·…·984 > 10^47 items at the default depth of 4 with two moves everywhere.

use tribunal_verifiers::checks::IntegerCheck;
use tribunal_verifiers::{Check, Integer};

use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, falling};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::{Var, Vars};

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.minimax_game",
    version: 1,
    summary: "what a game between two perfect players ends with",
    variations: &[Variation {
        name: "default",
        summary: "a tree of one depth everywhere",
    }],
    params: &[
        Param::int("depth", "how many moves a game has", (2, 6), 4),
        Param::int("moves", "the most moves a player may have", (2, 3), 2),
    ],
    generate,
    space,
};

/// The largest value of a leaf.
const LARGEST: i64 = 999;

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (depth, moves) = (order.params.size("depth"), order.params.int("moves"));
    // 3^6 leaves at the most.
    let mut leaves = stream
        .distinct((moves as usize).pow(depth as u32), 1, LARGEST)
        .ok_or_else(|| GenerateError::new("there are more leaves than values for them"))?;
    let maximise = stream.chance(1, 2);
    let (tree, value) = draw(depth, moves, maximise, &mut leaves, stream);
    let vars = Vars::new()
        .with("tree", tree)
        .with("first", if maximise { "MAX" } else { "MIN" })
        .with("depth", depth as i64);
    let expected = Integer::from(value);
    Ok(Draft::new(vars, Check::Integer(IntegerCheck { expected })))
}

fn space(order: Order<'_>) -> Space {
    let (depth, moves) = (order.params.size("depth"), order.params.size("moves"));
    let full = falling(LARGEST as u64, moves.pow(depth as u32)) * 2u32;
    match moves {
        2 => Space::exactly(full),
        _ => Space::at_least(full),
    }
}

/// A tree of that depth, and its value for players of whom the first maximises or minimises.
fn draw(
    depth: usize,
    moves: i64,
    maximise: bool,
    leaves: &mut Vec<i64>,
    stream: &mut Stream,
) -> (Var, i64) {
    let width = stream.range(2, moves) as usize;
    let (tree, values) = if depth == 1 {
        // There are leaves enough for the widest tree.
        let values = leaves.split_off(leaves.len().saturating_sub(width));
        (Var::Ints(values.clone()), values)
    } else {
        let (trees, values) = (0..width)
            .map(|_| draw(depth - 1, moves, !maximise, leaves, stream))
            .unzip();
        (Var::List(trees), values)
    };
    let best = if maximise {
        values.into_iter().max()
    } else {
        values.into_iter().min()
    };
    (tree, best.unwrap_or_default())
}
