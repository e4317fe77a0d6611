//! Mutants of honest proofs whose statement is another: none passes, whatever becomes of the proof.
//!
//! The proofs are the corpus's honest ones, which `corpus.rs` shows to pass as they stand. Without
//! an installed guest this fails, and says what installs it.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tribunal_lean::{Case, Doubt, Judge, Outcome, Settings};
use tribunal_verifiers::lean::LeanPolicy;

/// What `goal` begins with.
const HEAD: &str = "theorem goal";

/// Every so many files are mutated, which keeps the test short.
const STEP: usize = 4;

fn corpus(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus")
        .join(part)
}

/// The text with another statement, for every way to change it that applies.
fn mutants(text: &str) -> Vec<(&'static str, String)> {
    let Some(at) = text.find(HEAD) else {
        return Vec::new();
    };
    let (before, rest) = text.split_at(at);
    let after = &rest[HEAD.len()..];
    let mut mutants = vec![
        (
            "an assumption that is false",
            format!("{before}{HEAD} (absurdity : False){after}"),
        ),
        ("another name", format!("{before}{HEAD}'{after}")),
        (
            "a namespace",
            format!("{before}namespace Other\n{rest}\nend Other\n"),
        ),
        (
            "a weaker statement",
            format!("{before}{HEAD} : True := trivial\n"),
        ),
        ("an axiom", format!("{before}axiom goal{after}")),
    ];
    // The statement ends where the proof begins.
    let end = after.find(":=").unwrap_or(after.len());
    let (statement, proof) = after.split_at(end);
    for (what, from, to) in [
        ("≠ for =", " = ", " ≠ "),
        ("≤ for <", " < ", " ≤ "),
        ("∨ for ∧", " ∧ ", " ∨ "),
        ("∃ for ∀", "∀", "∃"),
    ] {
        if statement.contains(from) {
            let statement = statement.replacen(from, to, 1);
            mutants.push((what, format!("{before}{HEAD}{statement}{proof}")));
        }
    }
    mutants
}

#[test]
fn no_mutant_passes() {
    let mut files: Vec<PathBuf> = fs::read_dir(corpus("honest"))
        .expect("the corpus is there")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    let worker = PathBuf::from(env!("CARGO_BIN_EXE_lean-worker"));
    let judge = Judge::new(Settings {
        worker: Some((worker, Vec::new())),
        ..Settings::default()
    });
    let policy = LeanPolicy::default();
    let targets = ["goal".to_owned()];
    let mut cases = Vec::new();
    for file in files.iter().step_by(STEP) {
        let text = fs::read_to_string(file).expect("text");
        let challenge = text
            .lines()
            .find_map(|line| line.strip_prefix("-- challenge:"));
        let challenge = corpus("challenges").join(challenge.expect("a challenge").trim());
        let challenge = fs::read_to_string(challenge).expect("its challenge");
        for (what, mutant) in mutants(&text) {
            cases.push((file.display().to_string(), what, mutant, challenge.clone()));
        }
    }
    assert!(cases.len() > 100, "only {} mutants", cases.len());
    let faults: Vec<String> = cases
        .par_iter()
        .filter_map(|(file, what, mutant, challenge)| {
            let ruling = judge.judge(&Case {
                challenge,
                submission: mutant,
                targets: &targets,
                policy: &policy,
            });
            match ruling.outcome {
                Outcome::Incorrect { .. } => None,
                // A judge that does not work would pass this test otherwise.
                Outcome::Undecided { doubt, .. } if doubt != Doubt::Judge => None,
                outcome => Some(format!("{file} with {what}: {outcome:?}")),
            }
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
