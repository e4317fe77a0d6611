//! A model that can be asked: its connections, its key, and what was learned
//! of its dialect.

use crate::ask::{Ask, Sampling};
use crate::attempt::root_cause;
use crate::classify::Place;
use crate::dialect::Dialect;
use crate::exchange::Exchange;
use crate::failure::{Class, Failure};
use crate::provider::{Api, Provider};
use crate::secret::{ApiKey, Scrubber};
use crate::spec::ModelSpec;
use crate::timeouts::Timeouts;
use crate::tool::ToolTurn;
use crate::wire::{self, Prepared, WireRequest};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Url, redirect};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

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

pub(crate) struct Inner {
    pub(crate) http: reqwest::Client,
    pub(crate) url: Url,
    shown_url: Arc<str>,
    pub(crate) headers: HeaderMap,
    pub(crate) api: Api,
    pub(crate) stream: bool,
    pub(crate) place: Place,
    pub(crate) scrubber: Scrubber,
    pub(crate) timeouts: Timeouts,
    state: Mutex<State>,
}

/// What changes while a client lives: the dialect as far as it was learned,
/// and the serialised samplings that follow from it.
struct State {
    dialect: Dialect,
    /// How often the dialect was adapted.
    generation: u32,
    /// Refusals of a parameter that [`Client::learn`] was not yet asked about.
    pending: u32,
    /// The same, of requests wired before the dialect was last adapted.
    stale: u32,
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
                http: http_client(&url, timeouts.connect, kept_connections(spec))?,
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
                    generation: 0,
                    pending: 0,
                    stale: 0,
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
            generation: prepared.generation,
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
        let made = Arc::new(made.of_generation(state.generation));
        if state.prepared.len() >= PREPARED {
            state.prepared.clear();
        }
        state.prepared.push((sampling.clone(), Arc::clone(&made)));
        made
    }

    /// Adapts the dialect to a server that refused a parameter: renames it or
    /// leaves it out from now on. Requests wired afterwards carry the change
    /// and record it. True when something changed, so that the request is worth
    /// wiring and sending anew: also for a request that was under way while
    /// another one's refusal was learned from. Each parameter can change only
    /// a few times, so that asking and learning always comes to an end.
    pub fn learn(&self, failure: &Failure) -> bool {
        let Class::UnsupportedParameter { param } = &failure.class else {
            return false;
        };
        let mut state = self
            .inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if state.dialect.adapt(param) {
            state.generation += 1;
            state.stale += state.pending.saturating_sub(1);
            state.pending = 0;
            state.prepared.clear();
            return true;
        }
        if state.stale > 0 {
            state.stale -= 1;
            return true;
        }
        state.pending = state.pending.saturating_sub(1);
        false
    }

    /// The calls of the offered tool in what came back. Only a reply that came whole is looked
    /// at: ask without streaming where a tool is offered.
    pub fn calls(&self, exchange: &Exchange) -> Option<ToolTurn> {
        ToolTurn::read(self.inner.api, &exchange.response)
    }

    /// Goes on after a turn with calls, whose outputs are these: the turn and the outputs are
    /// appended to `ask`.
    pub fn after_calls(&self, ask: &mut Ask, turn: ToolTurn, outputs: &[String]) {
        ask.calls.extend(turn.answered(self.inner.api, outputs));
    }

    /// Makes one attempt: exactly one request on the wire, never a hidden
    /// second one. Always comes back, at the latest at the total time-out or
    /// when `cancel` is triggered.
    pub async fn send(&self, wire: &WireRequest, cancel: &CancellationToken) -> Exchange {
        let exchange = self.inner.attempt(wire, cancel).await;
        if let Err(failure) = &exchange.outcome
            && matches!(failure.class, Class::UnsupportedParameter { .. })
        {
            let mut state = self
                .inner
                .state
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if wire.generation < state.generation {
                state.stale += 1;
            } else {
                state.pending += 1;
            }
        }
        exchange
    }
}

/// How many connections are kept for the next request. llama.cpp's server
/// closes its side after each stream without saying so in a header: a request
/// sent down such a connection before the close arrives is lost, and costs an
/// attempt and a wait. Connecting anew to a server nearby costs less.
fn kept_connections(spec: &ModelSpec) -> usize {
    if spec.provider == Provider::Llamacpp && spec.stream {
        0
    } else {
        IDLE_CONNECTIONS
    }
}

/// The HTTP client, with everything off that could send a request twice or
/// elsewhere. At most `kept` idle connections wait for the next request.
fn http_client(url: &Url, connect: Duration, kept: usize) -> Result<reqwest::Client, ClientError> {
    let mut builder = reqwest::Client::builder()
        // Each attempt is a row in the store and counts against the limits:
        // none may be made behind our back. (The pool below still replaces a
        // kept connection that turns out dead before a byte was written.)
        .retry(reqwest::retry::never())
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(connect)
        .pool_max_idle_per_host(kept)
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
