//! Ollama's native chat; a stream is a row of the same objects, one a line.

use super::Gather;
use super::lax::{Count, Text, Word, list};
use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Deserialize)]
struct Chat {
    #[serde(default)]
    model: Word,
    message: Option<Message>,
    #[serde(default)]
    done: bool,
    #[serde(default)]
    done_reason: Word,
    #[serde(default)]
    prompt_eval_count: Count,
    #[serde(default)]
    eval_count: Count,
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    content: Text,
    #[serde(default)]
    thinking: Text,
    #[serde(default, deserialize_with = "list")]
    tool_calls: Vec<IgnoredAny>,
}

/// A whole answer or one line.
pub(crate) fn part(json: &str, gather: &mut Gather) -> serde_json::Result<()> {
    let chat: Chat = serde_json::from_str(json)?;
    gather.failed |= chat.error.is_some();
    Gather::name(&mut gather.model, chat.model);
    if let Some(message) = chat.message {
        gather.answered = true;
        gather.text.push_str(&message.content.said);
        gather.reasoning.push_str(&message.thinking.said);
        gather.called_tools |= !message.tool_calls.is_empty();
    }
    if chat.done {
        gather.ended = true;
        gather.finish = chat.done_reason.0;
        gather.usage.input = chat.prompt_eval_count.0;
        gather.usage.output = chat.eval_count.0;
    }
    Ok(())
}
