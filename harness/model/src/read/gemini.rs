//! Gemini generateContent; a stream is a row of the same objects.

use super::Gather;
use super::lax::{Count, Word, list};
use crate::reply::Usage;
use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Generated {
    #[serde(default, deserialize_with = "list")]
    candidates: Vec<Candidate>,
    prompt_feedback: Option<Feedback>,
    usage_metadata: Option<Tokens>,
    #[serde(default)]
    model_version: Word,
    #[serde(default)]
    response_id: Word,
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Candidate {
    #[serde(default)]
    index: Count,
    content: Option<Content>,
    #[serde(default)]
    finish_reason: Word,
}

#[derive(Deserialize)]
struct Content {
    #[serde(default, deserialize_with = "list")]
    parts: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    #[serde(default)]
    text: Word,
    thought: Option<bool>,
    function_call: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feedback {
    #[serde(default)]
    block_reason: Word,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tokens {
    #[serde(default)]
    prompt_token_count: Count,
    #[serde(default)]
    candidates_token_count: Count,
    #[serde(default)]
    thoughts_token_count: Count,
    #[serde(default)]
    cached_content_token_count: Count,
}

/// A whole answer or one event.
pub(crate) fn part(json: &str, gather: &mut Gather) -> serde_json::Result<()> {
    let generated: Generated = serde_json::from_str(json)?;
    gather.failed |= generated.error.is_some();
    Gather::name(&mut gather.id, generated.response_id);
    Gather::name(&mut gather.model, generated.model_version);
    if let Some(tokens) = generated.usage_metadata {
        // Thoughts are counted beside the candidates.
        let (written, thought) = (
            tokens.candidates_token_count.0,
            tokens.thoughts_token_count.0,
        );
        gather.usage = Usage {
            input: tokens.prompt_token_count.0,
            output: match (written, thought) {
                (None, None) => None,
                (w, t) => Some(w.unwrap_or(0).saturating_add(t.unwrap_or(0))),
            },
            reasoning: thought,
            cached: tokens.cached_content_token_count.0,
        };
    }
    if let Some(reason) = generated.prompt_feedback.and_then(|f| f.block_reason.0) {
        // The prompt was blocked: there will be no candidate, now or later.
        gather.answered = true;
        gather.ended = true;
        gather.finish = Some(match reason.as_str() {
            "" | "BLOCK_REASON_UNSPECIFIED" | "OTHER" => "content_filter".to_owned(),
            _ => reason,
        });
    }
    let candidates = generated.candidates.into_iter();
    for candidate in candidates.filter(|c| c.index.0.unwrap_or(0) == 0) {
        gather.answered = true;
        for part in candidate.content.into_iter().flat_map(|c| c.parts) {
            let text = part.text.0.as_deref().unwrap_or("");
            if part.thought == Some(true) {
                gather.reasoning.push_str(text);
            } else {
                gather.text.push_str(text);
            }
            gather.called_tools |= part.function_call.is_some();
        }
        if let Some(finish) = candidate.finish_reason.0 {
            gather.ended = true;
            gather.finish = Some(finish);
        }
    }
    Ok(())
}
