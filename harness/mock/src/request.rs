//! Reading a request: only the few fields that decide on the reply.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::dialect::Dialect;

/// What an [`Answer`](crate::Answer) function sees of a request.
#[derive(Debug, Clone, Copy)]
pub struct RequestView<'a> {
    /// The API spoken.
    pub dialect: Dialect,
    /// The model asked for.
    pub model: &'a str,
    /// The text of the last user message, its parts joined without anything between them.
    pub prompt: &'a str,
    /// Whether a stream is wanted.
    pub stream: bool,
    /// The request's number, from 0, among the model requests that were let in.
    pub number: u64,
    /// The whole body.
    pub body: &'a [u8],
}

impl RequestView<'_> {
    /// The key under which this request is counted.
    #[must_use]
    pub fn key(&self) -> ItemKey {
        item_key(self.prompt)
    }

    /// The body as JSON (it was read once already, so this gives `Null` only for a JSON null).
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(self.body).unwrap_or_default()
    }
}

/// Names an item in the counts; see [`item_key`].
pub type ItemKey = u64;

/// The key of the item with this prompt: the first eight bytes, little-endian, of the BLAKE3 hash
/// of the last user message's text in UTF-8 (unescaped; the parts of a message in parts are
/// joined). A system message does not count.
#[must_use]
pub fn item_key(prompt: &str) -> ItemKey {
    let mut first = [0; 8];
    first.copy_from_slice(&blake3::hash(prompt.as_bytes()).as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// The fields of a request's body that any dialect needs.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wire<'a> {
    #[serde(borrow, default)]
    pub(crate) model: Option<Cow<'a, str>>,
    #[serde(default)]
    pub(crate) stream: Option<bool>,
    #[serde(default)]
    pub(crate) stream_options: Option<StreamOptions>,
    #[serde(default)]
    pub(crate) max_tokens: Option<u64>,
    /// Chat completions, Anthropic and Ollama.
    #[serde(default)]
    pub(crate) messages: Option<LastUser>,
    /// Responses.
    #[serde(default)]
    pub(crate) input: Option<LastUser>,
    /// Gemini.
    #[serde(default)]
    pub(crate) contents: Option<LastUser>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct StreamOptions {
    #[serde(default)]
    pub(crate) include_usage: Option<bool>,
}

/// The text of the last message by the user; empty when there is none.
#[derive(Debug, Default)]
pub(crate) struct LastUser(pub(crate) String);

impl<'de> Deserialize<'de> for LastUser {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LastUserVisitor)
    }
}

struct LastUserVisitor;

impl<'de> Visitor<'de> for LastUserVisitor {
    type Value = LastUser;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of messages")
    }

    fn visit_str<E>(self, text: &str) -> Result<LastUser, E> {
        Ok(LastUser(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut messages: A) -> Result<LastUser, A::Error> {
        let mut last = String::new();
        while let Some(message) = messages.next_element::<Message<'de>>()? {
            // Gemini may leave the role out; it is the user's then.
            if message.role.is_none_or(|role| role == "user") {
                last = message
                    .content
                    .or(message.parts)
                    .map_or_else(String::new, |text| text.0);
            }
        }
        Ok(LastUser(last))
    }
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow, default)]
    role: Option<Cow<'a, str>>,
    #[serde(default)]
    content: Option<Text>,
    #[serde(default)]
    parts: Option<Text>,
}

/// A message's content: a text, or parts of which those with a `text` count.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of parts")
    }

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Text, A::Error> {
        let mut joined = String::new();
        while parts.next_element_seed(PartInto(&mut joined))?.is_some() {}
        Ok(Text(joined))
    }
}

/// Adds the `text` of one part to what was read before.
struct PartInto<'a>(&'a mut String);

impl<'de> DeserializeSeed<'de> for PartInto<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PartInto<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of a message")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(name) = fields.next_key::<Cow<'de, str>>()? {
            if name == "text" {
                self.0.push_str(&fields.next_value::<Cow<'de, str>>()?);
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_user_message_is_found_in_every_shape() {
        for body in [
            r#"{"messages":[{"role":"user","content":"no"},{"role":"user","content":"a\nb"},{"role":"assistant","content":null}]}"#,
            r#"{"messages":[{"role":"system","content":"no"},{"role":"user","content":[{"type":"text","text":"a\n"},{"type":"image"},{"text":"b"}]}]}"#,
            r#"{"input":"a\nb","tools":[{"deep":[1,2,{"x":null}]}]}"#,
            r#"{"input":[{"role":"user","content":[{"type":"input_text","text":"a\nb"}]}]}"#,
            r#"{"contents":[{"parts":[{"text":"a\nb"}]}]}"#,
        ] {
            let wire: Wire<'_> = serde_json::from_str(body).unwrap();
            let last = wire.messages.or(wire.input).or(wire.contents).unwrap();
            assert_eq!(last.0, "a\nb", "{body}");
        }
    }

    #[test]
    fn key_is_the_start_of_the_hash() {
        assert_eq!(
            item_key(""),
            u64::from_le_bytes([0xaf, 0x13, 0x49, 0xb9, 0xf5, 0xf9, 0xa1, 0xa6])
        );
        assert_ne!(item_key("a"), item_key("b"));
    }
}
