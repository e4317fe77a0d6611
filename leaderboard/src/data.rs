//! What the scripts of the item and comparison pages load on demand: shards of JSON.
//!
//! `data/SUITE/entries.js` names who was asked, `data/SUITE/index.js` the addresses of all items, `data/SUITE/scores/ENTRY.js` what became
//! of each, `data/SUITE/pairs/ENTRY.js` the comparisons of an entry with every other,
//! `data/SUITE/items/K.js` the problems numbered from K·64, and `data/SUITE/answers/ENTRY/K.js` what
//! the entry answered to them. So a site has thousands of files at most, whatever it shows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;
use tribunal_store::{Headline, ItemRow, JudgeRow, Judged, Judgement, Outcome as Verdict, Reader};
use tribunal_verifiers::Check;

use crate::board::{Board, Outcome, Suite};
use crate::catalog::{Catalog, hex};
use crate::error::BoardError;
use crate::options::Transcripts;
use crate::page::SCHEMA;
use crate::page::task::Sample;
use crate::picture::{self, Answer, Picture};
use crate::rank::Pair;
use crate::sink::Sink;
use crate::text::shard;

/// Items a shard.
const PER_SHARD: usize = 64;
/// Longer texts of a model are cut, and it is said how much is missing.
const LONGEST: usize = 64 << 10;
/// Items that a task's page shows, each of another variation.
const SAMPLES: usize = 3;

#[derive(Serialize)]
struct Index<'a> {
    schema: u32,
    per_shard: usize,
    cells: Vec<IndexCell<'a>>,
    seeds: &'a [String],
    /// By item: its cell, its seed, its index, and the first 16 letters of its digest.
    cell: Vec<u32>,
    seed: Vec<u32>,
    index: Vec<u64>,
    digest: String,
}

#[derive(Serialize)]
struct IndexCell<'a> {
    task: &'a str,
    variation: &'a str,
    params: &'a str,
}

#[derive(Serialize)]
struct ScoreShard<'a> {
    schema: u32,
    run: &'a str,
    number: i64,
    store: &'a str,
    /// A letter an item.
    marks: &'a str,
    /// Scores that the letter doesn't tell: 1 for a right answer, 0 for any other.
    scores: BTreeMap<usize, f64>,
}

#[derive(Serialize)]
struct PairShard<'a> {
    schema: u32,
    /// By the other entry's slug: this entry's advantage.
    others: BTreeMap<&'a str, Pair>,
}

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

#[derive(Serialize)]
struct AnswerData {
    repeat: u32,
    finish: String,
    text: Text,
    reasoning: Option<Text>,
    judge_version: Option<String>,
    strict: Option<Reading>,
    lenient: Option<Reading>,
    picture: Option<Picture>,
}

#[derive(Serialize)]
struct Reading {
    outcome: &'static str,
    score: f64,
    answer: Option<String>,
    evidence: Option<Value>,
}

/// A text of a model's, and how many characters are not shown.
#[derive(Serialize)]
struct Text {
    text: String,
    cut: usize,
}

/// Writes the shards of `suite`, and gives the items that its tasks' pages show, by task.
///
/// # Errors
/// A store can't be read, or a file not be written.
pub(crate) fn write(
    board: &Board,
    suite: &Suite,
    sink: &dyn Sink,
) -> Result<HashMap<String, Vec<Sample>>, BoardError> {
    write_index(suite, sink)?;
    write_entries(board, suite, sink)?;
    let samples = write_items(board, suite, sink)?;
    (0..suite.results.len())
        .into_par_iter()
        .try_for_each(|place| write_entry(board, suite, place, sink))?;
    Ok(samples)
}

fn write_index(suite: &Suite, sink: &dyn Sink) -> Result<(), BoardError> {
    let catalog = &suite.catalog;
    let mut digest = String::with_capacity(catalog.items.len() * 16);
    for item in &catalog.items {
        digest.push_str(&hex(&item.digest)[..16]);
    }
    let index = Index {
        schema: SCHEMA,
        per_shard: PER_SHARD,
        cells: catalog
            .cells
            .iter()
            .map(|cell| IndexCell {
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
    sink.put(&format!("{name}.js"), &shard(&name, &index)?)
}

/// Who was asked, the best score first.
fn write_entries(board: &Board, suite: &Suite, sink: &dyn Sink) -> Result<(), BoardError> {
    let slug = |outcome: &Outcome| board.entries[outcome.entry].slug.clone();
    let entries: Vec<String> = suite.results.iter().map(slug).collect();
    let name = format!("data/{}/entries", suite.slug);
    let data = serde_json::json!({ "schema": SCHEMA, "entries": entries });
    sink.put(&format!("{name}.js"), &shard(&name, &data)?)
}

/// Each item comes from the first run that asked it.
fn write_items(
    board: &Board,
    suite: &Suite,
    sink: &dyn Sink,
) -> Result<HashMap<String, Vec<Sample>>, BoardError> {
    let catalog = &suite.catalog;
    let wanted = wanted_samples(catalog);
    let mut samples: BTreeMap<u32, Sample> = BTreeMap::new();
    let mut seen = vec![false; catalog.items.len()];
    let mut left = seen.len();
    let mut pending: HashMap<usize, Vec<ItemData>> = HashMap::new();
    for (store, run) in &suite.walked {
        if left == 0 {
            break;
        }
        let reader = Reader::open(&board.stores[*store].path)?;
        let mut nth: HashMap<[u8; 32], u32> = HashMap::new();
        reader.for_each_item(*run, |_, row| -> Result<(), BoardError> {
            let Some(place) = number(catalog, row.digest, &mut nth) else {
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
            let chunk = place as usize / PER_SHARD;
            let group = pending.entry(chunk).or_default();
            group.push(data);
            let full = (catalog.items.len() - chunk * PER_SHARD).min(PER_SHARD);
            if group.len() == full {
                let group = pending.remove(&chunk).unwrap_or_default();
                put_items(suite, chunk, group, sink)?;
            }
            Ok(())
        })?;
    }
    for (chunk, group) in pending {
        put_items(suite, chunk, group, sink)?;
    }
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

/// The number of the item with this digest: of several equal ones in a run, the next.
fn number(catalog: &Catalog, digest: [u8; 32], nth: &mut HashMap<[u8; 32], u32>) -> Option<u32> {
    let count = nth.entry(digest).or_default();
    let found = catalog.find(&(digest, *count));
    *count += 1;
    found
}

fn put_items(
    suite: &Suite,
    chunk: usize,
    mut group: Vec<ItemData>,
    sink: &dyn Sink,
) -> Result<(), BoardError> {
    group.sort_by_key(|data| data.item);
    let name = format!("data/{}/items/{chunk}", suite.slug);
    sink.put(&format!("{name}.js"), &shard(&name, &group)?)
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
            .map(move |outcome| outcome.marks[place])
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

/// The command that makes the item again, ready for a shell.
fn command(row: &ItemRow) -> String {
    let mut words = vec![
        "tribunal".to_owned(),
        "show".to_owned(),
        quoted(&format!("{}:{}", row.task, row.variation)),
        "--seed".to_owned(),
        quoted(&row.seed),
        "--index".to_owned(),
        row.index.to_string(),
    ];
    if let Ok(Value::Object(params)) = serde_json::from_str(&row.params) {
        for (name, value) in params {
            let value = match value {
                Value::String(text) => text,
                other => other.to_string(),
            };
            words.push("--set".to_owned());
            words.push(quoted(&format!("{name}={value}")));
        }
    }
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-:=/,+".contains(letter);
    if !word.is_empty() && word.chars().all(plain) && !word.starts_with('-') {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

fn write_entry(
    board: &Board,
    suite: &Suite,
    place: usize,
    sink: &dyn Sink,
) -> Result<(), BoardError> {
    let outcome = &suite.results[place];
    let slug = &board.entries[outcome.entry].slug;
    let implied = |mark: u8| if mark == b'c' { 1.0 } else { 0.0 };
    let scores = outcome.scores.iter().zip(&outcome.marks).enumerate();
    let scores = scores
        .filter(|(_, (score, mark))| !score.is_nan() && **score != implied(**mark))
        .map(|(item, (score, _))| (item, *score))
        .collect();
    let name = format!("data/{}/scores/{slug}", suite.slug);
    let data = ScoreShard {
        schema: SCHEMA,
        run: &outcome.run.spec.uid,
        number: outcome.run.id.0,
        store: &board.stores[outcome.store].name,
        marks: std::str::from_utf8(&outcome.marks).unwrap_or_default(),
        scores,
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
    sink.put(&format!("{name}.js"), &shard(&name, &data)?)?;
    if board.options.transcripts == Transcripts::None {
        return Ok(());
    }
    write_answers(board, suite, outcome, sink)
}

type Answers = BTreeMap<u32, Vec<AnswerData>>;

fn write_answers(
    board: &Board,
    suite: &Suite,
    outcome: &Outcome,
    sink: &dyn Sink,
) -> Result<(), BoardError> {
    let slug = &board.entries[outcome.entry].slug;
    let put = |chunk: usize, answers: &Answers| {
        if answers.values().all(Vec::is_empty) {
            return Ok(());
        }
        let name = format!("data/{}/answers/{slug}/{chunk}", suite.slug);
        sink.put(&format!("{name}.js"), &shard(&name, answers)?)
    };
    // A shard is written as soon as all its items have come by; those with a failure wait.
    let expected: Vec<usize> = outcome
        .marks
        .chunks(PER_SHARD)
        .map(|marks| marks.iter().filter(|mark| **mark != b'.').count())
        .collect();
    let mut pending: BTreeMap<usize, Answers> = BTreeMap::new();
    let mut nth: HashMap<[u8; 32], u32> = HashMap::new();
    let mut open: Option<(u32, u32)> = None;
    let reader = Reader::open(&board.stores[outcome.store].path)?;
    let all = board.options.transcripts == Transcripts::All;
    reader.for_each_answer(
        outcome.run.id,
        Judged::All,
        |row| -> Result<(), BoardError> {
            let place = match open {
                Some((ordinal, place)) if ordinal == row.slot.ordinal => place,
                _ => {
                    let Some(place) = number(&suite.catalog, row.digest, &mut nth) else {
                        return Ok(());
                    };
                    open = Some((row.slot.ordinal, place));
                    // The item before is whole now.
                    let whole: Vec<usize> = pending
                        .iter()
                        .filter(|(chunk, answers)| answers.len() == expected[**chunk])
                        .map(|(chunk, _)| *chunk)
                        .collect();
                    for chunk in whole {
                        if let Some(answers) = pending.remove(&chunk) {
                            put(chunk, &answers)?;
                        }
                    }
                    place
                }
            };
            let answers = pending.entry(place as usize / PER_SHARD).or_default();
            let answers = answers.entry(place).or_default();
            let judged = row.verdict.as_ref().map(|verdict| match suite.reading {
                Headline::Strict => &verdict.strict,
                Headline::Lenient => &verdict.lenient,
            });
            let right = judged.is_some_and(|judged| judged.outcome == Verdict::Correct);
            if all || !right {
                answers.push(answer_data(&row, judged));
            }
            Ok(())
        },
    )?;
    for (chunk, answers) in &pending {
        put(*chunk, answers)?;
    }
    Ok(())
}

fn answer_data(row: &JudgeRow, judged: Option<&Judgement>) -> AnswerData {
    let drawn = judged.and_then(|judged| {
        let steps = judged
            .evidence
            .as_deref()
            .and_then(|evidence| serde_json::from_str::<Value>(evidence).ok())
            .and_then(|evidence| Some(evidence.get("steps")?.as_str()?.to_owned()));
        let answer = Answer {
            text: judged.answer.as_deref().unwrap_or_default(),
            steps: steps.as_deref(),
        };
        picture::of_answer(&row.check, &answer)
    });
    let reading = |judgement: &Judgement| Reading {
        outcome: judgement.outcome.as_str(),
        score: judgement.score,
        answer: judgement.answer.clone(),
        evidence: judgement
            .evidence
            .as_deref()
            .map(|text| serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))),
    };
    AnswerData {
        repeat: row.slot.repeat,
        finish: row.finish.clone(),
        text: cut(&row.text),
        reasoning: row.reasoning.as_deref().map(cut),
        judge_version: row
            .verdict
            .as_ref()
            .map(|verdict| verdict.judge_version.clone()),
        strict: row.verdict.as_ref().map(|verdict| reading(&verdict.strict)),
        lenient: row
            .verdict
            .as_ref()
            .map(|verdict| reading(&verdict.lenient)),
        picture: drawn,
    }
}

/// The beginning and the end are what a reader looks for.
fn cut(text: &str) -> Text {
    if text.len() <= LONGEST {
        return Text {
            text: text.to_owned(),
            cut: 0,
        };
    }
    let half = LONGEST / 2;
    let head = (0..=half)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let tail = (text.len() - half..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len());
    Text {
        text: format!("{}\n⋯\n{}", &text[..head], &text[tail..]),
        cut: text[head..tail].chars().count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_safe_to_paste() {
        assert_eq!(quoted("mba.evaluate:linear"), "mba.evaluate:linear");
        assert_eq!(quoted("a; rm -rf /"), "'a; rm -rf /'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("-x"), "'-x'");
    }

    #[test]
    fn long_texts_keep_both_ends() {
        let text = format!("begin{}end", "ü".repeat(LONGEST));
        let cut = cut(&text);
        assert!(cut.text.starts_with("begin") && cut.text.ends_with("end"));
        assert!(cut.text.len() <= LONGEST + 8);
        let shown = cut.text.chars().count() - 3;
        assert_eq!(shown + cut.cut, text.chars().count());
    }
}
