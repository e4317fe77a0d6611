//! Reading the verdict that a plugin gives.

use serde::Deserialize;
use serde_json::Value;
use tribunal_verifiers::{NoAnswer, Outcome, Verdict};

/// The most bytes that are kept of an answer's or a reason's text.
const LONGEST: usize = 4 << 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    outcome: String,
    #[serde(default)]
    score: Option<f64>,
    #[serde(default)]
    answer: Option<String>,
    #[serde(default)]
    reason: Option<String>,
}

/// Makes a verdict of what `verify` gave for `answer`: `true` or `false`, `[false, "why"]`, or an
/// object with `outcome` (`correct`, `incorrect`, `unparsable` or `refused`) and perhaps `score`,
/// `answer` and `reason`.
///
/// # Errors
/// What is wrong with it, as a lower-case fragment.
pub fn verdict(answer: &str, json: &str) -> Result<Verdict, String> {
    let value: Value =
        serde_json::from_str(json).map_err(|error| format!("the verdict: {error}"))?;
    let raw = match value {
        Value::Bool(right) => plain(right, None),
        Value::Array(pair) => match pair.as_slice() {
            [Value::Bool(right), Value::String(reason)] => plain(*right, Some(reason.clone())),
            _ => return Err(unknown(&Value::Array(pair))),
        },
        value @ Value::Object(_) => {
            Raw::deserialize(&value).map_err(|error| format!("the verdict: {error}"))?
        }
        other => return Err(unknown(&other)),
    };
    let given = short(raw.answer.as_deref().unwrap_or(answer));
    let reason = raw.reason.as_deref().map(short);
    let partial = raw.score.unwrap_or(0.0);
    match (raw.outcome.as_str(), raw.score) {
        ("correct", None | Some(1.0)) => Ok(Verdict::correct(given)),
        ("correct", Some(_)) => Err("the verdict: a right answer has a score of 1".to_owned()),
        ("incorrect", _) if (0.0..1.0).contains(&partial) => Ok(Verdict {
            score: partial,
            ..Verdict::incorrect(given, reason.unwrap_or("the plugin says no"))
        }),
        ("incorrect", _) => Err(format!(
            "the verdict: the score of a wrong answer lies in [0, 1), and not at {partial}"
        )),
        ("unparsable" | "refused", Some(_)) => {
            Err("the verdict: no answer has no score".to_owned())
        }
        ("unparsable", None) => Ok(Verdict::no_answer(
            NoAnswer::Unparsable,
            reason.unwrap_or("the plugin can't read the answer"),
        )),
        ("refused", None) => Ok(Verdict::no_answer(
            NoAnswer::Refused,
            reason.unwrap_or("the plugin takes the answer for a refusal"),
        )),
        (other, _) => Err(format!(
            "the verdict: `{other}` is no outcome; there are correct, incorrect, unparsable and \
             refused"
        )),
    }
}

fn plain(right: bool, reason: Option<String>) -> Raw {
    let outcome = if right {
        Outcome::Correct
    } else {
        Outcome::Incorrect
    };
    Raw {
        outcome: outcome.name().to_owned(),
        score: None,
        answer: None,
        reason,
    }
}

fn unknown(value: &Value) -> String {
    let text = value.to_string();
    format!(
        "`{}` is no verdict: give true or false, (false, \"why\"), or an object with an `outcome`",
        short(&text)
    )
}

fn short(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_reads() {
        for (json, outcome, score) in [
            ("true", Outcome::Correct, 1.0),
            ("false", Outcome::Incorrect, 0.0),
            (r#"[false, "odd"]"#, Outcome::Incorrect, 0.0),
            (r#"{"outcome": "correct"}"#, Outcome::Correct, 1.0),
            (
                r#"{"outcome": "incorrect", "score": 0.5}"#,
                Outcome::Incorrect,
                0.5,
            ),
            (
                r#"{"outcome": "unparsable"}"#,
                Outcome::NoAnswer(NoAnswer::Unparsable),
                0.0,
            ),
            (
                r#"{"outcome": "refused"}"#,
                Outcome::NoAnswer(NoAnswer::Refused),
                0.0,
            ),
        ] {
            let verdict = verdict("x", json).expect(json);
            assert_eq!((verdict.outcome, verdict.score), (outcome, score), "{json}");
        }
        let odd = verdict("x", r#"[false, "odd"]"#)
            .expect("a verdict")
            .evidence;
        assert_eq!(
            (odd.answer.as_deref(), odd.reason.as_deref()),
            (Some("x"), Some("odd"))
        );
    }

    #[test]
    fn nothing_else_does() {
        for json in [
            "null",
            "1",
            "[true]",
            r#"{"outcome": "error"}"#,
            r#"{"outcome": "truncated"}"#,
            r#"{"outcome": "correct", "score": 0.9}"#,
            r#"{"outcome": "incorrect", "score": 1}"#,
            r#"{"outcome": "incorrect", "score": -0.1}"#,
            r#"{"outcome": "correct", "extra": 1}"#,
            r#"{"score": 1}"#,
        ] {
            assert!(verdict("x", json).is_err(), "{json}");
        }
    }
}
