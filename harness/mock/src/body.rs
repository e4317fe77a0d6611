//! Reply bodies that can pause, hang and break off.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Sleep;

use crate::shared::Visit;

/// One thing a body does.
#[derive(Debug)]
pub(crate) enum Step {
    Send(Bytes),
    Pause(Duration),
    /// Nothing more comes, and the connection stays open.
    Hang,
    /// The connection is closed.
    Abort,
}

/// The reason why a connection was closed early.
#[derive(Debug)]
pub(crate) struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("connection dropped on purpose")
    }
}

impl std::error::Error for Dropped {}

impl From<Infallible> for Dropped {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

#[derive(Debug)]
enum Steps {
    /// One piece; its length is announced.
    Whole(Bytes),
    Many(VecDeque<Step>),
}

/// The body of a reply, which keeps its request counted as in flight until it ends.
#[derive(Debug)]
pub(crate) struct ReplyBody {
    steps: Steps,
    sleep: Option<Pin<Box<Sleep>>>,
    /// The bytes before an abort have been given the time to leave.
    flushed: bool,
    visit: Visit,
}

impl ReplyBody {
    pub(crate) const fn whole(bytes: Bytes, visit: Visit) -> Self {
        Self::new(Steps::Whole(bytes), visit)
    }

    pub(crate) const fn steps(steps: VecDeque<Step>, visit: Visit) -> Self {
        Self::new(Steps::Many(steps), visit)
    }

    const fn new(steps: Steps, visit: Visit) -> Self {
        Self {
            steps,
            sleep: None,
            flushed: false,
            visit,
        }
    }
}

impl Drop for ReplyBody {
    fn drop(&mut self) {
        // An empty whole body is never polled, yet it is complete.
        if self.is_end_stream() {
            self.visit.complete();
        }
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        let this = &mut *self;
        let steps = match &mut this.steps {
            Steps::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                return Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))));
            }
            Steps::Many(steps) => steps,
        };
        loop {
            if let Some(sleep) = &mut this.sleep {
                ready!(sleep.as_mut().poll(context));
                this.sleep = None;
            }
            match steps.front() {
                None => return Poll::Ready(None),
                Some(Step::Hang) => return Poll::Pending,
                Some(Step::Abort) if this.flushed => {
                    return Poll::Ready(Some(Err(Dropped)));
                }
                Some(Step::Abort) => {
                    // The connection writes out what it holds whenever the body is not ready.
                    this.flushed = true;
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Some(Step::Pause(_) | Step::Send(_)) => {}
            }
            match steps.pop_front() {
                Some(Step::Pause(wait)) => {
                    this.sleep = Some(Box::pin(tokio::time::sleep(wait)));
                }
                Some(Step::Send(bytes)) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                _ => {}
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.steps {
            Steps::Whole(bytes) => bytes.is_empty(),
            Steps::Many(steps) => steps.is_empty(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.steps {
            Steps::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Steps::Many(_) => SizeHint::default(),
        }
    }
}
