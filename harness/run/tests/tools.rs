//! Conversations in which the model has code run, in every dialect.

#[expect(
    dead_code,
    reason = "what the other suites of tests need stands there, too"
)]
mod common;

use std::sync::Arc;

use common::{Bench, player, settings};
use tribunal_mock::{Config, Dialect, MockServer, Reply, tool_call, tool_outputs};
use tribunal_model::{Sampling, Timeouts, Tool, resolve};
use tribunal_plan::{Asking, Plan, PlanOptions, Suite};
use tribunal_run::Settings;
use tribunal_run::talk::MOST_TURNS;
use tribunal_store::{Outcome, Settled, StoreError};
use tribunal_verifiers::Interpreter;

/// Gives the sum of the numbers in the code, and fails on `machine`.
#[derive(Debug)]
struct Adder;

impl Interpreter for Adder {
    fn run(&self, code: &str) -> Result<String, String> {
        if code == "machine" {
            return Err("out of order".to_owned());
        }
        let numbers = code.split(|c: char| !c.is_ascii_digit() && c != '-');
        let sum: i64 = numbers.filter_map(|word| word.parse::<i64>().ok()).sum();
        Ok(format!("{sum}\n"))
    }
}

fn plan(tools: Tool, items: u64) -> Arc<Plan> {
    let options = PlanOptions {
        seed: "tools".to_owned(),
        limit: Some(items),
        repeats: 1,
        sampling: Sampling::default(),
        asking: Asking {
            tools: Some(tools),
            ..Asking::default()
        },
    };
    Arc::new(Plan::new(Suite::of_tasks("beyondbench.easy.sum", 10), options).expect("a plan"))
}

fn with_tool() -> Settings {
    Settings {
        interpreter: Some(Arc::new(Adder)),
        ..settings()
    }
}

/// The list that a prompt asks to be summed.
fn list(prompt: &str) -> String {
    let (start, end) = (
        prompt.find('[').expect("a list"),
        prompt.find(']').expect("its end"),
    );
    prompt[start..=end].to_owned()
}

fn model(server: &MockServer, name: &str, path: &str) -> tribunal_run::Player {
    let base = format!("{}{path}", server.url());
    let mut spec = resolve(name, Some(&base), None).expect("a model");
    spec.stream = false;
    player(spec, Timeouts::default())
}

/// (outcome, attempts, input tokens) of each item.
fn rows(bench: &Bench, run: tribunal_store::RunId) -> Vec<(Option<Outcome>, u32, Option<u64>)> {
    let reader = bench.reader();
    let headline = reader
        .run(&run.0.to_string())
        .expect("the run")
        .spec
        .headline;
    let mut rows = Vec::new();
    reader
        .for_each_scored(run, |row| -> Result<(), StoreError> {
            let outcome = row.outcome(headline);
            let input = match &row.settled {
                Settled::Answered(answer) => answer.usage.input,
                _ => None,
            };
            rows.push((outcome, row.attempts, input));
            Ok(())
        })
        .expect("the store is read");
    rows
}

#[test]
fn every_dialect_calls_the_tool() {
    for (name, path, dialect) in [
        ("openai/mock-model", "/v1", Dialect::Chat),
        ("openai-responses/mock-model", "/v1", Dialect::Responses),
        ("anthropic/mock-model", "/v1", Dialect::Messages),
        ("gemini/mock-model", "/v1beta", Dialect::Gemini),
        ("ollama/mock-model", "", Dialect::Ollama),
    ] {
        let server = MockServer::start_blocking(Config {
            answer: tribunal_mock::Answer::call(move |request| {
                assert_eq!(request.dialect, dialect);
                let body = request.json().to_string();
                assert!(body.contains("\"tools\""), "{body}");
                match tool_outputs(request).as_slice() {
                    [] => tool_call(dialect, "python", &list(request.prompt)),
                    [output] => {
                        // What the provider wants to see again came back as it was.
                        let opaque = !matches!(dialect, Dialect::Chat | Dialect::Ollama);
                        assert_eq!(body.contains("opaque"), opaque, "{body}");
                        Reply::boxed(output.trim())
                    }
                    more => panic!("{} outputs", more.len()),
                }
            }),
            ..Config::default()
        })
        .expect("the server starts");
        let bench = Bench::new();
        let plan = plan(Tool::Python, 5);
        assert_eq!(plan.mode(), "chat+python");
        let done = bench.run(&plan, model(&server, name, path), with_tool());
        let rows = rows(&bench, done.summary.run);
        assert_eq!(rows.len(), 5, "{name}");
        for (outcome, attempts, input) in rows {
            assert_eq!(outcome, Some(Outcome::Correct), "{name}");
            // The call and the answer, each with its exact bytes; tokens of both.
            assert_eq!((attempts, input), (2, Some(50)), "{name}");
        }
    }
}

#[test]
fn a_model_without_tool_calls_writes_blocks() {
    let server = MockServer::start_blocking(Config {
        answer: tribunal_mock::Answer::call(|request| {
            let body = request.json();
            assert!(body.get("tools").is_none());
            let said = request.prompt;
            match said.strip_prefix("The program printed:\n\n") {
                Some(output) => Reply::boxed(output.trim()),
                None => {
                    assert!(said.contains("```run-python"), "{said}");
                    Reply::text(format!("Let me add.\n```run-python\n{}\n```", list(said)))
                }
            }
        }),
        ..Config::default()
    })
    .expect("the server starts");
    let bench = Bench::new();
    let player = model(&server, "openai/mock-model", "/v1");
    let done = bench.run(&plan(Tool::PythonText, 5), player, with_tool());
    let rows = rows(&bench, done.summary.run);
    assert!(
        rows.iter()
            .all(|row| row.0 == Some(Outcome::Correct) && row.1 == 2),
        "{rows:?}"
    );
}

#[test]
fn a_model_that_never_answers_is_told_to_and_then_has_no_answer() {
    let server = MockServer::start_blocking(Config {
        answer: tribunal_mock::Answer::call(|request| tool_call(request.dialect, "python", "1")),
        ..Config::default()
    })
    .expect("the server starts");
    let bench = Bench::new();
    let player = model(&server, "openai/mock-model", "/v1");
    let done = bench.run(&plan(Tool::Python, 1), player, with_tool());
    let (outcome, attempts, _) = rows(&bench, done.summary.run)[0];
    assert_eq!(outcome, Some(Outcome::Unparsable));
    assert_eq!(attempts, MOST_TURNS + 2);
}

#[test]
fn a_bad_call_is_told_to_the_model() {
    let server = MockServer::start_blocking(Config {
        answer: tribunal_mock::Answer::call(|request| match tool_outputs(request).as_slice() {
            [] => tool_call(request.dialect, "shell", "ls"),
            [said] if said.contains("no such tool") => {
                tool_call(request.dialect, "python", &list(request.prompt))
            }
            [_, output] => Reply::boxed(output.trim()),
            other => panic!("{other:?}"),
        }),
        ..Config::default()
    })
    .expect("the server starts");
    let bench = Bench::new();
    let player = model(&server, "openai/mock-model", "/v1");
    let done = bench.run(&plan(Tool::Python, 2), player, with_tool());
    let rows = rows(&bench, done.summary.run);
    assert!(
        rows.iter()
            .all(|row| row.0 == Some(Outcome::Correct) && row.1 == 3),
        "{rows:?}"
    );
}

/// A machine that can't run code is an error of the item and never a wrong answer.
#[test]
fn a_broken_interpreter_is_an_error() {
    let server = MockServer::start_blocking(Config {
        answer: tribunal_mock::Answer::call(|request| {
            tool_call(request.dialect, "python", "machine")
        }),
        ..Config::default()
    })
    .expect("the server starts");
    let bench = Bench::new();
    let player = model(&server, "openai/mock-model", "/v1");
    let done = bench.run(&plan(Tool::Python, 1), player, with_tool());
    assert_eq!(rows(&bench, done.summary.run)[0].0, Some(Outcome::Error));
}
