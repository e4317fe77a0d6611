//! What the tests of the medium tasks share: a second solver gets what the prompt prints, and has
//! to find the key as the only continuation.

use num_bigint::BigInt;
use tribunal_verifiers::Check;

use crate::param::ParamValue;
use crate::task::{Generator, Task};
use crate::vars::{Var, Vars};

/// What a prompt prints.
pub(super) struct Question {
    /// The shown terms; empty where they are no integers.
    pub(super) terms: Vec<BigInt>,
    vars: Vars,
}

impl Question {
    /// The number `name`.
    pub(super) fn told(&self, name: &str) -> i64 {
        match self.vars.get(name) {
            Some(Var::Int(value)) => *value,
            other => panic!("{name} is not told: {other:?}"),
        }
    }

    /// The list `name`.
    pub(super) fn numbers(&self, name: &str) -> &[i64] {
        match self.vars.get(name) {
            Some(Var::Ints(numbers)) => numbers,
            other => panic!("{name} is not told: {other:?}"),
        }
    }

    /// The entries of the matrix `name`, row by row.
    pub(super) fn rows(&self, name: &str) -> Vec<i64> {
        match self.vars.get(name) {
            Some(Var::List(rows)) => rows
                .iter()
                .flat_map(|row| match row {
                    Var::Ints(row) => row.clone(),
                    other => panic!("no row: {other:?}"),
                })
                .collect(),
            other => panic!("{name} is not told: {other:?}"),
        }
    }

    /// The text `name`.
    pub(super) fn text(&self, name: &str) -> &str {
        match self.vars.get(name) {
            Some(Var::Text(text)) => text,
            other => panic!("{name} is not told: {other:?}"),
        }
    }
}

/// Has `prove` look at items of one variation at every level and the usual lengths, as far as the
/// task has these parameters.
pub(super) fn confirm_with(
    task: &'static Task,
    variation: &str,
    prove: impl Fn(&Question, &Check),
) {
    let takes = |name: &str| task.params.iter().any(|param| param.name == name);
    for length in [8, 9, 16, 32] {
        for level in 1..=5 {
            let given = [("length", length), ("difficulty", level)]
                .into_iter()
                .filter(|(name, _)| takes(name))
                .map(|(name, value)| (name, ParamValue::Int(value)));
            let seed = format!("confirm {length}");
            let generator =
                Generator::new(task, Some(variation), given, &seed).expect("valid parameters");
            for index in 0..60 {
                let item = generator.item(index).expect("item 0 was made");
                let mut question = Question {
                    terms: Vec::new(),
                    vars: item.vars,
                };
                if let Some(Var::Text(terms)) = question.vars.get("terms") {
                    let terms: Result<_, _> = terms.split(", ").map(str::parse).collect();
                    question.terms = terms.unwrap_or_default();
                }
                prove(&question, &item.check);
            }
        }
    }
}

/// Checks that `solve` finds the key, and nothing else, for a thousand items of one variation: it
/// gives the next term by each rule that fits.
pub(super) fn confirm(
    task: &'static Task,
    variation: &str,
    solve: impl Fn(&Question) -> Vec<BigInt>,
) {
    confirm_with(task, variation, |question, check| {
        let Check::Integer(key) = check else {
            panic!("not an integer: {check:?}")
        };
        let found = solve(question);
        assert!(
            !found.is_empty() && found.iter().all(|next| *next == key.expected.0),
            "{variation}: {:?} goes on with {found:?}, not {}",
            question.terms,
            key.expected
        );
    });
}

/// The next term of `a f(n) + b` with rational `a` and `b`, if it gives the terms; `values` are
/// those of `f`, one more than terms. `a` and `b` follow from the first two different values.
pub(super) fn undisguised(terms: &[BigInt], values: &[BigInt]) -> Option<BigInt> {
    let shown = &values[..terms.len()];
    let other = shown.iter().position(|value| *value != values[0])?;
    let (run, rise) = (&values[other] - &values[0], &terms[other] - &terms[0]);
    let at = |n: usize| &run * &terms[0] + &rise * (&values[n] - &values[0]);
    let fits = (0..terms.len()).all(|n| at(n) == &run * &terms[n]);
    fits.then(|| at(terms.len()) / &run)
}

pub(super) fn differences(terms: &[BigInt]) -> Vec<BigInt> {
    terms.windows(2).map(|pair| &pair[1] - &pair[0]).collect()
}

/// A polynomial of this degree through all terms goes on so that the last differences stay.
pub(super) fn polynomial(terms: &[BigInt], degree: usize) -> Vec<BigInt> {
    let mut rows = vec![terms.to_vec()];
    for _ in 0..degree {
        rows.push(differences(&rows[rows.len() - 1]));
    }
    let constant = rows[degree].iter().all(|value| *value == rows[degree][0]);
    let next = rows.iter().map(|row| &row[row.len() - 1]).sum();
    constant.then_some(next).into_iter().collect()
}
