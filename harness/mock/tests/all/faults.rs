//! Each fault looks as named, in every dialect, whole and streamed.

use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};
use tribunal_mock::{Config, Fault, Script};

use crate::client::{Client, End, Got, everywhere, start};

const TEXT: &str = "A text long enough to be cut in the middle of it: \\boxed{42}";

fn broken(fault: Fault) -> Config {
    Config {
        faults: format!("{fault}=1").parse().expect("a table"),
        retry_after: Duration::from_millis(1_500),
        drip_pause: Duration::from_millis(2),
        huge_bytes: 3_000_000,
        ..Config::text(TEXT)
    }
}

/// What each dialect gives for a fault; a new connection for each request.
fn all(fault: Fault, stream: bool) -> Vec<(&'static str, Got)> {
    let (server, _) = start(broken(fault));
    let got: Vec<_> = everywhere("hi", stream)
        .into_iter()
        .map(|(path, body)| (path, Client::to(server.address()).post(path, &body)))
        .collect();
    // A hung request leaves the count only when the server has seen the client go.
    let stats = server.stats();
    assert_eq!(stats.fault(fault), 5);
    assert_eq!(stats.faults(), 5);
    assert_eq!(stats.answered, if fault.answers() { 5 } else { 0 });
    assert_eq!(stats.item("hi").asked, 5);
    assert_eq!(stats.item("hi").answered, stats.answered);
    got
}

fn chat(fault: Fault) -> Got {
    all(fault, false).swap_remove(0).1
}

#[test]
fn statuses_are_the_providers() {
    for (fault, expected) in [
        (Fault::RateLimit, [429; 5]),
        (Fault::ServerError, [500; 5]),
        (Fault::BadGateway, [502; 5]),
        (Fault::Unavailable, [503; 5]),
        (Fault::Overloaded, [529; 5]),
        (Fault::Quota, [429, 429, 400, 429, 429]),
        (Fault::ContextLength, [400; 5]),
        (Fault::NoMaxTokens, [400; 5]),
        (Fault::NoTemperature, [400; 5]),
    ] {
        for stream in [false, true] {
            let got = all(fault, stream);
            let statuses: Vec<_> = got.iter().map(|(_, got)| got.status).collect();
            assert_eq!(statuses, expected, "{fault}");
            if fault == Fault::BadGateway {
                assert!(got[0].1.text().contains("<h1>502 Bad Gateway</h1>"));
                assert_eq!(got[0].1.header("content-type"), Some("text/html"));
            } else {
                assert!(got.iter().all(|(_, got)| got.json().get("error").is_some()));
            }
        }
    }
}

#[test]
fn rate_limits_say_when_to_come_back() {
    let hints = |fault| {
        let got = chat(fault);
        assert_eq!(got.json()["error"]["code"], "rate_limit_exceeded");
        let header = |name| got.header(name).map(str::to_owned);
        (header("retry-after"), header("retry-after-ms"))
    };
    assert_eq!(hints(Fault::RateLimit), (None, None));
    assert_eq!(hints(Fault::RateLimitSeconds), (Some("2".to_owned()), None));
    assert_eq!(
        hints(Fault::RateLimitMillis),
        (None, Some("1500".to_owned()))
    );
    let (Some(date), None) = hints(Fault::RateLimitDate) else {
        panic!("a date and no milliseconds")
    };
    assert!(date.ends_with(" GMT") && date.len() == 29, "{date}");
    let today = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let year = 1970 + today / 31_556_952;
    assert!(
        date.contains(&year.to_string()) || date.contains(&(year + 1).to_string()),
        "{date}"
    );
}

#[test]
fn errors_are_worded_by_each_provider() {
    let got = all(Fault::Overloaded, false);
    let anthropic = got[2].1.json();
    assert_eq!(anthropic["error"]["type"], "overloaded_error");
    assert!(
        anthropic["request_id"]
            .as_str()
            .unwrap()
            .starts_with("req_")
    );
    let got = all(Fault::RateLimit, false);
    assert_eq!(got[2].1.json()["error"]["type"], "rate_limit_error");
    let gemini = got[3].1.json();
    assert_eq!(gemini["error"]["status"], "RESOURCE_EXHAUSTED");
    assert_eq!(gemini["error"]["details"][0]["retryDelay"], "1.5s");
    assert!(
        got[4].1.json()["error"].is_string(),
        "Ollama's error is a plain text"
    );
}

#[test]
fn quota_and_context_have_their_codes() {
    let quota = chat(Fault::Quota).json();
    assert_eq!(quota["error"]["code"], "insufficient_quota");
    assert_eq!(quota["error"]["type"], "insufficient_quota");
    let context = chat(Fault::ContextLength).json();
    assert_eq!(context["error"]["code"], "context_length_exceeded");
}

#[test]
fn unsupported_parameters_are_worded_as_openai_does() {
    assert_eq!(
        chat(Fault::NoMaxTokens).json()["error"],
        json!({
            "message": "Unsupported parameter: 'max_tokens' is not supported with this model. \
                        Use 'max_completion_tokens' instead.",
            "type": "invalid_request_error",
            "param": "max_tokens",
            "code": "unsupported_parameter",
        })
    );
    assert_eq!(
        chat(Fault::NoTemperature).json()["error"],
        json!({
            "message": "Unsupported value: 'temperature' does not support 0 with this model. \
                        Only the default (1) value is supported.",
            "type": "invalid_request_error",
            "param": "temperature",
            "code": "unsupported_value",
        })
    );
}

#[test]
fn drop_answers_nothing() {
    for (path, got) in all(Fault::Drop, false) {
        assert_eq!(
            (got.status, got.end, got.body.len()),
            (0, End::Closed, 0),
            "{path}"
        );
    }
}

#[test]
fn hang_answers_nothing_and_stays() {
    for (path, got) in all(Fault::Hang, false) {
        assert_eq!(
            (got.status, got.end, got.body.len()),
            (0, End::Silent, 0),
            "{path}"
        );
    }
}

#[test]
fn cut_body_is_shorter_than_announced() {
    for fault in [Fault::Cut, Fault::CutEvent] {
        for (path, got) in all(fault, false) {
            assert_eq!((got.status, got.end), (200, End::Closed), "{path}");
            let announced: usize = got.header("content-length").unwrap().parse().unwrap();
            assert_eq!(got.body.len(), announced / 2, "{path}");
        }
    }
}

#[test]
fn cut_stream_ends_between_events() {
    for (path, got) in all(Fault::Cut, true) {
        assert_eq!((got.status, got.end), (200, End::Closed), "{path}");
        assert!(got.text().ends_with('\n'), "{path}");
        assert!(!got.text().contains("[DONE]") && got.chunks > 0, "{path}");
    }
}

#[test]
fn cut_event_ends_within_one() {
    for (path, got) in all(Fault::CutEvent, true) {
        assert_eq!((got.status, got.end), (200, End::Closed), "{path}");
        let last = got.text().lines().last().unwrap();
        assert!(last.contains('{') && !last.ends_with('}'), "{path}: {last}");
    }
}

#[test]
fn truncated_json_has_the_right_length() {
    for (path, got) in all(Fault::TruncatedJson, false) {
        assert_eq!((got.status, got.end), (200, End::Whole), "{path}");
        assert!(serde_json::from_slice::<Value>(&got.body).is_err_and(|error| error.is_eof()));
    }
    for (path, got) in all(Fault::TruncatedJson, true) {
        assert_eq!((got.status, got.end), (200, End::Whole), "{path}");
        let last = got.text().lines().last().unwrap();
        let data = last.strip_prefix("data: ").unwrap_or(last);
        assert!(serde_json::from_str::<Value>(data).is_err_and(|error| error.is_eof()));
    }
}

#[test]
fn html_and_empty_come_with_200() {
    let html = chat(Fault::Html);
    assert_eq!(html.status, 200);
    assert_eq!(
        html.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(html.text().starts_with("<!DOCTYPE html>"));
    let empty = chat(Fault::Empty);
    assert_eq!((empty.status, empty.end), (200, End::Whole));
    assert_eq!(empty.header("content-length"), Some("0"));
}

#[test]
fn error_inside_comes_with_200() {
    let got = all(Fault::ErrorInside, false);
    assert!(got.iter().all(|(_, got)| got.status == 200));
    assert_eq!(
        got[0].1.json()["error"]["message"],
        "Provider returned error"
    );
    assert_eq!(got[1].1.json()["status"], "failed");
    assert_eq!(got[1].1.json()["error"]["code"], "server_error");
    assert_eq!(got[2].1.json()["type"], "error");
    assert_eq!(got[3].1.json()["error"]["status"], "INTERNAL");
    assert!(got[4].1.json()["error"].is_string());
    let got = all(Fault::ErrorInside, true);
    assert!(
        got.iter()
            .all(|(_, got)| got.status == 200 && got.end == End::Whole)
    );
    let last = |dialect: usize| got[dialect].1.sse().pop().unwrap();
    assert_eq!(last(0).1["error"]["code"], "server_error");
    assert_eq!(last(1).0.as_deref(), Some("response.failed"));
    assert_eq!(last(2).0.as_deref(), Some("error"));
    assert_eq!(last(3).1["error"]["status"], "UNAVAILABLE");
    assert!(got[4].1.lines().pop().unwrap()["error"].is_string());
}

#[test]
fn invalid_utf8_is_the_only_flaw() {
    for stream in [false, true] {
        for (path, mut got) in all(Fault::InvalidUtf8, stream) {
            assert_eq!((got.status, got.end), (200, End::Whole), "{path}");
            let error = std::str::from_utf8(&got.body).unwrap_err();
            assert!(error.valid_up_to() > 10, "{path}");
            got.body = String::from_utf8_lossy(&got.body).into_owned().into_bytes();
            match (stream, path) {
                (false, _) => drop(got.json()),
                (true, "/api/chat") => drop(got.lines()),
                (true, _) => drop(got.sse()),
            }
        }
    }
}

#[test]
fn huge_text_ends_with_the_answer() {
    let (_, got) = all(Fault::Huge, false).swap_remove(0);
    let text = got.json()["choices"][0]["message"]["content"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(text.len(), 3_000_000 + TEXT.len());
    assert!(text.ends_with(TEXT));
    let (_, got) = all(Fault::Huge, true).swap_remove(4);
    let text: String = got
        .lines()
        .iter()
        .filter_map(|line| line["message"]["content"].as_str())
        .collect();
    assert_eq!(text.len(), 3_000_000 + TEXT.len());
}

#[test]
fn stall_stops_half_way_and_stays() {
    for stream in [false, true] {
        for (path, got) in all(Fault::Stall, stream) {
            assert_eq!((got.status, got.end), (200, End::Silent), "{path}");
            assert!(!got.body.is_empty(), "{path}");
        }
    }
}

#[test]
fn drip_is_slow_but_whole() {
    let began = Instant::now();
    for (path, got) in all(Fault::Drip, false) {
        assert_eq!((got.status, got.end), (200, End::Whole), "{path}");
        assert!(got.json().is_object());
    }
    assert!(began.elapsed() >= Duration::from_millis(5 * 15 * 2));
    for (path, got) in all(Fault::Drip, true) {
        assert_eq!((got.status, got.end), (200, End::Whole), "{path}");
    }
}

#[test]
fn filter_is_named_by_each_api() {
    let got = all(Fault::ContentFilter, false);
    let at = |dialect: usize, pointer: &str| got[dialect].1.json().pointer(pointer).cloned();
    assert_eq!(
        at(0, "/choices/0/finish_reason"),
        Some(json!("content_filter"))
    );
    assert_eq!(at(0, "/choices/0/message/content"), Some(Value::Null));
    assert!(at(0, "/choices/0/message/refusal").is_some_and(|refusal| refusal.is_string()));
    assert_eq!(
        at(1, "/incomplete_details/reason"),
        Some(json!("content_filter"))
    );
    assert_eq!(at(1, "/output/0/content/0/type"), Some(json!("refusal")));
    assert_eq!(at(2, "/stop_reason"), Some(json!("refusal")));
    assert_eq!(at(2, "/content"), Some(json!([])));
    assert_eq!(at(3, "/candidates/0/finishReason"), Some(json!("SAFETY")));
    assert_eq!(at(3, "/candidates/0/content"), None);
    assert_eq!(at(4, "/done_reason"), Some(json!("stop")));
    let got = all(Fault::ContentFilter, true);
    let refusals = |name: &str| {
        got[1]
            .1
            .sse()
            .iter()
            .any(|event| event.0.as_deref() == Some(name))
    };
    assert!(refusals("response.refusal.delta") && refusals("response.incomplete"));
}

#[test]
fn reasoning_only_has_no_text() {
    let got = all(Fault::ReasoningOnly, false);
    let at = |dialect: usize, pointer: &str| got[dialect].1.json().pointer(pointer).cloned();
    assert_eq!(at(0, "/choices/0/message/content"), Some(json!("")));
    assert_eq!(at(0, "/choices/0/finish_reason"), Some(json!("length")));
    assert!(at(0, "/choices/0/message/reasoning_content").is_some());
    assert_eq!(at(1, "/status"), Some(json!("incomplete")));
    assert_eq!(at(1, "/output/1"), None);
    assert_eq!(at(2, "/content/0/type"), Some(json!("thinking")));
    assert_eq!(at(2, "/content/1"), None);
    assert_eq!(at(2, "/stop_reason"), Some(json!("max_tokens")));
    assert_eq!(
        at(3, "/candidates/0/finishReason"),
        Some(json!("MAX_TOKENS"))
    );
    assert_eq!(at(3, "/usageMetadata/candidatesTokenCount"), None);
    assert_eq!(at(4, "/message/content"), Some(json!("")));
    assert_eq!(at(4, "/done_reason"), Some(json!("length")));
}

#[test]
fn connection_goes_on_after_a_whole_error() {
    let script = Script::first([Fault::ServerError, Fault::Html, Fault::Empty]);
    let (server, mut client) = start(Config::script(script));
    let statuses: Vec<_> = (0..4).map(|_| client.chat("hi").status).collect();
    assert_eq!(statuses, [500, 200, 200, 200]);
    assert_eq!(server.stats().connections, 1);
}
