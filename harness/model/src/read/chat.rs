//! OpenAI chat completions, and what its many followers make of it.

use super::Gather;
use super::lax::{Count, Text, Word, list};
use crate::reply::Usage;
use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Deserialize)]
struct Completion {
    #[serde(default)]
    id: Word,
    #[serde(default)]
    model: Word,
    #[serde(default)]
    system_fingerprint: Word,
    #[serde(default, deserialize_with = "list")]
    choices: Vec<Choice>,
    usage: Option<Tokens>,
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    index: Count,
    /// In whole answers.
    message: Option<Message>,
    /// In streams.
    delta: Option<Message>,
    #[serde(default)]
    finish_reason: Word,
    /// OpenRouter reports a broken upstream here.
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    content: Text,
    /// DeepSeek, vLLM, SGLang, llama.cpp.
    #[serde(default)]
    reasoning_content: Text,
    /// OpenRouter, Groq, newer vLLM.
    #[serde(default)]
    reasoning: Text,
    /// OpenRouter, with types and signatures; a repetition of `reasoning`.
    #[serde(default, deserialize_with = "list")]
    reasoning_details: Vec<Detail>,
    #[serde(default)]
    refusal: Text,
    #[serde(default, deserialize_with = "list")]
    tool_calls: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    text: Word,
    #[serde(default)]
    summary: Word,
}

#[derive(Deserialize)]
struct Tokens {
    #[serde(default)]
    prompt_tokens: Count,
    #[serde(default)]
    completion_tokens: Count,
    #[serde(default)]
    total_tokens: Count,
    prompt_tokens_details: Option<Cached>,
    completion_tokens_details: Option<Reasoned>,
    /// DeepSeek's name for the cached part.
    #[serde(default)]
    prompt_cache_hit_tokens: Count,
}

#[derive(Deserialize)]
struct Cached {
    #[serde(default)]
    cached_tokens: Count,
}

#[derive(Deserialize)]
struct Reasoned {
    #[serde(default)]
    reasoning_tokens: Count,
}

impl Tokens {
    fn usage(&self) -> Usage {
        let reasoning = self
            .completion_tokens_details
            .as_ref()
            .and_then(|d| d.reasoning_tokens.0);
        let cached = self
            .prompt_tokens_details
            .as_ref()
            .and_then(|d| d.cached_tokens.0);
        let (input, mut output) = (self.prompt_tokens.0, self.completion_tokens.0);
        // xAI counts reasoning beside the completion, all others within it;
        // the total tells which.
        if let (Some(i), Some(o), Some(r), Some(total)) =
            (input, output, reasoning, self.total_tokens.0)
            && r > 0
            && Some(total) == i.checked_add(o).and_then(|sum| sum.checked_add(r))
        {
            output = Some(o + r);
        }
        Usage {
            input,
            output,
            reasoning,
            cached: cached.or(self.prompt_cache_hit_tokens.0),
        }
    }
}

/// A whole completion.
pub(crate) fn whole(json: &str, gather: &mut Gather) -> serde_json::Result<()> {
    let completion: Completion = serde_json::from_str(json)?;
    take(completion, gather);
    Ok(())
}

/// One event of a stream.
pub(crate) fn event(json: &str, gather: &mut Gather) -> serde_json::Result<()> {
    if json.trim() == "[DONE]" {
        gather.ended = true;
        return Ok(());
    }
    whole(json, gather)
}

fn take(completion: Completion, gather: &mut Gather) {
    gather.failed |= completion.error.is_some();
    Gather::name(&mut gather.id, completion.id);
    Gather::name(&mut gather.model, completion.model);
    Gather::name(&mut gather.fingerprint, completion.system_fingerprint);
    if let Some(tokens) = completion.usage {
        gather.usage = tokens.usage();
    }
    // One answer is asked for; others are not ours.
    let choices = completion.choices.into_iter();
    for choice in choices.filter(|c| c.index.0.unwrap_or(0) == 0) {
        gather.failed |= choice.error.is_some();
        if let Some(finish) = choice.finish_reason.0 {
            gather.finish = Some(finish);
        }
        let Some(message) = choice.message.or(choice.delta) else {
            continue;
        };
        gather.answered = true;
        gather.text.push_str(&message.content.said);
        // The same thought may stand under all names.
        let named = [
            message.reasoning_content.said,
            message.reasoning.said,
            message.content.thought,
        ];
        match named.into_iter().find(|thought| !thought.is_empty()) {
            Some(thought) => gather.reasoning.push_str(&thought),
            None => {
                for detail in message.reasoning_details {
                    let thought = detail.text.0.or(detail.summary.0);
                    gather.reasoning.push_str(thought.as_deref().unwrap_or(""));
                }
            }
        }
        gather.refusal.push_str(&message.refusal.said);
        gather.refusal.push_str(&message.content.refused);
        gather.called_tools |= !message.tool_calls.is_empty();
    }
}
