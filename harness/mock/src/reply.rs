//! What the mock says: completions, raw replies, and who decides on them.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::fault::Fault;
use crate::request::RequestView;

/// Token counts of a reply, in the sense OpenAI gives them: `input` holds the cached tokens and
/// `output` the reasoning tokens. Dialects that count apart are given the differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Tokens of the prompt.
    pub input: u64,
    /// Prompt tokens read from a cache; at most `input`.
    pub cached: u64,
    /// Tokens of the reply.
    pub output: u64,
    /// Tokens of the reply spent on reasoning; at most `output`.
    pub reasoning: u64,
}

impl Usage {
    /// `input` and `output` tokens, nothing cached, no reasoning.
    #[must_use]
    pub const fn new(input: u64, output: u64) -> Self {
        Self {
            input,
            cached: 0,
            output,
            reasoning: 0,
        }
    }
}

impl Default for Usage {
    /// 25 tokens in, 10 out.
    fn default() -> Self {
        Self::new(25, 10)
    }
}

/// Why the reply ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finish {
    /// The model was done (`stop`, `end_turn`, `STOP`, `completed`).
    Stop,
    /// The token limit was reached (`length`, `max_tokens`, `MAX_TOKENS`, `incomplete`).
    Length,
    /// The reply was withheld (`content_filter`, `refusal`, `SAFETY`).
    ContentFilter,
}

/// One model reply, still in no dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The visible text; for [`Finish::ContentFilter`] the wording of the refusal.
    pub text: String,
    /// Reasoning text shown apart; none takes the one of the configuration.
    pub reasoning: Option<String>,
    /// Why it ended.
    pub finish: Finish,
    /// Token counts; none takes those of the configuration.
    pub usage: Option<Usage>,
}

impl Completion {
    /// A finished reply with this text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            reasoning: None,
            finish: Finish::Stop,
            usage: None,
        }
    }

    /// A finished reply that ends with `value` in a box: `The answer is \boxed{value}`.
    #[must_use]
    pub fn boxed(value: impl fmt::Display) -> Self {
        Self::text(format!("The answer is \\boxed{{{value}}}"))
    }

    /// The same reply with reasoning text of its own.
    #[must_use]
    pub fn with_reasoning(mut self, reasoning: impl Into<String>) -> Self {
        self.reasoning = Some(reasoning.into());
        self
    }

    /// The same reply ended for another reason.
    #[must_use]
    pub const fn with_finish(mut self, finish: Finish) -> Self {
        self.finish = finish;
        self
    }

    /// The same reply with token counts of its own.
    #[must_use]
    pub const fn with_usage(mut self, usage: Usage) -> Self {
        self.usage = Some(usage);
        self
    }
}

/// A reply given byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawReply {
    /// HTTP status, 100 to 999; anything else is sent as 500.
    pub status: u16,
    /// Headers in order; a name or value HTTP does not allow is left out.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

/// What one request is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A model's reply, in the dialect of the request.
    Completion(Completion),
    /// A failure.
    Fault(Fault),
    /// These very bytes; never counted as an answer.
    Raw(RawReply),
}

impl Reply {
    /// A finished reply with this text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Completion(Completion::text(text))
    }

    /// A finished reply that ends with `value` in a box.
    #[must_use]
    pub fn boxed(value: impl fmt::Display) -> Self {
        Self::Completion(Completion::boxed(value))
    }
}

impl From<Completion> for Reply {
    fn from(completion: Completion) -> Self {
        Self::Completion(completion)
    }
}

impl From<Fault> for Reply {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Decides on the reply to a request.
pub type AnswerFn = dyn Fn(&RequestView<'_>) -> Reply + Send + Sync;

/// Who answers when no script and no fault does.
#[derive(Clone)]
pub enum Answer {
    /// The same reply to every request. Rendered once a model and shape, hence the fastest.
    Fixed(Completion),
    /// The last user message, said back.
    Echo,
    /// A function of the request. It runs on the server's thread and must not block.
    Call(Arc<AnswerFn>),
}

impl Answer {
    /// A function of the request.
    pub fn call(answer: impl Fn(&RequestView<'_>) -> Reply + Send + Sync + 'static) -> Self {
        Self::Call(Arc::new(answer))
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(completion) => f.debug_tuple("Fixed").field(completion).finish(),
            Self::Echo => f.write_str("Echo"),
            Self::Call(_) => f.write_str("Call"),
        }
    }
}

/// Replies laid down beforehand, for tests that need one behaviour at one moment. Whatever the
/// script does not name goes on to the fault table and then to the [`Answer`].
#[derive(Debug, Clone, Default)]
pub struct Script {
    pub(crate) by_number: Vec<(u64, Reply)>,
    pub(crate) by_text: Vec<(String, Vec<Reply>)>,
}

impl Script {
    /// A script that says nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            by_number: Vec::new(),
            by_text: Vec::new(),
        }
    }

    /// Replies to the first requests, in order.
    #[must_use]
    pub fn first<R: Into<Reply>>(replies: impl IntoIterator<Item = R>) -> Self {
        Self {
            by_number: (0..).zip(replies.into_iter().map(Into::into)).collect(),
            by_text: Vec::new(),
        }
    }

    /// The reply to request `number` (from 0, counting the model requests that were well formed,
    /// authorised and for a known model).
    #[must_use]
    pub fn at(mut self, number: u64, reply: impl Into<Reply>) -> Self {
        self.by_number.push((number, reply.into()));
        self
    }

    /// Replies, one after another, to requests whose last user message holds `needle`; after the
    /// last one such a request is treated like any other. An entry for the number goes first.
    #[must_use]
    pub fn when<R: Into<Reply>>(
        mut self,
        needle: impl Into<String>,
        replies: impl IntoIterator<Item = R>,
    ) -> Self {
        self.by_text
            .push((needle.into(), replies.into_iter().map(Into::into).collect()));
        self
    }
}
