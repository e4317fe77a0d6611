//! `beyondbench.hard.regex_matching`, by the `regex` crate, which reads the expression as it is
//! printed. That the expression uses no sign which the prompt does not explain is seen to first.

use regex::bytes::RegexBuilder;
use tribunal_generators::Var;
use tribunal_verifiers::Check;

use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.regex_matching",
    method: "an engine written elsewhere",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let pattern = question.text("pattern")?;
    let known = |c: char| matches!(c, 'a'..='e' | '0'..='9') || ".[]^-()|*+?{},".contains(c);
    ensure!(
        pattern.chars().all(known),
        "{pattern} holds signs that are not explained"
    );
    // Without Unicode a class that is negated stays small; words have no other letters anyway.
    let regex = RegexBuilder::new(&format!("\\A(?:{pattern})\\z"))
        .unicode(false)
        .build()
        .map_err(|error| Doubt::new(format!("{pattern} is no expression: {error}")))?;
    let matches = |word: &str| {
        let letters = word.bytes().all(|byte| matches!(byte, b'a'..=b'e'));
        ensure!(letters && !word.is_empty(), "{word} is no word");
        Ok(regex.is_match(word.as_bytes()))
    };
    match question.check {
        Check::Choice(check) => {
            let answer = if matches(question.text("word")?)? {
                "yes"
            } else {
                "no"
            };
            let key = check.options.get(check.expected);
            ensure!(
                key.is_some_and(|option| option.name == answer),
                "the key is {key:?}, not {answer}"
            );
        }
        Check::List(check) => {
            let mut numbers = Vec::new();
            for (number, word) in (1..).zip(question.list("words")?) {
                let Var::Text(word) = word else {
                    return Err(Doubt::new(format!("{word:?} is no word")));
                };
                if matches(word)? {
                    numbers.push(number);
                }
            }
            ensure!(
                check.expected == numbers,
                "the key is {:?}, not {numbers:?}",
                check.expected
            );
        }
        other => return Err(Doubt::new(format!("the key is a {}", other.kind()))),
    }
    Ok(())
}
