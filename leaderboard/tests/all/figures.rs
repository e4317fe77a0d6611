//! The board's figures are those of the report, and its ranks follow from the data.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;
use tribunal_leaderboard::{BoardError, Options, build};
use tribunal_store::{Reader, Store};

use crate::kit::{self, Shape};

fn home(folder: &Path, shape: &Shape) -> (Value, Reader) {
    let store = folder.join("a.db");
    kit::store(&store, shape);
    let out = folder.join("site");
    build(std::slice::from_ref(&store), &out, Options::default()).unwrap();
    let text = fs::read_to_string(out.join("index.json")).unwrap();
    (
        serde_json::from_str(&text).unwrap(),
        Reader::open(&store).unwrap(),
    )
}

#[test]
fn scores_are_the_reports() {
    let folder = tempdir().unwrap();
    let (home, reader) = home(folder.path(), &Shape::default());
    let entries = home["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 3);
    for entry in entries {
        let cell = &entry["results"][0];
        let run = reader.run(cell["run"].as_str().unwrap()).unwrap();
        let report = tribunal_report::build(&reader, &run).unwrap();
        let score = report.headline.score.unwrap();
        // The parser of the tests may be off by the last bit.
        let alike = |found: &Value, wanted: f64| (found.as_f64().unwrap() - wanted).abs() < 1e-14;
        assert!(alike(&cell["score"], score.mean));
        assert!(alike(&cell["low"], score.low));
        assert!(alike(&cell["high"], score.high));
        assert_eq!(cell["n"].as_u64().unwrap() as usize, score.n);
        let cost = report.headline.effort.cost.usd_per_correct.unwrap();
        assert!(alike(&entry["usd_per_correct"], cost));
    }
}

#[test]
fn ranks_are_ranges_until_the_data_tell_models_apart() {
    let ranks = |items| -> Vec<(u64, u64)> {
        let folder = tempdir().unwrap();
        let (home, _) = home(
            folder.path(),
            &Shape {
                models: 4,
                items,
                ..Shape::default()
            },
        );
        home["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| {
                let cell = &entry["results"][0];
                (
                    cell["rank_best"].as_u64().unwrap(),
                    cell["rank_worst"].as_u64().unwrap(),
                )
            })
            .collect()
    };
    let few = ranks(20);
    assert!(few.iter().any(|(best, worst)| worst - best >= 2), "{few:?}");
    assert_eq!(ranks(1_500), [(1, 1), (2, 2), (3, 3), (4, 4)]);
}

#[test]
fn a_pair_is_seen_alike_from_both_sides() {
    let folder = tempdir().unwrap();
    home(folder.path(), &Shape::default());
    let site = folder.path().join("site/data");
    let suite = fs::read_dir(site).unwrap().next().unwrap().unwrap().path();
    let shards: Vec<(String, Value)> = fs::read_dir(suite.join("pairs"))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let inside = text
                .strip_prefix("tribunalShard(")
                .unwrap()
                .trim_end()
                .strip_suffix(");")
                .unwrap();
            let parsed: Value = serde_json::from_str(&format!("[{inside}]")).unwrap();
            (
                path.file_stem().unwrap().to_string_lossy().into_owned(),
                parsed[1]["others"].clone(),
            )
        })
        .collect();
    for (one, others) in &shards {
        assert_eq!(others.as_object().unwrap().len(), 2);
        for (other, there) in &shards {
            if one == other {
                continue;
            }
            let (here, there) = (&others[other], &there[one]);
            assert_eq!(
                here["difference"].as_f64(),
                there["difference"].as_f64().map(|d| -d)
            );
            assert_eq!(here["wins"], there["losses"]);
            assert_eq!(here["adjusted"], there["adjusted"]);
            assert_eq!(here["low"].as_f64(), there["high"].as_f64().map(|d| -d));
        }
    }
}

#[test]
fn a_store_without_answers_is_refused() {
    let folder = tempdir().unwrap();
    let store = folder.path().join("empty.db");
    drop(Store::open_or_create(&store).unwrap());
    let refused = build(&[store], &folder.path().join("site"), Options::default());
    assert!(matches!(refused, Err(BoardError::Empty)), "{refused:?}");
    assert!(!folder.path().join("site").exists());
}

#[test]
fn a_run_of_a_part_of_the_suite_is_marked() {
    let folder = tempdir().unwrap();
    let stores = [folder.path().join("a.db"), folder.path().join("b.db")];
    kit::store(&stores[0], &Shape::default());
    let part = Shape {
        models: 1,
        first: 7,
        items: 6,
        ..Shape::default()
    };
    kit::store(&stores[1], &part);
    let out = folder.path().join("site");
    build(&stores, &out, Options::default()).unwrap();
    let text = fs::read_to_string(out.join("index.json")).unwrap();
    let home: Value = serde_json::from_str(&text).unwrap();
    let sound: Vec<(bool, bool)> = home["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let part = entry["model"].as_str().unwrap().ends_with("model-7");
            (part, entry["results"][0]["sound"].as_bool().unwrap())
        })
        .collect();
    assert_eq!(sound.len(), 4);
    assert!(sound.iter().all(|(part, sound)| part != sound), "{sound:?}");
}
