//! Proofs of the keys about mixed Boolean-arithmetic.
//!
//! They share a reader of the prompt's expressions and a proof of equality, both written apart from the
//! engine that the checks use.

mod complete;
pub(crate) mod equality;
mod equivalence;
mod evaluate;
mod simplify;
pub(crate) mod tree;

use tribunal_generators::Var;
use tribunal_verifiers::Check;

use crate::{Doubt, Proof, Question};

pub(crate) fn proofs() -> Vec<&'static Proof> {
    vec![
        &complete::PROOF,
        &equivalence::PROOF,
        &evaluate::PROOF,
        &simplify::PROOF,
    ]
}

/// The texts of the list `name`.
pub(crate) fn texts<'a>(question: &Question<'a>, name: &str) -> Result<Vec<&'a str>, Doubt> {
    let text = |var: &'a Var| match var {
        Var::Text(text) => Ok(text.as_ref()),
        _ => Err(Doubt::new(format!(
            "`{name}` holds something else than text"
        ))),
    };
    question.list(name)?.iter().map(text).collect()
}

/// What the key holds to be right, as a player would write it.
fn boxed(check: &Check) -> Result<String, Doubt> {
    let reply = check.reference();
    let start = reply.rfind("\\boxed{").map(|at| at + "\\boxed{".len());
    let content = start.and_then(|start| reply[start..].strip_suffix('}').map(str::to_owned));
    content.ok_or_else(|| Doubt::new("the key's answer stands in no box"))
}

/// How many bits a word has.
pub(crate) fn width(question: &Question<'_>) -> Result<u32, Doubt> {
    let width = question.int("width")?;
    u32::try_from(width)
        .ok()
        .filter(|width| (1..=64).contains(width))
        .ok_or_else(|| Doubt::new(format!("there are no words of {width} bits")))
}
