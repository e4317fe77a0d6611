//! Items differ, and none can be answered without being read.

use std::collections::{HashMap, HashSet};

use crate::prompts::render;
use crate::{generators, judge, label};

/// The largest share of items that one constant answer may get right: what few possible answers
/// force, with three standard deviations of 400 items.
fn bound(label: &str) -> f64 {
    match label.rsplit('.').next().unwrap_or_default() {
        // Yes or no.
        name if name.starts_with("halts") => 0.58,
        // Once it repeats, any start will do, and short periods are common.
        name if name.starts_with("prove_nonhalting") => 0.34,
        // A few dozen steps leave few marks.
        "run:score" => 0.30,
        _ => 0.20,
    }
}

/// Each of the first items' answers is tried on all items, so that a check which accepts many
/// answers is guessed at as a check with one.
#[test]
fn no_constant_answer_scores_well() {
    for generator in generators("guess") {
        let items: Vec<_> = (0..400)
            .map(|index| generator.item(index).expect("item 0 was made"))
            .collect();
        let mut answers: HashMap<String, u32> = HashMap::new();
        for item in &items {
            *answers.entry(item.check.reference()).or_default() += 1;
        }
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.sort_by_key(|(text, count)| (std::cmp::Reverse(*count), text.clone()));
        for (text, _) in answers.iter().take(40) {
            let right = items
                .iter()
                .filter(|item| judge(item, text).strict.outcome.is_correct())
                .count();
            let share = right as f64 / items.len() as f64;
            let label = label(&generator);
            assert!(
                share <= bound(&label),
                "{label}: {text} is right in {share}"
            );
        }
    }
}

#[test]
fn prompts_are_all_different() {
    for generator in generators("repeat") {
        let prompts: HashSet<String> = (0..300)
            .map(|index| render(&generator, &generator.item(index).expect("item 0 was made")))
            .collect();
        assert!(
            prompts.len() >= 300,
            "{}: {}",
            label(&generator),
            prompts.len()
        );
    }
}

#[test]
fn neighbouring_seeds_share_no_items() {
    let digests = |seed: &'static str| -> HashSet<_> {
        generators(seed)
            .flat_map(|generator| {
                (0..100).map(move |index| generator.item(index).expect("item 0 was made").digest)
            })
            .collect()
    };
    assert!(digests("42").is_disjoint(&digests("43")));
}

/// The counts are lower bounds; they have to be ample or say why not.
#[test]
fn spaces_are_ample_or_say_why_not() {
    for generator in generators("space") {
        let space = generator.space();
        assert!(
            space.is_ample() || space.reason().is_some(),
            "{}: {space}",
            label(&generator)
        );
    }
}
