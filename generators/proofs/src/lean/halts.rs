//! `lean.busy_beaver.halts`, by running the prompt's table on two stacks.

use super::machine::machine;
use super::statement::Statement;
use crate::busy_beaver::table::halt;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "lean.busy_beaver.halts",
    method: "a run on two stacks, and the file read back",
    confirm,
};

/// Steps beyond those claimed that the machine is run for.
const MORE: i64 = 10_000;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (steps, score) = (question.int("steps")?, question.int("score")?);
    let claim = format!("HaltsIn M {steps} {score}");
    let statement = Statement::of(question, "halts", &claim)?;
    let table = machine(question, &statement)?;
    let found = halt(&table, (steps + MORE) as u64);
    let found = found.map(|(steps, tape)| (steps as i64, tape.score() as i64));
    let holds = found == Some((steps, score));
    ensure!(
        holds == statement.claimed,
        "it halts as {found:?}, and that is claimed: {holds}"
    );
    Ok(())
}
