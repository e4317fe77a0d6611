//! `tmbench.mtag`, by carrying the rules out on a queue of words, as a person would from the prompt.

use std::collections::VecDeque;

use crate::{Doubt, Proof, Question, ensure};

/// TMBench's proof.
pub(crate) const PROOF: Proof = Proof {
    task: "tmbench.mtag",
    method: "queue of words",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let states = simulate(question)?;
    // The key spells each state in a line of its own; only the last where only that is asked for.
    let text = question.check.reference();
    let spelled: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_once("Queue State: [")?.1.strip_suffix(']'))
        .collect();
    let wanted = match question.text("ask")? {
        "final" => &states[states.len() - 1..],
        _ => &states[..],
    };
    ensure!(
        spelled.len() == wanted.len(),
        "the key has {} states, not {}",
        spelled.len(),
        wanted.len()
    );
    for (step, (key, found)) in spelled.iter().zip(wanted).enumerate() {
        ensure!(
            key == found,
            "the key's state {step} is [{key}], not [{found}]"
        );
    }
    Ok(())
}

/// The states from the start to the last step, or to a queue that is too short for one.
fn simulate(question: &Question<'_>) -> Result<Vec<String>, Doubt> {
    let number = |name: &str| -> Result<usize, Doubt> {
        usize::try_from(question.int(name)?).map_err(|_| Doubt::new(format!("{name} is negative")))
    };
    let (m, steps) = (number("m")?, number("steps")?);
    let rules: Vec<(&str, &str)> = question
        .text("rules")?
        .lines()
        .filter_map(|line| line.split_once(" -> "))
        .collect();
    let mut queue: VecDeque<&str> = question.text("start")?.split_whitespace().collect();
    let spell = |queue: &VecDeque<&str>| queue.iter().copied().collect::<Vec<_>>().join(" ");
    let mut states = vec![spell(&queue)];
    for _ in 0..steps {
        if queue.len() < m {
            break;
        }
        let head = queue.front().copied().unwrap_or_default();
        let found = rules.iter().find(|(symbol, _)| *symbol == head);
        let Some((_, production)) = found else {
            return Err(Doubt::new(format!("the prompt has no rule for `{head}`")));
        };
        if *production != "(nothing)" {
            queue.extend(production.split_whitespace());
        }
        queue.drain(..m);
        states.push(spell(&queue));
    }
    Ok(states)
}
