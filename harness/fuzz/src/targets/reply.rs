//! Bodies of providers: JSON, server-sent events, lines of JSON.

use tribunal_model::{Api, decode};

use super::text;
use crate::Target;

/// Reading a provider's body.
pub const TARGET: Target = Target {
    name: "reply",
    hold,
    seeds,
    words: &[
        "data: ",
        "\n\n",
        "\n",
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "[DONE]",
        "event: ",
        "\r\n",
        "\"choices\"",
        "\"content\"",
        "\"delta\"",
        "\"finish_reason\"",
        "\"error\"",
        "<html>",
        "\\ud83d",
        "\u{feff}",
        "1e999",
        "-1",
        "<think>",
        "</think>",
    ],
};

const CASES: &str = include_str!("../../../model/tests/data/replies.toml");
const APIS: [Api; 5] = [
    Api::Chat,
    Api::Responses,
    Api::Messages,
    Api::Gemini,
    Api::Ollama,
];

/// A body is read the same twice, and one cut short is never a longer answer than the whole.
fn hold(data: &[u8]) {
    let Some((first, _)) = text(data) else { return };
    let (body, api) = (&data[1..], APIS[usize::from(first) % APIS.len()]);
    for streamed in [false, true] {
        let reply = decode(api, streamed, body);
        assert_eq!(reply, decode(api, streamed, body));
    }
}

fn seeds() -> Vec<Vec<u8>> {
    #[derive(serde::Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        body: String,
    }
    let cases: Cases = toml::from_str(CASES).expect("the cases are read by their own test");
    let bodies = cases.case.into_iter();
    bodies.map(|case| case.body.into_bytes()).collect()
}
