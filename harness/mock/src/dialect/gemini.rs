//! Gemini's generateContent.

use http::StatusCode;
use serde_json::{Value, json};

use super::Exchange;
use crate::problem::Problem;
use crate::reply::Finish;
use crate::wire::{Events, ID};

fn finish_reason(finish: Finish) -> &'static str {
    match finish {
        Finish::Stop => "STOP",
        Finish::Length => "MAX_TOKENS",
        Finish::ContentFilter => "SAFETY",
    }
}

/// Gemini counts thoughts apart from the candidates, and leaves out what is zero.
fn usage(exchange: &Exchange<'_>) -> Value {
    let usage = exchange.usage;
    let candidates = usage.output.saturating_sub(usage.reasoning);
    let mut counts = json!({
        "promptTokenCount": usage.input,
        "totalTokenCount": usage.input + usage.output,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": usage.input}],
    });
    for (name, count) in [
        ("candidatesTokenCount", candidates),
        ("thoughtsTokenCount", usage.reasoning),
        ("cachedContentTokenCount", usage.cached),
    ] {
        if count > 0 {
            counts[name] = json!(count);
        }
    }
    counts
}

/// One response object; the last of a stream and a whole reply have a finish reason.
fn response(exchange: &Exchange<'_>, parts: &[Value], finish: Option<Finish>) -> Value {
    let mut candidate = json!({"index": 0});
    if finish == Some(Finish::ContentFilter) {
        candidate["safetyRatings"] = json!([
            {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "HIGH", "blocked": true},
        ]);
    } else {
        candidate["content"] = if parts.is_empty() {
            json!({"role": "model"})
        } else {
            json!({"parts": parts, "role": "model"})
        };
    }
    if let Some(finish) = finish {
        candidate["finishReason"] = json!(finish_reason(finish));
    }
    json!({
        "candidates": [candidate],
        "usageMetadata": usage(exchange),
        "modelVersion": exchange.model,
        "responseId": ID,
    })
}

fn thought(text: &str) -> Value {
    json!({"text": text, "thought": true})
}

pub(super) fn whole(exchange: &Exchange<'_>) -> Value {
    let mut parts = Vec::new();
    if !exchange.reasoning.is_empty() {
        parts.push(thought(exchange.reasoning));
    }
    if !exchange.text.is_empty() {
        parts.push(json!({"text": exchange.text}));
    }
    response(exchange, &parts, Some(exchange.finish))
}

/// Writes a stream either as events or, without `alt=sse`, as the elements of one JSON array.
struct Chunks {
    events: Events,
    sse: bool,
}

impl Chunks {
    fn new(exchange: &Exchange<'_>) -> Self {
        let sse = exchange.shape.sse;
        Self {
            events: if sse {
                Events::with_type("text/event-stream")
            } else {
                Events::with_type("application/json; charset=UTF-8")
            },
            sse,
        }
    }

    fn push(&mut self, value: &Value) {
        if self.sse {
            self.events.framed(b"data: ", value, b"\r\n\r\n");
        } else if self.events.ends.is_empty() {
            self.events.framed(b"[", value, b"\n");
        } else {
            self.events.framed(b",\r\n", value, b"\n");
        }
    }

    fn end(mut self) -> Events {
        if !self.sse {
            self.events.plain("]");
        }
        self.events
    }
}

pub(super) fn events(exchange: &Exchange<'_>) -> Events {
    let mut parts: Vec<Value> = exchange.deltas(exchange.reasoning).map(thought).collect();
    if exchange.refusal().is_none() {
        parts.extend(
            exchange
                .deltas(exchange.text)
                .map(|part| json!({"text": part})),
        );
    }
    let mut chunks = Chunks::new(exchange);
    let last = parts.pop();
    for part in parts {
        chunks.push(&response(exchange, &[part], None));
    }
    let parts = last.map_or_else(Vec::new, |part| vec![part]);
    chunks.push(&response(exchange, &parts, Some(exchange.finish)));
    chunks.end()
}

/// A stream whose last element is an error.
pub(super) fn error_events(exchange: &Exchange<'_>) -> Events {
    let mut chunks = Chunks::new(exchange);
    if let Some(part) = exchange.deltas(exchange.text).next() {
        chunks.push(&response(exchange, &[json!({"text": part})], None));
    }
    chunks.push(&problem(&Problem::Unavailable).1);
    chunks.end()
}

pub(super) fn problem(problem: &Problem) -> (StatusCode, Value) {
    let (code, status, message) = match problem {
        Problem::RateLimit { .. } => (
            StatusCode::TOO_MANY_REQUESTS,
            "RESOURCE_EXHAUSTED",
            "Resource has been exhausted (e.g. check quota).".to_owned(),
        ),
        Problem::Quota => (
            StatusCode::TOO_MANY_REQUESTS,
            "RESOURCE_EXHAUSTED",
            "You exceeded your current quota, please check your plan and billing details. For \
             more information on this error, head to: \
             https://ai.google.dev/gemini-api/docs/rate-limits."
                .to_owned(),
        ),
        Problem::Server => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "INTERNAL",
            "An internal error has occurred. Please retry or report in \
             https://developers.generativeai.google/guide/troubleshooting"
                .to_owned(),
        ),
        Problem::Unavailable => (
            StatusCode::SERVICE_UNAVAILABLE,
            "UNAVAILABLE",
            "The model is overloaded. Please try again later.".to_owned(),
        ),
        Problem::Overloaded => (
            super::messages::overloaded_status(),
            "UNAVAILABLE",
            "Overloaded".to_owned(),
        ),
        Problem::MissingKey => (
            StatusCode::FORBIDDEN,
            "PERMISSION_DENIED",
            "Method doesn't allow unregistered callers (callers without established identity). \
             Please use API Key or other form of API consumer identity to call this API."
                .to_owned(),
        ),
        // Gemini answers 400 and not 401 to a wrong key.
        Problem::WrongKey { .. } => (
            StatusCode::BAD_REQUEST,
            "INVALID_ARGUMENT",
            "API key not valid. Please pass a valid API key.".to_owned(),
        ),
        Problem::UnknownModel { model } => (
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            format!(
                "models/{model} is not found for API version v1beta, or is not supported for \
                 generateContent. Call ListModels to see the list of available models and their \
                 supported methods."
            ),
        ),
        Problem::BadJson { detail } => (
            StatusCode::BAD_REQUEST,
            "INVALID_ARGUMENT",
            format!("Invalid JSON payload received. {detail}"),
        ),
        Problem::Missing { field } => (
            StatusCode::BAD_REQUEST,
            "INVALID_ARGUMENT",
            format!("* GenerateContentRequest.{field}: {field} is not specified\n"),
        ),
        Problem::ContextLength => (
            StatusCode::BAD_REQUEST,
            "INVALID_ARGUMENT",
            "The input token count (1200000) exceeds the maximum number of tokens allowed \
             (1048576)."
                .to_owned(),
        ),
        Problem::Rejected { parameter, .. } => (
            StatusCode::BAD_REQUEST,
            "INVALID_ARGUMENT",
            format!(
                "Invalid JSON payload received. Unknown name \"{}\": Cannot find field.",
                parameter.name()
            ),
        ),
        Problem::NoRoute { path, .. } => (
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            format!("The requested URL {path} was not found on this server."),
        ),
        Problem::WrongMethod { method, .. } => (
            StatusCode::METHOD_NOT_ALLOWED,
            "INVALID_ARGUMENT",
            format!("Method {method} is not allowed."),
        ),
        Problem::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "INVALID_ARGUMENT",
            "Request payload size exceeds the limit: 67108864 bytes.".to_owned(),
        ),
    };
    let mut error = json!({"code": code.as_u16(), "message": message, "status": status});
    match problem {
        Problem::RateLimit { retry_after } => {
            error["details"] = json!([{
                "@type": "type.googleapis.com/google.rpc.RetryInfo",
                "retryDelay": format!("{}s", retry_after.as_secs_f64()),
            }]);
        }
        Problem::Quota => {
            error["details"] = json!([{
                "@type": "type.googleapis.com/google.rpc.QuotaFailure",
                "violations": [{
                    "quotaMetric":
                        "generativelanguage.googleapis.com/generate_content_free_tier_requests",
                    "quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
                    "quotaValue": "20",
                }],
            }]);
        }
        Problem::WrongKey { .. } => {
            error["details"] = json!([
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "API_KEY_INVALID",
                    "domain": "googleapis.com",
                    "metadata": {"service": "generativelanguage.googleapis.com"},
                },
                {
                    "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
                    "locale": "en-US",
                    "message": message,
                },
            ]);
        }
        _ => {}
    }
    (code, json!({"error": error}))
}
