//! The mock server as a program: prints where it listens, serves until it is told to stop, and
//! prints its counts as one line of JSON.

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::{ArgGroup, Parser};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tribunal_mock::{
    Answer, Completion, Config, Faults, Latency, MockServer, ReasoningField, Rejects, Usage,
};

/// A mock of the OpenAI, Anthropic, Gemini and Ollama APIs that fails on demand.
#[derive(Debug, Parser)]
#[command(version, group(ArgGroup::new("answer").args(["reply", "boxed", "echo"])))]
struct Args {
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Wait before each reply, in milliseconds.
    #[arg(long, value_name = "N", default_value_t = 0)]
    latency_ms: u64,
    /// Spread the wait evenly from --latency-ms up to this many milliseconds.
    #[arg(long, value_name = "N")]
    latency_max_ms: Option<u64>,
    /// Answer every request with this text.
    #[arg(long, value_name = "TEXT")]
    reply: Option<String>,
    /// Answer every request with `The answer is \boxed{VALUE}` (the default, with 42).
    #[arg(long, value_name = "VALUE")]
    boxed: Option<String>,
    /// Answer every request with its last user message.
    #[arg(long)]
    echo: bool,
    /// Reasoning text that goes with every answer.
    #[arg(long, value_name = "TEXT")]
    reasoning: Option<String>,
    /// Where chat completions show reasoning: reasoning_content, reasoning, think or hidden.
    #[arg(long, value_name = "WHERE", value_parser = reasoning_field, default_value = "reasoning_content")]
    reasoning_field: ReasoningField,
    /// Token counts of every answer.
    #[arg(long, value_name = "IN,OUT", value_parser = usage)]
    usage: Option<Usage>,
    /// A model there is; repeat for more. Without any, every model is there.
    #[arg(long = "model", value_name = "NAME")]
    models: Vec<String>,
    /// The API key that is demanded.
    #[arg(
        long,
        value_name = "KEY",
        env = "TRIBUNAL_MOCK_KEY",
        hide_env_values = true
    )]
    key: Option<String>,
    /// Refuse requests with this parameter; repeat for more.
    #[arg(long = "reject", value_name = "PARAMETER")]
    rejects: Vec<Rejects>,
    /// Shares of requests that fail, such as 429=0.1,500=0.05,drop=0.02.
    #[arg(long, value_name = "TABLE", default_value = "")]
    faults: Faults,
    /// Seed of faults, waits and ids.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The delay rate limits ask for, in milliseconds.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    retry_after_ms: u64,
    /// Pause between the events of a stream, in milliseconds.
    #[arg(long, value_name = "N", default_value_t = 0)]
    delta_pause_ms: u64,
    /// Do not count requests by item.
    #[arg(long)]
    no_items: bool,
    /// Stop when standard input is closed, so that no server outlives its parent.
    #[arg(long)]
    until_stdin_closes: bool,
}

fn reasoning_field(name: &str) -> Result<ReasoningField, String> {
    match name {
        "reasoning_content" => Ok(ReasoningField::ReasoningContent),
        "reasoning" => Ok(ReasoningField::Reasoning),
        "think" => Ok(ReasoningField::ThinkTags),
        "hidden" => Ok(ReasoningField::Hidden),
        _ => Err("use reasoning_content, reasoning, think or hidden".to_owned()),
    }
}

fn usage(text: &str) -> Result<Usage, String> {
    text.split_once(',')
        .and_then(|(input, output)| {
            Some(Usage::new(
                input.trim().parse().ok()?,
                output.trim().parse().ok()?,
            ))
        })
        .ok_or_else(|| "use two numbers, such as 25,10".to_owned())
}

impl Args {
    fn into_config(self) -> Config {
        let least = Duration::from_millis(self.latency_ms);
        let answer = match (self.reply, self.boxed, self.echo) {
            (Some(text), _, _) => Answer::Fixed(Completion::text(text)),
            (None, _, true) => Answer::Echo,
            (None, Some(value), false) => Answer::Fixed(Completion::boxed(value)),
            (None, None, false) => Answer::Fixed(Completion::boxed(42)),
        };
        Config {
            port: self.port,
            latency: match self.latency_max_ms {
                Some(most) => Latency::Between(least, Duration::from_millis(most)),
                None => Latency::Fixed(least),
            },
            answer,
            reasoning: self.reasoning,
            reasoning_field: self.reasoning_field,
            usage: self.usage.unwrap_or_default(),
            models: (!self.models.is_empty()).then_some(self.models),
            api_key: self.key,
            rejects: self.rejects,
            faults: self.faults,
            seed: self.seed,
            retry_after: Duration::from_millis(self.retry_after_ms),
            delta_pause: Duration::from_millis(self.delta_pause_ms),
            count_items: !self.no_items,
            ..Config::default()
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = Args::parse();
    match run(args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let cause = error.source().map(|cause| format!(": {cause}"));
            // Standard error may be closed; there is nobody left to tell then.
            drop(writeln!(
                io::stderr(),
                "tribunal-mock: {error}{}",
                cause.unwrap_or_default()
            ));
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<(), Box<dyn std::error::Error>> {
    let until_stdin_closes = args.until_stdin_closes;
    // The handlers stand before the first line is printed, so that a parent that has read it
    // may send a signal at once.
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let server = MockServer::start(args.into_config()).await?;
    let mut out = io::stdout();
    writeln!(out, "listening on {}", server.url())?;
    out.flush()?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        () = stdin_closes(), if until_stdin_closes => {}
    }
    writeln!(out, "{}", server.stats().to_json(false))?;
    out.flush()?;
    Ok(())
}

/// Ends when standard input does. The reading thread is left behind at exit.
async fn stdin_closes() {
    let (closed, wait) = oneshot::channel();
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        let mut buffer = [0; 1024];
        while matches!(input.read(&mut buffer), Ok(read) if read > 0) {}
        // The receiver is gone when a signal came first.
        let _ = closed.send(());
    });
    // The sender is never dropped unsent.
    drop(wait.await);
}
