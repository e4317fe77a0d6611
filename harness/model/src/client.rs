//! Sending one request and recording everything about it.

use crate::ask::{Ask, Sampling};
use crate::classify::{Place, Trouble, classify};
use crate::dialect::Dialect;
use crate::exchange::Exchange;
use crate::failure::{Class, Failure, Phase};
use crate::limits::RateLimits;
use crate::provider::Api;
use crate::read::stream::Stream;
use crate::read::{self, Unread};
use crate::reply::{Finish, Reply, Usage};
use crate::secret::{ApiKey, Scrubber};
use crate::spec::ModelSpec;
use crate::timeouts::{Deadline, Timeouts};
use crate::wire::{self, Prepared, WireRequest};
use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Body, Method, Request, Url, redirect};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::time::Sleep;
use tokio_util::sync::{CancellationToken, WaitForCancellationFuture};

/// The largest body read. The longest answers of today's models, reasoning and
/// log probabilities included, stay under a tenth of it.
pub const BODY_LIMIT: usize = 32 * 1024 * 1024;

/// How long the end of the body is waited for after the stream's own end mark:
/// with it the connection can be used again, without it nothing is lost.
const AFTER_THE_END: Duration = Duration::from_millis(500);

/// Idle connections kept open. It must not be below the highest concurrency,
/// or every request beyond it would connect anew.
const IDLE_CONNECTIONS: usize = 4096;

/// Distinct samplings whose serialised form is kept.
const PREPARED: usize = 64;

/// The version of Anthropic's API these adapters speak.
const ANTHROPIC_VERSION: &str = "2023-06-01";

/// Why no client could be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The key is not in the environment.
    #[error(
        "no key for {provider}: the environment variable {variables} is not set; export it and run again"
    )]
    MissingKey {
        /// The provider.
        provider: &'static str,
        /// The variables looked at.
        variables: String,
    },
    /// A variable holds what no header can carry.
    #[error(
        "the environment variable {variable} holds characters that no header may carry (a line break?); set it again"
    )]
    BadKey {
        /// The variable.
        variable: String,
    },
    /// A header from an environment variable cannot be made.
    #[error("header `{header}`: {why}")]
    BadHeader {
        /// The header as written in models.toml.
        header: String,
        /// What to do.
        why: String,
    },
    /// The dialect of models.toml names an effort table that does not exist.
    #[error("`effort = \"{0}\"` in `dialect` is neither `drop` nor the name of an effort table")]
    UnknownEffort(String),
    /// The HTTP client cannot start.
    #[error("the HTTP client cannot start: {0}")]
    Http(String),
}

/// A model that can be asked. Cheap to clone; clones share connections and
/// what was learned of the dialect.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    http: reqwest::Client,
    url: Url,
    shown_url: Arc<str>,
    headers: HeaderMap,
    api: Api,
    stream: bool,
    place: Place,
    scrubber: Scrubber,
    timeouts: Timeouts,
    state: Mutex<State>,
}

/// What changes while a client lives: the dialect as far as it was learned,
/// and the serialised samplings that follow from it.
struct State {
    dialect: Dialect,
    prepared: Vec<(Sampling, Arc<Prepared>)>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("url", &self.inner.shown_url)
            .field("model", &self.inner.place.model)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client with the key from the environment.
    ///
    /// # Errors
    /// [`ClientError::MissingKey`] names the variable to set; the others say
    /// what in the environment or in models.toml cannot be used.
    pub fn new(spec: &ModelSpec, timeouts: Timeouts) -> Result<Self, ClientError> {
        Self::with_environment(spec, timeouts, |name| std::env::var(name).ok())
    }

    /// The same with another environment, given as a look-up.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_environment(
        spec: &ModelSpec,
        timeouts: Timeouts,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ClientError> {
        let set = |name: &str| environment(name).filter(|value| !value.trim().is_empty());
        let key = spec
            .key_env
            .iter()
            .find_map(|name| Some((name, ApiKey::new(&set(name)?))));
        let variables = spec.key_env.join(" or ");
        if key.is_none() && spec.key_required {
            return Err(ClientError::MissingKey {
                provider: spec.provider.name(),
                variables,
            });
        }
        if let Some(name) = &spec.dialect.effort
            && !Dialect::knows_effort(name)
        {
            return Err(ClientError::UnknownEffort(name.clone()));
        }
        let api = spec.provider.api();
        let mut secrets = Vec::new();
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        if api == Api::Messages {
            headers.insert(
                "anthropic-version",
                HeaderValue::from_static(ANTHROPIC_VERSION),
            );
        }
        if let Some((variable, key)) = key {
            let (name, value) = match api {
                Api::Chat | Api::Responses | Api::Ollama => {
                    ("authorization", format!("Bearer {}", key.expose()))
                }
                Api::Messages => ("x-api-key", key.expose().to_owned()),
                // Never in the URL, where Google's own examples have it: URLs
                // are logged by every proxy.
                Api::Gemini => ("x-goog-api-key", key.expose().to_owned()),
            };
            let mut value = HeaderValue::from_str(&value).map_err(|_| ClientError::BadKey {
                variable: variable.clone(),
            })?;
            value.set_sensitive(true);
            headers.insert(name, value);
            secrets.push(key);
        }
        for (header, variable) in &spec.headers_env {
            let bad = |why: &str| ClientError::BadHeader {
                header: header.clone(),
                why: why.to_owned(),
            };
            let name = HeaderName::from_bytes(header.as_bytes())
                .map_err(|_| bad("this is no header name; use letters, digits and -"))?;
            let secret = set(variable)
                .map(|value| ApiKey::new(&value))
                .ok_or_else(|| bad(&format!("set the environment variable {variable}")))?;
            let mut value = HeaderValue::from_str(secret.expose())
                .map_err(|_| bad(&format!("{variable} holds characters no header may carry")))?;
            value.set_sensitive(true);
            headers.insert(name, value);
            secrets.push(secret);
        }
        let call = match (api, spec.stream) {
            (Api::Chat, _) => "/chat/completions".to_owned(),
            (Api::Responses, _) => "/responses".to_owned(),
            (Api::Messages, _) => "/messages".to_owned(),
            (Api::Ollama, _) => "/api/chat".to_owned(),
            (Api::Gemini, false) => format!("/models/{}:generateContent", spec.name),
            (Api::Gemini, true) => format!("/models/{}:streamGenerateContent?alt=sse", spec.name),
        };
        let address = format!("{}{call}", spec.base_url);
        let url = Url::parse(&address).map_err(|error| ClientError::Http(error.to_string()))?;
        let host = match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (host, _) => host.unwrap_or("the server").to_owned(),
        };
        Ok(Self {
            inner: Arc::new(Inner {
                http: http_client(&url, timeouts.connect)?,
                shown_url: Arc::from(url.as_str()),
                url,
                headers,
                api,
                stream: spec.stream,
                place: Place {
                    provider: spec.provider,
                    model: spec.name.clone(),
                    host,
                    url: address,
                    key: variables,
                },
                scrubber: Scrubber::new(&secrets),
                timeouts,
                state: Mutex::new(State {
                    dialect: Dialect::of(spec.provider, &spec.name, &spec.dialect),
                    prepared: Vec::new(),
                }),
            }),
        })
    }

    /// The exact request for a question: sent as often as needed, it is the
    /// same every time. What the model's dialect drops, renames or adjusts of
    /// `sampling` stands in [`WireRequest::effective`].
    pub fn wire(&self, ask: &Ask, sampling: &Sampling) -> WireRequest {
        let prepared = self.prepared(sampling);
        WireRequest {
            url: Arc::clone(&self.inner.shown_url),
            body: wire::body(self.inner.api, &prepared, ask),
            effective: Arc::clone(&prepared.effective),
        }
    }

    fn prepared(&self, sampling: &Sampling) -> Arc<Prepared> {
        let inner = &*self.inner;
        let mut state = inner.state.lock().unwrap_or_else(PoisonError::into_inner);
        let known = state.prepared.iter().find(|(known, _)| known == sampling);
        if let Some((_, prepared)) = known {
            return Arc::clone(prepared);
        }
        let made = wire::prepare(
            inner.api,
            &inner.place.model,
            inner.stream,
            &state.dialect,
            sampling,
        );
        let made = Arc::new(made);
        if state.prepared.len() >= PREPARED {
            state.prepared.clear();
        }
        state.prepared.push((sampling.clone(), Arc::clone(&made)));
        made
    }

    /// Adapts the dialect to a server that refused a parameter: renames it or
    /// leaves it out from now on. Requests wired afterwards carry the change
    /// and record it. True when something changed, so that the request is worth
    /// wiring and sending anew; each parameter can change only a few times,
    /// so that asking and learning always comes to an end.
    pub fn learn(&self, failure: &Failure) -> bool {
        let Class::UnsupportedParameter { param } = &failure.class else {
            return false;
        };
        let mut state = self
            .inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let changed = state.dialect.adapt(param);
        if changed {
            state.prepared.clear();
        }
        changed
    }

    /// Sends one request and learns from refusals until one is accepted or
    /// fails for another reason: a preflight, after which every request is
    /// right. All exchanges are handed back in order, the last one decides.
    pub async fn probe(
        &self,
        ask: &Ask,
        sampling: &Sampling,
        cancel: &CancellationToken,
    ) -> Vec<Exchange> {
        let mut exchanges = Vec::new();
        loop {
            let wire = self.wire(ask, sampling);
            let exchange = self.send(&wire, cancel).await;
            let again = match &exchange.outcome {
                Ok(_) => false,
                Err(failure) => self.learn(failure),
            };
            exchanges.push(exchange);
            if !again {
                return exchanges;
            }
        }
    }

    /// Makes one attempt: exactly one request on the wire, never a hidden
    /// second one. Always comes back, at the latest at the total time-out or
    /// when `cancel` is triggered.
    pub async fn send(&self, wire: &WireRequest, cancel: &CancellationToken) -> Exchange {
        let inner = &*self.inner;
        let start = Instant::now();
        let mut seen = Seen::default();
        let end = inner
            .transfer(wire.body.clone(), start, cancel, &mut seen)
            .await;
        inner.record(wire, start, seen, &end)
    }
}

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
fn root_cause(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// The HTTP client, with everything off that could send a request twice or
/// elsewhere.
fn http_client(url: &Url, connect: Duration) -> Result<reqwest::Client, ClientError> {
    let mut builder = reqwest::Client::builder()
        // Each attempt is a row in the store and counts against the limits:
        // none may be made behind our back. (The pool below still replaces a
        // kept connection that turns out dead before a byte was written.)
        .retry(reqwest::retry::never())
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(connect)
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
        .tcp_nodelay(true)
        // One connection a request in flight: with HTTP/2 hundreds of requests
        // would queue for the streams of one connection, and their time-outs
        // would run meanwhile.
        .http1_only()
        .user_agent(concat!("tribunal/", env!("CARGO_PKG_VERSION")));
    // A proxy set for the outside world has no way to this machine's servers.
    let host = url.host_str().unwrap_or("");
    if matches!(host, "localhost" | "127.0.0.1" | "[::1]") {
        builder = builder.no_proxy();
    }
    if url.scheme() == "http" {
        // Reading the system's certificates takes tens of milliseconds; an
        // http:// address never looks at them.
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| ClientError::Http(error.to_string()))?
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        builder = builder.tls_backend_preconfigured(tls);
    } else {
        // Fails only when a provider is installed already, which will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    builder
        .build()
        .map_err(|error| ClientError::Http(root_cause(error)))
}
