//! What the tests of the easy tasks share: items over many sizes and ranges, each of which a
//! second solver has to confirm.

use tribunal_verifiers::{Check, Integer};

use crate::item::Item;
use crate::param::ParamValue;
use crate::task::{Generator, Task};
use crate::vars::{Var, Vars};

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

/// The first `count` items of `task` at these parameters; none when it refuses them. Tasks about a
/// pair have no size.
pub(super) fn items(
    task: &'static Task,
    size: i64,
    low: i64,
    high: i64,
    count: u64,
) -> impl Iterator<Item = Item> {
    let given = [("size", size), ("low", low), ("high", high)]
        .into_iter()
        .filter(|(name, _)| task.params.iter().any(|param| param.name == *name))
        .map(|(name, value)| (name, ParamValue::Int(value)));
    let generator = Generator::new(task, None, given, "confirm").ok();
    generator.into_iter().flat_map(move |generator| {
        (0..count).map(move |index| generator.item(index).expect("item 0 was made"))
    })
}

/// Has `prove` look at thousands of items of `task`; it panics at a key that it finds wrong.
pub(super) fn confirm_with(task: &'static Task, prove: impl Fn(&Vars, &Check)) {
    let sized = task.params.iter().any(|param| param.name == "size");
    let (sizes, count) = if sized {
        (&SIZES[..], 30)
    } else {
        (&SIZES[..1], 300)
    };
    let mut proved = 0;
    for &size in sizes {
        for (low, high) in RANGES {
            for item in items(task, size, low, high, count) {
                if sized {
                    assert_eq!(list(&item.vars).len() as i64, size);
                }
                prove(&item.vars, &item.check);
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

/// Checks that `solve`, given the list alone, finds the key of thousands of items of `task`.
pub(super) fn confirm<A: Into<Integer>>(task: &'static Task, solve: impl Fn(&[i64]) -> A) {
    confirm_with(task, |vars, check| {
        let Check::Integer(key) = check else {
            panic!("not an integer: {check:?}")
        };
        let numbers = list(vars);
        assert_eq!(
            key.expected,
            solve(numbers).into(),
            "{} of {numbers:?}",
            task.name
        );
    });
}

/// The list that a prompt prints.
pub(super) fn list(vars: &Vars) -> &[i64] {
    match vars.get("numbers") {
        Some(Var::Ints(numbers)) => numbers,
        other => panic!("no list: {other:?}"),
    }
}

/// The pair that a prompt prints.
pub(super) fn pair(vars: &Vars) -> (i64, i64) {
    match (vars.get("a"), vars.get("b")) {
        (Some(Var::Int(a)), Some(Var::Int(b))) => (*a, *b),
        other => panic!("no pair: {other:?}"),
    }
}
