//! Rows to test with, each made from a few numbers alone.

#![allow(dead_code, reason = "each test binary uses some of these")]

use std::path::Path;
use std::sync::Arc;

use tribunal_store::{
    Asked, AttemptRow, FailureRow, Headline, ItemRow, Judgement, Message, Outcome, Receipt,
    ResponseId, ResponseRow, RunId, RunSpec, Slot, Source, Store, Usage, VerdictRow, Writer,
    WriterOptions,
};

/// A moment for every row to count from.
pub(crate) const NOON: i64 = 1_700_000_000_000;

pub(crate) fn spec(uid: &str) -> RunSpec {
    RunSpec {
        uid: uid.to_owned(),
        suite: "quick".to_owned(),
        suite_version: "1.2".to_owned(),
        suite_digest: "51".repeat(32),
        plan_digest: "9a".repeat(32),
        plan_json: r#"{"tasks":["sum"]}"#.to_owned(),
        seed: "2026".to_owned(),
        seed_commitment: None,
        mode: "text".to_owned(),
        model: "openai/gpt-x".to_owned(),
        provider: "openai".to_owned(),
        model_identity: r#"{"base_url":"https://api.example"}"#.to_owned(),
        sampling_asked: r#"{"temperature":0}"#.to_owned(),
        sampling_sent: "{}".to_owned(),
        repeats: 2,
        extraction: "3".to_owned(),
        headline: Headline::Strict,
        harness_version: "0.1.0".to_owned(),
        adapter_version: "1".to_owned(),
        prompt_set_digest: "77".repeat(32),
        planned_items: 10,
        note: None,
    }
}

pub(crate) fn item(ordinal: u32) -> ItemRow {
    let mut digest = [0; 32];
    digest[..4].copy_from_slice(&ordinal.to_be_bytes());
    // Spread like real digests, so that the index is not filled in order.
    let digest = *blake3::hash(&digest).as_bytes();
    let numbers = (0..12)
        .map(|at| (ordinal * 31 + at * 17) % 997)
        .map(|number| number.to_string())
        .collect::<Vec<_>>()
        .join(", ");
    ItemRow {
        digest,
        task: "beyondbench.easy.sum".to_owned(),
        variation: "plain".to_owned(),
        params: r#"{"length":12}"#.to_owned(),
        seed: "2026".to_owned(),
        index: u64::from(ordinal),
        generator_version: "1".to_owned(),
        cluster: format!("sum-{}", ordinal / 5),
        vars: format!(r#"{{"numbers":[{numbers}]}}"#),
        check: format!(r#"{{"kind":"integer","value":{ordinal}}}"#),
        system: None,
        prompt: format!(
            "Add these numbers: {numbers}. Think step by step, then give the sum as \\boxed{{sum}}."
        ),
    }
}

pub(crate) fn asked(run: RunId, ordinal: u32, repeat: u32) -> Asked {
    Asked {
        slot: Slot {
            run,
            ordinal,
            repeat,
        },
        item: Arc::new(item(ordinal)),
        stratum: "easy".to_owned(),
        weight: 1.0,
    }
}

pub(crate) fn attempt(ordinal: u32, class: &str) -> AttemptRow {
    let failed = class != "ok";
    let prompt = item(ordinal).prompt;
    AttemptRow {
        started_ms: NOON + i64::from(ordinal) * 10,
        url: "https://api.example/v1/chat/completions".to_owned(),
        status: Some(if failed { 503 } else { 200 }),
        class: class.to_owned(),
        message: failed.then(|| "the server is overloaded".to_owned()),
        first_byte_us: Some(1_200),
        total_us: 3_400 + u64::from(ordinal),
        capped: false,
        headers: Some(format!(r#"{{"x-request-id":"req-{ordinal}"}}"#)),
        request: format!(
            r#"{{"model":"gpt-x","messages":[{{"role":"user","content":{prompt:?}}}],"temperature":0}}"#
        )
        .into_bytes(),
        reply: if failed {
            b"<html>503</html>".to_vec()
        } else {
            format!(
                r#"{{"id":"c-{ordinal}","model":"gpt-x-2026","choices":[{{"message":{{"role":"assistant","content":"The sum is \\boxed{{{ordinal}}}."}},"finish_reason":"stop"}}],"usage":{{"prompt_tokens":61,"completion_tokens":12}}}}"#
            )
            .into_bytes()
        },
    }
}

pub(crate) fn response(ordinal: u32) -> ResponseRow {
    ResponseRow {
        answered_ms: NOON + i64::from(ordinal) * 10 + 4,
        source: Source::Live,
        finish: "stop".to_owned(),
        model: Some("gpt-x-2026".to_owned()),
        fingerprint: None,
        usage: Usage {
            input: Some(61),
            output: Some(12),
            reasoning: None,
            cached: None,
        },
        cost_micros: Some(42),
        text: format!("The sum is \\boxed{{{ordinal}}}."),
        reasoning: None,
    }
}

pub(crate) fn judgement(outcome: Outcome, answer: &str) -> Judgement {
    Judgement {
        outcome,
        score: if outcome == Outcome::Correct {
            1.0
        } else {
            0.0
        },
        answer: Some(answer.to_owned()),
        evidence: Some(format!(r#"{{"extracted":"{answer}","by":"boxed"}}"#)),
    }
}

pub(crate) fn verdict(ordinal: u32) -> VerdictRow {
    let outcome = if ordinal.is_multiple_of(3) {
        Outcome::Incorrect
    } else {
        Outcome::Correct
    };
    VerdictRow {
        judge_version: "extract 3, verify 5".to_owned(),
        strict: judgement(outcome, &ordinal.to_string()),
        lenient: judgement(outcome, &ordinal.to_string()),
    }
}

pub(crate) fn failure(ordinal: u32) -> FailureRow {
    FailureRow {
        failed_ms: NOON + i64::from(ordinal) * 10 + 9,
        class: "server".to_owned(),
        message: "503 five times".to_owned(),
    }
}

pub(crate) fn answer(run: RunId, ordinal: u32, repeat: u32) -> Message {
    Message::Answer {
        asked: asked(run, ordinal, repeat),
        attempt: Some(Box::new(attempt(ordinal, "ok"))),
        response: Box::new(response(ordinal)),
        cache: None,
    }
}

pub(crate) fn failing(run: RunId, ordinal: u32, repeat: u32) -> Message {
    Message::Failure {
        asked: asked(run, ordinal, repeat),
        attempt: Some(Box::new(attempt(ordinal, "server"))),
        failure: failure(ordinal),
    }
}

pub(crate) fn judge(response: ResponseId, ordinal: u32) -> Message {
    Message::Verdict {
        response,
        verdict: Box::new(verdict(ordinal)),
    }
}

pub(crate) fn writer(path: &Path) -> Writer {
    Writer::start(
        Store::open_or_create(path).unwrap(),
        WriterOptions::default(),
    )
    .unwrap()
}

/// Answers and judges, one after the other.
pub(crate) fn settle(writer: &Writer, run: RunId, ordinal: u32, repeat: u32) -> Receipt {
    let receipt = writer.call(answer(run, ordinal, repeat)).unwrap();
    writer
        .call(judge(receipt.response.unwrap(), ordinal))
        .unwrap();
    receipt
}
