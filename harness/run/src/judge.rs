//! From a stored response to a stored verdict.

use thiserror::Error;
use tribunal_model::Finish as ModelFinish;
use tribunal_plan::Reading;
use tribunal_store::{Judgement, Outcome, VerdictRow};
use tribunal_verifiers::{Answer, Check, Court, Finish, Judgement as Judged, Verdict, extract};

/// The version under which verdicts are stored: what decides them besides the check's own data.
pub fn judge_version() -> String {
    format!("extract-{}", extract::VERSION)
}

/// A stored check that today's verifiers can't read.
#[derive(Debug, Error)]
#[error("the stored check is not readable: {0}; it was written by another version of tribunal")]
pub struct CheckError(#[from] serde_json::Error);

/// Reads a stored check.
///
/// # Errors
/// [`CheckError`] when the JSON is none of today's kinds.
pub fn read_check(json: &str) -> Result<Check, CheckError> {
    Ok(serde_json::from_str(json)?)
}

/// The version under which verdicts on `check` are stored: that of its court as well, if it needs
/// one.
pub fn version_for(check: &Check, court: &dyn Court) -> String {
    if check.needs_court() {
        format!("{}+{}", judge_version(), court.version(check))
    } else {
        judge_version()
    }
}

/// Judges a response. `finish` is the code under which the model client stores how it ended.
pub fn judge(check: &Check, text: &str, finish: &str, court: &dyn Court) -> Judged {
    let finish = match ModelFinish::from_code(finish) {
        ModelFinish::Length => Finish::Length,
        ModelFinish::ContentFilter | ModelFinish::Refusal => Finish::Refused,
        ModelFinish::Stop
        | ModelFinish::ToolCalls
        | ModelFinish::Other(_)
        | ModelFinish::Unknown => Finish::Stop,
    };
    let answer = Answer { text, finish };
    if check.needs_court() {
        court.judge(check, answer)
    } else {
        check.judge(answer)
    }
}

/// The row under which a judgement is stored.
pub fn verdict_row(judged: &Judged, version: &str) -> VerdictRow {
    VerdictRow {
        judge_version: version.to_owned(),
        strict: row(&judged.strict),
        lenient: row(&judged.lenient),
    }
}

/// The verdict that the headline takes.
pub fn headline(judged: &Judged, reading: Reading) -> &Verdict {
    match reading {
        Reading::Strict => &judged.strict,
        Reading::Lenient => &judged.lenient,
    }
}

fn row(verdict: &Verdict) -> Judgement {
    let evidence = &verdict.evidence;
    let bare = evidence.reason.is_none() && evidence.steps.is_none();
    Judgement {
        outcome: Outcome::from_word(verdict.outcome.name())
            .unwrap_or_else(|| unreachable!("both crates know the same six outcomes")),
        score: verdict.score,
        answer: evidence.answer.as_deref().map(str::to_owned),
        // The answer has a column of its own; most right answers have no other evidence.
        evidence: (!bare).then(|| {
            let rest = tribunal_verifiers::Evidence {
                answer: None,
                reason: evidence.reason.clone(),
                steps: evidence.steps.clone(),
            };
            serde_json::to_string(&rest)
                .unwrap_or_else(|error| unreachable!("plain data always serialises: {error}"))
        }),
    }
}
