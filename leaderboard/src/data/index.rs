//! A suite's items by address, and who was asked them.

use serde::Serialize;

use super::{PER_SHARD, taken};
use crate::board::{Board, Suite};
use crate::catalog::hex;
use crate::error::BoardError;
use crate::page::SCHEMA;
use crate::sink::Sink;
use crate::text::{Table, shard};

#[derive(Serialize)]
struct Index<'a> {
    schema: u32,
    per_shard: usize,
    /// Items a shard of what answers took.
    per_taken: usize,
    cells: Vec<Cell<'a>>,
    seeds: &'a [String],
    /// By item: its cell, its seed, its index, and the first 16 letters of its digest.
    cell: Vec<u32>,
    seed: Vec<u32>,
    index: Vec<u64>,
    digest: String,
}

#[derive(Serialize)]
struct Cell<'a> {
    task: &'a str,
    variation: &'a str,
    params: &'a str,
}

#[derive(Serialize)]
struct Entries<'a> {
    schema: u32,
    /// Slugs, the best score first.
    entries: Vec<&'a str>,
}

/// Writes `index.js`, `items.csv` and `entries.js`.
pub(super) fn write(board: &Board, suite: &Suite, sink: &dyn Sink) -> Result<(), BoardError> {
    let catalog = &suite.catalog;
    let mut digest = String::with_capacity(catalog.items.len() * 16);
    for item in &catalog.items {
        digest.push_str(&hex(&item.digest)[..16]);
    }
    let index = Index {
        schema: SCHEMA,
        per_shard: PER_SHARD,
        per_taken: taken::PER_SHARD,
        cells: catalog
            .cells
            .iter()
            .map(|cell| Cell {
                task: &cell.task,
                variation: &cell.variation,
                params: &cell.params,
            })
            .collect(),
        seeds: &catalog.seeds,
        cell: catalog.items.iter().map(|item| item.cell).collect(),
        seed: catalog.items.iter().map(|item| item.seed).collect(),
        index: catalog.items.iter().map(|item| item.index).collect(),
        digest,
    };
    let name = format!("data/{}/index", suite.slug);
    sink.put(&format!("{name}.js"), &shard(&name, &index)?)?;
    write_table(suite, sink)?;
    let entries = Entries {
        schema: SCHEMA,
        entries: suite
            .results
            .iter()
            .map(|outcome| board.entries[outcome.entry].slug.as_str())
            .collect(),
    };
    let name = format!("data/{}/entries", suite.slug);
    sink.put(&format!("{name}.js"), &shard(&name, &entries)?)
}

/// A line an item, by number.
fn write_table(suite: &Suite, sink: &dyn Sink) -> Result<(), BoardError> {
    let catalog = &suite.catalog;
    let head = "item task variation params seed index digest";
    let mut table = Table::new(head.split(' '))?;
    for (number, item) in catalog.items.iter().enumerate() {
        let cell = &catalog.cells[item.cell as usize];
        table.number(number)?;
        table.text(&cell.task)?;
        table.text(&cell.variation)?;
        table.text(&cell.params)?;
        table.text(&catalog.seeds[item.seed as usize])?;
        table.number(item.index)?;
        table.text(&hex(&item.digest))?;
        table.end()?;
    }
    sink.put(&format!("data/{}/items.csv", suite.slug), &table.finish()?)
}
