//! What the scripts of the item and comparison pages load on demand: shards of JSON, and tables as CSV.
//!
//! | file below `data/SUITE/` | what it holds |
//! |---|---|
//! | `entries.js` | who was asked, the best score first |
//! | `index.js`, `items.csv` | the addresses of all items |
//! | `scores/ENTRY.js` | what became of each item |
//! | `pairs/ENTRY.js` | the comparisons of an entry with every other |
//! | `items/K.js` | the problems numbered from K·64 |
//! | `taken/ENTRY/K.js`, `results/ENTRY.csv` | what the answers from K·1024 took: tokens, money, time, attempts, failures |
//! | `answers/ENTRY/K.js` | what the entry answered to the problems from K·64 |
//!
//! So a site has thousands of files at most, whatever it shows; and what is made here is made a
//! shard at a time, so that memory grows neither with the answers nor with their length.

mod answers;
mod chunks;
mod command;
mod index;
mod problems;
mod results;
mod taken;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::board::{Board, Suite};
use crate::catalog::Catalog;
use crate::error::BoardError;
use crate::page::task::Sample;
use crate::sink::Sink;

/// Items a shard of problems or of answers.
const PER_SHARD: usize = 64;

/// Writes the shards of `suite`, and gives the items that its tasks' pages show, by task.
///
/// # Errors
/// A store can't be read, or a file not be written.
pub(crate) fn write(
    board: &Board,
    suite: &Suite,
    sink: &dyn Sink,
) -> Result<HashMap<String, Vec<Sample>>, BoardError> {
    index::write(board, suite, sink)?;
    results::write_pairs_table(board, suite, sink)?;
    let samples = problems::write(board, suite, sink)?;
    (0..suite.results.len())
        .into_par_iter()
        .try_for_each(|place| {
            results::write(board, suite, place, sink)?;
            let outcome = &suite.results[place];
            taken::write(board, suite, outcome, sink)?;
            answers::write(board, suite, outcome, sink)
        })?;
    Ok(samples)
}

/// Tells the number of each item of a run, in the run's order: of several equal ones, the next.
struct Numbers<'a> {
    catalog: &'a Catalog,
    nth: HashMap<[u8; 32], u32>,
    open: Option<(u32, Option<u32>)>,
}

impl<'a> Numbers<'a> {
    fn new(catalog: &'a Catalog) -> Self {
        Self {
            catalog,
            nth: HashMap::new(),
            open: None,
        }
    }

    /// The number of the item at `ordinal` in the run's plan; its repeats share it.
    fn number(&mut self, ordinal: u32, digest: [u8; 32]) -> Option<u32> {
        if let Some((open, number)) = self.open
            && open == ordinal
        {
            return number;
        }
        let nth = self.nth.entry(digest).or_default();
        let number = self.catalog.find(&(digest, *nth));
        *nth += 1;
        self.open = Some((ordinal, number));
        number
    }
}
