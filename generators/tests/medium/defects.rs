//! What is wrong in the published implementation's medium tasks, by the names under which it is
//! catalogued, is not wrong here.

use std::collections::{HashMap, HashSet};

use tribunal_generators::{Generator, Item, ParamValue, Var};
use tribunal_verifiers::{Check, Outcome};

use crate::{cells, generator, item, judge, prompts, text};

/// An item of every variation at every published length.
fn items() -> impl Iterator<Item = Item> {
    cells().flat_map(|cell| {
        [8, 16, 32].map(|length| item(&generator(cell, &[("length", length)], "defects"), 5))
    })
}

fn is_right(item: &Item, text: &str) -> bool {
    let judgement = judge(item, text);
    assert_eq!(
        judgement.strict.outcome, judgement.lenient.outcome,
        "{text}"
    );
    judgement.strict.outcome == Outcome::Correct
}

/// There: four of five tasks score every answer 0, and would otherwise accept an answer that is
/// off by one.
#[test]
fn d1_right_answers_score_and_near_ones_do_not() {
    for item in items() {
        let Check::Integer(key) = &item.check else {
            continue;
        };
        let boxed = |offset: i64| format!("\\boxed{{{}}}", &key.expected.0 + offset);
        assert!(is_right(&item, &boxed(0)));
        assert!(!is_right(&item, &boxed(1)) && !is_right(&item, &boxed(-1)));
    }
}

/// There: a choice of style prints the answer into the prompt of every medium task.
#[test]
fn d3_prompts_do_not_tell_the_key() {
    for cell in cells() {
        let generator = generator(cell, &[], "leak");
        for index in 0..50 {
            let item = item(&generator, index);
            // Where a known sequence has a value twice, a shown term is the next one as well.
            let prompt = prompts::render(cell.0, cell.1, &item).replace(text(&item, "terms"), "");
            let key = match &item.check {
                Check::Integer(key) => key.expected.to_string(),
                Check::Rational(key) => format!("{}/{}", key.numerator, key.denominator),
                Check::Digits(key) => key.digits().to_owned(),
                _ => continue,
            };
            // A short number may well be part of a long one.
            assert!(key.len() < 6 || !prompt.contains(&key), "{key} in {prompt}");
        }
    }
}

/// There: a list of numbers before the answer, or a first answer that is corrected later, is read
/// as the answer.
#[test]
fn d12_the_last_answer_counts_and_the_prompt_may_be_repeated() {
    for item in items() {
        let (right, wrong) = (item.check.reference(), item.check.counterfeit());
        let corrected = format!("{wrong}\n\nThat is a mistake. Corrected:\n\n{right}");
        assert!(is_right(&item, &corrected), "{corrected}");
        let spoiled = format!("{right}\n\nThat is a mistake. Corrected:\n\n{wrong}");
        assert!(!is_right(&item, &spoiled), "{spoiled}");
        let repeated = format!("The terms are {}.\n\n{right}", text(&item, "terms"));
        assert!(is_right(&item, &repeated), "{repeated}");
    }
}

/// There: 8 to 746 sequences a task, all from the first term, the same for every unseeded run.
#[test]
fn d13_there_is_no_end_of_items() {
    for cell in cells() {
        let generator = generator(cell, &[], "space");
        let terms: HashSet<String> = (0..2_000)
            .map(|index| serde_json::to_string(&item(&generator, index).vars).expect("plain data"))
            .collect();
        assert_eq!(terms.len(), 2_000, "{}:{}", cell.0.name, cell.1.name);
    }
}

/// There: fractions, typographic signs and separated digits are misread.
#[test]
fn d14_answers_are_read_as_people_write_them() {
    for item in items() {
        match &item.check {
            Check::Integer(key) => {
                let digits = key.expected.to_string();
                let unsigned = digits.trim_start_matches('-');
                let sign = if digits.starts_with('-') {
                    "\u{2212}"
                } else {
                    ""
                };
                assert!(is_right(&item, &format!("\\boxed{{{sign}{unsigned}}}")));
                assert!(is_right(&item, &format!("$\\boxed{{{digits}.0}}$")));
                let mut grouped = String::new();
                for (place, digit) in unsigned.chars().enumerate() {
                    if place > 0 && (unsigned.len() - place) % 3 == 0 {
                        grouped.push(',');
                    }
                    grouped.push(digit);
                }
                assert!(
                    is_right(&item, &format!("\\boxed{{{sign}{grouped}}}")),
                    "{grouped}"
                );
            }
            Check::Rational(key) => {
                let (above, below) = (&key.numerator, &key.denominator);
                for frac in ["frac", "dfrac"] {
                    let answer = format!("\\boxed{{\\{frac}{{{above}}}{{{below}}}}}");
                    assert!(is_right(&item, &answer), "{answer}");
                }
            }
            Check::List(key) => {
                let [a, b, c, d] = key.expected.as_slice() else {
                    panic!("not a matrix: {key:?}")
                };
                for answer in [
                    format!("\\begin{{pmatrix}} {a} & {b} \\\\ {c} & {d} \\end{{pmatrix}}"),
                    format!("\\left[{a}, {b}, {c}, {d}\\right]"),
                    format!("{a}, {b}, {c}, {d}").replace('-', "\u{2212}"),
                ] {
                    assert!(is_right(&item, &format!("\\boxed{{{answer}}}")), "{answer}");
                }
            }
            _ => {}
        }
    }
}

/// There: leading zeros, `_{2}` and grouped digits of another base are refused, and a wrong base
/// or a first answer is accepted.
#[test]
fn d14_numerals_are_read_as_people_write_them() {
    let cell = cells().find(|(task, _)| task.name.ends_with(".number_base_conversion"));
    let cell = cell.expect("the task stands");
    for level in 1..=5 {
        let generator = generator(cell, &[("difficulty", level)], "numerals");
        for index in 0..200 {
            let item = item(&generator, index);
            let Check::Digits(key) = &item.check else {
                panic!("not a numeral: {:?}", item.check)
            };
            let (base, digits) = (key.base(), key.digits());
            for right in [
                digits.to_lowercase(),
                format!("000{digits}"),
                format!("{digits}_{base}"),
                format!("{digits}_{{{base}}}"),
                format!("({digits})_{{{base}}}"),
                format!("\\text{{{digits}}}"),
            ] {
                assert!(is_right(&item, &format!("\\boxed{{{right}}}")), "{right}");
            }
            let (given, other) = (
                text(&item, "numeral"),
                if base == 36 { 35 } else { base + 1 },
            );
            for wrong in [
                given.to_owned(),
                format!("{digits}0"),
                format!("{digits}_{{{other}}}"),
            ] {
                assert!(!is_right(&item, &format!("\\boxed{{{wrong}}}")), "{wrong}");
            }
        }
    }
}

/// There: a fraction counts as right when it is near, whatever its denominator.
#[test]
fn d15_fractions_are_exact() {
    for item in items() {
        let Check::Rational(key) = &item.check else {
            continue;
        };
        let (above, below) = (&key.numerator.0, &key.denominator.0);
        let twice = format!("\\boxed{{{}/{}}}", above * 2, below * 2);
        assert!(is_right(&item, &twice), "{twice}");
        let near = format!("\\boxed{{{}/{}}}", above * 1_000_001, below * 1_000_000);
        assert!(!is_right(&item, &near), "{near}");
    }
}

/// There: 1 is the answer to 35 % of the questions for a common divisor.
#[test]
fn d16_one_is_no_good_guess_for_a_common_divisor() {
    let cell = cells().find(|(task, _)| task.name.ends_with(".gcd_lcm"));
    let generator = generator(cell.expect("the task stands"), &[], "guess");
    let ones = (0..1_000).filter(|index| is_right(&item(&generator, *index), "\\boxed{1}"));
    assert_eq!(ones.count(), 0);
}

/// There: six variations give nothing at the published lengths, and large items vanish.
#[test]
fn d17_every_variation_gives_every_item() {
    assert!(cells().count() >= 49);
    for cell in cells() {
        for length in [8, 16, 32] {
            for level in [1, 5] {
                let given = [("length", length), ("difficulty", level)];
                let generator = generator(cell, &given, "dead");
                assert!((0..100).all(|index| generator.item(index).is_ok()));
            }
        }
    }
}

/// There: the same shown terms with two different answers, within a task and across variations of
/// one. That no rule that the prompt leaves open competes with the key is proved item by item in the
/// crate of second proofs; here the prompts themselves are compared.
#[test]
fn d17_the_same_question_has_the_same_answer() {
    let mut keys = HashMap::new();
    for cell in cells() {
        // Few terms and small numbers: where two questions are likeliest to meet.
        let generator = generator(cell, &[("length", 8), ("difficulty", 1)], "same");
        let wording = prompts::wording(cell);
        for index in 0..2_000 {
            let item = item(&generator, index);
            let vars = serde_json::to_string(&item.vars).expect("plain data");
            let key = keys
                .entry((wording.clone(), vars))
                .or_insert_with(|| item.check.clone());
            assert_eq!(*key, item.check, "{}:{}", cell.0.name, cell.1.name);
        }
    }
}

/// There: a fallback for the Pell equation stands in where the search ends too early.
#[test]
fn d17_pell_solutions_are_the_least_ones() {
    let least = [
        (13, 649),
        (19, 170),
        (22, 197),
        (28, 127),
        (29, 9_801),
        (31, 1_520),
    ];
    let cell = cells().find(|(_, variation)| variation.name == "diophantine_solutions");
    let generator = generator(cell.expect("it stands"), &[("length", 32)], "pell");
    let mut compared = 0;
    for index in 0..200 {
        let item = item(&generator, index);
        let told = |name: &str| match item.vars.get(name) {
            Some(Var::Int(value)) => i128::from(*value),
            other => panic!("{name} is {other:?}"),
        };
        let terms = text(&item, "terms").split(", ").map(str::parse::<i128>);
        let terms: Vec<i128> = terms.map(|term| term.expect("a term")).collect();
        let shown: Vec<(i128, i128)> = least
            .iter()
            .filter_map(|(n, x)| {
                let place = usize::try_from(n - told("start")).ok()?;
                Some((x % told("modulus"), *terms.get(place)?))
            })
            .collect();
        // All terms are a * x + b with the same a and b.
        for three in shown.windows(3) {
            let [(x, term), (y, next), (z, last)] = three else {
                panic!("windows of three")
            };
            assert_eq!((next - term) * (z - x), (last - term) * (y - x));
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}

/// There: XOR is explained and never asked, since a substitution breaks each formula that has it.
#[test]
fn d17_formulas_hold_every_operator_and_are_as_often_true_as_false() {
    let cell = cells().find(|(task, _)| task.name.ends_with(".logical_operations"));
    let generator = generator(cell.expect("the task stands"), &[], "xor");
    let items: Vec<Item> = (0..1_000).map(|index| item(&generator, index)).collect();
    for operator in [" AND ", " OR ", " XOR ", "NOT "] {
        let with = items
            .iter()
            .filter(|item| text(item, "expression").contains(operator));
        assert!(with.count() > 900, "{operator}");
    }
    let truths = items
        .iter()
        .filter(|item| is_right(item, "\\boxed{true}"))
        .count();
    // Three standard deviations are 47.
    assert!(truths.abs_diff(500) < 48, "{truths} of 1,000 are true");
}

/// There: too short a question or an unusual range crashes, hangs or gives nothing.
#[test]
fn d20_parameters_out_of_range_are_refused_by_name() {
    for (task, variation) in cells() {
        for param in task.params {
            for value in [-1, 0, 6_000] {
                let given = [(param.name, ParamValue::Int(value))];
                let error = Generator::new(task, Some(variation.name), given, "range")
                    .expect_err("out of range");
                assert!(error.to_string().contains(param.name), "{error}");
            }
        }
    }
}
