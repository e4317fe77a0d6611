//! The published file format: instance files, and result files with stored answers.
//!
//! A file is one JSON object with the alphabet, the limits and a list of samples; every sample
//! holds its rules, its start queue and the states of its run, symbols joined without separators.
//! A result file adds the model's text (`ans`) and the tokens it took (`num_token`). Fields not
//! named here (`prompts` and the like) are passed over.
//!
//! Nothing is taken on trust: every state is compared with a run of our own machine, and every id
//! is computed again. The id is the SHA-256 of the start queue followed by the rules as Python's
//! `json.dumps(rules, sort_keys=True)` writes them; the published files in other alphabets carry
//! the ids of their Latin originals, so both spellings are accepted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use tribunal_verifiers::checks::{TagAsk, TagTraceCheck};
use tribunal_verifiers::mtag::score::StepTally;
use tribunal_verifiers::mtag::{SystemError, TagSystem, Trace, Words};
use tribunal_verifiers::{Answer, Finish, Judgement, Verdict};

use super::{alphabet, mtag};
use crate::item::Draft;

/// A published file, verified.
#[derive(Clone, Debug)]
pub struct Official {
    /// The variation whose alphabet the file uses; `shuffled` when it is none of the built-in ones.
    pub variation: &'static str,
    /// The samples, in the file's order.
    pub samples: Vec<Sample>,
    /// What is odd about the file without spoiling it.
    pub warnings: Vec<Warning>,
}

/// One sample of a published file.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its id as the file has it.
    pub id: String,
    /// How an answer to it is judged.
    pub check: TagTraceCheck,
    /// The model's text, in a result file.
    pub answer: Option<StoredAnswer>,
}

/// An answer that a result file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    /// The model's text.
    pub text: String,
    /// Tokens it took, if the file says so.
    pub tokens: Option<u64>,
}

/// Something odd that does not spoil a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Warning {
    /// The id is not the digest of the content.
    #[error("sample {sample} has the id `{id}`, but its content gives `{computed}`")]
    Id {
        /// Index of the sample.
        sample: usize,
        /// The id in the file.
        id: String,
        /// The digest of the content.
        computed: String,
    },
    /// The same instance twice.
    #[error("samples {first} and {second} are the same instance")]
    Duplicate {
        /// Index of the first.
        first: usize,
        /// Index of the second.
        second: usize,
    },
}

/// Why a published file can't be used, or items can't be written as one.
#[derive(Debug, Error)]
pub enum OfficialError {
    /// The text is not JSON of the published form.
    #[error("not a TMBench file: {0}")]
    Json(#[from] serde_json::Error),
    /// A run has at least its start.
    #[error("max_step is 0, but step 0, the start queue, counts too; it must be at least 1")]
    MaxStep,
    /// Something is wrong with a sample.
    #[error("sample {sample}: {problem}")]
    Sample {
        /// Its index.
        sample: usize,
        /// What is wrong with it.
        problem: Problem,
    },
    /// A file has one alphabet, one deletion number and one step limit.
    #[error(
        "item {0} differs from the first in alphabet, deletion number or steps; write it to a file of its own"
    )]
    Mixed(usize),
    /// There is nothing to write.
    #[error("no items to write")]
    Empty,
}

/// What is wrong with a sample.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// A word that the alphabet can't spell.
    #[error("{place} `{text}` holds `{rest}`, which begins with no symbol of symbol_set")]
    Word {
        /// Where it stands: `init_str`, or the rule of a symbol.
        place: String,
        /// The whole word.
        text: String,
        /// Its tail from the first unknown symbol.
        rest: String,
    },
    /// A symbol without its rule.
    #[error("no rule for symbol `{0}`")]
    MissingRule(String),
    /// A rule for something else.
    #[error("a rule for `{0}`, which is not in symbol_set")]
    UnknownRule(String),
    /// The machine can't be built.
    #[error(transparent)]
    System(#[from] SystemError),
    /// A state that our machine does not reach.
    #[error("step {step} is `{given}` in the file, but the machine gives `{computed}`")]
    Step {
        /// The step.
        step: usize,
        /// The file's state.
        given: String,
        /// Ours.
        computed: String,
    },
    /// Too few or too many states.
    #[error("step_results has {given} states, but the run has {computed}")]
    Steps {
        /// States in the file.
        given: usize,
        /// States of the run.
        computed: usize,
    },
}

#[derive(Serialize, Deserialize)]
struct RawFile {
    symbol_set: Vec<String>,
    rule_min_length: u32,
    rule_max_length: u32,
    str_min_length: u32,
    str_max_length: u32,
    max_step: u32,
    delete_count: u32,
    samples: Vec<RawSample>,
}

#[derive(Serialize, Deserialize)]
struct RawSample {
    id: String,
    init_str: String,
    rule: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delete_count: Option<u32>,
    step_results: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ans: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    num_token: Option<u64>,
}

/// Reads an instance file or a result file.
///
/// # Errors
/// [`OfficialError`] when the text is not of the published form, a sample is not a machine over
/// the file's alphabet, or a state differs from our own run.
pub fn parse(json: &str) -> Result<Official, OfficialError> {
    let file: RawFile = serde_json::from_str(json)?;
    let steps = file.max_step.checked_sub(1).ok_or(OfficialError::MaxStep)?;
    let mut samples = Vec::with_capacity(file.samples.len());
    let mut warnings = Vec::new();
    let mut seen = BTreeMap::new();
    for (index, raw) in file.samples.into_iter().enumerate() {
        let deletion = raw.delete_count.unwrap_or(file.delete_count);
        let check = read_sample(&file.symbol_set, deletion, steps, &raw).map_err(|problem| {
            OfficialError::Sample {
                sample: index,
                problem,
            }
        })?;
        let computed = id(&raw.init_str, &raw.rule);
        if raw.id != computed {
            let latin = latin_id(&check);
            if raw.id != latin {
                warnings.push(Warning::Id {
                    sample: index,
                    id: raw.id.clone(),
                    computed: latin,
                });
            }
        }
        if let Some(&first) = seen.get(&computed) {
            warnings.push(Warning::Duplicate {
                first,
                second: index,
            });
        } else {
            seen.insert(computed, index);
        }
        let answer = raw.ans.map(|text| StoredAnswer {
            text,
            tokens: raw.num_token,
        });
        samples.push(Sample {
            id: raw.id,
            check,
            answer,
        });
    }
    Ok(Official {
        variation: alphabet::variation_of(&file.symbol_set),
        samples,
        warnings,
    })
}

fn read_sample(
    symbols: &[String],
    deletion: u32,
    steps: u32,
    raw: &RawSample,
) -> Result<TagTraceCheck, Problem> {
    let mut productions = Words::with_capacity(symbols.len(), 8 * symbols.len());
    for symbol in symbols {
        let word = raw
            .rule
            .get(symbol)
            .ok_or_else(|| Problem::MissingRule(symbol.clone()))?;
        productions.push(decode(symbols, word, || format!("the rule of `{symbol}`"))?);
    }
    if let Some(unknown) = raw.rule.keys().find(|symbol| !symbols.contains(symbol)) {
        return Err(Problem::UnknownRule(unknown.clone()));
    }
    let start = decode(symbols, &raw.init_str, || "init_str".to_owned())?;
    let alphabet: Vec<_> = symbols.iter().cloned().map(Cow::Owned).collect();
    let system = TagSystem::new(deletion, alphabet.into(), productions)?;
    let check = TagTraceCheck::new(system, start, steps, TagAsk::EveryState)?;
    let states = states(&check);
    for (step, (given, computed)) in raw.step_results.iter().zip(&states).enumerate() {
        if given != computed {
            let (given, computed) = (given.clone(), computed.clone());
            return Err(Problem::Step {
                step,
                given,
                computed,
            });
        }
    }
    if raw.step_results.len() != states.len() {
        let (given, computed) = (raw.step_results.len(), states.len());
        return Err(Problem::Steps { given, computed });
    }
    Ok(check)
}

/// The symbols of a word written without separators. [`TagSystem::new`] refuses alphabets in which
/// a word could be taken apart in two ways.
fn decode(symbols: &[String], text: &str, place: impl Fn() -> String) -> Result<Vec<u8>, Problem> {
    let mut word = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let found = symbols
            .iter()
            .enumerate()
            .find(|(_, symbol)| !symbol.is_empty() && rest.starts_with(symbol.as_str()));
        match found.and_then(|(index, symbol)| Some((u8::try_from(index).ok()?, symbol))) {
            Some((index, symbol)) => {
                word.push(index);
                rest = &rest[symbol.len()..];
            }
            None => {
                return Err(Problem::Word {
                    place: place(),
                    text: text.to_owned(),
                    rest: rest.to_owned(),
                });
            }
        }
    }
    Ok(word)
}

/// The states of the run as the file writes them.
fn states(check: &TagTraceCheck) -> Vec<String> {
    let mut trace = Trace::default();
    check.system().run(check.start(), check.steps(), &mut trace);
    trace
        .states()
        .map(|state| joined(check.system(), state))
        .collect()
}

fn joined(system: &TagSystem, word: &[u8]) -> String {
    let mut text = String::with_capacity(word.len());
    system.spell_into(word, "", &mut text);
    text
}

fn rules(system: &TagSystem) -> BTreeMap<String, String> {
    let symbols = system.alphabet().iter().map(|symbol| symbol.to_string());
    symbols
        .zip(system.productions().iter().map(|word| joined(system, word)))
        .collect()
}

/// The id of an instance in its own spelling.
fn id(start: &str, rules: &BTreeMap<String, String>) -> String {
    let mut text = start.to_owned();
    text.push('{');
    for (index, (symbol, word)) in rules.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        python_string(symbol, &mut text);
        text.push_str(": ");
        python_string(word, &mut text);
    }
    text.push('}');
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The id of an instance with its symbols renamed to A, B, C … by their place in the alphabet;
/// an alphabet of more than 26 symbols keeps its own spelling.
fn latin_id(check: &TagTraceCheck) -> String {
    let system = check.system();
    let letters: Vec<String> = ('A'..='Z')
        .take(system.alphabet().len())
        .map(String::from)
        .collect();
    if letters.len() < system.alphabet().len() {
        return id(&joined(system, check.start()), &rules(system));
    }
    let spell = |word: &[u8]| -> String {
        word.iter()
            .filter_map(|&symbol| letters.get(usize::from(symbol)))
            .cloned()
            .collect()
    };
    let rules = letters
        .iter()
        .cloned()
        .zip(system.productions().iter().map(spell))
        .collect();
    id(&spell(check.start()), &rules)
}

/// A JSON string as Python writes it by default: everything outside of printable ASCII escaped as
/// UTF-16 units.
fn python_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}

/// The stored answers of a result file, judged by us.
#[derive(Clone, Debug)]
pub struct Rescored {
    /// One judgement for each sample that holds an answer.
    pub judged: Vec<Rejudged>,
    /// Steps and passes by the lenient reading. Its `passed` is the published pass, which does not
    /// mind states beyond the halt; the lenient verdicts do.
    pub lenient: StepTally,
    /// The same by the strict reading.
    pub strict: StepTally,
    /// Samples without an answer, which the published scorer leaves out as well.
    pub unanswered: usize,
}

/// One stored answer, judged by us.
#[derive(Clone, Debug)]
pub struct Rejudged {
    /// Index of the sample in the file.
    pub sample: usize,
    /// Our verdicts.
    pub judgement: Judgement,
    /// Tokens the answer took, if the file says so.
    pub tokens: Option<u64>,
}

impl Sample {
    /// The item as `tmbench.mtag` would make it.
    pub fn draft(&self) -> Draft {
        mtag::draft(self.check.clone())
    }
}

impl Official {
    /// Judges the stored answers. The format does not say how an answer ended; with `token_limit`
    /// an answer that took at least so many tokens counts as cut by it.
    pub fn rescore(&self, token_limit: Option<u64>) -> Rescored {
        let mut rescored = Rescored {
            judged: Vec::new(),
            lenient: StepTally::new(),
            strict: StepTally::new(),
            unanswered: 0,
        };
        for (sample, content) in self.samples.iter().enumerate() {
            let Some(answer) = &content.answer else {
                rescored.unanswered += 1;
                continue;
            };
            let cut = token_limit
                .zip(answer.tokens)
                .is_some_and(|(limit, took)| took >= limit);
            let finish = if cut { Finish::Length } else { Finish::Stop };
            let judgement = content.check.judge(Answer {
                text: &answer.text,
                finish,
            });
            let marks = |verdict: &Verdict| verdict.evidence.steps.clone();
            rescored
                .lenient
                .add(marks(&judgement.lenient).as_deref().unwrap_or_default());
            rescored
                .strict
                .add(marks(&judgement.strict).as_deref().unwrap_or_default());
            rescored.judged.push(Rejudged {
                sample,
                judgement,
                tokens: answer.tokens,
            });
        }
        rescored
    }
}

/// Writes items as a published instance file.
///
/// # Errors
/// [`OfficialError::Empty`] without items, [`OfficialError::Mixed`] when they don't share
/// alphabet, deletion number and steps (items of `shuffled` don't).
pub fn export<'a>(
    checks: impl IntoIterator<Item = &'a TagTraceCheck>,
) -> Result<String, OfficialError> {
    let checks: Vec<_> = checks.into_iter().collect();
    let first = checks.first().ok_or(OfficialError::Empty)?;
    let system = first.system();
    let mut rule = (usize::MAX, 0);
    let mut start = (usize::MAX, 0);
    let widen = |range: &mut (usize, usize), length: usize| {
        *range = (range.0.min(length), range.1.max(length));
    };
    let mut samples = Vec::with_capacity(checks.len());
    for (index, check) in checks.iter().enumerate() {
        let own = check.system();
        if own.alphabet() != system.alphabet()
            || own.deletion() != system.deletion()
            || check.steps() != first.steps()
        {
            return Err(OfficialError::Mixed(index));
        }
        own.productions()
            .iter()
            .for_each(|word| widen(&mut rule, word.len()));
        widen(&mut start, check.start().len());
        samples.push(RawSample {
            id: latin_id(check),
            init_str: joined(own, check.start()),
            rule: rules(own),
            delete_count: Some(own.deletion()),
            step_results: states(check),
            ans: None,
            num_token: None,
        });
    }
    let file = RawFile {
        symbol_set: system
            .alphabet()
            .iter()
            .map(|symbol| symbol.to_string())
            .collect(),
        rule_min_length: rule.0 as u32,
        rule_max_length: rule.1 as u32,
        str_min_length: start.0 as u32,
        str_max_length: start.1 as u32,
        max_step: first.steps() + 1,
        delete_count: system.deletion(),
        samples,
    };
    Ok(serde_json::to_string_pretty(&file)?)
}

#[cfg(test)]
mod tests;
