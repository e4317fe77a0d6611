//! What each answer took, and why there is none: tokens, money, time, attempts, failures.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use tribunal_store::{Headline, Outcome as Verdict, Reader, ScoredRow, Settled};

use super::Numbers;
use super::chunks::Chunks;
use crate::board::{Board, Outcome, Suite};
use crate::error::BoardError;
use crate::page::SCHEMA;
use crate::sink::Sink;
use crate::text::{Table, shard, short};

/// Items a shard; a row has some 60 bytes.
pub(super) const PER_SHARD: usize = 1024;
/// A server's message may be a page of its own.
const LONGEST_MESSAGE: usize = 1000;

/// The names of a row's fields, in its order.
const COLUMNS: [&str; 13] = [
    "repeat",
    "source",
    "input_tokens",
    "output_tokens",
    "reasoning_tokens",
    "cached_tokens",
    "usd",
    "first_byte_ms",
    "total_ms",
    "attempts",
    "transcript",
    "failure",
    "message",
];

/// One answer, or the failure in its place. Unknown is `None`, never 0.
#[derive(Debug, Default)]
struct Taken {
    repeat: u32,
    /// Where the answer came from: `live`, `cache`, `builtin` …
    source: Option<&'static str>,
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    reasoning_tokens: Option<u64>,
    cached_tokens: Option<u64>,
    usd: Option<f64>,
    first_byte_ms: Option<f64>,
    total_ms: Option<f64>,
    attempts: u32,
    /// Whether the site holds its words: a page asks for no shard that there may not be.
    transcript: bool,
    /// Class of the last failure, and what was said.
    failure: Option<(String, String)>,
}

impl Taken {
    fn new(row: &ScoredRow, published: bool) -> Self {
        let taken = Self {
            repeat: row.repeat,
            attempts: row.attempts,
            ..Self::default()
        };
        match &row.settled {
            Settled::Failed { class, message } => Self {
                failure: Some((class.clone(), short(message, LONGEST_MESSAGE))),
                ..taken
            },
            Settled::Answered(answered) => {
                let ms = |us: Option<u64>| us.map(|us| us as f64 / 1e3);
                Self {
                    source: Some(answered.source.as_str()),
                    input_tokens: answered.usage.input,
                    output_tokens: answered.usage.output,
                    reasoning_tokens: answered.usage.reasoning,
                    cached_tokens: answered.usage.cached,
                    usd: answered.cost_micros.map(|micros| micros as f64 / 1e6),
                    first_byte_ms: ms(answered.first_byte_us),
                    total_ms: ms(answered.total_us),
                    transcript: published,
                    ..taken
                }
            }
        }
    }
}

impl Serialize for Taken {
    /// A list in the order of [`COLUMNS`]: names in every row would be most of the file.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let failure = self.failure.as_ref();
        (
            self.repeat,
            self.source,
            self.input_tokens,
            self.output_tokens,
            self.reasoning_tokens,
            self.cached_tokens,
            self.usd,
            self.first_byte_ms,
            self.total_ms,
            self.attempts,
            self.transcript,
            failure.map(|(class, _)| class),
            failure.map(|(_, message)| message),
        )
            .serialize(serializer)
    }
}

#[derive(Serialize)]
struct TakenShard<'a> {
    schema: u32,
    columns: [&'a str; COLUMNS.len()],
    /// By item: a row a repeat.
    rows: &'a BTreeMap<u32, Vec<Taken>>,
}

/// Writes `taken/ENTRY/K.js` and `results/ENTRY.csv` of `outcome`.
pub(super) fn write(
    board: &Board,
    suite: &Suite,
    outcome: &Outcome,
    sink: &dyn Sink,
) -> Result<(), BoardError> {
    let slug = &board.entries[outcome.entry].slug;
    let put = |chunk: usize, rows: BTreeMap<u32, Vec<Taken>>| {
        let name = format!("data/{}/taken/{slug}/{chunk}", suite.slug);
        let data = TakenShard {
            schema: SCHEMA,
            columns: COLUMNS,
            rows: &rows,
        };
        sink.put(&format!("{name}.js"), &shard(&name, &data)?)
    };
    let mut chunks = Chunks::<Vec<Taken>, _>::new(PER_SHARD, outcome.marks.asked(), put);
    let mut numbers = Numbers::new(&suite.catalog);
    let mut table = Table::new(["item", "outcome", "score"].into_iter().chain(COLUMNS))?;
    let reader = Reader::open(&board.stores[outcome.store].path)?;
    reader.for_each_scored(outcome.run.id, |row| -> Result<(), BoardError> {
        let Some(item) = numbers.number(row.ordinal, row.digest) else {
            return Ok(());
        };
        let right = row.outcome(suite.reading) == Some(Verdict::Correct);
        let taken = Taken::new(&row, board.options.transcripts.publish(right));
        line(&mut table, suite, item, &row, &taken)?;
        chunks.of(item)?.push(taken);
        Ok(())
    })?;
    chunks.finish()?;
    let name = format!("data/{}/results/{slug}.csv", suite.slug);
    sink.put(&name, &table.finish()?)
}

fn line(
    table: &mut Table,
    suite: &Suite,
    item: u32,
    row: &ScoredRow,
    taken: &Taken,
) -> Result<(), BoardError> {
    table.number(item)?;
    table.text(
        row.outcome(suite.reading)
            .map_or("", |outcome| outcome.as_str()),
    )?;
    table.maybe(score(row, suite.reading))?;
    table.number(taken.repeat)?;
    table.text(taken.source.unwrap_or_default())?;
    table.maybe(taken.input_tokens)?;
    table.maybe(taken.output_tokens)?;
    table.maybe(taken.reasoning_tokens)?;
    table.maybe(taken.cached_tokens)?;
    table.maybe(taken.usd)?;
    table.maybe(taken.first_byte_ms)?;
    table.maybe(taken.total_ms)?;
    table.number(taken.attempts)?;
    table.text(if taken.transcript { "yes" } else { "no" })?;
    let failure = taken.failure.as_ref();
    table.text(failure.map_or("", |(class, _)| class))?;
    table.text(failure.map_or("", |(_, message)| message))?;
    table.end()
}

/// The score of a judged answer; an error has none.
fn score(row: &ScoredRow, reading: Headline) -> Option<f64> {
    if row.outcome(reading)? == Verdict::Error {
        return None;
    }
    let Settled::Answered(answered) = &row.settled else {
        return None;
    };
    let scores = answered.scores.as_ref()?;
    Some(match reading {
        Headline::Strict => scores.strict.score,
        Headline::Lenient => scores.lenient.score,
    })
}
