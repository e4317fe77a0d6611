//! Keys, models, parameters, scripts, counts, waiting and stopping.

use std::time::{Duration, Instant};

use serde_json::json;
use tribunal_mock::{
    Config, Dialect, Fault, Latency, MockServer, RawReply, Rejects, Reply, Script, item_key,
};

use crate::client::{Client, End, chat_body, everywhere, start};

const SECRET: &str = "sk-proj-right-key-0123456789";

#[test]
fn wrong_key_is_refused_in_the_providers_words() {
    let (server, mut client) = start(Config {
        api_key: Some(SECRET.to_owned()),
        ..Config::default()
    });
    let headers = [
        ("authorization", "Bearer sk-wrong-key-9876543210"),
        ("x-api-key", "sk-wrong-key-9876543210"),
        ("x-goog-api-key", "sk-wrong-key-9876543210"),
        ("anthropic-version", "2023-06-01"),
    ];
    let mut statuses = Vec::new();
    for (path, body) in everywhere("hi", false) {
        let missing = client.post(path, &body);
        let wrong = client.send("POST", path, &headers, &body.to_string());
        let right = headers.map(|(name, _)| match name {
            "authorization" => (name, format!("Bearer {SECRET}")),
            "anthropic-version" => (name, "2023-06-01".to_owned()),
            _ => (name, SECRET.to_owned()),
        });
        let right: Vec<_> = right
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let right = client.send("POST", path, &right, &body.to_string());
        assert!(!wrong.text().contains("sk-wrong-key-9876543210"), "{path}");
        statuses.push((missing.status, wrong.status, right.status));
    }
    assert_eq!(
        statuses,
        [
            (401, 401, 200),
            (401, 401, 200),
            (401, 401, 200),
            (403, 400, 200),
            (401, 401, 200)
        ]
    );
    let [(path, body), ..] = everywhere("hi", false);
    let wrong = client
        .send("POST", path, &headers, &body.to_string())
        .json();
    assert_eq!(wrong["error"]["code"], "invalid_api_key");
    assert_eq!(
        wrong["error"]["message"],
        "Incorrect API key provided: sk-wrong***********3210. You can find your API key at \
         https://platform.openai.com/account/api-keys."
    );
    let [_, _, _, (path, body), _] = everywhere("hi", false);
    let with_query = format!("{path}?key={SECRET}");
    assert_eq!(client.post(&with_query, &body).status, 200);
    let stats = server.stats();
    assert_eq!((stats.refused, stats.answered), (11, 6));
}

#[test]
fn unknown_model_is_refused_in_the_providers_words() {
    let (_server, mut client) = start(Config {
        models: Some(vec!["known".to_owned()]),
        ..Config::default()
    });
    let replies: Vec<_> = everywhere("hi", false)
        .into_iter()
        .map(|(path, body)| client.post(path, &body))
        .collect();
    let statuses: Vec<_> = replies.iter().map(|got| got.status).collect();
    assert_eq!(statuses, [404, 400, 404, 404, 404]);
    assert_eq!(replies[0].json()["error"]["code"], "model_not_found");
    assert_eq!(
        replies[2].json()["error"],
        json!({"type": "not_found_error", "message": "model: m"})
    );
    assert_eq!(replies[3].json()["error"]["status"], "NOT_FOUND");
    assert_eq!(replies[4].json(), json!({"error": "model 'm' not found"}));
    let ids = |path: &str, pointer: &str| {
        let got = client_get(&mut Client::to(_server.address()), path);
        got.pointer(pointer).cloned()
    };
    assert_eq!(ids("/v1/models", "/data/0/id"), Some(json!("known")));
    assert_eq!(
        ids("/v1beta/models", "/models/0/name"),
        Some(json!("models/known"))
    );
    assert_eq!(ids("/api/tags", "/models/0/name"), Some(json!("known")));
}

fn client_get(client: &mut Client, path: &str) -> serde_json::Value {
    client.send("GET", path, &[], "").json()
}

#[test]
fn refused_parameters_are_refused_only_when_sent() {
    let (server, mut client) = start(Config {
        rejects: vec![
            Rejects::MaxTokens,
            Rejects::Temperature,
            "stop".parse().unwrap(),
        ],
        ..Config::default()
    });
    let mut ask = |name: &str, value: serde_json::Value| {
        let mut body = chat_body("hi", false);
        body[name] = value;
        let got = client.post("/v1/chat/completions", &body);
        let error = &got.json()["error"];
        (
            got.status,
            error["param"].clone(),
            error["code"].clone(),
            error["message"].clone(),
        )
    };
    assert_eq!(ask("max_completion_tokens", json!(9)).0, 200);
    assert_eq!(ask("temperature", json!(1)).0, 200);
    let (status, param, code, _) = ask("max_tokens", json!(9));
    assert_eq!(
        (status, param, code),
        (400, json!("max_tokens"), json!("unsupported_parameter"))
    );
    let (status, _, code, message) = ask("temperature", json!(0.2));
    assert_eq!((status, code), (400, json!("unsupported_value")));
    assert_eq!(
        message,
        "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default \
         (1) value is supported."
    );
    assert_eq!(ask("stop", json!(["x"])).1, "stop");
    let stats = server.stats();
    assert_eq!((stats.refused, stats.numbered, stats.faults()), (3, 2, 0));
}

#[test]
fn malformed_requests_are_refused() {
    let (server, mut client) = start(Config::default());
    let post = |client: &mut Client, path: &str, body: &str| client.send("POST", path, &[], body);
    assert_eq!(
        post(&mut client, "/v1/chat/completions", "{\"model\":").status,
        400
    );
    assert_eq!(post(&mut client, "/v1/chat/completions", "").status, 400);
    assert_eq!(
        post(&mut client, "/v1/chat/completions", "{\"model\":\"m\"}").json()["error"]["param"],
        "messages"
    );
    let anthropic = post(
        &mut client,
        "/v1/messages",
        "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[]}",
    );
    assert_eq!(
        anthropic.json()["error"]["message"],
        "anthropic-version: header is required"
    );
    let no_limit = client.post("/v1/messages", &json!({"model": "m", "messages": []}));
    assert_eq!(
        no_limit.json()["error"]["message"],
        "max_tokens: Field required"
    );
    assert_eq!(
        client.send("GET", "/v1/chat/completions", &[], "").status,
        405
    );
    let nowhere = post(&mut client, "/v1/v1/chat/completions", "{}");
    assert_eq!(nowhere.status, 404);
    assert_eq!(
        nowhere.json()["error"]["message"],
        "Invalid URL (POST /v1/v1/chat/completions)"
    );
    assert_eq!(server.stats().numbered, 0);
    assert_eq!(server.stats().by_route["unknown"], 1);
}

#[test]
fn script_goes_by_number_and_by_text() {
    let raw = RawReply {
        status: 418,
        headers: vec![("x-kind".to_owned(), "teapot".to_owned())],
        body: "short".into(),
    };
    let script = Script::new()
        .at(1, Fault::ServerError)
        .at(4, Reply::Raw(raw))
        .when("seven", [Reply::from(Fault::Unavailable), Reply::boxed(7)]);
    let (server, mut client) = start(Config {
        script,
        ..Config::text("usual")
    });
    let statuses: Vec<_> = ["a", "b", "item seven", "c", "d"]
        .map(|prompt| client.chat(prompt).status)
        .to_vec();
    assert_eq!(statuses, [200, 500, 503, 200, 418]);
    let text = |client: &mut Client, prompt: &str| {
        client.chat(prompt).json()["choices"][0]["message"]["content"].clone()
    };
    assert_eq!(text(&mut client, "item seven"), "The answer is \\boxed{7}");
    assert_eq!(text(&mut client, "item seven"), "usual");
    let stats = server.stats();
    assert_eq!(stats.item("item seven").asked, 3);
    assert_eq!(stats.item("item seven").answered, 2);
    assert_eq!((stats.items_answered(), stats.most_answers()), (3, 2));
    assert!(stats.items.contains_key(&item_key("a")));
}

#[test]
fn function_sees_the_request() {
    let (_server, mut client) = start(Config::call(|request| {
        assert_eq!(request.dialect, Dialect::Chat);
        let temperature = request.json()["temperature"].clone();
        Reply::text(format!(
            "{}|{}|{}|{temperature}",
            request.number, request.model, request.prompt
        ))
    }));
    client.chat("first");
    let mut body = chat_body("second", false);
    body["temperature"] = json!(0.5);
    let got = client.post("/v1/chat/completions", &body).json();
    assert_eq!(got["choices"][0]["message"]["content"], "1|m|second|0.5");
}

#[test]
fn course_of_faults_is_repeated_exactly() {
    let course = |seed| {
        let (server, _) = start(Config {
            faults: "429=0.1,500=0.05,drop=0.02,truncated=0.03,cut=0.03"
                .parse()
                .unwrap(),
            seed,
            ..Config::default()
        });
        let mut client = Client::to(server.address());
        let course: Vec<_> = (0..1_000)
            .map(|number| {
                let got = client.chat(&number.to_string());
                if got.end == End::Closed {
                    client = Client::to(server.address());
                }
                (got.status, got.end, got.body.len())
            })
            .collect();
        (course, server.stats())
    };
    let (first, stats) = course(1);
    assert_eq!(
        stats.to_json(false)["by_fault"],
        json!({"429": 100, "500": 50, "cut": 30, "drop": 20, "truncated": 30})
    );
    assert_eq!(stats.answered, 770);
    assert_eq!(first, course(1).0);
    assert_ne!(first, course(2).0);
}

#[test]
fn requests_in_flight_are_counted() {
    let (server, _) = start(Config {
        latency: Latency::Fixed(Duration::from_millis(150)),
        ..Config::default()
    });
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(Client::to(server.address()).chat("hi").status, 200));
        }
    });
    assert!(began.elapsed() >= Duration::from_millis(150));
    let stats = server.stats();
    assert_eq!(
        (stats.max_in_flight, stats.in_flight, stats.answered),
        (8, 0, 8)
    );
}

#[test]
fn client_that_goes_away_is_not_in_flight() {
    let (server, mut client) = start(Config {
        faults: "hang=1".parse().unwrap(),
        ..Config::default()
    });
    assert_eq!(client.chat("hi").end, End::Silent);
    assert_eq!(server.stats().in_flight, 1);
    drop(client);
    let until = Instant::now() + Duration::from_secs(5);
    while server.stats().in_flight > 0 {
        assert!(Instant::now() < until, "the server never saw the client go");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(server.stats().answered, 0);
}

#[test]
fn stop_does_not_wait_for_what_hangs() {
    let (server, mut client) = start(Config {
        faults: "hang=1".parse().unwrap(),
        ..Config::default()
    });
    let address = server.address();
    assert_eq!(client.chat("hi").end, End::Silent);
    let began = Instant::now();
    drop(server);
    assert!(began.elapsed() < Duration::from_secs(2));
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[tokio::test]
async fn server_runs_as_a_task_too() {
    let server = MockServer::start(Config::boxed("x+1")).await.unwrap();
    let address = server.address();
    let got = tokio::task::spawn_blocking(move || Client::to(address).chat("hi"))
        .await
        .unwrap();
    assert_eq!(
        got.json()["choices"][0]["message"]["content"],
        "The answer is \\boxed{x+1}"
    );
    assert_eq!(server.url(), format!("http://{address}"));
}

#[test]
fn stats_are_served() {
    let (server, mut client) = start(Config::default());
    client.chat("hi");
    let stats = client_get(&mut client, "/__stats?items=1");
    assert_eq!(stats["answered"], 1);
    assert_eq!(
        stats["items"][format!("{:016x}", item_key("hi"))],
        json!({"asked": 1, "answered": 1})
    );
    assert_eq!(server.stats().by_route["stats"], 1);
}
