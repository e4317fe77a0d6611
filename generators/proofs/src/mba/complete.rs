//! `mba.complete`: with the key written in place of `H`, both sides are equal by forward differences
//! (see the module `equality`), and it is as small as asked.

use super::equality::prove;
use super::tree::Tree;
use super::{boxed, texts, width};
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "mba.complete",
    method: "forward differences",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let width = width(question)?;
    let names = texts(question, "variables")?;
    let key = boxed(question.check)?;
    let filling = Tree::read(&key, &names)?;
    let largest = question.int("largest")?;
    crate::ensure!(
        filling.size() as i64 <= largest,
        "the key has {} nodes, more than {largest}",
        filling.size()
    );
    let constant = question.text("ask")? == "constant";
    crate::ensure!(
        !constant || !filling.varies(),
        "the key is no constant: {key}"
    );
    let sides = [question.text("left")?, question.text("right")?];
    crate::ensure!(
        sides.iter().any(|side| side.contains('H')),
        "nothing is missing from either side"
    );
    let filled = |side: &str| Tree::read(&side.replace('H', &format!("({key})")), &names);
    prove(&filled(sides[0])?, &filled(sides[1])?, names.len(), width)
}
