//! Finding and reading the answer in a response, by a check of every shape of answer.

use tribunal_verifiers::checks::{
    ChoiceCheck, ChoiceOption, DigitsCheck, IntegerCheck, ListCheck, Order, RationalCheck,
    RationalsCheck, RootCheck, TallyCheck,
};
use tribunal_verifiers::value::Ratio;
use tribunal_verifiers::{Answer, Check, Finish, Integer, Outcome};

use super::text;
use crate::Target;

/// Judging a response.
pub const TARGET: Target = Target {
    name: "extract",
    hold,
    seeds,
    words: WORDS,
};

/// The corpus of responses that the verifiers' tests judge.
const CORPUS: &[&str] = &[
    include_str!("../../../../verifiers/tests/corpus/averages.toml"),
    include_str!("../../../../verifiers/tests/corpus/choices.toml"),
    include_str!("../../../../verifiers/tests/corpus/corrections.toml"),
    include_str!("../../../../verifiers/tests/corpus/endings.toml"),
    include_str!("../../../../verifiers/tests/corpus/fractions.toml"),
    include_str!("../../../../verifiers/tests/corpus/integers.toml"),
    include_str!("../../../../verifiers/tests/corpus/languages.toml"),
    include_str!("../../../../verifiers/tests/corpus/lists.toml"),
    include_str!("../../../../verifiers/tests/corpus/numerals.toml"),
    include_str!("../../../../verifiers/tests/corpus/roots.toml"),
    include_str!("../../../../verifiers/tests/corpus/tallies.toml"),
];

/// What answers are stated with.
pub(super) const WORDS: &[&str] = &[
    r"\boxed{",
    "}",
    "{",
    "[",
    "]",
    "(",
    ")",
    "42",
    "-",
    "\u{2212}",
    ",",
    ".",
    "e9",
    "/",
    r"\frac",
    "answer",
    " is ",
    ":",
    "<answer>",
    "</answer>",
    "\n\n",
    "```",
    "$$",
    "and",
    " or ",
    "not ",
    "≥",
    "²",
    "½",
    "\u{202f}",
    "%",
    r"\overline{",
    "...",
    "<think>",
    "</think>",
    "答案是",
    "\"answer\": ",
    "=",
    "no, ",
    r"\\",
    "&",
    r"\begin{array}{c}",
    r"\end{array}",
    "x 10^",
    "→",
    "| ",
    "twice",
    "[3, 2]",
    "\"value\": ",
    ";",
    "0x",
    "_{16}",
    "_",
    "1F3",
    "₂",
    "base",
];

fn seeds() -> Vec<Vec<u8>> {
    #[derive(serde::Deserialize)]
    struct File {
        case: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        text: String,
    }
    let files = CORPUS.iter().flat_map(|file| {
        let file: File = toml::from_str(file).expect("the corpus is read by its own test");
        file.case
    });
    files.map(|case| case.text.into_bytes()).collect()
}

/// Judges `data` as a response by a check of every shape and panics if a law is broken. The first
/// byte chooses how the response ended.
fn hold(data: &[u8]) {
    let Some((first, text)) = text(data) else {
        return;
    };
    let finish = match first % 3 {
        0 => Finish::Stop,
        1 => Finish::Length,
        _ => Finish::Refused,
    };
    for check in checks() {
        let answer = Answer {
            text: &text,
            finish,
        };
        let judgement = check.judge(answer);
        assert_eq!(
            judgement,
            check.judge(answer),
            "judging twice gives two verdicts"
        );
        for verdict in [&judgement.strict, &judgement.lenient] {
            assert_ne!(verdict.outcome, Outcome::Error);
            let answered = matches!(verdict.outcome, Outcome::Correct | Outcome::Incorrect);
            assert_eq!(verdict.evidence.answer.is_some(), answered);
            assert_eq!(
                verdict.evidence.reason.is_none(),
                verdict.outcome.is_correct()
            );
        }
        if let Some(answer) = &judgement.strict.evidence.answer {
            assert_eq!(
                judgement.lenient.evidence.answer.as_ref(),
                Some(answer),
                "the readings disagree"
            );
            // The canonical spelling is itself an answer, and the same one.
            let boxed = format!("\\boxed{{{answer}}}");
            let again = check.judge(Answer {
                text: &boxed,
                finish: Finish::Stop,
            });
            assert_eq!(
                again.strict.evidence.answer.as_ref(),
                Some(answer),
                "the canonical spelling reads otherwise"
            );
        }
    }
}

fn checks() -> [Check; 10] {
    let option = |name: &str, also: &[&str]| ChoiceOption {
        name: name.to_owned(),
        also: also.iter().map(|&text| text.to_owned()).collect(),
    };
    let digits = |base, digits| Check::Digits(DigitsCheck::new(base, digits).expect("a numeral"));
    let rational = |places| {
        Check::Rational(RationalCheck {
            numerator: Integer::from(22),
            denominator: Integer::from(7),
            places,
        })
    };
    [
        Check::Integer(IntegerCheck {
            expected: Integer::from(42),
        }),
        rational(None),
        rational(Some(2)),
        Check::List(ListCheck {
            expected: vec![1, 2, 3],
            order: Order::Any,
        }),
        Check::Choice(ChoiceCheck {
            expected: 0,
            options: vec![
                option("greater than", &[">"]),
                option("less than", &["<"]),
                option("no", &[]),
            ],
        }),
        Check::Rationals(RationalsCheck {
            expected: [(7, 2), (-10, 3)]
                .iter()
                .filter_map(|&(numerator, denominator)| Ratio::new(numerator, denominator))
                .collect(),
            places: Some(2),
        }),
        Check::Root(RootCheck::new(22.into(), 7.into(), 2).expect("a root")),
        Check::Tally(TallyCheck::new(vec![(-3, 2), (5, 1)]).expect("a tally")),
        digits(16, "1F3"),
        digits(36, "42"),
    ]
}
