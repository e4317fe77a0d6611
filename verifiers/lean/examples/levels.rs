//! Which closed tactics prove the theorems of which level: the table of docs/lean-levels.md.
//!
//! `levels WORKER [ITEMS [WORDS]]`, where WORKER is the path of this crate's `lean-worker`, tries every
//! tactic on so many items (3) of every level whose name holds the words, in place of `sorry`, and
//! prints how many it proves.

use std::path::PathBuf;

use rayon::prelude::*;
use tribunal_generators::{Generator, ParamValue, registry};
use tribunal_lean::{Case, Judge, Limits, Outcome, Settings};
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::LeanCheck;

/// A level: its name, its task and variation, and the parameters beside the defaults.
type Level = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const LEVELS: &[Level] = &[
    (
        "configuration after 8 steps",
        "lean.busy_beaver.configuration",
        "proof",
        &[("steps", "8")],
    ),
    (
        "configuration after 40 steps",
        "lean.busy_beaver.configuration",
        "proof",
        &[("steps", "40")],
    ),
    (
        "configuration after 100 steps",
        "lean.busy_beaver.configuration",
        "proof",
        &[("steps", "100")],
    ),
    (
        "wrong configuration after 40 steps",
        "lean.busy_beaver.configuration",
        "refute",
        &[("steps", "40")],
    ),
    (
        "halts with step 4 to 8",
        "lean.busy_beaver.halts",
        "proof",
        &[
            ("states", "4"),
            ("symbols", "2"),
            ("steps_min", "4"),
            ("steps_max", "8"),
        ],
    ),
    (
        "halts with step 20 to 60",
        "lean.busy_beaver.halts",
        "proof",
        &[],
    ),
    (
        "halts with step 150 to 300",
        "lean.busy_beaver.halts",
        "proof",
        &[("steps_min", "150"), ("steps_max", "300")],
    ),
    (
        "never halts: returns",
        "lean.busy_beaver.never_halts",
        "proof",
        &[("kind", "cycler")],
    ),
    (
        "never halts: repeats itself along the tape",
        "lean.busy_beaver.never_halts",
        "proof",
        &[("kind", "translated")],
    ),
    (
        "never halts: neither",
        "lean.busy_beaver.never_halts",
        "proof",
        &[("kind", "irregular")],
    ),
    (
        "halts, so not never",
        "lean.busy_beaver.never_halts",
        "refute",
        &[],
    ),
    (
        "linear identity, 2 bits",
        "lean.mba.identity",
        "proof",
        &[("width", "2"), ("terms", "2")],
    ),
    (
        "linear identity, 8 bits",
        "lean.mba.identity",
        "proof",
        &[("width", "8"), ("terms", "2")],
    ),
    (
        "linear identity, 32 bits",
        "lean.mba.identity",
        "proof",
        &[("width", "32")],
    ),
    (
        "linear identity, every width",
        "lean.mba.identity",
        "proof",
        &[("every_width", "true")],
    ),
    (
        "linear identity, 3 variables, every width",
        "lean.mba.identity",
        "proof",
        &[("every_width", "true"), ("variables", "3")],
    ),
    (
        "polynomial identity, 32 bits",
        "lean.mba.identity",
        "proof",
        &[("kind", "polynomial")],
    ),
    (
        "nested identity, 32 bits",
        "lean.mba.identity",
        "proof",
        &[("kind", "nested")],
    ),
    (
        "false identity, 32 bits",
        "lean.mba.identity",
        "refute",
        &[],
    ),
];

/// What comes before each tactic: names are unfolded, and what is introduced can be.
const OPENING: &str = "try unfold HaltsIn\ntry unfold NeverHalts\n";

const TACTICS: &[(&str, &str)] = &[
    ("rfl", "first | rfl | (intros; rfl)"),
    ("decide", "first | decide | (intros; decide)"),
    (
        "decide +kernel",
        "first | decide +kernel | (intros; decide +kernel)",
    ),
    (
        "simp",
        "intros; simp [Turing.run, Turing.step, Turing.Machine.init]",
    ),
    ("simp_all", "intros; simp_all"),
    ("omega", "intros; omega"),
    ("bv_omega", "intros; bv_omega"),
    ("grind", "intros; grind"),
    ("ac_rfl", "intros; ac_rfl"),
    ("exact?", "intros; exact?"),
    ("bv_normalize", "intros; bv_normalize"),
    ("reference", ""),
];

#[expect(clippy::print_stdout, reason = "an example prints what it finds")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let worker = PathBuf::from(arguments.next().ok_or("WORKER is missing")?);
    let items: u64 = arguments.next().map_or(Ok(3), |text| text.parse())?;
    let words = arguments.next().unwrap_or_default();
    let judge = Judge::new(Settings {
        worker: Some((worker, Vec::new())),
        limits: Limits {
            milliseconds: 20_000,
            ..Limits::default()
        },
        ..Settings::default()
    });
    let names: Vec<&str> = TACTICS.iter().map(|(name, _)| *name).collect();
    println!("| level | {} |", names.join(" | "));
    println!("|---|{}", "---|".repeat(TACTICS.len()));
    for (title, task, variation, params) in LEVELS.iter().filter(|level| level.0.contains(&words)) {
        let task = registry::task(task).ok_or("no such task")?;
        let given = params.iter().filter_map(|(name, text)| {
            let param = task.params.iter().find(|param| param.name == *name)?;
            Some((param.name, param.parse(text).ok()?))
        });
        let given: Vec<(&str, ParamValue)> = given.collect();
        let generator = Generator::new(task, Some(variation), given, "levels")?;
        let mut checks = Vec::new();
        for index in 0..items {
            if let Check::Lean(check) = generator.item(index)?.check {
                checks.push(check);
            }
        }
        let cells: Vec<String> = TACTICS
            .par_iter()
            .map(|tactic| proved(&judge, &checks, tactic))
            .collect();
        println!("| {title} | {} |", cells.join(" | "));
    }
    Ok(())
}

/// How many of the theorems a tactic proves.
fn proved(judge: &Judge, checks: &[LeanCheck], (name, code): &(&str, &str)) -> String {
    let mut right = 0;
    let mut undecided = 0;
    for check in checks {
        let proof = match *name {
            "reference" => check.reference_code().to_owned(),
            _ => format!("{OPENING}{code}"),
        };
        let outcome = judge.judge(&Case {
            challenge: check.challenge(),
            submission: &check.assembled(&proof, true),
            targets: check.targets(),
            policy: check.policy(),
        });
        match outcome.outcome {
            Outcome::Correct { .. } => right += 1,
            Outcome::Undecided { .. } => undecided += 1,
            Outcome::Incorrect { .. } => {}
        }
    }
    let late = if undecided > 0 {
        format!(" ({undecided} out of time)")
    } else {
        String::new()
    };
    match right {
        0 if undecided == 0 => "–".to_owned(),
        _ => format!("{right}/{}{late}", checks.len()),
    }
}
