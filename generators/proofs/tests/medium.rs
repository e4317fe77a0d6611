//! Every medium key is confirmed by its second proof, at every size; every spoiled one is doubted.

use tribunal_generators::{Generator, Item, ParamValue, Task, Var, Variation, Vars, registry};
use tribunal_proofs::{Doubt, Question, proof};
use tribunal_verifiers::checks::{DigitsCheck, Order};
use tribunal_verifiers::{Check, Integer};

/// Every variation of every medium task.
fn cells() -> impl Iterator<Item = (&'static Task, &'static Variation)> {
    registry::matching("beyondbench.medium.*").flat_map(|task| {
        task.variations
            .iter()
            .map(move |variation| (task, variation))
    })
}

/// The items of a variation at this length and difficulty, as far as the task has them.
fn items(
    (task, variation): (&'static Task, &'static Variation),
    (length, level): (i64, i64),
    count: u64,
) -> impl Iterator<Item = Item> {
    let given = [("length", length), ("difficulty", level)]
        .into_iter()
        .filter(|(name, _)| task.params.iter().any(|param| param.name == *name))
        .map(|(name, value)| (name, ParamValue::Int(value)));
    let generator = Generator::new(
        task,
        Some(variation.name),
        given,
        &format!("prove {length}"),
    )
    .expect("valid parameters");
    (0..count).map(move |index| generator.item(index).expect("item 0 was made"))
}

fn confirm(
    (task, variation): (&'static Task, &'static Variation),
    vars: &Vars,
    check: &Check,
) -> Result<(), Doubt> {
    let proof = proof(task.name).unwrap_or_else(|| panic!("{} has no proof", task.name));
    (proof.confirm)(&Question {
        variation: variation.name,
        vars,
        check,
    })
}

/// The smallest length is where a competing rule is likeliest.
#[test]
fn every_key_is_confirmed() {
    for cell in cells() {
        let (task, variation) = cell;
        for level in 1..=5 {
            for (length, count) in [(8, 500), (9, 60), (16, 60), (32, 60), (64, 20)] {
                for item in items(cell, (length, level), count) {
                    if let Err(doubt) = confirm(cell, &item.vars, &item.check) {
                        let (name, index) = (variation.name, item.index);
                        let at = format!("length {length}, difficulty {level}, item {index}");
                        panic!("{}:{name} at {at}: {doubt}\n{:?}", task.name, item.vars);
                    }
                }
            }
        }
    }
}

/// The lengths below eight, which three tasks have.
#[test]
fn the_shortest_questions_are_decided() {
    for cell in cells() {
        for length in 1..8 {
            let short =
                cell.0.params.iter().any(|param| {
                    param.name == "length" && param.parse(&length.to_string()).is_ok()
                });
            if !short {
                continue;
            }
            for level in 1..=5 {
                for item in items(cell, (length, level), 500) {
                    let confirmed = confirm(cell, &item.vars, &item.check);
                    assert_eq!(confirmed, Ok(()), "{}: {:?}", cell.0.name, item.vars);
                }
            }
        }
    }
}

/// Wrong keys that look like the right one.
fn spoiled(check: &Check) -> Vec<Check> {
    let near = |value: &Integer| [1, -1, 2, -2].map(|offset| Integer(&value.0 + offset));
    match check {
        Check::Integer(key) => {
            let mut keys: Vec<Integer> = near(&key.expected).into();
            keys.extend([Integer(-&key.expected.0), Integer(&key.expected.0 * 2)]);
            keys.retain(|other| *other != key.expected);
            let with = |expected| {
                let mut key = key.clone();
                key.expected = expected;
                Check::Integer(key)
            };
            keys.into_iter().map(with).collect()
        }
        Check::Rational(key) => {
            let mut all = Vec::new();
            for (above, below) in near(&key.numerator).into_iter().zip(near(&key.denominator)) {
                let (mut one, mut other) = (key.clone(), key.clone());
                one.numerator = above;
                other.denominator = below;
                all.extend([one, other]);
            }
            let mut rounded = key.clone();
            rounded.places = Some(2);
            all.push(rounded);
            all.into_iter().map(Check::Rational).collect()
        }
        Check::List(key) => {
            let mut all = Vec::new();
            for place in 0..key.expected.len() {
                for offset in [1, -1] {
                    let mut other = key.clone();
                    other.expected[place] += offset;
                    all.push(other);
                }
            }
            let mut loose = key.clone();
            loose.order = Order::Any;
            let mut short = key.clone();
            short.expected.pop();
            all.extend([loose, short]);
            all.into_iter().map(Check::List).collect()
        }
        Check::Choice(key) => {
            let others = (0..=key.options.len()).filter(|option| *option != key.expected);
            let with = |expected| {
                let mut key = key.clone();
                key.expected = expected;
                Check::Choice(key)
            };
            others.map(with).collect()
        }
        Check::Digits(key) => {
            let (base, digits) = (key.base(), key.digits());
            let (before, last) = digits.split_at(digits.len() - 1);
            let other = if last == "1" { "0" } else { "1" };
            let all = [
                DigitsCheck::new(base, format!("{before}{other}")),
                DigitsCheck::new(base, format!("{digits}0")),
                DigitsCheck::new(base, before),
                DigitsCheck::new(base + 1, digits),
            ];
            all.into_iter().flatten().map(Check::Digits).collect()
        }
        other => panic!("no medium task has a {}", other.kind()),
    }
}

#[test]
fn every_spoiled_key_is_doubted() {
    for cell in cells() {
        for (length, level) in [(8, 1), (8, 3), (16, 5)] {
            for item in items(cell, (length, level), 40) {
                let keys = spoiled(&item.check);
                assert!(!keys.is_empty(), "{}", cell.0.name);
                for key in keys {
                    let found = confirm(cell, &item.vars, &key);
                    assert!(found.is_err(), "{}: {key:?} {:?}", cell.0.name, item.vars);
                }
            }
        }
    }
}

/// The variables with one of them replaced, or left out.
fn replaced(vars: &Vars, name: &str, value: Option<&Var>) -> Vars {
    vars.iter().fold(Vars::new(), |all, (known, own)| {
        let value = if known == name { value } else { Some(own) };
        match value {
            Some(value) => all.with(known.to_owned(), value.clone()),
            None => all,
        }
    })
}

/// Whatever stands in a prompt, a proof confirms or doubts; it never panics or hangs.
#[test]
fn corrupt_questions_are_doubted() {
    let texts = [
        "",
        "?",
        "0",
        "1, 1",
        "0, 0, 0, 0, 0, 0, 0, 0, 0, 0",
        "1, 2, 3, 4, 5, 6, 7, 8",
        "1, 0, 0, 0, 0, 0, 0, 0",
        "0, 1, 0, 1, 0, 1, 0, 1, 0",
        "1/0, 1/0, 1/0",
        "(((",
        "NOT",
        "x^9",
    ];
    let numbers = [i64::MIN, -1, 0, 1, 2, 7, 1_000, i64::MAX];
    let mut values: Vec<Var> = texts.map(Var::from).into();
    values.extend(numbers.map(Var::from));
    values.extend([vec![], vec![0], vec![i64::MIN, i64::MAX], vec![0; 4]].map(Var::from));
    values.push(Var::List(vec![
        vec![i64::MIN, i64::MAX].into(),
        vec![i64::MAX, i64::MIN].into(),
    ]));
    values.push(Var::List(vec![vec![0, 0].into(), vec![0, 0].into()]));
    for cell in cells() {
        let item = items(cell, (8, 3), 1).next().expect("an item");
        for (name, _) in item.vars.iter() {
            let without = replaced(&item.vars, name, None);
            // A proof for all starts need not read how many there are.
            let needed = confirm(cell, &without, &item.check).is_err();
            assert!(
                needed || name == "starts",
                "{}: {name} is not read",
                cell.0.name
            );
            for value in &values {
                let vars = replaced(&item.vars, name, Some(value));
                // A far bound of a range of hidden numbers leaves the key as it is.
                let _ = confirm(cell, &vars, &item.check);
            }
        }
    }
}
