//! Anthropic messages.

use super::Gather;
use super::lax::{Count, Word};
use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    id: Word,
    #[serde(default)]
    model: Word,
    content: Option<Vec<Block>>,
    #[serde(default)]
    stop_reason: Word,
    usage: Option<Tokens>,
    error: Option<IgnoredAny>,
}

/// A content block, or the change of one in a stream.
#[derive(Deserialize)]
struct Block {
    #[serde(default, rename = "type")]
    kind: Word,
    #[serde(default)]
    text: Word,
    #[serde(default)]
    thinking: Word,
}

#[derive(Clone, Copy, Deserialize)]
struct Tokens {
    #[serde(default)]
    input_tokens: Count,
    #[serde(default)]
    output_tokens: Count,
    #[serde(default)]
    cache_creation_input_tokens: Count,
    #[serde(default)]
    cache_read_input_tokens: Count,
    output_tokens_details: Option<Thought>,
}

#[derive(Clone, Copy, Deserialize)]
struct Thought {
    #[serde(default)]
    thinking_tokens: Count,
}

#[derive(Deserialize)]
struct Event {
    #[serde(default, rename = "type")]
    kind: Word,
    message: Option<Message>,
    content_block: Option<Block>,
    delta: Option<Delta>,
    usage: Option<Tokens>,
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Delta {
    #[serde(default)]
    text: Word,
    #[serde(default)]
    thinking: Word,
    #[serde(default)]
    stop_reason: Word,
}

/// A whole message.
pub(crate) fn whole(json: &str, gather: &mut Gather) -> serde_json::Result<()> {
    take(serde_json::from_str(json)?, gather);
    Ok(())
}

/// One event of a stream.
pub(crate) fn event(json: &str, gather: &mut Gather) -> serde_json::Result<()> {
    let event: Event = serde_json::from_str(json)?;
    gather.failed |= event.error.is_some();
    match event.kind.0.as_deref().unwrap_or("") {
        "message_start" => {
            if let Some(message) = event.message {
                take(message, gather);
            }
        }
        "content_block_start" => {
            if let Some(start) = event.content_block {
                block(start, gather);
            }
        }
        "content_block_delta" => {
            if let Some(delta) = event.delta {
                gather.text.push_str(delta.text.0.as_deref().unwrap_or(""));
                gather
                    .reasoning
                    .push_str(delta.thinking.0.as_deref().unwrap_or(""));
            }
        }
        "message_delta" => {
            if let Some(finish) = event.delta.and_then(|d| d.stop_reason.0) {
                gather.finish = Some(finish);
            }
            if let Some(tokens) = event.usage {
                count(tokens, gather);
            }
        }
        "message_stop" => gather.ended = true,
        "error" => gather.failed = true,
        _ => {}
    }
    Ok(())
}

fn take(message: Message, gather: &mut Gather) {
    gather.failed |= message.error.is_some();
    Gather::name(&mut gather.id, message.id);
    Gather::name(&mut gather.model, message.model);
    if let Some(finish) = message.stop_reason.0 {
        gather.finish = Some(finish);
    }
    if let Some(tokens) = message.usage {
        count(tokens, gather);
    }
    if let Some(content) = message.content {
        gather.answered = true;
        for part in content {
            block(part, gather);
        }
    }
}

fn block(block: Block, gather: &mut Gather) {
    gather.text.push_str(block.text.0.as_deref().unwrap_or(""));
    gather
        .reasoning
        .push_str(block.thinking.0.as_deref().unwrap_or(""));
    gather.called_tools |= block.kind.0.is_some_and(|kind| kind.ends_with("tool_use"));
}

/// Anthropic counts what it read from and wrote to the cache beside the input.
/// In a stream the counts grow: what a later event leaves out stands.
fn count(tokens: Tokens, gather: &mut Gather) {
    if let Some(fresh) = tokens.input_tokens.0 {
        let read = tokens.cache_read_input_tokens.0;
        let written = tokens.cache_creation_input_tokens.0;
        let total = fresh
            .saturating_add(read.unwrap_or(0))
            .saturating_add(written.unwrap_or(0));
        gather.usage.input = Some(total);
        gather.usage.cached = read.or(gather.usage.cached);
    }
    gather.usage.output = tokens.output_tokens.0.or(gather.usage.output);
    let thought = tokens
        .output_tokens_details
        .and_then(|d| d.thinking_tokens.0);
    gather.usage.reasoning = thought.or(gather.usage.reasoning);
}
