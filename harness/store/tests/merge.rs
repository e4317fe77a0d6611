//! Merging is a union: order and repetition change nothing, and nothing is lost.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::{NOON, answer, asked, attempt, failing, failure, response, spec, verdict, writer};
use proptest::prelude::*;
use tribunal_store::{
    CacheKey, MergeReport, Message, Reader, ResponseId, RunLock, Settled, Slot, Standing, Store,
    StoreError, VerdictRow, merge,
};

/// Something done to a store, by which shards come to differ.
#[derive(Debug, Clone)]
enum Deed {
    Answer { ordinal: u32, at: i64 },
    Fail { ordinal: u32, at: i64 },
    Try { ordinal: u32, at: i64 },
    Judge { ordinal: u32, version: u8 },
    Reopen { ordinal: u32 },
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let ordinal = 0_u32..3;
    let at = 0_i64..1000;
    let deed = prop_oneof![
        (ordinal.clone(), at.clone()).prop_map(|(ordinal, at)| Deed::Answer { ordinal, at }),
        (ordinal.clone(), at.clone()).prop_map(|(ordinal, at)| Deed::Fail { ordinal, at }),
        (ordinal.clone(), at).prop_map(|(ordinal, at)| Deed::Try { ordinal, at }),
        (ordinal.clone(), 0_u8..3).prop_map(|(ordinal, version)| Deed::Judge { ordinal, version }),
        ordinal.prop_map(|ordinal| Deed::Reopen { ordinal }),
    ];
    proptest::collection::vec(deed, 0..8)
}

/// Does what can be done; a deed that the store refuses (answered already) changes nothing.
fn perform(path: &Path, shard: i64, deeds: &[Deed]) {
    let writer = writer(path);
    let (run, _) = writer.begin_run(spec("r-1"), NOON + shard).unwrap();
    let mut last: BTreeMap<u32, ResponseId> = BTreeMap::new();
    // No two attempts within one millisecond: their order would be that of their stores.
    for (step, deed) in (0_i64..).zip(deeds) {
        let moment = |at: i64| NOON + (at * 10 + step) * 3 + shard;
        let tried = |ordinal, at, class| {
            let mut one = attempt(ordinal, class);
            one.started_ms = moment(at);
            Box::new(one)
        };
        let message = match deed {
            Deed::Answer { ordinal, at } => {
                let mut row = response(*ordinal);
                row.answered_ms = moment(*at);
                Message::Answer {
                    asked: asked(run, *ordinal, 0),
                    attempt: Some(tried(*ordinal, *at, "ok")),
                    response: Box::new(row),
                    cache: Some(CacheKey::new([("ordinal", ordinal.to_string())])),
                }
            }
            Deed::Fail { ordinal, at } => {
                let mut row = failure(*ordinal);
                row.failed_ms = moment(*at);
                Message::Failure {
                    asked: asked(run, *ordinal, 0),
                    attempt: Some(tried(*ordinal, *at, "server")),
                    failure: row,
                }
            }
            Deed::Try { ordinal, at } => Message::Attempt {
                asked: asked(run, *ordinal, 0),
                attempt: tried(*ordinal, *at, "server"),
            },
            Deed::Judge { ordinal, version } => match last.get(ordinal) {
                Some(id) => Message::Verdict {
                    response: *id,
                    verdict: Box::new(VerdictRow {
                        judge_version: format!("judge {version}"),
                        ..verdict(*ordinal)
                    }),
                },
                None => continue,
            },
            Deed::Reopen { ordinal } => Message::Reopen {
                slots: vec![Slot {
                    run,
                    ordinal: *ordinal,
                    repeat: 0,
                }],
            },
        };
        match (writer.call(message), deed) {
            (Ok(receipt), Deed::Answer { ordinal, .. }) => {
                last.insert(*ordinal, receipt.response.unwrap());
            }
            (Ok(_) | Err(StoreError::Refused(_)), _) => {}
            (Err(error), _) => panic!("{error}"),
        }
    }
    writer.finish().unwrap();
}

/// A store's content, free of row numbers.
fn content(path: &Path) -> String {
    let reader = Reader::open(path).unwrap();
    reader.check().unwrap();
    let mut runs = reader.runs().unwrap();
    runs.sort_by(|a, b| a.spec.uid.cmp(&b.spec.uid));
    let mut text = String::new();
    for run in runs {
        let (state, started, updated) = (run.state, run.started_ms, run.updated_ms);
        text += &format!(
            "{:?} {state} {started} {updated} {:?}\n",
            run.spec, run.finished_ms
        );
        for ordinal in 0..12 {
            let Ok(mut story) = reader.story(run.id, ordinal) else {
                continue;
            };
            story.run = tribunal_store::RunId(0);
            for repeat in &mut story.repeats {
                for one in &mut repeat.responses {
                    one.id = ResponseId(0);
                }
                repeat.responses.sort_by(|a, b| a.row.cmp(&b.row));
                repeat.failures.sort_by(|a, b| a.row.cmp(&b.row));
            }
            text += &format!("{story:#?}\n");
            let cached = reader.cached(&CacheKey::new([("ordinal", ordinal.to_string())]));
            text += &format!("{:?}\n", cached.unwrap());
        }
    }
    text
}

fn merged(folder: &Path, name: &str, sources: &[&Path]) -> (PathBuf, MergeReport) {
    let path = folder.join(name);
    let mut store = Store::open_or_create(&path).unwrap();
    let report = merge(&mut store, sources).unwrap();
    drop(store);
    (path, report)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn order_and_repetition_change_nothing(shards in proptest::collection::vec(deeds(), 3)) {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let paths: Vec<PathBuf> = (0..3).map(|shard| at(&format!("shard{shard}.db"))).collect();
        for ((shard, deeds), path) in (0_i64..).zip(&shards).zip(&paths) {
            perform(path, shard, deeds);
        }
        let [a, b, c] = [&paths[0], &paths[1], &paths[2]].map(PathBuf::as_path);
        let (all, _) = merged(folder.path(), "abc.db", &[a, b, c]);
        let expected = content(&all);
        let (back, _) = merged(folder.path(), "cba.db", &[c, b, a]);
        prop_assert_eq!(&content(&back), &expected);
        let (ab, _) = merged(folder.path(), "ab.db", &[a, b]);
        let (left, _) = merged(folder.path(), "ab-c.db", &[&ab, c]);
        prop_assert_eq!(&content(&left), &expected);
        let (bc, _) = merged(folder.path(), "bc.db", &[b, c]);
        let (right, _) = merged(folder.path(), "a-bc.db", &[a, &bc]);
        prop_assert_eq!(&content(&right), &expected);

        let mut store = Store::open(&all).unwrap();
        let report = merge(&mut store, &[b, &right, a]).unwrap();
        drop(store);
        prop_assert_eq!((report.attempts, report.responses, report.failures, report.verdicts), (0, 0, 0, 0));
        prop_assert_eq!(&content(&all), &expected);
    }
}

#[test]
fn shards_make_a_whole_run() {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = (0..2)
        .map(|shard| folder.path().join(format!("s{shard}.db")))
        .collect();
    for (shard, path) in (0_u32..).zip(&paths) {
        let writer = writer(path);
        let (run, _) = writer
            .begin_run(spec("r-1"), NOON + i64::from(shard))
            .unwrap();
        for ordinal in (0..10).filter(|ordinal| ordinal % 2 == shard) {
            for repeat in 0..2 {
                common::settle(&writer, run, ordinal, repeat);
            }
        }
        writer.finish().unwrap();
    }
    let (path, report) = merged(folder.path(), "all.db", &[&paths[0], &paths[1]]);
    assert_eq!(
        report,
        MergeReport {
            runs_added: 1,
            runs_joined: 1,
            attempts: 20,
            responses: 20,
            verdicts: 20,
            ..MergeReport::default()
        }
    );
    let reader = Reader::open(&path).unwrap();
    let run = reader.run("latest").unwrap();
    assert_eq!(run.state, tribunal_store::RunState::Complete);
    assert_eq!(reader.progress(run.id).unwrap().judged.len(), 20);
}

#[test]
fn of_two_answers_the_first_stands_and_the_other_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["late.db", "early.db", "failed.db"].map(|name| folder.path().join(name));
    for (path, delay) in paths.iter().zip([500, 0, 1000]) {
        let writer = writer(path);
        let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
        let message = if delay == 1000 {
            failing(run, 3, 0)
        } else {
            let mut message = answer(run, 3, 0);
            if let Message::Answer {
                attempt: Some(attempt),
                response,
                ..
            } = &mut message
            {
                attempt.started_ms += delay;
                response.answered_ms += delay;
            }
            message
        };
        writer.call(message).unwrap();
        writer.finish().unwrap();
    }
    let sources: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let (path, report) = merged(folder.path(), "all.db", &sources);
    let early = response(3).answered_ms;
    assert_eq!(report.conflicts, 1);
    assert_eq!(
        (report.examples[0].kept_ms, report.examples[0].outrun_ms),
        (early, early + 500)
    );
    let reader = Reader::open(&path).unwrap();
    let run = reader.run("latest").unwrap().id;
    let story = reader.story(run, 3).unwrap();
    let standings: Vec<_> = story.repeats[0]
        .responses
        .iter()
        .map(|one| (one.standing, one.row.answered_ms))
        .collect();
    assert_eq!(
        standings,
        [(Standing::Outrun, early + 500), (Standing::Stands, early)]
    );
    assert_eq!(story.repeats[0].failures[0].standing, Standing::Outrun);
    assert_eq!(story.repeats[0].attempts.len(), 3);
    let mut rows = Vec::new();
    reader
        .for_each_scored(run, |row| -> Result<(), StoreError> {
            rows.push(row);
            Ok(())
        })
        .unwrap();
    assert!(matches!(&rows[..], [row] if matches!(row.settled, Settled::Answered(_))));
}

#[test]
fn another_plan_under_one_uid_is_refused_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) = (folder.path().join("a.db"), folder.path().join("b.db"));
    perform(&ours, 0, &[Deed::Answer { ordinal: 0, at: 1 }]);
    let before = content(&ours);
    let writer = writer(&theirs);
    writer.begin_run(spec("a-new-one"), NOON).unwrap();
    let mut other = spec("r-1");
    other.plan_digest = "00".repeat(32);
    writer.begin_run(other, NOON).unwrap();
    writer.finish().unwrap();
    let mut store = Store::open(&ours).unwrap();
    let error = merge(&mut store, &[&theirs]).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("merge it into a store of its own"),
        "{error}"
    );
    assert_eq!(content(&ours), before);

    let missing = folder.path().join("none.db");
    assert!(matches!(
        merge(&mut store, &[&missing]),
        Err(StoreError::Missing { .. })
    ));
}

#[test]
fn a_run_being_carried_out_is_not_merged_into() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) = (folder.path().join("a.db"), folder.path().join("b.db"));
    perform(&ours, 0, &[]);
    perform(&theirs, 1, &[Deed::Answer { ordinal: 0, at: 1 }]);
    let run = Reader::open(&ours).unwrap().run("latest").unwrap().id;
    let lock = RunLock::acquire(&ours, run).unwrap();
    let mut store = Store::open(&ours).unwrap();
    assert!(matches!(
        merge(&mut store, &[&theirs]),
        Err(StoreError::Held { .. })
    ));
    drop(lock);
    assert_eq!(merge(&mut store, &[&theirs]).unwrap().responses, 1);
}
