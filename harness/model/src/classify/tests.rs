use super::*;
use reqwest::header::{HeaderName, HeaderValue};
use std::time::UNIX_EPOCH;

fn place(provider: Provider) -> Place {
    Place {
        provider,
        model: "the-model".into(),
        host: "host:1".into(),
        url: "http://host:1/v1/chat/completions".into(),
        key: "THE_KEY".into(),
    }
}

fn judged(provider: Provider, status: u16, body: &str) -> Failure {
    let trouble = Trouble::Answer {
        status,
        headers: &HeaderMap::new(),
        body: body.as_bytes(),
        now: UNIX_EPOCH,
    };
    classify(&trouble, &place(provider))
}

/// Every case of `data/failures.toml`: a body in the shape a provider sends
/// it, and the class it must get.
#[test]
fn recorded_errors_get_their_class() {
    #[derive(serde::Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        provider: Provider,
        status: u16,
        body: String,
        class: String,
        param: Option<String>,
        wait_ms: Option<u64>,
    }
    let cases: Cases = toml::from_str(include_str!("../../tests/data/failures.toml")).unwrap();
    assert!(cases.case.len() > 30);
    for case in cases.case {
        let failure = judged(case.provider, case.status, &case.body);
        assert_eq!(
            failure.class.code(),
            case.class,
            "{}: {}",
            case.name,
            failure.message
        );
        if let Class::UnsupportedParameter { param } = &failure.class {
            assert_eq!(Some(param), case.param.as_ref(), "{}", case.name);
        }
        let wait = failure.retry_after.map(|wait| wait.as_millis() as u64);
        assert_eq!(wait, case.wait_ms, "{}", case.name);
        assert!(!failure.message.contains('\n'), "{}", case.name);
        assert!(failure.message.len() < 700, "{}", case.name);
    }
}

#[test]
fn a_wait_is_kept_only_where_asking_again_helps() {
    let mut headers = HeaderMap::new();
    headers.insert(
        HeaderName::from_static("retry-after"),
        HeaderValue::from_static("3"),
    );
    let at = |status, body: &str| {
        let trouble = Trouble::Answer {
            status,
            headers: &headers,
            body: body.as_bytes(),
            now: UNIX_EPOCH,
        };
        classify(&trouble, &place(Provider::Openai)).retry_after
    };
    assert_eq!(at(429, "{}"), Some(Duration::from_secs(3)));
    assert_eq!(at(503, ""), Some(Duration::from_secs(3)));
    assert_eq!(at(401, "{}"), None);
}

#[test]
fn a_redirect_tells_where_to_without_its_query() {
    let mut headers = HeaderMap::new();
    headers.insert(
        HeaderName::from_static("location"),
        HeaderValue::from_static("https://other/v1?token=abc"),
    );
    let trouble = Trouble::Answer {
        status: 308,
        headers: &headers,
        body: b"",
        now: UNIX_EPOCH,
    };
    let failure = classify(&trouble, &place(Provider::Openai));
    assert_eq!(failure.class, Class::NotFound);
    assert!(
        failure.message.contains("https://other/v1;"),
        "{}",
        failure.message
    );
}

#[test]
fn a_wrong_address_is_told_from_a_wrong_name() {
    let page = judged(Provider::Compatible, 404, "<html>nginx</html>");
    assert!(page.message.contains("/v1"), "{}", page.message);
    let name = judged(
        Provider::Openai,
        404,
        r#"{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}"#,
    );
    assert!(name.message.contains("`the-model`"), "{}", name.message);
}

#[test]
fn long_messages_are_cut_to_one_line() {
    let long = format!(r#"{{"error":{{"message":"{}"}}}}"#, "wörd\\n ".repeat(500));
    let failure = judged(Provider::Openai, 500, &long);
    assert!(failure.message.chars().count() < 450);
}
