//! `beyondbench.hard.minimax_game`, by pruning with alpha and beta: a position is left as soon as one
//! of the players would avoid it. The tree is also seen to be as deep as the prompt says, with no two
//! leaves equal.

use tribunal_generators::Var;

use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.minimax_game",
    method: "pruning with alpha and beta",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let tree = question
        .vars
        .get("tree")
        .ok_or_else(|| Doubt::new("there is no tree"))?;
    let maximise = match question.text("first")? {
        "MAX" => true,
        "MIN" => false,
        other => return Err(Doubt::new(format!("there is no player {other}"))),
    };
    let mut leaves = Vec::new();
    collect(tree, question.int("depth")?, &mut leaves)?;
    leaves.sort_unstable();
    ensure!(
        leaves.windows(2).all(|pair| pair[0] < pair[1]),
        "two leaves are equal"
    );
    question.is_integer(value(tree, maximise, i64::MIN, i64::MAX))
}

/// All leaves, which must stand at that depth.
fn collect(tree: &Var, depth: i64, leaves: &mut Vec<i64>) -> Result<(), Doubt> {
    match tree {
        Var::Ints(values) if depth == 1 && values.len() > 1 => leaves.extend(values),
        Var::List(trees) if depth > 1 && trees.len() > 1 => {
            for tree in trees {
                collect(tree, depth - 1, leaves)?;
            }
        }
        other => return Err(Doubt::new(format!("{other:?} is no position at its depth"))),
    }
    Ok(())
}

/// The value of a position between `alpha`, which the one who maximises has already, and `beta`,
/// which the other has.
fn value(tree: &Var, maximise: bool, mut alpha: i64, mut beta: i64) -> i64 {
    let moves: &mut dyn Iterator<Item = Result<i64, &Var>> = match tree {
        Var::Ints(values) => &mut values.iter().map(|&value| Ok(value)),
        Var::List(trees) => &mut trees.iter().map(Err),
        Var::Int(value) => return *value,
        Var::Text(_) | Var::Map(_) => return 0,
    };
    for next in moves {
        let found = match next {
            Ok(leaf) => leaf,
            Err(tree) => value(tree, !maximise, alpha, beta),
        };
        if maximise {
            alpha = alpha.max(found);
        } else {
            beta = beta.min(found);
        }
        if alpha >= beta {
            break;
        }
    }
    if maximise { alpha } else { beta }
}
