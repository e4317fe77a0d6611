//! No parameters within their declared ranges make a task panic, hang, contradict itself or depend
//! on other items.

use proptest::prelude::*;
use proptest::test_runner::Config;
use tribunal_generators::{Generator, Item, ParamKind, ParamValue, Task};
use tribunal_verifiers::Outcome;

use crate::{cells, generator, item, judge, text};

/// The reference answer is right and the counterfeit wrong, under both readings.
fn assert_judged(task: &Task, item: &Item) {
    for (text, wanted) in [
        (item.check.reference(), Outcome::Correct),
        (item.check.counterfeit(), Outcome::Incorrect),
    ] {
        let judgement = judge(item, &text);
        for (reading, verdict) in [("strict", judgement.strict), ("lenient", judgement.lenient)] {
            assert_eq!(
                verdict.outcome, wanted,
                "{} item {} by the {reading} reading of {text:.200?}: {:?}",
                task.name, item.index, verdict.evidence.reason
            );
        }
    }
}

proptest! {
    #![proptest_config(Config { cases: 100, ..Config::default() })]

    #[test]
    fn every_parameter_is_borne(bits in any::<[u32; 3]>(), seed in "[a-z0-9]{0,6}") {
        for (task, variation) in cells() {
            let given = task.params.iter().zip(bits).filter_map(|(param, bits)| {
                let ParamKind::Int { min, max, .. } = param.kind else { return None };
                Some((param.name, ParamValue::Int(min + i64::from(bits) % (max - min + 1))))
            });
            let generator = Generator::new(task, Some(variation.name), given, &seed);
            let generator = generator.map_err(|e| TestCaseError::fail(e.to_string()))?;
            for index in [0, 1, u64::MAX] {
                let item = generator.item(index);
                let item = item.map_err(|e| TestCaseError::fail(format!("item {index}: {e}")))?;
                assert_judged(task, &item);
            }
        }
    }
}

/// Every length and level, and so the largest.
#[test]
fn as_many_terms_are_shown_as_asked_for() {
    for cell in cells().filter(|(task, _)| task.name.ends_with("_sequence")) {
        for length in 8..=64 {
            for level in [1, 5] {
                let given = [("length", length), ("difficulty", level)];
                let item = item(&generator(cell, &given, "length"), 0);
                let shown = text(&item, "terms").split(", ").count();
                assert_eq!(shown as i64, length, "{}", cell.0.name);
                assert_judged(cell.0, &item);
            }
        }
    }
}

#[test]
fn reference_is_right_and_counterfeit_wrong() {
    for cell in cells() {
        for length in [8, 16, 32] {
            let generator = generator(cell, &[("length", length)], "oracle");
            for index in 0..100 {
                assert_judged(cell.0, &item(&generator, index));
            }
        }
    }
}

#[test]
fn an_item_depends_on_its_own_index_alone() {
    for cell in cells() {
        let all = generator(cell, &[], "order");
        let in_order: Vec<Item> = (0..50).map(|index| item(&all, index)).collect();
        for index in (0..50).rev().step_by(7) {
            let alone = item(&generator(cell, &[], "order"), index);
            assert_eq!(alone, in_order[index as usize], "{}", cell.0.name);
        }
    }
}

/// The ranges of each level hold those of the level below, so numbers grow: those of half of the
/// items, at least, since a few are long at every level.
#[test]
fn difficulty_makes_problems_longer() {
    for (task, variation) in cells() {
        let middle = |level: i64| -> usize {
            let generator = generator((task, variation), &[("difficulty", level)], "level");
            let json = |index| serde_json::to_string(&item(&generator, index).vars);
            let mut lengths: Vec<usize> = (0..201)
                .map(|index| json(index).expect("plain data").len())
                .collect();
            lengths.sort_unstable();
            lengths[100]
        };
        let lengths: Vec<usize> = (1..=5).map(middle).collect();
        let grow = lengths.windows(2).all(|pair| pair[0] < pair[1]);
        assert!(grow, "{}:{}: {lengths:?}", task.name, variation.name);
    }
}
