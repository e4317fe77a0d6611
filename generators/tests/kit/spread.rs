//! Laws of many items together: they differ, and none can be answered without being read.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::prompts::render;
use super::{generators, judge, label};

/// No constant answer is right in a larger share of items than `bound` gives for its label: what few
/// possible answers force, with three standard deviations of 400 items.
///
/// Each of the commonest answers is tried on all items, so that a check which accepts many answers is
/// guessed at as a check with one.
pub(crate) fn no_constant_answer_scores_well(
    pattern: &str,
    tried: usize,
    bound: impl Fn(&str) -> f64,
) {
    for generator in generators(pattern, "guess") {
        let items: Vec<_> = (0..400)
            .map(|index| generator.item(index).expect("item 0 was made"))
            .collect();
        let mut answers: HashMap<String, u32> = HashMap::new();
        for item in &items {
            *answers.entry(item.check.reference()).or_default() += 1;
        }
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.sort_by_key(|(text, count)| (Reverse(*count), text.clone()));
        for (text, _) in answers.iter().take(tried) {
            let right = items
                .iter()
                .filter(|item| judge(item, text).strict.outcome.is_correct())
                .count();
            let share = right as f64 / items.len() as f64;
            let label = label(&generator);
            assert!(
                share <= bound(label.rsplit('.').next().unwrap_or_default()),
                "{label}: {text} is right in {share}"
            );
        }
    }
}

/// At least `distinct` of a label's 300 prompts differ.
pub(crate) fn prompts_are_all_different(pattern: &str, distinct: impl Fn(&str) -> usize) {
    for generator in generators(pattern, "repeat") {
        let prompts: HashSet<String> = (0..300)
            .map(|index| render(&generator, &generator.item(index).expect("item 0 was made")))
            .collect();
        let label = label(&generator);
        assert!(
            prompts.len() >= distinct(&label),
            "{label}: {}",
            prompts.len()
        );
    }
}

/// Seeds that differ in one character have no item in common; labels for which `distinct` asks less
/// than 300 of 300 are left out.
pub(crate) fn neighbouring_seeds_share_no_items(pattern: &str, distinct: impl Fn(&str) -> usize) {
    let digests = |seed: &str| -> HashSet<_> {
        generators(pattern, seed)
            .iter()
            .filter(|generator| distinct(&label(generator)) == 300)
            .flat_map(|generator| {
                (0..100).map(|index| generator.item(index).expect("item 0 was made").digest)
            })
            .collect()
    };
    assert!(digests("42").is_disjoint(&digests("43")));
}

/// The counts of different items, which are lower bounds, are ample or say why not.
pub(crate) fn spaces_are_ample_or_say_why_not(pattern: &str) {
    for generator in generators(pattern, "space") {
        let space = generator.space();
        assert!(
            space.is_ample() || space.reason().is_some(),
            "{}: {space}",
            label(&generator)
        );
    }
}
