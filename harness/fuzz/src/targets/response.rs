//! Any bytes as a model's reply to an item of any task.

use std::sync::LazyLock;

use tribunal_generators::{Generator, Item, registry};
use tribunal_verifiers::{Answer, Check, Finish};

use super::{extract, text};
use crate::Target;

/// Replying to items of every task and variation.
pub const TARGET: Target = Target {
    name: "response",
    hold,
    seeds,
    words: extract::WORDS,
};

/// One item of every variation, with the right answer as it is read.
pub static ITEMS: LazyLock<Vec<(Item, Option<Box<str>>)>> = LazyLock::new(|| {
    let tasks = registry::tasks().iter();
    let all = tasks.flat_map(|task| {
        task.variations
            .iter()
            .map(|variation| (*task, variation.name))
    });
    all.filter_map(|(task, variation)| {
        let generator = Generator::new(task, Some(variation), [], "fuzz").ok()?;
        let item = generator.item(0).ok()?;
        if item.check.needs_court() {
            return None;
        }
        let right = read(&item.check, &item.check.reference());
        Some((item, right))
    })
    .collect()
});

fn read(check: &Check, text: &str) -> Option<Box<str>> {
    let finish = Finish::Stop;
    check.judge(Answer { text, finish }).strict.evidence.answer
}

/// Whether only one answer is right, so that another one judged right is a fault. The others are
/// judged by what their answer does, and a lucky mutation may do it.
pub fn has_one_answer(check: &Check) -> bool {
    reads_back(check)
        || matches!(
            check,
            Check::Logic(_)
                | Check::Sudoku(_)
                | Check::TagTrace(_)
                | Check::TuringRun(_)
                | Check::TuringTrace(_)
        )
}

/// Whether what is kept of an answer is in the form that a prompt asks for; of the others it is meant
/// for counting votes.
fn reads_back(check: &Check) -> bool {
    matches!(
        check,
        Check::Integer(_)
            | Check::Rational(_)
            | Check::Rationals(_)
            | Check::Root(_)
            | Check::Digits(_)
            | Check::List(_)
            | Check::Tally(_)
            | Check::Choice(_)
            | Check::Word(_)
    )
}

/// No reply panics, and none is right but by being the right answer.
fn hold(data: &[u8]) {
    let Some((first, text)) = text(data) else {
        return;
    };
    let hash = text.bytes().fold(usize::from(first), |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    let Some((item, right)) = ITEMS.get(hash % ITEMS.len().max(1)) else {
        return;
    };
    let finish = Finish::Stop;
    let judged = item.check.judge(Answer {
        text: &text,
        finish,
    });
    for verdict in [&judged.strict, &judged.lenient] {
        assert!((0.0..=1.0).contains(&verdict.score));
        if !verdict.outcome.is_correct() {
            continue;
        }
        let answer = verdict
            .evidence
            .answer
            .as_deref()
            .expect("a right answer is an answer");
        if !has_one_answer(&item.check) {
            continue;
        }
        assert_eq!(
            Some(answer),
            right.as_deref(),
            "another answer is judged right"
        );
        if !reads_back(&item.check) {
            continue;
        }
        let boxed = format!("\\boxed{{{answer}}}");
        let again = item.check.judge(Answer {
            text: &boxed,
            finish,
        });
        assert!(
            again.strict.outcome.is_correct(),
            "its canonical spelling isn't right: {boxed}"
        );
    }
}

/// Right and wrong answers: what is near the edge.
fn seeds() -> Vec<Vec<u8>> {
    let checks = ITEMS.iter().map(|(item, _)| &item.check);
    checks
        .flat_map(|check| [check.reference(), check.counterfeit()])
        .filter(|text| text.len() < 4096)
        .map(String::into_bytes)
        .collect()
}
