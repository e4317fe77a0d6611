//! Items differ, and none can be answered without being read.

use std::collections::{HashMap, HashSet};

use crate::{cells, generator, item};

/// The largest share of items that one constant answer would get right.
fn constant_share(generator: &tribunal_generators::Generator) -> f64 {
    let items = 1_000;
    let mut counts: HashMap<String, u32> = HashMap::new();
    for index in 0..items {
        *counts
            .entry(item(generator, index).check.reference())
            .or_default() += 1;
    }
    f64::from(counts.into_values().max().unwrap_or(0)) / items as f64
}

#[test]
fn no_constant_answer_scores_well() {
    for cell in cells() {
        let bound = match cell.0.name.rsplit('.').next() {
            // Of the two answers one has to be right; three standard deviations of 1,000 items.
            Some("logical_operations") => 0.55,
            _ => 0.01,
        };
        let share = constant_share(&generator(cell, &[], "guess"));
        assert!(
            share <= bound,
            "{}:{}: one answer is right in {:.1} %",
            cell.0.name,
            cell.1.name,
            share * 100.0
        );
    }
}

#[test]
fn a_thousand_items_are_all_different() {
    for cell in cells() {
        let generator = generator(cell, &[], "repeat");
        let digests: HashSet<_> = (0..1_000)
            .map(|index| item(&generator, index).digest)
            .collect();
        assert_eq!(digests.len(), 1_000, "{}:{}", cell.0.name, cell.1.name);
    }
}

#[test]
fn neighbouring_seeds_and_sizes_share_no_items() {
    for cell in cells() {
        let vars = |length: i64, seed: &str| -> HashSet<String> {
            let generator = generator(cell, &[("length", length)], seed);
            let json = |index| serde_json::to_string(&item(&generator, index).vars);
            (0..100)
                .map(|index| json(index).expect("plain data"))
                .collect()
        };
        let some = vars(8, "42");
        assert!(some.is_disjoint(&vars(8, "43")), "{}", cell.0.name);
        if cell.0.params.iter().all(|param| param.name != "length") {
            continue;
        }
        let longer = vars(16, "42");
        let begins = |short: &String| {
            let shown = short.rsplit_once('"').map_or("", |(head, _)| head);
            longer.iter().any(|long| long.starts_with(shown))
        };
        assert!(!some.iter().any(begins), "{}", cell.0.name);
    }
}

/// More than 10^15 items, as published, or a reason why there can't be; and more at every higher
/// difficulty.
#[test]
fn spaces_are_ample_or_say_why_not() {
    for (task, variation) in cells() {
        let name = format!("{}:{}", task.name, variation.name);
        let space = |level| generator((task, variation), &[("difficulty", level)], "space").space();
        let usual = generator((task, variation), &[], "space").space();
        assert!(
            usual.is_ample() || usual.reason().is_some(),
            "{name}: {usual}"
        );
        for level in 1..5 {
            let (less, more) = (space(level), space(level + 1));
            assert!(less.least() < more.least(), "{name}: {less}, then {more}");
        }
    }
}
