use super::*;
use proptest::prelude::*;
use serde::Deserialize;

/// A body in the shape a provider sends it, and what must be read from it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    api: Api,
    #[serde(default)]
    stream: bool,
    body: String,
    text: String,
    reasoning: Option<String>,
    finish: String,
    /// input, output, reasoning, cached; -1 for unknown.
    usage: [i64; 4],
    model: Option<String>,
    id: Option<String>,
    fingerprint: Option<String>,
}

fn cases() -> Vec<Case> {
    #[derive(Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }
    let cases: Cases = toml::from_str(include_str!("../../tests/data/replies.toml")).unwrap();
    cases.case
}

fn read(case: &Case, body: &[u8]) -> Result<Reply, Unread> {
    if case.stream {
        stream::read(case.api, body)
    } else {
        whole(case.api, body)
    }
}

#[test]
fn recorded_answers_are_read() {
    let known = |n: i64| u64::try_from(n).ok();
    for case in cases() {
        let expected = Reply {
            text: case.text.clone(),
            reasoning: case.reasoning.clone(),
            finish: Finish::from_code(&case.finish),
            usage: Usage {
                input: known(case.usage[0]),
                output: known(case.usage[1]),
                reasoning: known(case.usage[2]),
                cached: known(case.usage[3]),
            },
            model: case.model.clone(),
            request_id: case.id.clone(),
            fingerprint: case.fingerprint.clone(),
        };
        let reply = read(&case, case.body.as_bytes());
        assert_eq!(reply, Ok(expected), "{}", case.name);
        let crlf = case.body.replace('\n', "\r\n");
        if case.stream {
            assert_eq!(
                read(&case, crlf.as_bytes()),
                reply,
                "{} with CRLF",
                case.name
            );
            // A proxy that streams unasked.
            if case.api != Api::Ollama {
                assert_eq!(
                    whole(case.api, case.body.as_bytes()),
                    reply,
                    "{}",
                    case.name
                );
            }
        }
    }
}

/// Wherever an answer is cut, what is left is either no answer or the whole
/// text: never a shorter one.
#[test]
fn a_cut_answer_is_never_a_shorter_answer() {
    for case in cases() {
        let full = read(&case, case.body.as_bytes()).unwrap();
        for end in 0..case.body.trim_end().len() {
            if let Ok(reply) = read(&case, &case.body.as_bytes()[..end]) {
                assert!(case.stream, "{} cut at {end}", case.name);
                assert_eq!(reply.text, full.text, "{} cut at {end}", case.name);
                assert_eq!(reply.finish, full.finish, "{} cut at {end}", case.name);
            }
        }
    }
}

#[test]
fn a_broken_connection_needs_the_end_mark() {
    for case in cases().into_iter().filter(|case| case.stream) {
        let body = case.body.as_bytes();
        for end in [body.len(), body.len() / 2] {
            let mut stream = Stream::new(case.api);
            stream.advance(&body[..end]);
            let ended = stream.ended();
            let reply = stream.finish(&body[..end], false);
            assert_eq!(reply.is_ok(), ended, "{}", case.name);
        }
    }
}

use stream::Stream;

#[test]
fn what_is_no_answer_is_told_apart() {
    let of = |body: &[u8]| whole(Api::Chat, body).unwrap_err();
    assert_eq!(of(b""), Unread::Empty);
    assert_eq!(of(b" \r\n"), Unread::Empty);
    assert_eq!(of(b"\n<!doctype html><p>hello"), Unread::Html);
    assert_eq!(
        of(b"{\"choices\":[{\"message\":{\"content\":\"\xff\"}}]}"),
        Unread::NotUtf8
    );
    assert!(matches!(of(b"{\"choices\":[{\"mess"), Unread::Json(_)));
    assert!(matches!(of(b"{}"), Unread::Shape(_)));
    assert!(matches!(of(b"{\"choices\":[]}"), Unread::Shape(_)));
    assert!(matches!(
        of(b"{\"error\":{\"message\":\"no\"}}"),
        Unread::Error(_)
    ));
    assert!(matches!(of(b"{\"message\":\"no\"}"), Unread::Error(_)));
    assert!(matches!(of(b"[1]"), Unread::Json(_)));
    let lone = br#"{"choices":[{"message":{"content":"\ud800"}}]}"#;
    assert!(matches!(of(lone), Unread::Json(_)));
    let sse = |api, body: &[u8]| stream::read(api, body).unwrap_err();
    assert_eq!(sse(Api::Chat, b""), Unread::Empty);
    assert_eq!(sse(Api::Messages, b"<html>"), Unread::Html);
    assert_eq!(sse(Api::Gemini, b": keep-alive\n\n"), Unread::Cut);
    assert!(matches!(
        sse(Api::Chat, b"error: {\"message\":\"no\"}\n\n"),
        Unread::Error(_)
    ));
    assert!(matches!(
        sse(Api::Chat, b"data: {\"error\":\"no\"}\n\n"),
        Unread::Error(_)
    ));
    assert_eq!(
        sse(Api::Chat, b"data: {\"a\":\"\xff\"}\n\n"),
        Unread::NotUtf8
    );
    assert_eq!(
        sse(
            Api::Ollama,
            b"{\"message\":{\"content\":\"a\"},\"done\":false}\n"
        ),
        Unread::Cut
    );
}

fn any_api() -> impl Strategy<Value = Api> {
    prop::sample::select(vec![
        Api::Chat,
        Api::Responses,
        Api::Messages,
        Api::Gemini,
        Api::Ollama,
    ])
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_never_an_answer(api in any_api(), body in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(whole(api, &body).is_err());
        prop_assert!(stream::read(api, &body).is_err());
    }

    /// One byte changed: either no answer any more, or still JSON of the frame.
    #[test]
    fn a_damaged_answer_never_panics(pick in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte: u8) {
        let all = cases();
        let case = &all[pick.index(all.len())];
        let mut body = case.body.clone().into_bytes();
        let at = at.index(body.len());
        body[at] = byte;
        if read(case, &body).is_ok() {
            // No invalid UTF-8 was let through outside of comments.
            let in_comment = case.stream && std::str::from_utf8(&body).is_err();
            prop_assert!(std::str::from_utf8(&body).is_ok() || in_comment);
        }
    }

    /// Where the network cuts a stream into pieces changes nothing.
    #[test]
    fn piece_boundaries_do_not_matter(pick in any::<prop::sample::Index>(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12)) {
        let all: Vec<Case> = cases().into_iter().filter(|case| case.stream).collect();
        let case = &all[pick.index(all.len())];
        let body = case.body.as_bytes();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(body.len())).collect();
        cuts.sort_unstable();
        let mut pieces = Stream::new(case.api);
        for cut in cuts {
            pieces.advance(&body[..cut]);
        }
        pieces.advance(body);
        prop_assert_eq!(pieces.finish(body, true), stream::read(case.api, body));
    }
}
