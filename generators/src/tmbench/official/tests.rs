//! The published format, on files of our own making.

use serde_json::{Value, json};

use super::*;
use crate::item::Digest;
use crate::registry;
use crate::task::Generator;

fn checks(variation: &str, count: u64) -> Vec<(Digest, TagTraceCheck)> {
    let task = registry::task("tmbench.mtag").expect("built in");
    let generator = Generator::new(task, Some(variation), [], "official").expect("valid");
    (0..count)
        .map(|index| {
            let item = generator.item(index).expect("never fails");
            match item.check {
                tribunal_verifiers::Check::TagTrace(check) => (item.digest, check),
                other => panic!("{other:?}"),
            }
        })
        .collect()
}

/// The small machine of the fixture: start ABCA, which halts after four steps.
fn file() -> Value {
    json!({
        "symbol_set": ["A", "B", "C"],
        "rule_min_length": 1, "rule_max_length": 2,
        "str_min_length": 4, "str_max_length": 4,
        "max_step": 31, "delete_count": 2,
        "samples": [{
            "id": "199ab689d78e237bc9bee88af1d72ee7a13c4767c51a5190a34cb2d002afb6e6",
            "init_str": "ABCA",
            "rule": {"A": "B", "B": "AC", "C": "A"},
            "delete_count": 2,
            "step_results": ["ABCA", "CAB", "BA", "AC", "B"],
        }],
    })
}

#[test]
fn exported_items_come_back() {
    for variation in ["latin", "digits", "greek", "special", "words"] {
        let made = checks(variation, 30);
        let text = export(made.iter().map(|(_, check)| check)).expect("one alphabet");
        let file = parse(&text).expect("our own file");
        assert_eq!(file.variation, variation);
        assert_eq!(file.warnings, []);
        assert_eq!(file.samples.len(), made.len());
        for (sample, (digest, check)) in file.samples.iter().zip(&made) {
            assert_eq!(&sample.check, check);
            let draft = sample.draft();
            let again = Digest::of("tmbench.mtag", variation, &draft.vars, &draft.check);
            assert_eq!(again, *digest, "an imported item is the item");
        }
    }
}

#[test]
fn mixed_items_make_no_file() {
    let latin = checks("latin", 1);
    let greek = checks("greek", 1);
    let error = export([&latin[0].1, &greek[0].1])
        .expect_err("two alphabets")
        .to_string();
    assert_eq!(
        error,
        "item 1 differs from the first in alphabet, deletion number or steps; write it to a file \
         of its own"
    );
    assert_eq!(
        export([]).expect_err("nothing").to_string(),
        "no items to write"
    );
}

/// The expected digests were computed with Python: `sha256(init_str + json.dumps(rule,
/// sort_keys=True))`.
#[test]
fn ids_are_those_of_python() {
    let warnings = |file: &Value| parse(&file.to_string()).expect("valid").warnings;
    assert_eq!(warnings(&file()), []);

    let mut greek = file();
    greek["symbol_set"] = json!(["α", "β", "γ"]);
    let sample = &mut greek["samples"][0];
    sample["init_str"] = json!("αβγα");
    sample["rule"] = json!({"γ": "α", "α": "β", "β": "αγ"});
    sample["step_results"] = json!(["αβγα", "γαβ", "βα", "αγ", "β"]);
    assert_eq!(warnings(&greek), [], "the id of the Latin original");
    greek["samples"][0]["id"] =
        json!("355429e579fe358c0359d45034d53e9963016a8b447c1d38cac77b20b14821bc");
    assert_eq!(warnings(&greek), [], "the id in its own spelling");

    greek["samples"][0]["id"] = json!("beef");
    let found: Vec<String> = warnings(&greek).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        ["sample 0 has the id `beef`, but its content gives \
          `199ab689d78e237bc9bee88af1d72ee7a13c4767c51a5190a34cb2d002afb6e6`"]
    );
}

#[test]
fn the_same_instance_twice_is_a_warning() {
    let mut twice = file();
    let sample = twice["samples"][0].clone();
    twice["samples"].as_array_mut().expect("list").push(sample);
    let file = parse(&twice.to_string()).expect("valid");
    assert_eq!(
        file.warnings,
        [Warning::Duplicate {
            first: 0,
            second: 1
        }]
    );
}

#[test]
fn errors_name_sample_and_step() {
    type Edit = fn(&mut Value);
    let cases: [(Edit, &str); 9] = [
        (
            |f| f["samples"][0]["step_results"][2] = json!("BB"),
            "sample 0: step 2 is `BB` in the file, but the machine gives `BA`",
        ),
        (
            |f| f["samples"][0]["step_results"] = json!(["ABCA", "CAB"]),
            "sample 0: step_results has 2 states, but the run has 5",
        ),
        (
            |f| f["samples"][0]["init_str"] = json!("ABXA"),
            "sample 0: init_str `ABXA` holds `XA`, which begins with no symbol of symbol_set",
        ),
        (
            |f| f["samples"][0]["rule"]["B"] = json!("A?"),
            "sample 0: the rule of `B` `A?` holds `?`, which begins with no symbol of symbol_set",
        ),
        (
            |f| f["samples"][0]["rule"] = json!({"A": "B", "B": "AC"}),
            "sample 0: no rule for symbol `C`",
        ),
        (
            |f| f["samples"][0]["rule"]["D"] = json!("A"),
            "sample 0: a rule for `D`, which is not in symbol_set",
        ),
        (
            |f| f["samples"][0]["delete_count"] = json!(0),
            "sample 0: the deletion number is 0, but must be at least 1",
        ),
        (
            |f| f["max_step"] = json!(0),
            "max_step is 0, but step 0, the start queue, counts too; it must be at least 1",
        ),
        (
            |f| f["max_step"] = json!(1_000_000),
            "sample 0: 999999 steps are asked for, but at most 10000 may be",
        ),
    ];
    for (edit, message) in cases {
        let mut odd = file();
        edit(&mut odd);
        assert_eq!(
            parse(&odd.to_string()).expect_err(message).to_string(),
            message
        );
    }
    let cut = parse("{\"symbol_set\": [")
        .expect_err("half a file")
        .to_string();
    assert!(
        cut.starts_with("not a TMBench file: EOF while parsing"),
        "{cut}"
    );
}

#[test]
fn stored_answers_are_judged_again() {
    let file = parse(include_str!("results.json")).expect("valid");
    let outcomes = |token_limit| -> Vec<_> {
        let rescored = file.rescore(token_limit);
        let outcome = |judged: &Rejudged| {
            let Judgement { strict, lenient } = &judged.judgement;
            (judged.sample, strict.outcome.name(), lenient.outcome.name())
        };
        rescored.judged.iter().map(outcome).collect()
    };
    assert_eq!(
        outcomes(Some(512)),
        [
            (0, "correct", "correct"),
            (1, "incorrect", "incorrect"),
            (2, "incorrect", "incorrect"),
            (3, "unparsable", "correct"),
            (4, "truncated", "truncated"),
        ]
    );
    assert_eq!(outcomes(None)[4], (4, "incorrect", "incorrect"));

    let rescored = file.rescore(Some(512));
    assert_eq!(rescored.unanswered, 1);
    // By hand: steps 0 and 1 are right in all five, step 2 in four, steps 3 and 4 in four; the
    // over-run passes by the published rule.
    let curve: Vec<_> = rescored.lenient.curve().map(|count| count.right).collect();
    assert_eq!(curve, [5, 5, 4, 4, 4]);
    assert_eq!(
        (rescored.lenient.passed(), rescored.lenient.instances()),
        (3, 5)
    );
    assert_eq!(
        (rescored.strict.passed(), rescored.strict.instances()),
        (2, 5)
    );
    let uniform = rescored.lenient.uniform().expect("answers");
    assert!((uniform - 88.0).abs() < 1e-9, "{uniform}");
    let linear = rescored.lenient.linear().expect("answers");
    assert!(
        (linear - 100.0 * (3.0 + 0.8 * 12.0) / 15.0).abs() < 1e-9,
        "{linear}"
    );
    assert_eq!(rescored.judged[1].tokens, Some(180));
}
