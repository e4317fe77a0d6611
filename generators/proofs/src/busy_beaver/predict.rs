//! `busy_beaver.predict`, by running the prompt's table from the prompt's start on two stacks.

use tribunal_verifiers::Check;

use super::table::{Table, Tape};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "busy_beaver.predict",
    method: "a run on two stacks",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let Check::TuringTrace(key) = question.check else {
        return Err(Doubt::new("the key is about no run"));
    };
    let table = Table::of(question)?;
    let mut tape = Tape::read(question.text("start")?)?;
    let asked = question.int("steps")?;
    let every = question.text("ask")? == "every";
    let mut lines = vec![format!("Step 0: {}", tape.spell())];
    for step in 1..=asked {
        if tape.state == table.halt || tape.step(&table).is_none() {
            break;
        }
        lines.push(format!("Step {step}: {}", tape.spell()));
    }
    let reply = key.reference();
    if every {
        let told: Vec<&str> = reply.lines().collect();
        ensure!(told == lines, "the reference differs from {lines:?}");
    } else {
        let last = tape.spell();
        ensure!(
            reply.ends_with(&format!("\\boxed{{{last}}}")),
            "the last configuration is {last}"
        );
    }
    Ok(())
}
