//! Reading tables of named things from a prompt's variables, and asking a check about answers.

use tribunal_generators::{Var, Vars};
use tribunal_verifiers::{Answer, Finish};

use crate::{Doubt, Question, ensure};

/// The rows of the table `name`.
pub(super) fn rows<'a>(question: &Question<'a>, name: &str) -> Result<Vec<&'a Vars>, Doubt> {
    let row = |var: &'a Var| match var {
        Var::Map(row) => Ok(row),
        other => Err(Doubt::new(format!("`{name}` holds {other:?}"))),
    };
    question.list(name)?.iter().map(row).collect()
}

/// The number `name` of a row.
pub(super) fn number(row: &Vars, name: &str) -> Result<i64, Doubt> {
    match row.get(name) {
        Some(Var::Int(number)) => Ok(*number),
        other => Err(Doubt::new(format!("`{name}` is {other:?}"))),
    }
}

/// The capital letter `name` of a row.
pub(super) fn letter(row: &Vars, name: &str) -> Result<char, Doubt> {
    row.get(name)
        .map_or_else(|| Err(Doubt::new(format!("there is no `{name}`"))), capital)
}

/// A list of capital letters, all different.
pub(super) fn letters(question: &Question<'_>, name: &str) -> Result<Vec<char>, Doubt> {
    let letters = question.list(name)?.iter().map(capital);
    let letters: Vec<char> = letters.collect::<Result<_, Doubt>>()?;
    different(&letters)?;
    Ok(letters)
}

/// Complains unless all names differ.
pub(super) fn different(names: &[char]) -> Result<(), Doubt> {
    let twice = (1..names.len()).find(|&at| names[..at].contains(&names[at]));
    ensure!(twice.is_none(), "a name stands twice among {names:?}");
    Ok(())
}

/// The place of `name` among `names`.
pub(super) fn place(names: &[char], name: char) -> Result<usize, Doubt> {
    let place = names.iter().position(|&known| known == name);
    place.ok_or_else(|| Doubt::new(format!("there is no {name} among {names:?}")))
}

fn capital(var: &Var) -> Result<char, Doubt> {
    let Var::Text(text) = var else {
        return Err(Doubt::new(format!("{var:?} is no name")));
    };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(name @ 'A'..='Z'), None) => Ok(name),
        _ => Err(Doubt::new(format!("{text} is no capital letter"))),
    }
}

/// What the check's own right answer holds in its box.
pub(super) fn reference(question: &Question<'_>) -> Result<String, Doubt> {
    let reply = question.check.reference();
    let boxed = reply.rsplit_once("\\boxed{").map(|(_, rest)| rest);
    let answer = boxed.and_then(|rest| rest.strip_suffix('}'));
    answer
        .map(str::to_owned)
        .ok_or_else(|| Doubt::new(format!("there is no box in {reply}")))
}

/// The capital letters of the check's own right answer, as places among `names`.
pub(super) fn reference_places(
    question: &Question<'_>,
    names: &[char],
) -> Result<Vec<usize>, Doubt> {
    let answer = reference(question)?;
    let stated = answer.chars().filter(char::is_ascii_uppercase);
    stated.map(|name| place(names, name)).collect()
}

/// Names at these places, with commas between them.
pub(super) fn spell(names: &[char], places: &[usize]) -> String {
    let names: Vec<String> = places.iter().map(|&at| names[at].to_string()).collect();
    names.join(", ")
}

/// Complains unless the check takes `answer`, in a box, for right.
pub(super) fn accepts(question: &Question<'_>, answer: &str) -> Result<(), Doubt> {
    ensure!(
        is_right(question, answer),
        "{answer} is right but not accepted"
    );
    Ok(())
}

/// Complains if the check takes `answer`, in a box, for right.
pub(super) fn refuses(question: &Question<'_>, answer: &str) -> Result<(), Doubt> {
    ensure!(
        !is_right(question, answer),
        "{answer} is wrong but accepted"
    );
    Ok(())
}

fn is_right(question: &Question<'_>, answer: &str) -> bool {
    let text = format!("\\boxed{{{answer}}}");
    let judged = question.check.judge(Answer {
        text: &text,
        finish: Finish::Stop,
    });
    judged.strict.outcome.is_correct()
}
