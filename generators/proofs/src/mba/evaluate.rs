//! `mba.evaluate`, by evaluating the expression over the integers, which have no width, and taking the
//! remainder modulo 2^n of what comes out.

use num_bigint::BigInt;
use num_integer::Integer;
use tribunal_verifiers::Check;

use super::tree::Tree;
use super::{texts, width};
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "mba.evaluate",
    method: "integers of any size",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let width = width(question)?;
    let names = texts(question, "variables")?;
    let words = texts(question, "words")?;
    crate::ensure!(
        names.len() == words.len(),
        "there is not one word a variable"
    );
    let values: Result<Vec<BigInt>, _> = words.iter().map(|word| word.parse()).collect();
    let values = values.map_err(|_| Doubt::new("a word is no number"))?;
    let modulus = BigInt::from(1) << width;
    crate::ensure!(
        values
            .iter()
            .all(|value| *value >= BigInt::from(0) && *value < modulus),
        "a word is longer than {width} bits"
    );
    let tree = Tree::read(question.text("expression")?, &names)?;
    let found = tree.integer(&values).mod_floor(&modulus);
    match question.check {
        Check::Word(key) if key.width() == width && BigInt::from(key.expected()) == found => Ok(()),
        Check::Word(key) => Err(Doubt::new(format!(
            "the key is {}, not {found}",
            key.expected()
        ))),
        other => Err(Doubt::new(format!(
            "the key is a {}, not a word",
            other.kind()
        ))),
    }
}
