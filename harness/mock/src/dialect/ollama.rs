//! Ollama's own chat API.

use http::StatusCode;
use serde_json::{Value, json};

use super::Exchange;
use crate::clock::rfc3339;
use crate::problem::Problem;
use crate::reply::Finish;
use crate::wire::Events;

/// Ollama has no word for a withheld answer: a refusal is an ordinary text.
fn done_reason(finish: Finish) -> &'static str {
    match finish {
        Finish::Stop | Finish::ContentFilter => "stop",
        Finish::Length => "length",
    }
}

fn message(content: &str, thinking: &str) -> Value {
    let mut message = json!({"role": "assistant", "content": content});
    if !thinking.is_empty() {
        message["thinking"] = json!(thinking);
    }
    message
}

fn step(exchange: &Exchange<'_>, message: &Value) -> Value {
    json!({
        "model": exchange.model,
        "created_at": rfc3339(exchange.now),
        "message": message,
        "done": false,
    })
}

/// The last object of a stream and a whole reply; durations are nanoseconds.
fn done(exchange: &Exchange<'_>, message: &Value) -> Value {
    json!({
        "model": exchange.model,
        "created_at": rfc3339(exchange.now),
        "message": message,
        "done": true,
        "done_reason": done_reason(exchange.finish),
        "total_duration": 1_500_000_000_u64,
        "load_duration": 50_000_000_u64,
        "prompt_eval_count": exchange.usage.input,
        "prompt_eval_duration": 150_000_000_u64,
        "eval_count": exchange.usage.output,
        "eval_duration": 1_300_000_000_u64,
    })
}

pub(super) fn whole(exchange: &Exchange<'_>) -> Value {
    done(exchange, &message(exchange.text, exchange.reasoning))
}

fn line(events: &mut Events, value: &Value) {
    events.framed(b"", value, b"\n");
}

pub(super) fn events(exchange: &Exchange<'_>) -> Events {
    let mut events = Events::with_type("application/x-ndjson");
    for part in exchange.deltas(exchange.reasoning) {
        line(&mut events, &step(exchange, &message("", part)));
    }
    for part in exchange.deltas(exchange.text) {
        line(&mut events, &step(exchange, &message(part, "")));
    }
    line(&mut events, &done(exchange, &message("", "")));
    events
}

/// A stream whose last line is an error, as when the runner behind it dies.
pub(super) fn error_events(exchange: &Exchange<'_>) -> Events {
    let mut events = Events::with_type("application/x-ndjson");
    if let Some(part) = exchange.deltas(exchange.text).next() {
        line(&mut events, &step(exchange, &message(part, "")));
    }
    line(
        &mut events,
        &json!({"error": "an error was encountered while running the model: unexpected EOF"}),
    );
    events
}

pub(super) fn problem(problem: &Problem) -> (StatusCode, Value) {
    let (status, message) = match problem {
        Problem::RateLimit { .. } => (
            StatusCode::TOO_MANY_REQUESTS,
            "too many requests".to_owned(),
        ),
        Problem::Quota => (
            StatusCode::TOO_MANY_REQUESTS,
            "you've reached your weekly usage limit, please upgrade to continue".to_owned(),
        ),
        Problem::Server => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "llama runner process has terminated: exit status 2".to_owned(),
        ),
        Problem::Unavailable => (
            StatusCode::SERVICE_UNAVAILABLE,
            "server busy, please try again.  maximum pending requests exceeded".to_owned(),
        ),
        Problem::Overloaded => (
            super::messages::overloaded_status(),
            "Overloaded".to_owned(),
        ),
        Problem::MissingKey | Problem::WrongKey { .. } => {
            (StatusCode::UNAUTHORIZED, "unauthorized".to_owned())
        }
        Problem::UnknownModel { model } => {
            (StatusCode::NOT_FOUND, format!("model '{model}' not found"))
        }
        Problem::BadJson { detail } => (StatusCode::BAD_REQUEST, detail.clone()),
        Problem::Missing { field } => (StatusCode::BAD_REQUEST, format!("{field} is required")),
        Problem::ContextLength => (
            StatusCode::BAD_REQUEST,
            "the input length exceeds the context length".to_owned(),
        ),
        Problem::Rejected { parameter, .. } => (
            StatusCode::BAD_REQUEST,
            format!("this model does not support {}", parameter.name()),
        ),
        Problem::NoRoute { .. } => (StatusCode::NOT_FOUND, "404 page not found".to_owned()),
        Problem::WrongMethod { .. } => (
            StatusCode::METHOD_NOT_ALLOWED,
            "405 method not allowed".to_owned(),
        ),
        Problem::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "request body too large".to_owned(),
        ),
    };
    (status, json!({"error": message}))
}
