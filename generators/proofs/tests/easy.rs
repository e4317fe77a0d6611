//! Every easy task's keys are confirmed by its proof, and a spoiled key is doubted.

use num_bigint::BigInt;
use tribunal_generators::{Generator, Item, ParamKind, ParamValue, Task, registry};
use tribunal_proofs::{Doubt, Proof, Question, proof};
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{Order, RootCheck, TallyCheck};
use tribunal_verifiers::value::Ratio;

const SIZES: [i64; 7] = [1, 2, 3, 7, 8, 16, 33];

/// Usual ranges, one-sided ones, ranges of one value, and ranges with fewer values than the list
/// or with none of the kind that a task counts.
const RANGES: [(i64, i64); 16] = [
    (-100, 100),
    (1, 100),
    (-100, -1),
    (0, 0),
    (7, 7),
    (-4, -4),
    (0, 1),
    (-1, 0),
    (-5, 5),
    (0, 9),
    (5, 8),
    (-3, 2),
    (10, 12),
    (1000, 2000),
    (-1_000_000, 1_000_000),
    (-1_000_000_000, 1_000_000_000),
];

/// The easy tasks with their proofs.
fn proofs() -> impl Iterator<Item = (&'static Task, &'static Proof)> {
    registry::matching("beyondbench.easy.*").map(|task| {
        let proof = proof(task.name).unwrap_or_else(|| panic!("{} has no proof", task.name));
        (task, proof)
    })
}

fn takes(task: &Task, name: &str) -> bool {
    task.params.iter().any(|param| param.name == name)
}

/// The first `count` items at these parameters, as far as the task has them; none when it refuses.
fn items(task: &'static Task, given: &[(&str, i64)], count: u64) -> Vec<Item> {
    let given = given
        .iter()
        .filter(|(name, _)| takes(task, name))
        .map(|(name, value)| (*name, ParamValue::Int(*value)));
    match Generator::new(task, None, given, "confirm") {
        Ok(generator) => (0..count)
            .map(|index| generator.item(index).expect("item 0 was made"))
            .collect(),
        Err(_) => Vec::new(),
    }
}

fn confirm(proof: &Proof, item: &Item, check: &Check) -> Result<(), Doubt> {
    (proof.confirm)(&Question {
        variation: "default",
        vars: &item.vars,
        check,
    })
}

fn assert_confirmed(proof: &Proof, item: &Item) {
    if let Err(doubt) = confirm(proof, item, &item.check) {
        panic!(
            "{} item {}: {doubt}\n{:?}",
            proof.task, item.index, item.vars
        );
    }
}

#[test]
fn every_key_is_confirmed() {
    let mut tasks = 0;
    for (task, proof) in proofs() {
        tasks += 1;
        let sized = takes(task, "size");
        let (sizes, count) = if sized {
            (&SIZES[..], 30)
        } else {
            (&SIZES[..1], 300)
        };
        let mut proved = 0;
        for &size in sizes {
            for (low, high) in RANGES {
                let given = [("size", size), ("low", low), ("high", high)];
                for item in items(task, &given, count) {
                    assert_confirmed(proof, &item);
                    proved += 1;
                }
            }
        }
        assert!(
            proved >= 2_000,
            "only {proved} items of {} were proved",
            task.name
        );
    }
    assert_eq!(tasks, 44);
}

#[test]
fn every_key_at_the_default_parameters_is_confirmed() {
    for (task, proof) in proofs() {
        for item in items(task, &[], 3_000) {
            assert_confirmed(proof, &item);
        }
    }
}

#[test]
fn the_largest_parameters_are_borne() {
    for (task, proof) in proofs() {
        let given: Vec<(&str, i64)> = task
            .params
            .iter()
            .filter_map(|param| match (param.name, param.kind) {
                ("low", ParamKind::Int { min, .. }) => Some((param.name, min)),
                (_, ParamKind::Int { max, .. }) => Some((param.name, max)),
                _ => None,
            })
            .collect();
        for item in items(task, &given, 1) {
            assert_confirmed(proof, &item);
        }
    }
}

/// Other keys that look as good, none of which is right.
fn spoiled(check: &Check) -> Vec<Check> {
    let mut spoiled = Vec::new();
    match check {
        Check::Integer(key) => {
            for offset in [-1i64, 1, 1 << 40] {
                let mut key = key.clone();
                key.expected.0 += offset;
                spoiled.push(Check::Integer(key));
            }
        }
        Check::Rational(key) => {
            let mut other = key.clone();
            other.numerator.0 += &key.denominator.0;
            spoiled.push(Check::Rational(other));
            let mut other = key.clone();
            other.denominator.0 += BigInt::from(1);
            other.numerator.0 += BigInt::from(1);
            if other.numerator != other.denominator {
                spoiled.push(Check::Rational(other));
            }
            let mut other = key.clone();
            other.places = other.places.map_or(Some(2), |places| Some(places + 1));
            spoiled.push(Check::Rational(other));
        }
        Check::Rationals(key) => {
            for at in 0..key.expected.len() {
                let mut other = key.clone();
                let value = other.expected[at];
                let raised = value.numerator() + value.denominator();
                other.expected[at] = Ratio::new(raised, value.denominator()).expect("a fraction");
                spoiled.push(Check::Rationals(other));
            }
            let mut other = key.clone();
            other.expected.pop();
            spoiled.push(Check::Rationals(other));
            let mut other = key.clone();
            other
                .expected
                .push(Ratio::new(i64::MAX, 7).expect("a fraction"));
            spoiled.push(Check::Rationals(other));
            let mut other = key.clone();
            other.places = None;
            spoiled.push(Check::Rationals(other));
        }
        Check::List(key) => {
            for at in 0..key.expected.len() {
                let mut other = key.clone();
                other.expected[at] += 1;
                spoiled.push(Check::List(other));
                let mut other = key.clone();
                other.expected[at] = i64::MIN;
                spoiled.push(Check::List(other));
                let mut other = key.clone();
                other.expected.remove(at);
                spoiled.push(Check::List(other));
                let mut other = key.clone();
                other.expected.insert(at, key.expected[at]);
                spoiled.push(Check::List(other));
            }
            let mut other = key.clone();
            other.order = match key.order {
                Order::Exact => Order::Any,
                Order::Any => Order::Exact,
            };
            spoiled.push(Check::List(other));
            let mut other = key.clone();
            other.expected.push(i64::MAX);
            spoiled.push(Check::List(other));
        }
        Check::Tally(key) => {
            let pairs = key.expected();
            let mut push = |pairs: Vec<(i64, u32)>| {
                spoiled.extend(TallyCheck::new(pairs).ok().map(Check::Tally));
            };
            for at in 0..pairs.len() {
                let mut other = pairs.to_vec();
                other[at].1 += 1;
                push(other);
                let mut other = pairs.to_vec();
                other[at].0 += 1;
                push(other);
                let mut other = pairs.to_vec();
                other.remove(at);
                push(other);
            }
            push([pairs, &[(i64::MAX, 1)]].concat());
        }
        Check::Choice(key) => {
            for expected in 0..=key.options.len() {
                if expected != key.expected {
                    let mut other = key.clone();
                    other.expected = expected;
                    spoiled.push(Check::Choice(other));
                }
            }
        }
        Check::Root(key) => {
            let (up, down) = key.radicand();
            let root = |up: BigInt, down: &BigInt, places| {
                Check::Root(RootCheck::new(up, down.clone(), places).expect("a root"))
            };
            spoiled.push(root(up + down, down, key.places()));
            spoiled.push(root(up * 2 + 1, &(down * 2), key.places()));
            spoiled.push(root(up.clone(), down, key.places() + 1));
        }
        other => panic!("no easy task is judged by a {}", other.kind()),
    }
    // A key of another kind is no key.
    spoiled.push(match check {
        Check::Choice(_) => Check::Tally(TallyCheck::new(vec![(1, 1)]).expect("a tally")),
        _ => Check::Choice(tribunal_verifiers::checks::ChoiceCheck {
            expected: 0,
            options: Vec::new(),
        }),
    });
    spoiled
}

#[test]
fn every_spoiled_key_is_doubted() {
    for (task, proof) in proofs() {
        let mut doubted = 0;
        for size in [1, 2, 3, 8, 16] {
            for (low, high) in [(-100, 100), (0, 1), (5, 8)] {
                let given = [("size", size), ("low", low), ("high", high)];
                for item in items(task, &given, 20) {
                    for check in spoiled(&item.check) {
                        assert!(
                            confirm(proof, &item, &check).is_err(),
                            "{} takes {check:?} for {:?} in place of {:?}",
                            task.name,
                            item.vars,
                            item.check
                        );
                        doubted += 1;
                    }
                }
            }
        }
        assert!(
            doubted > 100,
            "only {doubted} keys of {} were spoiled",
            task.name
        );
    }
}

/// What a proof needs of the prompt must be there; anything else is a doubt and no panic.
#[test]
fn a_prompt_that_tells_nothing_is_doubted() {
    for (task, proof) in proofs() {
        for item in items(task, &[], 1) {
            let bare = Item {
                vars: tribunal_generators::Vars::new(),
                ..item
            };
            assert!(confirm(proof, &bare, &bare.check).is_err(), "{}", task.name);
        }
    }
}
