//! Laws that hold for every value, spelling and response.

use proptest::prelude::*;
use tribunal_verifiers::checks::{
    ChoiceCheck, ChoiceOption, DigitsCheck, IntegerCheck, ListCheck, Order, RationalCheck,
    RationalsCheck, RootCheck, TallyCheck,
};
use tribunal_verifiers::value::Ratio;
use tribunal_verifiers::{Answer, Check, Finish, Integer, Judgement, Outcome};

fn judge(check: &Check, text: &str, finish: Finish) -> Judgement {
    check.judge(Answer { text, finish })
}

fn integer(text: &str) -> Check {
    Check::Integer(IntegerCheck {
        expected: Integer(text.parse().expect("an integer")),
    })
}

fn choice(expected: usize) -> Check {
    let option = |name: &str, also: &[&str]| ChoiceOption {
        name: name.to_owned(),
        also: also.iter().map(|&text| text.to_owned()).collect(),
    };
    Check::Choice(ChoiceCheck {
        expected,
        options: vec![
            option("greater than", &[">", "greater"]),
            option("less than", &["<", "less"]),
            option("equal to", &["=", "equal"]),
        ],
    })
}

/// One check of each kind that reads a value.
fn checks() -> Vec<Check> {
    let rational = |places| {
        Check::Rational(RationalCheck {
            numerator: Integer::from(22),
            denominator: Integer::from(7),
            places,
        })
    };
    let list = |order| {
        Check::List(ListCheck {
            expected: vec![3, -1, 2],
            order,
        })
    };
    vec![
        integer("42"),
        rational(None),
        rational(Some(2)),
        list(Order::Exact),
        list(Order::Any),
        choice(0),
        rationals(&[(7, 2), (-10, 3)], Some(2)),
        Check::Root(RootCheck::new(22.into(), 7.into(), 2).expect("a root")),
        tally(&[(-1, 2), (3, 1)]),
        Check::Digits(DigitsCheck::new(16, "1F3").expect("a numeral")),
    ]
}

/// How many checks [`checks`] gives.
const CHECKS: usize = 10;

fn rationals(expected: &[(i64, i64)], places: Option<u32>) -> Check {
    let ratio = |&(numerator, denominator)| Ratio::new(numerator, denominator);
    Check::Rationals(RationalsCheck {
        expected: expected
            .iter()
            .map(|pair| ratio(pair).expect("a fraction"))
            .collect(),
        places,
    })
}

fn tally(expected: &[(i64, u32)]) -> Check {
    Check::Tally(TallyCheck::new(expected.to_vec()).expect("a tally"))
}

/// Groups the digits of `digits` in threes with `mark`.
fn grouped(digits: &str, mark: &str) -> String {
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push_str(mark);
        }
        out.push(digit);
    }
    out
}

/// Writes an integer in one of the supported spellings.
fn spelled(digits: &str, spelling: usize) -> String {
    match spelling {
        0 => digits.to_owned(),
        1 => grouped(digits, ","),
        2 => grouped(digits, "{,}"),
        3 => grouped(digits, r"\,"),
        4 => grouped(digits, "\u{202f}"),
        5 => grouped(digits, " "),
        6 => grouped(digits, "'"),
        7 => digits.replace('-', "\u{2212}"),
        8 => digits.replace('-', "\u{2013} "),
        9 => format!("{digits}.0"),
        10 => format!(r"\text{{{digits}}}"),
        11 => format!(r"\mathbf{{{digits}}}"),
        12 => format!("${digits}$"),
        13 => digits
            .chars()
            .map(|c| {
                c.to_digit(10)
                    .and_then(|digit| char::from_u32(0xff10 + digit))
                    .unwrap_or(c)
            })
            .collect(),
        14 => digits
            .chars()
            .map(|c| {
                c.to_digit(10)
                    .and_then(|digit| char::from_u32(0x660 + digit))
                    .unwrap_or(c)
            })
            .collect(),
        15 => format!("**{digits}**"),
        16 => format!(r"\left({digits}\right)"),
        _ => format!(r"\displaystyle {digits}"),
    }
}

const SPELLINGS: usize = 18;

/// Frames in the requested form; `@` is the answer.
const STRICT: &[&str] = &[
    r"\boxed{@}",
    r"$\boxed{@}$",
    r"\[ \boxed{@} \]",
    "Some reasoning with 12 and 13.\n\n**Final answer:** \\boxed{@}.",
    r"\boxed{\boxed{@}}",
    r"I end with \boxed{answer}, so \boxed{@}",
    r"First \boxed{999999}, then corrected: \boxed{@}",
    "<think>maybe \\boxed{1}</think>\n\\boxed{@}",
];

/// Frames that only the lenient reading takes.
const LENIENT: &[&str] = &[
    "@",
    "The answer is @",
    "The answer is: @.",
    "Some steps: 1, 2, 3.\n\nFinal answer: @",
    "Answer: @\n\nConfidence: high",
    "<answer>@</answer>",
    "[ANSWER]@[/ANSWER]",
    r"\fbox{@}",
    "Die Antwort ist @",
    "答案是 @",
    "### Final Answer\n\n@",
    "Reasoning first.\n\n```\n@\n```",
    "Reasoning first.\n\n@",
    "The answer is 999999. Wait, I erred.\n\nThe answer is @",
];

fn digits() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|value| value.to_string()),
        (-2_000i64..2_000).prop_map(|value| value.to_string()),
        "-?[1-9][0-9]{18,60}",
    ]
}

/// Prose that states nothing: no digits, no anchor, no bracket.
fn silence() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "this", "was", "checked", "twice", "and", "holds", "as", "required", "\n", ".", "\n\n",
        "✓", "the", "sum", "of", "all", "elements",
    ]);
    prop::collection::vec(words, 0..12).prop_map(|words| format!("\n{}", words.join(" ")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_integer_in_a_box_is_read_back(digits in digits(), spelling in 0..SPELLINGS, frame in 0..STRICT.len()) {
        let text = STRICT[frame].replace('@', &spelled(&digits, spelling));
        let judgement = judge(&integer(&digits), &text, Finish::Stop);
        prop_assert_eq!(judgement.strict.outcome, Outcome::Correct, "{}: {:?}", text, judgement.strict);
        prop_assert_eq!(judgement.lenient.evidence.answer.as_deref(), Some(digits.as_str()));
    }

    #[test]
    fn an_integer_in_words_is_read_back(digits in digits(), spelling in 0..SPELLINGS, frame in 0..LENIENT.len()) {
        let text = LENIENT[frame].replace('@', &spelled(&digits, spelling));
        let judgement = judge(&integer(&digits), &text, Finish::Stop);
        prop_assert_eq!(judgement.lenient.outcome, Outcome::Correct, "{}: {:?}", text, judgement.lenient);
        prop_assert!(!judgement.strict.outcome.is_correct());
    }

    #[test]
    fn a_fraction_is_read_back(
        numerator in -100_000i64..100_000,
        denominator in 1i64..10_000,
        spelling in 0usize..5,
        frame in 0..STRICT.len(),
    ) {
        let check = Check::Rational(RationalCheck {
            numerator: Integer::from(numerator),
            denominator: Integer::from(denominator),
            places: None,
        });
        let (whole, rest) = (numerator.abs() / denominator, numerator.abs() % denominator);
        let sign = if numerator < 0 { "-" } else { "" };
        let answer = match spelling {
            0 => format!("{numerator}/{denominator}"),
            1 => format!(r"\frac{{{numerator}}}{{{denominator}}}"),
            2 => format!(r"{sign}\dfrac{{{}}}{{{denominator}}}", numerator.abs()),
            3 => format!(r"\frac{{{}}}{{-{denominator}}}", -numerator),
            _ if rest == 0 || whole == 0 => format!("{numerator}/{denominator}"),
            _ => format!(r"{sign}{whole}\frac{{{rest}}}{{{denominator}}}"),
        };
        let text = STRICT[frame].replace('@', &answer);
        let judgement = judge(&check, &text, Finish::Stop);
        prop_assert_eq!(judgement.strict.outcome, Outcome::Correct, "{}: {:?}", text, judgement.strict);
    }

    #[test]
    fn a_decimal_is_right_exactly_if_it_is_a_rounding(units in -100_000i64..100_000, truth in -10_000i64..10_000, places in 0u32..4) {
        // truth/997 rounded at `places`, against any other decimal with as many places.
        let check = Check::Rational(RationalCheck {
            numerator: Integer::from(truth),
            denominator: Integer::from(997),
            places: Some(places),
        });
        let scale = 10i64.pow(places);
        let spell = |units: i64| {
            let sign = if units < 0 { "-" } else { "" };
            let (whole, part) = (units.abs() / scale, units.abs() % scale);
            match places {
                0 => format!("\\boxed{{{sign}{whole}}}"),
                _ => format!("\\boxed{{{sign}{whole}.{part:0width$}}}", width = places as usize),
            }
        };
        // 997 is an odd prime, so no tie ever occurs.
        let nearest = (2 * truth * scale + 997).div_euclid(2 * 997);
        for units in [units, nearest - 1, nearest, nearest + 1] {
            let right = units == nearest || units * 997 == truth * scale;
            let found = judge(&check, &spell(units), Finish::Stop).strict.outcome;
            prop_assert_eq!(found.is_correct(), right, "{} for {}/997 at {}", spell(units), truth, places);
        }
    }

    #[test]
    fn a_list_is_read_back(values in prop::collection::vec(-100_000i64..100_000, 0..20), spelling in 0usize..9, frame in 0..STRICT.len()) {
        let check = Check::List(ListCheck { expected: values.clone(), order: Order::Exact });
        let joined = |mark: &str| values.iter().map(i64::to_string).collect::<Vec<_>>().join(mark);
        let bare = values.is_empty();
        let answer = match spelling {
            0 => format!("[{}]", joined(", ")),
            1 => format!(r"\{{{}\}}", joined(",")),
            2 => format!("({})", joined("; ")),
            3 => format!(r"\left[{}\right]", joined(r",\ ")),
            4 if !bare => joined(", "),
            5 if !bare => format!(r"\begin{{bmatrix}} {} \end{{bmatrix}}", joined(" & ")),
            6 if !bare => format!(r"\begin{{pmatrix}} {} \end{{pmatrix}}", joined(r" \\ ")),
            7 => format!("[{}]", joined(" ")),
            8 => format!("⟨{}⟩", joined("，").replace('-', "\u{2212}")),
            _ => format!(r"\text{{[{}]}}", joined(", ")),
        };
        let text = STRICT[frame].replace('@', &answer);
        let judgement = judge(&check, &text, Finish::Stop);
        prop_assert_eq!(judgement.strict.outcome, Outcome::Correct, "{}: {:?}", text, judgement.strict);
    }

    #[test]
    fn a_list_of_fractions_is_read_back(
        values in prop::collection::vec((-100_000i64..100_000, 1i64..300), 1..12),
        spelling in 0usize..6,
        frame in 0..STRICT.len(),
    ) {
        let fraction = |&(numerator, denominator): &(i64, i64)| match spelling % 3 {
            0 => format!("{numerator}/{denominator}"),
            1 => format!(r"\frac{{{numerator}}}{{{denominator}}}"),
            _ => {
                // Half up at four places, by integers.
                let units = (20_000 * numerator.abs() + denominator) / (2 * denominator);
                let sign = if numerator < 0 { "\u{2212}" } else { "" };
                format!("{sign}{}.{:04}", units / 10_000, units % 10_000)
            }
        };
        let spelled: Vec<String> = values.iter().map(fraction).collect();
        let answer = if spelling < 3 { format!("[{}]", spelled.join(", ")) } else { spelled.join("; ") };
        let answer = if values.len() == 1 { format!("[{answer}]") } else { answer };
        let text = STRICT[frame].replace('@', &answer);
        let judgement = judge(&rationals(&values, Some(4)), &text, Finish::Stop);
        prop_assert_eq!(judgement.strict.outcome, Outcome::Correct, "{}: {:?}", text, judgement.strict);
        let mut other = values;
        other[0].0 += other[0].1;
        let judgement = judge(&rationals(&other, Some(4)), &text, Finish::Stop);
        prop_assert_eq!(judgement.strict.outcome, Outcome::Incorrect, "{}", text);
    }

    #[test]
    fn a_tally_is_read_back(
        counts in prop::collection::btree_map(-100_000i64..100_000, 1u32..5_000, 1..12),
        spelling in 0usize..10,
        frame in 0..STRICT.len(),
    ) {
        let pairs: Vec<(i64, u32)> = counts.into_iter().collect();
        let spell = |value: i64, count: u32| match spelling {
            0 | 1 => format!("[{value}, {count}]"),
            2 => format!("({value}, {count})"),
            3 => format!("\"{value}\": {count}"),
            4 => format!("{value} → {count}"),
            5 => format!(r"{value} \to {count}"),
            6 => format!(r"{value} & {count}"),
            7 => format!("| {value} | {count} |"),
            8 => format!("{value} appears {count} times"),
            _ => format!("{value}: {count}"),
        };
        let spelled: Vec<String> = pairs.iter().map(|(value, count)| spell(*value, *count)).collect();
        let answer = match spelling {
            0 => format!("[{}]", spelled.join(", ")),
            1 => format!(r"\left[{}\right]", spelled.join(r",\ ")),
            3 => format!(r"\{{{}\}}", spelled.join(", ")),
            6 => format!(r"\begin{{matrix}}{}\end{{matrix}}", spelled.join(r" \\ ")),
            7 => format!("| value | count |\n|---|---|\n{}", spelled.join("\n")),
            _ => spelled.join(", "),
        };
        let text = STRICT[frame].replace('@', &answer);
        let judgement = judge(&tally(&pairs), &text, Finish::Stop);
        prop_assert_eq!(judgement.strict.outcome, Outcome::Correct, "{}: {:?}", text, judgement.strict);
        let mut other = pairs;
        other[0].1 += 1;
        let judgement = judge(&tally(&other), &text, Finish::Stop);
        prop_assert_eq!(judgement.strict.outcome, Outcome::Incorrect, "{}", text);
    }

    #[test]
    fn a_root_is_right_exactly_if_no_other_decimal_is_nearer(
        numerator in 0i64..1_000_000,
        denominator in 1i64..1_000,
        places in 0u32..4,
        far in 0i64..100_000,
    ) {
        let check = Check::Root(
            RootCheck::new(numerator.into(), denominator.into(), places).expect("a root"),
        );
        let scale = 10i128.pow(places);
        let (n, d) = (i128::from(numerator), i128::from(denominator));
        // The squares of the half units around u must enclose (n/d)·10^(2p).
        let near = |u: i128| {
            let below = (2 * u - 1).max(0);
            below * below * d <= 4 * n * scale * scale && 4 * n * scale * scale < (2 * u + 1) * (2 * u + 1) * d
        };
        let floor = (n * scale * scale / d).isqrt();
        for units in [floor - 1, floor, floor + 1, i128::from(far)] {
            let exact = units * units * d == n * scale * scale;
            let (whole, part) = (units / scale, units % scale);
            let text = match places {
                0 => format!("\\boxed{{{units}}}"),
                _ => format!("\\boxed{{{whole}.{part:0width$}}}", width = places as usize),
            };
            if units < 0 {
                continue;
            }
            let found = judge(&check, &text, Finish::Stop).strict.outcome.is_correct();
            // On a tie, the lower neighbour is right too if it is even.
            let tie = (2 * units + 1).pow(2) * d == 4 * n * scale * scale && units % 2 == 0;
            prop_assert_eq!(found, near(units) || exact || tie, "{} for √({}/{})", text, numerator, denominator);
        }
    }

    #[test]
    fn silence_after_the_box_changes_nothing(suffix in silence(), which in 0usize..CHECKS, right in any::<bool>()) {
        let check = &checks()[which];
        let reply = if right { check.reference() } else { check.counterfeit() };
        let bare = judge(check, &reply, Finish::Stop);
        let followed = judge(check, &format!("{reply}{suffix}"), Finish::Stop);
        prop_assert_eq!(bare.strict.outcome.is_correct(), right);
        prop_assert_eq!(bare, followed);
    }

    #[test]
    fn what_comes_before_the_box_changes_nothing(prefix in "[^<\\[]{0,200}", which in 0usize..CHECKS) {
        let check = &checks()[which];
        let reply = check.reference();
        let bare = judge(check, &reply, Finish::Stop);
        let preceded = judge(check, &format!("{}\n{reply}", prefix.replace(['{', '}', '\\'], "")), Finish::Stop);
        prop_assert_eq!(bare, preceded);
    }

    #[test]
    fn right_strictly_is_right_leniently(pieces in prop::collection::vec(fragment(), 0..12), which in 0usize..CHECKS, cut in any::<bool>()) {
        let text = pieces.concat();
        let finish = if cut { Finish::Length } else { Finish::Stop };
        let judgement = judge(&checks()[which], &text, finish);
        if judgement.strict.outcome.is_correct() {
            prop_assert!(judgement.lenient.outcome.is_correct(), "{}: {:?}", text, judgement);
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC*", which in 0usize..CHECKS) {
        for finish in [Finish::Stop, Finish::Length, Finish::Refused] {
            let judgement = judge(&checks()[which], &text, finish);
            prop_assert!(judgement.strict.outcome != Outcome::Error);
        }
    }
}

/// Pieces of which responses are made, whole and broken.
fn fragment() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        r"\boxed{42}",
        r"\boxed{\frac{22}{7}}",
        r"\boxed{3.14}",
        r"\boxed{[3, -1, 2]}",
        r"\boxed{greater than}",
        r"\boxed{43}",
        r"\boxed{[3.50, -3.33]}",
        r"\boxed{1.77}",
        r"\boxed{[[-1, 2], [3, 1]]}",
        "-1: 2, 3: 1",
        "twice",
        " → ",
        "| 3 | 1 |",
        r"\boxed{",
        "}",
        "{",
        r"\fbox{42}",
        "The answer is 42",
        "the answer is not ",
        "Answer: ",
        "42",
        "43",
        " or ",
        "\n",
        "\n\n",
        ". ",
        "<answer>",
        "</answer>",
        "**",
        "$$",
        "```",
        "3.14",
        "[3, -1, 2]",
        "= ",
        "greater than",
        "less than",
        "<think>",
        "</think>",
        "wait, ",
        "no, ",
        "if ",
        "\u{2212}",
        "答案是",
        r"\frac",
        r"\text{",
        r"\boxed{answer}",
        "\"answer\": ",
        "?",
        "So it is ",
        " is the answer.",
        "%",
        "e9",
        "^",
    ])
}

/// Long runs of what makes naive readers slow or deep; each must simply end.
#[test]
fn hostile_responses_are_read_in_one_pass() {
    const SIZE: usize = 1 << 18;
    let mut texts: Vec<String> = [
        r"\boxed{",
        "{",
        "}",
        "[",
        "(",
        r"\boxed{}",
        r"\boxed{x}",
        r"\boxed{1",
        "answer",
        "the answer is ",
        "answer: 1 ",
        "answer:\n",
        "<answer>",
        "</answer>",
        "<think>",
        "</think>",
        "9",
        "9,",
        "1 ",
        "²",
        "1/",
        r"\frac{",
        "-",
        "$$",
        "```",
        "\n",
        "*",
        "the ",
        "答案是",
        "\"answer\": [",
        "= ",
        "1e9",
        "wait, ",
        r"\\",
        "é",
        "3: 2, ",
        "[3, 2], ",
        "| 3 ",
        "3 twice ",
        "→",
        "1.5, ",
    ]
    .iter()
    .map(|piece| piece.repeat(SIZE / piece.len()))
    .collect();
    texts.push(format!(
        "\\boxed{{{}{}}}",
        "[".repeat(SIZE / 2),
        "]".repeat(SIZE / 2)
    ));
    texts.push(format!("\\boxed{{{}}}", "7".repeat(SIZE)));
    texts.push(format!("\\boxed{{{}}}", "7,".repeat(SIZE / 2)));
    for piece in ["7: 1, ", "[7, 1] ", "1.5, ", "| 7 | 1 |\n", "- ", "{7"] {
        texts.push(format!("\\boxed{{{}}}", piece.repeat(SIZE / piece.len())));
    }
    texts.push(format!(
        "{}{}",
        r"\boxed{".repeat(SIZE / 8),
        "}".repeat(SIZE / 8)
    ));
    texts.push(format!("The answer is {}", "the ".repeat(SIZE / 4)));
    for check in checks() {
        for text in &texts {
            let judgement = judge(&check, text, Finish::Stop);
            assert!(!judgement.strict.outcome.is_correct());
        }
    }
}
