//! The same stores give the same bytes, and a check finds whatever differs.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::tempdir;
use tribunal_leaderboard::{BoardError, Difference, Options, Transcripts, build, verify};

use crate::files;
use crate::kit::{self, Shape};

fn options() -> Options {
    Options {
        transcripts: Transcripts::Failures,
        ..Options::default()
    }
}

/// A site of a small store.
fn built(folder: &Path) -> (PathBuf, Vec<PathBuf>) {
    let store = folder.join("a.db");
    kit::store(&store, &Shape::default());
    let site = folder.join("site");
    build(std::slice::from_ref(&store), &site, options()).unwrap();
    (site, vec![store])
}

fn found(site: &Path, stores: &[PathBuf]) -> Vec<Difference> {
    verify(site, stores).unwrap().differences
}

#[test]
fn two_builds_are_equal() {
    let folder = tempdir().unwrap();
    let (site, stores) = built(folder.path());
    let again = folder.path().join("again");
    build(&stores, &again, options()).unwrap();
    let (one, other) = (files(&site), files(&again));
    assert!(one.len() > 30, "{}", one.len());
    assert_eq!(one, other);
    assert_eq!(found(&site, &stores), []);
}

#[test]
fn an_older_board_is_replaced_whole() {
    let folder = tempdir().unwrap();
    let (site, stores) = built(folder.path());
    fs::write(site.join("models/left-over.html"), "old").unwrap();
    build(&stores, &site, options()).unwrap();
    assert!(!site.join("models/left-over.html").exists());
    assert_eq!(found(&site, &stores), []);
    let beside = fs::read_dir(folder.path()).unwrap().count();
    assert!(beside <= 4, "nothing but the store, its log and the site");
}

#[test]
fn a_changed_number_is_found() {
    let folder = tempdir().unwrap();
    let (site, stores) = built(folder.path());
    let path = site.join("index.json");
    let text = fs::read_to_string(&path).unwrap();
    let at = text.find("\"score\":0.").unwrap() + "\"score\":0.".len();
    let digit = if text.as_bytes()[at] == b'5' {
        "6"
    } else {
        "5"
    };
    fs::write(&path, format!("{}{digit}{}", &text[..at], &text[at + 1..])).unwrap();
    let differences = found(&site, &stores);
    assert_eq!(differences.len(), 1, "{differences:?}");
    assert_eq!(differences[0].file, "index.json");
    assert!(
        differences[0]
            .what
            .starts_with("/entries/0/results/0/score is 0."),
        "{differences:?}"
    );
}

#[test]
fn changed_pages_and_shards_are_found_and_files_too_many_or_too_few() {
    let folder = tempdir().unwrap();
    let (site, stores) = built(folder.path());
    let all = files(&site);
    let page = all
        .keys()
        .find(|path| path.starts_with("models") && path.extension().is_some_and(|e| e == "html"))
        .unwrap();
    let shard = all
        .keys()
        .find(|path| path.components().any(|part| part.as_os_str() == "pairs"))
        .unwrap();
    let gone = all
        .keys()
        .find(|path| path.extension().is_some_and(|e| e == "csv"))
        .unwrap();
    let text = String::from_utf8(all[page].clone()).unwrap();
    fs::write(site.join(page), text.replacen("<dd>", "<dd>1", 1)).unwrap();
    let text = String::from_utf8(all[shard].clone()).unwrap();
    fs::write(
        site.join(shard),
        text.replacen("\"wins\":", "\"wins\":1", 1),
    )
    .unwrap();
    fs::remove_file(site.join(gone)).unwrap();
    fs::write(site.join("more.html"), "more").unwrap();
    let differences = found(&site, &stores);
    let mut told: Vec<&str> = differences.iter().map(|one| one.file.as_str()).collect();
    told.dedup();
    let mut expected = vec!["more.html".to_owned()];
    expected.extend([page, shard, gone].map(|path| path.to_string_lossy().into_owned()));
    expected.sort();
    assert_eq!(told, expected);
    let shard = shard.to_string_lossy();
    let what = &differences
        .iter()
        .find(|one| *one.file == *shard)
        .unwrap()
        .what;
    assert!(what.contains("/wins is 1"), "{what}");
}

#[test]
fn another_store_bears_nothing_out() {
    let folder = tempdir().unwrap();
    let (site, _) = built(folder.path());
    let other = folder.path().join("other.db");
    kit::store(
        &other,
        &Shape {
            items: 101,
            ..Shape::default()
        },
    );
    assert!(found(&site, &[other]).len() > 10);
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let folder = tempdir().unwrap();
    let store = folder.path().join("a.db");
    kit::store(&store, &Shape::default());
    let home = folder.path().join("home");
    fs::create_dir(&home).unwrap();
    fs::write(home.join("letter.txt"), "dear").unwrap();
    let refused = build(std::slice::from_ref(&store), &home, options());
    assert!(
        matches!(refused, Err(BoardError::Foreign(_))),
        "{refused:?}"
    );
    assert_eq!(fs::read_to_string(home.join("letter.txt")).unwrap(), "dear");
    let refused = verify(&home, std::slice::from_ref(&store));
    assert!(
        matches!(refused, Err(BoardError::NoBoard { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_run_in_two_stores_is_shown_once() {
    let folder = tempdir().unwrap();
    let (site, mut stores) = built(folder.path());
    let copy = folder.path().join("copy.db");
    fs::copy(&stores[0], &copy).unwrap();
    stores.push(copy);
    let twice = folder.path().join("twice");
    let both = build(&stores, &twice, options()).unwrap();
    assert_eq!((both.models, both.items), (3, 100));
    let page = |site: &Path| fs::read_to_string(site.join("index.csv")).unwrap();
    assert_eq!(page(&site), page(&twice));
}
