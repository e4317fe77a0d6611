//! One attempt: sending, reading within four time-outs, and making a record of
//! it.

use crate::classify::{Trouble, classify};
use crate::client::Inner;
use crate::exchange::Exchange;
use crate::failure::{Class, Failure, Phase};
use crate::limits::RateLimits;
use crate::read::stream::Stream;
use crate::read::{self, Unread};
use crate::reply::{Finish, Reply, Usage};
use crate::timeouts::Deadline;
use crate::wire::WireRequest;
use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Body, Method, Request};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::time::Sleep;
use tokio_util::sync::{CancellationToken, WaitForCancellationFuture};

/// The largest body read. The longest answers of today's models, reasoning and
/// log probabilities included, stay under a tenth of it.
pub const BODY_LIMIT: usize = 32 * 1024 * 1024;

/// How long the end of the body is waited for after the stream's own end mark:
/// with it the connection can be used again, without it nothing is lost.
const AFTER_THE_END: Duration = Duration::from_millis(500);

/// What has arrived so far.
#[derive(Default)]
struct Seen {
    status: Option<u16>,
    headers: HeaderMap,
    body: Buffer,
    first_byte: Option<Duration>,
    stream: Option<Stream>,
}

/// The body in one piece: the first chunk is kept as it is, since most bodies
/// have only one.
#[derive(Default)]
struct Buffer {
    first: Bytes,
    more: Vec<u8>,
}

impl Buffer {
    fn push(&mut self, chunk: Bytes) {
        if self.first.is_empty() && self.more.is_empty() {
            self.first = chunk;
            return;
        }
        if self.more.is_empty() {
            self.more.reserve(self.first.len() + chunk.len());
            self.more.extend_from_slice(&self.first);
            self.first = Bytes::new();
        }
        self.more.extend_from_slice(&chunk);
    }

    fn bytes(&self) -> &[u8] {
        if self.more.is_empty() {
            &self.first
        } else {
            &self.more
        }
    }

    fn into_bytes(self) -> Bytes {
        if self.more.is_empty() {
            self.first
        } else {
            Bytes::from(self.more)
        }
    }
}

/// How reading ended.
enum End {
    /// At the end of the body.
    Whole,
    /// At the stream's own end mark, or at its first error.
    Enough,
    Late(Deadline),
    Cancelled,
    Unreachable {
        connecting: bool,
        cause: String,
    },
    ConnectTimeout,
    Broken(String),
    TooLarge,
}

/// Clock and cancellation of an attempt. One timer serves all phases: it is
/// set again only when it rings too early.
struct Watch<'a, 'token> {
    sleep: Pin<&'a mut Sleep>,
    cancelled: Pin<&'a mut WaitForCancellationFuture<'token>>,
    deadline: Deadline,
}

impl Watch<'_, '_> {
    fn until(&mut self, deadline: Deadline) {
        if tokio::time::Instant::from_std(deadline.at) < self.sleep.deadline() {
            self.sleep.as_mut().reset(deadline.at.into());
        }
        self.deadline = deadline;
    }

    async fn guard<T>(&mut self, work: impl Future<Output = T>) -> Result<T, End> {
        tokio::pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return Ok(done),
                () = self.cancelled.as_mut() => return Err(End::Cancelled),
                () = self.sleep.as_mut() => {
                    if Instant::now() >= self.deadline.at {
                        return Err(End::Late(self.deadline));
                    }
                    self.sleep.as_mut().reset(self.deadline.at.into());
                }
            }
        }
    }
}

impl Inner {
    /// Sends the request once and records everything about it.
    pub(crate) async fn attempt(&self, wire: &WireRequest, cancel: &CancellationToken) -> Exchange {
        let start = Instant::now();
        let mut seen = Seen::default();
        let end = self
            .transfer(wire.body.clone(), start, cancel, &mut seen)
            .await;
        self.record(wire, start, seen, &end)
    }

    async fn transfer(
        &self,
        body: Bytes,
        start: Instant,
        cancel: &CancellationToken,
        seen: &mut Seen,
    ) -> End {
        let first = self.timeouts.deadline(Phase::FirstByte, start, start);
        let sleep = tokio::time::sleep_until(first.at.into());
        let cancelled = cancel.cancelled();
        tokio::pin!(sleep, cancelled);
        let mut watch = Watch {
            sleep,
            cancelled,
            deadline: first,
        };
        if cancel.is_cancelled() {
            return End::Cancelled;
        }
        let mut request = Request::new(Method::POST, self.url.clone());
        request.headers_mut().clone_from(&self.headers);
        *request.body_mut() = Some(Body::from(body));
        let mut response = match watch.guard(self.http.execute(request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) if error.is_connect() && error.is_timeout() => {
                return End::ConnectTimeout;
            }
            Ok(Err(error)) => {
                return End::Unreachable {
                    connecting: error.is_connect(),
                    cause: root_cause(error),
                };
            }
            Err(end) => return end,
        };
        let status = response.status();
        seen.status = Some(status.as_u16());
        seen.headers = std::mem::take(response.headers_mut());
        if self.stream && status.is_success() {
            seen.stream = Some(Stream::new(self.api));
        }
        let mut closing = false;
        loop {
            let chunk = match watch.guard(response.chunk()).await {
                Ok(Ok(Some(chunk))) => chunk,
                Ok(Ok(None)) => return End::Whole,
                // After the end mark nothing can be missing any more.
                Ok(Err(_)) | Err(_) if closing => return End::Enough,
                Ok(Err(error)) => return End::Broken(root_cause(error)),
                Err(end) => return end,
            };
            if chunk.is_empty() {
                continue;
            }
            let now = Instant::now();
            seen.first_byte.get_or_insert(now - start);
            let room = BODY_LIMIT - seen.body.bytes().len();
            let fits = chunk.len() <= room;
            seen.body.push(chunk.slice(..chunk.len().min(room)));
            if !fits {
                return End::TooLarge;
            }
            if let Some(stream) = &mut seen.stream
                && !closing
            {
                stream.advance(seen.body.bytes());
                if stream.failed() {
                    return End::Enough;
                }
                closing = stream.ended();
                if closing {
                    let mut end = self.timeouts.deadline(Phase::Idle, now, start);
                    end.at = end.at.min(now + AFTER_THE_END);
                    watch.until(end);
                    continue;
                }
            }
            if !closing {
                watch.until(self.timeouts.deadline(Phase::Idle, now, start));
            }
        }
    }

    fn record(&self, wire: &WireRequest, start: Instant, mut seen: Seen, end: &End) -> Exchange {
        let now = SystemTime::now();
        // Masked before it is read, so that no message can quote an echo, not
        // even the beginning of one.
        let raw = std::mem::take(&mut seen.body).into_bytes();
        let clean = self.scrubber.bytes(raw.clone());
        let mut outcome = self.outcome(&mut seen, &raw, &clean, end, now);
        let headers = self.kept(&seen.headers);
        match &mut outcome {
            Ok(reply) => {
                let id = headers
                    .iter()
                    .find(|(name, _)| REQUEST_IDS.contains(&&**name));
                if let Some((_, id)) = id {
                    reply.request_id = Some(id.to_string());
                }
                self.scrubber.text(&mut reply.text);
                if let Finish::Other(word) = &mut reply.finish {
                    self.scrubber.text(word);
                }
                let others = [
                    &mut reply.reasoning,
                    &mut reply.model,
                    &mut reply.request_id,
                    &mut reply.fingerprint,
                ];
                for text in others.into_iter().flatten() {
                    self.scrubber.text(text);
                }
            }
            Err(failure) => {
                self.scrubber.text(&mut failure.message);
                if let Class::UnsupportedParameter { param } = &mut failure.class {
                    self.scrubber.text(param);
                }
            }
        }
        Exchange {
            method: "POST",
            url: Arc::clone(&wire.url),
            request: wire.body.clone(),
            status: seen.status,
            limits: RateLimits::read(&seen.headers, now),
            response: clean,
            truncated: matches!(end, End::TooLarge),
            headers,
            first_byte: seen.first_byte,
            total: start.elapsed(),
            outcome,
        }
    }

    /// `raw` is what the stream was read from as it came, `clean` the same
    /// without secrets.
    fn outcome(
        &self,
        seen: &mut Seen,
        raw: &[u8],
        clean: &Bytes,
        end: &End,
        now: SystemTime,
    ) -> Result<Reply, Failure> {
        let stream = seen.stream.take();
        let body = &**clean;
        let fail = |trouble: Trouble<'_>| Err(classify(&trouble, &self.place));
        match end {
            End::Cancelled => return fail(Trouble::Cancelled),
            End::Late(deadline) => return fail(Trouble::Late(deadline.phase, deadline.limit)),
            End::ConnectTimeout => {
                return fail(Trouble::Late(Phase::Connect, self.timeouts.connect));
            }
            End::Unreachable { connecting, cause } => {
                return fail(Trouble::Unreachable {
                    connecting: *connecting,
                    cause,
                });
            }
            End::Broken(_) | End::TooLarge | End::Whole | End::Enough => {}
        }
        let status = seen.status.unwrap_or_default();
        let headers = &seen.headers;
        let refused = |body: &[u8]| {
            fail(Trouble::Answer {
                status,
                headers,
                body,
                now,
            })
        };
        if !(200..300).contains(&status) {
            // Even the beginning of an error says more than that it was cut.
            if status == 400 && spent_on_thinking(body) {
                return Ok(nothing_but_thinking());
            }
            return refused(body);
        }
        match end {
            End::TooLarge => return fail(Trouble::TooLarge(BODY_LIMIT)),
            End::Broken(cause) => {
                return fail(Trouble::Broken {
                    read: body.len(),
                    cause,
                });
            }
            _ => {}
        }
        // Nothing was asked to be compressed, and compressed bytes would only
        // be reported as broken JSON.
        if let Some(encoding) = headers.get("content-encoding")
            && let Ok(encoding) = encoding.to_str()
            && !encoding.eq_ignore_ascii_case("identity")
        {
            return fail(Trouble::Encoded(encoding));
        }
        let read = match stream {
            Some(stream) => stream.finish(raw, true),
            None => read::whole(self.api, body),
        };
        read.or_else(|unread| match unread {
            Unread::Error(json) => refused(&self.scrubber.bytes(json.into())),
            other => fail(Trouble::Body {
                unread: &other,
                read: body.len(),
            }),
        })
    }

    /// The headers worth keeping. The list names what is wanted: nothing
    /// unknown, and so no cookie or token, is stored.
    fn kept(&self, headers: &HeaderMap) -> Vec<(Box<str>, Box<str>)> {
        let mut kept = Vec::new();
        for (name, value) in headers {
            let name = name.as_str();
            let wanted = REQUEST_IDS.contains(&name)
                || matches!(
                    name,
                    "content-type" | "retry-after" | "retry-after-ms" | "cf-ray" | "location"
                )
                || name.contains("ratelimit")
                || name.starts_with("openai-")
                || name.starts_with("x-envoy-");
            if let (true, Ok(value)) = (wanted, value.to_str()) {
                let mut value = value.to_owned();
                self.scrubber.text(&mut value);
                kept.push((Box::from(name), value.into_boxed_str()));
            }
        }
        kept
    }
}

/// Headers under which servers give a request's id.
const REQUEST_IDS: [&str; 4] = [
    "x-request-id",
    "request-id",
    "x-goog-request-id",
    "apim-request-id",
];

/// OpenAI reports a budget used up by hidden reasoning as a 400: for us that
/// is an answer of no text that ended at its length, not a bad request.
fn spent_on_thinking(body: &[u8]) -> bool {
    memchr::memmem::find(body, b"Could not finish the message because max_tokens").is_some()
}

fn nothing_but_thinking() -> Reply {
    Reply {
        text: String::new(),
        reasoning: None,
        finish: Finish::Length,
        usage: Usage::default(),
        model: None,
        request_id: None,
        fingerprint: None,
    }
}

/// The innermost cause: the outer ones only repeat that a request failed, and
/// where.
pub(crate) fn root_cause(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
