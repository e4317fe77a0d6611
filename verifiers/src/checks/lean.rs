//! A proof in Lean of a stated theorem.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract::Missing;
use crate::lean::{LeanPolicy, fence};
use crate::verdict::{Judgement, NoAnswer, Verdict};

/// What the answer to a [`LeanCheck`] is, and how it becomes a whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeanForm {
    /// What stands in place of the challenge's one `sorry`.
    Proof,
    /// A whole file.
    File,
    /// A whole file: one that was shown with a broken proof, mended.
    Fix,
    /// A whole file that proves one of two theorems that exclude each other.
    Decide,
}

/// The answer must be Lean code that proves one of the targets as the challenge states it.
///
/// This crate runs nothing: [`LeanCheck::submission`] makes a whole file of an answer, and a
/// [`Court`](crate::Court) elaborates it, compares what it proves with the challenge and replays the
/// proof in the kernel. As nothing but the file's constants decides, it does not matter what else an
/// answer puts into it, nor whether a proof ends its theorem and begins something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck", into = "RawCheck")]
pub struct LeanCheck(RawCheck);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    form: LeanForm,
    challenge: String,
    targets: Vec<String>,
    policy: LeanPolicy,
    reference: String,
    counterfeit: String,
}

/// A challenge and what is known of it.
#[derive(Clone, Debug)]
pub struct LeanParts {
    /// What the answer is.
    pub form: LeanForm,
    /// A whole file in which each target is stated, with `sorry` for its proof.
    pub challenge: String,
    /// The names of the theorems of which one is to be proved.
    pub targets: Vec<String>,
    /// What the answer may use.
    pub policy: LeanPolicy,
    /// A right answer: the code between the fences.
    pub reference: String,
    /// A wrong one of the same form.
    pub counterfeit: String,
}

/// Why data is no challenge.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LeanError {
    /// No target, or too many.
    #[error("there are {0} targets, but one theorem is to be proved, or one of two to be decided")]
    Targets(usize),
    /// A target that the challenge doesn't state.
    #[error("the challenge has no line that begins with `theorem {0} `")]
    Unstated(String),
    /// The place for the proof.
    #[error("the challenge has {found} places marked `sorry`, but {wanted} targets")]
    Places {
        /// Marked places.
        found: usize,
        /// Targets.
        wanted: usize,
    },
    /// Text that can't stand between fences.
    #[error("the {0} has a line that begins with ```, or a NUL")]
    Fence(&'static str),
    /// Too long.
    #[error("with the {part} the file has {found} bytes, but at most {most} are allowed")]
    Long {
        /// Which answer.
        part: &'static str,
        /// Its bytes.
        found: usize,
        /// The policy's.
        most: u32,
    },
    /// The right answer uses what isn't allowed.
    #[error("the reference holds the word `{0}`, which the policy forbids")]
    Forbidden(String),
    /// Both answers are the same.
    #[error("the reference and the counterfeit are the same text, or empty")]
    Same,
}

/// The mark that a proof replaces.
const MARK: &str = "sorry";

/// The words of Lean code, without regard to comments: maximal runs of what names are made of.
fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !(c.is_alphanumeric() || ['_', '\'', '!', '?'].contains(&c)))
        .filter(|word| !word.is_empty())
}

/// The places of `word` in `code` as a word of its own.
fn places(code: &str, word: &str) -> Vec<usize> {
    let start = code.as_ptr() as usize;
    words(code)
        .filter(|found| *found == word)
        .map(|found| found.as_ptr() as usize - start)
        .collect()
}

impl TryFrom<RawCheck> for LeanCheck {
    type Error = LeanError;

    fn try_from(raw: RawCheck) -> Result<Self, LeanError> {
        let wanted = if raw.form == LeanForm::Decide { 2 } else { 1 };
        if raw.targets.len() != wanted {
            return Err(LeanError::Targets(raw.targets.len()));
        }
        for target in &raw.targets {
            let head = format!("theorem {target} ");
            if !raw.challenge.lines().any(|line| line.starts_with(&head)) {
                return Err(LeanError::Unstated(target.clone()));
            }
        }
        let found = places(&raw.challenge, MARK).len();
        if found != wanted {
            return Err(LeanError::Places { found, wanted });
        }
        if raw.reference == raw.counterfeit
            || [&raw.reference, &raw.counterfeit]
                .iter()
                .any(|text| text.trim().is_empty())
        {
            return Err(LeanError::Same);
        }
        for (part, text) in [
            ("challenge", &raw.challenge),
            ("reference", &raw.reference),
            ("counterfeit", &raw.counterfeit),
        ] {
            let fence = |line: &str| line.trim_start().starts_with("```");
            if text.lines().any(fence) || text.contains('\0') {
                return Err(LeanError::Fence(part));
            }
        }
        let forbidden =
            |word: &&str| raw.policy.forbidden.iter().any(|f| f == word) || *word == MARK;
        if let Some(word) = words(&raw.reference).find(forbidden) {
            return Err(LeanError::Forbidden(word.to_owned()));
        }
        let check = Self(raw);
        for (part, code) in [
            ("reference", &check.0.reference),
            ("counterfeit", &check.0.counterfeit),
        ] {
            let (found, most) = (check.assembled(code, true).len(), check.0.policy.max_bytes);
            if found > most as usize {
                return Err(LeanError::Long { part, found, most });
            }
        }
        Ok(check)
    }
}

impl From<LeanCheck> for RawCheck {
    fn from(check: LeanCheck) -> Self {
        check.0
    }
}

impl LeanCheck {
    /// The check made of these parts. That the reference is a proof is not tried here: a court does.
    ///
    /// # Errors
    /// [`LeanError`] when they don't fit each other.
    pub fn new(parts: LeanParts) -> Result<Self, LeanError> {
        RawCheck {
            form: parts.form,
            challenge: parts.challenge,
            targets: parts.targets,
            policy: parts.policy,
            reference: parts.reference,
            counterfeit: parts.counterfeit,
        }
        .try_into()
    }

    /// What the answer is.
    pub fn form(&self) -> LeanForm {
        self.0.form
    }

    /// The file that states the targets.
    pub fn challenge(&self) -> &str {
        &self.0.challenge
    }

    /// The theorems of which one is to be proved.
    pub fn targets(&self) -> &[String] {
        &self.0.targets
    }

    /// What the answer may use.
    pub fn policy(&self) -> &LeanPolicy {
        &self.0.policy
    }

    /// The code of a right answer.
    pub fn reference_code(&self) -> &str {
        &self.0.reference
    }

    /// The code of a wrong answer.
    pub fn counterfeit_code(&self) -> &str {
        &self.0.counterfeit
    }

    /// The whole file that an answer submits, by the strict reading or by the lenient one.
    ///
    /// Strictly the code is the last closed block fenced as `lean`, and a proof is what replaces
    /// `sorry`. Leniently a block of any kind will do, and a proof may also begin with `by` or `:= by`,
    /// or be a whole file that states a target itself.
    ///
    /// # Errors
    /// [`Missing`] when the response holds no code: it is cut, refused, or has no such block.
    pub fn submission(&self, answer: Answer<'_>, strict: bool) -> Result<String, Missing> {
        let code = fence::code(answer, strict)?;
        if code.trim().is_empty() {
            return Err(Missing {
                kind: NoAnswer::Unparsable,
                reason: "the last block is empty",
            });
        }
        Ok(self.assembled(code, strict))
    }

    /// The whole file that `code` makes.
    pub fn assembled(&self, code: &str, strict: bool) -> String {
        if self.0.form != LeanForm::Proof {
            return code.to_owned();
        }
        let mut proof = code.trim_matches(['\n', '\r']).trim_end();
        if !strict {
            let states = |line: &str| {
                let mut words = line.split_whitespace();
                words.next() == Some("theorem")
                    && words
                        .next()
                        .is_some_and(|name| self.0.targets.iter().any(|t| t == name))
            };
            if proof.lines().any(states) {
                return code.to_owned();
            }
            let bare = proof.trim_start();
            let bare = bare.strip_prefix(":=").map_or(bare, str::trim_start);
            if let Some(rest) = bare.strip_prefix("by")
                && rest.starts_with(char::is_whitespace)
            {
                // What stands behind `by` on its line begins where the next lines do.
                let first = rest.lines().next().unwrap_or_default().trim();
                if first.is_empty() {
                    proof = rest
                        .trim_start_matches([' ', '\r'])
                        .trim_start_matches('\n');
                } else {
                    proof = rest.trim_start();
                }
            }
        }
        let challenge = &self.0.challenge;
        // The invariant of the check: there is one.
        let Some(&at) = places(challenge, MARK).first() else {
            return code.to_owned();
        };
        let column = challenge[..at].rfind('\n').map_or(at, |line| at - line - 1);
        let proof = indented(proof, column);
        format!(
            "{}{proof}{}",
            &challenge[..at],
            &challenge[at + MARK.len()..]
        )
    }

    /// An error: a proof has to be run.
    pub fn judge(&self, _: Answer<'_>) -> Judgement {
        Judgement::both(Verdict::error(
            "a proof in Lean has to be elaborated and replayed, which this reading does not do",
        ))
    }

    /// The proof that is known, fenced.
    pub fn reference(&self) -> String {
        Self::respond("This proves it.", &self.0.reference)
    }

    /// Code that looks like a proof and is none, fenced.
    pub fn counterfeit(&self) -> String {
        Self::respond("This should do.", &self.0.counterfeit)
    }

    /// A response that says `words` and ends with `code` in the form that a prompt asks for.
    pub fn respond(words: &str, code: &str) -> String {
        format!("{words}\n\n```lean\n{}\n```", code.trim_end())
    }
}

/// `code` moved so that its leftmost line stands in `column`; the first line, which follows what is
/// there already, without any indentation.
fn indented(code: &str, column: usize) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let written = code.lines().filter(|line| !line.trim().is_empty());
    let least = written.map(indent).min().unwrap_or(0);
    let mut out = String::with_capacity(code.len() + 64);
    for (number, line) in code.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            continue;
        }
        if number > 0 {
            out.extend(std::iter::repeat_n(' ', column));
        }
        out.push_str(&line[least..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Check, Finish};

    fn parts(form: LeanForm) -> LeanParts {
        LeanParts {
            form,
            challenge: "theorem t (n : Nat) : n + 0 = n := by\n  sorry\n".to_owned(),
            targets: vec!["t".to_owned()],
            policy: LeanPolicy::default(),
            reference: "cases n\nall_goals rfl".to_owned(),
            counterfeit: "exact n".to_owned(),
        }
    }

    fn submitted(check: &LeanCheck, text: &str, strict: bool) -> String {
        let answer = Answer {
            text,
            finish: Finish::Stop,
        };
        check.submission(answer, strict).expect(text)
    }

    #[test]
    fn a_proof_takes_the_place_of_sorry() {
        let check = LeanCheck::new(parts(LeanForm::Proof)).expect("a challenge");
        let whole = "theorem t (n : Nat) : n + 0 = n := by\n  cases n\n  all_goals rfl\n";
        for strict in [true, false] {
            assert_eq!(submitted(&check, &check.reference(), strict), whole);
            let moved = "```lean\n    cases n\n    all_goals rfl\n\n```";
            assert_eq!(submitted(&check, moved, strict), whole);
        }
        for lenient in [
            "```lean\nby\n  cases n\n  all_goals rfl\n```",
            "```lean4\n:= by\n  cases n\n  all_goals rfl\n```",
            "```\ncases n\nall_goals rfl\n```",
        ] {
            assert_eq!(submitted(&check, lenient, false), whole, "{lenient}");
        }
        let one = submitted(&check, "```lean\nby rfl\n```", false);
        assert_eq!(one, "theorem t (n : Nat) : n + 0 = n := by\n  rfl\n");
        let file = "theorem t (n : Nat) : n + 0 = n := rfl\n";
        let fenced = format!("```lean\n{file}```");
        assert_eq!(submitted(&check, &fenced, false), file);
        assert_ne!(submitted(&check, &fenced, true), file);
    }

    #[test]
    fn nothing_to_submit_is_no_answer() {
        let check = LeanCheck::new(parts(LeanForm::Proof)).expect("a challenge");
        for (text, finish, kind) in [
            ("I can't", Finish::Stop, NoAnswer::Unparsable),
            ("```lean\n\n```", Finish::Stop, NoAnswer::Unparsable),
            ("```lean\nintro", Finish::Length, NoAnswer::Truncated),
            ("", Finish::Refused, NoAnswer::Refused),
        ] {
            for strict in [true, false] {
                let found = check.submission(Answer { text, finish }, strict);
                assert_eq!(found.expect_err(text).kind, kind, "{text}");
            }
        }
    }

    #[test]
    fn a_whole_file_stays_as_it_is() {
        let check = LeanCheck::new(parts(LeanForm::File)).expect("a challenge");
        let text = "```lean\ntheorem u : True :=\n    trivial\n```";
        let file = "theorem u : True :=\n    trivial\n";
        assert_eq!(submitted(&check, text, true), file);
        assert_eq!(submitted(&check, file, false), file);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let error = |change: fn(&mut LeanParts)| {
            let mut parts = parts(LeanForm::Proof);
            change(&mut parts);
            LeanCheck::new(parts)
                .expect_err("it does not fit")
                .to_string()
        };
        for (message, part) in [
            (error(|p| p.targets.clear()), "0 targets"),
            (error(|p| p.targets[0].push('u')), "`theorem tu `"),
            (error(|p| p.form = LeanForm::Decide), "1 targets"),
            (error(|p| p.challenge.push_str("-- sorry")), "2 places"),
            (error(|p| p.reference = "sorry".to_owned()), "`sorry`"),
            (
                error(|p| p.policy.forbidden.push("rfl".to_owned())),
                "`rfl`",
            ),
            (error(|p| p.counterfeit.clear()), "or empty"),
            (error(|p| p.counterfeit = p.reference.clone()), "the same"),
            (
                error(|p| p.reference.push_str("\n```\n")),
                "the reference has a line",
            ),
            (error(|p| p.policy.max_bytes = 50), "bytes, but at most 50"),
        ] {
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn it_is_plain_data_for_a_court() {
        let check = Check::Lean(LeanCheck::new(parts(LeanForm::Proof)).expect("a challenge"));
        assert!(check.needs_court());
        let json = serde_json::to_string(&check).expect("plain data");
        assert_eq!(
            serde_json::from_str::<Check>(&json).expect("its own"),
            check
        );
        let other = json.replace("cases n", "sorry");
        assert!(serde_json::from_str::<Check>(&other).is_err());
        let more = json.replace("\"form\"", "\"more\":1,\"form\"");
        assert!(serde_json::from_str::<Check>(&more).is_err());
        let answer = Answer {
            text: &check.reference(),
            finish: Finish::Stop,
        };
        assert_eq!(check.judge(answer).strict.outcome.name(), "error");
    }
}
