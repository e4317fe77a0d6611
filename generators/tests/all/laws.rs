//! No parameters within their declared ranges make a task panic, hang, contradict itself or depend
//! on other items.

use proptest::prelude::*;
use proptest::test_runner::Config;
use tribunal_generators::{
    Generator, GeneratorError, Item, ParamKind, ParamValue, Task, Variation, registry,
};
use tribunal_verifiers::checks::LeanCheck;
use tribunal_verifiers::{Answer, Check, Finish, Outcome};

use crate::{generators, judge, label};

/// The reference answer is right and the counterfeit wrong, under both readings.
fn assert_judged(label: &str, item: &Item) {
    if let Check::Lean(check) = &item.check {
        return assert_submitted(label, check);
    }
    for (text, wanted) in [
        (item.check.reference(), Outcome::Correct),
        (item.check.counterfeit(), Outcome::Incorrect),
    ] {
        let judgement = judge(item, &text);
        for (reading, verdict) in [("strict", judgement.strict), ("lenient", judgement.lenient)] {
            assert_eq!(
                verdict.outcome, wanted,
                "{label} item {} by the {reading} reading of {text:.200?}: {:?}",
                item.index, verdict.evidence.reason
            );
        }
    }
}

/// Of both answers a whole file is made, the same one by both readings, and not of the other.
fn assert_submitted(label: &str, check: &LeanCheck) {
    let files = [check.reference(), check.counterfeit()].map(|text| {
        let [strict, lenient] = [true, false].map(|strict| {
            let answer = Answer {
                text: &text,
                finish: Finish::Stop,
            };
            check.submission(answer, strict).expect(label)
        });
        assert_eq!(strict, lenient, "{label}");
        assert!(!strict.contains("sorry"), "{label}");
        strict
    });
    assert_ne!(files[0], files[1], "{label}");
}

/// A check that went through the store judges as before.
fn assert_stored(item: &Item) {
    let json = serde_json::to_string(&item.check).expect("plain data");
    let stored: Check = serde_json::from_str(&json).expect("what was written is read");
    assert_eq!(stored, item.check);
}

/// A generator with these integers set, or why the task refuses them: a refusal is about the
/// parameters, so every seed gives the same one.
fn with(
    task: &'static Task,
    variation: &Variation,
    given: &[(&'static str, ParamValue)],
    seed: &str,
) -> Option<Generator> {
    let new = |seed: &str| -> Result<Generator, GeneratorError> {
        Generator::new(task, Some(variation.name), given.iter().cloned(), seed)
    };
    match new(seed) {
        Ok(generator) => Some(generator),
        Err(error) => {
            for other in ["x", "y", "z"] {
                assert_eq!(new(other).map(|_| ()), Err(error.clone()), "{given:?}");
            }
            None
        }
    }
}

proptest! {
    #![proptest_config(Config { cases: 32, ..Config::default() })]

    #[test]
    fn every_parameter_is_borne(other in any::<[u32; 8]>(), seed in "[a-z0-9]{0,6}") {
        for task in registry::tasks() {
            let given = task.params.iter().zip(other.iter().cycle()).filter_map(|(param, other)| {
                let ParamKind::Int { min, max, .. } = param.kind else { return None };
                // Large instances are tried apart; here many small ones are worth more.
                let max = max.min(min + 16);
                let value = min + i64::from(*other) % (max - min + 1);
                Some((param.name, ParamValue::Int(value)))
            });
            let given: Vec<_> = given.collect();
            for variation in task.variations {
                let Some(generator) = with(task, variation, &given, &seed) else { continue };
                for index in [0, 1, 2, u64::MAX] {
                    let item = generator.item(index);
                    let item = item.map_err(|e| TestCaseError::fail(format!("item {index}: {e}")))?;
                    assert_judged(&label(&generator), &item);
                    assert_stored(&item);
                }
            }
        }
    }
}

#[test]
fn the_largest_parameters_are_borne() {
    for task in registry::tasks() {
        let given = task.params.iter().filter_map(|param| match param.kind {
            // A least size at its largest leaves nothing above it to look for.
            ParamKind::Int { max, .. } if !param.name.ends_with("_min") => {
                Some((param.name, ParamValue::Int(max)))
            }
            _ => None,
        });
        let given: Vec<_> = given.collect();
        for variation in task.variations {
            let Some(generator) = with(task, variation, &given, "large") else {
                continue;
            };
            for index in 0..2 {
                let item = generator.item(index).expect("item 0 was made");
                assert_judged(&label(&generator), &item);
                assert_stored(&item);
            }
        }
    }
}

#[test]
fn reference_is_right_and_counterfeit_wrong() {
    for generator in generators("oracle") {
        for index in 0..150 {
            let item = generator.item(index).expect("item 0 was made");
            assert_judged(&label(&generator), &item);
            assert_stored(&item);
        }
    }
}

#[test]
fn an_item_depends_on_its_own_index_alone() {
    let fresh: Vec<Generator> = generators("order").collect();
    for (generator, fresh) in generators("order").zip(&fresh) {
        let in_order: Vec<Item> = (0..40)
            .map(|index| generator.item(index).expect("item 0 was made"))
            .collect();
        for index in (0..40).rev().step_by(7) {
            let alone = fresh.item(index).expect("item 0 was made");
            assert_eq!(alone, in_order[index as usize], "{}", label(fresh));
        }
    }
}
