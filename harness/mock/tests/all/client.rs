//! A client that shows what really came over the wire.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};
use tribunal_mock::{Config, MockServer};

/// How long a silent server is waited for.
const SILENCE: Duration = Duration::from_millis(300);

/// How a reply came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// By its announced length, or its last chunk.
    Whole,
    /// The connection was closed before that.
    Closed,
    /// Nothing came for 300 ms.
    Silent,
}

#[derive(Debug)]
pub(crate) struct Got {
    /// 0 when not even a status line came.
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// The data of each read that brought chunks; for streams.
    pub(crate) chunks: usize,
    pub(crate) end: End,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is UTF-8")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    /// The `data:` of every server-sent event as JSON, and the events' names.
    pub(crate) fn sse(&self) -> Vec<(Option<String>, Value)> {
        self.text()
            .replace("\r\n", "\n")
            .split_terminator("\n\n")
            .filter(|event| *event != "data: [DONE]")
            .map(|event| {
                let field = |name: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
                };
                let data = serde_json::from_str(field("data").expect("an event has data"));
                (
                    field("event").map(str::to_owned),
                    data.expect("data is JSON"),
                )
            })
            .collect()
    }

    pub(crate) fn lines(&self) -> Vec<Value> {
        self.text()
            .lines()
            .map(|line| serde_json::from_str(line).expect("each line is JSON"))
            .collect()
    }
}

/// One keep-alive connection.
pub(crate) struct Client(TcpStream);

impl Client {
    pub(crate) fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream
            .set_read_timeout(Some(SILENCE))
            .expect("a time-out is set");
        Self(stream)
    }

    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Got {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: mock\r\ncontent-length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        request.push_str(body);
        self.0
            .write_all(request.as_bytes())
            .expect("the request is sent");
        self.read()
    }

    pub(crate) fn post(&mut self, path: &str, body: &Value) -> Got {
        let headers = [("anthropic-version", "2023-06-01")];
        self.send("POST", path, &headers, &body.to_string())
    }

    /// A chat completion for this prompt.
    pub(crate) fn chat(&mut self, prompt: &str) -> Got {
        self.post("/v1/chat/completions", &chat_body(prompt, false))
    }

    fn read(&mut self) -> Got {
        let mut raw = Vec::new();
        let mut buffer = vec![0; 1 << 20];
        loop {
            let end = match self.0.read(&mut buffer) {
                Ok(0) => End::Closed,
                Ok(read) => {
                    raw.extend_from_slice(&buffer[..read]);
                    match parse(&raw, End::Whole) {
                        Some(got) if got.end == End::Whole => return got,
                        _ => continue,
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => End::Silent,
                Err(_) => End::Closed,
            };
            return parse(&raw, end).unwrap_or(Got {
                status: 0,
                head: String::new(),
                body: raw,
                chunks: 0,
                end,
            });
        }
    }
}

/// Reads a reply as far as it goes; `Whole` in the result only when it really is.
fn parse(raw: &[u8], end: End) -> Option<Got> {
    let at = raw.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(raw[..at].to_vec()).expect("the head is text");
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let mut got = Got {
        status,
        head,
        body: raw[at + 4..].to_vec(),
        chunks: 0,
        end,
    };
    let complete = if got.header("transfer-encoding") == Some("chunked") {
        let (body, chunks, complete) = unchunk(&got.body);
        (got.body, got.chunks) = (body, chunks);
        complete
    } else {
        let length: usize = got.header("content-length")?.parse().ok()?;
        got.body.len() == length
    };
    if end == End::Whole && !complete {
        return None;
    }
    if complete {
        got.end = End::Whole;
    }
    Some(got)
}

fn unchunk(mut raw: &[u8]) -> (Vec<u8>, usize, bool) {
    let (mut body, mut chunks) = (Vec::new(), 0);
    loop {
        let Some(line) = raw.windows(2).position(|two| two == b"\r\n") else {
            return (body, chunks, false);
        };
        let size = std::str::from_utf8(&raw[..line]).expect("a size is text");
        let size = usize::from_str_radix(size, 16).expect("a size is hexadecimal");
        if size == 0 {
            return (body, chunks, raw[line..] == *b"\r\n\r\n");
        }
        raw = &raw[line + 2..];
        if raw.len() < size + 2 {
            body.extend_from_slice(&raw[..size.min(raw.len())]);
            return (body, chunks, false);
        }
        body.extend_from_slice(&raw[..size]);
        chunks += 1;
        raw = &raw[size + 2..];
    }
}

pub(crate) fn chat_body(prompt: &str, stream: bool) -> Value {
    json!({"model": "m", "stream": stream, "messages": [{"role": "user", "content": prompt}]})
}

pub(crate) fn start(config: Config) -> (MockServer, Client) {
    let server = MockServer::start_blocking(config).expect("the server starts");
    let client = Client::to(server.address());
    (server, client)
}

/// A path and a body that ask for a reply in each of the five dialects.
pub(crate) fn everywhere(prompt: &str, stream: bool) -> [(&'static str, Value); 5] {
    let messages = json!([{"role": "user", "content": prompt}]);
    let gemini = if stream {
        "/v1beta/models/m:streamGenerateContent?alt=sse"
    } else {
        "/v1beta/models/m:generateContent"
    };
    [
        ("/v1/chat/completions", chat_body(prompt, stream)),
        (
            "/v1/responses",
            json!({"model": "m", "stream": stream, "input": prompt}),
        ),
        (
            "/v1/messages",
            json!({"model": "m", "stream": stream, "max_tokens": 9, "messages": messages}),
        ),
        (
            gemini,
            json!({"contents": [{"role": "user", "parts": [{"text": prompt}]}]}),
        ),
        (
            "/api/chat",
            json!({"model": "m", "stream": stream, "messages": messages}),
        ),
    ]
}
