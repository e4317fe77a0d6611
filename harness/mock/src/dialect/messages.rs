//! Anthropic messages.

use http::StatusCode;
use serde_json::{Value, json};

use super::Exchange;
use crate::problem::Problem;
use crate::reply::Finish;
use crate::wire::{Events, ID};

/// The header every request to this API must carry.
pub(crate) const VERSION_HEADER: &str = "anthropic-version";

/// 529, which has no name in the registry of status codes.
pub(super) fn overloaded_status() -> StatusCode {
    StatusCode::from_u16(529).unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
}

fn stop_reason(finish: Finish) -> &'static str {
    match finish {
        Finish::Stop => "end_turn",
        Finish::Length => "max_tokens",
        Finish::ContentFilter => "refusal",
    }
}

/// Anthropic counts cached tokens apart from the input.
fn usage(exchange: &Exchange<'_>, output: u64) -> Value {
    let usage = exchange.usage;
    json!({
        "input_tokens": usage.input.saturating_sub(usage.cached),
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": usage.cached,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
        "output_tokens": output,
        "service_tier": "standard",
    })
}

/// Thinking blocks are signed, so that they can be handed back unaltered.
const SIGNATURE: &str = "bW9jayBzaWduYXR1cmU=";

/// A refusal has no content at all.
fn text<'a>(exchange: &Exchange<'a>) -> &'a str {
    if exchange.refusal().is_some() {
        ""
    } else {
        exchange.text
    }
}

fn message(
    exchange: &Exchange<'_>,
    content: &[Value],
    finish: Option<&str>,
    usage: &Value,
) -> Value {
    json!({
        "id": format!("msg_{ID}"),
        "type": "message",
        "role": "assistant",
        "model": exchange.model,
        "content": content,
        "stop_reason": finish,
        "stop_sequence": null,
        "usage": usage,
    })
}

pub(super) fn whole(exchange: &Exchange<'_>) -> Value {
    let mut content = Vec::new();
    if !exchange.reasoning.is_empty() {
        content.push(json!({
            "type": "thinking", "thinking": exchange.reasoning, "signature": SIGNATURE,
        }));
    }
    if !text(exchange).is_empty() {
        content.push(json!({"type": "text", "text": text(exchange)}));
    }
    message(
        exchange,
        &content,
        Some(stop_reason(exchange.finish)),
        &usage(exchange, exchange.usage.output),
    )
}

/// Writes the blocks of a streamed message.
struct Blocks {
    events: Events,
    index: u64,
}

impl Blocks {
    fn begin(exchange: &Exchange<'_>) -> Self {
        let mut events = Events::sse();
        events.typed(&json!({
            "type": "message_start",
            "message": message(exchange, &[], None, &usage(exchange, 1)),
        }));
        Self { events, index: 0 }
    }

    fn start(&mut self, block: &Value) {
        self.events.typed(&json!({
            "type": "content_block_start", "index": self.index, "content_block": block,
        }));
        // A ping comes early in a stream, and may come at any time.
        if self.index == 0 {
            self.events.typed(&json!({"type": "ping"}));
        }
    }

    fn delta(&mut self, delta: &Value) {
        self.events.typed(&json!({
            "type": "content_block_delta", "index": self.index, "delta": delta,
        }));
    }

    fn stop(&mut self) {
        self.events
            .typed(&json!({"type": "content_block_stop", "index": self.index}));
        self.index += 1;
    }
}

pub(super) fn events(exchange: &Exchange<'_>) -> Events {
    let mut blocks = Blocks::begin(exchange);
    if !exchange.reasoning.is_empty() {
        blocks.start(&json!({"type": "thinking", "thinking": "", "signature": ""}));
        for part in exchange.deltas(exchange.reasoning) {
            blocks.delta(&json!({"type": "thinking_delta", "thinking": part}));
        }
        blocks.delta(&json!({"type": "signature_delta", "signature": SIGNATURE}));
        blocks.stop();
    }
    if !text(exchange).is_empty() {
        blocks.start(&json!({"type": "text", "text": ""}));
        for part in exchange.deltas(text(exchange)) {
            blocks.delta(&json!({"type": "text_delta", "text": part}));
        }
        blocks.stop();
    }
    let mut events = blocks.events;
    events.typed(&json!({
        "type": "message_delta",
        "delta": {"stop_reason": stop_reason(exchange.finish), "stop_sequence": null},
        "usage": {
            "input_tokens": exchange.usage.input.saturating_sub(exchange.usage.cached),
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": exchange.usage.cached,
            "output_tokens": exchange.usage.output,
        },
    }));
    events.typed(&json!({"type": "message_stop"}));
    events
}

/// A stream that breaks off with an `error` event.
pub(super) fn error_events(exchange: &Exchange<'_>) -> Events {
    let mut blocks = Blocks::begin(exchange);
    blocks.start(&json!({"type": "text", "text": ""}));
    if let Some(part) = exchange.deltas(exchange.text).next() {
        blocks.delta(&json!({"type": "text_delta", "text": part}));
    }
    let mut events = blocks.events;
    events.typed(&json!({
        "type": "error",
        "error": {"type": "overloaded_error", "message": "Overloaded"},
    }));
    events
}

pub(super) fn problem(problem: &Problem) -> (StatusCode, Value) {
    let (status, kind, message) = match problem {
        Problem::RateLimit { .. } => (
            StatusCode::TOO_MANY_REQUESTS,
            "rate_limit_error",
            "This request would exceed your organization's rate limit of 50 requests per minute. \
             For details, refer to: https://docs.claude.com/en/api/rate-limits."
                .to_owned(),
        ),
        // Anthropic refuses an empty account as an invalid request, not as a rate limit.
        Problem::Quota => (
            StatusCode::BAD_REQUEST,
            "invalid_request_error",
            "Your credit balance is too low to access the Anthropic API. Please go to Plans & \
             Billing to upgrade or purchase credits."
                .to_owned(),
        ),
        Problem::Server => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "api_error",
            "Internal server error".to_owned(),
        ),
        Problem::Unavailable => (
            StatusCode::SERVICE_UNAVAILABLE,
            "api_error",
            "Service unavailable".to_owned(),
        ),
        Problem::Overloaded => (
            overloaded_status(),
            "overloaded_error",
            "Overloaded".to_owned(),
        ),
        Problem::MissingKey => (
            StatusCode::UNAUTHORIZED,
            "authentication_error",
            "x-api-key header is required".to_owned(),
        ),
        Problem::WrongKey { .. } => (
            StatusCode::UNAUTHORIZED,
            "authentication_error",
            "invalid x-api-key".to_owned(),
        ),
        Problem::UnknownModel { model } => (
            StatusCode::NOT_FOUND,
            "not_found_error",
            format!("model: {model}"),
        ),
        Problem::BadJson { detail } => (
            StatusCode::BAD_REQUEST,
            "invalid_request_error",
            format!("The request body is not valid JSON: {detail}"),
        ),
        Problem::Missing {
            field: VERSION_HEADER,
        } => (
            StatusCode::BAD_REQUEST,
            "invalid_request_error",
            format!("{VERSION_HEADER}: header is required"),
        ),
        Problem::Missing { field } => (
            StatusCode::BAD_REQUEST,
            "invalid_request_error",
            format!("{field}: Field required"),
        ),
        Problem::ContextLength => (
            StatusCode::BAD_REQUEST,
            "invalid_request_error",
            "prompt is too long: 208310 tokens > 200000 maximum".to_owned(),
        ),
        Problem::Rejected { parameter, .. } => (
            StatusCode::BAD_REQUEST,
            "invalid_request_error",
            format!("{}: Extra inputs are not permitted", parameter.name()),
        ),
        Problem::NoRoute { .. } => (
            StatusCode::NOT_FOUND,
            "not_found_error",
            "Not Found".to_owned(),
        ),
        Problem::WrongMethod { .. } => (
            StatusCode::METHOD_NOT_ALLOWED,
            "invalid_request_error",
            "Method Not Allowed".to_owned(),
        ),
        Problem::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "request_too_large",
            "Request exceeds the maximum size".to_owned(),
        ),
    };
    (
        status,
        json!({
            "type": "error",
            "error": {"type": kind, "message": message},
            "request_id": format!("req_{ID}"),
        }),
    )
}
