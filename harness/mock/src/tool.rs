//! Replies in which the model calls a tool, in every dialect.

use bytes::Bytes;
use serde_json::{Value, json};

use crate::dialect::Dialect;
use crate::reply::{RawReply, Reply};
use crate::request::RequestView;

/// A whole reply that calls the tool `name` with `{"code": code}`, as `dialect` writes it. Tool
/// calls are not streamed.
pub fn tool_call(dialect: Dialect, name: &str, code: &str) -> Reply {
    let arguments = json!({ "code": code });
    let text = arguments.to_string();
    let body = match dialect {
        Dialect::Chat => json!({
            "id": "chatcmpl-tool", "object": "chat.completion", "model": "mock-model",
            "choices": [{
                "index": 0,
                "finish_reason": "tool_calls",
                "message": {
                    "role": "assistant",
                    "content": null,
                    "tool_calls": [{
                        "id": "call_1", "type": "function",
                        "function": { "name": name, "arguments": text },
                    }],
                },
            }],
            "usage": { "prompt_tokens": 25, "completion_tokens": 10, "total_tokens": 35 },
        }),
        Dialect::Responses => json!({
            "id": "resp_tool", "object": "response", "model": "mock-model", "status": "completed",
            "output": [
                { "type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "opaque" },
                {
                    "type": "function_call", "id": "fc_1", "call_id": "call_1",
                    "name": name, "arguments": text, "status": "completed",
                },
            ],
            "usage": { "input_tokens": 25, "output_tokens": 10, "total_tokens": 35 },
        }),
        Dialect::Messages => json!({
            "id": "msg_tool", "type": "message", "role": "assistant", "model": "mock-model",
            "stop_reason": "tool_use",
            "content": [
                { "type": "thinking", "thinking": "compute", "signature": "opaque" },
                { "type": "tool_use", "id": "call_1", "name": name, "input": arguments },
            ],
            "usage": { "input_tokens": 25, "output_tokens": 10 },
        }),
        Dialect::Gemini => json!({
            "candidates": [{
                "index": 0,
                "finishReason": "STOP",
                "content": {
                    "role": "model",
                    "parts": [{
                        "functionCall": { "name": name, "args": arguments },
                        "thoughtSignature": "opaque",
                    }],
                },
            }],
            "usageMetadata": {
                "promptTokenCount": 25, "candidatesTokenCount": 10, "totalTokenCount": 35,
            },
            "modelVersion": "mock-model",
        }),
        Dialect::Ollama => json!({
            "model": "mock-model",
            "message": {
                "role": "assistant",
                "content": "",
                "tool_calls": [{ "function": { "name": name, "arguments": arguments } }],
            },
            "done": true, "done_reason": "stop", "prompt_eval_count": 25, "eval_count": 10,
        }),
    };
    Reply::Raw(RawReply {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: Bytes::from(body.to_string()),
    })
}

/// The outputs of tool calls that a request says back to the model, in order; empty in a first
/// request.
pub fn tool_outputs(request: &RequestView<'_>) -> Vec<String> {
    let body = request.json();
    let list = |name: &str| body[name].as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value.as_str().map(str::to_owned);
    match request.dialect {
        Dialect::Chat | Dialect::Ollama => list("messages")
            .iter()
            .filter(|message| message["role"] == "tool")
            .filter_map(|message| word(&message["content"]))
            .collect(),
        Dialect::Responses => list("input")
            .iter()
            .filter(|item| item["type"] == "function_call_output")
            .filter_map(|item| word(&item["output"]))
            .collect(),
        Dialect::Messages => list("messages")
            .iter()
            .filter_map(|message| message["content"].as_array())
            .flatten()
            .filter(|block| block["type"] == "tool_result")
            .filter_map(|block| word(&block["content"]))
            .collect(),
        Dialect::Gemini => list("contents")
            .iter()
            .filter_map(|content| content["parts"].as_array())
            .flatten()
            .filter_map(|part| word(&part["functionResponse"]["response"]["output"]))
            .collect(),
    }
}
