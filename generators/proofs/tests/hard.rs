//! Every hard task's keys are confirmed by a second method at several sizes, and keys that are
//! wrong are not.

use tribunal_generators::{Generator, Item, ParamKind, ParamValue, Task, registry};
use tribunal_proofs::{Proof, Question, proof};
use tribunal_verifiers::{Check, Integer};

/// Every hard task that has a proof.
fn tasks() -> impl Iterator<Item = (&'static Task, &'static Proof)> {
    registry::matching("beyondbench.hard.*").filter_map(|task| Some((task, proof(task.name)?)))
}

fn question<'a>(variation: &'a str, item: &'a Item, check: &'a Check) -> Question<'a> {
    Question {
        variation,
        vars: &item.vars,
        check,
    }
}

/// Settings of a task: all defaults, and for each number its ends and a value between.
fn settings(task: &Task) -> Vec<Vec<(&'static str, ParamValue)>> {
    let mut all = vec![Vec::new()];
    for param in task.params {
        if let ParamKind::Int { min, max, default } = param.kind {
            for value in [min, (min + default) / 2, (default + max) / 2, max] {
                all.push(vec![(param.name, ParamValue::Int(value))]);
            }
        }
    }
    all
}

#[test]
fn every_key_is_confirmed_at_many_sizes() {
    for (task, proof) in tasks() {
        for variation in task.variations {
            for (place, given) in settings(task).into_iter().enumerate() {
                let generator = Generator::new(task, Some(variation.name), given.clone(), "prove")
                    .unwrap_or_else(|error| panic!("{}: {error}", task.name));
                for index in 0..if place == 0 { 200 } else { 8 } {
                    let item = generator.item(index).expect("item 0 was made");
                    let doubt = (proof.confirm)(&question(variation.name, &item, &item.check));
                    let label = format!("{}:{} {given:?}", task.name, variation.name);
                    assert_eq!(doubt, Ok(()), "{label} item {index}: {:?}", item.vars);
                }
            }
        }
    }
}

/// A key that belongs to another item hardly ever fits; a number one too large never does.
#[test]
fn wrong_keys_are_doubted() {
    for (task, proof) in tasks() {
        for variation in task.variations {
            let generator =
                Generator::new(task, Some(variation.name), [], "spoil").expect("valid defaults");
            let items: Vec<Item> = (0..61)
                .map(|index| generator.item(index).expect("item 0 was made"))
                .collect();
            let (mut doubts, mut differing) = (0, 0);
            for pair in items.windows(2) {
                // Two items may well have the same number for an answer, and the key then fits.
                if pair[0].check == pair[1].check {
                    continue;
                }
                differing += 1;
                let swapped = question(variation.name, &pair[0], &pair[1].check);
                doubts += u32::from((proof.confirm)(&swapped).is_err());
                if let Check::Integer(key) = &pair[0].check {
                    let mut key = key.clone();
                    key.expected = Integer(key.expected.0 + 1);
                    let spoiled = Check::Integer(key);
                    let spoiled = question(variation.name, &pair[0], &spoiled);
                    assert!((proof.confirm)(&spoiled).is_err(), "{}", task.name);
                }
            }
            // Small boards have so few placements that many boards share one.
            let few = task.name.ends_with("n_queens") && variation.name != "side_8";
            let least = if few {
                differing / 3
            } else {
                differing * 9 / 10
            };
            assert!(
                differing >= 20 && doubts >= least,
                "{}:{} doubts {doubts} of {differing}",
                task.name,
                variation.name
            );
        }
    }
}

/// Whatever stands in the prompt and the key, a proof says yes or no.
#[test]
fn foreign_questions_are_doubted() {
    let samples: Vec<(&Task, Item)> = registry::tasks()
        .iter()
        .filter_map(|task| {
            let item = Generator::new(task, None, [], "x").ok()?.item(0).ok()?;
            Some((*task, item))
        })
        .collect();
    for (task, proof) in tasks() {
        for (other, item) in samples.iter().filter(|(other, _)| other.name != task.name) {
            let foreign = question(task.variations[0].name, item, &item.check);
            assert!(
                (proof.confirm)(&foreign).is_err(),
                "{} confirms {}",
                task.name,
                other.name
            );
        }
    }
}
