//! `lean.busy_beaver.configuration`, by running the prompt's table on two stacks.

use super::machine::{machine, term, visited};
use super::statement::Statement;
use crate::busy_beaver::table::{Table, Tape};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "lean.busy_beaver.configuration",
    method: "a run on two stacks, and the file read back",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (steps, told) = (question.int("steps")?, question.text("reached")?);
    let halt = Table::of(question)?.halt;
    let claim = format!("run M {steps} M.init = {}", term(told, halt)?);
    let statement = Statement::of(question, "reaches", &claim)?;
    let table = machine(question, &statement)?;
    let mut tape = Tape::start();
    for _ in 0..steps {
        ensure!(tape.step(&table).is_some(), "it stops before that");
    }
    let found = visited(&tape);
    ensure!(
        (found == told) == statement.claimed,
        "it is in {found}, and {told} is told"
    );
    Ok(())
}
