//! OpenAI responses.

use serde_json::{Value, json};

use super::Exchange;
use crate::reply::{Finish, Usage};
use crate::wire::{Events, ID};

fn usage(usage: Usage) -> Value {
    json!({
        "input_tokens": usage.input,
        "input_tokens_details": {"cached_tokens": usage.cached},
        "output_tokens": usage.output,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning},
        "total_tokens": usage.input + usage.output,
    })
}

/// The response object in one of its states.
fn response(exchange: &Exchange<'_>, status: &str, output: &[Value]) -> Value {
    let reason = match (status, exchange.finish) {
        ("incomplete", Finish::Length) => json!({"reason": "max_output_tokens"}),
        ("incomplete", _) => json!({"reason": "content_filter"}),
        _ => Value::Null,
    };
    let error = if status == "failed" {
        json!({
            "code": "server_error",
            "message": "The server had an error while processing your request. Sorry about that!",
        })
    } else {
        Value::Null
    };
    let counted = matches!(status, "completed" | "incomplete");
    json!({
        "id": format!("resp_{ID}"),
        "object": "response",
        "created_at": exchange.created(),
        "status": status,
        "background": false,
        "error": error,
        "incomplete_details": reason,
        "instructions": null,
        "max_output_tokens": null,
        "max_tool_calls": null,
        "model": exchange.model,
        "output": output,
        "parallel_tool_calls": true,
        "previous_response_id": null,
        "reasoning": {"effort": null, "summary": null},
        "service_tier": "default",
        "store": false,
        "temperature": 1.0,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": [],
        "top_logprobs": 0,
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": if counted { usage(exchange.usage) } else { Value::Null },
        "user": null,
        "metadata": {},
    })
}

fn final_status(finish: Finish) -> &'static str {
    match finish {
        Finish::Stop => "completed",
        Finish::Length | Finish::ContentFilter => "incomplete",
    }
}

fn summary_part(text: &str) -> Value {
    json!({"type": "summary_text", "text": text})
}

fn reasoning_item(summary: &[Value]) -> Value {
    json!({"id": format!("rs_{ID}"), "type": "reasoning", "summary": summary})
}

fn content_part(exchange: &Exchange<'_>, text: &str) -> Value {
    if exchange.refusal().is_some() {
        json!({"type": "refusal", "refusal": text})
    } else {
        json!({"type": "output_text", "annotations": [], "logprobs": [], "text": text})
    }
}

fn message_item(status: &str, content: &[Value]) -> Value {
    json!({
        "id": format!("msg_{ID}"),
        "type": "message",
        "status": status,
        "content": content,
        "role": "assistant",
    })
}

/// The finished output: reasoning if there is some, a message unless it would be empty.
fn output(exchange: &Exchange<'_>) -> Vec<Value> {
    let mut items = Vec::new();
    if !exchange.reasoning.is_empty() {
        items.push(reasoning_item(&[summary_part(exchange.reasoning)]));
    }
    if !exchange.text.is_empty() {
        items.push(message_item(
            final_status(exchange.finish),
            &[content_part(exchange, exchange.text)],
        ));
    }
    items
}

pub(super) fn whole(exchange: &Exchange<'_>) -> Value {
    response(exchange, final_status(exchange.finish), &output(exchange))
}

/// The object of a 200 that failed.
pub(super) fn failed(exchange: &Exchange<'_>) -> Value {
    response(exchange, "failed", &[])
}

/// Writes events with their running number.
struct Numbered {
    events: Events,
    next: u64,
}

impl Numbered {
    fn begin(exchange: &Exchange<'_>) -> Self {
        let mut numbered = Self {
            events: Events::sse(),
            next: 0,
        };
        for state in ["response.created", "response.in_progress"] {
            numbered.push(
                state,
                json!({"response": response(exchange, "in_progress", &[])}),
            );
        }
        numbered
    }

    fn push(&mut self, kind: &str, fields: Value) {
        let mut event = json!({"type": kind, "sequence_number": self.next});
        if let (Value::Object(event), Value::Object(fields)) = (&mut event, fields) {
            event.extend(fields);
        }
        self.next += 1;
        self.events.typed(&event);
    }

    fn item(&mut self, moment: &str, index: usize, item: &Value) {
        self.push(
            &format!("response.output_item.{moment}"),
            json!({"output_index": index, "item": item}),
        );
    }

    fn reasoning(&mut self, exchange: &Exchange<'_>) {
        let at = |extra: Value| {
            let mut fields =
                json!({"item_id": format!("rs_{ID}"), "output_index": 0, "summary_index": 0});
            if let (Value::Object(fields), Value::Object(extra)) = (&mut fields, extra) {
                fields.extend(extra);
            }
            fields
        };
        let text = exchange.reasoning;
        self.item("added", 0, &reasoning_item(&[]));
        self.push(
            "response.reasoning_summary_part.added",
            at(json!({"part": summary_part("")})),
        );
        for delta in exchange.deltas(text) {
            self.push(
                "response.reasoning_summary_text.delta",
                at(json!({"delta": delta})),
            );
        }
        self.push(
            "response.reasoning_summary_text.done",
            at(json!({"text": text})),
        );
        self.push(
            "response.reasoning_summary_part.done",
            at(json!({"part": summary_part(text)})),
        );
        self.item("done", 0, &reasoning_item(&[summary_part(text)]));
    }

    fn message(&mut self, exchange: &Exchange<'_>, index: usize) {
        let at = |name: &str, value: Value| {
            let mut fields =
                json!({"item_id": format!("msg_{ID}"), "output_index": index, "content_index": 0});
            fields[name] = value;
            fields
        };
        let text = exchange.text;
        let (kind, field) = if exchange.refusal().is_some() {
            ("refusal", "refusal")
        } else {
            ("output_text", "text")
        };
        self.item("added", index, &message_item("in_progress", &[]));
        self.push(
            "response.content_part.added",
            at("part", content_part(exchange, "")),
        );
        for delta in exchange.deltas(text) {
            self.push(&format!("response.{kind}.delta"), at("delta", json!(delta)));
        }
        self.push(&format!("response.{kind}.done"), at(field, json!(text)));
        let part = content_part(exchange, text);
        self.push("response.content_part.done", at("part", part.clone()));
        let item = message_item(final_status(exchange.finish), &[part]);
        self.item("done", index, &item);
    }
}

pub(super) fn events(exchange: &Exchange<'_>) -> Events {
    let mut numbered = Numbered::begin(exchange);
    let reasons = !exchange.reasoning.is_empty();
    if reasons {
        numbered.reasoning(exchange);
    }
    if !exchange.text.is_empty() {
        numbered.message(exchange, usize::from(reasons));
    }
    let status = final_status(exchange.finish);
    numbered.push(
        &format!("response.{status}"),
        json!({"response": whole(exchange)}),
    );
    numbered.events
}

/// A stream that ends with `response.failed` after the first words.
pub(super) fn failed_events(exchange: &Exchange<'_>) -> Events {
    let mut numbered = Numbered::begin(exchange);
    numbered.item("added", 0, &message_item("in_progress", &[]));
    if let Some(delta) = exchange.deltas(exchange.text).next() {
        numbered.push(
            "response.output_text.delta",
            json!({
                "item_id": format!("msg_{ID}"), "output_index": 0, "content_index": 0,
                "delta": delta,
            }),
        );
    }
    numbered.push("response.failed", json!({"response": failed(exchange)}));
    numbered.events
}
