//! Writing replies: whole ones, refusals, and every way of failing.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde_json::Value;

use crate::body::{Dropped, ReplyBody, Step};
use crate::clock::http_date;
use crate::dialect::{Dialect, Shape};
use crate::fault::Fault;
use crate::problem::{Problem, Rejects};
use crate::reply::{Completion, Finish, RawReply};
use crate::shared::{Shared, Visit};
use crate::wire::Rendered;

/// The page a reverse proxy shows when nothing answers behind it.
const BAD_GATEWAY_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/// A page that has nothing to do with any API.
const LOGIN_PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Sign in</title></head>\n\
    <body><h1>Sign in to continue</h1><form method=\"post\"></form></body></html>\n";

/// How the filter's refusal reads where the API shows one.
const REFUSAL: &str = "I'm sorry, but I can't assist with that request.";

/// Reasoning that never comes to an end, for a server configured without any.
const UNFINISHED: &str = "Let me think about this step by step. First, I need to";

/// Two bytes of UTF-8 that are put into a text so that they can be found and broken.
const BREAKABLE: &str = "\u{e9}";

/// Writes the reply to one request.
#[derive(Debug)]
pub(crate) struct Responder<'a> {
    pub(crate) shared: &'a Arc<Shared>,
    pub(crate) dialect: Dialect,
    pub(crate) id: [u8; 24],
    pub(crate) visit: Visit,
}

impl Responder<'_> {
    /// The header every reply carries: the request's id, by the provider's name for it.
    fn request_id(&self) -> Option<(HeaderName, HeaderValue)> {
        let name = match self.dialect {
            Dialect::Chat | Dialect::Responses => "x-request-id",
            Dialect::Messages => "request-id",
            Dialect::Gemini | Dialect::Ollama => return None,
        };
        let mut value = [0; 28];
        value[..4].copy_from_slice(b"req_");
        value[4..].copy_from_slice(&self.id);
        let value = HeaderValue::from_bytes(&value).ok()?;
        Some((HeaderName::from_static(name), value))
    }

    fn finish(self, content_type: HeaderValue, body: Body) -> Response<ReplyBody> {
        let request_id = self.request_id();
        let body = match body {
            Body::Whole(bytes) => ReplyBody::whole(bytes, self.visit),
            Body::Steps(steps) => ReplyBody::steps(steps, self.visit),
        };
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, content_type);
        if let Some((name, value)) = request_id {
            headers.insert(name, value);
        }
        response
    }

    fn with_status(
        self,
        status: StatusCode,
        content_type: &'static str,
        body: Bytes,
    ) -> Response<ReplyBody> {
        let mut response = self.finish(HeaderValue::from_static(content_type), Body::Whole(body));
        *response.status_mut() = status;
        response
    }

    /// 200 with a JSON document.
    pub(crate) fn json(self, value: &Value) -> Response<ReplyBody> {
        let body = Rendered::whole(value).stamp(&self.id);
        self.with_status(StatusCode::OK, "application/json", body)
    }

    /// The provider's error for this problem, which is the client's own.
    pub(crate) fn refuse(self, problem: &Problem) -> Response<ReplyBody> {
        self.visit.refused();
        self.error(problem)
    }

    fn error(self, problem: &Problem) -> Response<ReplyBody> {
        let (status, value) = self.dialect.problem(problem);
        let body = Rendered::whole(&value).stamp(&self.id);
        self.with_status(status, "application/json", body)
    }

    /// The fixed answer, rendered before.
    pub(crate) fn kept(self, shape: Shape, model: &str, fixed: &Completion) -> Response<ReplyBody> {
        let rendered = self.shared.kept(shape, model, fixed);
        self.rendered(shape, &rendered)
    }

    /// A completion of this request alone.
    pub(crate) fn completion(
        self,
        shape: Shape,
        model: &str,
        completion: &Completion,
    ) -> Response<ReplyBody> {
        let rendered = self.shared.render(shape, model, completion);
        self.rendered(shape, &rendered)
    }

    fn rendered(mut self, shape: Shape, rendered: &Rendered) -> Response<ReplyBody> {
        self.visit.will_answer();
        let bytes = rendered.stamp(&self.id);
        self.sent(shape, rendered, bytes)
    }

    /// All of a reply, in its own pieces.
    fn sent(self, shape: Shape, rendered: &Rendered, bytes: Bytes) -> Response<ReplyBody> {
        let body = if shape.stream {
            let pause = self.shared.config.delta_pause;
            Body::Steps(events(&bytes, &rendered.ends, pause))
        } else {
            Body::Whole(bytes)
        };
        self.streamed(shape, rendered, body)
    }

    fn streamed(self, shape: Shape, rendered: &Rendered, body: Body) -> Response<ReplyBody> {
        let mut response = self.finish(rendered.content_type.clone(), body);
        if shape.stream {
            response
                .headers_mut()
                .insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        }
        response
    }

    /// Bytes given by a test.
    pub(crate) fn raw(self, raw: &RawReply) -> Response<ReplyBody> {
        let mut response = Response::new(ReplyBody::whole(raw.body.clone(), self.visit));
        *response.status_mut() =
            StatusCode::from_u16(raw.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in &raw.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse()) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }

    /// The usual completion, spoilt by a fault.
    pub(crate) async fn fault(
        mut self,
        shape: Shape,
        model: &str,
        mut usual: Completion,
        fault: Fault,
    ) -> Result<Response<ReplyBody>, Dropped> {
        if fault.answers() {
            self.visit.will_answer();
        }
        let response = match fault {
            Fault::RateLimit
            | Fault::RateLimitSeconds
            | Fault::RateLimitDate
            | Fault::RateLimitMillis => self.rate_limit(fault),
            Fault::Quota => self.error(&Problem::Quota),
            Fault::ServerError => self.error(&Problem::Server),
            Fault::Unavailable => self.error(&Problem::Unavailable),
            Fault::Overloaded => self.error(&Problem::Overloaded),
            Fault::ContextLength => self.error(&Problem::ContextLength),
            Fault::NoMaxTokens => self.error(&Problem::Rejected {
                parameter: Rejects::MaxTokens,
                value: Value::Null,
            }),
            Fault::NoTemperature => self.error(&Problem::Rejected {
                parameter: Rejects::Temperature,
                value: Value::from(0),
            }),
            Fault::BadGateway => self.with_status(
                StatusCode::BAD_GATEWAY,
                "text/html",
                Bytes::from_static(BAD_GATEWAY_PAGE.as_bytes()),
            ),
            Fault::Html => self.with_status(
                StatusCode::OK,
                "text/html; charset=utf-8",
                Bytes::from_static(LOGIN_PAGE.as_bytes()),
            ),
            Fault::Empty => self.with_status(StatusCode::OK, "application/json", Bytes::new()),
            Fault::Drop => return Err(Dropped),
            Fault::Hang => std::future::pending().await,
            Fault::ErrorInside => self.error_inside(shape, model, &usual),
            Fault::InvalidUtf8 => {
                usual.text.push_str(BREAKABLE);
                self.invalid_utf8(shape, model, &usual)
            }
            Fault::Huge => {
                usual.text = huge(self.shared.config.huge_bytes) + &usual.text;
                self.completion(shape, model, &usual)
            }
            Fault::ContentFilter => {
                let refusal = Completion::text(REFUSAL).with_finish(Finish::ContentFilter);
                self.completion(shape, model, &refusal)
            }
            Fault::ReasoningOnly => {
                let spent = self.reasoning_only(&usual);
                self.completion(shape, model, &spent)
            }
            Fault::Cut | Fault::CutEvent | Fault::TruncatedJson | Fault::Stall | Fault::Drip => {
                self.broken(shape, model, &usual, fault)
            }
        };
        Ok(response)
    }

    fn rate_limit(self, fault: Fault) -> Response<ReplyBody> {
        let retry_after = self.shared.config.retry_after;
        let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
        let mut response = self.error(&Problem::RateLimit { retry_after });
        let (name, value) = match fault {
            Fault::RateLimitSeconds => (RETRY_AFTER, seconds.to_string()),
            Fault::RateLimitDate => {
                // Dates have whole seconds, so the next one keeps the delay from being shortened.
                let until = SystemTime::now() + Duration::from_secs(seconds + 1);
                (RETRY_AFTER, http_date(until))
            }
            Fault::RateLimitMillis => (
                HeaderName::from_static("retry-after-ms"),
                retry_after.as_millis().to_string(),
            ),
            _ => return response,
        };
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
        response
    }

    fn error_inside(self, shape: Shape, model: &str, usual: &Completion) -> Response<ReplyBody> {
        let rendered = self.shared.exchange(shape, model, usual, |exchange| {
            if shape.stream {
                Rendered::stream(shape.dialect.error_events(exchange))
            } else {
                Rendered::whole(&shape.dialect.error_inside(exchange))
            }
        });
        let bytes = rendered.stamp(&self.id);
        self.sent(shape, &rendered, bytes)
    }

    fn invalid_utf8(self, shape: Shape, model: &str, usual: &Completion) -> Response<ReplyBody> {
        let rendered = self.shared.render(shape, model, usual);
        let mut bytes = BytesMut::from(&*rendered.stamp(&self.id));
        let breakable = BREAKABLE.as_bytes();
        for at in 0..bytes.len().saturating_sub(1) {
            if bytes[at..].starts_with(breakable) {
                bytes[at..at + 2].copy_from_slice(&[0xff, 0xfe]);
            }
        }
        self.sent(shape, &rendered, bytes.freeze())
    }

    /// All tokens went into reasoning.
    fn reasoning_only(&self, usual: &Completion) -> Completion {
        let config = &self.shared.config;
        let mut usage = usual.usage.unwrap_or(config.usage);
        usage.reasoning = usage.output;
        let reasoning = usual
            .reasoning
            .as_deref()
            .or(config.reasoning.as_deref())
            .unwrap_or(UNFINISHED);
        Completion::text("")
            .with_reasoning(reasoning)
            .with_finish(Finish::Length)
            .with_usage(usage)
    }

    /// Faults in the way a good reply travels.
    fn broken(
        self,
        shape: Shape,
        model: &str,
        usual: &Completion,
        fault: Fault,
    ) -> Response<ReplyBody> {
        let config = &self.shared.config;
        let rendered = self.shared.render(shape, model, usual);
        let bytes = rendered.stamp(&self.id);
        let whole_length = bytes.len();
        let (between, within) = middle(&rendered.ends, whole_length);
        let cut = |at: usize| Step::Send(bytes.slice(..at));
        let (steps, announce) = match fault {
            Fault::Cut => (VecDeque::from([cut(between), Step::Abort]), true),
            Fault::CutEvent => (VecDeque::from([cut(within), Step::Abort]), true),
            Fault::Stall => (VecDeque::from([cut(between), Step::Hang]), true),
            Fault::Drip => {
                let size = whole_length.div_ceil(config.drip_pieces.max(1)).max(1);
                let steps = (0..whole_length)
                    .step_by(size)
                    .flat_map(|at| {
                        let piece = bytes.slice(at..(at + size).min(whole_length));
                        [Step::Pause(config.drip_pause), Step::Send(piece)]
                    })
                    .collect();
                (steps, true)
            }
            // A truncated text is all there is, for HTTP; its length is the shorter one.
            _ => (VecDeque::from([cut(within)]), false),
        };
        let announced = if announce { whole_length } else { within };
        let mut response = self.streamed(shape, &rendered, Body::Steps(steps));
        if !shape.stream {
            announce_length(response.headers_mut(), announced);
        }
        response
    }
}

/// A body before its visit is attached.
enum Body {
    Whole(Bytes),
    Steps(VecDeque<Step>),
}

fn announce_length(headers: &mut HeaderMap, length: usize) {
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
}

/// One step an event, pauses between.
fn events(bytes: &Bytes, ends: &[usize], pause: Duration) -> VecDeque<Step> {
    let mut steps = VecDeque::with_capacity(ends.len());
    let mut start = 0;
    for end in ends {
        if start > 0 && !pause.is_zero() {
            steps.push_back(Step::Pause(pause));
        }
        steps.push_back(Step::Send(bytes.slice(start..*end)));
        start = *end;
    }
    steps
}

/// Where a reply is broken: between two events near the middle, and within the event after that.
/// A reply that is no stream, or has but one event, is broken at half its length.
fn middle(ends: &[usize], length: usize) -> (usize, usize) {
    let after = ends.len() / 2;
    match (
        after.checked_sub(1).map(|before| ends[before]),
        ends.get(after),
    ) {
        (Some(start), Some(end)) => (start, start + (end - start) / 2),
        _ => (length / 2, length / 2),
    }
}

/// `length` bytes of lines.
fn huge(length: usize) -> String {
    const LINE: &str = "This line is repeated until the text is far longer than anyone expects.\n";
    let mut text = LINE.repeat(length / LINE.len() + 1);
    text.truncate(length);
    text
}
