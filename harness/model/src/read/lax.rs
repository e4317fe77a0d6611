//! Values that providers fill carelessly, read without complaint.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A count: any non-negative whole number, also written as a float. Anything
/// else is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Count(pub(crate) Option<u64>);

/// A word: a string, or a number as it is written. Anything else is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Word(pub(crate) Option<String>);

/// A text: a string, nothing, or a list of typed parts of which the textual
/// ones are joined.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Text {
    /// What is said.
    pub(crate) said: String,
    /// What is thought, where the parts tell it apart.
    pub(crate) thought: String,
    /// What is declined.
    pub(crate) refused: String,
}

/// The visitors differ in what they make of scalars; what is nested is skipped.
macro_rules! skip_the_nested {
    () => {
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = Count;
            skip_the_nested!();
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a count")
            }
            fn visit_u64<E>(self, n: u64) -> Result<Count, E> {
                Ok(Count(Some(n)))
            }
            fn visit_i64<E>(self, n: i64) -> Result<Count, E> {
                Ok(Count(u64::try_from(n).ok()))
            }
            fn visit_f64<E>(self, n: f64) -> Result<Count, E> {
                let whole = (0.0..9e15).contains(&n) && n.fract() == 0.0;
                Ok(Count(whole.then_some(n as u64)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Count, E> {
                Ok(Count(text.parse().ok()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Count, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Count(None))
            }
        }
        deserializer.deserialize_any(Seen)
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = Word;
            skip_the_nested!();
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word")
            }
            fn visit_str<E>(self, text: &str) -> Result<Word, E> {
                Ok(Word(Some(text.to_owned())))
            }
            fn visit_string<E>(self, text: String) -> Result<Word, E> {
                Ok(Word(Some(text)))
            }
            fn visit_u64<E>(self, n: u64) -> Result<Word, E> {
                Ok(Word(Some(n.to_string())))
            }
            fn visit_i64<E>(self, n: i64) -> Result<Word, E> {
                Ok(Word(Some(n.to_string())))
            }
            fn visit_f64<E>(self, n: f64) -> Result<Word, E> {
                Ok(Word(Some(n.to_string())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Word, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Word(None))
            }
        }
        deserializer.deserialize_any(Seen)
    }
}

/// One part of a list of parts: chat completions, responses, Anthropic and
/// Mistral name them alike.
#[derive(serde::Deserialize)]
struct Part {
    #[serde(default, rename = "type")]
    kind: Word,
    #[serde(default)]
    text: Word,
    #[serde(default)]
    thinking: Text,
    #[serde(default)]
    refusal: Word,
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = Text;
            skip_the_nested!();
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of parts")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Text, E> {
                self.visit_string(text.to_owned())
            }
            fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Text, E> {
                Ok(Text {
                    said: text,
                    ..Text::default()
                })
            }
            fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<Text, E> {
                self.visit_string(n.to_string())
            }
            fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<Text, E> {
                self.visit_string(n.to_string())
            }
            fn visit_f64<E: serde::de::Error>(self, n: f64) -> Result<Text, E> {
                self.visit_string(n.to_string())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Text, A::Error> {
                let mut all = Text::default();
                while let Some(part) = seq.next_element::<Part>()? {
                    let text = part.text.0.unwrap_or_default();
                    match part.kind.0.as_deref() {
                        Some("thinking" | "reasoning" | "reasoning_text" | "summary_text") => {
                            all.thought.push_str(&part.thinking.said);
                            all.thought.push_str(&text);
                        }
                        _ => all.said.push_str(&text),
                    }
                    all.refused
                        .push_str(part.refusal.0.as_deref().unwrap_or(""));
                }
                Ok(all)
            }
        }
        deserializer.deserialize_any(Seen)
    }
}

/// A list, or nothing where something else stands.
pub(crate) fn list<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: serde::de::DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn counts_words_and_texts_take_what_comes() {
        for (json, count) in [
            ("12", Some(12)),
            ("12.0", Some(12)),
            ("\"12\"", Some(12)),
            ("-1", None),
            ("1.5", None),
            ("null", None),
            ("{\"a\":[1]}", None),
            ("[1]", None),
        ] {
            assert_eq!(read::<Count>(json).0, count, "{json}");
        }
        assert_eq!(read::<Word>("429").0.as_deref(), Some("429"));
        assert_eq!(read::<Word>("{}").0, None);
        let text: Text = read(
            r#"[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"4"}]"#,
        );
        assert_eq!((text.thought.as_str(), text.said.as_str()), ("hm", "4"));
        assert_eq!(read::<Text>("null"), Text::default());
    }
}
