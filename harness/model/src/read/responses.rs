//! OpenAI responses.

use super::Gather;
use super::lax::{Count, Text, Word, list};
use crate::reply::Usage;
use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    id: Word,
    #[serde(default)]
    model: Word,
    #[serde(default)]
    status: Word,
    incomplete_details: Option<Incomplete>,
    output: Option<Vec<Item>>,
    usage: Option<Tokens>,
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Incomplete {
    #[serde(default)]
    reason: Word,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default, rename = "type")]
    kind: Word,
    #[serde(default)]
    content: Text,
    #[serde(default, deserialize_with = "list")]
    summary: Vec<Summary>,
}

#[derive(Deserialize)]
struct Summary {
    #[serde(default)]
    text: Word,
}

#[derive(Deserialize)]
struct Tokens {
    #[serde(default)]
    input_tokens: Count,
    #[serde(default)]
    output_tokens: Count,
    input_tokens_details: Option<Cached>,
    output_tokens_details: Option<Reasoned>,
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

#[derive(Deserialize)]
struct Event {
    #[serde(default, rename = "type")]
    kind: Word,
    #[serde(default)]
    delta: Word,
    response: Option<Response>,
    error: Option<IgnoredAny>,
}

/// A whole response.
pub(crate) fn whole(json: &str, gather: &mut Gather) -> serde_json::Result<()> {
    take(serde_json::from_str(json)?, gather);
    Ok(())
}

/// One event of a stream. The last one repeats the whole response; the deltas
/// before it are kept for servers that leave its output empty.
pub(crate) fn event(json: &str, gather: &mut Gather) -> serde_json::Result<()> {
    if json.trim() == "[DONE]" {
        return Ok(());
    }
    let event: Event = serde_json::from_str(json)?;
    let delta = event.delta.0.unwrap_or_default();
    match event.kind.0.as_deref().unwrap_or("") {
        "response.output_text.delta" => gather.text.push_str(&delta),
        "response.reasoning_summary_text.delta" | "response.reasoning_text.delta" => {
            gather.reasoning.push_str(&delta);
        }
        "response.refusal.delta" => gather.refusal.push_str(&delta),
        "response.completed" | "response.incomplete" | "response.failed" => {
            if let Some(response) = event.response {
                let mut last = Gather::default();
                take(response, &mut last);
                if last.text.is_empty() && last.refusal.is_empty() {
                    last.text = std::mem::take(&mut gather.text);
                    last.refusal = std::mem::take(&mut gather.refusal);
                }
                if last.reasoning.is_empty() {
                    last.reasoning = std::mem::take(&mut gather.reasoning);
                }
                last.ended = true;
                *gather = last;
            }
        }
        "error" => gather.failed = true,
        _ => gather.failed |= event.error.is_some(),
    }
    Ok(())
}

fn take(response: Response, gather: &mut Gather) {
    let status = response.status.0.unwrap_or_default();
    gather.failed |= response.error.is_some() || status == "failed";
    Gather::name(&mut gather.id, response.id);
    Gather::name(&mut gather.model, response.model);
    let why = response.incomplete_details.and_then(|d| d.reason.0);
    gather.finish = match status.as_str() {
        "incomplete" => Some(why.unwrap_or_else(|| "incomplete".into())),
        "" => None,
        other => Some(other.to_owned()),
    };
    if let Some(tokens) = response.usage {
        gather.usage = Usage {
            input: tokens.input_tokens.0,
            output: tokens.output_tokens.0,
            reasoning: tokens
                .output_tokens_details
                .and_then(|d| d.reasoning_tokens.0),
            cached: tokens.input_tokens_details.and_then(|d| d.cached_tokens.0),
        };
    }
    let Some(output) = response.output else {
        return;
    };
    // A response still being worked on is no answer.
    gather.answered = !matches!(status.as_str(), "in_progress" | "queued");
    for item in output {
        match item.kind.0.as_deref().unwrap_or("") {
            "message" => {
                gather.text.push_str(&item.content.said);
                gather.refusal.push_str(&item.content.refused);
            }
            "reasoning" => {
                // The full text where the server shows it, else its summary.
                if item.content.thought.is_empty() {
                    for summary in item.summary {
                        gather
                            .reasoning
                            .push_str(summary.text.0.as_deref().unwrap_or(""));
                    }
                } else {
                    gather.reasoning.push_str(&item.content.thought);
                }
            }
            kind => gather.called_tools |= kind.ends_with("_call"),
        }
    }
}
