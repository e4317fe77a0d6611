//! OpenAI chat completions.

use serde_json::{Map, Value, json};

use super::{Exchange, ReasoningField};
use crate::reply::{Finish, Usage};
use crate::wire::{Events, ID};

fn finish_reason(finish: Finish) -> &'static str {
    match finish {
        Finish::Stop => "stop",
        Finish::Length => "length",
        Finish::ContentFilter => "content_filter",
    }
}

fn usage(usage: Usage) -> Value {
    json!({
        "prompt_tokens": usage.input,
        "completion_tokens": usage.output,
        "total_tokens": usage.input + usage.output,
        "prompt_tokens_details": {"cached_tokens": usage.cached, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": usage.reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    })
}

/// The text as it stands in `content`, with the reasoning in tags when that is where it goes.
fn content(exchange: &Exchange<'_>) -> String {
    if exchange.reasoning_field == ReasoningField::ThinkTags && !exchange.reasoning.is_empty() {
        format!(
            "<think>\n{}\n</think>\n\n{}",
            exchange.reasoning, exchange.text
        )
    } else {
        exchange.text.to_owned()
    }
}

/// Puts reasoning into the fields the configured provider uses.
fn add_reasoning(fields: &mut Map<String, Value>, reasoning: &str, field: ReasoningField) {
    match field {
        ReasoningField::ReasoningContent => {
            fields.insert("reasoning_content".to_owned(), json!(reasoning));
        }
        ReasoningField::Reasoning => {
            fields.insert("reasoning".to_owned(), json!(reasoning));
            fields.insert(
                "reasoning_details".to_owned(),
                json!([{"type": "reasoning.text", "text": reasoning, "format": null, "index": 0}]),
            );
        }
        ReasoningField::ThinkTags | ReasoningField::Hidden => {}
    }
}

pub(super) fn whole(exchange: &Exchange<'_>) -> Value {
    let mut message = Map::new();
    message.insert("role".to_owned(), json!("assistant"));
    message.insert(
        "content".to_owned(),
        match exchange.refusal() {
            Some(_) => Value::Null,
            None => json!(content(exchange)),
        },
    );
    message.insert("refusal".to_owned(), json!(exchange.refusal()));
    message.insert("annotations".to_owned(), json!([]));
    if !exchange.reasoning.is_empty() {
        add_reasoning(&mut message, exchange.reasoning, exchange.reasoning_field);
    }
    json!({
        "id": format!("chatcmpl-{ID}"),
        "object": "chat.completion",
        "created": exchange.created(),
        "model": exchange.model,
        "choices": [{
            "index": 0,
            "message": message,
            "logprobs": null,
            "finish_reason": finish_reason(exchange.finish),
        }],
        "usage": usage(exchange.usage),
        "service_tier": "default",
        "system_fingerprint": "fp_mock",
    })
}

/// Writes chunks that share everything but their choices.
struct Chunks<'a> {
    exchange: &'a Exchange<'a>,
    events: Events,
}

impl<'a> Chunks<'a> {
    fn begin(exchange: &'a Exchange<'a>) -> Self {
        let mut chunks = Self {
            exchange,
            events: Events::sse(),
        };
        chunks.delta(
            &json!({"role": "assistant", "content": "", "refusal": null}),
            None,
        );
        chunks
    }

    fn delta(&mut self, delta: &Value, finish: Option<&str>) {
        let choice = json!({"index": 0, "delta": delta, "logprobs": null, "finish_reason": finish});
        self.chunk(&json!([choice]), None);
    }

    fn chunk(&mut self, choices: &Value, usage: Option<&Value>) {
        let mut chunk = json!({
            "id": format!("chatcmpl-{ID}"),
            "object": "chat.completion.chunk",
            "created": self.exchange.created(),
            "model": self.exchange.model,
            "service_tier": "default",
            "system_fingerprint": "fp_mock",
            "choices": choices,
        });
        // With usage asked for, every chunk has the field, and only the last one a value.
        if self.exchange.shape.include_usage {
            chunk["usage"] = json!(usage);
        }
        self.events.data(&chunk);
    }
}

pub(super) fn events(exchange: &Exchange<'_>) -> Events {
    let mut chunks = Chunks::begin(exchange);
    if exchange.reasoning_field != ReasoningField::ThinkTags {
        for part in exchange.deltas(exchange.reasoning) {
            let mut delta = Map::new();
            add_reasoning(&mut delta, part, exchange.reasoning_field);
            if !delta.is_empty() {
                chunks.delta(&Value::Object(delta), None);
            }
        }
    }
    if let Some(refusal) = exchange.refusal() {
        for part in exchange.deltas(refusal) {
            chunks.delta(&json!({"refusal": part}), None);
        }
    } else {
        let content = content(exchange);
        let shown = Exchange {
            text: &content,
            ..*exchange
        };
        for part in shown.deltas(shown.text) {
            chunks.delta(&json!({"content": part}), None);
        }
    }
    chunks.delta(&json!({}), Some(finish_reason(exchange.finish)));
    if exchange.shape.include_usage {
        chunks.chunk(&json!([]), Some(&usage(exchange.usage)));
    }
    chunks.events.plain("data: [DONE]\n\n");
    chunks.events
}

/// A router's 200 whose body is the error of the provider behind it, as OpenRouter gives it.
pub(super) fn error_inside() -> Value {
    json!({
        "error": {
            "message": "Provider returned error",
            "code": 502,
            "metadata": {"provider_name": "mock", "raw": "upstream error"},
        },
        "user_id": "user_mock",
    })
}

/// OpenRouter's error in the middle of a stream: a chunk with both `error` and `choices`.
pub(super) fn error_events(exchange: &Exchange<'_>) -> Events {
    let mut chunks = Chunks::begin(exchange);
    if let Some(part) = exchange.deltas(exchange.text).next() {
        chunks.delta(&json!({"content": part}), None);
    }
    chunks.events.data(&json!({
        "id": format!("chatcmpl-{ID}"),
        "object": "chat.completion.chunk",
        "created": exchange.created(),
        "model": exchange.model,
        "provider": "mock",
        "error": {"code": "server_error", "message": "Provider disconnected unexpectedly"},
        "choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": "error"}],
    }));
    chunks.events.plain("data: [DONE]\n\n");
    chunks.events
}
