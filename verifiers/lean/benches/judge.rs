//! How fast proofs are judged: the first of a cold process, and how many a second after that.
//!
//! `cargo bench -p tribunal-lean --bench judge`; the guest must be installed. The figures are those
//! of small proofs, judged in full: elaborated, read out, compared, audited, replayed.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::path::PathBuf;
use std::time::Instant;

use tribunal_lean::{Case, Judge, Ruling, Settings};
use tribunal_verifiers::lean::LeanPolicy;

const PROOFS: u32 = 100;

const CHALLENGE: &str = "theorem goal (a b : Nat) (h : a < b) : a + 1 ≤ b := by sorry\n";

/// Proofs of one statement in several styles.
const STYLES: [(&str, &str); 3] = [
    (
        "term",
        "theorem goal (a b : Nat) (h : a < b) : a + 1 ≤ b := h\n",
    ),
    (
        "omega",
        "theorem goal (a b : Nat) (h : a < b) : a + 1 ≤ b := by omega\n",
    ),
    (
        "simp",
        "theorem goal (a b : Nat) (h : a < b) : a + 1 ≤ b := by simp [Nat.succ_le_of_lt h]\n",
    ),
];

fn main() {
    let policy = LeanPolicy::default();
    let targets = ["goal".to_owned()];
    let ask = |judge: &Judge, submission: &str| -> Ruling {
        let ruling = judge.judge(&Case {
            challenge: CHALLENGE,
            submission,
            targets: &targets,
            policy: &policy,
        });
        assert!(ruling.is_correct(), "{:?}", ruling.outcome);
        ruling
    };
    let judge = Judge::new(Settings {
        worker: Some((PathBuf::from(env!("CARGO_BIN_EXE_lean-worker")), Vec::new())),
        ..Settings::default()
    });
    let begin = Instant::now();
    ask(&judge, STYLES[0].1);
    println!(
        "cold     {:>8.1} ms to the first verdict",
        begin.elapsed().as_secs_f64() * 1e3
    );
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    for (name, text) in STYLES {
        let begin = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..cores {
                scope.spawn(|| {
                    for _ in 0..PROOFS {
                        ask(&judge, text);
                    }
                });
            }
        });
        let total = f64::from(PROOFS) * cores as f64;
        let rate = total / begin.elapsed().as_secs_f64();
        let timings = ask(&judge, text).timings;
        println!("{name:<8} {rate:>8.1} proofs/s on {cores} cores; one alone: {timings:?}");
    }
}
