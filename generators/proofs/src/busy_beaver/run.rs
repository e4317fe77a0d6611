//! `busy_beaver.run`, by running the prompt's table on two stacks.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::RunAsk;

use super::table::{Table, Tape, halt};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "busy_beaver.run",
    method: "a run on two stacks",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let Check::TuringRun(key) = question.check else {
        return Err(Doubt::new("the key is about no run"));
    };
    let table = Table::of(question)?;
    let limit = key.steps() + 10_000;
    let Some((steps, end)) = halt(&table, limit) else {
        return Err(Doubt::new(format!("no halt within {limit} steps")));
    };
    let told: String = key.tape().iter().map(u8::to_string).collect();
    let asked = match question.variation {
        "configuration" => {
            let asked = u64::try_from(question.int("steps")?).unwrap_or(0);
            ensure!(
                key.ask() == RunAsk::Configuration,
                "something else is asked"
            );
            ensure!(asked <= steps, "it halts with step {steps} already");
            asked
        }
        "steps" | "score" | "tape" => steps,
        other => return Err(Doubt::new(format!("no variation {other} is known"))),
    };
    ensure!(
        key.steps() == asked,
        "the key has {} steps, not {asked}",
        key.steps()
    );
    let mut tape = Tape::start();
    for _ in 0..asked {
        let _ = tape.step(&table);
    }
    ensure!(asked < steps || tape == end, "two runs differ");
    ensure!(key.score() == tape.score(), "the score is {}", tape.score());
    ensure!(told == tape.cells(), "the tape is {}", tape.cells());
    ensure!(
        key.configuration() == tape.spell(),
        "the configuration is {}",
        tape.spell()
    );
    let answer = match question.variation {
        "steps" => steps.to_string(),
        "score" => end.score().to_string(),
        "tape" => {
            let cells: Vec<String> = end.cells().chars().map(String::from).collect();
            if cells.is_empty() {
                "0".to_owned()
            } else {
                cells.join(" ")
            }
        }
        _ => tape.spell(),
    };
    let reply = key.reference();
    ensure!(
        reply.ends_with(&format!("\\boxed{{{answer}}}")),
        "the reference is not {answer}"
    );
    Ok(())
}
