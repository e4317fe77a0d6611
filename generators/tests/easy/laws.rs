//! No parameters within their declared ranges make a task panic, hang, leave the range of values,
//! contradict itself or depend on other items.

use proptest::prelude::*;
use proptest::test_runner::Config;
use tribunal_generators::{Generator, Item, ParamKind, ParamValue, Task, Var};
use tribunal_verifiers::Outcome;

use crate::{generator, judge, lists, takes, tasks};

/// The values of which an item's problem is made.
fn values(item: &Item) -> Vec<i64> {
    let pair = ["a", "b"]
        .into_iter()
        .filter_map(|name| match item.vars.get(name) {
            Some(Var::Int(value)) => Some(*value),
            _ => None,
        });
    pair.chain(lists(item).concat()).collect()
}

/// The reference answer is right and the counterfeit wrong, under both readings.
fn assert_judged(task: &Task, item: &Item) {
    for (text, wanted) in [
        (item.check.reference(), Outcome::Correct),
        (item.check.counterfeit(), Outcome::Incorrect),
    ] {
        assert_eq!(
            judge(item, &text),
            wanted,
            "{} item {}",
            task.name,
            item.index
        );
    }
}

/// Ends of ranges of every magnitude, close together and far apart, around zero and away from it.
fn bounds() -> impl Strategy<Value = (i64, i64)> {
    let limit = 1_000_000_000i64;
    let magnitude = prop_oneof![Just(3i64), Just(30), Just(200), Just(50_000), Just(limit)];
    (magnitude.clone(), magnitude, any::<[u32; 2]>()).prop_map(move |(place, width, bits)| {
        let low = i64::from(bits[0]) % (2 * place + 1) - place;
        (low, (low + i64::from(bits[1]) % (width + 2) - 1).min(limit))
    })
}

proptest! {
    #![proptest_config(Config { cases: 400, ..Config::default() })]

    #[test]
    fn every_parameter_is_borne(
        (low, high) in bounds(),
        size in prop_oneof![1i64..20, 20i64..200],
        other in any::<u32>(),
        seed in "[a-z0-9]{0,6}",
    ) {
        for task in tasks() {
            let given = task.params.iter().filter_map(|param| {
                let ParamKind::Int { min, max, .. } = param.kind else { return None };
                let value = match param.name {
                    "low" => low,
                    "high" => high,
                    "size" => size.max(min),
                    _ => min + i64::from(other) % (max - min + 1),
                };
                Some((param.name, ParamValue::Int(value)))
            });
            let generator = match Generator::new(task, None, given.clone(), &seed) {
                Ok(generator) => generator,
                Err(error) => {
                    // A refusal is about the parameters, so another stream gives the same one.
                    for other_seed in ["x", "y", "z"] {
                        let again = Generator::new(task, None, given.clone(), other_seed);
                        prop_assert_eq!(again.map(|_| ()), Err(error.clone()));
                    }
                    let wide = error.to_string().contains("`window`");
                    prop_assert!(low >= high || high < 0 || wide, "{}", error);
                    continue;
                }
            };
            prop_assert!(low <= high);
            for index in [0, 1, 2, 3, u64::MAX] {
                let item = generator.item(index);
                let item = item.map_err(|e| TestCaseError::fail(format!("item {index}: {e}")))?;
                let values = values(&item);
                let each = if takes(task, "size") { generator.params().size("size") } else { 2 };
                let count = each * lists(&item).len().max(1);
                prop_assert_eq!(values.len(), count, "{}", task.name);
                prop_assert!(
                    values.iter().all(|v| (low..=high).contains(v)),
                    "{} of {}..={} gives {:?}", task.name, low, high, values
                );
                assert_judged(task, &item);
            }
        }
    }
}

#[test]
fn the_largest_parameters_are_borne() {
    for task in tasks() {
        let given = task
            .params
            .iter()
            .filter_map(|param| match (param.name, param.kind) {
                ("low", ParamKind::Int { min, .. }) => Some((param.name, ParamValue::Int(min))),
                (_, ParamKind::Int { max, .. }) => Some((param.name, ParamValue::Int(max))),
                _ => None,
            });
        let generator = Generator::new(task, None, given, "large").expect("valid");
        assert_judged(task, &generator.item(1).expect("item 0 was made"));
    }
}

#[test]
fn reference_is_right_and_counterfeit_wrong() {
    for task in tasks() {
        for size in [3, 8, 32] {
            let generator = generator(task, size, "oracle");
            for index in 0..200 {
                assert_judged(task, &generator.item(index).expect("item 0 was made"));
            }
        }
    }
}

#[test]
fn an_item_depends_on_its_own_index_alone() {
    for task in tasks() {
        let in_order: Vec<Item> = {
            let generator = generator(task, 8, "order");
            (0..50)
                .map(|index| generator.item(index).expect("item 0 was made"))
                .collect()
        };
        let fresh = |index| {
            generator(task, 8, "order")
                .item(index)
                .expect("item 0 was made")
        };
        for index in (0..50).rev().step_by(7) {
            assert_eq!(fresh(index), in_order[index as usize], "{}", task.name);
        }
    }
}
