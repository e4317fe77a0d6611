//! Responses produced elsewhere, as JSON lines.
//!
//! A line names its item by `digest`, by `ordinal`, or by `task`, `variation`, `params`,
//! `seed` and `index`; of several names the digest is believed first, because it follows from
//! the item's content, then the ordinal. It holds the answer as `response` (or `text`), and may
//! tell `repeat`, `reasoning`, `finish` and `usage`.
//!
//! The lines that [`export`](crate::export) writes are such lines: their other columns are known
//! and passed over, and those of questions given up are left out.

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::export;
use crate::rows::Usage;

/// No line is longer than this: beyond it the file is not what it should be.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

/// How a line names its item.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemName {
    /// By content digest.
    Digest([u8; 32]),
    /// By place in the plan.
    Ordinal(u32),
    /// By where a generator makes it.
    Address {
        /// Task name.
        task: String,
        /// Variation; `None` is the task's only or first one.
        variation: Option<String>,
        /// Parameters; `None` is those of the plan.
        params: Option<Value>,
        /// Suite seed; a number is taken as its digits.
        seed: String,
        /// Index within (task, variation, params, seed).
        index: u64,
    },
}

/// A line that was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportLine {
    /// Its number in the file, from 1.
    pub line: u64,
    /// Which item it answers.
    pub item: ItemName,
    /// Which repeat, from 0.
    pub repeat: u32,
    /// The answer.
    pub text: String,
    /// The reasoning.
    pub reasoning: Option<String>,
    /// The finish reason; `stop` when the line tells none.
    pub finish: String,
    /// Tokens.
    pub usage: Usage,
}

/// Why importing ended, and at which line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file could not be read.
    #[error("line {line}: {source}")]
    Read {
        /// The line, from 1.
        line: u64,
        /// What the system said.
        source: std::io::Error,
    },
    /// The line is not what it should be.
    #[error("line {line}: {what}")]
    Line {
        /// The line, from 1.
        line: u64,
        /// What is wrong, and what is expected.
        what: String,
    },
}

/// What is read of a line, besides the columns that only an export has.
const FIELDS: [&str; 13] = [
    "digest",
    "ordinal",
    "task",
    "variation",
    "params",
    "seed",
    "index",
    "repeat",
    "response",
    "text",
    "reasoning",
    "finish",
    "usage",
];

#[derive(Deserialize)]
struct Raw {
    digest: Option<String>,
    ordinal: Option<u32>,
    task: Option<String>,
    variation: Option<String>,
    params: Option<Value>,
    seed: Option<Value>,
    index: Option<u64>,
    repeat: Option<u32>,
    response: Option<String>,
    text: Option<String>,
    reasoning: Option<String>,
    finish: Option<String>,
    usage: Option<RawUsage>,
    // As an export spells the usage.
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    reasoning_tokens: Option<u64>,
    cached_tokens: Option<u64>,
    error_class: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawUsage {
    input: Option<u64>,
    output: Option<u64>,
    reasoning: Option<u64>,
    cached: Option<u64>,
}

/// Reads lines one at a time; empty ones are passed over.
#[derive(Debug)]
pub struct ImportReader<R> {
    input: R,
    line: u64,
    broken: bool,
}

impl<R: BufRead> ImportReader<R> {
    /// Reads from `input`.
    pub fn new(input: R) -> Self {
        Self {
            input,
            line: 0,
            broken: false,
        }
    }

    /// The next line that is not empty.
    fn next_line(&mut self) -> Result<Option<String>, ImportError> {
        loop {
            self.line += 1;
            let line = self.line;
            let mut bytes = Vec::new();
            let taken = std::io::Read::take(&mut self.input, LONGEST_LINE + 1)
                .read_until(b'\n', &mut bytes)
                .map_err(|source| ImportError::Read { line, source })?;
            if taken == 0 {
                return Ok(None);
            }
            let whole = bytes.ends_with(b"\n");
            if !whole && bytes.len() as u64 > LONGEST_LINE {
                return Err(wrong(line, format!("longer than {LONGEST_LINE} bytes")));
            }
            let text = String::from_utf8(bytes)
                .map_err(|_| wrong(line, "not UTF-8; JSON lines are UTF-8"))?;
            let text = if line == 1 {
                text.trim_start_matches('\u{feff}')
            } else {
                &text
            };
            let text = text.trim();
            if !text.is_empty() {
                return Ok(Some(text.to_owned()));
            }
        }
    }
}

impl<R: BufRead> Iterator for ImportReader<R> {
    type Item = Result<ImportLine, ImportError>;

    /// The next line. A line that is wrong gives its error and the next call goes on
    /// behind it; after a failure to read there is nothing more.
    fn next(&mut self) -> Option<Self::Item> {
        while !self.broken {
            match self.next_line() {
                Ok(None) => return None,
                Ok(Some(raw)) => {
                    if let Some(line) = parse(self.line, &raw).transpose() {
                        return Some(line);
                    }
                }
                Err(error) => {
                    self.broken = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

fn wrong(line: u64, what: impl Into<String>) -> ImportError {
    ImportError::Line {
        line,
        what: what.into(),
    }
}

/// The line, or `None` for an exported question that was given up and so holds no answer.
fn parse(line: u64, raw: &str) -> Result<Option<ImportLine>, ImportError> {
    let json = |error: serde_json::Error| {
        // The line within the line is always 1; the column is what helps.
        let what = error.to_string();
        let what = what.replace(" at line 1 column ", " at column ");
        wrong(line, what)
    };
    let names: BTreeMap<String, IgnoredAny> = serde_json::from_str(raw).map_err(json)?;
    let known = |name: &str| FIELDS.contains(&name) || export::is_column(name);
    if let Some(unknown) = names.keys().find(|name| !known(name)) {
        let fields = FIELDS.map(|field| format!("`{field}`")).join(", ");
        return Err(wrong(
            line,
            format!(
                "unknown field `{unknown}`; known are {fields}, and the columns of `tribunal export`"
            ),
        ));
    }
    let fields: Raw = serde_json::from_str(raw).map_err(json)?;
    let item = name(line, &fields)?;
    let text = match (fields.response, fields.text) {
        (Some(text), None) | (None, Some(text)) => text,
        (None, None) if fields.error_class.is_some() => return Ok(None),
        (None, None) => return Err(wrong(line, "no `response`: the answer's text is needed")),
        (Some(_), Some(_)) => {
            return Err(wrong(line, "both `response` and `text`: give one of them"));
        }
    };
    let usage = fields.usage.unwrap_or_default();
    Ok(Some(ImportLine {
        line,
        item,
        repeat: fields.repeat.unwrap_or(0),
        text,
        reasoning: fields.reasoning,
        finish: fields.finish.unwrap_or_else(|| "stop".to_owned()),
        usage: Usage {
            input: usage.input.or(fields.input_tokens),
            output: usage.output.or(fields.output_tokens),
            reasoning: usage.reasoning.or(fields.reasoning_tokens),
            cached: usage.cached.or(fields.cached_tokens),
        },
    }))
}

fn name(line: u64, fields: &Raw) -> Result<ItemName, ImportError> {
    if let Some(hex) = &fields.digest {
        return digest(hex)
            .map(ItemName::Digest)
            .ok_or_else(|| wrong(line, "`digest` is not 64 hex digits"));
    }
    if let Some(ordinal) = fields.ordinal {
        return Ok(ItemName::Ordinal(ordinal));
    }
    let Some(task) = &fields.task else {
        return Err(wrong(
            line,
            "no item: give `digest`, `ordinal`, or `task` with `seed` and `index`",
        ));
    };
    let (Some(seed), Some(index)) = (&fields.seed, fields.index) else {
        return Err(wrong(
            line,
            "a `task` needs a `seed` and an `index` beside it",
        ));
    };
    let seed = match seed {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return Err(wrong(line, "`seed` is neither a string nor a number")),
    };
    Ok(ItemName::Address {
        task: task.clone(),
        variation: fields.variation.clone(),
        params: fields.params.as_ref().map(unwrapped),
        seed,
        index,
    })
}

/// Parameters as an object, also where they come as its text, which is how an export holds them.
fn unwrapped(params: &Value) -> Value {
    match params {
        Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| params.clone()),
        other => other.clone(),
    }
}

fn digest(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    // `from_str_radix` takes a sign, which is no digit.
    hex.bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn errors(text: &str) -> Vec<String> {
        ImportReader::new(text.as_bytes())
            .filter_map(Result::err)
            .map(|error| error.to_string())
            .collect()
    }

    #[test]
    fn every_way_to_name_an_item() {
        let hex = "0a".repeat(32);
        let text = format!(
            "\u{feff}{{\"ordinal\":3,\"text\":\"a\"}}\r\n\n  \n\
             {{\"digest\":\"{hex}\",\"response\":\"b\",\"repeat\":2}}\n\
             {{\"task\":\"t\",\"seed\":7,\"index\":1,\"response\":\"c\",\"finish\":\"length\",\"usage\":{{\"output\":9}}}}"
        );
        let lines: Vec<_> = ImportReader::new(text.as_bytes())
            .map(Result::unwrap)
            .collect();
        assert_eq!(
            lines
                .iter()
                .map(|line| (line.line, line.item.clone(), line.repeat))
                .collect::<Vec<_>>(),
            [
                (1, ItemName::Ordinal(3), 0),
                (4, ItemName::Digest([10; 32]), 2),
                (
                    5,
                    ItemName::Address {
                        task: "t".to_owned(),
                        variation: None,
                        params: None,
                        seed: "7".to_owned(),
                        index: 1
                    },
                    0
                ),
            ]
        );
        assert_eq!(
            (lines[2].finish.as_str(), lines[2].usage.output),
            ("length", Some(9))
        );
    }

    #[test]
    fn each_error_names_its_line() {
        insta::assert_snapshot!(
            errors(
                "{\"ordinal\":1,\"text\":\"fine\"}\n\
                 {\"ordinal\":1}\n\
                 {\"ordinal\":1,\"text\":\"a\",\"response\":\"b\"}\n\
                 {\"text\":\"a\"}\n\
                 {\"digest\":\"zz\",\"text\":\"a\"}\n\
                 {\"task\":\"t\",\"index\":1,\"text\":\"a\"}\n\
                 {\"task\":\"t\",\"index\":1,\"seed\":[],\"text\":\"a\"}\n\
                 {\"ordinal\":-1,\"text\":\"a\"}\n\
                 {\"ordinal\":1,\"txet\":\"a\"}\n\
                 {\"ordinal\":1,\"ordinal\":2,\"text\":\"a\"}\n\
                 {\"ordinal\":1,\"text\":\"a\"\n\
                 <html>\n"
            )
            .join("\n"),
            @r#"
        line 2: no `response`: the answer's text is needed
        line 3: both `response` and `text`: give one of them
        line 4: no item: give `digest`, `ordinal`, or `task` with `seed` and `index`
        line 5: `digest` is not 64 hex digits
        line 6: a `task` needs a `seed` and an `index` beside it
        line 7: `seed` is neither a string nor a number
        line 8: invalid value: integer `-1`, expected u32 at column 13
        line 9: unknown field `txet`; known are `digest`, `ordinal`, `task`, `variation`, `params`, `seed`, `index`, `repeat`, `response`, `text`, `reasoning`, `finish`, `usage`, and the columns of `tribunal export`
        line 10: duplicate field `ordinal` at column 22
        line 11: EOF while parsing an object at column 23
        line 12: expected value at column 1
        "#
        );
    }

    #[test]
    fn bytes_that_are_no_text_end_it() {
        let mut reader = ImportReader::new(&b"\xff\xfe\n{}\n"[..]);
        let error = reader.next().unwrap().unwrap_err();
        assert_eq!(error.to_string(), "line 1: not UTF-8; JSON lines are UTF-8");
        assert!(reader.next().is_none());
    }

    #[test]
    fn the_surest_name_counts() {
        let hex = "0b".repeat(32);
        let exported = format!(
            "{{\"run\":\"r\",\"ordinal\":3,\"digest\":\"{hex}\",\"task\":\"t\",\"seed\":\"s\",\"index\":1,\
             \"params\":\"{{\\\"size\\\":8}}\",\"weight\":1.0,\"output_tokens\":7,\"text\":\"a\"}}\n"
        );
        let given_up = exported.replace("\"text\":\"a\"", "\"text\":null,\"error_class\":\"http\"");
        let by_address = exported
            .replace("\"ordinal\":3,", "")
            .replace(&format!("\"digest\":\"{hex}\","), "");
        let file = format!("{exported}{given_up}{by_address}");
        let lines: Vec<_> = ImportReader::new(file.as_bytes())
            .map(Result::unwrap)
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].item, ItemName::Digest([11; 32]));
        assert_eq!(lines[0].usage.output, Some(7));
        assert_eq!(
            lines[1].item,
            ItemName::Address {
                task: "t".to_owned(),
                variation: None,
                params: Some(serde_json::json!({"size": 8})),
                seed: "s".to_owned(),
                index: 1
            }
        );
    }

    proptest! {
        #[test]
        fn no_input_panics_or_hangs(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let lines = bytes.split(|byte| *byte == b'\n').count();
            prop_assert!(ImportReader::new(bytes.as_slice()).count() <= lines);
        }

        #[test]
        fn what_is_written_is_read(
            text in "(?s).{0,30}",
            reasoning in proptest::option::of("(?s).{0,10}"),
            ordinal: u32,
            repeat in 0u32..9,
            input in proptest::option::of(any::<u64>()),
        ) {
            let line = serde_json::json!({
                "ordinal": ordinal, "repeat": repeat, "response": text, "reasoning": reasoning,
                "usage": {"input": input},
            })
            .to_string();
            let file = format!("\n{line}\n\n{line}");
            let read: Vec<_> = ImportReader::new(file.as_bytes()).map(Result::unwrap).collect();
            prop_assert_eq!(read.len(), 2);
            for (one, number) in read.iter().zip([2, 4]) {
                prop_assert_eq!(one.line, number);
                prop_assert_eq!(&one.text, &text);
                prop_assert_eq!(&one.reasoning, &reasoning);
                prop_assert_eq!(&one.item, &ItemName::Ordinal(ordinal));
                prop_assert_eq!((one.repeat, one.usage.input), (repeat, input));
            }
        }
    }
}
