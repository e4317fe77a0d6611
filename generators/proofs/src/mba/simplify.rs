//! `mba.simplify`: the small expression is equal to the large one by forward differences (see the
//! module `equality`), and both are of the sizes told.

use super::equality::prove;
use super::tree::Tree;
use super::{boxed, texts, width};
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "mba.simplify",
    method: "forward differences",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let width = width(question)?;
    let names = texts(question, "variables")?;
    let given = Tree::read(question.text("expression")?, &names)?;
    let small = Tree::read(&boxed(question.check)?, &names)?;
    let (nodes, largest) = (question.int("nodes")?, question.int("largest")?);
    crate::ensure!(
        given.size() as i64 == nodes,
        "the expression has {} nodes, not {nodes}",
        given.size()
    );
    crate::ensure!(
        small.size() as i64 <= largest,
        "the key has {} nodes, more than {largest}",
        small.size()
    );
    prove(&given, &small, names.len(), width)
}
