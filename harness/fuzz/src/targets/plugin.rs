//! What a plugin's guest gives: what it says of itself, its items, its verdicts.

use serde_json::Value;
use tribunal_contract::{Manifest, draft, ruling};
use tribunal_verifiers::{Answer, Check, Finish, Outcome};

use super::{owned, response, text};
use crate::Target;

/// Reading what a plugin says of itself.
pub const DESCRIPTION: Target = Target {
    name: "plugin-description",
    hold: description,
    seeds: || {
        owned(&[
            r#"{"api": 1, "name": "example.coins", "version": 2, "summary": "Counts coins.",
                "variations": {"few": "up to 5", "many": "more"}, "prompt": "How many? {{ n }}",
                "params": {"size": {"kind": "int", "min": 1, "max": 9, "default": 4, "doc": "how many"},
                           "odd": {"kind": "bool", "default": false},
                           "metal": {"kind": "choice", "words": ["gold", "tin"]}},
                "space": 100000, "answers": "many"}"#,
            r#"{"api": 1, "name": "a.b", "version": 1, "summary": "x", "prompt": "{% for i in l %}{{ i }}{% endfor %}"}"#,
        ])
    },
    words: &[
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "{{",
        "}}",
        "{%",
        "%}",
        "\"api\"",
        "\"name\"",
        "null",
        "-1",
        "1e400",
        "18446744073709551616",
        "\\u0000",
        "\\ud800",
        "9223372036854775807",
    ],
};

/// Reading an item.
pub const ITEM: Target = Target {
    name: "plugin-item",
    hold: item,
    seeds: items,
    words: &[
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "true",
        "-1",
        "0",
        "1e400",
        "0.5",
        "\\u0000",
        "\\ud800",
        "18446744073709551616",
        "9223372036854775807",
        "-9223372036854775808",
        "4294967295",
        "4294967296",
        "99999999999999999999999999999999999999",
        "[[[[[[[[[[",
        "\"kind\"",
        "\"vars\"",
        "\"check\"",
        "\"right\"",
        "\"wrong\"",
    ],
};

/// Reading a verdict.
pub const VERDICT: Target = Target {
    name: "plugin-verdict",
    hold: verdict,
    seeds: || {
        owned(&[
            "true",
            "false",
            r#"[false, "odd"]"#,
            r#"[true, "even"]"#,
            r#"{"outcome": "correct", "answer": "4"}"#,
            r#"{"outcome": "incorrect", "score": 0.5, "reason": "half"}"#,
            r#"{"outcome": "unparsable", "reason": "ä"}"#,
            r#"{"outcome": "refused"}"#,
        ])
    },
    words: &[
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "true",
        "false",
        "\"outcome\"",
        "\"correct\"",
        "\"score\"",
        "1",
        "1.0",
        "-0.0",
        "1e400",
        "0.99999999999999999",
        "\\u0000",
        "\\ud800",
        "error",
    ],
};

/// A description that is taken is written so that it is read as the same.
fn description(data: &[u8]) {
    let Some((_, text)) = text(data) else { return };
    if let Ok(manifest) = Manifest::parse(&text) {
        let written = serde_json::to_string(&manifest).expect("it is JSON");
        assert_eq!(
            Manifest::parse(&written).as_ref(),
            Ok(&manifest),
            "{written}"
        );
    }
}

/// A check that is taken knows right from wrong, judges whatever comes, and survives being stored.
fn item(data: &[u8]) {
    let Some((_, text)) = text(data) else { return };
    let Ok(draft) = draft::draft("fuzz.plugin", "00", &text) else {
        return;
    };
    let check = draft.check;
    let stored = serde_json::to_string(&check).expect("it is JSON");
    let read: Check = serde_json::from_str(&stored).expect("a stored check is read");
    assert_eq!(read, check, "{stored}");
    if check.needs_court() {
        return;
    }
    let outcome = |text: &str| {
        let finish = Finish::Stop;
        let judged = check.judge(Answer { text, finish });
        assert!((0.0..=1.0).contains(&judged.strict.score));
        assert_ne!(judged.lenient.outcome, Outcome::Error);
        judged.strict.outcome
    };
    assert_eq!(outcome(&check.reference()), Outcome::Correct);
    assert_eq!(outcome(&check.counterfeit()), Outcome::Incorrect);
    assert!(!outcome("").is_correct(), "nothing is right");
    outcome(&text);
}

/// Every kind of check that a plugin may hand over, and what it may judge itself.
fn items() -> Vec<Vec<u8>> {
    let checks = response::ITEMS.iter().map(|(item, _)| &item.check);
    let mut seeds: Vec<Vec<u8>> = checks
        .map(|check| {
            let check = serde_json::to_string(check).expect("it is JSON");
            format!(r#"{{"vars": {{"n": [1, 2], "who": {{"name": "x"}}}}, "check": {check}}}"#)
        })
        .filter(|seed| seed.len() < 4096)
        .map(String::into_bytes)
        .collect();
    seeds.extend(owned(&[
        r#"{"vars": {"rows": [[1], "ä"]}, "right": "1", "wrong": "2", "data": {"big": 123456789012345678901234567890}}"#,
        r#"{"vars": {}, "right": "x", "wrong": "", "reads": "text", "cluster": "c"}"#,
    ]));
    seeds
}

/// Only a plugin's clear yes is a right answer, and what is kept of its words is short.
fn verdict(data: &[u8]) {
    let Some((first, text)) = text(data) else {
        return;
    };
    let long = "ä".repeat(9_000);
    let answer = if first % 8 == 0 { &long } else { "the answer" };
    let Ok(verdict) = ruling::verdict(answer, &text) else {
        return;
    };
    assert!((0.0..=1.0).contains(&verdict.score));
    assert_ne!(verdict.outcome, Outcome::Error);
    assert_eq!(verdict.outcome.is_correct(), verdict.score == 1.0);
    let kept = [&verdict.evidence.answer, &verdict.evidence.reason];
    assert!(kept.into_iter().flatten().all(|text| text.len() <= 4096));
    if verdict.outcome.is_correct() {
        let said: Value = serde_json::from_str(&text).expect("a verdict is JSON");
        let yes = said == true || said[0] == true || said["outcome"] == "correct";
        assert!(yes, "{text} is no yes");
    }
}
