//! `mba.equivalence`: a counterexample by evaluating both sides over the integers, and equivalence by
//! forward differences (see the module `equality`).

use num_bigint::BigInt;
use num_integer::Integer;

use super::equality::prove;
use super::tree::Tree;
use super::{boxed, texts, width};
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "mba.equivalence",
    method: "integers of any size, or forward differences",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let width = width(question)?;
    let names = texts(question, "variables")?;
    let left = Tree::read(question.text("left")?, &names)?;
    let right = Tree::read(question.text("right")?, &names)?;
    let key = boxed(question.check)?;
    if key == "equivalent" {
        return prove(&left, &right, names.len(), width);
    }
    let mut values = Vec::with_capacity(names.len());
    for (part, name) in key.split(", ").zip(&names) {
        let value = part
            .strip_prefix(*name)
            .and_then(|rest| rest.strip_prefix(" = "));
        let value = value.and_then(|value| value.parse::<BigInt>().ok());
        values.push(value.ok_or_else(|| Doubt::new(format!("the key has no value for {name}")))?);
    }
    crate::ensure!(
        values.len() == names.len(),
        "the key is no assignment: {key}"
    );
    let modulus = BigInt::from(1) << width;
    let difference = left.integer(&values) - right.integer(&values);
    crate::ensure!(
        !difference.is_multiple_of(&modulus),
        "both sides are equal at {key}"
    );
    Ok(())
}
