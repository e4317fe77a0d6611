//! A process killed at any moment loses nothing it was told is stored.
#![cfg(unix)]

mod common;

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{NOON, answer, judge, spec, writer};
use tribunal_store::{Reader, RunLock, SlotState};

const CHILD: &str = "TRIBUNAL_STORE_KILL_TEST";
const NAME: &str = "nothing_acknowledged_is_lost_by_sigkill";

/// Answers and judges until it is killed, and says on stdout what was acknowledged.
fn write_until_killed(path: &std::path::Path) {
    let writer = writer(path);
    let mut run_spec = spec("r-1");
    run_spec.repeats = 1;
    let (run, _) = writer.begin_run(run_spec, NOON).unwrap();
    let _lock = RunLock::acquire(path, run).unwrap();
    let settled = Reader::open(path).unwrap().progress(run).unwrap();
    for ordinal in 0.. {
        if settled.state(ordinal, 0) != SlotState::Open {
            continue;
        }
        let handle = writer.handle();
        writer
            .send(
                answer(run, ordinal, 0),
                Some(Box::new(move |result| {
                    let id = result.unwrap().response.unwrap();
                    let mut out = std::io::stdout().lock();
                    let _ = writeln!(out, "answered {ordinal}");
                    let judged = Box::new(move |result: Result<_, _>| {
                        result.unwrap();
                        let _ = writeln!(std::io::stdout().lock(), "judged {ordinal}");
                    });
                    // From another thread: a full queue must not make the writer wait for itself.
                    std::thread::spawn(move || {
                        let _ = handle.send(judge(id, ordinal), Some(judged));
                    });
                })),
            )
            .unwrap();
        // About what a busy runner sends, so that there are commits of all sizes.
        if ordinal % 7 == 0 {
            std::thread::sleep(Duration::from_micros(u64::from(ordinal % 5) * 300));
        }
    }
}

#[test]
fn nothing_acknowledged_is_lost_by_sigkill() {
    if let Some(path) = std::env::var_os(CHILD) {
        return write_until_killed(path.as_ref());
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let mut answered = std::collections::BTreeSet::new();
    let mut judged = std::collections::BTreeSet::new();
    let mut most = 0;
    for round in 0_u64..24 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME, "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let lines =
            std::thread::spawn(move || out.lines().map_while(Result::ok).collect::<Vec<String>>());
        // Spread over opening, the first commits, and the middle of writing.
        std::thread::sleep(Duration::from_millis(3 + (round * 37) % 120));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert_eq!(
            std::os::unix::process::ExitStatusExt::signal(&status),
            Some(9),
            "the child ended by itself"
        );
        for line in lines.join().unwrap() {
            if let Some(ordinal) = line.strip_prefix("answered ") {
                let new = answered.insert(ordinal.parse::<u32>().unwrap_or(u32::MAX));
                assert!(new, "{line} twice: something acknowledged was asked again");
            } else if let Some(ordinal) = line.strip_prefix("judged ") {
                judged.insert(ordinal.parse::<u32>().unwrap_or(u32::MAX));
            }
        }
        // A line cut by the kill may name no number, or only the first digits of one.
        answered.remove(&u32::MAX);
        judged.remove(&u32::MAX);
        if !path.exists() {
            continue;
        }
        let Ok(reader) = Reader::open(&path) else {
            assert!(
                answered.is_empty(),
                "the store cannot be opened after a kill"
            );
            continue;
        };
        reader.check().unwrap();
        let Ok(run) = reader.run("r-1") else {
            assert!(answered.is_empty(), "the run is gone");
            continue;
        };
        let progress = reader.progress(run.id).unwrap();
        for ordinal in &answered {
            assert_ne!(
                progress.state(*ordinal, 0),
                SlotState::Open,
                "answer {ordinal} is lost"
            );
        }
        for ordinal in &judged {
            assert_eq!(
                progress.state(*ordinal, 0),
                SlotState::Judged,
                "verdict {ordinal} is lost"
            );
        }
        // The dead process holds nothing.
        drop(RunLock::acquire(&path, run.id).unwrap());
        most = progress.settled();
    }
    assert!(
        most > 200 && judged.len() > 50,
        "the rounds hardly wrote: {most}"
    );
}
