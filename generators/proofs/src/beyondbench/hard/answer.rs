//! Answers put to a key, for tasks with many right ones.

use tribunal_verifiers::{Answer, Finish};

use crate::{Doubt, Question};

/// Whether the key takes `answer`, boxed as the prompt asks for it.
pub(super) fn takes(question: &Question<'_>, answer: &str) -> bool {
    let text = format!("\\boxed{{{answer}}}");
    let answer = Answer {
        text: &text,
        finish: Finish::Stop,
    };
    question.check.judge(answer).strict.outcome.is_correct()
}

/// What stands in the box of the key's own right answer.
///
/// # Errors
/// A doubt when it has no box.
pub(super) fn given(question: &Question<'_>) -> Result<String, Doubt> {
    let reply = question.check.reference();
    reply
        .rsplit_once("\\boxed{")
        .and_then(|(_, content)| content.strip_suffix('}'))
        .map(str::to_owned)
        .ok_or_else(|| Doubt::new("the key's own answer has no box"))
}

/// Reads a number of the prompt or of an answer.
///
/// # Errors
/// A doubt when the text is none.
pub(super) fn number<T: std::str::FromStr>(text: &str) -> Result<T, Doubt> {
    text.trim()
        .parse()
        .map_err(|_| Doubt::new(format!("`{text}` is not the number that belongs there")))
}
