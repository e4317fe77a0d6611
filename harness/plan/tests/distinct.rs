//! No item comes twice in a plan, and the plan is the same however it is made.

use std::collections::{BTreeMap, HashSet};

use tribunal_generators::Digest;
use tribunal_model::Sampling;
use tribunal_plan::{Plan, PlanError, PlanOptions, Suite};

const HEAD: &str = "name = \"t\"\nversion = 1\n";

fn try_plan(text: &str, limit: Option<u64>) -> Result<Plan, PlanError> {
    let options = PlanOptions {
        seed: "distinct".to_owned(),
        limit,
        repeats: 1,
        sampling: Sampling::default(),
        asking: tribunal_plan::Asking::default(),
    };
    Plan::new(Suite::parse(&format!("{HEAD}{text}"), "t.toml")?, options)
}

fn plan(text: &str) -> Plan {
    try_plan(text, None).expect("it plans")
}

/// Every item of the plan by its ordinal: where it stands, and its digest.
fn items(plan: &Plan) -> Vec<(u64, Digest)> {
    (0..plan.len())
        .map(|ordinal| {
            let item = plan.item(plan.slot(ordinal)).expect("it is made");
            (item.index, item.digest)
        })
        .collect()
}

/// Cells whose items, drawn blindly, would repeat, within each and among neighbours.
const NARROW: &str = "
[[task]]
name = \"beyondbench.easy.subtraction\"
count = 8
params = { low = [0, 1, 2], high = [8, 10] }
[[task]]
name = [\"beyondbench.easy.sum\", \"beyondbench.easy.find_*\", \"beyondbench.easy.even_count\"]
count = 2
up_to = true
params = { low = 0, high = 1, size = 1 }
[[task]]
name = \"beyondbench.hard.n_queens\"
variations = [\"side_4\"]
count = 700
params = { given = 3 }
[[task]]
name = \"beyondbench.easy.sum\"
count = 56
params = { low = 0, high = 7, size = 2 }
";

#[test]
fn narrow_cells_repeat_nothing() {
    let plan = plan(NARROW);
    let found = items(&plan);
    let different: HashSet<Digest> = found.iter().map(|(_, digest)| *digest).collect();
    assert_eq!(different.len(), found.len());
    let mut redrawn: BTreeMap<&str, u64> = BTreeMap::new();
    for (ordinal, (index, _)) in (0..).zip(&found) {
        let slot = plan.slot(ordinal);
        let task = plan.cells()[slot.cell].generator.task().name;
        *redrawn.entry(task).or_default() += u64::from(*index > slot.position);
    }
    // Two different numbers of eight: all 56 are asked, so some come late; so do some boards.
    assert!(redrawn["beyondbench.easy.sum"] > 0);
    assert!(redrawn["beyondbench.hard.n_queens"] > 0);
    assert!(redrawn["beyondbench.easy.subtraction"] > 0);
}

#[test]
fn any_order_and_any_part_give_the_same_items() {
    let found = items(&plan(NARROW));
    let len = found.len() as u64;
    for (from, stride) in [(len - 1, 1), (300, 5), (17, 101)] {
        // A shard, or a run resumed in the middle: it asks some, beginning anywhere.
        let fresh = plan(NARROW);
        for step in 0..60 {
            let ordinal = (from + step * stride) % len;
            let item = fresh.item(fresh.slot(ordinal)).expect("it is made");
            assert_eq!((item.index, item.digest), found[ordinal as usize]);
        }
    }
    let stored = Plan::from_json(&plan(NARROW).to_json()).expect("it expands");
    assert_eq!(items(&stored), found);
    let limited = try_plan(NARROW, Some(200)).expect("it plans");
    assert_eq!(items(&limited), found[..200]);
}

#[test]
fn a_larger_count_keeps_the_items_of_a_smaller_one() {
    let text = |count: u32| {
        format!(
            "[[task]]\nname = \"beyondbench.easy.sum\"\ncount = {count}\n\
             params = {{ low = 0, high = 9, size = 2 }}\n"
        )
    };
    assert_eq!(items(&plan(&text(90)))[..40], items(&plan(&text(40))));
}

#[test]
fn a_redrawn_item_is_made_again_from_its_address() {
    let plan = plan(NARROW);
    for ordinal in 0..plan.len() {
        let slot = plan.slot(ordinal);
        let item = plan.item(slot).expect("it is made");
        let generator = &plan.cells()[slot.cell].generator;
        assert_eq!(generator.item(item.index), Ok(item));
    }
}

#[test]
fn more_than_there_is_is_refused_with_the_largest_count() {
    let text = |more: &str| {
        format!(
            "[[task]]\nname = \"beyondbench.easy.sum\"\ncount = 100\n{more}\
             params = {{ low = 0, high = 2, size = 2 }}\n"
        )
    };
    let error = try_plan(&text(""), None)
        .expect_err("there are 6")
        .to_string();
    for part in [
        "suite `t.toml`: beyondbench.easy.sum:default",
        "only 6 different items, and count is 100",
        "lower the count to 6",
        "up_to = true",
    ] {
        assert!(error.contains(part), "`{part}` is missing in: {error}");
    }
    assert_eq!(try_plan(&text(""), Some(6)).expect("6 are there").len(), 6);
    assert!(try_plan(&text(""), Some(7)).is_err());
    assert_eq!(plan(&text("up_to = true\n")).len(), 6);
}

#[test]
fn cells_that_would_ask_the_same_items_share_them() {
    let text = |count: u32| {
        format!(
            "[[task]]\nname = \"beyondbench.easy.sum\"\ncount = {count}\n\
             params = {{ low = 0, high = [3, 4], size = 2 }}\n"
        )
    };
    // 12 pairs of different numbers up to 3, and those 12 and 8 more up to 4.
    let found = items(&plan(&text(5)));
    let different: HashSet<Digest> = found.iter().map(|(_, digest)| *digest).collect();
    assert_eq!((found.len(), different.len()), (10, 10));
    let error = try_plan(&text(12), None)
        .expect_err("there are 20")
        .to_string();
    assert!(
        error.contains("different items besides those of the same variation's other cells"),
        "{error}"
    );
}

#[test]
fn a_task_run_by_its_name_asks_as_many_as_there_are() {
    let options = PlanOptions {
        seed: "s".to_owned(),
        limit: None,
        repeats: 1,
        sampling: Sampling::default(),
        asking: tribunal_plan::Asking::default(),
    };
    let suite = Suite::find("beyondbench.*").expect("a pattern");
    let plan = Plan::new(suite, options).expect("it plans");
    let asked = (0..plan.cells().len()).map(|cell| plan.count_of(cell));
    assert!(asked.clone().all(|count| (1..=100).contains(&count)));
    assert!(asked.filter(|count| *count == 100).count() > 80);
}
