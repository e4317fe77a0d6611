//! The second proofs of the ten hard tasks that were added later: they hold at every parameter, and
//! they doubt keys that are spoiled.

use serde_json::Value;
use tribunal_generators::{Generator, ParamKind, ParamValue, Task, registry};
use tribunal_proofs::{Question, proof};
use tribunal_verifiers::checks::IntegerCheck;
use tribunal_verifiers::{Check, Integer};

const LATER: [&str; 10] = [
    "coin_change",
    "edit_distance",
    "interval_scheduling",
    "knapsack",
    "longest_common_subsequence",
    "minimax_game",
    "regex_matching",
    "shortest_path",
    "topological_sort",
    "traveling_salesman",
];

fn tasks() -> impl Iterator<Item = &'static Task> {
    LATER.into_iter().map(|name| {
        let name = format!("beyondbench.hard.{name}");
        registry::task(&name).unwrap_or_else(|| panic!("no task {name}"))
    })
}

fn confirm(generator: &Generator, items: u64) {
    let name = generator.task().name;
    let proof = proof(name).unwrap_or_else(|| panic!("{name} has no proof"));
    let variation = generator.variation().name;
    for index in 0..items {
        let item = generator.item(index).expect("item 0 was made");
        let question = Question {
            variation,
            vars: &item.vars,
            check: &item.check,
        };
        if let Err(doubt) = (proof.confirm)(&question) {
            panic!(
                "{name}:{variation} item {index} at {}: {doubt}\n{:?}",
                generator.params().canonical(),
                item.vars
            );
        }
    }
}

/// Every value of every parameter beside the defaults of the others (of wide ranges a dozen values
/// and both ends), then all smallest and all largest together.
#[test]
fn keys_are_confirmed_at_every_parameter() {
    for task in tasks() {
        let ranges: Vec<(&str, i64, i64)> = task
            .params
            .iter()
            .map(|param| match param.kind {
                ParamKind::Int { min, max, .. } => (param.name, min, max),
                other => panic!("{other:?}"),
            })
            .collect();
        let mut orders: Vec<Vec<(&str, i64)>> = vec![
            ranges.iter().map(|&(name, min, _)| (name, min)).collect(),
            ranges.iter().map(|&(name, _, max)| (name, max)).collect(),
        ];
        for &(name, min, max) in &ranges {
            let step = ((max - min) / 24).max(1) as usize;
            let values = (min..=max).step_by(step).chain([max]);
            orders.extend(values.map(|value| vec![(name, value)]));
        }
        for variation in task.variations {
            for order in &orders {
                let given = order
                    .iter()
                    .map(|&(name, value)| (name, ParamValue::Int(value)));
                let generator = Generator::new(task, Some(variation.name), given, "every");
                confirm(&generator.expect("the parameters fit"), 8);
            }
        }
    }
}

#[test]
fn keys_are_confirmed_at_the_defaults() {
    for task in tasks() {
        for variation in task.variations {
            let generator = Generator::new(task, Some(variation.name), [], "sweep");
            confirm(&generator.expect("defaults fit"), 1000);
        }
    }
}

/// Wrong keys of the same kind: what a slip of a generator would leave.
fn spoiled(check: &Check) -> Vec<Check> {
    match check {
        Check::Integer(key) => [-1, 1]
            .map(|by| {
                let expected = Integer(&key.expected.0 + by);
                Check::Integer(IntegerCheck { expected })
            })
            .to_vec(),
        Check::Choice(key) => {
            let mut key = key.clone();
            key.expected = 1 - key.expected;
            vec![Check::Choice(key)]
        }
        Check::List(key) => {
            let mut key = key.clone();
            if key.expected.pop().is_none() {
                key.expected.push(1);
            }
            vec![Check::List(key)]
        }
        _ => edited(check),
    }
}

/// Instances a little different from the one that was asked about.
fn edited(check: &Check) -> Vec<Check> {
    let stored = serde_json::to_value(check).expect("plain data");
    let witness: Vec<u64> = numbers(&stored["witness"]);
    let mut all = Vec::new();
    let mut edit = |change: &dyn Fn(&mut Value)| {
        let mut other = stored.clone();
        change(&mut other);
        // Some are no instances any more.
        all.extend(serde_json::from_value::<Check>(other).ok());
    };
    match check {
        // Neighbours in an order are joined by an edge that follows from no others, or by none.
        Check::Precedence(_) => {
            for pair in witness.windows(2) {
                let pair = Value::from(pair);
                edit(&|other| {
                    let edges = other["edges"].as_array_mut().expect("edges");
                    match edges.iter().position(|edge| *edge == pair) {
                        Some(at) => drop(edges.remove(at)),
                        None => edges.push(pair.clone()),
                    }
                });
            }
        }
        Check::Route(_) => {
            for (at, edge) in stored["edges"]
                .as_array()
                .expect("edges")
                .iter()
                .enumerate()
            {
                let ends = numbers(edge);
                let used = witness.windows(2).any(|pair| pair == &ends[..2]);
                for length in [ends[2] - 1, ends[2] + 1] {
                    if used {
                        edit(&|other| other["edges"][at][2] = length.into());
                    }
                }
            }
            edit(&|other| {
                let last = witness.len() - 1;
                other["witness"]
                    .as_array_mut()
                    .expect("places")
                    .swap(1, last);
            });
        }
        Check::Selection(_) => {
            let first = witness[0] as usize;
            let value = stored["values"][first].as_u64().expect("a value");
            edit(&|other| other["values"][first] = (value + 1).into());
            edit(&|other| drop(other["witness"].as_array_mut().expect("places").pop()));
            if let Some(capacity) = stored["rule"]["capacity"]["capacity"].as_u64() {
                edit(&|other| other["rule"]["capacity"]["capacity"] = (capacity + 100).into());
            } else {
                let count = stored["names"].as_array().expect("names").len() as u64;
                let left = (0..count).find(|place| !witness.contains(place));
                if let Some(left) = left {
                    let late = Value::from(&[1000, 1001][..]);
                    edit(&|other| {
                        other["rule"]["apart"]["intervals"][left as usize] = late.clone();
                    });
                }
            }
        }
        Check::Change(_) => {
            edit(&|other| {
                other["witness"]
                    .as_array_mut()
                    .expect("coins")
                    .push(1.into());
            });
            edit(&|other| drop(other["witness"].as_array_mut().expect("coins").pop()));
        }
        other => panic!("{other:?}"),
    }
    all
}

fn numbers(value: &Value) -> Vec<u64> {
    let all = value.as_array().expect("a list").iter();
    all.map(|number| number.as_u64().expect("a number"))
        .collect()
}

#[test]
fn spoiled_keys_are_doubted() {
    for task in tasks() {
        let proof = proof(task.name).expect("every task has a proof");
        for variation in task.variations {
            let generator =
                Generator::new(task, Some(variation.name), [], "spoil").expect("defaults fit");
            let mut spoils = 0;
            for index in 0..60 {
                let item = generator.item(index).expect("item 0 was made");
                for check in spoiled(&item.check) {
                    if check == item.check {
                        continue;
                    }
                    spoils += 1;
                    let question = Question {
                        variation: variation.name,
                        vars: &item.vars,
                        check: &check,
                    };
                    assert!(
                        (proof.confirm)(&question).is_err(),
                        "{}:{} item {index}: {:?} is believed in place of {:?}",
                        task.name,
                        variation.name,
                        check,
                        item.check
                    );
                }
            }
            assert!(spoils >= 60, "{}:{}: {spoils}", task.name, variation.name);
        }
    }
}

/// Variables that say nothing, or something else, make a doubt and no panic.
#[test]
fn other_questions_are_doubted() {
    for task in tasks() {
        let own = Generator::new(task, None, [], "own").expect("defaults fit");
        let own = own.item(0).expect("item 0 was made");
        for other in tasks().filter(|other| other.name != task.name) {
            let other = Generator::new(other, None, [], "other").expect("defaults fit");
            let other = other.item(0).expect("item 0 was made");
            let question = Question {
                variation: "default",
                vars: &other.vars,
                check: &own.check,
            };
            let confirmed = (proof(task.name).expect("a proof").confirm)(&question);
            let same = own
                .vars
                .iter()
                .map(|(name, _)| name)
                .eq(other.vars.iter().map(|(n, _)| n));
            assert!(
                same || confirmed.is_err(),
                "{}: {:?}",
                task.name,
                other.vars
            );
        }
    }
}
