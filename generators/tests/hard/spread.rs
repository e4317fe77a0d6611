//! Items differ, and none can be answered without being read.

use std::collections::{HashMap, HashSet};

use crate::prompts::render;
use crate::{generators, judge, label};

/// The largest share of items that one constant answer may get right: what few possible answers
/// force, with three standard deviations of 400 items.
fn bound(label: &str) -> f64 {
    match label.rsplit('.').next().unwrap_or_default() {
        // Four queens have two placements, six have four, and five have ten.
        "n_queens:side_4" => 0.60,
        "n_queens:side_6" => 0.36,
        "n_queens:side_5" => 0.20,
        // One formula in ten is unsatisfiable.
        name if name.starts_with("boolean_sat") => 0.16,
        // There are two answers.
        "regex_matching:default" => 0.58,
        // Lengths and counts crowd around their middle, however widely they are drawn: the commonest
        // comes in 17, 13, 13 and 12 of a hundred items.
        "longest_common_subsequence:default" => 0.23,
        "edit_distance:default" | "interval_scheduling:default" => 0.18,
        "coin_change:default" => 0.17,
        _ => 0.10,
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
            prompts.len() >= distinct(&label(&generator)),
            "{}: {}",
            label(&generator),
            prompts.len()
        );
    }
}

/// How many of 300 prompts must differ.
fn distinct(label: &str) -> usize {
    // Four queens have about 2^15 boards, so that a repetition or two is to be expected.
    if label.ends_with("side_4") { 294 } else { 300 }
}

#[test]
fn neighbouring_seeds_share_no_items() {
    let digests = |seed: &'static str| -> HashSet<_> {
        generators(seed)
            .filter(|generator| distinct(&label(generator)) == 300)
            .flat_map(|generator| {
                (0..100).map(move |index| generator.item(index).expect("item 0 was made").digest)
            })
            .collect()
    };
    assert!(digests("42").is_disjoint(&digests("43")));
}

#[test]
fn spaces_are_ample_or_say_why_not() {
    for generator in generators("space") {
        let space = generator.space();
        assert!(
            space.is_ample() || space.reason().is_some(),
            "{} has {space} items",
            label(&generator)
        );
    }
}
