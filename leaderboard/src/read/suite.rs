//! A suite: of each entry's runs the one that stands for it, ranked.

use std::collections::BTreeMap;

use serde_json::Value;
use tribunal_store::{Run, RunId};

use super::entry::entry_key;
use super::walk::Walked;
use super::{Found, SuiteKey};
use crate::board::{EntryKey, OtherRun, Outcome, Suite, slug};
use crate::catalog::Catalog;
use crate::error::BoardError;
use crate::rank;

/// Makes a suite of its judged runs. `entries` are all rows of the board, sorted.
///
/// # Errors
/// The store holds weights that no run writes.
pub(super) fn suite(
    key: SuiteKey,
    (catalog, walked): (Catalog, Vec<(usize, RunId)>),
    judged: Vec<(Found, Walked)>,
    entries: &[EntryKey],
) -> Result<Suite, BoardError> {
    let (name, version, digest, prompt_set_digest) = key;
    let title = title(&judged[0].0.run).unwrap_or_else(|| name.clone());
    let reading = judged[0].0.run.spec.headline;
    let mut shown: BTreeMap<usize, (Found, Walked)> = BTreeMap::new();
    let mut others = Vec::new();
    for (found, walked) in judged {
        let key = entry_key(&found.run);
        let entry = entries.binary_search(&key).unwrap_or_default();
        let kept = match shown.remove(&entry) {
            None => (found, walked),
            Some(before) => {
                let (kept, other) = if merit(&found, &walked) > merit(&before.0, &before.1) {
                    ((found, walked), before.0)
                } else {
                    (before, found)
                };
                others.push(other_run(entry, &other));
                kept
            }
        };
        shown.insert(entry, kept);
    }
    others.sort_by(|a, b| (a.entry, a.started_ms, &a.uid).cmp(&(b.entry, b.started_ms, &b.uid)));
    let mut results: Vec<Outcome> = shown
        .into_iter()
        .map(|(entry, (found, walked))| Outcome {
            entry,
            store: found.store,
            run: found.run,
            partial: walked.cells < catalog.cells.len(),
            report: walked.report,
            marks: walked.marks,
            digest: walked.digest,
            best: 1,
            worst: 1,
        })
        .collect();
    results.sort_by(|a, b| b.score().total_cmp(&a.score()).then(a.entry.cmp(&b.entry)));
    let pairs = rank::rank(&catalog, &mut results)?;
    Ok(Suite {
        slug: slug(
            &format!("{name}-{version}"),
            &format!("{digest}{prompt_set_digest}"),
        ),
        name,
        version,
        title,
        digest,
        prompt_set_digest,
        reading,
        catalog,
        walked,
        results,
        others,
        pairs,
    })
}

/// Which of several runs of an entry stands for it: a sound one, then the longer, then the later.
fn merit(found: &Found, walked: &Walked) -> (bool, bool, u64, i64, String) {
    let coverage = &walked.report.coverage;
    (
        walked.report.valid,
        coverage.complete,
        coverage.ended,
        found.run.started_ms,
        found.run.spec.uid.clone(),
    )
}

fn other_run(entry: usize, found: &Found) -> OtherRun {
    OtherRun {
        entry,
        store: found.store,
        uid: found.run.spec.uid.clone(),
        number: found.run.id.0,
        seed: found.run.spec.seed.clone(),
        state: found.run.state.as_str(),
        started_ms: found.run.started_ms,
    }
}

/// The suite's title, which its file states.
fn title(run: &Run) -> Option<String> {
    let plan: Value = serde_json::from_str(&run.spec.plan_json).ok()?;
    Some(plan.get("suite")?.get("title")?.as_str()?.to_owned())
}

/// Suites of one name and version that differ all the same are told apart by their digests.
pub(super) fn name_apart(suites: &mut [Suite]) {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for suite in suites.iter() {
        *seen
            .entry((suite.name.clone(), suite.version.clone()))
            .or_default() += 1;
    }
    for suite in suites {
        if seen[&(suite.name.clone(), suite.version.clone())] > 1 {
            let short = &suite.digest[..suite.digest.len().min(6)];
            let prompts = &suite.prompt_set_digest[..suite.prompt_set_digest.len().min(4)];
            suite.name = format!("{} ({short}/{prompts})", suite.name);
        }
    }
}
