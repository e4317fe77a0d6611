//! Streams: server-sent events, and lines of JSON for Ollama.
//!
//! The decoder works on the buffer of everything received so far and remembers
//! how far it has come, so that where the network cuts the pieces cannot
//! matter, and nothing is held twice.

use super::{Gather, Unread, chat, gemini, messages, ollama, responses};
use crate::provider::Api;
use crate::reply::Reply;
use std::ops::Range;

/// A stream being read.
#[derive(Debug)]
pub(crate) struct Stream {
    api: Api,
    /// The beginning of the first line not yet read.
    line: usize,
    /// How far that line was searched for its end.
    searched: usize,
    /// The first `data` line of the event being read.
    data: Option<Range<usize>>,
    /// All its data lines, once there are several.
    joined: Option<Vec<u8>>,
    gather: Gather,
    trouble: Option<Unread>,
}

impl Stream {
    pub(crate) fn new(api: Api) -> Self {
        Self {
            api,
            line: 0,
            searched: 0,
            data: None,
            joined: None,
            gather: Gather::default(),
            trouble: None,
        }
    }

    /// Reads on in `raw`, everything received so far.
    pub(crate) fn advance(&mut self, raw: &[u8]) {
        while let Some(at) = memchr::memchr(b'\n', &raw[self.searched..]) {
            let end = self.searched + at;
            self.line(raw, end);
            self.line = end + 1;
            self.searched = end + 1;
            if self.trouble.is_some() {
                return;
            }
        }
        self.searched = raw.len();
    }

    /// Whether the stream's own end was seen.
    pub(crate) fn ended(&self) -> bool {
        self.gather.ended
    }

    /// Whether reading on is of no use.
    pub(crate) fn failed(&self) -> bool {
        self.trouble.is_some()
    }

    /// The answer. `whole` says whether the body ended as HTTP has it, not by
    /// a broken connection.
    pub(crate) fn finish(mut self, raw: &[u8], whole: bool) -> Result<Reply, Unread> {
        // Asked for a stream the server may send plain JSON or a page instead.
        let lead = raw.trim_ascii_start().first();
        if whole && (lead == Some(&b'<') || (lead == Some(&b'{') && self.api != Api::Ollama)) {
            return super::whole(self.api, raw);
        }
        if whole && self.trouble.is_none() && !self.gather.ended {
            // The last line may lack its end and the last event its empty line.
            if self.line < raw.len() {
                self.line(raw, raw.len());
            }
            if self.trouble.is_none() {
                self.dispatch(raw);
            }
        }
        if let Some(trouble) = self.trouble {
            return Err(trouble);
        }
        let closed = match self.api {
            // Some servers leave out `[DONE]`; after the finish reason nothing
            // of the text can be missing if the body itself is whole.
            Api::Chat => self.gather.ended || (whole && self.gather.finish.is_some()),
            _ => self.gather.ended,
        };
        if !closed {
            let nothing = raw.trim_ascii().is_empty();
            return Err(if nothing { Unread::Empty } else { Unread::Cut });
        }
        if !self.gather.answered {
            return Err(Unread::Shape("the stream holds no answer"));
        }
        self.gather.reply()
    }

    fn line(&mut self, raw: &[u8], end: usize) {
        let mut start = self.line;
        let mut end = end;
        if start == 0 && raw.starts_with(b"\xef\xbb\xbf") {
            start = 3;
        }
        if end > start && raw[end - 1] == b'\r' {
            end -= 1;
        }
        let line = &raw[start..end];
        if self.api == Api::Ollama {
            if !line.trim_ascii().is_empty() {
                self.event(line);
            }
            return;
        }
        if line.is_empty() {
            return self.dispatch(raw);
        }
        if let Some(rest) = line.strip_prefix(b"data:") {
            let from = end - rest.strip_prefix(b" ").unwrap_or(rest).len();
            match (&self.data, &mut self.joined) {
                (None, _) => self.data = Some(from..end),
                (Some(_), Some(joined)) => {
                    joined.push(b'\n');
                    joined.extend_from_slice(&raw[from..end]);
                }
                (Some(first), None) => {
                    let mut joined = raw[first.clone()].to_vec();
                    joined.push(b'\n');
                    joined.extend_from_slice(&raw[from..end]);
                    self.joined = Some(joined);
                }
            }
        } else if let Some(rest) = line.strip_prefix(b"error:") {
            // llama.cpp before 2025 reported errors under this field name.
            self.trouble = Some(Unread::Error(rest.trim_ascii().to_vec()));
        }
    }

    fn dispatch(&mut self, raw: &[u8]) {
        let Some(range) = self.data.take() else {
            return;
        };
        match self.joined.take() {
            Some(joined) => self.event(&joined),
            None => self.event(&raw[range]),
        }
    }

    fn event(&mut self, data: &[u8]) {
        if self.gather.ended || data.trim_ascii().is_empty() {
            return;
        }
        let Ok(json) = std::str::from_utf8(data) else {
            self.trouble = Some(Unread::NotUtf8);
            return;
        };
        let gather = &mut self.gather;
        let read = match self.api {
            Api::Chat => chat::event(json, gather),
            Api::Responses => responses::event(json, gather),
            Api::Messages => messages::event(json, gather),
            Api::Gemini => gemini::part(json, gather),
            Api::Ollama => ollama::part(json, gather),
        };
        if let Err(error) = read {
            self.trouble = Some(Unread::Json(error.to_string()));
        } else if gather.failed {
            self.trouble = Some(Unread::Error(data.to_vec()));
        }
    }
}

/// Reads a stream of which every byte is there.
pub(crate) fn read(api: Api, raw: &[u8]) -> Result<Reply, Unread> {
    let mut stream = Stream::new(api);
    stream.advance(raw);
    stream.finish(raw, true)
}
