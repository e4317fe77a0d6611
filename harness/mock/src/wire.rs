//! Rendered replies: templates that are stamped with an id for each request.

use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use serde_json::Value;

/// Stands for the reply's id while it is rendered: four device controls, which JSON escapes to
/// 24 bytes and which nobody writes in a text. [`Rendered::stamp`] puts 24 hex digits there.
pub(crate) const ID: &str = "\u{11}\u{12}\u{13}\u{14}";

const ID_IN_JSON: &[u8] = br"\u0011\u0012\u0013\u0014";

const ID_LENGTH: usize = 24;

/// The events of a stream, in the framing its API uses.
#[derive(Debug)]
pub(crate) struct Events {
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Vec<u8>,
    /// Where each event ends.
    pub(crate) ends: Vec<usize>,
}

impl Events {
    /// Server-sent events.
    pub(crate) const fn sse() -> Self {
        Self::with_type("text/event-stream; charset=utf-8")
    }

    /// A stream of another content type.
    pub(crate) const fn with_type(content_type: &'static str) -> Self {
        Self {
            content_type,
            bytes: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// `data: …`
    pub(crate) fn data(&mut self, value: &Value) {
        self.framed(b"data: ", value, b"\n\n");
    }

    /// `event: …` and `data: …`, the event named by the value's `type`.
    pub(crate) fn typed(&mut self, value: &Value) {
        let name = value
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or("message");
        let start = format!("event: {name}\ndata: ");
        self.framed(start.as_bytes(), value, b"\n\n");
    }

    /// One event: what goes before, the JSON, what goes after.
    pub(crate) fn framed(&mut self, before: &[u8], value: &Value, after: &[u8]) {
        self.bytes.extend_from_slice(before);
        self.bytes.extend_from_slice(&to_bytes(value));
        self.bytes.extend_from_slice(after);
        self.ends.push(self.bytes.len());
    }

    /// An event that holds no JSON.
    pub(crate) fn plain(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len());
    }
}

/// The JSON text of a value; a `Value` always has one.
pub(crate) fn to_bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// A reply ready to be sent but for its id.
#[derive(Debug)]
pub(crate) struct Rendered {
    template: Vec<u8>,
    id_at: Vec<usize>,
    /// Where each event ends; empty for a whole reply.
    pub(crate) ends: Vec<usize>,
    pub(crate) content_type: HeaderValue,
}

impl Rendered {
    pub(crate) fn whole(value: &Value) -> Self {
        Self::new(to_bytes(value), Vec::new(), "application/json")
    }

    pub(crate) fn stream(events: Events) -> Self {
        Self::new(events.bytes, events.ends, events.content_type)
    }

    fn new(template: Vec<u8>, ends: Vec<usize>, content_type: &'static str) -> Self {
        let mut id_at = Vec::new();
        let mut from = 0;
        // The marker begins with a backslash, which is rare enough for a plain scan.
        while let Some(found) = template[from..].iter().position(|byte| *byte == b'\\') {
            let at = from + found;
            if template[at..].starts_with(ID_IN_JSON) {
                id_at.push(at);
                from = at + ID_LENGTH;
            } else {
                // An escaped backslash must not lend its second half to a marker.
                from = (at + 2).min(template.len());
            }
        }
        Self {
            template,
            id_at,
            ends,
            content_type: HeaderValue::from_static(content_type),
        }
    }

    /// The bytes of this reply with this id.
    pub(crate) fn stamp(&self, id: &[u8; ID_LENGTH]) -> Bytes {
        let mut bytes = BytesMut::from(self.template.as_slice());
        for at in &self.id_at {
            bytes[*at..*at + ID_LENGTH].copy_from_slice(id);
        }
        bytes.freeze()
    }
}

/// 24 hex digits that differ from request to request and, by the seed, from server to server.
pub(crate) fn id_of(seed: u64, arrival: u64) -> [u8; ID_LENGTH] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let words = u128::from(mix(seed ^ arrival)) << 64 | u128::from(arrival);
    let mut id = [b'0'; ID_LENGTH];
    for (at, digit) in id.iter_mut().rev().enumerate() {
        // Twelve digits count the requests, twelve are mixed bits.
        let shift = if at < 12 { at * 4 } else { 64 + (at - 12) * 4 };
        *digit = DIGITS[(words >> shift) as usize & 15];
    }
    id
}

/// SplitMix64's output function (Steele, Lea and Flood 2014): scatters the bits of a counter.
pub(crate) const fn mix(counter: u64) -> u64 {
    let mut z = counter.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_id_is_stamped_and_nothing_else() {
        let rendered = Rendered::whole(&json!({
            "id": format!("chatcmpl-{ID}"), "text": "a \\u0011 \\", "again": ID,
        }));
        let id = id_of(1, 0xabc);
        let text = String::from_utf8(rendered.stamp(&id).to_vec()).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let id = std::str::from_utf8(&id).unwrap();
        assert_eq!(value["id"], format!("chatcmpl-{id}"));
        assert_eq!(value["again"], id);
        assert_eq!(value["text"], "a \\u0011 \\");
        assert!(id.ends_with("000000000abc"));
    }
}
