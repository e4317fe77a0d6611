//! The theorems that our generators make: the reference of every item is judged right, its
//! counterfeit wrong. Without an installed guest every test here fails, and says what installs it.

use std::path::PathBuf;

use rayon::prelude::*;
use tribunal_generators::{Generator, ParamValue, registry};
use tribunal_lean::{Case, Judge, Outcome, Settings};
use tribunal_verifiers::Check;

/// Items of each variation and level.
const ITEMS: u64 = 3;

/// The levels: parameters of a task, beside its defaults.
const LEVELS: &[(&str, &[(&str, &str)])] = &[
    ("lean.busy_beaver.configuration", &[("steps", "8")]),
    ("lean.busy_beaver.configuration", &[("steps", "100")]),
    (
        "lean.busy_beaver.halts",
        &[
            ("states", "4"),
            ("symbols", "2"),
            ("steps_min", "6"),
            ("steps_max", "12"),
        ],
    ),
    (
        "lean.busy_beaver.halts",
        &[("steps_min", "150"), ("steps_max", "300")],
    ),
    ("lean.busy_beaver.never_halts", &[("kind", "cycler")]),
    ("lean.busy_beaver.never_halts", &[("kind", "translated")]),
    ("lean.busy_beaver.never_halts", &[("kind", "irregular")]),
    (
        "lean.busy_beaver.never_halts",
        &[("kind", "irregular"), ("lemmas", "none")],
    ),
    (
        "lean.busy_beaver.never_halts",
        &[("kind", "translated"), ("lemmas", "none")],
    ),
    ("lean.mba.identity", &[("width", "8"), ("terms", "2")]),
    (
        "lean.mba.identity",
        &[
            ("width", "64"),
            ("variables", "3"),
            ("coefficients", "wide"),
        ],
    ),
    ("lean.mba.identity", &[("kind", "polynomial")]),
    (
        "lean.mba.identity",
        &[("kind", "polynomial"), ("variables", "3")],
    ),
    ("lean.mba.identity", &[("kind", "nested"), ("width", "16")]),
    ("lean.mba.identity", &[("every_width", "true")]),
    (
        "lean.mba.identity",
        &[
            ("every_width", "true"),
            ("variables", "3"),
            ("lemmas", "none"),
        ],
    ),
    (
        "lean.mba.identity",
        &[
            ("every_width", "true"),
            ("kind", "polynomial"),
            ("forbid", "search"),
        ],
    ),
];

/// Every variation of every level, or with `one_each` one of every level, in turn.
fn generators(one_each: bool) -> Vec<Generator> {
    let mut all = Vec::new();
    for (number, (name, level)) in LEVELS.iter().enumerate() {
        let task = registry::task(name).expect(name);
        let given = level.iter().map(|(name, text)| {
            let param = task
                .params
                .iter()
                .find(|param| param.name == *name)
                .expect(name);
            (param.name, param.parse(text).expect(text))
        });
        let given: Vec<(&str, ParamValue)> = given.collect();
        let none = level.contains(&("lemmas", "none"));
        // A proof in place of `sorry` can't bring its own lemmas.
        let variations: Vec<_> = task
            .variations
            .iter()
            .filter(|variation| !(none && variation.name == "proof"))
            .collect();
        let (skip, take) = if one_each {
            (number % variations.len(), 1)
        } else {
            (0, variations.len())
        };
        for variation in variations.into_iter().skip(skip).take(take) {
            let made = Generator::new(task, Some(variation.name), given.clone(), "court");
            all.push(made.unwrap_or_else(|error| panic!("{name} {level:?}: {error}")));
        }
    }
    all
}

fn judged(generators: &[Generator], items: u64) {
    let worker = PathBuf::from(env!("CARGO_BIN_EXE_lean-worker"));
    let judge = Judge::new(Settings {
        worker: Some((worker, Vec::new())),
        ..Settings::default()
    });
    let faults: Vec<String> = generators
        .par_iter()
        .flat_map_iter(|generator| (0..items).map(move |index| (generator, index)))
        .flat_map_iter(|(generator, index)| faults(&judge, generator, index))
        .collect();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn references_are_proofs_and_counterfeits_are_none() {
    judged(&generators(true), 1);
}

#[test]
#[ignore = "slow: a quarter of an hour; `cargo test -p tribunal-lean --test theorems -- --ignored`"]
fn all_references_are_proofs_and_all_counterfeits_are_none() {
    judged(&generators(false), ITEMS);
}

fn faults(judge: &Judge, generator: &Generator, index: u64) -> Vec<String> {
    let item = generator.item(index).expect("item 0 was made");
    let Check::Lean(check) = &item.check else {
        panic!("{} is no theorem", generator.task().name);
    };
    let label = format!(
        "{}:{} {} item {index}",
        generator.task().name,
        generator.variation().name,
        generator.params().canonical()
    );
    let asked = [
        (check.reference_code(), true),
        (check.counterfeit_code(), false),
    ];
    let asked = asked.map(|(code, right)| {
        let ruling = judge.judge(&Case {
            challenge: check.challenge(),
            submission: &check.assembled(code, true),
            targets: check.targets(),
            policy: check.policy(),
        });
        let fits = match &ruling.outcome {
            Outcome::Correct { .. } => right,
            Outcome::Incorrect { .. } => !right,
            Outcome::Undecided { .. } => false,
        };
        (!fits).then(|| format!("{label}: {:?}, and right: {right}\n{code}", ruling.outcome))
    });
    asked.into_iter().flatten().collect()
}
