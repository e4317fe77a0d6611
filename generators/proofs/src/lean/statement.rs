//! What a challenge states, and which side its reference proves.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{LeanCheck, LeanForm};

use crate::{Doubt, Question, ensure};

/// A challenge read back.
pub(super) struct Statement<'a> {
    /// The check.
    pub(super) check: &'a LeanCheck,
    /// Whether the reference proves the claim, and not its negation.
    pub(super) claimed: bool,
}

/// The proposition of the theorem `name`, and its place in `file`.
fn proposition<'a>(file: &'a str, name: &str) -> Option<&'a str> {
    let head = format!("theorem {name} :\n");
    let start = file.find(&head)? + head.len();
    let line = file[start..].lines().next()?;
    line.trim().strip_suffix(" := by")
}

impl<'a> Statement<'a> {
    /// Reads the challenge, which must state `claim`, or its negation, or both, about the theorem
    /// `name`, as the variation says.
    pub(super) fn of(question: &Question<'a>, name: &str, claim: &str) -> Result<Self, Doubt> {
        let Check::Lean(check) = question.check else {
            return Err(Doubt::new("the key is no proof in Lean"));
        };
        let not_name = format!("not_{name}");
        let negation = format!("¬ {claim}");
        let (form, targets): (LeanForm, Vec<(&str, &str)>) = match question.variation {
            "proof" => (LeanForm::Proof, vec![(name, claim)]),
            "file" => (LeanForm::File, vec![(name, claim)]),
            "fix" => (LeanForm::Fix, vec![(name, claim)]),
            "refute" => (LeanForm::Proof, vec![(&not_name, &negation)]),
            "decide" => (
                LeanForm::Decide,
                vec![(name, claim), (&not_name, &negation)],
            ),
            other => return Err(Doubt::new(format!("no variation {other} is known"))),
        };
        ensure!(check.form() == form, "the key asks for another form");
        let names: Vec<&str> = targets.iter().map(|(name, _)| *name).collect();
        ensure!(check.targets() == names, "the targets are not {names:?}");
        for (target, wanted) in &targets {
            let found = proposition(check.challenge(), target);
            ensure!(
                found == Some(*wanted),
                "{target} states {found:?}, not {wanted}"
            );
        }
        let whole = check.assembled(check.reference_code(), true);
        let proved: Vec<&(&str, &str)> = targets
            .iter()
            .filter(|(target, wanted)| proposition(&whole, target) == Some(*wanted))
            .collect();
        let [(proved, _)] = proved[..] else {
            return Err(Doubt::new(
                "the reference does not state one of the targets",
            ));
        };
        let wanted = match form {
            LeanForm::Fix => check.counterfeit_code(),
            _ => check.challenge(),
        };
        ensure!(
            question.text("lean")?.trim_end() == wanted.trim_end(),
            "the prompt shows another file"
        );
        Ok(Self {
            check,
            claimed: *proved == name,
        })
    }

    /// The words behind the last `mark` in the reference, up to a character of `end`.
    pub(super) fn behind(&self, mark: &str, end: &[char]) -> Option<Vec<&str>> {
        let code = self.check.reference_code();
        let start = code.rfind(mark)? + mark.len();
        let rest = &code[start..];
        let words = &rest[..rest.find(end).unwrap_or(rest.len())];
        Some(words.split_whitespace().collect())
    }
}
