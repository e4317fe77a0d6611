//! Transcripts: what an entry answered, how it was read and judged.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use tribunal_store::{Headline, JudgeRow, Judged, Judgement, Outcome as Verdict, Reader};

use super::chunks::Chunks;
use super::{Numbers, PER_SHARD};
use crate::board::{Board, Outcome, Suite};
use crate::error::BoardError;
use crate::options::Transcripts;
use crate::picture::{self, Answer, Picture};
use crate::sink::Sink;
use crate::text::shard;

/// Longer texts of a model are cut, and it is said how much is missing.
const LONGEST: usize = 64 << 10;

#[derive(Serialize)]
struct AnswerData {
    repeat: u32,
    finish: String,
    text: Text,
    reasoning: Option<Text>,
    judge_version: Option<String>,
    strict: Option<Reading>,
    lenient: Option<Reading>,
    picture: Option<Picture>,
}

#[derive(Serialize)]
struct Reading {
    outcome: &'static str,
    score: f64,
    answer: Option<String>,
    evidence: Option<Value>,
}

/// A text of a model's, and how many characters are not shown.
#[derive(Serialize)]
struct Text {
    text: String,
    cut: usize,
}

/// Writes `answers/ENTRY/K.js` of `outcome`: what of it is published.
pub(super) fn write(
    board: &Board,
    suite: &Suite,
    outcome: &Outcome,
    sink: &dyn Sink,
) -> Result<(), BoardError> {
    if board.options.transcripts == Transcripts::None {
        return Ok(());
    }
    let slug = &board.entries[outcome.entry].slug;
    let put = |chunk: usize, answers: BTreeMap<u32, Vec<AnswerData>>| {
        if answers.values().all(Vec::is_empty) {
            return Ok(());
        }
        let name = format!("data/{}/answers/{slug}/{chunk}", suite.slug);
        sink.put(&format!("{name}.js"), &shard(&name, &answers)?)
    };
    // Items that were given up have no answer: their shards wait for the end.
    let coming = outcome.marks.asked();
    let mut chunks = Chunks::<Vec<AnswerData>, _>::new(PER_SHARD, coming, put);
    let mut numbers = Numbers::new(&suite.catalog);
    let reader = Reader::open(&board.stores[outcome.store].path)?;
    reader.for_each_answer(
        outcome.run.id,
        Judged::All,
        |row| -> Result<(), BoardError> {
            let Some(item) = numbers.number(row.slot.ordinal, row.digest) else {
                return Ok(());
            };
            let judged = row.verdict.as_ref().map(|verdict| match suite.reading {
                Headline::Strict => &verdict.strict,
                Headline::Lenient => &verdict.lenient,
            });
            let right = judged.is_some_and(|judged| judged.outcome == Verdict::Correct);
            let answers = chunks.of(item)?;
            if board.options.transcripts.publish(right) {
                answers.push(answer_data(&row, judged));
            }
            Ok(())
        },
    )?;
    chunks.finish()
}

fn answer_data(row: &JudgeRow, judged: Option<&Judgement>) -> AnswerData {
    let drawn = judged.and_then(|judged| {
        let steps = judged
            .evidence
            .as_deref()
            .and_then(|evidence| serde_json::from_str::<Value>(evidence).ok())
            .and_then(|evidence| Some(evidence.get("steps")?.as_str()?.to_owned()));
        let answer = Answer {
            text: judged.answer.as_deref().unwrap_or_default(),
            steps: steps.as_deref(),
        };
        picture::of_answer(&row.check, &answer)
    });
    let reading = |judgement: &Judgement| Reading {
        outcome: judgement.outcome.as_str(),
        score: judgement.score,
        answer: judgement.answer.clone(),
        evidence: judgement
            .evidence
            .as_deref()
            .map(|text| serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))),
    };
    AnswerData {
        repeat: row.slot.repeat,
        finish: row.finish.clone(),
        text: cut(&row.text),
        reasoning: row.reasoning.as_deref().map(cut),
        judge_version: row
            .verdict
            .as_ref()
            .map(|verdict| verdict.judge_version.clone()),
        strict: row.verdict.as_ref().map(|verdict| reading(&verdict.strict)),
        lenient: row
            .verdict
            .as_ref()
            .map(|verdict| reading(&verdict.lenient)),
        picture: drawn,
    }
}

/// The beginning and the end are what a reader looks for.
fn cut(text: &str) -> Text {
    if text.len() <= LONGEST {
        return Text {
            text: text.to_owned(),
            cut: 0,
        };
    }
    let half = LONGEST / 2;
    let head = (0..=half)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let tail = (text.len() - half..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len());
    Text {
        text: format!("{}\n⋯\n{}", &text[..head], &text[tail..]),
        cut: text[head..tail].chars().count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_keep_both_ends() {
        let text = format!("begin{}end", "ü".repeat(LONGEST));
        let cut = cut(&text);
        assert!(cut.text.starts_with("begin") && cut.text.ends_with("end"));
        assert!(cut.text.len() <= LONGEST + 8);
        let shown = cut.text.chars().count() - 3;
        assert_eq!(shown + cut.cut, text.chars().count());
    }
}
