//! The program: its first line, its signals, its last line.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::client::Client;

struct Program {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
    client: Client,
}

fn run(args: &[&str]) -> Program {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tribunal-mock"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut output = BufReader::new(child.stdout.take().expect("its output is ours"));
    let mut line = String::new();
    output.read_line(&mut line).expect("it prints a line");
    let address = line
        .trim_end()
        .strip_prefix("listening on http://")
        .expect("its address");
    let client = Client::to(address.parse().expect("an address"));
    Program {
        child,
        output,
        client,
    }
}

impl Program {
    fn stats(mut self) -> Value {
        let mut rest = String::new();
        self.output
            .read_to_string(&mut rest)
            .expect("its output ends");
        assert!(self.child.wait().expect("it ends").success());
        serde_json::from_str(&rest).expect("one line of JSON")
    }
}

#[test]
fn stops_when_standard_input_closes() {
    let mut program = run(&[
        "--until-stdin-closes",
        "--reply",
        "yes",
        "--faults",
        "500=1",
        "--key",
        "k",
    ]);
    assert_eq!(program.client.chat("hi").status, 401);
    let body = crate::client::chat_body("hi", false).to_string();
    let got = program.client.send(
        "POST",
        "/v1/chat/completions",
        &[("authorization", "Bearer k")],
        &body,
    );
    assert_eq!(got.status, 500);
    drop(program.child.stdin.take());
    let stats = program.stats();
    assert_eq!(stats["by_fault"]["500"], 1);
    assert_eq!(stats["refused"], 1);
}

#[test]
fn stops_at_a_signal() {
    for signal in ["-TERM", "-INT"] {
        let mut program = run(&["--boxed", "7", "--model", "m", "--latency-ms", "5"]);
        let reply = program.client.chat("hi").json();
        assert_eq!(
            reply["choices"][0]["message"]["content"],
            "The answer is \\boxed{7}"
        );
        let id = program.child.id().to_string();
        let sent = Command::new("kill")
            .args([signal, &id])
            .status()
            .expect("kill runs");
        assert!(sent.success());
        assert_eq!(program.stats()["answered"], 1);
    }
}

#[test]
fn bad_arguments_are_explained() {
    let output = Command::new(env!("CARGO_BIN_EXE_tribunal-mock"))
        .args(["--faults", "teapot=0.1"])
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    let talk = String::from_utf8(output.stderr).expect("text");
    assert!(
        talk.contains("unknown fault `teapot`; known are 429, 429-seconds"),
        "{talk}"
    );
}
