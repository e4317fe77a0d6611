//! Proofs in Lean: from a response to a file, and from the judge's ruling to a verdict.
//!
//! The stated rules for what is not decided: what the judge could not find out because of the
//! submission (its time was up, it wanted more memory than it may have, Lean broke off, it made
//! something that the judge doesn't read) is an error, never a pass, and so is a judge that could
//! not work. An error leaves the item out of the score and makes the run invalid if there are many,
//! so a model can't gain by it.

use std::sync::LazyLock;

use tribunal_lean::install::{self, Installation};
use tribunal_lean::{Case, Judge, Outcome, Settings};
use tribunal_verifiers::checks::LeanCheck;
use tribunal_verifiers::extract::Missing;
use tribunal_verifiers::{Answer, Judgement, Verdict};

/// One judge a process: its workers stay warm from one answer to the next.
static JUDGE: LazyLock<Judge> = LazyLock::new(|| Judge::new(Settings::default()));

/// What decides besides the check's own data.
pub(crate) fn version() -> String {
    JUDGE.version()
}

/// What is wrong with the installation, if anything.
pub(crate) fn missing() -> Option<String> {
    let installed = install::folder().and_then(|folder| Installation::find(&folder));
    installed.err().map(|error| error.to_string())
}

/// Judges the file that a response makes, strictly and leniently; once, where they are the same.
pub(crate) fn judge(check: &LeanCheck, answer: Answer<'_>) -> Judgement {
    let strict = check.submission(answer, true);
    let lenient = check.submission(answer, false);
    if let (Ok(one), Ok(other)) = (&strict, &lenient)
        && one == other
    {
        return Judgement::both(rule(check, one));
    }
    let verdict = |submission: Result<String, Missing>| match submission {
        Ok(file) => rule(check, &file),
        Err(missing) => Verdict::no_answer(missing.kind, missing.reason),
    };
    let strict = verdict(strict);
    if strict.outcome.is_correct() {
        // A lenient reading takes everything that the strict one does.
        return Judgement::both(strict);
    }
    Judgement {
        strict,
        lenient: verdict(lenient),
    }
}

/// The verdict on a file. Its answer, which votes are counted by, is the theorem that was proved,
/// or the digest of a file that proves none.
fn rule(check: &LeanCheck, file: &str) -> Verdict {
    let ruling = JUDGE.judge(&Case {
        challenge: check.challenge(),
        submission: file,
        targets: check.targets(),
        policy: check.policy(),
    });
    match ruling.outcome {
        Outcome::Correct { target } => Verdict::correct(target),
        Outcome::Incorrect { reason } => {
            let digest = ruling.submission.get(..12).unwrap_or_default();
            Verdict::incorrect(format!("file {digest}"), reason)
        }
        Outcome::Undecided { reason, .. } => Verdict::error(reason),
    }
}
