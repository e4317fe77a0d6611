//! Responses as models write them, each with the verdict it must get under both readings.
//!
//! The cases stand in `tests/corpus/*.toml`, one file a theme. A case names its check by one of
//! `integer`, `rational`, `rationals` and `root` (with `places`), `digits` (with `base`), `list`
//! (with `any_order`), `tally` or `choice` (with `among`), and gives the response, how it ended, the
//! two outcomes, and the answer that the lenient reading must find, in canonical spelling.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tribunal_verifiers::checks::{
    ChoiceCheck, ChoiceOption, DigitsCheck, IntegerCheck, ListCheck, Order, RationalCheck,
    RationalsCheck, RootCheck, TallyCheck,
};
use tribunal_verifiers::value::Ratio;
use tribunal_verifiers::{Answer, Check, Finish, Integer, Verdict};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    integer: Option<String>,
    rational: Option<String>,
    rationals: Option<Vec<String>>,
    root: Option<String>,
    tally: Option<Vec<(i64, u32)>>,
    places: Option<u32>,
    digits: Option<String>,
    base: Option<u32>,
    list: Option<Vec<i64>>,
    #[serde(default)]
    any_order: bool,
    choice: Option<String>,
    among: Option<String>,
    text: String,
    #[serde(default)]
    finish: Finish,
    strict: String,
    lenient: String,
    answer: Option<String>,
}

impl Case {
    fn check(&self) -> Check {
        let integer = |text: &str| Integer(text.parse().expect("an integer"));
        if let Some(text) = &self.integer {
            return Check::Integer(IntegerCheck {
                expected: integer(text),
            });
        }
        let parts = |text: &'_ str| {
            let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
            (numerator.to_owned(), denominator.to_owned())
        };
        if let Some(texts) = &self.rationals {
            let small = |text: &str| text.parse().expect("a small integer");
            let ratio = |text: &String| {
                let (numerator, denominator) = parts(text);
                Ratio::new(small(&numerator), small(&denominator)).expect("a fraction")
            };
            return Check::Rationals(RationalsCheck {
                expected: texts.iter().map(ratio).collect(),
                places: self.places,
            });
        }
        if let Some(text) = &self.root {
            let (numerator, denominator) = parts(text);
            let (numerator, denominator) = (integer(&numerator).0, integer(&denominator).0);
            let places = self.places.expect("a root says how many places");
            return Check::Root(RootCheck::new(numerator, denominator, places).expect("a root"));
        }
        if let Some(expected) = &self.tally {
            return Check::Tally(TallyCheck::new(expected.clone()).expect("a tally"));
        }
        if let Some(text) = &self.rational {
            let (numerator, denominator) = parts(text);
            let (numerator, denominator) = (&numerator, &denominator);
            return Check::Rational(RationalCheck {
                numerator: integer(numerator),
                denominator: integer(denominator),
                places: self.places,
            });
        }
        if let Some(digits) = &self.digits {
            let base = self.base.expect("digits say of which base");
            return Check::Digits(DigitsCheck::new(base, digits.as_str()).expect("a numeral"));
        }
        if let Some(expected) = &self.list {
            let order = if self.any_order {
                Order::Any
            } else {
                Order::Exact
            };
            return Check::List(ListCheck {
                expected: expected.clone(),
                order,
            });
        }
        let options = options(self.among.as_deref().expect("a choice says among what"));
        let name = self.choice.as_deref().expect("a case has a check");
        let expected = options
            .iter()
            .position(|option| option.name == name)
            .expect("an option of that name");
        Check::Choice(ChoiceCheck { expected, options })
    }
}

fn options(among: &str) -> Vec<ChoiceOption> {
    let options: &[(&str, &[&str])] = match among {
        "comparison" => &[
            (
                "greater than",
                &[">", "greater", "larger", "more", "bigger"],
            ),
            ("less than", &["<", "less", "smaller", "lower"]),
            ("equal to", &["=", "equal", "same"]),
        ],
        "parity" => &[("even", &[]), ("odd", &[])],
        "verdict" => &[("yes", &["true"]), ("no", &["false"])],
        "letters" => &[("A", &[]), ("B", &[]), ("C", &[]), ("D", &[])],
        other => panic!("unknown options {other}"),
    };
    options
        .iter()
        .map(|(name, also)| ChoiceOption {
            name: (*name).to_owned(),
            also: also.iter().map(|&text| text.to_owned()).collect(),
        })
        .collect()
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the corpus stands beside this test")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    files.sort();
    files
}

fn spell(verdict: &Verdict) -> String {
    let reason = verdict
        .evidence
        .reason
        .as_deref()
        .map_or(String::new(), |reason| format!(" ({reason})"));
    let answer = verdict.evidence.answer.as_deref().unwrap_or("-");
    format!("{} {answer}{reason}", verdict.outcome)
}

#[test]
fn every_response_gets_its_verdict() {
    let mut count = 0;
    let mut differences = String::new();
    for path in files() {
        let name = path
            .file_name()
            .expect("a file")
            .to_string_lossy()
            .into_owned();
        let source = fs::read_to_string(&path).expect("a readable file");
        let file: File = toml::from_str(&source).unwrap_or_else(|error| panic!("{name}: {error}"));
        for (index, case) in file.case.iter().enumerate() {
            count += 1;
            let judgement = case.check().judge(Answer {
                text: &case.text,
                finish: case.finish,
            });
            let same = judgement.strict.outcome.name() == case.strict
                && judgement.lenient.outcome.name() == case.lenient
                && judgement.lenient.evidence.answer.as_deref() == case.answer.as_deref();
            if !same {
                let answer = case.answer.as_deref().unwrap_or("-");
                write!(
                    differences,
                    "\n{name}, case {}:\n{}\n  expected  strict {}, lenient {} {answer}\n  found     strict {}\n            lenient {}\n",
                    index + 1,
                    case.text.lines().map(|line| format!("    | {line}\n")).collect::<String>().trim_end(),
                    case.strict,
                    case.lenient,
                    spell(&judgement.strict),
                    spell(&judgement.lenient),
                )
                .expect("a string takes any text");
            }
        }
    }
    assert!(differences.is_empty(), "{differences}");
    assert!(
        count >= 300,
        "the corpus holds {count} responses, at least 300 are wanted"
    );
}
