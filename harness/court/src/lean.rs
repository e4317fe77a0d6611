//! Proofs in Lean: from a response to a file, and from the judge's ruling to a verdict.
//!
//! The stated rules for what is not decided, which is never a pass: where the submission is what
//! kept the judge from finding out (it took all the processor's time or memory that it may have,
//! Lean broke off over it, it made something that the judge doesn't read), it counts as no answer,
//! as a model could else leave items out of its score. Where the judge could not work, whatever
//! the submission, it is an error.

use std::sync::LazyLock;

use tribunal_lean::install::{self, Installation};
use tribunal_lean::native::Native;
use tribunal_lean::{Case, Doubt, Judge, Outcome, Settings};
use tribunal_verifiers::checks::LeanCheck;
use tribunal_verifiers::extract::Missing;
use tribunal_verifiers::{Answer, Judgement, NoAnswer, Verdict};

/// One judge a process: its workers stay warm from one answer to the next. The guest judges, unless
/// the environment names an installed Lean.
static JUDGE: LazyLock<Judge> = LazyLock::new(|| {
    Judge::new(Settings {
        native: Native::from_environment(),
        ..Settings::default()
    })
});

/// What decides besides the check's own data.
pub(crate) fn version() -> String {
    JUDGE.version()
}

/// What is wrong with the guest's installation, if anything, and it is what judges.
pub(crate) fn missing() -> Option<String> {
    if Native::from_environment().is_some() {
        return None;
    }
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
        Outcome::Undecided {
            doubt: Doubt::Judge,
            reason,
        } => Verdict::error(reason),
        Outcome::Undecided { reason, .. } => {
            Verdict::no_answer(NoAnswer::Unparsable, format!("not decided: {reason}"))
        }
    }
}
