//! What is kept of the items of one cell.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use tribunal_stats::{
    Level, Scores, StatsError, Sum, Tally, Vote, avg_at_k, flip_rate, majority_at_k, mean,
    pass_at_k, pass_pow_k,
};
use tribunal_store::{Answered, Headline, Outcome, Settled, Source};
use tribunal_verifiers::mtag::score::StepTally;

use crate::summary::Outcomes;

/// A sum over the answers for which a provider told the amount.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counted {
    pub(crate) known: u64,
    pub(crate) total: u64,
    /// Correct answers among those known.
    pub(crate) correct: u64,
}

impl Counted {
    fn add(&mut self, amount: Option<u64>, correct: bool) {
        if let Some(amount) = amount {
            self.known += 1;
            self.total = self.total.saturating_add(amount);
            self.correct += u64::from(correct);
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.known += other.known;
        self.total = self.total.saturating_add(other.total);
        self.correct += other.correct;
    }
}

/// Plain counts over the questions of a cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    pub(crate) outcomes: Outcomes,
    pub(crate) cut_off: u64,
    pub(crate) cached: u64,
    pub(crate) attempts: u64,
    pub(crate) retries: u64,
    pub(crate) input: Counted,
    pub(crate) output: Counted,
    pub(crate) reasoning: Counted,
    pub(crate) cost_micros: Counted,
}

impl Counts {
    pub(crate) fn merge(&mut self, other: &Self) {
        self.outcomes.merge(&other.outcomes);
        self.cut_off += other.cut_off;
        self.cached += other.cached;
        self.attempts += other.attempts;
        self.retries += other.retries;
        self.input.merge(other.input);
        self.output.merge(other.output);
        self.reasoning.merge(other.reasoning);
        self.cost_micros.merge(other.cost_micros);
    }
}

/// Item scores of one kind, each with its cluster.
#[derive(Debug, Default)]
pub(crate) struct Column {
    pub(crate) values: Vec<f64>,
    clusters: Vec<u32>,
    /// Items that have no such score.
    pub(crate) left_out: u64,
}

impl Column {
    /// The scores, clustered only if a cluster holds several items.
    pub(crate) fn scores(&self, shared: bool) -> Result<Scores<'_>, StatsError> {
        scores(&self.values, &self.clusters, shared)
    }
}

fn scores<'a>(
    values: &'a [f64],
    clusters: &'a [u32],
    shared: bool,
) -> Result<Scores<'a>, StatsError> {
    if shared {
        Scores::clustered(values, clusters)
    } else {
        Scores::independent(values)
    }
}

/// What is kept of an item that was asked several times.
#[derive(Debug)]
struct Repeated {
    cluster: u32,
    tally: Tally,
    /// The chance that a majority of `k` is right, with `k` attempts or more.
    majority: Option<f64>,
}

/// A figure over the repeats of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RepeatMetric {
    Average,
    PassAtK,
    PassPowK,
    MajorityAtK,
    FlipRate,
}

/// The items of one cell: numbers alone, no text an item.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) task: String,
    pub(crate) variation: String,
    pub(crate) params: String,
    pub(crate) stratum: String,
    pub(crate) weight: f64,
    pub(crate) counts: Counts,
    /// Items with at least one question that is judged or given up.
    pub(crate) items: u64,
    /// Of the items: the scores if every error had been wrong, and right.
    bounds: (Sum, Sum),
    strict: Vec<f64>,
    lenient: Vec<f64>,
    clusters: Vec<u32>,
    repeated: Vec<Repeated>,
    pub(crate) latencies_us: Vec<u64>,
    pub(crate) steps: StepTally,
    labels: Labels,
}

impl Cell {
    pub(crate) fn new(
        (task, variation, params): (String, String, String),
        stratum: String,
        weight: f64,
    ) -> Self {
        Self {
            task,
            variation,
            params,
            stratum,
            weight,
            counts: Counts::default(),
            items: 0,
            bounds: (Sum::new(), Sum::new()),
            strict: Vec::new(),
            lenient: Vec::new(),
            clusters: Vec::new(),
            repeated: Vec::new(),
            latencies_us: Vec::new(),
            steps: StepTally::new(),
            labels: Labels::default(),
        }
    }

    /// Whether some items stand or fall together.
    pub(crate) fn shared(&self) -> bool {
        self.labels.shared
    }

    /// Items with a score.
    pub(crate) fn scored(&self) -> usize {
        self.strict.len()
    }

    pub(crate) fn scores(&self, reading: Headline) -> Result<Scores<'_>, StatsError> {
        let values = match reading {
            Headline::Strict => &self.strict,
            Headline::Lenient => &self.lenient,
        };
        scores(values, &self.clusters, self.shared())
    }

    /// The mean score if every error had been wrong, and right; `None` without items.
    pub(crate) fn bounds(&self) -> Option<(f64, f64)> {
        let items = self.items as f64;
        (self.items > 0).then(|| (self.bounds.0.value() / items, self.bounds.1.value() / items))
    }

    /// One score an item over its repeats, of which `k` were asked for.
    pub(crate) fn repeat_column(&self, metric: RepeatMetric, k: u32) -> Result<Column, StatsError> {
        let mut column = Column::default();
        // There are few ways to have c of n right, and many items.
        let mut known: HashMap<Tally, Option<f64>> = HashMap::new();
        for item in &self.repeated {
            let value = match (metric, known.get(&item.tally)) {
                (RepeatMetric::MajorityAtK, _) => item.majority,
                (_, Some(value)) => *value,
                (_, None) => {
                    let value = metric.of(item.tally, k)?;
                    known.insert(item.tally, value);
                    value
                }
            };
            column.push(value, item.cluster);
        }
        Ok(column)
    }
}

impl RepeatMetric {
    /// The figure of one item; `None` if it has too few attempts.
    fn of(self, tally: Tally, k: u32) -> Result<Option<f64>, StatsError> {
        let (one, level) = ([tally], Level::P95);
        let figure = match self {
            Self::Average => avg_at_k(&one, None, level)?,
            Self::PassAtK => pass_at_k(&one, None, k, level)?,
            Self::PassPowK => pass_pow_k(&one, None, k, level)?,
            Self::FlipRate => flip_rate(&one, None, level)?,
            // Takes the answers themselves, and is reckoned while they are at hand.
            Self::MajorityAtK => return Ok(None),
        };
        Ok(figure.estimate.map(|estimate| estimate.mean))
    }
}

impl Column {
    fn push(&mut self, value: Option<f64>, cluster: u32) {
        match value {
            Some(value) => {
                self.values.push(value);
                self.clusters.push(cluster);
            }
            None => self.left_out += 1,
        }
    }
}

/// Cluster labels as numbers, in the order they are first met.
#[derive(Debug, Default)]
struct Labels {
    seen: HashMap<u64, u32>,
    next: u32,
    shared: bool,
}

impl Labels {
    /// The number of an item's cluster. The cell's own label means "independent of the other
    /// items", so each such item gets a number of its own.
    fn number(&mut self, label: &str, stratum: &str) -> u32 {
        let fresh = self.next;
        if label != stratum {
            // Only a hash is kept: a million labels in 64 bits meet by chance once in 37
            // million runs.
            let mut hasher = DefaultHasher::new();
            label.hash(&mut hasher);
            let number = *self.seen.entry(hasher.finish()).or_insert(fresh);
            if number != fresh {
                self.shared = true;
                return number;
            }
        }
        self.next += 1;
        fresh
    }
}

/// One item while its repeats come in.
#[derive(Debug, Default)]
pub(crate) struct Item {
    strict: Vec<f64>,
    lenient: Vec<f64>,
    /// Answer and whether it is right, by the headline reading; kept with repeats alone.
    votes: Vec<(Option<String>, bool)>,
    correct: u32,
    errors: u32,
}

impl Item {
    /// Takes one settled question of the item, and counts it in `cell`.
    pub(crate) fn take(&mut self, cell: &mut Cell, reading: Headline, k: u32, settled: Settled) {
        match settled {
            Settled::Failed { .. } => {
                cell.counts.outcomes.error += 1;
                self.errors += 1;
            }
            Settled::Answered(answered) => self.answered(cell, reading, k, answered),
        }
    }

    fn answered(&mut self, cell: &mut Cell, reading: Headline, k: u32, answered: Answered) {
        let counts = &mut cell.counts;
        counts.cached += u64::from(answered.source == Source::Cache);
        cell.latencies_us.extend(answered.total_us);
        let mut right = false;
        if let Some(scores) = answered.scores {
            let (strict, lenient) = (scores.strict.score, scores.lenient.score);
            let read = match reading {
                Headline::Strict => scores.strict,
                Headline::Lenient => scores.lenient,
            };
            right = read.outcome == Outcome::Correct;
            counts.outcomes.count(read.outcome);
            let cut = answered.finish == "length" || read.outcome == Outcome::Truncated;
            counts.cut_off += u64::from(cut);
            if read.outcome == Outcome::Error {
                self.errors += 1;
            } else {
                self.strict.push(strict);
                self.lenient.push(lenient);
                self.correct += u32::from(right);
                if let Some(marks) = read.evidence.as_deref().and_then(marks) {
                    cell.steps.add(&marks);
                }
                if k > 1 {
                    self.votes.push((read.answer, right));
                }
            }
        } else {
            counts.outcomes.unjudged += 1;
        }
        counts.input.add(answered.usage.input, right);
        counts.output.add(answered.usage.output, right);
        counts.reasoning.add(answered.usage.reasoning, right);
        counts.cost_micros.add(answered.cost_micros, right);
    }

    /// Puts the item, whose cluster label is given, into its cell and is ready for the next.
    pub(crate) fn close(
        &mut self,
        cell: &mut Cell,
        reading: Headline,
        k: u32,
        label: &str,
    ) -> Result<(), StatsError> {
        let valid = self.strict.len();
        let asked = valid as f64 + f64::from(self.errors);
        if asked > 0.0 {
            let headline = match reading {
                Headline::Strict => &self.strict,
                Headline::Lenient => &self.lenient,
            };
            let earned = tribunal_stats::sum(headline.iter().copied());
            cell.items += 1;
            cell.bounds.0.add(earned / asked);
            cell.bounds.1.add((earned + f64::from(self.errors)) / asked);
            let cluster = cell.labels.number(label, &cell.stratum);
            if let (Some(strict), Some(lenient)) = (mean(&self.strict), mean(&self.lenient)) {
                cell.strict.push(strict);
                cell.lenient.push(lenient);
                cell.clusters.push(cluster);
            }
            if k > 1 {
                cell.repeated.push(Repeated {
                    cluster,
                    tally: Tally {
                        attempts: valid as u32,
                        correct: self.correct,
                    },
                    majority: self.majority(k)?,
                });
            }
        }
        self.strict.clear();
        self.lenient.clear();
        self.votes.clear();
        (self.correct, self.errors) = (0, 0);
        Ok(())
    }

    fn majority(&self, k: u32) -> Result<Option<f64>, StatsError> {
        if self.votes.len() > tribunal_stats::MAX_VOTES {
            return Ok(None);
        }
        let votes: Vec<Vote<'_>> = self
            .votes
            .iter()
            .map(|(answer, correct)| Vote {
                answer: answer.as_deref(),
                correct: *correct,
            })
            .collect();
        let figure = majority_at_k(&[votes], None, k, Level::P95)?;
        Ok(figure.estimate.map(|estimate| estimate.mean))
    }
}

/// The step marks in a verdict's evidence, if it has any.
fn marks(evidence: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Marks {
        steps: Option<String>,
    }
    // Most evidence is a reason in words: not worth a parser's start.
    if !evidence.contains("\"steps\"") {
        return None;
    }
    serde_json::from_str::<Marks>(evidence).ok()?.steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_own_label_means_independent() {
        let mut labels = Labels::default();
        assert_eq!(
            ["s", "s", "a", "s"].map(|label| labels.number(label, "s")),
            [0, 1, 2, 3]
        );
        assert!(!labels.shared);
        assert_eq!(
            ["a", "b", "a", "s"].map(|label| labels.number(label, "s")),
            [2, 4, 2, 5]
        );
        assert!(labels.shared);
    }

    #[test]
    fn marks_are_found_in_evidence_alone() {
        assert_eq!(
            marks(r#"{"reason":"step 2","steps":"110-"}"#).as_deref(),
            Some("110-")
        );
        assert_eq!(marks(r#"{"reason":"the \"steps\" are wrong"}"#), None);
        assert_eq!(marks(r#"{"reason":"no"}"#), None);
        assert_eq!(marks(r#"{"steps":"#), None);
    }
}
