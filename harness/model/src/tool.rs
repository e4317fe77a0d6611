//! A Python interpreter offered to the model as a tool, in each API's own dialect.
//!
//! A turn in which the model calls the tool is answered by two kinds of messages: the model's own
//! turn said back as it came, with everything that the provider wants to see again (thoughts and
//! their signatures, ids), and the output of each call. Both are kept as JSON and appended to the
//! conversation as they are, so what the provider sent is never rebuilt from what was understood
//! of it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::provider::Api;

/// The tool's name on the wire.
pub const NAME: &str = "python";

/// The name of its only argument.
const CODE: &str = "code";

/// What the model is told of it.
const DESCRIPTION: &str = "Runs a Python 3.12 program in a sandbox and gives back what it prints. \
    Only the standard library is there; there are no files and no network. Each call starts \
    afresh: nothing is kept from one call to the next, so print whatever you need.";

/// How the model calls the tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tool {
    /// By the API's own tool calls.
    Python,
    /// By a fenced block in its text, for models and servers that know no tool calls.
    PythonText,
}

impl Tool {
    /// Its name in suites, stores and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::PythonText => "python-text",
        }
    }

    /// What is added to the prompt for it.
    pub fn prompt(self) -> Option<&'static str> {
        match self {
            Self::Python => None,
            Self::PythonText => Some(TEXT_PROMPT),
        }
    }
}

/// The tag of the block by which a model without tool calls has code run.
const TAG: &str = "run-python";

const TEXT_PROMPT: &str = "You may have Python code run before you answer. To do so, end your \
    reply with one fenced block that begins with ```run-python and holds a whole program that \
    prints what you need to know, and write nothing after it; the next message gives you what it \
    printed. Only the standard library is there; there are no files and no network, and nothing is \
    kept from one program to the next. A reply without such a block is your final answer.";

/// One call of the tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The provider's id of it; empty where there are none.
    pub id: String,
    /// The tool's name as the model wrote it.
    pub name: String,
    /// The program, or why there is none.
    pub code: Result<String, &'static str>,
}

/// A turn in which the model called the tool.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolTurn {
    /// The calls, in order; at least one.
    pub calls: Vec<Call>,
    /// The model's turn as it is said back.
    echo: Vec<Value>,
}

impl ToolTurn {
    /// Reads the turn out of the whole body of a reply; `None` when it calls nothing.
    pub(crate) fn read(api: Api, body: &[u8]) -> Option<Self> {
        let reply: Value = serde_json::from_slice(body).ok()?;
        let (echo, calls) = match api {
            Api::Chat => {
                let message = reply.pointer("/choices/0/message")?;
                (vec![message.clone()], functions(message))
            }
            Api::Ollama => {
                let message = reply.get("message")?;
                (vec![message.clone()], functions(message))
            }
            Api::Responses => {
                let output = reply.get("output")?.as_array()?;
                let calls = output.iter().filter(|item| item["type"] == "function_call");
                let calls =
                    calls.map(|item| call(&item["call_id"], &item["name"], &item["arguments"]));
                (output.clone(), calls.collect())
            }
            Api::Messages => {
                let content = reply.get("content")?.as_array()?;
                let calls = content.iter().filter(|block| block["type"] == "tool_use");
                let calls = calls.map(|block| call(&block["id"], &block["name"], &block["input"]));
                let echo = json!({ "role": "assistant", "content": content });
                (vec![echo], calls.collect())
            }
            Api::Gemini => {
                let content = reply.pointer("/candidates/0/content")?;
                let parts = content.get("parts")?.as_array()?;
                let calls = parts.iter().filter_map(|part| part.get("functionCall"));
                let calls = calls.map(|f| call(&f["id"], &f["name"], &f["args"]));
                (vec![content.clone()], calls.collect::<Vec<_>>())
            }
        };
        (!calls.is_empty()).then_some(Self { calls, echo })
    }

    /// What is appended to the conversation: the turn, and the output of each call in its order.
    pub(crate) fn answered(self, api: Api, outputs: &[String]) -> Vec<Value> {
        let Self { calls, mut echo } = self;
        let answers = calls.iter().zip(outputs);
        match api {
            Api::Chat => echo.extend(answers.map(|(call, output)| {
                json!({ "role": "tool", "tool_call_id": call.id, "content": output })
            })),
            Api::Ollama => echo.extend(answers.map(|(call, output)| {
                json!({ "role": "tool", "tool_name": call.name, "content": output })
            })),
            Api::Responses => echo.extend(answers.map(|(call, output)| {
                json!({ "type": "function_call_output", "call_id": call.id, "output": output })
            })),
            Api::Messages => {
                let results = answers.map(|(call, output)| {
                    json!({ "type": "tool_result", "tool_use_id": call.id, "content": output })
                });
                let results: Vec<Value> = results.collect();
                echo.push(json!({ "role": "user", "content": results }));
            }
            Api::Gemini => {
                let parts = answers.map(|(call, output)| {
                    let mut response = json!({
                        "name": call.name,
                        "response": { "output": output },
                    });
                    if !call.id.is_empty() {
                        response["id"] = Value::from(call.id.as_str());
                    }
                    json!({ "functionResponse": response })
                });
                let parts: Vec<Value> = parts.collect();
                echo.push(json!({ "role": "user", "parts": parts }));
            }
        }
        echo
    }
}

/// The calls of a chat message, whose arguments are JSON in a string, or, with Ollama, JSON.
fn functions(message: &Value) -> Vec<Call> {
    let calls = message.get("tool_calls").and_then(Value::as_array);
    calls
        .into_iter()
        .flatten()
        .map(|one| {
            let function = &one["function"];
            call(&one["id"], &function["name"], &function["arguments"])
        })
        .collect()
}

fn call(id: &Value, name: &Value, arguments: &Value) -> Call {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let name = word(name);
    let parsed = match arguments {
        Value::String(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        other => other.clone(),
    };
    let code = match parsed.get(CODE).and_then(Value::as_str) {
        _ if name != NAME => Err("there is no such tool; there is only `python`"),
        None => Err("the argument `code` is missing or is no text"),
        Some(code) => Ok(code.to_owned()),
    };
    Call {
        id: word(id),
        name,
        code,
    }
}

/// The fields that offer the tool in a request.
pub(crate) fn offered(api: Api) -> Vec<(&'static str, Value)> {
    let parameters = json!({
        "type": "object",
        "properties": { CODE: { "type": "string", "description": "the whole program" } },
        "required": [CODE],
    });
    let function = json!({ "name": NAME, "description": DESCRIPTION, "parameters": parameters });
    match api {
        Api::Chat | Api::Ollama => {
            vec![(
                "tools",
                json!([{ "type": "function", "function": function }]),
            )]
        }
        Api::Responses => {
            let mut tool = function;
            tool["type"] = Value::from("function");
            // Nothing is stored with the provider, so its thoughts have to be said back to it.
            let include = json!(["reasoning.encrypted_content"]);
            vec![("tools", json!([tool])), ("include", include)]
        }
        Api::Messages => {
            let tool = json!({
                "name": NAME, "description": DESCRIPTION, "input_schema": parameters,
            });
            vec![("tools", json!([tool]))]
        }
        Api::Gemini => vec![("tools", json!([{ "functionDeclarations": [function] }]))],
    }
}

/// The program at the end of a reply of a model that was told of [`Tool::PythonText`]: the last
/// fenced block with the tag, if nothing but white space follows it.
pub fn fenced_call(text: &str) -> Option<&str> {
    let opening = format!("```{TAG}");
    let start = text.rfind(&opening)?;
    if !text[..start].is_empty() && !text[..start].ends_with('\n') {
        return None;
    }
    let (rest, body) = text[start + opening.len()..].split_once('\n')?;
    if !rest.trim().is_empty() {
        return None;
    }
    // A forgotten closing fence at the very end is forgiven: the model has stopped.
    let body = body.trim_end();
    let body = body.strip_suffix("```").unwrap_or(body);
    (!body.contains("\n```")).then_some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(api: Api, body: &Value) -> Option<ToolTurn> {
        ToolTurn::read(api, body.to_string().as_bytes())
    }

    /// A call in each dialect, and what is appended for it.
    #[test]
    fn every_dialect_has_its_own_calls() {
        let arguments = r#"{"code":"print(1)"}"#;
        let cases = [
            (
                Api::Chat,
                json!({"choices": [{"message": {"role": "assistant", "content": null, "tool_calls":
                    [{"id": "c1", "type": "function", "function": {"name": "python", "arguments": arguments}}]}}]}),
                json!({"role": "tool", "tool_call_id": "c1", "content": "1\n"}),
            ),
            (
                Api::Responses,
                json!({"output": [{"type": "reasoning", "encrypted_content": "x"},
                    {"type": "function_call", "call_id": "c1", "name": "python", "arguments": arguments}]}),
                json!({"type": "function_call_output", "call_id": "c1", "output": "1\n"}),
            ),
            (
                Api::Messages,
                json!({"content": [{"type": "thinking", "thinking": "t", "signature": "s"},
                    {"type": "tool_use", "id": "c1", "name": "python", "input": {"code": "print(1)"}}]}),
                json!({"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c1", "content": "1\n"}]}),
            ),
            (
                Api::Gemini,
                json!({"candidates": [{"content": {"role": "model", "parts": [{"thoughtSignature": "s",
                    "functionCall": {"name": "python", "args": {"code": "print(1)"}}}]}}]}),
                json!({"role": "user", "parts": [{"functionResponse": {"name": "python", "response": {"output": "1\n"}}}]}),
            ),
            (
                Api::Ollama,
                json!({"message": {"role": "assistant", "content": "", "tool_calls":
                    [{"function": {"name": "python", "arguments": {"code": "print(1)"}}}]}, "done": true}),
                json!({"role": "tool", "tool_name": "python", "content": "1\n"}),
            ),
        ];
        for (api, body, answer) in cases {
            let turn = read(api, &body).unwrap_or_else(|| panic!("{api:?}: no call"));
            assert_eq!(turn.calls.len(), 1);
            assert_eq!(turn.calls[0].code.as_deref(), Ok("print(1)"), "{api:?}");
            let appended = turn.answered(api, &["1\n".to_owned()]);
            assert_eq!(appended.last(), Some(&answer), "{api:?}");
            // Signatures go back as they came.
            let said = Value::from(appended).to_string();
            for word in ["encrypted_content", "signature", "thoughtSignature"] {
                assert_eq!(
                    said.contains(word),
                    body.to_string().contains(word),
                    "{api:?}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_call_is_none_and_a_bad_one_says_why() {
        assert_eq!(
            read(
                Api::Chat,
                &json!({"choices": [{"message": {"content": "4"}}]})
            ),
            None
        );
        assert_eq!(ToolTurn::read(Api::Chat, b"data: {}"), None);
        for (name, arguments, why) in [
            ("shell", r#"{"code":"x"}"#, "no such tool"),
            ("python", "{", "missing"),
            ("python", r#"{"code":3}"#, "no text"),
        ] {
            let body = json!({"choices": [{"message": {"tool_calls":
                [{"id": "c", "function": {"name": name, "arguments": arguments}}]}}]});
            let turn = read(Api::Chat, &body).expect("a call");
            let said = turn.calls[0].code.clone().expect_err("a bad call");
            assert!(said.contains(why), "{said}");
        }
    }

    #[test]
    fn a_fenced_call_ends_the_reply() {
        let call = "Let me see.\n```run-python\nprint(1)\n```\n";
        assert_eq!(fenced_call(call), Some("print(1)\n"));
        assert_eq!(fenced_call("```run-python\nprint(1)"), Some("print(1)"));
        assert_eq!(
            fenced_call("```run-python\nprint(1)\n```\nSo \\boxed{1}"),
            None
        );
        assert_eq!(fenced_call("```python\nprint(1)\n```"), None);
        assert_eq!(fenced_call("write ```run-python\nx\n```"), None);
        assert_eq!(fenced_call(""), None);
    }
}
