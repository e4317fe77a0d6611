//! Every file of the corpus is judged as its head says: honest proofs are right, and no way to cheat is.
//!
//! A file begins with lines of comment: `challenge:`, `expect:` (one outcome, or several parted by `|`
//! where the machine decides), `reason:` (words that the judge's reason holds, or nothing) and
//! `technique:`. Without an installed guest every test here fails, and says what installs it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use tribunal_lean::{Case, Doubt, Judge, Limits, Outcome, Settings};
use tribunal_verifiers::lean::LeanPolicy;

fn corpus(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus")
        .join(part)
}

fn judge() -> Judge {
    judge_within(Duration::from_secs(20))
}

/// A judge that gives each case so much of the processor's time.
fn judge_within(limit: Duration) -> Judge {
    let worker = PathBuf::from(env!("CARGO_BIN_EXE_lean-worker"));
    Judge::new(Settings {
        worker: Some((worker, Vec::new())),
        limits: Limits {
            milliseconds: u64::try_from(limit.as_millis()).expect("some seconds"),
            ..Limits::default()
        },
        ..Settings::default()
    })
}

/// A submission and what is to come of it.
struct Entry {
    name: String,
    text: String,
    challenge: String,
    head: BTreeMap<String, String>,
}

fn entries(part: &str) -> Vec<Entry> {
    let mut found: Vec<Entry> = std::fs::read_dir(corpus(part))
        .expect("the corpus is there")
        .map(|file| {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("text");
            let head = text.lines().map_while(|line| {
                let (name, value) = line.strip_prefix("-- ")?.split_once(':')?;
                Some((name.to_owned(), value.trim().to_owned()))
            });
            let head: BTreeMap<String, String> = head.collect();
            let challenge = corpus("challenges").join(&head["challenge"]);
            Entry {
                name: path
                    .file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                challenge: std::fs::read_to_string(challenge).expect("its challenge"),
                text,
                head,
            }
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// What is wrong with how an entry is judged.
fn fault(judge: &Judge, policy: &LeanPolicy, entry: &Entry) -> Option<String> {
    let ruling = judge.judge(&Case {
        challenge: &entry.challenge,
        submission: &entry.text,
        targets: &["goal".to_owned()],
        policy,
    });
    let (found, reason) = match &ruling.outcome {
        Outcome::Correct { .. } => ("correct", String::new()),
        Outcome::Incorrect { reason } => ("incorrect", reason.clone()),
        Outcome::Undecided { reason, .. } => ("undecided", reason.clone()),
    };
    let (wanted, words) = (&entry.head["expect"], &entry.head["reason"]);
    let fits = wanted.split('|').any(|outcome| outcome == found);
    if fits && (found != "incorrect" || reason.contains(words.as_str())) {
        return None;
    }
    Some(format!(
        "{}: {found} ({reason}), not {wanted} ({words})",
        entry.name
    ))
}

fn assert_all(part: &str, least: usize) -> Vec<Entry> {
    let entries = entries(part);
    assert!(entries.len() >= least, "only {} files", entries.len());
    let (judge, policy) = (judge(), LeanPolicy::default());
    let faults: Vec<String> = entries
        .par_iter()
        .filter_map(|entry| fault(&judge, &policy, entry))
        .collect();
    assert!(
        faults.is_empty(),
        "{} of {}:\n{}",
        faults.len(),
        entries.len(),
        faults.join("\n")
    );
    entries
}

#[test]
fn honest_proofs_are_right() {
    assert_all("honest", 100);
}

#[test]
fn no_way_to_cheat_is() {
    let entries = assert_all("hostile", 100);
    for technique in 1..=32 {
        let number = technique.to_string();
        let found = entries
            .iter()
            .filter(|entry| entry.head["technique"] == number);
        assert!(
            found.count() >= 2,
            "technique {technique} is tried less than twice"
        );
    }
}

#[test]
fn a_file_that_only_waits_is_ended_early() {
    let begin = Instant::now();
    let limit = Duration::from_secs(60);
    let judge = judge_within(limit);
    let ruling = judge.judge(&Case {
        challenge: "theorem goal : 1 = 2 := by sorry\n",
        submission: "#eval IO.sleep 100000000\ntheorem goal : 1 = 2 := by decide\n",
        targets: &["goal".to_owned()],
        policy: &LeanPolicy::default(),
    });
    let Outcome::Undecided { doubt, reason } = ruling.outcome else {
        panic!("{:?}", ruling.outcome);
    };
    assert_eq!(doubt, Doubt::Crash);
    assert!(reason.contains("stood still"), "{reason}");
    // Tried twice, and still far from its limit.
    assert!(begin.elapsed() < limit, "{:?}", begin.elapsed());
}

#[test]
fn a_file_that_works_for_ever_ends_with_its_time() {
    let judge = judge_within(Duration::from_secs(2));
    let entries = entries("hostile");
    let endless = entries
        .iter()
        .find(|entry| entry.name == "27_kernel_runs_on.lean")
        .expect("it is there");
    let ruling = judge.judge(&Case {
        challenge: &endless.challenge,
        submission: &endless.text,
        targets: &["goal".to_owned()],
        policy: &LeanPolicy::default(),
    });
    let Outcome::Undecided { doubt, .. } = ruling.outcome else {
        panic!("{:?}", ruling.outcome);
    };
    assert_eq!(doubt, Doubt::Time);
}
