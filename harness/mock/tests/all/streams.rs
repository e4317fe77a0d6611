//! Streams in each dialect: put together they give the whole reply.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tribunal_mock::{Config, Usage};

use crate::client::{End, Got, everywhere, start};

const TEXT: &str = "A text that is longer than one delta: \u{221a}2 \u{2248} 1.41";
const REASONING: &str = "Reasoning that needs several deltas too";

fn streamed(dialect: usize) -> Got {
    let (server, mut client) = start(Config {
        reasoning: Some(REASONING.to_owned()),
        usage: Usage {
            input: 50,
            cached: 0,
            output: 12,
            reasoning: 7,
        },
        ..Config::text(TEXT)
    });
    let (path, body) = &everywhere("hi", true)[dialect];
    let mut body = body.clone();
    if dialect == 0 {
        body["stream_options"] = json!({"include_usage": true});
    }
    let got = client.post(path, &body);
    assert_eq!((got.status, got.end), (200, End::Whole));
    assert!(got.chunks > 5, "events come one by one: {}", got.chunks);
    assert_eq!(server.stats().answered, 1);
    got
}

fn joined<'a>(values: impl Iterator<Item = &'a Value>) -> String {
    values.filter_map(Value::as_str).collect()
}

#[test]
fn chat_completion() {
    let got = streamed(0);
    assert_eq!(
        got.header("content-type"),
        Some("text/event-stream; charset=utf-8")
    );
    assert!(got.text().ends_with("data: [DONE]\n\n"));
    let events: Vec<Value> = got.sse().into_iter().map(|event| event.1).collect();
    let deltas = || {
        events
            .iter()
            .filter_map(|event| event.pointer("/choices/0/delta"))
    };
    assert_eq!(deltas().next().unwrap()["role"], "assistant");
    assert_eq!(joined(deltas().map(|delta| &delta["content"])), TEXT);
    assert_eq!(
        joined(deltas().map(|delta| &delta["reasoning_content"])),
        REASONING
    );
    assert!(events.iter().all(|event| event["id"] == events[0]["id"]));
    let [.., finish, usage] = events.as_slice() else {
        panic!("too few events")
    };
    assert_eq!(finish["choices"][0]["finish_reason"], "stop");
    assert_eq!(finish["usage"], json!(null));
    assert_eq!(usage["choices"], json!([]));
    assert_eq!(
        usage["usage"]["completion_tokens_details"]["reasoning_tokens"],
        7
    );
}

#[test]
fn chat_gives_usage_only_when_asked() {
    let (_server, mut client) = start(Config::text(TEXT));
    let [(path, body), ..] = everywhere("hi", true);
    let got = client.post(path, &body);
    assert!(!got.text().contains("usage"));
}

#[test]
fn responses() {
    let events = streamed(1).sse();
    for (number, (name, event)) in events.iter().enumerate() {
        assert_eq!(event["sequence_number"], number);
        assert_eq!(name.as_deref(), event["type"].as_str());
    }
    let of = |kind: &'static str| {
        events
            .iter()
            .map(|event| &event.1)
            .filter(move |event| event["type"] == kind)
    };
    let text = "response.output_text.delta";
    let reasoning = "response.reasoning_summary_text.delta";
    assert_eq!(joined(of(text).map(|event| &event["delta"])), TEXT);
    assert_eq!(
        joined(of(reasoning).map(|event| &event["delta"])),
        REASONING
    );
    let kinds: Vec<_> = events
        .iter()
        .filter_map(|event| event.1["type"].as_str())
        .collect();
    assert_eq!(kinds[..2], ["response.created", "response.in_progress"]);
    assert_eq!(kinds.last(), Some(&"response.completed"));
    let done = &events.last().unwrap().1["response"];
    assert_eq!(done["output"][1]["content"][0]["text"], TEXT);
    assert_eq!(done["usage"]["output_tokens"], 12);
}

#[test]
fn messages() {
    let events = streamed(2).sse();
    let kinds: Vec<_> = events
        .iter()
        .filter_map(|event| event.1["type"].as_str())
        .collect();
    assert_eq!(kinds[..3], ["message_start", "content_block_start", "ping"]);
    assert_eq!(kinds[kinds.len() - 2..], ["message_delta", "message_stop"]);
    assert!(
        events
            .iter()
            .all(|(name, event)| name.as_deref() == event["type"].as_str())
    );
    let field = |name: &'static str| joined(events.iter().map(|event| &event.1["delta"][name]));
    assert_eq!(field("text"), TEXT);
    assert_eq!(field("thinking"), REASONING);
    assert!(!field("signature").is_empty());
    assert_eq!(field("stop_reason"), "end_turn");
    assert_eq!(events[events.len() - 2].1["usage"]["output_tokens"], 12);
}

#[test]
fn gemini() {
    let got = streamed(3);
    assert_eq!(got.header("content-type"), Some("text/event-stream"));
    let events: Vec<Value> = got.sse().into_iter().map(|event| event.1).collect();
    let parts = |thought: bool| {
        joined(
            events
                .iter()
                .filter_map(|event| event.pointer("/candidates/0/content/parts/0"))
                .filter(|part| part["thought"].as_bool().unwrap_or(false) == thought)
                .map(|part| &part["text"]),
        )
    };
    assert_eq!(parts(false), TEXT);
    assert_eq!(parts(true), REASONING);
    let finished: Vec<_> = events
        .iter()
        .filter(|event| event.pointer("/candidates/0/finishReason").is_some())
        .collect();
    assert_eq!(finished, [events.last().unwrap()]);
    assert_eq!(
        events.last().unwrap()["usageMetadata"]["thoughtsTokenCount"],
        7
    );
}

#[test]
fn gemini_without_sse_is_one_array() {
    let (_server, mut client) = start(Config::text(TEXT));
    let [_, _, _, (_, body), _] = everywhere("hi", true);
    let got = client
        .post("/v1beta/models/m:streamGenerateContent", &body)
        .json();
    let parts = got.as_array().unwrap();
    let text = joined(
        parts
            .iter()
            .filter_map(|part| part.pointer("/candidates/0/content/parts/0/text")),
    );
    assert_eq!(text, TEXT);
}

#[test]
fn ollama() {
    let got = streamed(4);
    assert_eq!(got.header("content-type"), Some("application/x-ndjson"));
    let lines = got.lines();
    assert_eq!(
        joined(lines.iter().map(|line| &line["message"]["content"])),
        TEXT
    );
    assert_eq!(
        joined(lines.iter().map(|line| &line["message"]["thinking"])),
        REASONING
    );
    let (last, before) = lines.split_last().unwrap();
    assert!(before.iter().all(|line| line["done"] == false));
    assert_eq!(last["done_reason"], "stop");
    assert_eq!(last["eval_count"], 12);
}

#[test]
fn ollama_streams_unless_told_not_to() {
    let (_server, mut client) = start(Config::text(TEXT));
    let body = json!({"model": "m", "messages": [{"role": "user", "content": "hi"}]});
    assert!(client.post("/api/chat", &body).lines().len() > 1);
}

#[test]
fn pauses_between_events() {
    let (_server, mut client) = start(Config {
        delta_pause: Duration::from_millis(10),
        ..Config::text(TEXT)
    });
    let [(path, body), ..] = everywhere("hi", true);
    let began = Instant::now();
    let got = client.post(path, &body);
    let events = got.chunks as u32;
    assert!(began.elapsed() >= Duration::from_millis(10) * (events - 1));
}
