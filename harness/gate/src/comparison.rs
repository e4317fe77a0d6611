//! The figures of a paired comparison: over all items, task by task, and what they could show.

use std::collections::BTreeSet;

use serde::Serialize;
use tribunal_stats::{
    Comparison, ComparisonBounds, Design, Level, Pairs, Sides, Spread, StatsError, compare,
    compare_bounds, holm, minimum_detectable,
};

use crate::align::{Aligned, Columns};

/// Everything a comparison of two runs says.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// Items both sides were asked.
    pub pairs: usize,
    /// Of them, those that both sides were judged on; the comparison is over these.
    pub judged: usize,
    /// Of them, those left out because a side has no answer for an infrastructure error.
    pub errors: Errors,
    /// Candidate against baseline over all pairs, clustered by cell where there are eight or more;
    /// `None` without pairs.
    pub overall: Option<Comparison>,
    /// The same with every left-out pair a loss, and a win, for the candidate.
    pub bounds: Option<ComparisonBounds>,
    /// The smallest true drop that so many pairs of such spread reveal with the stated error rate
    /// and power; `None` when no drop could be seen.
    pub detectable_drop: Option<f64>,
    /// Task by task, in name order.
    pub tasks: Vec<TaskFigures>,
    /// Shares and sums a side.
    pub sides: (SideFigures, SideFigures),
}

/// Pairs left out, by whose failure it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Errors {
    /// Pairs without a baseline score.
    pub base: usize,
    /// Pairs without a candidate score.
    pub candidate: usize,
    /// Pairs without either or both.
    pub pairs: usize,
}

/// One task.
#[derive(Clone, Debug, Serialize)]
pub struct TaskFigures {
    /// Its name.
    pub task: String,
    /// Pairs left out for an error.
    pub errors: usize,
    /// Candidate against baseline; `None` when every pair was left out.
    pub comparison: Option<Comparison>,
    /// The p value adjusted by Holm over the tasks.
    pub adjusted_p: Option<f64>,
}

/// What one side cost and how it answered, over the pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SideFigures {
    /// Share of answers that were cut off.
    pub truncated: f64,
    /// Share of answers without a readable final answer, cut off and refused ones with them.
    pub unanswered: f64,
    /// The 95th percentile of the time an accepted attempt took, in milliseconds.
    pub p95_latency_ms: Option<f64>,
    /// US dollars an item; `None` where a price is unknown.
    pub usd_per_item: Option<f64>,
}

/// The error rates a comparison is read with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// One-sided error rate.
    pub alpha: f64,
    /// Wanted power.
    pub power: f64,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            alpha: 0.05,
            power: 0.8,
        }
    }
}

impl Figures {
    /// Compares; the intervals are two-sided at `level`.
    ///
    /// # Errors
    /// [`StatsError`] for error rates that are none.
    pub fn new(aligned: &Aligned, level: Level, rates: Rates) -> Result<Self, StatsError> {
        let label = aligned.overall_label();
        let columns = aligned.columns(|_| true, &label);
        let pairs = paired(&columns)?;
        let overall = compare(pairs, level);
        let bounds = (!columns.missing.is_empty())
            .then(|| compare_bounds(pairs, &columns.missing, level))
            .flatten();
        Ok(Self {
            pairs: aligned.len(),
            judged: columns.base.len(),
            errors: errors(aligned),
            overall,
            bounds,
            detectable_drop: overall
                .map(|overall| detectable(&overall, rates))
                .transpose()?
                .flatten(),
            tasks: tasks(aligned, level)?,
            sides: (
                side(aligned.pairs().map(|(base, _)| base)),
                side(aligned.pairs().map(|(_, candidate)| candidate)),
            ),
        })
    }

    /// The share of pairs that were left out, 0 without pairs.
    pub fn error_share(&self) -> f64 {
        share(self.errors.pairs, self.pairs)
    }
}

/// The columns as pairs, clustered where labels repeat.
pub(crate) fn paired(columns: &Columns) -> Result<Pairs<'_>, StatsError> {
    let clusters = columns.clustered.then_some(&columns.clusters[..]);
    Pairs::new(&columns.base, &columns.candidate, clusters)
}

fn errors(aligned: &Aligned) -> Errors {
    let mut errors = Errors::default();
    for (base, candidate) in aligned.pairs() {
        errors.base += usize::from(base.score.is_none());
        errors.candidate += usize::from(candidate.score.is_none());
        errors.pairs += usize::from(base.score.is_none() || candidate.score.is_none());
    }
    errors
}

fn detectable(overall: &Comparison, rates: Rates) -> Result<Option<f64>, StatsError> {
    let deff = overall.design_effect.unwrap_or(1.0).max(f64::EPSILON);
    let design = Design::new(rates.alpha, rates.power, Sides::One, deff)?;
    match overall.sd {
        Some(sd) if sd > 0.0 => {
            minimum_detectable(overall.n as u64, Spread::Sd(sd.min(1.0)), design)
        }
        _ => Ok(None),
    }
}

/// Within a task the items' own clusters count: its cells are a fixed choice and few.
fn tasks(aligned: &Aligned, level: Level) -> Result<Vec<TaskFigures>, StatsError> {
    let names: BTreeSet<&str> = aligned.pairs().map(|(base, _)| &*base.task).collect();
    let mut found = Vec::with_capacity(names.len());
    for task in names {
        let columns = aligned.columns(|item| item.task == task, |item| item.own_cluster());
        found.push(TaskFigures {
            task: task.to_owned(),
            errors: columns.missing.len(),
            comparison: compare(paired(&columns)?, level),
            adjusted_p: None,
        });
    }
    let p_values: Vec<f64> = found
        .iter()
        .filter_map(|task| Some(task.comparison?.p_value))
        .collect();
    let mut adjusted = holm(&p_values)?.into_iter();
    for task in &mut found {
        task.adjusted_p = task.comparison.and_then(|_| adjusted.next());
    }
    Ok(found)
}

fn side<'a>(items: impl Iterator<Item = &'a crate::side::Item>) -> SideFigures {
    let (mut count, mut answers, mut truncated, mut unanswered) = (0usize, 0u64, 0u64, 0u64);
    let (mut latencies, mut cost) = (Vec::new(), Some(0u64));
    for item in items {
        count += 1;
        answers += u64::from(item.settled);
        truncated += u64::from(item.truncated);
        unanswered += u64::from(item.unanswered);
        latencies.extend_from_slice(&item.latencies_us);
        cost = cost
            .zip(item.cost_micros)
            .map(|(so_far, more)| so_far.saturating_add(more));
    }
    latencies.sort_unstable();
    // The smallest value that at least 95 % do not exceed.
    let rank = (latencies.len() * 95).div_ceil(100);
    let p95 = rank.checked_sub(1).and_then(|place| latencies.get(place));
    SideFigures {
        truncated: share(truncated as usize, answers as usize),
        unanswered: share(unanswered as usize, answers as usize),
        p95_latency_ms: p95.map(|us| *us as f64 / 1e3),
        usd_per_item: cost
            .filter(|_| count > 0)
            .map(|micros| micros as f64 / 1e6 / count as f64),
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}
