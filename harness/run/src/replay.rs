//! Answers produced elsewhere, read from JSON Lines.
//!
//! The lines are those that [`ImportReader`] reads; `tribunal export` writes lines that can be
//! replayed.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;

use serde_json::Value;
use thiserror::Error;
use tribunal_generators::tmbench::official::Official;
use tribunal_model::{Finish, Reply, Usage};
use tribunal_plan::{Plan, PlanError, Planned};
use tribunal_store::{ImportError, ImportLine, ImportReader, ItemName};

use crate::rows::json;

/// Why a replay file can't be used.
#[derive(Debug, Error)]
pub enum ReplayError {
    /// The file can't be opened.
    #[error("can't read `{path}`: {source}")]
    Open {
        /// The file.
        path: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A line is not what it should be.
    #[error("`{path}`, {source}")]
    Line {
        /// The file.
        path: String,
        /// Which line, and what is wrong.
        source: ImportError,
    },
    /// The same item and repeat twice with different texts.
    #[error("`{path}`, line {line}: this item and repeat was already answered, with another text")]
    Twice {
        /// The file.
        path: String,
        /// The later line's number, from 1.
        line: u64,
    },
}

/// How a line names its item.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Digest([u8; 32]),
    Ordinal(u64),
    Address {
        task: String,
        variation: Option<String>,
        params: Option<String>,
        seed: String,
        index: u64,
    },
}

/// Stored answers by item and repeat.
#[derive(Debug, Default)]
pub struct Replay {
    answers: HashMap<(Key, u32), Reply>,
}

impl Replay {
    /// Reads a file; `path` names it in messages.
    ///
    /// # Errors
    /// [`ReplayError`], with the line's number.
    pub fn read(input: impl BufRead, path: &str) -> Result<Self, ReplayError> {
        let mut answers: HashMap<(Key, u32), Reply> = HashMap::new();
        for line in ImportReader::new(input) {
            let line = line.map_err(|source| ReplayError::Line {
                path: path.to_owned(),
                source,
            })?;
            let number = line.line;
            let (key, repeat, reply) = (key(&line.item), line.repeat, reply(line));
            if let Some(before) = answers.insert((key, repeat), reply.clone())
                && before.text != reply.text
            {
                return Err(ReplayError::Twice {
                    path: path.to_owned(),
                    line: number,
                });
            }
        }
        Ok(Self { answers })
    }

    /// The answers that an official TMBench result file holds, for a plan of its instances; `None`
    /// when it holds none. Answers that took `token_limit` tokens or more were cut.
    pub fn of_official(file: &Official, token_limit: Option<u64>) -> Option<Self> {
        let answers: HashMap<_, _> = file
            .samples
            .iter()
            .enumerate()
            .filter_map(|(ordinal, sample)| {
                let answer = sample.answer.as_ref()?;
                let cut = token_limit.is_some_and(|limit| answer.tokens >= Some(limit));
                let reply = Reply {
                    text: answer.text.clone(),
                    reasoning: None,
                    finish: if cut { Finish::Length } else { Finish::Unknown },
                    usage: Usage {
                        output: answer.tokens,
                        ..Usage::default()
                    },
                    model: None,
                    request_id: None,
                    fingerprint: None,
                };
                Some(((Key::Ordinal(ordinal as u64), 0), reply))
            })
            .collect();
        (!answers.is_empty()).then_some(Self { answers })
    }

    /// The digest of all answers, whatever their order: 32 hex digits.
    pub fn digest(&self) -> String {
        let mut each: Vec<[u8; 32]> = self
            .answers
            .iter()
            .map(|((key, repeat), reply)| digest(key, *repeat, reply))
            .collect();
        each.sort_unstable();
        let mut hasher = blake3::Hasher::new_derive_key("tribunal 2026-11 replayed answers");
        for one in &each {
            hasher.update(one);
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }

    /// How many answers it holds.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// The answer to an item of `plan`, by the most exact name a line gave.
    pub fn answer(&self, plan: &Plan, planned: &Planned, repeat: u32) -> Option<&Reply> {
        names(plan, planned)
            .into_iter()
            .find_map(|key| self.answers.get(&(key, repeat)))
    }

    /// How many answers are for no item of `plan`. Makes every item once.
    ///
    /// # Errors
    /// [`PlanError`] when an item can't be made.
    pub fn strays(&self, plan: &Plan) -> Result<usize, PlanError> {
        let mut left: HashSet<&(Key, u32)> = self.answers.keys().collect();
        for ordinal in 0..plan.len() {
            for name in names(plan, &plan.make(plan.slot(ordinal))?) {
                for repeat in 0..plan.options().repeats {
                    left.remove(&(name.clone(), repeat));
                }
            }
        }
        Ok(left.len())
    }
}

/// The names under which an item of `plan` may be answered, the most exact first.
fn names(plan: &Plan, planned: &Planned) -> [Key; 5] {
    let generator = &plan.cells()[planned.slot.cell].generator;
    let address = |variation: bool, params: bool| Key::Address {
        task: generator.task().name.to_owned(),
        variation: variation.then(|| generator.variation().name.to_owned()),
        params: params.then(|| generator.params().canonical()),
        seed: plan.options().seed.clone(),
        index: planned.item.index,
    };
    [
        Key::Digest(planned.item.digest.0),
        Key::Ordinal(planned.slot.ordinal),
        address(true, true),
        address(true, false),
        address(false, false),
    ]
}

fn key(item: &ItemName) -> Key {
    match item {
        ItemName::Digest(digest) => Key::Digest(*digest),
        ItemName::Ordinal(ordinal) => Key::Ordinal(u64::from(*ordinal)),
        ItemName::Address {
            task,
            variation,
            params,
            seed,
            index,
        } => Key::Address {
            task: task.clone(),
            variation: variation.clone(),
            params: params.as_ref().map(canonical),
            seed: seed.clone(),
            index: *index,
        },
    }
}

fn digest(key: &Key, repeat: u32, reply: &Reply) -> [u8; 32] {
    let name = match key {
        Key::Digest(digest) => json(&("digest", digest)),
        Key::Ordinal(ordinal) => json(&("ordinal", ordinal)),
        Key::Address {
            task,
            variation,
            params,
            seed,
            index,
        } => json(&("address", task, variation, params, seed, index)),
    };
    let usage = &reply.usage;
    let tokens = [usage.input, usage.output, usage.reasoning, usage.cached];
    let answer = (&reply.text, &reply.reasoning, reply.finish.code(), tokens);
    *blake3::hash(json(&(name, repeat, answer)).as_bytes()).as_bytes()
}

fn reply(line: ImportLine) -> Reply {
    Reply {
        text: line.text,
        reasoning: line.reasoning,
        finish: Finish::from_code(&line.finish),
        usage: Usage {
            input: line.usage.input,
            output: line.usage.output,
            reasoning: line.usage.reasoning,
            cached: line.usage.cached,
        },
        model: None,
        request_id: None,
        fingerprint: None,
    }
}

/// Parameters in the one spelling that [`tribunal_generators::Params::canonical`] has; anything
/// but an object is kept as it is, and then matches nothing.
fn canonical(params: &Value) -> String {
    match params {
        Value::Object(map) => {
            let sorted: std::collections::BTreeMap<_, _> = map.iter().collect();
            serde_json::to_string(&sorted)
                .unwrap_or_else(|error| unreachable!("plain data always serialises: {error}"))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Replay, String> {
        Replay::read(text.as_bytes(), "answers.jsonl").map_err(|e| e.to_string())
    }

    #[test]
    fn mistakes_name_their_line() {
        let good = r#"{"ordinal": 3, "response": "\\boxed{4}"}"#;
        assert_eq!(read(good).map(|r| r.len()), Ok(1));
        for (bad, part) in [
            ("{", "`answers.jsonl`, line 2: EOF"),
            (r#"{"ordinal": 1}"#, "line 2: no `response`"),
            (
                r#"{"ordinal": 3, "response": "other"}"#,
                "line 2: this item and repeat",
            ),
        ] {
            let message = read(&format!("{good}\n{bad}\n")).expect_err(bad);
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn the_digest_tells_answers_and_not_their_order() {
        let (one, two, other) = (
            r#"{"ordinal": 1, "response": "1"}"#,
            r#"{"ordinal": 2, "response": "2"}"#,
            r#"{"ordinal": 2, "response": "2", "finish": "length"}"#,
        );
        let digest = |lines: [&str; 2]| read(&lines.join("\n")).map(|replay| replay.digest());
        assert_eq!(digest([one, two]), digest([two, one]));
        assert_ne!(digest([one, two]), digest([one, other]));
    }

    #[test]
    fn parameters_match_in_any_order() {
        let params = serde_json::from_str(r#"{"size": 8, "low": -1}"#).expect("valid");
        assert_eq!(canonical(&params), r#"{"low":-1,"size":8}"#);
    }
}
