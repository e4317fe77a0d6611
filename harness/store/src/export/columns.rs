//! The columns of an export: one table of them, so that every format holds the same.

use crate::read::{ScoredRow, Settled};
use crate::rows::{Headline, ItemRow};

/// The run's part of a row, the same in each.
pub(super) struct RunPart<'a> {
    pub(super) uid: &'a str,
    pub(super) model: &'a str,
}

/// The long texts of a row, when transcripts are asked for.
#[derive(Default)]
pub(super) struct Transcript {
    pub(super) item: Option<ItemRow>,
    pub(super) text: Option<String>,
    pub(super) reasoning: Option<String>,
    pub(super) strict_evidence: Option<String>,
    pub(super) lenient_evidence: Option<String>,
}

/// All that a column may show.
pub(super) struct Line<'a> {
    pub(super) run: &'a RunPart<'a>,
    pub(super) row: &'a ScoredRow,
    pub(super) transcript: &'a Transcript,
}

/// A cell; a missing one is empty in CSV, null elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(Option<String>),
    Integer(Option<i64>),
    Number(Option<f64>),
}

/// What a column holds, known before its first cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Number,
}

pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) cell: fn(&Line<'_>) -> Cell,
}

const fn column(name: &'static str, kind: Kind, cell: fn(&Line<'_>) -> Cell) -> Column {
    Column { name, kind, cell }
}

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(Some(value.into()))
}

fn integer(value: Option<u64>) -> Cell {
    Cell::Integer(value.map(crate::rows::int))
}

fn answered<'a>(line: &Line<'a>) -> Option<&'a crate::read::Answered> {
    match &line.row.settled {
        Settled::Answered(answered) => Some(answered),
        Settled::Failed { .. } => None,
    }
}

fn scores<'a>(line: &Line<'a>) -> Option<&'a crate::read::Scores> {
    answered(line)?.scores.as_ref()
}

fn outcome(line: &Line<'_>, reading: Headline) -> Cell {
    Cell::Text(line.row.outcome(reading).map(|outcome| outcome.to_string()))
}

/// Lower-case hex.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The columns of every export, in order. Names are a contract: one may be added at the
/// end of a group, none renamed. A
/// question given up has an outcome and no score, so that averaging never counts it.
pub(super) const COLUMNS: &[Column] = &[
    column("run", Kind::Text, |line| text(line.run.uid)),
    column("model", Kind::Text, |line| text(line.run.model)),
    column("ordinal", Kind::Integer, |line| {
        integer(Some(line.row.ordinal.into()))
    }),
    column("repeat", Kind::Integer, |line| {
        integer(Some(line.row.repeat.into()))
    }),
    column("digest", Kind::Text, |line| text(hex(&line.row.digest))),
    column("task", Kind::Text, |line| text(&line.row.task)),
    column("variation", Kind::Text, |line| text(&line.row.variation)),
    column("params", Kind::Text, |line| text(&line.row.params)),
    column("seed", Kind::Text, |line| text(&line.row.seed)),
    column("index", Kind::Integer, |line| integer(Some(line.row.index))),
    column("cluster", Kind::Text, |line| text(&line.row.cluster)),
    column("stratum", Kind::Text, |line| text(&line.row.stratum)),
    column("weight", Kind::Number, |line| {
        Cell::Number(Some(line.row.weight))
    }),
    column("attempts", Kind::Integer, |line| {
        integer(Some(line.row.attempts.into()))
    }),
    column("source", Kind::Text, |line| {
        Cell::Text(answered(line).map(|answered| answered.source.to_string()))
    }),
    column("answered_ms", Kind::Integer, |line| {
        Cell::Integer(answered(line).map(|answered| answered.answered_ms))
    }),
    column("finish", Kind::Text, |line| {
        Cell::Text(answered(line).map(|answered| answered.finish.clone()))
    }),
    column("model_reported", Kind::Text, |line| {
        Cell::Text(answered(line).and_then(|answered| answered.model.clone()))
    }),
    column("strict_outcome", Kind::Text, |line| {
        outcome(line, Headline::Strict)
    }),
    column("strict_score", Kind::Number, |line| {
        Cell::Number(scores(line).map(|scores| scores.strict.score))
    }),
    column("strict_answer", Kind::Text, |line| {
        Cell::Text(scores(line).and_then(|scores| scores.strict.answer.clone()))
    }),
    column("lenient_outcome", Kind::Text, |line| {
        outcome(line, Headline::Lenient)
    }),
    column("lenient_score", Kind::Number, |line| {
        Cell::Number(scores(line).map(|scores| scores.lenient.score))
    }),
    column("lenient_answer", Kind::Text, |line| {
        Cell::Text(scores(line).and_then(|scores| scores.lenient.answer.clone()))
    }),
    column("judge_version", Kind::Text, |line| {
        Cell::Text(scores(line).map(|scores| scores.judge_version.clone()))
    }),
    column("input_tokens", Kind::Integer, |line| {
        integer(answered(line).and_then(|answered| answered.usage.input))
    }),
    column("output_tokens", Kind::Integer, |line| {
        integer(answered(line).and_then(|answered| answered.usage.output))
    }),
    column("reasoning_tokens", Kind::Integer, |line| {
        integer(answered(line).and_then(|answered| answered.usage.reasoning))
    }),
    column("cached_tokens", Kind::Integer, |line| {
        integer(answered(line).and_then(|answered| answered.usage.cached))
    }),
    column("cost_micros", Kind::Integer, |line| {
        integer(answered(line).and_then(|answered| answered.cost_micros))
    }),
    column("first_byte_us", Kind::Integer, |line| {
        integer(answered(line).and_then(|answered| answered.first_byte_us))
    }),
    column("total_us", Kind::Integer, |line| {
        integer(answered(line).and_then(|answered| answered.total_us))
    }),
    column("error_class", Kind::Text, |line| {
        Cell::Text(match &line.row.settled {
            Settled::Failed { class, .. } => Some(class.clone()),
            Settled::Answered(_) => None,
        })
    }),
    column("error_message", Kind::Text, |line| {
        Cell::Text(match &line.row.settled {
            Settled::Failed { message, .. } => Some(message.clone()),
            Settled::Answered(_) => None,
        })
    }),
];

/// The columns added when transcripts are asked for.
pub(super) const TRANSCRIPT: &[Column] = &[
    column("system", Kind::Text, |line| {
        Cell::Text(
            line.transcript
                .item
                .as_ref()
                .and_then(|item| item.system.clone()),
        )
    }),
    column("prompt", Kind::Text, |line| {
        Cell::Text(
            line.transcript
                .item
                .as_ref()
                .map(|item| item.prompt.clone()),
        )
    }),
    column("check", Kind::Text, |line| {
        Cell::Text(line.transcript.item.as_ref().map(|item| item.check.clone()))
    }),
    column("text", Kind::Text, |line| {
        Cell::Text(line.transcript.text.clone())
    }),
    column("reasoning", Kind::Text, |line| {
        Cell::Text(line.transcript.reasoning.clone())
    }),
    column("strict_evidence", Kind::Text, |line| {
        Cell::Text(line.transcript.strict_evidence.clone())
    }),
    column("lenient_evidence", Kind::Text, |line| {
        Cell::Text(line.transcript.lenient_evidence.clone())
    }),
];
