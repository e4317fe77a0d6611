//! What became of each item, and how entries compare.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::board::{Board, Suite};
use crate::error::BoardError;
use crate::page::SCHEMA;
use crate::rank::Pair;
use crate::sink::Sink;
use crate::text::{Table, shard};

#[derive(Serialize)]
struct ScoreShard<'a> {
    schema: u32,
    run: &'a str,
    number: i64,
    store: &'a str,
    /// A letter an item.
    marks: String,
    /// Scores that the letter doesn't tell: 1 for a right answer, 0 for any other.
    scores: &'a BTreeMap<u32, f64>,
}

#[derive(Serialize)]
struct PairShard<'a> {
    schema: u32,
    /// By the other entry's slug: this entry's advantage.
    others: BTreeMap<&'a str, Pair>,
}

/// Writes `scores/ENTRY.js` and `pairs/ENTRY.js` of the result at `place`.
pub(super) fn write(
    board: &Board,
    suite: &Suite,
    place: usize,
    sink: &dyn Sink,
) -> Result<(), BoardError> {
    let outcome = &suite.results[place];
    let slug = &board.entries[outcome.entry].slug;
    let name = format!("data/{}/scores/{slug}", suite.slug);
    let data = ScoreShard {
        schema: SCHEMA,
        run: &outcome.run.spec.uid,
        number: outcome.run.id.0,
        store: &board.stores[outcome.store].name,
        marks: outcome.marks.letters().map(char::from).collect(),
        scores: outcome.marks.untold(),
    };
    sink.put(&format!("{name}.js"), &shard(&name, &data)?)?;
    let others = (0..suite.results.len()).filter_map(|other| {
        let entry = &board.entries[suite.results[other].entry];
        Some((entry.slug.as_str(), suite.pair(place, other)?))
    });
    let name = format!("data/{}/pairs/{slug}", suite.slug);
    let data = PairShard {
        schema: SCHEMA,
        others: others.collect(),
    };
    sink.put(&format!("{name}.js"), &shard(&name, &data)?)
}

/// Writes `pairs.csv`: every pair of the suite, seen from the one with the better score.
pub(super) fn write_pairs_table(
    board: &Board,
    suite: &Suite,
    sink: &dyn Sink,
) -> Result<(), BoardError> {
    let head = "a b n difference low high wins losses p adjusted";
    let mut table = Table::new(head.split(' '))?;
    let slug = |place: usize| board.entries[suite.results[place].entry].slug.as_str();
    for one in 0..suite.results.len() {
        for other in one + 1..suite.results.len() {
            let Some(pair) = suite.pair(one, other) else {
                continue;
            };
            table.text(slug(one))?;
            table.text(slug(other))?;
            table.number(pair.n)?;
            table.number(pair.difference)?;
            table.number(pair.low)?;
            table.number(pair.high)?;
            table.number(pair.wins)?;
            table.number(pair.losses)?;
            table.number(pair.p)?;
            table.number(pair.adjusted)?;
            table.end()?;
        }
    }
    sink.put(&format!("data/{}/pairs.csv", suite.slug), &table.finish()?)
}
