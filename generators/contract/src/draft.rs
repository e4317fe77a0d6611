//! Reading the item that a plugin gives.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use tribunal_generators::{Draft, Var, Vars};
use tribunal_verifiers::checks::{PluginCase, PluginCheck, Reads};
use tribunal_verifiers::{Answer, Check, Finish, Outcome};

/// The most bytes of an item's JSON.
pub const LARGEST_ITEM: usize = 256 << 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem<'a> {
    #[serde(borrow)]
    vars: &'a RawValue,
    #[serde(default)]
    check: Option<&'a RawValue>,
    #[serde(default)]
    right: Option<String>,
    #[serde(default)]
    wrong: Option<String>,
    #[serde(default)]
    reads: Option<Reads>,
    /// For the plugin alone.
    #[serde(default, rename = "data")]
    _data: Option<IgnoredAny>,
    #[serde(default)]
    cluster: Option<String>,
}

/// Makes a draft of the JSON that the plugin `name` with this digest (hex) gave.
///
/// # Errors
/// What is wrong with it, as a lower-case fragment.
pub fn draft(name: &str, digest: &str, json: &str) -> Result<Draft, String> {
    if json.len() > LARGEST_ITEM {
        return Err(format!(
            "the item is {} bytes of JSON; at most {LARGEST_ITEM} are allowed",
            json.len()
        ));
    }
    let item: RawItem<'_> =
        serde_json::from_str(json).map_err(|error| format!("the item: {error}"))?;
    let vars: Map<String, Value> = serde_json::from_str(item.vars.get())
        .map_err(|error| format!("the item's `vars`: {error}"))?;
    let vars = named("vars", vars)?;
    let check = match (item.check, item.right, item.wrong) {
        (Some(check), None, None) if item.reads.is_none() => built_in(check.get())?,
        (None, Some(right), Some(wrong)) => Check::Plugin(PluginCheck {
            plugin: name.to_owned(),
            digest: digest.to_owned(),
            case: PluginCase::Judged {
                item: json.to_owned(),
                right,
                wrong,
                reads: item.reads.unwrap_or_default(),
            },
        }),
        _ => {
            return Err(
                "the item must have either `check`, a built-in check, or `right` and `wrong`, two \
                 answers that `verify` tells apart"
                    .to_owned(),
            );
        }
    };
    Ok(Draft {
        vars,
        check,
        cluster: item.cluster,
    })
}

/// A built-in check, if its data are sound.
fn built_in(json: &str) -> Result<Check, String> {
    let check: Check =
        serde_json::from_str(json).map_err(|error| format!("the item's `check`: {error}"))?;
    if check.needs_court() || check.failure().is_some() {
        return Err(format!(
            "the item's `check`: a plugin can't hand over a check of kind `{}`",
            check.kind()
        ));
    }
    // The data come from outside; whatever they make of the check's own code ends here, and not
    // when a model's answer has been paid for.
    let outcomes = catch_unwind(AssertUnwindSafe(|| {
        [check.reference(), check.counterfeit()].map(|text| {
            let answer = Answer {
                text: &text,
                finish: Finish::Stop,
            };
            check.judge(answer).strict.outcome
        })
    }));
    match outcomes {
        Ok([Outcome::Correct, Outcome::Incorrect]) => Ok(check),
        Ok([right, wrong]) => Err(format!(
            "the item's `check` holds data that make no sense: its own right answer is judged \
             {right} and its wrong one {wrong}"
        )),
        Err(_) => Err("the item's `check` holds data that make no sense".to_owned()),
    }
}

fn named(place: &str, values: Map<String, Value>) -> Result<Vars, String> {
    let mut vars = Vars::new();
    for (name, value) in values {
        let value = var(&format!("{place}.{name}"), value)?;
        vars = vars.with(name, value);
    }
    Ok(vars)
}

fn var(place: &str, value: Value) -> Result<Var, String> {
    Ok(match value {
        Value::Number(number) => match number.as_i64() {
            Some(number) => Var::Int(number),
            None => {
                return Err(format!(
                    "`{place}` is {number}: numbers of a prompt are whole and of 64 bits; write \
                     others as text"
                ));
            }
        },
        Value::String(text) => Var::Text(text.into()),
        Value::Array(values) => {
            let numbers: Option<Vec<i64>> = values.iter().map(Value::as_i64).collect();
            match numbers {
                Some(numbers) => Var::Ints(numbers),
                None => Var::List(
                    values
                        .into_iter()
                        .enumerate()
                        .map(|(i, value)| var(&format!("{place}[{i}]"), value))
                        .collect::<Result<_, _>>()?,
                ),
            }
        }
        Value::Object(values) => Var::Map(named(place, values)?),
        Value::Null | Value::Bool(_) => {
            return Err(format!(
                "`{place}` is {value}: variables of a prompt are numbers, texts, lists and objects; \
                 leave it out, or write 0 or 1"
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Draft, String> {
        draft("example.coins", "00", json)
    }

    #[test]
    fn both_kinds_of_item_read() {
        let made = read(
            r#"{"vars": {"n": [1, 2], "rows": [[1], "ä"], "who": {"name": "x"}},
                "check": {"kind": "integer", "expected": "3"}, "cluster": "c"}"#,
        )
        .expect("an item");
        assert_eq!(made.vars.get("n"), Some(&Var::Ints(vec![1, 2])));
        assert_eq!(made.check.kind(), "integer");
        assert_eq!(made.cluster.as_deref(), Some("c"));
        let json = r#"{"vars": {}, "right": "1", "wrong": "2", "data": {"big": 123456789012345678901234567890}}"#;
        let made = read(json).expect("an item");
        let Check::Plugin(PluginCheck {
            case: PluginCase::Judged { item, .. },
            ..
        }) = made.check
        else {
            panic!("it judges itself");
        };
        assert_eq!(item, json, "digit by digit");
    }

    #[test]
    fn bad_items_say_what_is_wrong() {
        for (json, said) in [
            ("3", "the item: invalid type"),
            ("{}", "missing field `vars`"),
            (r#"{"vars": []}"#, "`vars`: invalid type"),
            (r#"{"vars": {}}"#, "either `check`"),
            (r#"{"vars": {}, "right": "1"}"#, "either `check`"),
            (
                r#"{"vars": {}, "right": 1, "wrong": "2"}"#,
                "invalid type: integer",
            ),
            (
                r#"{"vars": {}, "right": "1", "wrong": "2", "wright": 1}"#,
                "unknown field",
            ),
            (
                r#"{"vars": {"x": 1.5}, "right": "1", "wrong": "2"}"#,
                "`vars.x` is 1.5",
            ),
            (
                r#"{"vars": {"x": [1, {"y": null}]}, "right": "1", "wrong": "2"}"#,
                "`vars.x[1].y`",
            ),
            (
                r#"{"vars": {}, "check": {"kind": "soup"}}"#,
                "unknown variant `soup`",
            ),
            (
                r#"{"vars": {}, "check": {"kind": "integer", "expected": "x"}}"#,
                "`check`",
            ),
            (
                r#"{"vars": {}, "check": {"kind": "choice", "expected": 5, "options": []}}"#,
                "no sense",
            ),
            (
                r#"{"vars": {}, "check": {"kind": "plugin", "plugin": "a.b", "digest": "", "case": {"failed": {"reason": ""}}}}"#,
                "can't hand over a check of kind `plugin`",
            ),
        ] {
            let error = read(json).expect_err(json);
            assert!(error.contains(said), "{error} does not say {said}");
        }
        let deep = format!(
            r#"{{"vars": {{"x": {}{}}}, "right": "1", "wrong": "2"}}"#,
            "[".repeat(500),
            "]".repeat(500)
        );
        assert!(
            read(&deep)
                .expect_err("too deep")
                .contains("recursion limit")
        );
        let huge = format!(r#"{{"vars": {{"x": "{}"}}}}"#, "x".repeat(LARGEST_ITEM));
        assert!(
            read(&huge)
                .expect_err("too large")
                .contains("at most 262144")
        );
    }
}
