//! What is wrong in the published implementation's easy tasks, by the names under which it is
//! catalogued, is not wrong here.

use std::collections::HashSet;

use num_bigint::BigInt;
use tribunal_generators::{Generator, Item, ParamValue, Task};
use tribunal_verifiers::{Check, Outcome};

use crate::prompts::render;
use crate::{generator, judge, lists, takes, tasks};

/// Some items of every task at every published size.
fn items() -> impl Iterator<Item = (&'static Task, Item)> {
    tasks().flat_map(|task| {
        [8, 16, 32].into_iter().flat_map(move |size| {
            let generator = generator(task, size, "defects");
            (0..8).map(move |index| (task, generator.item(index).expect("item 0 was made")))
        })
    })
}

fn is_right(item: &Item, text: &str) -> bool {
    judge(item, text) == Outcome::Correct
}

fn boxed(answer: &str) -> String {
    format!("\\boxed{{{answer}}}")
}

fn named(name: &str) -> &'static Task {
    let named = |task: &&Task| task.name.rsplit('.').next() == Some(name);
    tasks().find(named).expect("the task stands")
}

/// There: second_minimum and comparison score the first answer of a reply, so that a model which
/// corrects itself is wrong, and so is one that repeats the question.
#[test]
fn d12_the_last_answer_counts_and_the_prompt_may_be_repeated() {
    for (task, item) in items() {
        let (right, wrong) = (item.check.reference(), item.check.counterfeit());
        let corrected = format!("{wrong}\n\nThat is a mistake. Corrected:\n\n{right}");
        assert!(is_right(&item, &corrected), "{corrected}");
        let spoiled = format!("{right}\n\nThat is a mistake. Corrected:\n\n{wrong}");
        assert!(!is_right(&item, &spoiled), "{spoiled}");
        let repeated = format!("{}\n\n{right}", render(task, &item));
        assert!(is_right(&item, &repeated), "{repeated}");
        let reasoned = format!("I compare 3 with 17 and keep 3. Then 17 goes.\n\n{right}");
        assert!(is_right(&item, &reasoned), "{reasoned}");
    }
}

/// There: fractions, typographic minus signs and separated digits are misread, and a number among
/// others in the box is taken.
#[test]
fn d14_answers_are_read_as_people_write_them() {
    for (task, item) in items() {
        let typographic = |text: &str| text.replace('-', "\u{2212}");
        match &item.check {
            Check::Integer(key) => {
                let digits = key.expected.to_string();
                assert!(is_right(&item, &boxed(&typographic(&digits))));
                assert!(is_right(&item, &boxed(&format!("{digits}.0"))));
                assert!(is_right(
                    &item,
                    &format!("In the form \\boxed{{answer}}: $\\boxed{{{digits}}}$")
                ));
                let hedges = [
                    format!("{digits} or {digits}1"),
                    format!("[{digits}, {digits}1]"),
                    format!("1-{digits}"),
                ];
                for hedge in hedges {
                    assert!(!is_right(&item, &boxed(&hedge)), "{hedge}");
                }
            }
            Check::Rational(key) => {
                let (above, below) = (&key.numerator.0, &key.denominator.0);
                for answer in [
                    format!("\\dfrac{{{above}}}{{{below}}}"),
                    format!("{}/{}", -above, -below),
                    typographic(&format!("{above}/{below}")),
                ] {
                    assert!(is_right(&item, &boxed(&answer)), "{answer}");
                }
            }
            Check::List(key) => {
                let numbers: Vec<String> = key.expected.iter().map(i64::to_string).collect();
                for (open, close) in [("[", "]"), ("\\{", "\\}"), ("\\left(", "\\right)")] {
                    let list = format!("{open}{}{close}", numbers.join(",\\ "));
                    assert!(is_right(&item, &boxed(&typographic(&list))), "{list}");
                }
                if let [_, .., last] = &numbers[..] {
                    let prose = numbers[..numbers.len() - 1].join(", ");
                    let prose = format!("{prose} and {last}");
                    assert!(is_right(&item, &boxed(&prose)), "{prose}");
                    let cut = format!("{}.9, {}", numbers[0], numbers[1..].join(", "));
                    assert!(!is_right(&item, &boxed(&cut)), "{cut}");
                }
            }
            Check::Rationals(key) => {
                let fractions: Vec<String> = key
                    .expected
                    .iter()
                    .map(|value| {
                        format!("\\frac{{{}}}{{{}}}", value.numerator(), value.denominator())
                    })
                    .collect();
                let list = format!("[{}]", fractions.join(", "));
                assert!(is_right(&item, &boxed(&list)), "{list}");
            }
            Check::Tally(key) => {
                for (open, link, close) in [("", ": ", ""), ("(", ", ", ")"), ("", " \\to ", "")] {
                    let pairs: Vec<String> = key
                        .expected()
                        .iter()
                        .map(|(value, count)| format!("{open}{value}{link}{count}{close}"))
                        .collect();
                    let pairs = typographic(&pairs.join(", "));
                    assert!(is_right(&item, &boxed(&pairs)), "{pairs}");
                }
            }
            Check::Choice(key) => {
                let name = &key.options[key.expected].name;
                assert!(is_right(&item, &boxed(&format!("\\text{{{name}}}"))));
                assert!(
                    !is_right(&item, &boxed(&format!("not {name}"))),
                    "{}",
                    task.name
                );
                let all: Vec<&str> = key.options.iter().map(|option| &option.name[..]).collect();
                assert!(!is_right(&item, &boxed(&all.join(", "))));
            }
            Check::Root(_) => {}
            other => panic!("{} has a {} to judge", task.name, other.kind()),
        }
    }
}

/// The decimals right below and above an exact value at `places`, as text, and whether each is a
/// correct rounding, by whichever rule for ties.
fn neighbours(above: &BigInt, below: &BigInt, places: u32) -> Vec<(String, bool)> {
    let scale = BigInt::from(10).pow(places);
    let scaled: BigInt = above * &scale;
    let mut floor = &scaled / below;
    if &floor * below > scaled {
        floor -= 1;
    }
    let spell = |units: &BigInt| {
        let digits = format!("{:0>1$}", units.magnitude(), places as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - places as usize);
        let sign = if units < &BigInt::from(0) { "-" } else { "" };
        format!("{sign}{whole}.{part}")
    };
    [-1, 0, 1, 2]
        .into_iter()
        .map(|offset| {
            let units: BigInt = &floor + offset;
            // |units / scale - above / below| against half a unit, everything multiplied out.
            let off: BigInt = (&units * below - &scaled) * 2;
            let near = off.magnitude().cmp(below.magnitude());
            let tie = near == std::cmp::Ordering::Equal;
            let odd = units.magnitude().bit(0);
            let farther = units.magnitude() * below.magnitude() > *scaled.magnitude();
            (spell(&units), near.is_lt() || tie && (!odd || farther))
        })
        .collect()
}

/// There: products are compared as floats, means and quotients to a tolerance that no prompt states,
/// variances and averages against one rule of rounding, plus or minus a unit.
#[test]
fn d15_numbers_are_exact_and_roundings_are_roundings() {
    for size in [16, 32, 64] {
        let generator = generator(named("multiplication"), size, "exact");
        for index in 0..20 {
            let item = generator.item(index).expect("item 0 was made");
            let product: BigInt = lists(&item)[0].iter().map(|n| BigInt::from(*n)).product();
            assert!(is_right(&item, &boxed(&product.to_string())));
            let next: BigInt = product + 1;
            assert!(!is_right(&item, &boxed(&next.to_string())));
        }
    }
    let mut compared = 0;
    for name in [
        "mean",
        "division",
        "variance",
        "running_average",
        "moving_average",
    ] {
        for size in [8, 16, 32, 64] {
            let generator = generator(named(name), size, "exact");
            for index in 0..100 {
                let item = generator.item(index).expect("item 0 was made");
                match &item.check {
                    Check::Rational(key) => {
                        let places = key.places.expect("a rounding is asked for");
                        for (text, right) in
                            neighbours(&key.numerator.0, &key.denominator.0, places)
                        {
                            assert_eq!(
                                is_right(&item, &boxed(&text)),
                                right,
                                "{name}: {text} for {key:?}"
                            );
                            compared += 1;
                        }
                    }
                    Check::Rationals(key) => {
                        let places = key.places.expect("a rounding is asked for");
                        let exact: Vec<String> =
                            key.expected.iter().map(ToString::to_string).collect();
                        let last = key.expected.last().expect("a list has an average");
                        let (above, below) = (last.numerator().into(), last.denominator().into());
                        for (text, right) in neighbours(&above, &below, places) {
                            let mut answer = exact.clone();
                            answer.pop();
                            answer.push(text);
                            let answer = format!("[{}]", answer.join(", "));
                            assert_eq!(is_right(&item, &boxed(&answer)), right, "{name}: {answer}");
                            compared += 1;
                        }
                    }
                    other => panic!("{name} is judged by a {}", other.kind()),
                }
            }
        }
    }
    assert!(compared > 7_000);
}

/// There: any deviation within 0.009 of the rounded root is right.
#[test]
fn d15_a_deviation_is_the_nearest_decimal() {
    for size in [3, 8, 16, 64] {
        let generator = generator(named("standard_deviation"), size, "exact");
        for index in 0..100 {
            let item = generator.item(index).expect("item 0 was made");
            let reference = item.check.reference();
            let text = reference.split(['{', '}']).nth(1).expect("a box");
            let units: i64 = text.replace('.', "").parse().expect("a decimal");
            // n²·variance, from the differences of all pairs, each taken twice.
            let numbers = lists(&item)[0];
            let pairs = numbers
                .iter()
                .flat_map(|a| numbers.iter().map(move |b| (a - b).pow(2)));
            let (twice, n) = (pairs.sum::<i64>(), numbers.len() as i64);
            // (2u - 1)² n² ≤ 4·100²·n²·variance ≤ (2u + 1)² n², where n²·variance is half of `twice`.
            let four = i128::from(2 * twice) * 10_000;
            let square = |units: i64| i128::from((2 * units + 1) * n).pow(2);
            assert!(
                square(units - 1) <= four && four <= square(units),
                "{text} of {numbers:?}"
            );
            assert!(is_right(&item, &boxed(text)));
            for near in [units - 1, units + 1] {
                let near = format!("{}.{:02}", near / 100, near % 100);
                assert!(!is_right(&item, &boxed(&near)), "{near} for {text}");
            }
        }
    }
}

/// There: a = the least value of the range makes an equal pair that counts as "greater".
#[test]
fn d15_comparison_is_right_at_the_edge_of_the_range() {
    let range = [("low", ParamValue::Int(-3)), ("high", ParamValue::Int(3))];
    let generator = Generator::new(named("comparison"), None, range, "edge").expect("valid");
    let mut edges = 0;
    for index in 0..3_000 {
        let item = generator.item(index).expect("item 0 was made");
        let value = |name| match item.vars.get(name) {
            Some(tribunal_generators::Var::Int(value)) => *value,
            other => panic!("no pair: {other:?}"),
        };
        let (a, b) = (value("a"), value("b"));
        let word = match a.cmp(&b) {
            std::cmp::Ordering::Greater => "greater",
            std::cmp::Ordering::Less => "less",
            std::cmp::Ordering::Equal => "equal",
        };
        edges += u32::from(a == -3);
        assert!(is_right(&item, &boxed(word)), "{a} and {b}");
    }
    assert!(edges > 200, "only {edges}");
}

/// There: half the size for negatives, "even" for parity, the empty list for intersections.
#[test]
fn d16_no_answer_comes_without_reading() {
    for (name, answer, size, most) in [
        ("count_negative", "4", 8, 0.14),
        ("parity_check", "even", 8, 0.53),
        ("parity_check", "even", 32, 0.53),
        ("set_intersection", "[]", 8, 0.14),
        ("set_difference", "[]", 8, 0.14),
        ("local_maxima_count", "2", 8, 0.28),
    ] {
        let generator = generator(named(name), size, "guess");
        let right = (0..4_000)
            .filter(|index| {
                is_right(
                    &generator.item(*index).expect("item 0 was made"),
                    &boxed(answer),
                )
            })
            .count();
        let share = right as f64 / 4_000.0;
        assert!(share < most, "{answer} is right for {name} in {share}");
        assert!(share > 0.0, "{answer} is never right for {name}");
    }
}

/// There: all modes are asked for without being told apart, second_maximum doesn't say "distinct", and the set
/// tasks demand an order that isn't judged.
#[test]
fn d17_what_counts_is_said() {
    for (name, said) in [
        ("mode", &["If several values share", "in any order"][..]),
        ("second_maximum", &["Equal numbers count as one value"]),
        ("second_minimum", &["Equal numbers count as one value"]),
        ("set_intersection", &["once, in any order", "\\boxed{[]}"]),
        ("set_difference", &["once, in any order", "\\boxed{[]}"]),
        (
            "element_frequency",
            &["the order of the values does not matter"],
        ),
    ] {
        let item = generator(named(name), 8, "said")
            .item(0)
            .expect("item 0 was made");
        let prompt = render(named(name), &item);
        assert!(said.iter().all(|part| prompt.contains(part)), "{prompt}");
    }
    for name in [
        "mode",
        "set_intersection",
        "set_difference",
        "element_frequency",
    ] {
        let generator = generator(named(name), 12, "said");
        for index in 0..50 {
            let item = generator.item(index).expect("item 0 was made");
            let (mut answer, repeated) = match &item.check {
                Check::List(key) => {
                    let all: Vec<String> = key.expected.iter().map(i64::to_string).collect();
                    (all.clone(), all)
                }
                Check::Tally(key) => {
                    let spell = |(value, count): &(i64, u32)| format!("[{value}, {count}]");
                    let all: Vec<String> = key.expected().iter().map(spell).collect();
                    (all.clone(), all)
                }
                other => panic!("{name} is judged by a {}", other.kind()),
            };
            answer.reverse();
            let list = |all: &[String]| boxed(&format!("[{}]", all.join(", ")));
            assert!(is_right(&item, &list(&answer)), "{answer:?}");
            if let Some(first) = repeated.first() {
                answer.push(first.clone());
                assert!(!is_right(&item, &list(&answer)), "{answer:?}");
            }
        }
    }
}

/// There: prompts are silent on ties, precision and the direction of a rotation, or their examples
/// contradict them.
#[test]
fn d18_prompts_state_ties_precision_and_direction() {
    for task in tasks() {
        let item = generator(task, 8, "said").item(0).expect("item 0 was made");
        let prompt = render(task, &item);
        let said: &[&str] = match task.name.rsplit('.').next().unwrap_or_default() {
            "index_of_maximum" => &["index 0", "take the first occurrence"],
            "sum_of_max_indices" => &["index 0", "every occurrence"],
            "division" | "mean" | "running_average" | "moving_average" => &["rounded to 4 places"],
            "variance" => &["population", "not by one less", "rounded to 2 places"],
            "standard_deviation" => &["population", "not by one less", "rounded to 2 places"],
            "median" => &["the mean of the two in the middle", "without rounding"],
            "rotate_list" => &[
                "to the right",
                "takes the last number",
                "Steps to the right: ",
            ],
            "weighted_sum" => &["counted from 1"],
            "sorting" => &["as often as it occurs"],
            "count_greater_than_previous" | "local_maxima_count" => &["strictly greater"],
            "longest_increasing_subsequence" => &["strictly increasing"],
            "count_perfect_squares" => &["0 is a perfect square"],
            "sum_of_digits" => &["Minus signs are ignored"],
            _ => &[],
        };
        assert!(said.iter().all(|part| prompt.contains(part)), "{prompt}");
    }
    // The steps as the prompt explains them.
    let generator = generator(named("rotate_list"), 8, "steps");
    for index in 0..100 {
        let item = generator.item(index).expect("item 0 was made");
        let mut numbers: Vec<i64> = lists(&item)[0].to_vec();
        let steps = serde_json::to_value(item.vars.get("k")).expect("plain data");
        for _ in 0..steps.as_i64().expect("a number of steps") {
            let last = numbers.pop().expect("eight values");
            numbers.insert(0, last);
        }
        assert!(is_right(&item, &boxed(&format!("{numbers:?}"))));
    }
}

/// There: one-sided ranges, ranges of one value and short lists crash, hang, or give values from
/// outside the range.
#[test]
fn d20_any_range_and_size_give_items_or_say_why_not() {
    for task in tasks() {
        for (low, high) in [
            (-1000, -900),
            (0, 9),
            (4, 4),
            (0, 0),
            (6, 9),
            (1000, 2000),
            (-3, -3),
        ] {
            for size in [1, 2, 3, 8] {
                let given = [("size", size), ("low", low), ("high", high)]
                    .into_iter()
                    .filter(|(name, _)| takes(task, name))
                    .map(|(name, value)| (name, ParamValue::Int(value)));
                let generator = match Generator::new(task, None, given, "range") {
                    Ok(generator) => generator,
                    Err(error) => {
                        let told = ["widen it", "raise it", "`size`", "at most the size"];
                        let error = error.to_string();
                        assert!(told.iter().any(|part| error.contains(part)), "{error}");
                        continue;
                    }
                };
                for index in 0..50 {
                    let item = generator.item(index).expect("item 0 was made");
                    let values = lists(&item).concat();
                    assert!(
                        values.iter().all(|v| (low..=high).contains(v)),
                        "{values:?}"
                    );
                    assert!(is_right(&item, &item.check.reference()));
                }
            }
        }
    }
}

/// There: 20 easy tasks share one set of lists a seed, and folds repeat the same prompts.
#[test]
fn d13_no_two_tasks_or_seeds_share_lists() {
    let mut seen = HashSet::new();
    for task in tasks().filter(|task| takes(task, "size")) {
        for seed in ["1", "2"] {
            let generator = generator(task, 8, seed);
            for index in 0..50 {
                let item = generator.item(index).expect("item 0 was made");
                assert!(
                    seen.insert(lists(&item).concat()),
                    "{} repeats a list",
                    task.name
                );
            }
        }
    }
}
