//! Reading answers: one module a wire format, all filling the same [`Gather`].
//!
//! A format is read by the same types whether it comes whole or as a stream.
//! Only the fields needed are named; everything else is skipped unread (the raw
//! bytes are kept anyhow). Fields that providers fill carelessly are read
//! leniently ([`lax`]), the frame of the answer strictly: what does not hold it
//! is never taken for an empty answer.

mod chat;
mod gemini;
pub(crate) mod lax;
mod messages;
mod ollama;
mod responses;
pub(crate) mod stream;

use crate::provider::Api;
use crate::reply::{Finish, Reply, Usage};
use crate::think;

/// Why a body is not an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Unread {
    /// An error object in the place of the answer; the JSON that holds it.
    Error(Vec<u8>),
    /// Nothing, or white space.
    Empty,
    /// A page for people.
    Html,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Text that is not JSON, with the parser's complaint.
    Json(String),
    /// JSON, but not an answer; what is missing.
    Shape(&'static str),
    /// A stream without its end.
    Cut,
}

/// Everything an answer may hold, as it is put together.
#[derive(Debug, Default)]
pub(crate) struct Gather {
    pub(crate) text: String,
    pub(crate) reasoning: String,
    pub(crate) refusal: String,
    pub(crate) finish: Option<String>,
    pub(crate) usage: Usage,
    pub(crate) model: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) fingerprint: Option<String>,
    pub(crate) called_tools: bool,
    /// The frame of an answer was seen.
    pub(crate) answered: bool,
    /// The stream's own end was seen.
    pub(crate) ended: bool,
    /// An error object was seen.
    pub(crate) failed: bool,
}

impl Gather {
    /// Keeps the first non-empty value: ids and names come with every event.
    pub(crate) fn name(slot: &mut Option<String>, word: lax::Word) {
        if slot.is_none() {
            *slot = word.0.filter(|w| !w.is_empty());
        }
    }

    /// The answer as the rest of the program knows it.
    fn reply(self) -> Result<Reply, Unread> {
        let mut finish = Finish::from_wire(self.finish.as_deref());
        if self.finish.as_deref() == Some("error") {
            // OpenRouter's word for an upstream provider that broke down.
            return Err(Unread::Shape("the finish reason is `error`"));
        }
        let mut text = self.text;
        if !self.refusal.is_empty() {
            finish = Finish::Refusal;
            if text.is_empty() {
                text = self.refusal;
            }
        }
        if self.called_tools && text.is_empty() && finish == Finish::Stop {
            finish = Finish::ToolCalls;
        }
        let mut reasoning = self.reasoning;
        if let Some((thought, answer)) = think::split(&text, &finish) {
            if !reasoning.is_empty() && !thought.is_empty() {
                reasoning.push('\n');
            }
            reasoning.push_str(&thought);
            text = answer;
        }
        Ok(Reply {
            text,
            reasoning: (!reasoning.is_empty()).then_some(reasoning),
            finish,
            usage: self.usage,
            model: self.model,
            request_id: self.id,
            fingerprint: self.fingerprint,
        })
    }
}

/// Reads a recorded body as the client would: a whole one, or a `streamed` one that HTTP ended
/// properly. `None` when it holds no answer.
pub fn decode(api: Api, streamed: bool, body: &[u8]) -> Option<Reply> {
    let read = if streamed { stream::read } else { whole };
    read(api, body).ok()
}

/// Reads a complete, unstreamed body.
pub(crate) fn whole(api: Api, body: &[u8]) -> Result<Reply, Unread> {
    let trimmed = body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii();
    if trimmed.is_empty() {
        return Err(Unread::Empty);
    }
    if trimmed.starts_with(b"<") {
        return Err(Unread::Html);
    }
    // Some proxies stream whatever they are asked.
    if [&b"data:"[..], b"event:", b": "]
        .iter()
        .any(|lead| trimmed.starts_with(lead))
    {
        return stream::read(api, body);
    }
    let text = std::str::from_utf8(trimmed).map_err(|_| Unread::NotUtf8)?;
    let mut gather = Gather::default();
    let parsed = match api {
        Api::Chat => chat::whole(text, &mut gather),
        Api::Responses => responses::whole(text, &mut gather),
        Api::Messages => messages::whole(text, &mut gather),
        Api::Gemini => gemini::part(text, &mut gather),
        Api::Ollama => ollama::part(text, &mut gather),
    };
    parsed.map_err(|error| Unread::Json(error.to_string()))?;
    if gather.failed {
        return Err(Unread::Error(trimmed.to_vec()));
    }
    if !gather.answered {
        return Err(not_an_answer(trimmed));
    }
    if api == Api::Ollama && !gather.ended {
        return Err(Unread::Cut);
    }
    gather.reply()
}

/// JSON without an answer: servers that report errors by their own lights put
/// a message at the top.
fn not_an_answer(body: &[u8]) -> Unread {
    match crate::classify::ErrorText::of(body) {
        found if found.message.is_empty() => Unread::Shape("it holds no answer"),
        _ => Unread::Error(body.to_vec()),
    }
}

#[cfg(test)]
mod tests;
