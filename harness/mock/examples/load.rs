//! Measures how many requests a second the mock answers: raw keep-alive connections, one request
//! in flight on each, client and server on a thread of their own.
//!
//! `cargo run --release -p tribunal-mock --example load -- [connections] [seconds] [stream|faults]`

use std::io::{self, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tribunal_mock::{Config, MockServer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let connections: u64 = args.next().map_or(Ok(32), |text| text.parse())?;
    let seconds: u64 = args.next().map_or(Ok(5), |text| text.parse())?;
    let mode = args.next().unwrap_or_default();
    let server = MockServer::start_blocking(Config {
        faults: if mode == "faults" {
            "500=0.05,429=0.1".parse()?
        } else {
            "".parse()?
        },
        ..Config::default()
    })?;
    let stream = mode == "stream";
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let began = Instant::now();
    let until = began + Duration::from_secs(seconds);
    let answered = runtime.block_on(async {
        let tasks: Vec<_> = (0..connections)
            .map(|one| tokio::spawn(ask(server.address(), one, stream, until)))
            .collect();
        let mut answered = 0;
        for task in tasks {
            answered += task.await.map_err(io::Error::other)??;
        }
        Ok::<u64, io::Error>(answered)
    })?;
    let rate = answered as f64 / began.elapsed().as_secs_f64();
    let stats = server.stats();
    let each = server_time()?.map_or_else(String::new, |time| {
        format!(
            "; server {:.2} us of CPU each",
            time.as_secs_f64() * 1e6 / answered as f64
        )
    });
    writeln!(
        io::stdout(),
        "{answered} replies on {connections} connections: {rate:.0}/s{each}; {} items",
        stats.items.len()
    )?;
    Ok(())
}

/// The processor time the server's thread has used; known on Linux alone. On a busy machine it
/// says more than the rate.
fn server_time() -> io::Result<Option<Duration>> {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else {
        return Ok(None);
    };
    for task in tasks {
        let task = task?.path();
        if std::fs::read_to_string(task.join("comm"))?.trim() == "tribunal-mock" {
            let schedule = std::fs::read_to_string(task.join("schedstat"))?;
            let nanoseconds = schedule
                .split(' ')
                .next()
                .and_then(|text| text.parse().ok());
            return Ok(nanoseconds.map(Duration::from_nanos));
        }
    }
    Ok(None)
}

/// Asks over one connection until the time is up; gives the number of replies.
async fn ask(to: SocketAddr, one: u64, stream: bool, until: Instant) -> io::Result<u64> {
    let mut connection = TcpStream::connect(to).await?;
    connection.set_nodelay(true)?;
    let mut buffer = vec![0; 64 << 10];
    let mut answered = 0;
    while Instant::now() < until {
        // A thousand prompts a connection, each of some 200 bytes, like a small benchmark item.
        let item = answered % 1_000;
        let body = format!(
            "{{\"model\":\"gpt-4o\",\"stream\":{stream},\"messages\":[{{\"role\":\"user\",\
             \"content\":\"Add up the list {one}, {item}, 17, 4 and 23.\\nThink step by step and \
             give the final answer, a single integer, in the form \\\\boxed{{}}, with nothing \
             after it.\"}}],\"max_tokens\":1024,\"temperature\":0}}"
        );
        let request = format!(
            "POST /v1/chat/completions HTTP/1.1\r\nhost: mock\r\ncontent-type: application/json\r\n\
             authorization: Bearer none\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        connection.write_all(request.as_bytes()).await?;
        let mut filled = 0;
        loop {
            let read = connection.read(&mut buffer[filled..]).await?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            filled += read;
            if is_whole(&buffer[..filled]) {
                break;
            }
        }
        answered += 1;
    }
    Ok(answered)
}

/// Whether a reply has come to its end, by its length or its last chunk.
fn is_whole(reply: &[u8]) -> bool {
    let Some(head) = reply.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
        return false;
    };
    let length: Option<usize> = String::from_utf8_lossy(&reply[..head])
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    match length {
        Some(length) => reply.len() >= head + 4 + length,
        None => reply.ends_with(b"0\r\n\r\n"),
    }
}
