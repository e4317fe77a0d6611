//! What goes in comes out, whole or not at all.

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use common::{
    NOON, answer, asked, attempt, failing, failure, item, judge, response, settle, spec, verdict,
    writer,
};
use tribunal_store::{
    JudgeRow, Judged, Message, Outcome, Reader, ResponseId, RunId, RunState, RunUpdate, Settled,
    Slot, SlotState, Standing, Store, StoreError, Writer, WriterOptions,
};

fn scratch() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    (folder, path)
}

#[test]
fn everything_given_is_given_back_to_the_byte() {
    let (_folder, path) = scratch();
    let writer = writer(&path);
    let (run, found) = writer.begin_run(spec("r-1"), NOON).unwrap();
    assert!(!found);
    // Bytes that are hard to keep: not UTF-8, NULs, and long ones.
    let mut first = attempt(4, "server");
    first.reply = vec![0, 159, 146, 150, 0, 255];
    let mut second = attempt(4, "ok");
    second.reply = "long and dull, ".repeat(70_000).into_bytes();
    second.capped = true;
    let mut answered = response(4);
    answered.text = "a\0b\u{1F980}".to_owned();
    answered.reasoning = Some("because ".repeat(1000));
    writer
        .call(Message::Attempt {
            asked: asked(run, 4, 1),
            attempt: Box::new(first.clone()),
        })
        .unwrap();
    let receipt = writer
        .call(Message::Answer {
            asked: asked(run, 4, 1),
            attempt: Some(Box::new(second.clone())),
            response: Box::new(answered.clone()),
            cache: None,
        })
        .unwrap();
    assert_eq!(receipt.attempt, Some(2));
    let id = receipt.response.unwrap();
    writer.call(judge(id, 4)).unwrap();
    let stats = writer.finish().unwrap();
    // run, item, run_item, two attempts, response, verdict
    assert_eq!((stats.rows, stats.messages), (7, 4));

    let reader = Reader::open(&path).unwrap();
    let story = reader.story(run, 4).unwrap();
    assert_eq!(story.item, item(4));
    let [repeat] = story.repeats.as_slice() else {
        panic!("one repeat was begun: {story:?}");
    };
    assert_eq!(repeat.repeat, 1);
    assert_eq!(
        repeat
            .attempts
            .iter()
            .map(|one| (one.number, &one.row))
            .collect::<Vec<_>>(),
        [(1, &first), (2, &second)]
    );
    assert_eq!(repeat.responses.len(), 1);
    assert_eq!(repeat.responses[0].row, answered);
    assert_eq!(repeat.responses[0].attempt, Some(2));
    assert_eq!(repeat.responses[0].verdict, Some(verdict(4)));
    assert_eq!(reader.runs().unwrap()[0].spec, spec("r-1"));
    reader.check().unwrap();
}

#[test]
fn a_request_sent_again_unchanged_is_kept_once() {
    let (_folder, path) = scratch();
    let writer = writer(&path);
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    let mut given = Vec::new();
    for (round, body) in ["first", "first", "second", "second", "first"]
        .iter()
        .enumerate()
    {
        let mut one = attempt(0, "server");
        one.request = body.as_bytes().to_vec();
        one.started_ms += i64::try_from(round).unwrap();
        given.push(one.clone());
        writer
            .call(Message::Attempt {
                asked: asked(run, 0, 0),
                attempt: Box::new(one),
            })
            .unwrap();
    }
    writer.finish().unwrap();
    let story = Reader::open(&path).unwrap().story(run, 0).unwrap();
    let stored: Vec<_> = story.repeats[0]
        .attempts
        .iter()
        .map(|one| one.row.clone())
        .collect();
    assert_eq!(stored, given);
    let conn = rusqlite::Connection::open(&path).unwrap();
    let kept: i64 = conn
        .query_row("SELECT count(request) FROM attempt", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 3);
}

#[test]
fn the_file_holds_what_was_given_and_nothing_else() {
    let (folder, path) = scratch();
    let writer = writer(&path);
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    let mut masked = attempt(0, "ok");
    masked.headers = Some(r#"{"authorization":"***"}"#.to_owned());
    writer
        .call(Message::Answer {
            asked: asked(run, 0, 0),
            attempt: Some(Box::new(masked)),
            response: Box::new(response(0)),
            cache: None,
        })
        .unwrap();
    writer.finish().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    assert!(holds(r#"{"authorization":"***"}"#));
    assert!(holds(&response(0).text));
    // Nothing of the surroundings: no variable, no name of machine or folder.
    for (name, value) in std::env::vars() {
        if value.len() >= 12 {
            assert!(!holds(&value), "the value of {name} is in the file");
        }
    }
    assert!(!holds(folder.path().to_str().unwrap()));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn beginning_again_finds_the_run_and_refuses_another_plan() {
    let (_folder, path) = scratch();
    let writer = writer(&path);
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    assert_eq!(
        writer.begin_run(spec("r-1"), NOON + 5).unwrap(),
        (run, true)
    );
    let mut other = spec("r-1");
    other.plan_digest = "00".repeat(32);
    let error = writer.begin_run(other, NOON).unwrap_err();
    assert_eq!(
        error.to_string(),
        "run 1 was begun with another plan under the same uid \"r-1\"; begin it under a new one"
    );
    let update = |state, at_ms| Message::UpdateRun {
        run,
        update: RunUpdate {
            at_ms,
            state: Some(state),
            ..RunUpdate::default()
        },
    };
    writer.call(update(RunState::Complete, NOON + 9)).unwrap();
    let shown = Reader::open(&path).unwrap().run("r-").unwrap();
    assert_eq!(
        (shown.state, shown.finished_ms),
        (RunState::Complete, Some(NOON + 9))
    );
    writer.call(update(RunState::Running, NOON + 11)).unwrap();
    let shown = Reader::open(&path).unwrap().run("latest").unwrap();
    assert_eq!((shown.state, shown.finished_ms), (RunState::Running, None));
    writer.begin_run(spec("r-2"), NOON).unwrap();
    let reader = Reader::open(&path).unwrap();
    assert!(matches!(reader.run("r-"), Err(StoreError::ManyRuns { .. })));
    assert!(matches!(reader.run("s"), Err(StoreError::NoRun { .. })));
    assert!(matches!(reader.run(""), Err(StoreError::NoRun { .. })));
    assert_eq!(reader.run("2").unwrap().spec.uid, "r-2");
    assert_eq!(reader.runs_of_plan(&spec("").plan_digest).unwrap().len(), 2);
    let missing = writer.call(Message::UpdateRun {
        run: RunId(9),
        update: RunUpdate::default(),
    });
    assert!(matches!(missing, Err(StoreError::Refused(_))));
}

#[test]
fn a_message_that_contradicts_falls_alone_in_its_batch() {
    let (_folder, path) = scratch();
    let options = WriterOptions {
        spacing: std::time::Duration::from_millis(40),
        ..WriterOptions::default()
    };
    let writer = Writer::start(Store::open_or_create(&path).unwrap(), options).unwrap();
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    let results = Arc::new(Mutex::new(Vec::new()));
    // All wait out the spacing together, so they share a transaction.
    let mut messages: Vec<Message> = (0..6).map(|ordinal| answer(run, ordinal, 0)).collect();
    messages.insert(2, answer(run, 1, 0));
    messages.insert(4, judge(ResponseId(999), 0));
    let mut changed = asked(run, 0, 1);
    changed.item = Arc::new(item(77));
    messages.push(Message::Attempt {
        asked: changed,
        attempt: Box::new(attempt(0, "ok")),
    });
    let mut odd = verdict(0);
    odd.strict.score = 1.5;
    messages.push(Message::Verdict {
        response: ResponseId(1),
        verdict: Box::new(odd),
    });
    for message in messages {
        let results = Arc::clone(&results);
        writer
            .send(
                message,
                Some(Box::new(move |result| results.lock().unwrap().push(result))),
            )
            .unwrap();
    }
    let stats = writer.finish().unwrap();
    let results = results.lock().unwrap();
    let fine: Vec<bool> = results.iter().map(Result::is_ok).collect();
    assert_eq!(
        fine,
        [
            true, true, false, true, false, true, true, true, false, false
        ]
    );
    assert_eq!(
        results[2].as_ref().unwrap_err().to_string(),
        "item 1 repeat 0 of run 1 is answered already; reopen it to ask again"
    );
    assert_eq!(stats.messages, 7);
    let progress = Reader::open(&path).unwrap().progress(run).unwrap();
    assert_eq!(progress.unjudged.len(), 6);
    Reader::open(&path).unwrap().check().unwrap();
    // The attempt that came with the refused second answer is not there either.
    let story = Reader::open(&path).unwrap().story(run, 1).unwrap();
    assert_eq!(story.repeats[0].attempts.len(), 1);
}

#[test]
fn progress_tells_the_four_states_apart() {
    let (_folder, path) = scratch();
    let writer = writer(&path);
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    settle(&writer, run, 0, 0);
    writer.call(answer(run, 0, 1)).unwrap();
    writer.call(failing(run, 1, 0)).unwrap();
    writer
        .call(Message::Attempt {
            asked: asked(run, 1, 1),
            attempt: Box::new(attempt(1, "server")),
        })
        .unwrap();
    let progress = Reader::open(&path).unwrap().progress(run).unwrap();
    let states = [(0, 0), (0, 1), (1, 0), (1, 1), (5, 0)]
        .map(|(ordinal, repeat)| progress.state(ordinal, repeat));
    assert_eq!(
        states,
        [
            SlotState::Judged,
            SlotState::Unjudged,
            SlotState::Failed,
            SlotState::Open,
            SlotState::Open
        ]
    );
    assert_eq!(progress.settled(), 3);
    let mut waiting = Vec::new();
    Reader::open(&path)
        .unwrap()
        .for_each_answer(
            run,
            Judged::Missing,
            |row: JudgeRow| -> Result<(), StoreError> {
                waiting.push((row.slot.ordinal, row.slot.repeat, row.check));
                Ok(())
            },
        )
        .unwrap();
    assert_eq!(waiting, [(0, 1, item(0).check)]);
    // An answer that comes after all settles the failure.
    writer.call(answer(run, 1, 0)).unwrap();
    let again = writer.call(Message::Failure {
        asked: asked(run, 1, 0),
        attempt: None,
        failure: failure(1),
    });
    assert!(matches!(again, Err(StoreError::Refused(_))), "{again:?}");
    let progress = Reader::open(&path).unwrap().progress(run).unwrap();
    assert_eq!((progress.failed.len(), progress.unjudged.len()), (0, 2));
}

#[test]
fn what_is_reopened_is_kept() {
    let (_folder, path) = scratch();
    let writer = writer(&path);
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    settle(&writer, run, 0, 0);
    writer.call(failing(run, 1, 0)).unwrap();
    let slot = |ordinal| Slot {
        run,
        ordinal,
        repeat: 0,
    };
    let receipt = writer
        .call(Message::Reopen {
            slots: vec![slot(0), slot(1), slot(2)],
        })
        .unwrap();
    assert_eq!(receipt.reopened, 2);
    let reader = Reader::open(&path).unwrap();
    assert_eq!(reader.progress(run).unwrap().settled(), 0);
    let receipt = settle(&writer, run, 0, 0);
    assert_eq!(receipt.attempt, Some(2));
    settle(&writer, run, 1, 0);
    let story = reader.story(run, 0).unwrap();
    let standings: Vec<_> = story.repeats[0]
        .responses
        .iter()
        .map(|one| (one.standing, one.attempt, one.verdict.is_some()))
        .collect();
    assert_eq!(
        standings,
        [
            (Standing::Reopened, Some(1), true),
            (Standing::Stands, Some(2), true)
        ]
    );
    let story = reader.story(run, 1).unwrap();
    assert_eq!(story.repeats[0].failures[0].standing, Standing::Reopened);
    assert_eq!(reader.progress(run).unwrap().judged.len(), 2);
}

#[test]
fn judging_again_replaces_and_the_same_judge_changes_no_byte() {
    let (_folder, path) = scratch();
    let writer = writer(&path);
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    let id = settle(&writer, run, 0, 0).response.unwrap();
    let dump = || -> Vec<String> {
        let conn = rusqlite::Connection::open(&path).unwrap();
        let mut statement = conn
            .prepare("SELECT * FROM verdict ORDER BY response")
            .unwrap();
        let width = statement.column_count();
        statement
            .query_map([], |row| {
                (0..width)
                    .map(|at| Ok(format!("{:?}", row.get_ref(at)?)))
                    .collect()
            })
            .unwrap()
            .map(|row: rusqlite::Result<String>| row.unwrap())
            .collect()
    };
    let before = dump();
    writer.call(judge(id, 0)).unwrap();
    assert_eq!(dump(), before);
    let mut changed = verdict(0);
    changed.judge_version = "extract 4, verify 5".to_owned();
    changed.lenient.outcome = Outcome::Correct;
    changed.lenient.score = 1.0;
    writer
        .call(Message::Verdict {
            response: id,
            verdict: Box::new(changed.clone()),
        })
        .unwrap();
    let story = Reader::open(&path).unwrap().story(run, 0).unwrap();
    assert_eq!(story.repeats[0].responses[0].verdict, Some(changed));
}

#[test]
fn scored_rows_come_in_plan_order_with_failures_among_them() {
    let (_folder, path) = scratch();
    let writer = writer(&path);
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    for ordinal in [5, 2, 9, 0] {
        settle(&writer, run, ordinal, 1);
        if ordinal == 2 {
            writer.call(failing(run, ordinal, 0)).unwrap();
        } else {
            settle(&writer, run, ordinal, 0);
        }
    }
    writer.call(failing(run, 11, 1)).unwrap();
    let reader = Reader::open(&path).unwrap();
    let mut seen = Vec::new();
    reader
        .for_each_scored(run, |row| -> Result<(), StoreError> {
            assert_eq!(
                (row.digest, row.index),
                (item(row.ordinal).digest, u64::from(row.ordinal))
            );
            let failed = matches!(row.settled, Settled::Failed { .. });
            let outcome = row.outcome(tribunal_store::Headline::Strict).unwrap();
            assert_eq!(failed, outcome == Outcome::Error);
            assert_eq!(row.attempts, 1);
            seen.push((row.ordinal, row.repeat, failed));
            Ok(())
        })
        .unwrap();
    assert_eq!(
        seen,
        [
            (0, 0, false),
            (0, 1, false),
            (2, 0, true),
            (2, 1, false),
            (5, 0, false),
            (5, 1, false),
            (9, 0, false),
            (9, 1, false),
            (11, 1, true),
        ]
    );
    let stopped = reader.for_each_scored(run, |_| Err(StoreError::Stopped));
    assert_eq!(stopped, Err(StoreError::Stopped));
    assert_eq!(reader.find_item(run, "9").unwrap(), 9);
    let hex: String = item(5)
        .digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(reader.find_item(run, &hex).unwrap(), 5);
    assert!(matches!(
        reader.find_item(run, "8"),
        Err(StoreError::NoItem { .. })
    ));
}

#[test]
fn a_full_disk_is_one_clear_error_and_loses_nothing_acknowledged() {
    let (_folder, path) = scratch();
    let store = Store::open_or_create(&path).unwrap();
    store.limit_pages(100).unwrap();
    let writer = Writer::start(
        store,
        WriterOptions {
            batch: 16,
            ..WriterOptions::default()
        },
    )
    .unwrap();
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    let kept = Arc::new(AtomicUsize::new(0));
    let lost = Arc::new(Mutex::new(Vec::new()));
    let mut refused = None;
    for ordinal in 0..20_000 {
        let (kept, lost) = (Arc::clone(&kept), Arc::clone(&lost));
        let sent = writer.send(
            answer(run, ordinal, 0),
            Some(Box::new(move |result| match result {
                Ok(_) => {
                    kept.fetch_add(1, Ordering::SeqCst);
                }
                Err(error) => lost.lock().unwrap().push(error),
            })),
        );
        if let Err(error) = sent {
            refused = Some(error);
            break;
        }
    }
    let full = StoreError::Full { path: path.clone() };
    assert_eq!(refused, Some(full.clone()));
    assert_eq!(writer.finish(), Err(full.clone()));
    let lost = lost.lock().unwrap();
    assert!(!lost.is_empty() && lost.iter().all(|error| *error == full));
    let kept = kept.load(Ordering::SeqCst);
    assert!(kept > 20, "{kept}");

    let reader = Reader::open(&path).unwrap();
    reader.check().unwrap();
    assert_eq!(reader.progress(run).unwrap().unjudged.len(), kept as u64);
    // With room again, the same file goes on.
    let writer = common::writer(&path);
    assert_eq!(writer.begin_run(spec("r-1"), NOON).unwrap(), (run, true));
    settle(&writer, run, u32::try_from(kept).unwrap(), 0);
    writer.finish().unwrap();
}

#[test]
fn two_writers_share_one_file() {
    let (_folder, path) = scratch();
    drop(Store::open_or_create(&path).unwrap());
    std::thread::scope(|scope| {
        for uid in ["r-1", "r-2"] {
            let path = &path;
            scope.spawn(move || {
                let writer = writer(path);
                let (run, _) = writer.begin_run(spec(uid), NOON).unwrap();
                for ordinal in 0..100 {
                    settle(&writer, run, ordinal, 0);
                }
                writer.finish().unwrap();
            });
        }
    });
    let reader = Reader::open(&path).unwrap();
    for run in reader.runs().unwrap() {
        assert_eq!(reader.progress(run.id).unwrap().judged.len(), 100);
    }
    let conn = rusqlite::Connection::open(&path).unwrap();
    let items: i64 = conn
        .query_row("SELECT count(*) FROM item", [], |row| row.get(0))
        .unwrap();
    assert_eq!(items, 100, "items are shared between runs");
}

#[test]
fn after_finish_nothing_more_is_taken() {
    let (_folder, path) = scratch();
    let writer = writer(&path);
    let handle = writer.handle();
    writer.begin_run(spec("r-1"), NOON).unwrap();
    writer.finish().unwrap();
    assert_eq!(
        handle.call(answer(RunId(1), 0, 0)),
        Err(StoreError::Stopped)
    );
    // The log is emptied into the file and gone.
    assert!(!path.with_extension("db-wal").exists());
}
