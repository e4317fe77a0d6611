//! `busy_beaver.prove_nonhalting`, by confirming the known certificate a second time, and watching
//! the machine for a while.

use tribunal_verifiers::Check;

use super::certificate;
use super::table::{Table, halt};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "busy_beaver.prove_nonhalting",
    method: "the certificate by other means, and a run on two stacks",
    confirm,
};

/// Steps that the machine is run for.
const WATCHED: u64 = 1_000;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let Check::TuringNonhalting(key) = question.check else {
        return Err(Doubt::new("the key is no proof"));
    };
    let table = Table::of(question)?;
    ensure!(
        key.machine().to_string() == table.line(),
        "the key is about another machine"
    );
    ensure!(halt(&table, WATCHED).is_none(), "it halts");
    certificate::confirm(&table, key.certificate())
}
