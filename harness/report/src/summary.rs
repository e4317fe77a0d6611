//! The figures of any set of cells: a cell, a task, a group, the whole suite.

use std::collections::BTreeMap;

use serde::Serialize;
use tribunal_stats::{
    Bounds, Estimate, Level, Scores, StatsError, Stratum, estimate, stratified, wilson,
};
use tribunal_store::{Headline, Outcome};
use tribunal_verifiers::mtag::score::StepTally;

use crate::cell::{Cell, Column, Counted, Counts, RepeatMetric};

/// The figures of a set of cells. Shares and scores are in \[0, 1\].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Items with at least one question that is judged or given up.
    pub items: u64,
    /// The score by the headline reading; errors are left out. `None` without a judged answer.
    pub score: Option<Estimate>,
    /// The score if only the requested form counts.
    pub strict: Option<Estimate>,
    /// The score if any clearly stated final answer counts.
    pub lenient: Option<Estimate>,
    /// `lenient` minus `strict`: what the model loses by its form alone.
    pub format_cost: Option<f64>,
    /// Questions by what became of them, under the headline reading.
    pub outcomes: Outcomes,
    /// Share of judged answers in which no final answer was found, whatever the reason.
    pub no_answer_rate: Option<f64>,
    /// Answers that ended at the token limit, those with a readable answer among them.
    pub cut_off: u64,
    /// `cut_off` as a share of judged answers.
    pub truncation_rate: Option<f64>,
    /// What the infrastructure failed on.
    pub errors: Errors,
    /// What it took.
    pub effort: Effort,
    /// With several questions an item.
    pub repeats: Option<Repeats>,
    /// Of one task whose answers are made of steps.
    pub steps: Option<Steps>,
}

/// Questions by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    /// Right answers.
    pub correct: u64,
    /// Wrong answers.
    pub incorrect: u64,
    /// The model stopped by itself, without a final answer that could be read.
    pub unparsable: u64,
    /// The token limit came before the final answer.
    pub truncated: u64,
    /// The model or its provider declined.
    pub refused: u64,
    /// The infrastructure failed; nothing is known about the model.
    pub error: u64,
    /// Answered, and not judged yet.
    pub unjudged: u64,
}

impl Outcomes {
    pub(crate) fn count(&mut self, outcome: Outcome) {
        *match outcome {
            Outcome::Correct => &mut self.correct,
            Outcome::Incorrect => &mut self.incorrect,
            Outcome::Unparsable => &mut self.unparsable,
            Outcome::Truncated => &mut self.truncated,
            Outcome::Refused => &mut self.refused,
            Outcome::Error => &mut self.error,
        } += 1;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.correct += other.correct;
        self.incorrect += other.incorrect;
        self.unparsable += other.unparsable;
        self.truncated += other.truncated;
        self.refused += other.refused;
        self.error += other.error;
        self.unjudged += other.unjudged;
    }

    /// Answers without a final answer.
    #[must_use]
    pub fn no_answer(&self) -> u64 {
        self.unparsable + self.truncated + self.refused
    }

    /// Answers with a verdict about the model.
    #[must_use]
    pub fn judged(&self) -> u64 {
        self.correct + self.incorrect + self.no_answer()
    }

    /// Questions that have an end: judged or given up.
    #[must_use]
    pub fn ended(&self) -> u64 {
        self.judged() + self.error
    }

    /// Questions that were answered, judged or not.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.judged() + self.unjudged
    }
}

/// Questions the infrastructure failed on, and what they could do to the score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Errors {
    /// How many.
    pub count: u64,
    /// Share of the questions that ended; `None` before the first.
    pub rate: Option<f64>,
    /// The score had they all been wrong, and all right. Not a confidence interval.
    pub bounds: Option<Bounds>,
}

/// Tokens, money, time and attempts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Effort {
    /// Tokens as the provider counted them.
    pub tokens: Tokens,
    /// Money.
    pub cost: Cost,
    /// Time of the accepted attempts; `None` when nothing was asked over a network.
    pub latency: Option<Latency>,
    /// Attempts made for the questions that ended.
    pub attempts: u64,
    /// Of them, those after the first of their question.
    pub retries: u64,
    /// Answers taken from the cache.
    pub cached: u64,
    /// Answers, judged or not.
    pub answers: u64,
}

/// Tokens an answer. Reasoning is part of the output.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tokens {
    /// Of the prompts.
    pub input: Amount,
    /// Of the answers, reasoning included.
    pub output: Amount,
    /// Of the reasoning.
    pub reasoning: Amount,
    /// Output tokens spent for each correct answer, over the answers whose tokens are known.
    pub output_per_correct: Option<f64>,
}

/// A number of tokens that a provider may or may not tell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Amount {
    /// Answers for which it is known.
    pub known: u64,
    /// Sum over those; `None` if it is known for none.
    pub total: Option<u64>,
    /// Mean over those.
    pub mean: Option<f64>,
}

/// Money in US dollars. Unknown is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cost {
    /// Answers whose price is known; an answer from the cache costs nothing.
    pub known: u64,
    /// Sum over those; a lower bound while `known` is below the answers.
    pub usd: Option<f64>,
    /// Dollars for each correct answer, over the answers whose price is known.
    pub usd_per_correct: Option<f64>,
}

/// Time from sending a request to the end of its reply.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Latency {
    /// Answers it is known for.
    pub known: u64,
    /// Half of the answers took at most so many milliseconds.
    pub p50_ms: f64,
    /// 19 of 20 answers took at most so many milliseconds.
    pub p95_ms: f64,
}

/// What several questions an item show. Intervals are over items, never over attempts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Repeats {
    /// Questions an item: the k of the names.
    pub k: u32,
    /// pass@1\[avg-of-k\]: mean share of right answers.
    pub pass_at_1: RepeatFigure,
    /// At least one of k answers right.
    pub pass_at_k: RepeatFigure,
    /// All k answers right.
    pub pass_pow_k: RepeatFigure,
    /// The most frequent answer of k right, ties shared.
    pub maj_at_k: RepeatFigure,
    /// Two answers to one item disagree about right or wrong.
    pub flip_rate: RepeatFigure,
}

/// A figure over the items that have enough judged answers for it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RepeatFigure {
    /// Items left out because they have too few.
    pub left_out: u64,
    /// The figure; `None` if every item was left out.
    pub estimate: Option<Estimate>,
}

/// Step scores of a task such as TMBench (arXiv 2504.20771), over answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Steps {
    /// Answers counted.
    pub answers: u64,
    /// One point a step, from the start.
    pub accuracy: Vec<StepPoint>,
    /// Step-weighted accuracy, all steps alike.
    pub swa_uniform: f64,
    /// Step-weighted accuracy with weight step + 1.
    pub swa_linear: f64,
    /// Share of answers in which every step of the truth is right.
    pub pass_rate: f64,
    /// Its Wilson interval; `None` with repeats, whose answers are not independent.
    pub pass_interval: Option<Bounds>,
}

/// How often one step was right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StepPoint {
    /// The step, 0 being the start.
    pub step: u64,
    /// Answers in which it is right.
    pub right: u64,
    /// Answers to items that go so far.
    pub reached: u64,
    /// `right / reached`.
    pub accuracy: f64,
}

/// A cell's say among the cells that count, each given as its task and its weight: the cells of a
/// task share the task's weight.
///
/// The weight of a task is the mean of its cells' weights, so that a task which a suite lists
/// twice is still one task; all weights 0 counts as all alike.
#[must_use]
pub fn cell_weights(cells: &[(&str, f64)]) -> Vec<f64> {
    let mut of_task: BTreeMap<&str, f64> = BTreeMap::new();
    for (task, _) in cells {
        *of_task.entry(task).or_default() += 1.0;
    }
    let all_zero = cells.iter().all(|(_, weight)| *weight == 0.0);
    cells
        .iter()
        .map(|(task, weight)| if all_zero { 1.0 } else { *weight } / of_task[task])
        .collect()
}

fn weights(cells: &[&Cell]) -> Vec<f64> {
    let cells: Vec<(&str, f64)> = cells
        .iter()
        .map(|cell| (cell.task.as_str(), cell.weight))
        .collect();
    cell_weights(&cells)
}

/// The weighted estimate over cells; each must have at least one score.
fn over(cells: &[&Cell], scores: &[Scores<'_>]) -> Result<Option<Estimate>, StatsError> {
    if let [only] = scores {
        return Ok(estimate(*only, Level::P95));
    }
    let strata: Vec<Stratum<'_>> = weights(cells)
        .into_iter()
        .zip(scores)
        .map(|(weight, scores)| Stratum {
            weight,
            scores: *scores,
        })
        .collect();
    stratified(&strata, Level::P95)
}

fn by_reading(cells: &[&Cell], reading: Headline) -> Result<Option<Estimate>, StatsError> {
    let cells: Vec<&Cell> = cells
        .iter()
        .copied()
        .filter(|cell| cell.scored() > 0)
        .collect();
    let scores: Vec<Scores<'_>> = cells
        .iter()
        .map(|cell| cell.scores(reading))
        .collect::<Result<_, _>>()?;
    over(&cells, &scores)
}

fn bounds(cells: &[&Cell]) -> Option<Bounds> {
    let (cells, ends): (Vec<&Cell>, Vec<(f64, f64)>) = cells
        .iter()
        .filter_map(|cell| Some((*cell, cell.bounds()?)))
        .unzip();
    let weights = weights(&cells);
    let total = tribunal_stats::sum(weights.iter().copied());
    let weighted = |end: fn(&(f64, f64)) -> f64| {
        let terms = weights
            .iter()
            .zip(&ends)
            .map(|(weight, ends)| weight * end(ends));
        (tribunal_stats::sum(terms) / total).clamp(0.0, 1.0)
    };
    (!cells.is_empty()).then(|| Bounds {
        low: weighted(|e| e.0),
        high: weighted(|e| e.1),
    })
}

fn repeat_figure(
    cells: &[&Cell],
    metric: RepeatMetric,
    k: u32,
) -> Result<RepeatFigure, StatsError> {
    let mut columns: Vec<(&Cell, Column)> = Vec::with_capacity(cells.len());
    let mut left_out = 0;
    for cell in cells {
        let column = cell.repeat_column(metric, k)?;
        left_out += column.left_out;
        if !column.values.is_empty() {
            columns.push((*cell, column));
        }
    }
    let cells: Vec<&Cell> = columns.iter().map(|(cell, _)| *cell).collect();
    let scores: Vec<Scores<'_>> = columns
        .iter()
        .map(|(cell, column)| column.scores(cell.shared()))
        .collect::<Result<_, _>>()?;
    Ok(RepeatFigure {
        left_out,
        estimate: over(&cells, &scores)?,
    })
}

fn repeats(cells: &[&Cell], k: u32) -> Result<Option<Repeats>, StatsError> {
    if k < 2 {
        return Ok(None);
    }
    let figure = |metric| repeat_figure(cells, metric, k);
    Ok(Some(Repeats {
        k,
        pass_at_1: figure(RepeatMetric::Average)?,
        pass_at_k: figure(RepeatMetric::PassAtK)?,
        pass_pow_k: figure(RepeatMetric::PassPowK)?,
        maj_at_k: figure(RepeatMetric::MajorityAtK)?,
        flip_rate: figure(RepeatMetric::FlipRate)?,
    }))
}

fn steps(cells: &[&Cell], k: u32) -> Option<Steps> {
    let first = cells.first()?;
    if cells.iter().any(|cell| cell.task != first.task) {
        return None;
    }
    let mut tally = StepTally::new();
    for cell in cells {
        tally.merge(&cell.steps);
    }
    let accuracy = tally
        .curve()
        .map(|count| StepPoint {
            step: count.step as u64,
            right: count.right,
            reached: count.reached,
            accuracy: count.accuracy(),
        })
        .collect();
    Some(Steps {
        answers: tally.instances(),
        accuracy,
        swa_uniform: tally.uniform()? / 100.0,
        swa_linear: tally.linear()? / 100.0,
        pass_rate: tally.pass_rate()? / 100.0,
        pass_interval: (k == 1)
            .then(|| wilson(tally.passed(), tally.instances(), Level::P95))
            .flatten(),
    })
}

fn amount(counted: Counted) -> Amount {
    let known = counted.known > 0;
    Amount {
        known: counted.known,
        total: known.then_some(counted.total),
        mean: known.then(|| counted.total as f64 / counted.known as f64),
    }
}

fn per_correct(counted: Counted) -> Option<f64> {
    (counted.correct > 0).then(|| counted.total as f64 / counted.correct as f64)
}

fn latency(cells: &[&Cell]) -> Option<Latency> {
    let mut all: Vec<u64> = cells
        .iter()
        .flat_map(|cell| cell.latencies_us.iter().copied())
        .collect();
    if all.is_empty() {
        return None;
    }
    // The nearest rank: a time that some answer really took.
    let mut at = |percent: usize| {
        let rank = (all.len() * percent).div_ceil(100).max(1) - 1;
        *all.select_nth_unstable(rank).1 as f64 / 1e3
    };
    let (p50_ms, p95_ms) = (at(50), at(95));
    Some(Latency {
        known: all.len() as u64,
        p50_ms,
        p95_ms,
    })
}

fn effort(cells: &[&Cell], counts: &Counts) -> Effort {
    let dollars = 1e-6;
    Effort {
        tokens: Tokens {
            input: amount(counts.input),
            output: amount(counts.output),
            reasoning: amount(counts.reasoning),
            output_per_correct: per_correct(counts.output),
        },
        cost: Cost {
            known: counts.cost_micros.known,
            usd: amount(counts.cost_micros)
                .total
                .map(|micros| micros as f64 * dollars),
            usd_per_correct: per_correct(counts.cost_micros).map(|micros| micros * dollars),
        },
        latency: latency(cells),
        attempts: counts.attempts,
        retries: counts.retries,
        cached: counts.cached,
        answers: counts.outcomes.answered(),
    }
}

/// The figures of `cells`, each item of which was to be asked `k` times.
pub(crate) fn summarise(cells: &[&Cell], reading: Headline, k: u32) -> Result<Summary, StatsError> {
    let mut counts = Counts::default();
    for cell in cells {
        counts.merge(&cell.counts);
    }
    let outcomes = counts.outcomes;
    let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
    let strict = by_reading(cells, Headline::Strict)?;
    let lenient = by_reading(cells, Headline::Lenient)?;
    Ok(Summary {
        items: cells.iter().map(|cell| cell.items).sum(),
        score: match reading {
            Headline::Strict => strict,
            Headline::Lenient => lenient,
        },
        strict,
        lenient,
        format_cost: strict
            .zip(lenient)
            .map(|(strict, lenient)| lenient.mean - strict.mean),
        no_answer_rate: share(outcomes.no_answer(), outcomes.judged()),
        cut_off: counts.cut_off,
        truncation_rate: share(counts.cut_off, outcomes.judged()),
        errors: Errors {
            count: outcomes.error,
            rate: share(outcomes.error, outcomes.ended()),
            bounds: bounds(cells),
        },
        effort: effort(cells, &counts),
        repeats: repeats(cells, k)?,
        steps: steps(cells, k),
        outcomes,
    })
}
