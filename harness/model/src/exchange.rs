//! The full record of one attempt.

use crate::failure::Failure;
use crate::limits::RateLimits;
use crate::reply::Reply;
use bytes::Bytes;
use std::sync::Arc;
use std::time::Duration;

/// What was sent, what came back, and what became of it. Holds no secret: keys
/// are sent in headers that are not kept, and echoes of them are masked.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Always `POST`.
    pub method: &'static str,
    /// Where it went.
    pub url: Arc<str>,
    /// The exact body sent.
    pub request: Bytes,
    /// The status, if an answer began.
    pub status: Option<u16>,
    /// The body as it came, as far as it was read: also when it was cut, timed
    /// out or passed the limit.
    pub response: Bytes,
    /// Whether `response` stops at the size limit.
    pub truncated: bool,
    /// Headers worth keeping (request ids, rate limits, content type), names
    /// in lower case.
    pub headers: Vec<(Box<str>, Box<str>)>,
    /// The allowances the server told of.
    pub limits: Option<RateLimits>,
    /// From sending to the first byte of the body.
    pub first_byte: Option<Duration>,
    /// From sending to the end of reading.
    pub total: Duration,
    /// The answer, or why there is none.
    pub outcome: Result<Reply, Failure>,
}
