//! The problems: prompt, reference, picture, and the command that makes each again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;
use tribunal_store::{ItemRow, Reader};
use tribunal_verifiers::Check;

use super::chunks::Chunks;
use super::command::command;
use super::{Numbers, PER_SHARD};
use crate::board::{Board, Suite};
use crate::catalog::{Catalog, hex};
use crate::error::BoardError;
use crate::page::task::Sample;
use crate::picture::{self, Picture};
use crate::sink::Sink;
use crate::text::shard;

/// Items that a task's page shows, each of another variation.
const SAMPLES: usize = 3;

#[derive(Serialize)]
struct ItemData {
    item: u32,
    generator_version: String,
    system: Option<String>,
    prompt: String,
    reference: Option<String>,
    command: String,
    picture: Option<Picture>,
}

/// Writes `items/K.js`, each item from the first run that asked it, and gives the items that the
/// tasks' pages show, by task.
pub(super) fn write(
    board: &Board,
    suite: &Suite,
    sink: &dyn Sink,
) -> Result<HashMap<String, Vec<Sample>>, BoardError> {
    let catalog = &suite.catalog;
    let wanted = wanted_samples(catalog);
    let mut samples: BTreeMap<u32, Sample> = BTreeMap::new();
    let mut seen = vec![false; catalog.items.len()];
    let mut left = seen.len();
    let put = |chunk: usize, rows: BTreeMap<u32, Option<ItemData>>| {
        let rows: Vec<ItemData> = rows.into_values().flatten().collect();
        let name = format!("data/{}/items/{chunk}", suite.slug);
        sink.put(&format!("{name}.js"), &shard(&name, &rows)?)
    };
    let mut chunks = Chunks::new(PER_SHARD, seen.iter().map(|_| true), put);
    for (store, run) in &suite.walked {
        if left == 0 {
            break;
        }
        let reader = Reader::open(&board.stores[*store].path)?;
        let mut numbers = Numbers::new(catalog);
        reader.for_each_item(*run, |ordinal, row| -> Result<(), BoardError> {
            let Some(place) = numbers.number(ordinal, row.digest) else {
                return Ok(());
            };
            if std::mem::replace(&mut seen[place as usize], true) {
                return Ok(());
            }
            left -= 1;
            let data = item_data(place, &row);
            if wanted.contains(&place) {
                samples.insert(place, sample(suite, &row, &data));
            }
            *chunks.of(place)? = Some(data);
            Ok(())
        })?;
    }
    chunks.finish()?;
    let mut by_task: HashMap<String, Vec<Sample>> = HashMap::new();
    for (place, sample) in samples {
        let cell = catalog.items[place as usize].cell as usize;
        by_task
            .entry(catalog.cells[cell].task.clone())
            .or_default()
            .push(sample);
    }
    Ok(by_task)
}

/// The first item of each variation, for as many variations a task as are shown.
fn wanted_samples(catalog: &Catalog) -> BTreeSet<u32> {
    let mut shown: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    let mut wanted = BTreeSet::new();
    for (place, item) in catalog.items.iter().enumerate() {
        let cell = &catalog.cells[item.cell as usize];
        let variations = shown.entry(&cell.task).or_default();
        if variations.len() < SAMPLES && variations.insert(&cell.variation) {
            wanted.insert(place as u32);
        }
    }
    wanted
}

fn item_data(place: u32, row: &ItemRow) -> ItemData {
    let check: Option<Check> = serde_json::from_str(&row.check).ok();
    ItemData {
        item: place,
        generator_version: row.generator_version.clone(),
        system: row.system.clone(),
        prompt: row.prompt.clone(),
        reference: check.map(|check| check.reference()),
        command: command(row),
        picture: picture::of_item(&row.check),
    }
}

fn sample(suite: &Suite, row: &ItemRow, data: &ItemData) -> Sample {
    let marks = || {
        let place = data.item as usize;
        suite
            .results
            .iter()
            .map(move |outcome| outcome.marks.letter(place))
    };
    Sample {
        item: data.item,
        variation: row.variation.clone(),
        params: row.params.clone(),
        seed: row.seed.clone(),
        index: row.index,
        digest: hex(&row.digest),
        prompt: row.prompt.clone(),
        reference: data.reference.clone(),
        command: data.command.clone(),
        picture: data.picture.clone(),
        asked: marks()
            .filter(|mark| !matches!(mark, b'.' | b'e' | b'?'))
            .count(),
        solved: marks().filter(|mark| *mark == b'c').count(),
    }
}
