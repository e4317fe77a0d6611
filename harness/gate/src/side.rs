//! One run as a comparison sees it: a score an item.

use std::collections::HashMap;

use tribunal_run::rescore::Change;
use tribunal_store::{Answered, Headline, Outcome, Reader, Run, ScoredRow, Settled};

use crate::GateError;

/// Which item: the digest of its content, and which of several equal ones in plan order.
pub type Key = ([u8; 32], u32);

/// A run with the scores of its items, in plan order.
#[derive(Clone, Debug)]
pub struct Side {
    /// The run.
    pub run: Run,
    /// Its items.
    pub items: Vec<Item>,
}

/// One item of a run.
#[derive(Clone, Debug)]
pub struct Item {
    /// Which problem.
    pub key: Key,
    /// Its place in the plan.
    pub ordinal: u32,
    /// The task.
    pub task: String,
    /// The cell it belongs to: a variation of a task under one combination of parameters.
    pub stratum: String,
    /// Items that stand or fall together share this; the stratum for an item that stands alone.
    pub cluster: String,
    /// The mean score over the repeats that were judged; `None` if all of them failed.
    pub score: Option<f64>,
    /// Repeats that are settled.
    pub settled: u32,
    /// Repeats that were cut off before an answer.
    pub truncated: u32,
    /// Repeats without a readable answer, cut off ones with them.
    pub unanswered: u32,
    /// Microseconds of the accepted attempts.
    pub latencies_us: Vec<u64>,
    /// Millionths of a US dollar; `None` if unknown for a repeat.
    pub cost_micros: Option<u64>,
}

/// Verdicts that replace the stored ones, by ordinal and repeat.
#[derive(Debug, Default)]
pub struct Revised(HashMap<(u32, u32), (f64, Outcome)>);

impl Revised {
    /// The scores and outcomes of `changes` under one reading.
    pub fn new(changes: &[Change], reading: Headline) -> Self {
        let one = |change: &Change| {
            let judged = match reading {
                Headline::Strict => &change.after.strict,
                Headline::Lenient => &change.after.lenient,
            };
            (
                (change.ordinal, change.repeat),
                (judged.score, judged.outcome),
            )
        };
        Self(changes.iter().map(one).collect())
    }
}

impl Side {
    /// Reads `run` under `reading`; verdicts in `revised` replace the stored ones.
    ///
    /// # Errors
    /// The store can't be read, or holds an answer that nobody has judged.
    pub fn load(
        reader: &Reader,
        run: Run,
        reading: Headline,
        revised: &Revised,
    ) -> Result<Self, GateError> {
        let mut items: Vec<Item> = Vec::new();
        let mut sums: Vec<(f64, u32)> = Vec::new();
        let mut seen: HashMap<[u8; 32], u32> = HashMap::new();
        let id = run.id;
        reader.for_each_scored(id, |row: ScoredRow| -> Result<(), GateError> {
            if items.last().is_none_or(|item| item.ordinal != row.ordinal) {
                let nth = seen.entry(row.digest).or_default();
                items.push(Item::new(&row, *nth));
                *nth += 1;
                sums.push((0.0, 0));
            }
            let (Some(item), Some(sum)) = (items.last_mut(), sums.last_mut()) else {
                return Ok(());
            };
            item.settled += 1;
            if let Settled::Answered(answered) = row.settled {
                let found = match revised.0.get(&(row.ordinal, row.repeat)) {
                    Some(found) => Some(*found),
                    None => stored(&answered, reading),
                };
                let Some((score, outcome)) = found else {
                    return Err(GateError::Unjudged { run: id.0 });
                };
                item.take(&answered, outcome);
                if outcome != Outcome::Error {
                    sum.0 += score;
                    sum.1 += 1;
                }
            }
            Ok(())
        })?;
        for (item, (sum, count)) in items.iter_mut().zip(sums) {
            item.score = (count > 0).then(|| sum / f64::from(count));
        }
        Ok(Self { run, items })
    }

    /// How the run is called in messages: `run 3 (model)`.
    pub fn name(&self) -> String {
        format!("run {} ({})", self.run.id.0, self.run.spec.model)
    }
}

fn stored(answered: &Answered, reading: Headline) -> Option<(f64, Outcome)> {
    let scores = answered.scores.as_ref()?;
    let score = match reading {
        Headline::Strict => &scores.strict,
        Headline::Lenient => &scores.lenient,
    };
    Some((score.score, score.outcome))
}

impl Item {
    /// What the item shares with others of its cell, if anything: the cell's own label stands for
    /// an item that is independent of the others.
    pub(crate) fn own_cluster(&self) -> Option<&str> {
        (self.cluster != self.stratum).then_some(&*self.cluster)
    }

    fn new(row: &ScoredRow, nth: u32) -> Self {
        Self {
            key: (row.digest, nth),
            ordinal: row.ordinal,
            task: row.task.clone(),
            stratum: row.stratum.clone(),
            cluster: row.cluster.clone(),
            score: None,
            settled: 0,
            truncated: 0,
            unanswered: 0,
            latencies_us: Vec::new(),
            cost_micros: Some(0),
        }
    }

    fn take(&mut self, answered: &Answered, outcome: Outcome) {
        let cut = answered.finish == "length" || outcome == Outcome::Truncated;
        self.truncated += u32::from(cut);
        let unanswered = matches!(
            outcome,
            Outcome::Unparsable | Outcome::Truncated | Outcome::Refused
        );
        self.unanswered += u32::from(unanswered);
        self.latencies_us.extend(answered.total_us);
        self.cost_micros = self
            .cost_micros
            .zip(answered.cost_micros)
            .map(|(so_far, more)| so_far.saturating_add(more));
    }
}
