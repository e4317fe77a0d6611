//! The JSON contract.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::common::{Question, report, right, spec, wrong};
use crate::pictures::mixed;

#[test]
fn the_report_as_json() {
    let questions = [
        right(0),
        right(0).repeat(1),
        wrong(1),
        Question {
            steps: Some("10"),
            ..wrong(1)
        }
        .repeat(1),
    ];
    insta::assert_json_snapshot!(report(spec(2, 2), &questions));
}

/// Names of all fields, at any depth; what a provider or a task names is not ours.
fn fields(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                into.insert(key.clone());
                let foreign = [
                    "params",
                    "model_identity",
                    "sampling_asked",
                    "sampling_sent",
                ];
                if !foreign.contains(&key.as_str()) {
                    fields(value, into);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| fields(item, into)),
        _ => {}
    }
}

#[test]
fn every_field_is_documented() {
    let page = include_str!("../../../../docs/report-json.md");
    let mut names = BTreeSet::new();
    fields(&serde_json::to_value(mixed()).unwrap(), &mut names);
    let repeated = report(spec(1, 2), &[right(0), wrong(0).repeat(1)]);
    fields(&serde_json::to_value(repeated).unwrap(), &mut names);
    let missing: Vec<_> = names
        .iter()
        .filter(|name| !page.contains(&format!("`{name}`")))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/report-json.md does not describe {missing:?}"
    );
}
