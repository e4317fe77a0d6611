//! Whole replies in each dialect.

use serde_json::json;
use tribunal_mock::{Completion, Config, Finish, ReasoningField, Usage};

use crate::client::{End, everywhere, start};

fn reasoned() -> Config {
    Config {
        reasoning: Some("because".to_owned()),
        usage: Usage {
            input: 100,
            cached: 40,
            output: 30,
            reasoning: 20,
        },
        ..Config::text("It is \"7\"\n")
    }
}

#[test]
fn chat_completion() {
    let (_server, mut client) = start(reasoned());
    let got = client.chat("hi");
    assert_eq!((got.status, got.end), (200, End::Whole));
    assert_eq!(got.header("content-type"), Some("application/json"));
    assert!(got.header("x-request-id").is_some_and(|id| id.len() == 28));
    let reply = got.json();
    assert!(reply["id"].as_str().unwrap().starts_with("chatcmpl-"));
    assert_eq!(reply["object"], "chat.completion");
    assert_eq!(reply["model"], "m");
    let choice = &reply["choices"][0];
    assert_eq!(choice["finish_reason"], "stop");
    assert_eq!(choice["message"]["role"], "assistant");
    assert_eq!(choice["message"]["content"], "It is \"7\"\n");
    assert_eq!(choice["message"]["reasoning_content"], "because");
    let usage = &reply["usage"];
    assert_eq!(usage["prompt_tokens"], 100);
    assert_eq!(usage["completion_tokens"], 30);
    assert_eq!(usage["total_tokens"], 130);
    assert_eq!(usage["prompt_tokens_details"]["cached_tokens"], 40);
    assert_eq!(usage["completion_tokens_details"]["reasoning_tokens"], 20);
    let again = client.chat("hi").json();
    assert_ne!(again["id"], reply["id"], "each reply has its own id");
}

#[test]
fn chat_reasoning_is_where_the_provider_puts_it() {
    for (field, content, shown) in [
        (ReasoningField::Reasoning, "It is \"7\"\n", json!("because")),
        (
            ReasoningField::ThinkTags,
            "<think>\nbecause\n</think>\n\nIt is \"7\"\n",
            json!(null),
        ),
        (ReasoningField::Hidden, "It is \"7\"\n", json!(null)),
    ] {
        let (_server, mut client) = start(Config {
            reasoning_field: field,
            ..reasoned()
        });
        let message = client.chat("hi").json()["choices"][0]["message"].clone();
        assert_eq!(message["content"], content);
        assert_eq!(message["reasoning"], shown);
        assert_eq!(message["reasoning_content"], json!(null));
    }
}

#[test]
fn responses() {
    let (_server, mut client) = start(reasoned());
    let [_, (path, body), ..] = everywhere("hi", false);
    let reply = client.post(path, &body).json();
    assert_eq!(reply["object"], "response");
    assert_eq!(reply["status"], "completed");
    assert_eq!(reply["output"][0]["type"], "reasoning");
    assert_eq!(
        reply["output"][0]["summary"],
        json!([{"type": "summary_text", "text": "because"}])
    );
    let message = &reply["output"][1];
    assert_eq!(message["type"], "message");
    assert_eq!(message["content"][0]["type"], "output_text");
    assert_eq!(message["content"][0]["text"], "It is \"7\"\n");
    assert_eq!(reply["usage"]["input_tokens"], 100);
    assert_eq!(reply["usage"]["input_tokens_details"]["cached_tokens"], 40);
    assert_eq!(
        reply["usage"]["output_tokens_details"]["reasoning_tokens"],
        20
    );
}

#[test]
fn messages() {
    let (_server, mut client) = start(reasoned());
    let [_, _, (path, body), ..] = everywhere("hi", false);
    let got = client.post(path, &body);
    assert!(got.header("request-id").is_some());
    let reply = got.json();
    assert_eq!(reply["type"], "message");
    assert_eq!(reply["stop_reason"], "end_turn");
    assert_eq!(reply["content"][0]["type"], "thinking");
    assert_eq!(reply["content"][0]["thinking"], "because");
    assert_eq!(
        reply["content"][1],
        json!({"type": "text", "text": "It is \"7\"\n"})
    );
    assert_eq!(
        reply["usage"]["input_tokens"], 60,
        "cached tokens are counted apart"
    );
    assert_eq!(reply["usage"]["cache_read_input_tokens"], 40);
    assert_eq!(reply["usage"]["output_tokens"], 30);
}

#[test]
fn gemini() {
    let (_server, mut client) = start(reasoned());
    let [_, _, _, (path, body), _] = everywhere("hi", false);
    let reply = client.post(path, &body).json();
    let candidate = &reply["candidates"][0];
    assert_eq!(candidate["finishReason"], "STOP");
    assert_eq!(
        candidate["content"]["parts"],
        json!([{"text": "because", "thought": true}, {"text": "It is \"7\"\n"}])
    );
    assert_eq!(reply["modelVersion"], "m");
    let usage = &reply["usageMetadata"];
    assert_eq!(usage["promptTokenCount"], 100);
    assert_eq!(
        usage["candidatesTokenCount"], 10,
        "thoughts are counted apart"
    );
    assert_eq!(usage["thoughtsTokenCount"], 20);
    assert_eq!(usage["cachedContentTokenCount"], 40);
    assert_eq!(usage["totalTokenCount"], 130);
}

#[test]
fn ollama() {
    let (_server, mut client) = start(reasoned());
    let [.., (path, body)] = everywhere("hi", false);
    let reply = client.post(path, &body).json();
    assert_eq!(
        reply["message"],
        json!({"role": "assistant", "content": "It is \"7\"\n", "thinking": "because"})
    );
    assert_eq!(reply["done"], true);
    assert_eq!(reply["done_reason"], "stop");
    assert_eq!(reply["prompt_eval_count"], 100);
    assert_eq!(reply["eval_count"], 30);
}

#[test]
fn token_limit_is_named_by_each_api() {
    let cut = Completion::text("The ans").with_finish(Finish::Length);
    let (_server, mut client) = start(Config::fixed(cut));
    let pointers = [
        ("/choices/0/finish_reason", "length"),
        ("/incomplete_details/reason", "max_output_tokens"),
        ("/stop_reason", "max_tokens"),
        ("/candidates/0/finishReason", "MAX_TOKENS"),
        ("/done_reason", "length"),
    ];
    for ((path, body), (pointer, reason)) in everywhere("hi", false).iter().zip(pointers) {
        let reply = client.post(path, body).json();
        assert_eq!(reply.pointer(pointer).unwrap(), reason, "{path}");
    }
}

#[test]
fn echo_repeats_the_last_user_message() {
    let (_server, mut client) = start(Config::echo());
    let pointers = [
        "/choices/0/message/content",
        "/output/0/content/0/text",
        "/content/0/text",
        "/candidates/0/content/parts/0/text",
        "/message/content",
    ];
    for ((path, body), pointer) in everywhere("say \u{3c0}\n", false).iter().zip(pointers) {
        let reply = client.post(path, body).json();
        assert_eq!(reply.pointer(pointer).unwrap(), "say \u{3c0}\n", "{path}");
    }
}
