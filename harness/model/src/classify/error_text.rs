//! The words of an error, wherever a server puts them.

use crate::dates;
use serde_json::Value;
use std::time::Duration;

/// A server's words are quoted up to this many characters.
const QUOTE: usize = 300;

/// The words of an error, wherever a server puts them.
#[derive(Debug, Default)]
pub(crate) struct ErrorText {
    pub(crate) message: String,
    /// `code`, `type`, `status` and `reason`, lower case, separated by spaces.
    pub(super) codes: String,
    /// A status given inside the body.
    pub(super) status: Option<u16>,
    pub(super) param: Option<String>,
    pub(super) retry: Option<Duration>,
}

impl ErrorText {
    /// Reads `{"error": {…}}`, `{"error": "…"}`, `{"message": …}` and
    /// `{"detail": …}`; plain text is a message as it is.
    pub(crate) fn of(body: &[u8]) -> Self {
        let Ok(value) = serde_json::from_slice::<Value>(body) else {
            let text = String::from_utf8_lossy(body);
            let page = text.trim_start().starts_with('<');
            return Self {
                message: if page {
                    String::new()
                } else {
                    text.into_owned()
                },
                ..Self::default()
            };
        };
        let mut found = Self::default();
        // Gemini's stream wraps errors into an array.
        let top = value.get(0).unwrap_or(&value);
        found.collect(top);
        // OpenAI's responses and OpenRouter's choices hold it deeper.
        for inner in ["/response/error", "/choices/0/error"] {
            if let Some(error) = top.pointer(inner) {
                found.object(error);
            }
        }
        found
    }

    fn collect(&mut self, top: &Value) {
        match top.get("error") {
            Some(Value::String(message)) => self.message.clone_from(message),
            Some(error @ Value::Object(_)) => self.object(error),
            _ => {}
        }
        // vLLM before 0.10, LiteLLM, and Anthropic's outer object.
        self.object(top);
        if self.message.is_empty() {
            // FastAPI: a text, or a list of complaints with their places.
            match top.get("detail") {
                Some(Value::String(message)) => self.message.clone_from(message),
                Some(Value::Null) | None => {}
                Some(detail) => self.message = detail.to_string(),
            }
        }
    }

    fn object(&mut self, error: &Value) {
        let Value::Object(map) = error else {
            if let (Value::String(text), true) = (error, self.message.is_empty()) {
                self.message.clone_from(text);
            }
            return;
        };
        if let (Some(Value::String(text)), true) = (map.get("message"), self.message.is_empty()) {
            self.message.clone_from(text);
        }
        for name in ["code", "type", "status"] {
            match map.get(name) {
                Some(Value::String(word)) => {
                    if let Ok(number) = word.parse() {
                        self.status = self.status.or(Some(number));
                    }
                    self.codes.push_str(&word.to_ascii_lowercase());
                    self.codes.push(' ');
                }
                Some(Value::Number(number)) => {
                    let number = number.as_u64().and_then(|n| u16::try_from(n).ok());
                    self.status = self.status.or(number);
                }
                _ => {}
            }
        }
        if let (Some(Value::String(param)), None) = (map.get("param"), &self.param) {
            self.param = Some(param.clone());
        }
        // OpenRouter puts the upstream's own words here.
        if let Some(Value::String(raw)) = error.pointer("/metadata/raw") {
            self.message.push_str(": ");
            self.message.push_str(raw);
        }
        // Google's details: reason, quota, delay.
        for detail in map
            .get("details")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            if let Some(Value::String(reason)) = detail.get("reason") {
                self.codes.push_str(&reason.to_ascii_lowercase());
                self.codes.push(' ');
            }
            if let Some(Value::String(delay)) = detail.get("retryDelay") {
                self.retry = dates::span(delay);
            }
            let violations = detail.get("violations").and_then(Value::as_array);
            for violation in violations.into_iter().flatten() {
                if let Some(Value::String(quota)) = violation.get("quotaId") {
                    self.codes.push_str(&quota.to_ascii_lowercase());
                    self.codes.push(' ');
                }
            }
        }
    }

    /// The message on one line and of bounded length, as it is quoted.
    pub(super) fn quote(&self) -> String {
        let mut line = String::new();
        for word in self.message.split_whitespace() {
            if line.len() + word.len() > QUOTE {
                let left = QUOTE.saturating_sub(line.len());
                line.extend(word.chars().take(left));
                line.push('…');
                break;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        line
    }
}
