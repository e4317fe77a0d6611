//! Rate-limit headers, and how long a server asks to be left alone.

use crate::dates;
use reqwest::header::HeaderMap;
use serde::Serialize;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// No header makes us wait longer than this on its word alone; a longer wait
/// is a mistake of the server or a quota, not a rate limit.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);

/// One allowance as its headers tell it; `None` where they do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Window {
    /// The allowance of one window.
    pub limit: Option<u64>,
    /// What is left of it.
    pub remaining: Option<u64>,
    /// When it is whole again, counted from the answer.
    pub reset: Option<Duration>,
}

impl Window {
    fn read(headers: &HeaderMap, prefix: Prefix, kind: &str, now: SystemTime) -> Self {
        let get = |field: &str| {
            let name = match prefix {
                // x-ratelimit-limit-tokens, but anthropic-ratelimit-tokens-limit.
                Prefix::Common => format!("x-ratelimit-{field}-{kind}"),
                Prefix::Anthropic => format!("anthropic-ratelimit-{kind}-{field}"),
            };
            headers.get(name.as_str())?.to_str().ok()
        };
        Self {
            limit: get("limit").and_then(|v| v.trim().parse().ok()),
            remaining: get("remaining").and_then(|v| v.trim().parse().ok()),
            reset: get("reset").and_then(|v| reset(v, now)),
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Clone, Copy)]
enum Prefix {
    Common,
    Anthropic,
}

/// The allowances of requests and of tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RateLimits {
    /// Requests a window.
    pub requests: Window,
    /// Tokens a window.
    pub tokens: Window,
}

impl RateLimits {
    /// Reads `x-ratelimit-*` (OpenAI and those who follow it) or
    /// `anthropic-ratelimit-*`; `None` when the answer carries neither.
    pub(crate) fn read(headers: &HeaderMap, now: SystemTime) -> Option<Self> {
        // Formatting a dozen names costs more than this look at what is there.
        let any = headers
            .keys()
            .any(|name| name.as_str().contains("ratelimit-"));
        if !any {
            return None;
        }
        let both = |prefix, tokens: &str| Self {
            requests: Window::read(headers, prefix, "requests", now),
            tokens: Window::read(headers, prefix, tokens, now),
        };
        [
            both(Prefix::Common, "tokens"),
            both(Prefix::Anthropic, "tokens"),
            both(Prefix::Anthropic, "input-tokens"),
        ]
        .into_iter()
        .find(|limits| !(limits.requests.is_empty() && limits.tokens.is_empty()))
    }
}

/// A reset told as a span, as seconds, as a date, or as a unix time in seconds
/// or milliseconds.
fn reset(text: &str, now: SystemTime) -> Option<Duration> {
    let until = |moment: SystemTime| moment.duration_since(now).unwrap_or(Duration::ZERO);
    let wait = match dates::span(text) {
        // OpenRouter counts milliseconds since 1970, others seconds.
        Some(span) if span.as_secs() > 100_000_000_000 => {
            until(UNIX_EPOCH + Duration::from_millis(span.as_secs()))
        }
        Some(span) if span.as_secs() > 1_000_000_000 => until(UNIX_EPOCH + span),
        Some(span) => span,
        None => until(dates::rfc3339(text).or_else(|| dates::http_date(text))?),
    };
    Some(wait.min(LONGEST_WAIT))
}

/// How long to wait: `retry-after-ms`, `Retry-After` in seconds or as a date,
/// else the resets of whatever allowance is used up.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(milliseconds) = text("retry-after-ms").and_then(|v| v.parse::<f64>().ok())
        && let Ok(wait) = Duration::try_from_secs_f64(milliseconds / 1e3)
    {
        return Some(wait.min(LONGEST_WAIT));
    }
    if let Some(wait) = text("retry-after").and_then(|v| reset(v, now)) {
        return Some(wait);
    }
    if let Some(wait) = text("x-ratelimit-reset").and_then(|v| reset(v, now)) {
        return Some(wait);
    }
    let limits = RateLimits::read(headers, now)?;
    let windows = [limits.requests, limits.tokens];
    let spent = windows
        .iter()
        .filter(|window| window.remaining == Some(0))
        .filter_map(|window| window.reset)
        .max();
    // Where nothing is said to be used up the reset tells when the window is
    // full again, which is more than is needed: the shorter one will do.
    spent.or_else(|| windows.iter().filter_map(|window| window.reset).min())
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(k, v)| (HeaderName::from_static(k), HeaderValue::from_static(v)))
            .collect()
    }

    fn wait(pairs: &[(&'static str, &'static str)]) -> Option<Duration> {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_777);
        retry_after(&headers(pairs), now)
    }

    #[test]
    fn every_syntax_of_a_wait_is_read() {
        let seconds = |s| Some(Duration::from_secs_f64(s));
        assert_eq!(wait(&[("retry-after", "7")]), seconds(7.0));
        assert_eq!(wait(&[("retry-after", "0.5")]), seconds(0.5));
        assert_eq!(
            wait(&[("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT")]),
            seconds(60.0)
        );
        assert_eq!(
            wait(&[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")]),
            seconds(0.0)
        );
        assert_eq!(
            wait(&[("retry-after-ms", "250"), ("retry-after", "9")]),
            seconds(0.25)
        );
        assert_eq!(
            wait(&[
                ("x-ratelimit-remaining-requests", "0"),
                ("x-ratelimit-reset-requests", "1m30s"),
                ("x-ratelimit-remaining-tokens", "40"),
                ("x-ratelimit-reset-tokens", "9m"),
            ]),
            seconds(90.0)
        );
        assert_eq!(
            wait(&[
                ("anthropic-ratelimit-input-tokens-remaining", "0"),
                (
                    "anthropic-ratelimit-input-tokens-reset",
                    "1994-11-06T08:49:47Z"
                ),
            ]),
            seconds(10.0)
        );
        assert_eq!(wait(&[("retry-after", "soon")]), None);
        assert_eq!(wait(&[]), None);
        assert_eq!(wait(&[("retry-after", "99999999")]), Some(LONGEST_WAIT));
    }

    #[test]
    fn windows_are_read() {
        let map = headers(&[
            ("x-ratelimit-limit-requests", "60"),
            ("x-ratelimit-remaining-requests", "59"),
            ("x-ratelimit-reset-requests", "1s"),
        ]);
        let limits = RateLimits::read(&map, UNIX_EPOCH).unwrap();
        assert_eq!(limits.requests.limit, Some(60));
        assert_eq!(limits.requests.remaining, Some(59));
        assert_eq!(limits.requests.reset, Some(Duration::from_secs(1)));
        assert_eq!(limits.tokens, Window::default());
    }
}
