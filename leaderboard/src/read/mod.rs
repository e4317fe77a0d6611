//! From the stores to a board.

mod walk;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;
use tribunal_store::{Reader, Run, RunId};

use crate::board::{Board, Entry, EntryKey, OtherRun, Outcome, StoreInfo, Suite, slug};
use crate::catalog::Catalog;
use crate::error::BoardError;
use crate::options::Options;
use crate::rank;
use crate::text::visible;

use walk::{Walked, walk};

/// A run that may come onto the board, and where it lies.
#[derive(Clone, Debug)]
struct Found {
    store: usize,
    run: Run,
}

/// What one suite is: runs that share it can be compared.
type SuiteKey = (String, String, String, String);

/// Reads everything of the stores at `paths` that a board shows.
///
/// # Errors
/// A store can't be read, or there is nothing to show.
pub(crate) fn read(paths: &[PathBuf], options: Options) -> Result<Board, BoardError> {
    let found = runs(paths)?;
    let mut by_suite: BTreeMap<SuiteKey, Vec<Found>> = BTreeMap::new();
    for found in found {
        let spec = &found.run.spec;
        let key = (
            spec.suite.clone(),
            spec.suite_version.clone(),
            spec.suite_digest.clone(),
            spec.prompt_set_digest.clone(),
        );
        by_suite.entry(key).or_default().push(found);
    }
    let mut keys: Vec<EntryKey> = Vec::new();
    let mut drafts = Vec::new();
    for (key, mut runs) in by_suite {
        // The longest first: it numbers nearly all items, and the others look theirs up.
        runs.sort_by(|a, b| {
            let size = |found: &Found| std::cmp::Reverse(found.run.spec.planned_items);
            (size(a), a.run.started_ms, &a.run.spec.uid).cmp(&(
                size(b),
                b.run.started_ms,
                &b.run.spec.uid,
            ))
        });
        let (catalog, walked) = walk_all(paths, &runs)?;
        let order = runs
            .iter()
            .map(|found| (found.store, found.run.id))
            .collect();
        let judged: Vec<(Found, Walked)> = runs
            .into_iter()
            .zip(walked)
            .filter(|(_, walked)| walked.report.headline.score.is_some())
            .collect();
        if judged.is_empty() {
            continue;
        }
        keys.extend(judged.iter().map(|(found, _)| entry_key(&found.run)));
        drafts.push((key, (catalog, order), judged));
    }
    if drafts.is_empty() {
        return Err(BoardError::Empty);
    }
    keys.sort();
    keys.dedup();
    let mut suites = drafts
        .into_iter()
        .map(|(key, catalog, judged)| suite(key, catalog, judged, &keys))
        .collect::<Result<Vec<_>, _>>()?;
    suites.sort_by_key(|suite| std::cmp::Reverse((suite.results.len(), suite.catalog.items.len())));
    name_apart(&mut suites);
    let entries = keys.into_iter().map(|key| entry(key, &options)).collect();
    let stores = stores(paths, &suites);
    Ok(Board {
        options,
        stores,
        suites,
        entries,
    })
}

/// The runs of all stores; one that lies in several is taken from where most of it is settled.
fn runs(paths: &[PathBuf]) -> Result<Vec<Found>, BoardError> {
    let mut found: Vec<Found> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (store, path) in paths.iter().enumerate() {
        for run in Reader::open(path)?.runs()? {
            let rank = |run: &Run| (run.finished_ms.is_some(), run.updated_ms);
            match places.get(&run.spec.uid) {
                Some(&place) => {
                    if rank(&run) > rank(&found[place].run) {
                        found[place] = Found { store, run };
                    }
                }
                None => {
                    places.insert(run.spec.uid.clone(), found.len());
                    found.push(Found { store, run });
                }
            }
        }
    }
    Ok(found)
}

/// Walks over every run of a suite. The first numbers its items; the others, on all cores, look
/// theirs up, and what they alone were asked is numbered after that, in order.
fn walk_all(paths: &[PathBuf], runs: &[Found]) -> Result<(Catalog, Vec<Walked>), BoardError> {
    let mut catalog = Catalog::default();
    let walk_one = |found: &Found, catalog: &Catalog| -> Result<Walked, BoardError> {
        let reader = Reader::open(&paths[found.store])?;
        walk(&reader, &found.run, catalog)
    };
    let Some((first, rest)) = runs.split_first() else {
        return Ok((catalog, Vec::new()));
    };
    let mut walked = vec![walk_one(first, &catalog)?];
    walked[0].settle(&mut catalog);
    let rest: Vec<Walked> = rest
        .par_iter()
        .map(|found| walk_one(found, &catalog))
        .collect::<Result<_, _>>()?;
    walked.extend(rest);
    for walked in &mut walked[1..] {
        walked.settle(&mut catalog);
    }
    let items = catalog.items.len();
    for walked in &mut walked {
        walked.scores.resize(items, f64::NAN);
        walked.marks.resize(items, b'.');
    }
    Ok((catalog, walked))
}

fn suite(
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
            partial: cells(&walked) < catalog.cells.len(),
            report: walked.report,
            scores: walked.scores,
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

/// Cells in which a run was asked something.
fn cells(walked: &Walked) -> usize {
    let tasks = &walked.report.tasks;
    tasks.iter().map(|task| task.cells.len()).sum()
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

fn entry_key(run: &Run) -> EntryKey {
    let spec = &run.spec;
    EntryKey {
        model: spec.model.clone(),
        provider: spec.provider.clone(),
        effort: effort(&spec.sampling_sent, &spec.sampling_asked),
        mode: spec.mode.clone(),
    }
}

/// The reasoning effort that was really sent, or else asked for.
fn effort(sent: &str, asked: &str) -> Option<String> {
    let word = |value: &Value| match value {
        Value::String(word) => Some(word.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let sent: Value = serde_json::from_str(sent).unwrap_or_default();
    let asked: Value = serde_json::from_str(asked).unwrap_or_default();
    let of_path = |(path, value): (&String, &Value)| {
        let last = path.rsplit('.').next().unwrap_or(path);
        let names = [
            "effort",
            "reasoning_effort",
            "budget_tokens",
            "thinkingBudget",
            "thinkingLevel",
        ];
        names.contains(&last).then(|| word(value)).flatten()
    };
    sent.get("params")
        .and_then(Value::as_object)
        .and_then(|params| params.iter().find_map(of_path))
        .or_else(|| asked.get("effort").and_then(word))
}

/// The suite's title, which its file states.
fn title(run: &Run) -> Option<String> {
    let plan: Value = serde_json::from_str(&run.spec.plan_json).ok()?;
    Some(plan.get("suite")?.get("title")?.as_str()?.to_owned())
}

fn entry(key: EntryKey, options: &Options) -> Entry {
    let about = options.about.model.get(&key.model);
    let mut words = key.model.clone();
    for more in key
        .effort
        .iter()
        .chain((key.mode != "chat").then_some(&key.mode))
    {
        words.push(' ');
        words.push_str(more);
    }
    Entry {
        name: visible(
            about
                .and_then(|about| about.name.as_ref())
                .unwrap_or(&key.model),
        ),
        organisation: about.and_then(|about| about.organisation.clone()),
        weights: about.and_then(|about| about.weights),
        slug: slug(&words, &format!("{key:?}")),
        key,
    }
}

/// Suites of one name and version that differ all the same are told apart by their digests.
fn name_apart(suites: &mut [Suite]) {
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

fn stores(paths: &[PathBuf], suites: &[Suite]) -> Vec<StoreInfo> {
    let of = |(store, path): (usize, &PathBuf)| {
        let mut digests: Vec<&str> = suites
            .iter()
            .flat_map(|suite| &suite.results)
            .filter(|outcome| outcome.store == store)
            .map(|outcome| outcome.digest.as_str())
            .collect();
        digests.sort_unstable();
        StoreInfo {
            name: file_name(path),
            path: path.clone(),
            digest: blake3::hash(digests.concat().as_bytes())
                .to_hex()
                .to_string(),
            runs: digests.len(),
        }
    };
    paths.iter().enumerate().map(of).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || "store".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}
