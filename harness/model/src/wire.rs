//! From a question to the exact bytes of a request.
//!
//! Everything that does not depend on the question (model, sampling, constants)
//! is serialised once for each distinct [`Sampling`] and kept as bytes; a
//! request then only appends the conversation. No intermediate JSON value is
//! built for a request.

use crate::ask::{Ask, Effort, Role, Sampling};
use crate::dialect::{Dialect, Param, SystemPlace};
use crate::provider::Api;
use crate::tool;
use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The least thinking budget Anthropic takes.
const LEAST_THINKING: u64 = 1024;

/// A difference between the sampling asked for and what was sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The parameter, by its name in [`Sampling`].
    pub param: Param,
    /// What became of it.
    pub what: What,
    /// Why.
    pub why: String,
}

/// What became of a parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Sent under another name (the dotted path).
    Renamed(String),
    /// Not sent.
    Dropped,
    /// Sent with another value.
    Adjusted(Value),
}

/// The sampling as it was really sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Effective {
    /// Dotted wire paths and the values sent there; without model, messages
    /// and stream switches.
    pub params: Map<String, Value>,
    /// Where a system prompt goes.
    pub system: SystemPlace,
    /// Where that differs from what was asked for.
    pub changes: Vec<Change>,
}

/// One request, ready to be sent any number of times.
#[derive(Clone, Debug)]
pub struct WireRequest {
    /// Where it goes; holds no secret.
    pub url: Arc<str>,
    /// The exact body.
    pub body: Bytes,
    /// The sampling in it.
    pub effective: Arc<Effective>,
    /// How often the dialect had been adapted when it was made.
    pub(crate) generation: u32,
}

/// The part of every request that depends on the sampling alone.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// A JSON object without its closing brace.
    head: Vec<u8>,
    pub(crate) effective: Arc<Effective>,
    pub(crate) generation: u32,
}

impl Prepared {
    /// Notes how often the dialect had been adapted.
    pub(crate) fn of_generation(self, generation: u32) -> Self {
        Self { generation, ..self }
    }
}

/// Serialises what does not depend on the question.
pub(crate) fn prepare(
    api: Api,
    model: &str,
    stream: bool,
    dialect: &Dialect,
    sampling: &Sampling,
) -> Prepared {
    let mut sent = Effective {
        system: dialect.system.unwrap_or_default(),
        ..Effective::default()
    };
    let mut thinking = false;
    if let Some(effort) = sampling.effort {
        match dialect.effort(effort) {
            Some(fields) => {
                thinking = effort != Effort::None;
                for (path, value) in fields {
                    sent.params.insert(path.clone(), value.clone());
                }
            }
            None => sent.drop(dialect, Param::Effort),
        }
    }
    let given = [
        (
            Param::MaxTokens,
            sampling
                .max_tokens
                .or(dialect.default_max_tokens)
                .map(Value::from),
        ),
        (Param::Temperature, sampling.temperature.map(Value::from)),
        (Param::TopP, sampling.top_p.map(Value::from)),
        (
            Param::Stop,
            (!sampling.stop.is_empty()).then(|| Value::from(sampling.stop.clone())),
        ),
        (Param::Seed, sampling.seed.map(Value::from)),
    ];
    for (param, value) in given {
        let Some(value) = value else { continue };
        if thinking && dialect.effort_excludes.contains(&param) {
            sent.note(
                param,
                What::Dropped,
                "the model takes it only while it does not think",
            );
        } else if param == Param::TopP && dialect.exclusive && sampling.temperature.is_some() {
            sent.note(
                param,
                What::Dropped,
                "the model takes either temperature or top_p",
            );
        } else {
            sent.place(dialect, param, value);
        }
    }
    if sampling.max_tokens.is_none()
        && let Some(budget) = dialect.default_max_tokens
    {
        sent.note(
            Param::MaxTokens,
            What::Adjusted(budget.into()),
            "the provider requires a token budget and none was given",
        );
    }
    fit_thinking(&mut sent);

    let mut object = Map::new();
    if api != Api::Gemini {
        object.insert("model".into(), model.into());
    }
    for (path, value) in dialect.constants.iter().chain(&sent.params) {
        put(&mut object, path, value.clone());
    }
    match api {
        // Gemini streams by its address.
        Api::Gemini => {}
        // Ollama streams unless told not to.
        Api::Ollama => {
            object.insert("stream".into(), stream.into());
        }
        Api::Chat | Api::Responses | Api::Messages if stream => {
            object.insert("stream".into(), true.into());
            for (path, value) in &dialect.stream_constants {
                put(&mut object, path, value.clone());
            }
        }
        Api::Chat | Api::Responses | Api::Messages => {}
    }
    let mut head = Value::Object(object).to_string().into_bytes();
    head.pop();
    Prepared {
        head,
        effective: Arc::new(sent),
        generation: 0,
    }
}

impl Effective {
    fn note(&mut self, param: Param, what: What, why: &str) {
        self.changes.push(Change {
            param,
            what,
            why: why.to_owned(),
        });
    }

    fn drop(&mut self, dialect: &Dialect, param: Param) {
        let why = dialect.slot(param).why.as_deref();
        self.note(
            param,
            What::Dropped,
            why.unwrap_or("this API has no such parameter"),
        );
    }

    fn place(&mut self, dialect: &Dialect, param: Param, value: Value) {
        let slot = dialect.slot(param);
        let Some(path) = &slot.path else {
            return self.drop(dialect, param);
        };
        self.params.insert(path.clone(), value);
        if let Some(why) = &slot.why {
            self.note(param, What::Renamed(path.clone()), why);
        }
    }
}

/// Anthropic counts thinking within `max_tokens` and refuses a thinking budget
/// that leaves no room for the answer: it is cut to half, or thinking is left
/// out where even its least would not fit.
fn fit_thinking(sent: &mut Effective) {
    const BUDGET: &str = "thinking.budget_tokens";
    let whole = sent.params.get("max_tokens").and_then(Value::as_u64);
    let thought = sent.params.get(BUDGET).and_then(Value::as_u64);
    let (Some(whole), Some(thought)) = (whole, thought) else {
        return;
    };
    if thought <= whole / 2 {
        return;
    }
    if whole / 2 >= LEAST_THINKING {
        let half = Value::from(whole / 2);
        sent.params.insert(BUDGET.into(), half.clone());
        sent.note(
            Param::Effort,
            What::Adjusted(half),
            "max_tokens holds the thinking too, so thinking gets half of it",
        );
    } else {
        sent.params.remove(BUDGET);
        sent.params.remove("thinking.type");
        sent.note(
            Param::Effort,
            What::Dropped,
            "max_tokens is too small to hold any thinking; give 2048 or more",
        );
    }
}

/// Puts a value at a dotted path, making the objects on the way.
fn put(object: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            object.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let inner = object
                .entry(first)
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// The whole body: what was prepared and the conversation.
pub(crate) fn body(api: Api, prepared: &Prepared, ask: &Ask) -> Bytes {
    let said: usize = ask.messages.iter().map(|m| m.text.len() + 48).sum();
    let system = ask.system.as_deref().filter(|text| !text.is_empty());
    let room = prepared.head.len() + said + system.map_or(0, str::len) + 128;
    let mut out = Vec::with_capacity(room + room / 8);
    out.extend_from_slice(&prepared.head);
    let (before, system) = match prepared.effective.system {
        SystemPlace::User => (system, None),
        SystemPlace::System | SystemPlace::Developer => (None, system),
    };
    let mut body = Body {
        out,
        before,
        role_of_system: match prepared.effective.system {
            SystemPlace::Developer => "developer",
            SystemPlace::System | SystemPlace::User => "system",
        },
    };
    match api {
        Api::Chat | Api::Ollama => body.messages("messages", system, ask, Shape::Content),
        Api::Responses => body.messages("input", system, ask, Shape::Content),
        Api::Messages => {
            if let Some(system) = system {
                body.field("system");
                body.string(system);
            }
            body.messages("messages", None, ask, Shape::Content);
        }
        Api::Gemini => {
            if let Some(system) = system {
                body.field("systemInstruction");
                body.raw("{\"parts\":[{\"text\":");
                body.string(system);
                body.raw("}]}");
            }
            body.messages("contents", None, ask, Shape::Parts);
        }
    }
    if ask.tool {
        for (name, value) in tool::offered(api) {
            body.field(name);
            body.json(&value);
        }
    }
    body.out.push(b'}');
    Bytes::from(body.out)
}

/// How a message holds its text.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// `"content": "…"`
    Content,
    /// `"parts": [{"text": "…"}]`
    Parts,
}

struct Body<'a> {
    out: Vec<u8>,
    /// A system prompt to stand before the first user message.
    before: Option<&'a str>,
    role_of_system: &'static str,
}

impl Body<'_> {
    fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn field(&mut self, name: &str) {
        if self.out.last() != Some(&b'{') {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.raw(name);
        self.raw("\":");
    }

    fn string(&mut self, text: &str) {
        self.json(text);
    }

    fn json(&mut self, value: &(impl Serialize + ?Sized)) {
        // Writing plain data into memory has no way to fail.
        let _ = serde_json::to_writer(&mut self.out, value);
    }

    fn messages(&mut self, name: &str, system: Option<&str>, ask: &Ask, shape: Shape) {
        self.field(name);
        self.out.push(b'[');
        if let Some(text) = system {
            self.message(self.role_of_system, text, shape);
        }
        for message in &ask.messages {
            if self.out.last() != Some(&b'[') {
                self.out.push(b',');
            }
            let role = match (message.role, shape) {
                (Role::User, _) => "user",
                (Role::Assistant, Shape::Content) => "assistant",
                (Role::Assistant, Shape::Parts) => "model",
            };
            match self.before.take_if(|_| message.role == Role::User) {
                Some(before) => {
                    self.message(role, &format!("{before}\n\n{}", message.text), shape);
                }
                None => self.message(role, &message.text, shape),
            }
        }
        for turn in &ask.calls {
            if self.out.last() != Some(&b'[') {
                self.out.push(b',');
            }
            self.json(turn);
        }
        self.out.push(b']');
    }

    fn message(&mut self, role: &str, text: &str, shape: Shape) {
        self.raw("{\"role\":\"");
        self.raw(role);
        self.raw("\",\"");
        self.raw(match shape {
            Shape::Content => "content\":",
            Shape::Parts => "parts\":[{\"text\":",
        });
        self.string(text);
        if shape == Shape::Parts {
            self.raw("}]");
        }
        self.out.push(b'}');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::Message;
    use crate::dialect::Patch;
    use crate::provider::Provider;

    fn everything() -> Sampling {
        Sampling {
            temperature: Some(0.5),
            top_p: Some(0.9),
            max_tokens: Some(4000),
            stop: vec!["END".into()],
            effort: Some(Effort::Low),
            seed: Some(7),
        }
    }

    fn made(
        provider: Provider,
        model: &str,
        stream: bool,
        sampling: &Sampling,
    ) -> (String, Arc<Effective>) {
        let dialect = Dialect::of(provider, model, &Patch::default());
        let prepared = prepare(provider.api(), model, stream, &dialect, sampling);
        let ask = Ask {
            system: Some("be \"brief\"".into()),
            messages: vec![Message {
                role: Role::User,
                text: "2+2?\n".into(),
            }],
            ..Ask::default()
        };
        let body = body(provider.api(), &prepared, &ask);
        let _: Value = serde_json::from_slice(&body).unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        (text, Arc::clone(&prepared.effective))
    }

    #[test]
    fn every_dialect_has_its_own_body() {
        let all = everything();
        let body = |provider, model, stream| made(provider, model, stream, &all).0;
        assert_eq!(
            body(Provider::Vllm, "m", true),
            r#"{"model":"m","reasoning_effort":"low","max_tokens":4000,"temperature":0.5,"top_p":0.9,"stop":["END"],"seed":7,"stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"system","content":"be \"brief\""},{"role":"user","content":"2+2?\n"}]}"#
        );
        assert_eq!(
            body(Provider::Openai, "o3", false),
            r#"{"model":"o3","reasoning_effort":"low","max_completion_tokens":4000,"seed":7,"messages":[{"role":"developer","content":"be \"brief\""},{"role":"user","content":"2+2?\n"}]}"#
        );
        assert_eq!(
            body(Provider::OpenaiResponses, "gpt-4.1", true),
            r#"{"model":"gpt-4.1","store":false,"reasoning":{"effort":"low"},"max_output_tokens":4000,"temperature":0.5,"top_p":0.9,"stream":true,"input":[{"role":"system","content":"be \"brief\""},{"role":"user","content":"2+2?\n"}]}"#
        );
        assert_eq!(
            body(Provider::Anthropic, "claude-sonnet-4-5", false),
            r#"{"model":"claude-sonnet-4-5","thinking":{"budget_tokens":2000,"type":"enabled"},"max_tokens":4000,"stop_sequences":["END"],"system":"be \"brief\"","messages":[{"role":"user","content":"2+2?\n"}]}"#
        );
        assert_eq!(
            body(Provider::Gemini, "gemini-2.5-flash", true),
            r#"{"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingBudget":2048},"maxOutputTokens":4000,"temperature":0.5,"topP":0.9,"stopSequences":["END"],"seed":7},"systemInstruction":{"parts":[{"text":"be \"brief\""}]},"contents":[{"role":"user","parts":[{"text":"2+2?\n"}]}]}"#
        );
        assert_eq!(
            body(Provider::Ollama, "qwen3", false),
            r#"{"model":"qwen3","think":true,"options":{"num_predict":4000,"temperature":0.5,"top_p":0.9,"stop":["END"],"seed":7},"stream":false,"messages":[{"role":"system","content":"be \"brief\""},{"role":"user","content":"2+2?\n"}]}"#
        );
        assert_eq!(
            body(Provider::Openai, "o1-mini", false),
            r#"{"model":"o1-mini","max_completion_tokens":4000,"seed":7,"messages":[{"role":"user","content":"be \"brief\"\n\n2+2?\n"}]}"#
        );
    }

    #[test]
    fn a_body_without_parameters_is_whole() {
        let (gemini, _) = made(
            Provider::Gemini,
            "gemini-2.5-pro",
            false,
            &Sampling::default(),
        );
        assert!(gemini.starts_with("{\"systemInstruction\""), "{gemini}");
    }

    #[test]
    fn what_was_really_sent_is_recorded() {
        let (_, sent) = made(Provider::Openai, "o3", false, &everything());
        let dropped: Vec<Param> = sent
            .changes
            .iter()
            .filter(|change| change.what == What::Dropped)
            .map(|change| change.param)
            .collect();
        assert_eq!(dropped, [Param::Temperature, Param::TopP, Param::Stop]);
        assert_eq!(sent.params["max_completion_tokens"], 4000);
        assert!(!sent.params.contains_key("temperature"));
        let (_, sent) = made(
            Provider::Anthropic,
            "claude-sonnet-4-5",
            false,
            &Sampling::default(),
        );
        assert_eq!(sent.params["max_tokens"], 8192);
        assert_eq!(sent.changes.len(), 1);
    }

    #[test]
    fn thinking_never_takes_the_whole_budget() {
        let small = Sampling {
            max_tokens: Some(1500),
            effort: Some(Effort::High),
            ..Sampling::default()
        };
        let (body, sent) = made(Provider::Anthropic, "claude-sonnet-4-5", false, &small);
        assert!(!body.contains("thinking"), "{body}");
        assert_eq!(sent.changes[0].what, What::Dropped);
    }

    #[test]
    fn one_of_two_excluding_parameters_is_sent() {
        let both = Sampling {
            temperature: Some(0.2),
            top_p: Some(0.9),
            ..Sampling::default()
        };
        let (body, _) = made(Provider::Anthropic, "claude-haiku-4-5", false, &both);
        assert!(
            body.contains("temperature") && !body.contains("top_p"),
            "{body}"
        );
    }
}
