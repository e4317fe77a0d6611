//! What every answer took, and why some are missing, beside the score.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;
use tribunal_leaderboard::{Options, Transcripts, build};

use crate::files;
use crate::kit::{self, FAILURE, Shape};

const MODELS: usize = 2;
const ITEMS: usize = 1_300;

fn site(folder: &Path, transcripts: Transcripts) -> BTreeMap<String, String> {
    let store = folder.join("a.db");
    let shape = Shape {
        models: MODELS,
        items: ITEMS,
        failing: 0.015,
        ..Shape::default()
    };
    kit::store(&store, &shape);
    let out = folder.join("site");
    let options = Options {
        transcripts,
        ..Options::default()
    };
    build(&[store], &out, options).unwrap();
    files(&out)
        .into_iter()
        .map(|(path, bytes)| {
            let path = path.to_string_lossy().into_owned();
            (path, String::from_utf8(bytes).unwrap())
        })
        .collect()
}

fn shard(text: &str) -> Value {
    let inside = text.strip_prefix("tribunalShard(").unwrap();
    let inside = inside.trim_end().strip_suffix(");").unwrap();
    let mut parsed: Vec<Value> = serde_json::from_str(&format!("[{inside}]")).unwrap();
    parsed.remove(1)
}

/// Every row of a model's shards, with names.
fn rows(site: &BTreeMap<String, String>, model: usize) -> BTreeMap<usize, BTreeMap<String, Value>> {
    let mut found = BTreeMap::new();
    let own = format!("/taken/maker-model-{model}-");
    for (path, text) in site.iter().filter(|(path, _)| path.contains(&own)) {
        let shard = shard(text);
        let columns = shard["columns"].as_array().unwrap();
        for (item, repeats) in shard["rows"].as_object().unwrap() {
            let item: usize = item.parse().unwrap();
            let number = path.rsplit('/').next().unwrap().trim_end_matches(".js");
            assert_eq!(item / 1024, number.parse::<usize>().unwrap(), "{path}");
            let repeats = repeats.as_array().unwrap();
            assert_eq!(repeats.len(), 1);
            let row = columns.iter().zip(repeats[0].as_array().unwrap());
            let row = row.map(|(name, value)| (name.as_str().unwrap().to_owned(), value.clone()));
            found.insert(item, row.collect());
        }
    }
    found
}

#[test]
fn every_item_tells_what_it_took_and_an_error_why_it_is_one() {
    let folder = tempdir().unwrap();
    let site = site(folder.path(), Transcripts::None);
    let mut failed = 0;
    for model in 0..MODELS {
        let rows = rows(&site, model);
        assert_eq!(rows.len(), ITEMS);
        for (item, row) in &rows {
            assert!(row["attempts"].as_u64().unwrap() >= 1);
            assert_eq!(row["transcript"], false);
            if row["failure"].is_null() {
                let (output, reasoning) = kit::tokens(model, *item);
                assert_eq!(row["output_tokens"], output);
                assert_eq!(row["reasoning_tokens"], reasoning);
                assert_eq!(row["input_tokens"], 60);
                assert_eq!(row["cached_tokens"], Value::Null);
                assert_eq!(row["first_byte_ms"], 180.5);
                let usd = row["usd"].as_f64().unwrap();
                assert!((usd * 1e6 - kit::cost(model, *item) as f64).abs() < 1e-6);
                assert!(row["total_ms"].as_f64().unwrap() > 300.0);
                assert_eq!(row["source"], "live");
            } else {
                failed += 1;
                assert_eq!(row["failure"], "overloaded");
                assert_eq!(row["message"], FAILURE);
                assert!(row["output_tokens"].is_null() && row["usd"].is_null());
            }
        }
    }
    assert!((10..80).contains(&failed), "{failed}");
}

#[test]
fn the_tables_say_the_same_as_the_shards() {
    let folder = tempdir().unwrap();
    let site = site(folder.path(), Transcripts::Failures);
    let ending = |end: &str| site.iter().find(|(path, _)| path.ends_with(end)).unwrap().1;
    assert_eq!(ending("items.csv").lines().count(), ITEMS + 1);
    assert_eq!(ending("pairs.csv").lines().count(), 2);
    let rows = rows(&site, 1);
    let own = "/results/maker-model-1-";
    let (_, table) = site.iter().find(|(path, _)| path.contains(own)).unwrap();
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let head = table.headers().unwrap().clone();
    let mut lines = 0;
    for line in table.records() {
        let line = line.unwrap();
        lines += 1;
        let cells: BTreeMap<&str, &str> = head.iter().zip(line.iter()).collect();
        let row = &rows[&cells["item"].parse::<usize>().unwrap()];
        for (name, value) in row {
            let cell = cells[name.as_str()];
            match value {
                Value::Null => assert_eq!(cell, "", "{name}"),
                Value::Number(number) => {
                    let wanted = number.as_f64().unwrap();
                    assert_eq!(cell.parse::<f64>().unwrap(), wanted, "{name}");
                }
                Value::Bool(yes) => assert_eq!(cell, if *yes { "yes" } else { "no" }),
                other => assert_eq!(Some(cell), other.as_str(), "{name}"),
            }
        }
        let failed = !row["failure"].is_null();
        assert_eq!(cells["outcome"] == "error", failed);
        assert_eq!(cells["score"].is_empty(), failed);
        let published = !failed && cells["outcome"] != "correct";
        assert_eq!(cells["transcript"], if published { "yes" } else { "no" });
    }
    assert_eq!(lines, ITEMS);
}
