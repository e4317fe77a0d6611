//! From the stores to a board.

mod entry;
mod suite;
mod walk;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tribunal_store::{Reader, Run};

use crate::board::{Board, EntryKey, StoreInfo, Suite};
use crate::catalog::Catalog;
use crate::error::BoardError;
use crate::options::Options;

use entry::{entry, entry_key};
use suite::{name_apart, suite};

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
        walked.marks.extend_to(items);
    }
    Ok((catalog, walked))
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
