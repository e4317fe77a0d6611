//! The client against a server that answers in every dialect and fails in
//! every way.

use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tribunal_mock::{
    Completion, Config, Fault, Finish as Ended, MockServer, RawReply, Rejects, Reply as Said,
    Script, Usage as Counted,
};
use tribunal_model::{
    Ask, CancellationToken, Class, Client, ClientError, Effort, Exchange, Finish, Phase, Provider,
    Sampling, Timeouts, resolve,
};

const KEY: &str = "sk-canary-9f8e7d6c/5b4a+3210";

/// One provider for each wire format.
const FORMATS: [Provider; 5] = [
    Provider::Openai,
    Provider::OpenaiResponses,
    Provider::Anthropic,
    Provider::Gemini,
    Provider::Ollama,
];

fn quick() -> Timeouts {
    Timeouts {
        connect: Duration::from_secs(5),
        first_byte: Duration::from_secs(5),
        idle: Duration::from_secs(5),
        total: Duration::from_secs(20),
    }
}

fn client_at(url: &str, provider: Provider, stream: bool, timeouts: Timeouts) -> Client {
    let mut spec = resolve(&format!("{provider}/test-model"), Some(url), None).unwrap();
    spec.stream = stream;
    if spec.key_env.is_empty() {
        spec.key_env = vec!["SOME_KEY".into()];
    }
    Client::with_environment(&spec, timeouts, |_| Some(KEY.to_owned())).unwrap()
}

fn sampling() -> Sampling {
    Sampling {
        temperature: Some(0.0),
        max_tokens: Some(4096),
        ..Sampling::default()
    }
}

async fn asked(client: &Client) -> Exchange {
    let wire = client.wire(&Ask::user("2+2?"), &sampling());
    client.send(&wire, &CancellationToken::new()).await
}

async fn serve(config: Config) -> MockServer {
    MockServer::start(config).await.unwrap()
}

/// A server of one connection that sends `answer` and then keeps still.
async fn speaks_and_waits(answer: &'static [u8]) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 8192];
        let _ = socket.read(&mut request).await;
        let _ = socket.write_all(answer).await;
        tokio::time::sleep(Duration::from_secs(30)).await;
    });
    url
}

fn class(exchange: &Exchange) -> Option<&Class> {
    exchange
        .outcome
        .as_ref()
        .err()
        .map(|failure| &failure.class)
}

#[tokio::test]
async fn every_format_is_spoken_whole_and_streamed() {
    let completion = Completion::text("The answer is 4 €.")
        .with_reasoning("two and two")
        .with_usage(Counted {
            input: 100,
            cached: 40,
            output: 60,
            reasoning: 50,
        });
    let server = serve(Config {
        api_key: Some(KEY.into()),
        ..Config::fixed(completion)
    })
    .await;
    for provider in FORMATS {
        for stream in [false, true] {
            let client = client_at(&server.url(), provider, stream, quick());
            let exchange = asked(&client).await;
            let reply = exchange
                .outcome
                .as_ref()
                .unwrap_or_else(|f| panic!("{provider}: {f}"));
            assert_eq!(reply.text, "The answer is 4 €.", "{provider} {stream}");
            assert_eq!(
                reply.reasoning.as_deref(),
                Some("two and two"),
                "{provider} {stream}"
            );
            assert_eq!(reply.finish, Finish::Stop, "{provider} {stream}");
            assert_eq!(reply.usage.output, Some(60), "{provider} {stream}");
            assert_eq!(reply.usage.input, Some(100), "{provider} {stream}");
            if provider != Provider::Ollama {
                assert_eq!(reply.usage.cached, Some(40), "{provider} {stream}");
            }
            assert_eq!(exchange.status, Some(200));
            assert!(exchange.first_byte.unwrap() <= exchange.total);
            assert!(exchange.request.starts_with(b"{") && !exchange.response.is_empty());
        }
    }
}

#[tokio::test]
async fn the_length_and_the_filter_are_told() {
    for (ended, finish) in [
        (Ended::Length, vec![Finish::Length]),
        (
            Ended::ContentFilter,
            vec![Finish::ContentFilter, Finish::Refusal],
        ),
    ] {
        let server = serve(Config::fixed(Completion::text("half").with_finish(ended))).await;
        for provider in FORMATS {
            for stream in [false, true] {
                let exchange = asked(&client_at(&server.url(), provider, stream, quick())).await;
                let reply = exchange.outcome.unwrap();
                // Ollama has no word for a filter.
                let known = finish.contains(&reply.finish)
                    || (provider == Provider::Ollama && ended == Ended::ContentFilter);
                assert!(known, "{provider} {stream}: {:?}", reply.finish);
            }
        }
    }
}

/// What each fault must become; `None` is an answer.
fn expected(fault: Fault) -> Option<Vec<Class>> {
    let one = |class| Some(vec![class]);
    match fault {
        Fault::RateLimit
        | Fault::RateLimitSeconds
        | Fault::RateLimitDate
        | Fault::RateLimitMillis => one(Class::RateLimited),
        // Gemini words a spent quota like a minute's limit.
        Fault::Quota => Some(vec![Class::Quota, Class::RateLimited]),
        Fault::ServerError | Fault::BadGateway => one(Class::Server),
        Fault::Unavailable | Fault::Overloaded => Some(vec![Class::Overloaded, Class::Server]),
        Fault::Drop => one(Class::Network),
        Fault::Cut
        | Fault::CutEvent
        | Fault::TruncatedJson
        | Fault::Html
        | Fault::Empty
        | Fault::InvalidUtf8 => one(Class::Malformed),
        Fault::ErrorInside => Some(vec![Class::Server, Class::Overloaded]),
        Fault::Hang => one(Class::Timeout(Phase::FirstByte)),
        // Half a whole reply may be less than its first byte.
        Fault::Stall => Some(vec![
            Class::Timeout(Phase::Idle),
            Class::Timeout(Phase::FirstByte),
        ]),
        Fault::NoMaxTokens | Fault::NoTemperature => {
            let param = |name: &str| Class::UnsupportedParameter { param: name.into() };
            Some(vec![
                param("max_tokens"),
                param("temperature"),
                Class::BadRequest,
            ])
        }
        Fault::ContextLength => one(Class::ContextLength),
        Fault::Huge | Fault::Drip | Fault::ContentFilter | Fault::ReasoningOnly => None,
    }
}

#[tokio::test]
async fn every_fault_has_its_class_and_one_clear_message() {
    let impatient = Timeouts {
        first_byte: Duration::from_millis(150),
        idle: Duration::from_millis(150),
        ..quick()
    };
    for fault in Fault::ALL {
        for provider in FORMATS {
            for stream in [false, true] {
                let server = serve(Config {
                    script: Script::first([fault]),
                    huge_bytes: 2_000_000,
                    drip_pause: Duration::from_millis(5),
                    ..Config::boxed(4)
                })
                .await;
                let timeouts = match fault {
                    Fault::Hang | Fault::Stall => impatient,
                    _ => quick(),
                };
                let client = client_at(&server.url(), provider, stream, timeouts);
                let exchange = asked(&client).await;
                let what = format!("{fault} {provider} {stream}: {:?}", exchange.outcome);
                match (expected(fault), &exchange.outcome) {
                    (None, Ok(_)) => {}
                    (Some(classes), Err(failure)) => {
                        assert!(classes.contains(&failure.class), "{what}");
                        assert!(failure.message.len() > 20, "{what}");
                        assert!(!failure.message.contains('\n'), "{what}");
                    }
                    _ => panic!("{what}"),
                }
                // One attempt is one request, whatever happens.
                assert_eq!(server.stats().requests, 1, "{what}");
            }
        }
    }
}

#[tokio::test]
async fn an_answer_spent_on_reasoning_is_no_failure() {
    let server = serve(Config::script(Script::first([Fault::ReasoningOnly]))).await;
    let reply = asked(&client_at(&server.url(), Provider::Openai, false, quick())).await;
    let reply = reply.outcome.unwrap();
    assert_eq!((reply.text.as_str(), reply.finish), ("", Finish::Length));
}

#[tokio::test]
async fn a_wait_asked_for_is_handed_on() {
    for fault in [
        Fault::RateLimitSeconds,
        Fault::RateLimitMillis,
        Fault::RateLimitDate,
    ] {
        let server = serve(Config {
            script: Script::first([fault]),
            retry_after: Duration::from_secs(3),
            ..Config::default()
        })
        .await;
        let exchange = asked(&client_at(&server.url(), Provider::Openai, false, quick())).await;
        let wait = exchange.outcome.unwrap_err().retry_after.unwrap();
        let most = Duration::from_secs(4);
        assert!(
            wait > Duration::from_secs(1) && wait <= most,
            "{fault} {wait:?}"
        );
    }
}

#[tokio::test]
async fn the_total_time_and_the_caller_end_an_attempt() {
    let server = serve(Config {
        script: Script::first([Fault::Drip, Fault::Hang]),
        drip_pause: Duration::from_millis(100),
        ..Config::default()
    })
    .await;
    let short = Timeouts {
        total: Duration::from_millis(300),
        ..quick()
    };
    let exchange = asked(&client_at(&server.url(), Provider::Openai, false, short)).await;
    assert_eq!(class(&exchange), Some(&Class::Timeout(Phase::Total)));
    // What had come by then is kept.
    assert!(!exchange.response.is_empty());

    let client = client_at(&server.url(), Provider::Openai, false, quick());
    let cancel = CancellationToken::new();
    let wire = client.wire(&Ask::user("2+2?"), &sampling());
    let stop = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        cancel.cancel();
    };
    let (exchange, ()) = tokio::join!(client.send(&wire, &cancel), stop);
    assert_eq!(class(&exchange), Some(&Class::Cancelled));
    // A cancelled token sends nothing at all.
    let before = server.stats().requests;
    let exchange = client.send(&wire, &cancel).await;
    assert_eq!(class(&exchange), Some(&Class::Cancelled));
    assert_eq!(server.stats().requests, before);
}

/// Asks as the runner does: anew after each refusal that something was learned from.
async fn ask_and_learn(
    client: &Client,
    ask: &Ask,
    sampling: &Sampling,
    cancel: &CancellationToken,
) -> Vec<Exchange> {
    let mut exchanges = Vec::new();
    loop {
        let exchange = client.send(&client.wire(ask, sampling), cancel).await;
        let again = match &exchange.outcome {
            Ok(_) => false,
            Err(failure) => client.learn(failure),
        };
        exchanges.push(exchange);
        if !again {
            return exchanges;
        }
    }
}

#[tokio::test]
async fn a_first_request_learns_and_then_everything_is_right() {
    let server = serve(Config {
        rejects: vec![
            Rejects::MaxTokens,
            Rejects::Temperature,
            Rejects::Parameter("reasoning_effort".into()),
            Rejects::Parameter("seed".into()),
        ],
        ..Config::boxed(4)
    })
    .await;
    let client = client_at(&server.url(), Provider::Vllm, false, quick());
    let wanted = Sampling {
        effort: Some(Effort::Low),
        seed: Some(7),
        ..sampling()
    };
    let ask = Ask::user("ready?");
    let cancel = CancellationToken::new();
    let exchanges = ask_and_learn(&client, &ask, &wanted, &cancel).await;
    assert_eq!(exchanges.len(), 5);
    assert!(exchanges.last().unwrap().outcome.is_ok());
    let wire = client.wire(&ask, &wanted);
    assert_eq!(wire.effective.params.len(), 1);
    assert_eq!(wire.effective.params["max_completion_tokens"], 4096);
    assert_eq!(wire.effective.changes.len(), 4);
    assert!(client.send(&wire, &cancel).await.outcome.is_ok());
}

#[tokio::test]
async fn a_server_that_refuses_everything_is_not_asked_forever() {
    let refusal = RawReply {
        status: 400,
        headers: Vec::new(),
        body: r#"{"error":{"message":"max_tokens and max_completion_tokens and seed are not supported"}}"#.into(),
    };
    let server = serve(Config::call(move |_| Said::Raw(refusal.clone()))).await;
    let client = client_at(&server.url(), Provider::Vllm, true, quick());
    let cancel = CancellationToken::new();
    let exchanges = ask_and_learn(&client, &Ask::user("?"), &sampling(), &cancel).await;
    assert!(exchanges.len() <= 4, "{}", exchanges.len());
    assert!(exchanges.last().unwrap().outcome.is_err());
}

#[tokio::test]
async fn the_key_is_found_nowhere() {
    let encoded = "c2stY2FuYXJ5LTlmOGU3ZDZjLzViNGErMzIxMA==";
    let bodies = [
        format!(r#"{{"error":{{"message":"wrong key {KEY} ({encoded})","code":"{KEY}"}}}}"#),
        format!("<html>you sent {KEY}</html>"),
        format!(
            r#"{{"choices":[{{"message":{{"content":"{KEY}"}},"finish_reason":"{KEY}"}}],"model":"{KEY}"}}"#
        ),
        format!("data: {{\"error\":{{\"message\":\"{KEY}\"}}}}\n\n"),
        format!(r#"{{"error":{{"message":"not supported","param":"{KEY}"}}}}"#),
        format!("half of {}", &KEY[..20]),
    ];
    for provider in FORMATS {
        for body in &bodies {
            for status in [200, 400, 401, 302, 500] {
                let reply = RawReply {
                    status,
                    headers: vec![
                        ("x-request-id".into(), KEY.into()),
                        ("location".into(), format!("http://elsewhere/{KEY}")),
                        ("set-cookie".into(), KEY.into()),
                    ],
                    body: body.clone().into(),
                };
                let server = serve(Config::call(move |_| Said::Raw(reply.clone()))).await;
                let client = client_at(&server.url(), provider, status == 500, quick());
                let exchange = asked(&client).await;
                let shown = format!(
                    "{client:?} {exchange:?} {} {}",
                    String::from_utf8_lossy(&exchange.response),
                    exchange.outcome.as_ref().err().map_or("", |f| &f.message)
                );
                for needle in ["canary", "9f8e7d6c", "c2stY2FuYXJ5", "5b4a"] {
                    assert!(!shown.contains(needle), "{provider} {status}: {shown}");
                }
            }
        }
    }
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let other = serve(Config::default()).await;
    let reply = RawReply {
        status: 307,
        headers: vec![(
            "location".into(),
            format!("{}/v1/chat/completions", other.url()),
        )],
        body: "".into(),
    };
    let server = serve(Config::call(move |_| Said::Raw(reply.clone()))).await;
    let exchange = asked(&client_at(&server.url(), Provider::Openai, false, quick())).await;
    assert_eq!(class(&exchange), Some(&Class::NotFound));
    assert_eq!(other.stats().requests, 0);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_cut_off() {
    for stream in [false, true] {
        let server = serve(Config {
            script: Script::first([Fault::Huge]),
            huge_bytes: 40_000_000,
            delta_chars: 100_000,
            ..Config::default()
        })
        .await;
        let exchange = asked(&client_at(&server.url(), Provider::Openai, stream, quick())).await;
        assert_eq!(class(&exchange), Some(&Class::TooLarge));
        assert!(exchange.truncated && exchange.response.len() == tribunal_model::BODY_LIMIT);
    }
}

#[tokio::test]
async fn connections_are_used_again() {
    let server = serve(Config::boxed(4)).await;
    for stream in [false, true] {
        let client = client_at(&server.url(), Provider::Openai, stream, quick());
        for _ in 0..20 {
            assert!(asked(&client).await.outcome.is_ok());
        }
    }
    assert_eq!(server.stats().connections, 2);
}

/// llama.cpp's server ends a stream properly, keeps still about what follows,
/// and closes: here only once the next request has come, the latest it can be.
#[tokio::test]
async fn a_connection_closed_after_a_stream_costs_no_attempt() {
    const STREAM: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\
          transfer-encoding: chunked\r\nkeep-alive: timeout=5, max=100\r\n\r\n\
          5e\r\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"4\"},\"finish_reason\":\"stop\"}]}\n\n\
          data: [DONE]\n\n\r\n0\r\n\r\n";
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 8192];
                let _ = socket.read(&mut request).await;
                let _ = socket.write_all(STREAM).await;
                let _ = socket.read(&mut request).await;
            });
        }
    });
    let client = client_at(&url, Provider::Llamacpp, true, quick());
    for _ in 0..10 {
        assert_eq!(asked(&client).await.outcome.unwrap().text, "4");
    }
}

#[tokio::test]
async fn a_stream_that_never_closes_ends_at_its_mark() {
    let url = speaks_and_waits(
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n\
          data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"4\"},\"finish_reason\":\"stop\"}]}\n\n\
          data: [DONE]\n\n",
    )
    .await;
    let start = Instant::now();
    let exchange = asked(&client_at(&url, Provider::Compatible, true, quick())).await;
    assert_eq!(exchange.outcome.unwrap().text, "4");
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn a_compressed_body_is_named_as_such() {
    let url = speaks_and_waits(
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\n\x1f\x8b\x08",
    )
    .await;
    let exchange = asked(&client_at(&url, Provider::Compatible, false, quick())).await;
    let failure = exchange.outcome.unwrap_err();
    assert_eq!(failure.class, Class::Malformed);
    assert!(failure.message.contains("gzip"), "{failure}");
}

#[tokio::test]
async fn nobody_there_is_a_network_failure() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let exchange = asked(&client_at(&url, Provider::Vllm, false, quick())).await;
    let failure = exchange.outcome.unwrap_err();
    assert_eq!(failure.class, Class::Network);
    assert!(
        failure.message.contains("check that the server runs"),
        "{failure}"
    );
}

#[tokio::test]
async fn wrong_key_model_and_address_each_say_what_to_do() {
    let server = serve(Config {
        api_key: Some("another-key".into()),
        ..Config::default()
    })
    .await;
    for provider in FORMATS {
        let exchange = asked(&client_at(&server.url(), provider, false, quick())).await;
        assert_eq!(class(&exchange), Some(&Class::Auth), "{provider}");
    }
    let server = serve(Config {
        models: Some(vec!["other".into()]),
        ..Config::default()
    })
    .await;
    for provider in FORMATS {
        let exchange = asked(&client_at(&server.url(), provider, false, quick())).await;
        let failure = exchange.outcome.unwrap_err();
        assert_eq!(failure.class, Class::NotFound, "{provider}");
        assert!(
            failure.message.contains("test-model"),
            "{provider}: {failure}"
        );
    }
    let wrong = format!("{}/nowhere", server.url());
    let exchange = asked(&client_at(&wrong, Provider::Openai, false, quick())).await;
    assert_eq!(class(&exchange), Some(&Class::NotFound));
}

#[test]
fn a_missing_key_names_its_variable() {
    let made = |model: &str| {
        let spec = resolve(model, None, None).unwrap();
        Client::with_environment(&spec, Timeouts::default(), |_| None)
    };
    for (model, variable) in [
        ("openai/m", "OPENAI_API_KEY"),
        ("anthropic/m", "ANTHROPIC_API_KEY"),
        ("gemini/m", "GEMINI_API_KEY or GOOGLE_API_KEY"),
        ("openrouter/m", "OPENROUTER_API_KEY"),
    ] {
        let error = made(model).unwrap_err();
        assert!(matches!(error, ClientError::MissingKey { .. }));
        assert!(error.to_string().contains(variable), "{error}");
    }
    assert!(made("ollama/m").is_ok());
    assert!(made("vllm/m").is_ok());
    let spec = resolve("openai/m", None, None).unwrap();
    let broken =
        Client::with_environment(&spec, Timeouts::default(), |_| Some("secret\nkey".into()));
    let error = broken.unwrap_err().to_string();
    assert!(
        error.contains("OPENAI_API_KEY") && !error.contains("secret"),
        "{error}"
    );
    // An https client finds its verifier.
    assert!(Client::with_environment(&spec, Timeouts::default(), |_| Some(KEY.into())).is_ok());
}

#[tokio::test]
async fn what_was_under_way_while_another_learned_is_sent_anew() {
    let server = serve(Config {
        rejects: vec![Rejects::MaxTokens],
        ..Config::boxed(4)
    })
    .await;
    let client = client_at(&server.url(), Provider::Vllm, false, quick());
    let cancel = CancellationToken::new();
    let wire = client.wire(&Ask::user("2+2?"), &sampling());
    let mut refused = Vec::new();
    for _ in 0..3 {
        refused.push(client.send(&wire, &cancel).await.outcome.unwrap_err());
    }
    // Two more had failed before anything was learned, one fails thereafter:
    // all of them are worth sending anew, and then no more.
    assert!(client.learn(&refused[0]));
    let late = client.send(&wire, &cancel).await.outcome.unwrap_err();
    for failure in [&refused[1], &refused[2], &late] {
        assert!(client.learn(failure));
    }
    assert!(!client.learn(&late));
    let wire = client.wire(&Ask::user("2+2?"), &sampling());
    assert!(client.send(&wire, &cancel).await.outcome.is_ok());
}
