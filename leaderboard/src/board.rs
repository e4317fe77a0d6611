//! Everything that the pages are made of.

use tribunal_report::Report;
use tribunal_store::{Headline, Run, RunId};

use crate::catalog::Catalog;
use crate::marks::Marks;
use crate::options::{Options, Weights};
use crate::rank::Pair;

/// The whole board.
#[derive(Debug)]
pub(crate) struct Board {
    pub(crate) options: Options,
    pub(crate) stores: Vec<StoreInfo>,
    /// By name, version and digest; the one with the most models first.
    pub(crate) suites: Vec<Suite>,
    /// In name order.
    pub(crate) entries: Vec<Entry>,
}

/// A store that was read.
#[derive(Debug)]
pub(crate) struct StoreInfo {
    /// The file's name, without its folder.
    pub(crate) name: String,
    pub(crate) path: std::path::PathBuf,
    /// A digest of the results of its runs on the board: copying, compacting or adding to the file
    /// leaves it as it is.
    pub(crate) digest: String,
    pub(crate) runs: usize,
}

/// A model as it was asked: one row of the board.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EntryKey {
    pub(crate) model: String,
    pub(crate) provider: String,
    pub(crate) effort: Option<String>,
    pub(crate) mode: String,
}

/// A row of the board.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: EntryKey,
    /// The name shown: what the publisher calls it, or its label.
    pub(crate) name: String,
    pub(crate) organisation: Option<String>,
    pub(crate) weights: Option<Weights>,
    /// Stem of its page's name.
    pub(crate) slug: String,
}

/// A suite as one or more models were asked it.
#[derive(Debug)]
pub(crate) struct Suite {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) title: String,
    pub(crate) digest: String,
    pub(crate) prompt_set_digest: String,
    pub(crate) reading: Headline,
    pub(crate) catalog: Catalog,
    /// Every run that was walked over, with its store, in the order that numbered the catalog.
    pub(crate) walked: Vec<(usize, RunId)>,
    /// One an entry, the best score first.
    pub(crate) results: Vec<Outcome>,
    /// Runs that another of the same entry stands for.
    pub(crate) others: Vec<OtherRun>,
    /// Every pair of results, `(0,1), (0,2) … (1,2) …`.
    pub(crate) pairs: Vec<Pair>,
}

/// What one entry achieved in one suite.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Its place in [`Board::entries`].
    pub(crate) entry: usize,
    /// Its place in [`Board::stores`].
    pub(crate) store: usize,
    pub(crate) run: Run,
    pub(crate) report: Report,
    /// What became of each item of the catalog.
    pub(crate) marks: Marks,
    /// Whether it was asked nothing of some cells that other runs of the suite were asked: a run under a
    /// limit, whose score is that of another mixture of tasks.
    pub(crate) partial: bool,
    /// BLAKE3 over everything that the figures rest on.
    pub(crate) digest: String,
    /// The best rank it may have: 1 and those that are significantly better.
    pub(crate) best: usize,
    /// The worst: the number of models less those that are significantly worse.
    pub(crate) worst: usize,
}

/// A run that is on the board by name alone.
#[derive(Debug)]
pub(crate) struct OtherRun {
    pub(crate) entry: usize,
    pub(crate) store: usize,
    pub(crate) uid: String,
    pub(crate) number: i64,
    pub(crate) seed: String,
    pub(crate) state: &'static str,
    pub(crate) started_ms: i64,
}

impl Outcome {
    /// The headline score, 0 where nothing was judged; such runs don't come onto the board.
    pub(crate) fn score(&self) -> f64 {
        self.report.headline.score.map_or(0.0, |score| score.mean)
    }

    /// Whether its figures may be ranked: few errors, every item asked, every cell covered.
    pub(crate) fn sound(&self) -> bool {
        self.report.valid && self.report.coverage.complete && !self.partial
    }
}

impl Suite {
    /// The pair of the results at `one` and `other`, seen from `one`.
    pub(crate) fn pair(&self, one: usize, other: usize) -> Option<Pair> {
        let n = self.results.len();
        let (first, second) = (one.min(other), one.max(other));
        if first == second || second >= n {
            return None;
        }
        let place = first * n - first * (first + 1) / 2 + second - first - 1;
        let pair = *self.pairs.get(place)?;
        Some(if one == first { pair } else { pair.reversed() })
    }

    /// The result of the entry at `entry`.
    pub(crate) fn of_entry(&self, entry: usize) -> Option<(usize, &Outcome)> {
        self.results
            .iter()
            .enumerate()
            .find(|(_, outcome)| outcome.entry == entry)
    }
}

/// A word safe in a file's name and an address, with enough of a digest to be the only one.
pub(crate) fn slug(words: &str, key: &str) -> String {
    let mut stem = String::new();
    for letter in words.chars() {
        if letter.is_ascii_alphanumeric() {
            stem.push(letter.to_ascii_lowercase());
        } else if !stem.ends_with('-') && !stem.is_empty() {
            stem.push('-');
        }
        if stem.len() >= 60 {
            break;
        }
    }
    let digest = blake3::hash(key.as_bytes()).to_hex();
    format!("{}-{}", stem.trim_end_matches('-'), &digest[..8])
        .trim_start_matches('-')
        .to_owned()
}
