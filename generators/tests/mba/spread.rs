//! Items differ, and none can be answered without being read.

use std::collections::{HashMap, HashSet};

use tribunal_verifiers::Check;
use tribunal_verifiers::mba::Cost;

use crate::prompts::render;
use crate::{generator, generators, judge, label};

/// The largest share of items that one constant answer may get right: what few possible answers
/// force, with three standard deviations of 400 items.
fn bound(label: &str) -> f64 {
    match label.rsplit('.').next().unwrap_or_default() {
        // One half is equivalent.
        name if name.starts_with("equivalence") => 0.59,
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
        for (text, _) in answers.iter().take(12) {
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
            prompts.len() == 300,
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

/// Each kind mixes arithmetic and bitwise operators as its name says, and each layer adds two turns.
#[test]
fn alternation_is_what_was_asked_for() {
    for (variation, layers, least, most) in [
        ("linear", 1, 1, 1),
        ("polynomial", 1, 1, 1),
        ("nested", 1, 2, 4),
        ("nested", 2, 4, 6),
        ("nested", 3, 6, 8),
    ] {
        let generator = generator("mba.simplify", variation, &[("layers", layers)], "turns");
        for index in 0..40 {
            let item = generator.item(index).expect("item 0 was made");
            let Check::Filling(check) = &item.check else {
                panic!("{:?}", item.check)
            };
            let found = Cost::of(check.sides().0).alternation;
            assert!(
                (least..=most).contains(&found),
                "{variation} {layers}: {found}"
            );
        }
    }
}

#[test]
fn spaces_are_ample_at_the_default_parameters() {
    for generator in generators("space") {
        let space = generator.space();
        assert!(space.is_ample(), "{}: {space}", label(&generator));
    }
}
