//! The home page: models by suites.

use serde::Serialize;

use super::figures::{EntryHead, SuiteHead};
use super::{Chart, SCHEMA};
use crate::board::{Board, Outcome, Suite};
use crate::svg::{Dot, ForestRow, forest, scatter};
use crate::text::cell;

/// What the home page says.
#[derive(Debug, Serialize)]
pub(crate) struct Home {
    schema: u32,
    title: String,
    harness_version: &'static str,
    /// When the newest of the runs last changed.
    updated_ms: i64,
    answers: u64,
    suites: Vec<SuiteHead>,
    /// Whether any cost is known, and any tokens.
    has_cost: bool,
    has_tokens: bool,
    /// By the score in the first suite, best first; those without one after them.
    entries: Vec<Row>,
    stores: Vec<StoreLine>,
}

#[derive(Debug, Serialize)]
struct StoreLine {
    name: String,
    digest: String,
    runs: usize,
}

#[derive(Debug, Serialize)]
struct Row {
    #[serde(flatten)]
    head: EntryHead,
    /// One a suite, in the order of the suites; null where it wasn't asked.
    results: Vec<Option<Cell>>,
    /// Over all its results.
    usd_per_correct: Option<f64>,
    output_tokens_per_correct: Option<f64>,
    updated_ms: i64,
}

#[derive(Debug, Serialize)]
struct Cell {
    run: String,
    score: f64,
    low: f64,
    high: f64,
    n: usize,
    rank_best: usize,
    rank_worst: usize,
    /// Whether the run is complete and its errors few.
    sound: bool,
}

impl Home {
    pub(crate) fn new(board: &Board) -> Self {
        let mut entries: Vec<Row> = (0..board.entries.len())
            .map(|entry| row(board, entry))
            .collect();
        let key = |row: &Row| {
            let place = row.results.iter().position(Option::is_some);
            let score = place
                .and_then(|place| row.results[place].as_ref())
                .map_or(0.0, |cell| cell.score);
            (place, score)
        };
        entries.sort_by(|a, b| {
            let ((suite, score), (other_suite, other_score)) = (key(a), key(b));
            suite.cmp(&other_suite).then(other_score.total_cmp(&score))
        });
        let outcomes = board.suites.iter().flat_map(|suite| &suite.results);
        Self {
            schema: SCHEMA,
            title: board.options.title.clone(),
            harness_version: env!("CARGO_PKG_VERSION"),
            updated_ms: outcomes
                .clone()
                .map(|outcome| outcome.run.updated_ms)
                .max()
                .unwrap_or_default(),
            answers: outcomes
                .map(|outcome| outcome.report.headline.outcomes.judged())
                .sum(),
            suites: board.suites.iter().map(SuiteHead::new).collect(),
            has_cost: entries.iter().any(|row| row.usd_per_correct.is_some()),
            has_tokens: entries
                .iter()
                .any(|row| row.output_tokens_per_correct.is_some()),
            entries,
            stores: board
                .stores
                .iter()
                .map(|store| StoreLine {
                    name: store.name.clone(),
                    digest: store.digest.clone(),
                    runs: store.runs,
                })
                .collect(),
        }
    }

    /// The table as CSV: a line for every model and suite.
    pub(crate) fn table(&self) -> (Vec<&'static str>, Vec<Vec<String>>) {
        let head = vec![
            "model",
            "provider",
            "organisation",
            "weights",
            "effort",
            "mode",
            "suite",
            "suite_version",
            "suite_digest",
            "run",
            "score",
            "low",
            "high",
            "n",
            "rank_best",
            "rank_worst",
            "sound",
        ];
        let mut rows = Vec::new();
        for row in &self.entries {
            for (suite, result) in self.suites.iter().zip(&row.results) {
                let Some(result) = result else { continue };
                let head = &row.head;
                rows.push(vec![
                    head.name.clone(),
                    head.provider.clone(),
                    head.organisation.clone().unwrap_or_default(),
                    head.weights.unwrap_or_default().to_owned(),
                    head.effort.clone().unwrap_or_default(),
                    head.mode.clone(),
                    suite.name.clone(),
                    suite.version.clone(),
                    suite.digest.clone(),
                    result.run.clone(),
                    cell(Some(result.score)),
                    cell(Some(result.low)),
                    cell(Some(result.high)),
                    result.n.to_string(),
                    result.rank_best.to_string(),
                    result.rank_worst.to_string(),
                    result.sound.to_string(),
                ]);
            }
        }
        (head, rows)
    }
}

fn row(board: &Board, entry: usize) -> Row {
    let outcomes: Vec<&Outcome> = board
        .suites
        .iter()
        .filter_map(|suite| Some(suite.of_entry(entry)?.1))
        .collect();
    let results = board
        .suites
        .iter()
        .map(|suite| {
            let (_, outcome) = suite.of_entry(entry)?;
            let score = outcome.report.headline.score?;
            Some(Cell {
                run: outcome.run.spec.uid.clone(),
                score: score.mean,
                low: score.low,
                high: score.high,
                n: score.n,
                rank_best: outcome.best,
                rank_worst: outcome.worst,
                sound: outcome.sound(),
            })
        })
        .collect();
    Row {
        head: EntryHead::new(&board.entries[entry]),
        results,
        usd_per_correct: per_correct(&outcomes, |outcome| {
            let cost = outcome.report.headline.effort.cost;
            Some((cost.usd?, cost.usd? / cost.usd_per_correct?))
        }),
        output_tokens_per_correct: per_correct(&outcomes, |outcome| {
            let tokens = outcome.report.headline.effort.tokens;
            let total = tokens.output.total? as f64;
            Some((total, total / tokens.output_per_correct?))
        }),
        updated_ms: outcomes
            .iter()
            .map(|outcome| outcome.run.updated_ms)
            .max()
            .unwrap_or_default(),
    }
}

/// What was spent over the right answers for it, over all results for which both are known.
fn per_correct(outcomes: &[&Outcome], of: impl Fn(&Outcome) -> Option<(f64, f64)>) -> Option<f64> {
    let known: Vec<(f64, f64)> = outcomes.iter().filter_map(|outcome| of(outcome)).collect();
    let spent = tribunal_stats::sum(known.iter().map(|known| known.0));
    let correct = tribunal_stats::sum(known.iter().map(|known| known.1));
    // A total of nothing tells nothing: a free answer has no price, a made-up one no tokens.
    (correct > 0.0 && spent > 0.0).then(|| spent / correct)
}

/// So many models are drawn; the table holds all.
const MOST_DRAWN: usize = 25;

/// The best models of a suite with their intervals, and the scores of the best `most` against cost
/// and tokens.
pub(crate) fn charts(board: &Board, suite: &Suite, root: &str, most: usize) -> Vec<Chart> {
    let name = |outcome: &Outcome| board.entries[outcome.entry].name.clone();
    let link =
        |outcome: &Outcome| format!("{root}models/{}.html", board.entries[outcome.entry].slug);
    let rows: Vec<ForestRow> = suite
        .results
        .iter()
        .take(MOST_DRAWN)
        .filter_map(|outcome| {
            let score = outcome.report.headline.score?;
            Some(ForestRow {
                name: name(outcome),
                link: link(outcome),
                mean: score.mean,
                low: score.low,
                high: score.high,
                n: score.n,
                note: ranks(outcome),
            })
        })
        .collect();
    let items = rows.iter().map(|row| row.n).max().unwrap_or_default();
    let mut charts = vec![Chart {
        suite: suite.slug.clone(),
        title: format!("Scores on {}", suite.name),
        note: format!(
            "Score with its 95 % interval and the range of ranks it may have; n is up to {items} items a \
             model{}.",
            if suite.results.len() > MOST_DRAWN {
                format!(", the best {MOST_DRAWN} of {} models", suite.results.len())
            } else {
                String::new()
            }
        ),
        svg: forest(
            &rows,
            "score, %",
            &format!("scores of {} models on {}", rows.len(), suite.name),
        ),
    }];
    let dots = |of: fn(&Outcome) -> Option<f64>| -> Vec<Dot> {
        suite
            .results
            .iter()
            .take(most)
            .filter_map(|outcome| {
                Some(Dot {
                    name: name(outcome),
                    link: link(outcome),
                    x: of(outcome).filter(|x| *x > 0.0)?,
                    score: outcome.score(),
                    n: outcome.report.headline.score?.n,
                })
            })
            .collect()
    };
    for (title, axis, dots) in [
        (
            "Score against cost",
            "US dollars a correct answer",
            dots(|outcome| outcome.report.headline.effort.cost.usd_per_correct),
        ),
        (
            "Score against tokens",
            "output tokens a correct answer",
            dots(|outcome| outcome.report.headline.effort.tokens.output_per_correct),
        ),
    ] {
        if dots.len() >= 2 {
            charts.push(Chart {
                suite: suite.slug.clone(),
                title: title.to_owned(),
                note: format!(
                    "Upper left is better; {} models whose provider tells it, n is up to {} items a model; \
                     logarithmic scale.",
                    dots.len(),
                    dots.iter().map(|dot| dot.n).max().unwrap_or_default()
                ),
                svg: scatter(
                    &dots,
                    axis,
                    &format!("{title} of {} models on {}", dots.len(), suite.name),
                ),
            });
        }
    }
    charts
}

/// `3` or `2–5`.
pub(crate) fn ranks(outcome: &Outcome) -> String {
    if outcome.best == outcome.worst {
        outcome.best.to_string()
    } else {
        format!("{}–{}", outcome.best, outcome.worst)
    }
}
