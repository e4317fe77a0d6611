//! One function that says what kind of failure an attempt met.
//!
//! Providers agree neither on status codes nor on words. Every departure from
//! the plain meaning of a status stands in [`answer`] as a case of its own
//! with its reason; the order of the cases matters, because a 429 may be a
//! spent account and a 400 a missing key.

mod error_text;

use crate::dates;
use crate::failure::{Class, Failure, Phase};
use crate::limits;
use crate::provider::Provider;
use crate::read::Unread;
use reqwest::header::HeaderMap;
use std::time::{Duration, SystemTime};

pub(crate) use error_text::ErrorText;

/// What is known about the model and its server when something fails.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) provider: Provider,
    pub(crate) model: String,
    /// Host and port.
    pub(crate) host: String,
    /// The address of the call.
    pub(crate) url: String,
    /// The variables the key may come from, `A or B`; empty without a key.
    pub(crate) key: String,
}

/// What went wrong.
pub(crate) enum Trouble<'a> {
    /// An answer that reports an error: a status that is not 2xx, or an error
    /// object under a 200.
    Answer {
        status: u16,
        headers: &'a HeaderMap,
        body: &'a [u8],
        now: SystemTime,
    },
    /// A 2xx whose body is no answer.
    Body { unread: &'a Unread, read: usize },
    /// The connection broke after the headers.
    Broken { read: usize, cause: &'a str },
    /// No answer at all.
    Unreachable { connecting: bool, cause: &'a str },
    /// A time-out of ours.
    Late(Phase, Duration),
    /// More than the limit, in bytes.
    TooLarge(usize),
    /// A body in an encoding that was not asked for.
    Encoded(&'a str),
    /// The caller gave up.
    Cancelled,
}

/// Says what kind of failure this is and what to do about it. This is the only
/// place where an attempt is judged retryable or not.
pub(crate) fn classify(trouble: &Trouble<'_>, place: &Place) -> Failure {
    let host = &place.host;
    let plain = |class: Class, message: String| Failure {
        class,
        message,
        retry_after: None,
    };
    match trouble {
        Trouble::Answer {
            status,
            headers,
            body,
            now,
        } => answer(*status, headers, body, *now, place),
        Trouble::Body {
            unread: Unread::Error(_),
            ..
        } => plain(
            Class::Server,
            format!("{host} answered 200 with an error inside"),
        ),
        Trouble::Body { unread, read } => plain(Class::Malformed, malformed(unread, *read, place)),
        Trouble::Broken { read, cause } => plain(
            Class::Malformed,
            format!(
                "{host} closed the connection in the middle of its answer, after {read} bytes ({cause}); asking again usually helps"
            ),
        ),
        // A refused connection may be a server that is just starting.
        Trouble::Unreachable {
            connecting: true,
            cause,
        } => plain(
            Class::Network,
            format!(
                "cannot connect to {host} ({cause}); check that the server runs and that the base URL is right"
            ),
        ),
        Trouble::Unreachable {
            connecting: false,
            cause,
        } => plain(
            Class::Network,
            format!(
                "{host} closed the connection without an answer ({cause}); asking again usually helps"
            ),
        ),
        Trouble::Late(phase, limit) => {
            let seconds = limit.as_secs_f64();
            let message = match phase {
                Phase::Connect => format!(
                    "no connection to {host} within {seconds} s; check the base URL and the network"
                ),
                Phase::FirstByte => format!(
                    "{host} sent nothing for {seconds} s; it may be loading the model or be overloaded: raise the first-byte time-out or lower the concurrency"
                ),
                Phase::Idle => format!(
                    "{host} stopped sending for {seconds} s in the middle of its answer; raise the idle time-out if it only thinks that long"
                ),
                Phase::Total => format!(
                    "{host} did not finish within {seconds} s; raise the total time-out or lower max_tokens"
                ),
            };
            plain(Class::Timeout(*phase), message)
        }
        Trouble::TooLarge(limit) => plain(
            Class::TooLarge,
            format!(
                "{host} sent more than {limit} bytes for one answer; lower max_tokens, no answer is that long"
            ),
        ),
        Trouble::Encoded(encoding) => plain(
            Class::Malformed,
            format!(
                "{host} sent a body in the encoding `{encoding}` that was not asked for; check the proxy before it"
            ),
        ),
        Trouble::Cancelled => plain(Class::Cancelled, "the attempt was cancelled".to_owned()),
    }
}

fn malformed(unread: &Unread, read: usize, place: &Place) -> String {
    let host = &place.host;
    match unread {
        Unread::Html => format!(
            "{host} answered with an HTML page instead of JSON; check that the base URL is that of the API (it usually ends in /v1) and that no log-in page stands before it"
        ),
        Unread::Empty => format!("{host} answered with an empty body; asking again usually helps"),
        Unread::NotUtf8 => format!(
            "{host} answered with invalid UTF-8 in its {read} bytes; asking again usually helps"
        ),
        Unread::Json(why) => format!(
            "{host} answered with broken JSON ({why}; {read} bytes); asking again usually helps"
        ),
        Unread::Cut => format!(
            "the stream from {host} ended without its end mark after {read} bytes; asking again usually helps"
        ),
        Unread::Shape(why) => format!(
            "{host} answered with JSON that is not an answer ({why}); check that the provider before the slash is the one behind the base URL"
        ),
        Unread::Error(_) => format!("{host} answered 200 with an error inside"),
    }
}

/// Whether any of the phrases stands in the text.
fn says(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.contains(phrase))
}

fn answer(
    status: u16,
    headers: &HeaderMap,
    body: &[u8],
    now: SystemTime,
    place: &Place,
) -> Failure {
    let error = ErrorText::of(body);
    // An error under a 200 tells its status inside, or by its type alone.
    let code = match status {
        200..300 => error
            .status
            .filter(|s| (400..600).contains(s))
            .unwrap_or(status),
        other => other,
    };
    let page = body.trim_ascii_start().starts_with(b"<");
    let words = format!("{} {}", error.codes, error.message.to_lowercase());
    let quote = match error.quote() {
        quote if quote.is_empty() => String::new(),
        quote => format!(": {quote}"),
    };
    let wait = limits::retry_after(headers, now)
        .or(error.retry)
        .or_else(|| wait_in_words(&error.message));
    let (class, message) = kind(Said {
        code,
        error: &error,
        words: &words,
        page,
        quote: &quote,
        headers,
        place,
    });
    Failure {
        retry_after: wait.filter(|_| class.is_transient()),
        class,
        message,
    }
}

/// An error answer, read and ready to be judged.
#[derive(Clone, Copy)]
struct Said<'a> {
    code: u16,
    error: &'a ErrorText,
    /// Codes and message, lower case.
    words: &'a str,
    /// The body is a page for people.
    page: bool,
    /// `: MESSAGE`, or nothing.
    quote: &'a str,
    headers: &'a HeaderMap,
    place: &'a Place,
}

fn kind(said: Said<'_>) -> (Class, String) {
    let Said {
        code,
        error,
        words,
        page,
        quote,
        headers,
        place,
    } = said;
    let host = &place.host;
    // No redirect is followed: a key would go to an address nobody named.
    if (300..400).contains(&code) {
        let to = headers
            .get("location")
            .and_then(|v| v.to_str().ok())
            .unwrap_or("elsewhere");
        let to = to.split(['?', '#']).next().unwrap_or(to);
        return (
            Class::NotFound,
            format!(
                "{host} redirects ({code}) to {to}; give the address it redirects to as base URL"
            ),
        );
    }
    // The prompt and the budget do not fit: OpenAI's code, then vLLM's,
    // Anthropic's, Gemini's, llama.cpp's and Ollama's words. First, because
    // servers report it with 400, 413, 422 and 500 alike.
    if says(
        words,
        &[
            "context_length_exceeded",
            "exceed_context_size",
            "maximum context length",
            "context length of",
            "prompt is too long",
            "exceeds the available context size",
            "exceeds the maximum number of tokens",
            "exceeds the context",
            "request_too_large",
            "input is too long",
        ],
    ) || code == 413
    {
        return (
            Class::ContextLength,
            format!(
                "the prompt and its token budget do not fit the context of {}{quote}; lower max_tokens or use a smaller task",
                place.model
            ),
        );
    }
    // Money and daily allowances come as 402, 403, 429 and, from Anthropic,
    // 400. Gemini says "exceeded your current quota" for a minute's limit too:
    // there only a quota "per day" counts.
    let spent = says(
        words,
        &[
            "insufficient_quota",
            "billing_hard_limit",
            "billing_not_active",
            "credit balance is too low",
            "insufficient balance",
            "insufficient credits",
            "perday",
            "per-day",
            "requests per day",
            "tokens per day",
        ],
    ) || (place.provider != Provider::Gemini
        && words.contains("exceeded your current quota"));
    if code == 402 || (spent && code != 404) {
        return (
            Class::Quota,
            format!(
                "the account at {host} has no allowance left{quote}; add credit or wait for the next day, then continue the run"
            ),
        );
    }
    // A 400 from Gemini and some proxies for what others say with 401. A LiteLLM
    // proxy without a database complains of that when a key is not its master key.
    let badly_keyed = says(
        words,
        &[
            "api_key_invalid",
            "invalid_api_key",
            "api key not valid",
            "invalid x-api-key",
            "no_db_connection",
        ],
    );
    if code == 401 || code == 403 || code == 407 || badly_keyed {
        let advice = if place.key.is_empty() {
            "it wants a key: name its environment variable with key_env in models.toml".to_owned()
        } else {
            format!("check the key in {} and its rights", place.key)
        };
        let refused = if page {
            "an HTML page, probably of a firewall or proxy before it"
        } else {
            "the key or its rights"
        };
        return (
            Class::Auth,
            format!("{host} refused the request ({code}, {refused}){quote}; {advice}"),
        );
    }
    // Azure's and OpenAI's filters refuse prompts with a 400.
    if says(
        words,
        &[
            "content_filter",
            "content_policy_violation",
            "responsibleaipolicy",
            "invalid_prompt",
        ],
    ) {
        return (
            Class::ContentFilter,
            format!(
                "the content filter of {host} refused the prompt{quote}; the item counts as refused"
            ),
        );
    }
    // "Overloaded" is said with 503 and 529, and by Anthropic's streams inside
    // a 200; Google says UNAVAILABLE; 503 is also a model being loaded.
    if code == 503
        || code == 529
        || says(
            words,
            &[
                "overloaded",
                "model is loading",
                "unavailable",
                "server busy",
            ],
        ) && code != 404
            && code != 400
    {
        return (
            Class::Overloaded,
            format!(
                "{host} is overloaded or still loading ({code}){quote}; asking again later usually helps"
            ),
        );
    }
    if code == 429
        || says(
            words,
            &["rate_limit", "resource_exhausted", "too many requests"],
        ) && code < 500
    {
        return (
            Class::RateLimited,
            format!(
                "{host} limits the rate ({code}){quote}; slower from here, or set rpm and tpm in models.toml"
            ),
        );
    }
    // LiteLLM says with a 400 what others say with a 404.
    let nameless = says(words, &["model_not_found", "invalid model name passed"]);
    if code == 404 || code == 405 || nameless {
        // 405 and pages are the mark of a wrong path, a JSON error that of a
        // wrong name.
        let named = !page && code != 405 && !error.message.is_empty() && words.contains("model");
        return (
            Class::NotFound,
            if named {
                format!(
                    "{host} knows no model `{}`{quote}; check the name after the provider",
                    place.model
                )
            } else {
                format!(
                    "there is nothing at {} ({code}){quote}; check that the base URL is that of the API, it usually ends in /v1",
                    place.url
                )
            },
        );
    }
    // 408 and 425 are the server's own time-out and too early; 409 is what
    // OpenAI says when its lock on a resource was not to be had.
    if matches!(code, 408 | 409 | 425) || code >= 500 {
        let page = if page { " with an HTML page" } else { "" };
        return (
            Class::Server,
            format!("{host} failed ({code}{page}){quote}; asking again usually helps"),
        );
    }
    if let Some(param) = refused_parameter(error, words) {
        return (
            Class::UnsupportedParameter {
                param: param.clone(),
            },
            format!(
                "{} does not take `{param}`{quote}; leave it out, or set its place in `dialect` in models.toml",
                place.model
            ),
        );
    }
    if (200..300).contains(&code) {
        // An error under a 200 that none of the above knows: mostly an
        // upstream that broke down behind a proxy, which may be back soon.
        let lasting = says(words, &["invalid_request", "not_found", "permission"]);
        let class = if lasting {
            Class::BadRequest
        } else {
            Class::Server
        };
        return (
            class,
            format!("{host} answered {code} with an error inside{quote}"),
        );
    }
    (
        Class::BadRequest,
        format!(
            "{host} refused the request ({code}){quote}; check the model's name and the sampling parameters"
        ),
    )
}

/// The parameter a 400 or 422 complains about as such, not about its value.
fn refused_parameter(error: &ErrorText, words: &str) -> Option<String> {
    let refused = says(
        words,
        &[
            "unsupported_parameter",
            "unsupported parameter",
            "unsupported_value",
            "unsupported value",
            "unknown_parameter",
            "unknown parameter",
            "unknown name",
            "unknown field",
            "unrecognized request argument",
            "unexpected keyword",
            "extra inputs are not permitted",
            "extra_forbidden",
            "not supported",
            "does not support",
            "unsupported",
            "cannot both be",
            "deprecated for this model",
        ],
    );
    if !refused {
        return None;
    }
    // Anthropic refuses the pair; dropping the second of it is enough.
    if words.contains("cannot both be") && words.contains("top_p") {
        return Some("top_p".to_owned());
    }
    let param = match &error.param {
        Some(param) if !param.is_empty() => param.clone(),
        _ => named_in(words)?,
    };
    // An effort or a budget the model does not know as a value: leaving it out
    // would silently make another experiment, and the message names what the
    // model does know.
    let by_value = says(words, &["unsupported_value", "unsupported value"]);
    let weighty = param.contains("effort") || param.contains("max_") || param.contains("thinking");
    if by_value && weighty {
        return None;
    }
    Some(param)
}

/// The first known parameter a message speaks of.
fn named_in(words: &str) -> Option<String> {
    const KNOWN: [&str; 23] = [
        "max_completion_tokens",
        "max_output_tokens",
        "maxoutputtokens",
        "max_tokens",
        "num_predict",
        "temperature",
        "top_p",
        "topp",
        "stop_sequences",
        "stopsequences",
        "reasoning_effort",
        "reasoning.effort",
        "thinkingbudget",
        "thinkinglevel",
        "thinking_config",
        "chat_template_kwargs",
        "output_config",
        "stream_options",
        "thinking",
        "developer",
        "system",
        "seed",
        "stop",
    ];
    let bounded = |at: usize, len: usize| {
        let part = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        let bytes = words.as_bytes();
        let before = at.checked_sub(1).is_none_or(|i| !part(bytes[i]));
        before && bytes.get(at + len).is_none_or(|&b| !part(b))
    };
    KNOWN
        .iter()
        .filter_map(|name| {
            let (at, _) = words
                .match_indices(name)
                .find(|(at, _)| bounded(*at, name.len()))?;
            Some((at, *name))
        })
        .min()
        .map(|(_, name)| match name {
            // Ollama's word for the field is `think`.
            "thinking" if words.contains("does not support thinking") => "think".to_owned(),
            name => name.to_owned(),
        })
}

/// `Please try again in 1.5s`, OpenAI's and Groq's words for a wait.
fn wait_in_words(message: &str) -> Option<Duration> {
    let rest = message.split_once("try again in ")?.1;
    let span = rest.split_whitespace().next()?;
    dates::span(span.trim_end_matches(['.', ',']))
}

#[cfg(test)]
mod tests;
