//! What changed besides the model: the verifiers, and the provider behind the baseline.

use serde::Serialize;
use tribunal_run::rescore::rescore;
use tribunal_stats::{Comparison, Level, compare};
use tribunal_store::{Headline, Outcome, Reader, RunId, VerdictRow};
use tribunal_verifiers::Court;

use crate::GateError;
use crate::align::Aligned;
use crate::comparison::paired;
use crate::side::Revised;

/// Changes that are not the candidate's.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Drift {
    /// The baseline's stored verdicts against today's.
    pub base_verifier: Option<VerifierDrift>,
    /// The candidate's stored verdicts against today's.
    pub candidate_verifier: Option<VerifierDrift>,
    /// The baseline asked again against the baseline as stored.
    pub provider: Option<ProviderDrift>,
}

/// Stored verdicts judged again by today's verifiers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct VerifierDrift {
    /// Answers judged.
    pub judged: u64,
    /// Of them, those whose outcome or score is another now.
    pub changed: u64,
    /// By how much the mean score over all answers moved.
    pub shift: f64,
}

/// The same model asked the same items at two times.
#[derive(Clone, Debug, Serialize)]
pub struct ProviderDrift {
    /// Items asked twice.
    pub items: usize,
    /// Share of them on which the two answers score differently.
    pub flips: f64,
    /// The later answers against the earlier ones.
    pub comparison: Comparison,
}

/// Judges the answers of `run` again in memory: the verdicts that replace the stored ones, and
/// how much they moved.
///
/// # Errors
/// [`GateError`] when the store can't be read, or holds a check that today's verifiers can't.
pub(crate) fn judge_again(
    reader: &Reader,
    run: RunId,
    reading: Headline,
    court: &dyn Court,
) -> Result<(Revised, VerifierDrift), GateError> {
    let rescored = rescore(reader, None, run, court)?;
    let read = |verdict: &VerdictRow| -> (f64, Outcome) {
        let judged = match reading {
            Headline::Strict => &verdict.strict,
            Headline::Lenient => &verdict.lenient,
        };
        (judged.score, judged.outcome)
    };
    let (mut changed, mut shift) = (0, 0.0);
    for change in &rescored.changes {
        let after = read(&change.after);
        let before = change.before.as_ref().map(read);
        if before != Some(after) {
            changed += 1;
            shift += after.0 - before.map_or(0.0, |before| before.0);
        }
    }
    let drift = VerifierDrift {
        judged: rescored.judged,
        changed,
        shift: shift / rescored.judged.max(1) as f64,
    };
    Ok((Revised::new(&rescored.changes, reading), drift))
}

/// Compares the baseline's later answers with its earlier ones; `None` without a common item.
///
/// # Errors
/// [`GateError::Stats`] for a stored score out of range.
pub(crate) fn provider(aligned: &Aligned) -> Result<Option<ProviderDrift>, GateError> {
    let label = aligned.overall_label();
    let columns = aligned.columns(|_| true, &label);
    Ok(
        compare(paired(&columns)?, Level::P95).map(|comparison| ProviderDrift {
            items: comparison.n,
            flips: comparison.discordance,
            comparison,
        }),
    )
}
