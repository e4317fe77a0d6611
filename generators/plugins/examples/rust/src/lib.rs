//! example.digits: the digits of a product, added up. Judged by a built-in check.

wit_bindgen::generate!({ path: "../../wit", world: "task" });

use tribunal::plugin::random;

struct Digits;

export!(Digits);

const TASK: &str = r#"{
    "api": 1,
    "name": "example.digits",
    "version": 1,
    "summary": "the sum of the digits of a product",
    "params": {
        "high": {"kind": "int", "min": 10, "max": 1000000000, "default": 100000,
                 "doc": "the largest factor"}
    },
    "prompt": "What is the sum of the decimal digits of {{ a }} * {{ b }}?\n\nGive it as \\boxed{answer}.",
    "space": 50
}"#;

impl Guest for Digits {
    fn describe() -> String {
        TASK.to_owned()
    }

    fn generate(_variation: String, params: String) -> Result<String, String> {
        let high = number(&params, "\"high\":").ok_or("`high` is missing")?;
        let (a, b) = (random::range(2, high), random::range(2, high));
        let sum: u32 = (a * b).to_string().bytes().map(|digit| u32::from(digit - b'0')).sum();
        Ok(format!(
            r#"{{"vars": {{"a": {a}, "b": {b}}}, "check": {{"kind": "integer", "expected": "{sum}"}}}}"#
        ))
    }

    fn verify(_item: String, _answer: String) -> Result<String, String> {
        Err("every item is judged by the built-in check of an integer".to_owned())
    }
}

/// The number after `name` in the host's flat JSON; a plugin with more parameters would rather
/// depend on serde_json.
fn number(json: &str, name: &str) -> Option<i64> {
    let rest = json.split_once(name)?.1.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}
