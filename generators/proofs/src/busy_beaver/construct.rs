//! `busy_beaver.construct`: that the goal can be reached, by running the witness on two stacks.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::Goal;

use super::table::{Table, halt};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "busy_beaver.construct",
    method: "the witness's run on two stacks",
    confirm,
};

/// Steps within which a witness has to halt.
const LIMIT: u64 = 20_000;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let Check::TuringConstruct(key) = question.check else {
        return Err(Doubt::new("the key is about no construction"));
    };
    let given = Table::of(question)?;
    let witness = Table::of_line(&key.witness().to_string(), given.halt)?;
    ensure!(
        (&witness.states, &witness.symbols) == (&given.states, &given.symbols),
        "the witness has another size"
    );
    for (place, rule) in &given.rules {
        ensure!(
            witness.rules.get(place) == Some(rule),
            "the witness does not have {rule:?} in {place:?}"
        );
        ensure!(rule.2 != given.halt, "the halt is given away");
    }
    ensure!(
        given.rules.len() < witness.rules.len(),
        "nothing is left to choose"
    );
    let Some((steps, end)) = halt(&witness, LIMIT) else {
        return Err(Doubt::new("the witness does not halt"));
    };
    let goal = u64::try_from(question.int("goal")?).unwrap_or(0);
    let (told, reached) = match (question.variation, key.goal()) {
        ("steps_at_least", Goal::Steps(told)) => (told, steps >= goal),
        ("steps_exactly", Goal::Exactly(told)) => (told, steps == goal),
        ("marks_at_least", Goal::Marks(told)) => (told, end.score() >= goal),
        (variation, other) => {
            return Err(Doubt::new(format!("{variation} asks for {other:?}")));
        }
    };
    ensure!(told == goal, "the prompt tells {goal}, the key {told}");
    ensure!(reached, "the witness halts with step {steps}");
    Ok(())
}
