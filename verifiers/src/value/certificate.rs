//! Certificates that a machine never halts, as JSON objects.
//!
//! The object may be fenced, boxed, with escaped braces, with single quotes, with numbers as text,
//! and its kind may be written with spaces, hyphens or capitals. An object without a known kind, or
//! with other fields than its kind has, is no certificate.

use serde_json::Value;

use super::shape::{Lead, Shape};
use crate::turing::Certificate;

/// Longest text that is read.
const LONGEST: usize = 1 << 16;

/// A certificate.
#[derive(Clone, Copy, Debug)]
pub struct CertificateShape;

impl Shape for CertificateShape {
    type Value = Certificate;

    fn noun(&self) -> &'static str {
        "a certificate"
    }

    fn exact(&self, text: &str) -> Option<Certificate> {
        if text.len() > LONGEST {
            return None;
        }
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '.'));
        let text = text.strip_prefix("json").unwrap_or(text).trim();
        let mut text = text;
        loop {
            let inner = text.strip_prefix('{')?.strip_suffix('}')?.trim();
            if !inner.starts_with('{') {
                break;
            }
            text = inner;
        }
        let value: Value = serde_json::from_str(text)
            .or_else(|_| serde_json::from_str(&text.replace('\'', "\"")))
            .ok()?;
        certificate(value)
    }

    /// A certificate is stated only as a whole, which [`Shape::exact`] has tried.
    fn leading<'t>(&self, _text: &'t str) -> Lead<'t, Certificate> {
        Lead::Absent
    }

    fn equations(&self) -> bool {
        false
    }
}

/// The certificate that an object says.
fn certificate(value: Value) -> Option<Certificate> {
    let Value::Object(object) = value else {
        return None;
    };
    let mut tidy = serde_json::Map::new();
    for (name, value) in object {
        let name = name.trim().to_ascii_lowercase();
        let value = match value {
            Value::String(text) if name == "kind" || name == "reads" => {
                let text = text.trim().to_ascii_lowercase();
                Value::from(text.replace([' ', '-'], "_"))
            }
            other => numbers(other)?,
        };
        tidy.insert(name, value);
    }
    serde_json::from_value(Value::Object(tidy)).ok()
}

/// Numbers that are written as text, in lists of any kind; at most two deep, as an automaton is.
fn numbers(value: Value) -> Option<Value> {
    let number = |value: Value| match value {
        Value::String(text) => text.trim().parse::<u64>().ok().map(Value::from),
        other => Some(other),
    };
    let row = |value: Value| match value {
        Value::Array(items) => items
            .into_iter()
            .map(number)
            .collect::<Option<_>>()
            .map(Value::Array),
        other => number(other),
    };
    match value {
        Value::Array(rows) => rows
            .into_iter()
            .map(row)
            .collect::<Option<_>>()
            .map(Value::Array),
        other => number(other),
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(text: &str) -> Option<String> {
        CertificateShape
            .exact(&plain(text))
            .map(|found| found.to_json())
    }

    #[test]
    fn usual_spellings_give_the_same_certificate() {
        let wanted = r#"{"kind":"translated_cycler","start":9,"period":5}"#;
        for text in [
            wanted,
            r#"{"kind": "translated_cycler", "start": 9, "period": 5}"#,
            r#"\{"kind": "translated\_cycler", "start": 9, "period": 5\}"#,
            r#"{{"period": "5", "kind": "Translated cycler", "start": 9}}"#,
            "{'kind': 'translated-cycler', 'start': 9, 'period': 5}",
            "\n{\n  \"kind\": \"translated_cycler\",\n  \"start\": 9,\n  \"period\": 5\n}\n",
        ] {
            assert_eq!(read(text), Some(wanted.to_owned()), "{text}");
        }
        let far = r#"{"kind":"far","reads":"left","dfa":[[0,1],[1,1]]}"#;
        assert_eq!(read(far), Some(far.to_owned()));
        let text = r#"{"kind": "FAR", "reads": "Left", "dfa": [["0", "1"], [1, 1]]}"#;
        assert_eq!(read(text), Some(far.to_owned()));
    }

    #[test]
    fn anything_else_is_no_certificate() {
        for text in [
            "",
            "cycler",
            "{}",
            r#"{"kind": "magic"}"#,
            r#"{"kind": "cycler", "start": 1}"#,
            r#"{"kind": "cycler", "start": 1, "period": -2}"#,
            r#"{"kind": "cycler", "start": 1, "period": 2, "note": 3}"#,
            r#"[{"kind": "cycler", "start": 1, "period": 2}]"#,
            r#"{"kind": "cycler", "start": 1, "period": 2} or not"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
