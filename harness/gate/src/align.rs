//! Two runs laid side by side, item by item.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;
use serde_json::Value;
use tribunal_stats::label_ids;

use crate::side::{Item, Side};

/// Baseline and candidate on the same items.
#[derive(Clone, Debug)]
pub struct Aligned {
    /// The baseline.
    pub base: Side,
    /// The candidate.
    pub candidate: Side,
    /// The items both were asked, in the baseline's plan order: positions in either side.
    pairs: Vec<(usize, usize)>,
    /// Items that only one side was asked, by side.
    pub unpaired: (usize, usize),
}

/// What makes two runs incomparable, or a comparison of them suspect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "mismatch", rename_all = "snake_case")]
pub enum Mismatch {
    /// Nothing was asked of both.
    NothingInCommon,
    /// Items of one side are missing on the other.
    Items {
        /// Items the baseline alone was asked.
        only_base: usize,
        /// Items the candidate alone was asked.
        only_candidate: usize,
        /// Items both were asked.
        common: usize,
    },
    /// A setting that changes what a score means.
    Setting {
        /// Which.
        name: &'static str,
        /// The baseline's.
        base: String,
        /// The candidate's.
        candidate: String,
    },
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NothingInCommon => f.write_str(
                "the runs have no item in common; ask both the same suite under the same seed",
            ),
            Self::Items {
                only_base,
                only_candidate,
                common,
            } => write!(
                f,
                "the runs were not asked the same items: {only_base} only the baseline, \
                 {only_candidate} only the candidate, {common} both; finish the shorter run"
            ),
            Self::Setting {
                name,
                base,
                candidate,
            } => write!(
                f,
                "{name} differs: {base} for the baseline, {candidate} for the candidate"
            ),
        }
    }
}

impl Aligned {
    /// Lays the runs side by side by the digests of their items.
    pub fn new(base: Side, candidate: Side) -> Self {
        let places: HashMap<_, _> = candidate
            .items
            .iter()
            .enumerate()
            .map(|(place, item)| (item.key, place))
            .collect();
        let pairs: Vec<_> = base
            .items
            .iter()
            .enumerate()
            .filter_map(|(place, item)| Some((place, *places.get(&item.key)?)))
            .collect();
        let unpaired = (
            base.items.len() - pairs.len(),
            candidate.items.len() - pairs.len(),
        );
        Self {
            base,
            candidate,
            pairs,
            unpaired,
        }
    }

    /// The pairs, in the baseline's plan order.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = (&Item, &Item)> {
        self.pairs
            .iter()
            .map(|&(base, candidate)| (&self.base.items[base], &self.candidate.items[candidate]))
    }

    /// How many items both were asked.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether the runs have no item in common.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// What forbids a comparison: other items, other settings.
    pub fn mismatches(&self) -> Vec<Mismatch> {
        let mut found = Vec::new();
        if self.is_empty() {
            found.push(Mismatch::NothingInCommon);
        } else if self.unpaired != (0, 0) {
            found.push(Mismatch::Items {
                only_base: self.unpaired.0,
                only_candidate: self.unpaired.1,
                common: self.len(),
            });
        }
        let (base, candidate) = (&self.base.run.spec, &self.candidate.run.spec);
        let settings = [
            ("the suite", &base.suite_digest, &candidate.suite_digest),
            ("the mode", &base.mode, &candidate.mode),
            (
                "the set of prompts",
                &base.prompt_set_digest,
                &candidate.prompt_set_digest,
            ),
        ];
        for (name, one, other) in settings {
            if one != other {
                found.push(setting(name, one, other));
            }
        }
        if base.repeats != candidate.repeats {
            let (one, other) = (base.repeats.to_string(), candidate.repeats.to_string());
            found.push(setting("the number of repeats", &one, &other));
        }
        found
    }

    /// What differs in the sampling that took effect, whatever the providers call it. A field that
    /// only one side sent differs, too: what a server does by default is not known.
    pub fn sampling_mismatches(&self) -> Vec<Mismatch> {
        let base = sampling(&self.base.run.spec.sampling_sent);
        let candidate = sampling(&self.candidate.run.spec.sampling_sent);
        let names: BTreeSet<&String> = base.keys().chain(candidate.keys()).collect();
        let spell = |value: Option<&Value>| {
            value.map_or_else(|| "not sent".to_owned(), ToString::to_string)
        };
        names
            .into_iter()
            .filter(|name| base.get(*name) != candidate.get(*name))
            .map(|name| Mismatch::Setting {
                name: "the sampling",
                base: format!("{name} {}", spell(base.get(name))),
                candidate: format!("{name} {}", spell(candidate.get(name))),
            })
            .collect()
    }

    /// The longest prefix of the baseline's plan order in which both sides are settled, cut back to
    /// the last place at which `between_blocks` says that a block ends. A block holds one item of
    /// every cell that still has one, so that each is a small balanced plan of its own.
    pub fn into_completed_prefix(mut self, between_blocks: impl Fn(u64) -> bool) -> Self {
        let repeats = self.base.run.spec.repeats;
        let settled = |expected: usize, &(base, candidate): &(usize, usize)| {
            let (one, other) = (&self.base.items[base], &self.candidate.items[candidate]);
            one.ordinal as usize == expected && one.settled >= repeats && other.settled >= repeats
        };
        let pairs = self.pairs.iter().enumerate();
        let done = pairs
            .take_while(|(expected, pair)| settled(*expected, pair))
            .count();
        let whole = (0..=done).rev().find(|end| between_blocks(*end as u64));
        self.pairs.truncate(whole.unwrap_or_default());
        self.unpaired = (0, 0);
        self
    }

    /// The differences of each block, candidate minus baseline; within a block the items of one
    /// cluster, which stand or fall together, count as their mean. A pair that a side has no answer
    /// for counts as `missing`, or is left out where that is `None`.
    pub fn block_differences(&self, missing: Option<f64>) -> Vec<Vec<f64>> {
        let mut numbers = Blocks::default();
        let mut blocks: Vec<Block<'_>> = Vec::new();
        for (base, candidate) in self.pairs() {
            let number = numbers.number(&base.stratum) as usize;
            if blocks.len() < number {
                blocks.resize_with(number, BTreeMap::new);
            }
            let judged = base.score.zip(candidate.score);
            let difference = judged.map(|(one, other)| other - one).or(missing);
            if let Some(difference) = difference {
                // An item that stands alone has its cell's label, and is the block's only one of it.
                let label = (base.task.as_str(), base.cluster.as_str());
                let sum = blocks[number - 1].entry(label).or_default();
                sum.0 += difference;
                sum.1 += 1;
            }
        }
        let means = |block: Block<'_>| {
            let sums = block.into_values();
            sums.map(|(sum, count)| sum / f64::from(count)).collect()
        };
        blocks.into_iter().map(means).collect()
    }

    /// The scores of the pairs that both sides were judged on, and those left out for an error.
    /// Items of one label stand or fall together; one without stands alone.
    pub(crate) fn columns<'a>(
        &'a self,
        wanted: impl Fn(&Item) -> bool,
        label: impl Fn(&'a Item) -> Option<&'a str>,
    ) -> Columns {
        let mut columns = Columns::default();
        let (mut labels, mut missing) = (Vec::new(), Vec::new());
        for (base, candidate) in self.pairs().filter(|(base, _)| wanted(base)) {
            match (base.score, candidate.score) {
                (Some(one), Some(other)) => {
                    columns.base.push(one);
                    columns.candidate.push(other);
                    labels.push(label(base));
                }
                _ => missing.push(label(base)),
            }
        }
        let judged = labels.len();
        labels.extend(missing);
        columns.clustered = labels.iter().any(Option::is_some);
        let shared = label_ids(&labels);
        // Those who stand alone share a number, `None` being a label like another; each gets its own.
        let mut fresh = labels.len() as u32;
        let mut ids: Vec<u32> = labels
            .iter()
            .zip(shared)
            .map(|(label, id)| match label {
                Some(_) => id,
                None => {
                    fresh += 1;
                    fresh
                }
            })
            .collect();
        columns.missing = ids.split_off(judged);
        columns.clusters = ids;
        columns
    }

    /// How items of the whole comparison hang together: by cell, as long as there are enough cells
    /// for that to tell anything; else by the items' own labels. With fewer than eight clusters an
    /// interval over clusters is so wide that no gate would ever decide, and the cells are a fixed
    /// choice and no sample.
    pub(crate) fn overall_label(&self) -> impl Fn(&Item) -> Option<&str> + use<> {
        let cells: BTreeSet<&str> = self
            .pairs()
            .map(|(base, _)| base.stratum.as_str())
            .collect();
        let by_cell = cells.len() >= FEWEST_CELLS;
        move |item| {
            if by_cell {
                Some(&item.stratum)
            } else {
                item.own_cluster()
            }
        }
    }
}

/// Sum and number of the differences of each cluster of a block, by task and label.
type Block<'a> = BTreeMap<(&'a str, &'a str), (f64, u32)>;

/// From so many cells on they are taken as clusters.
const FEWEST_CELLS: usize = 8;

fn setting(name: &'static str, base: &str, candidate: &str) -> Mismatch {
    let short = |text: &str| text.get(..12).unwrap_or(text).to_owned();
    Mismatch::Setting {
        name,
        base: short(base),
        candidate: short(candidate),
    }
}

/// The sampling that a run sent, by names that do not depend on the provider.
fn sampling(sent: &str) -> BTreeMap<String, Value> {
    #[derive(Default, serde::Deserialize)]
    struct Sent {
        #[serde(default)]
        params: BTreeMap<String, Value>,
    }
    let sent: Sent = serde_json::from_str(sent).unwrap_or_default();
    sent.params
        .into_iter()
        .map(|(path, value)| (common_name(&path).to_owned(), value))
        .collect()
}

/// One name for what the wire formats call differently.
fn common_name(path: &str) -> &str {
    match path.rsplit('.').next().unwrap_or(path) {
        "max_completion_tokens" | "max_output_tokens" | "maxOutputTokens" | "num_predict" => {
            "max_tokens"
        }
        "topP" => "top_p",
        "topK" => "top_k",
        "stopSequences" | "stop_sequences" => "stop",
        "reasoning_effort" => "effort",
        last if [
            "max_tokens",
            "temperature",
            "top_p",
            "top_k",
            "stop",
            "effort",
            "seed",
        ]
        .contains(&last) =>
        {
            last
        }
        _ => path,
    }
}

/// Numbers from 1 for the blocks of a plan: the n-th item of its cell is in block n.
#[derive(Default)]
struct Blocks<'a> {
    seen: HashMap<&'a str, u32>,
}

impl<'a> Blocks<'a> {
    fn number(&mut self, stratum: &'a str) -> u32 {
        let number = self.seen.entry(stratum).or_default();
        *number += 1;
        *number
    }
}

/// Scores in pair order, with a cluster number each.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub(crate) base: Vec<f64>,
    pub(crate) candidate: Vec<f64>,
    pub(crate) clusters: Vec<u32>,
    /// Whether any items hang together.
    pub(crate) clustered: bool,
    /// The clusters of pairs left out for an error.
    pub(crate) missing: Vec<u32>,
}
