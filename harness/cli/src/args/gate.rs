//! Comparing two runs, and the release gate.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::{Model, Pace, Sampling};

#[derive(Debug, ClapArgs)]
pub(crate) struct Compare {
    /// The baseline's run: its number, the beginning of its uid, or `latest`.
    pub(crate) base: String,
    /// The candidate's run.
    pub(crate) candidate: String,
    /// The store that holds the baseline's run, if it is another than --store.
    #[arg(long, value_name = "FILE")]
    pub(crate) base_store: Option<PathBuf>,
    /// Which reading of the answers counts; the suite's own when absent.
    #[arg(long, value_enum)]
    pub(crate) reading: Option<ReadingName>,
    /// Compare the items both were asked although others are missing on a side.
    #[arg(long)]
    pub(crate) common: bool,
    /// Compare although the sampling that took effect differs.
    #[arg(long)]
    pub(crate) any_sampling: bool,
    /// Judge both runs again by today's verifiers, in memory.
    #[arg(long)]
    pub(crate) rescore: bool,
    /// Confidence level of the intervals.
    #[arg(long, default_value_t = 0.95, value_name = "P")]
    pub(crate) level: f64,
    /// Power at which the detectable drop is told, one-sided at 5 %.
    #[arg(long, default_value_t = 0.8, value_name = "P")]
    pub(crate) power: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ReadingName {
    Strict,
    Lenient,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Gate {
    /// How many items a gate needs and what they cost, before anything is asked.
    Plan(Box<GatePlan>),
    /// Decide from two stored runs.
    Check(Box<GateCheck>),
    /// Ask candidate and baseline until the gate can decide.
    Run(Box<GateRun>),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GatePlan {
    /// The gate file.
    #[arg(default_value = "gate.toml")]
    pub(crate) file: PathBuf,
    /// Write a gate file for this suite, with recommended settings, and plan that.
    #[arg(long, value_name = "SUITE")]
    pub(crate) new: Option<String>,
    /// Two runs of the baseline on the same items: how often it differs from itself sizes the
    /// gate.
    #[arg(long, num_args = 2, value_names = ["RUN", "AGAIN"])]
    pub(crate) measured: Option<Vec<String>>,
    #[command(flatten)]
    pub(crate) model: Model,
    /// The most requests in flight, for the forecast of time.
    #[arg(long, short = 'j', default_value_t = 64, value_name = "N")]
    pub(crate) concurrency: usize,
}

/// Where the decision is written besides stdout.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Outputs {
    /// A Markdown summary, for job summaries and comments on pull requests.
    #[arg(long, value_name = "FILE", help_heading = "Outputs")]
    pub(crate) markdown: Option<PathBuf>,
    /// A JUnit report, a test case a requirement.
    #[arg(long, value_name = "FILE", help_heading = "Outputs")]
    pub(crate) junit: Option<PathBuf>,
    /// What --json prints.
    #[arg(long, value_name = "FILE", help_heading = "Outputs")]
    pub(crate) json_file: Option<PathBuf>,
    /// Annotations for GitHub's runner, on stderr.
    #[arg(long, help_heading = "Outputs")]
    pub(crate) annotations: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GateCheck {
    /// The gate file.
    #[arg(long, short, default_value = "gate.toml", value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The baseline's run: its number, the beginning of its uid, or `latest`.
    pub(crate) base: String,
    /// The candidate's run.
    pub(crate) candidate: String,
    /// The store that holds the baseline's runs, if it is another than --store.
    #[arg(long, value_name = "FILE")]
    pub(crate) base_store: Option<PathBuf>,
    /// A later run of the baseline's model on the same items or some of them: shows drift of the
    /// provider.
    #[arg(long, value_name = "RUN")]
    pub(crate) base_again: Option<String>,
    #[command(flatten)]
    pub(crate) outputs: Outputs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GateRun {
    /// The gate file.
    #[arg(long, short, default_value = "gate.toml", value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The seed, any text; `fresh` draws one and prints it. A stored baseline brings its own.
    #[arg(long, default_value = "fresh")]
    pub(crate) seed: String,
    /// The baseline's model, asked along with the candidate; with --baseline-run, asked a sample
    /// again.
    #[arg(long, value_name = "MODEL")]
    pub(crate) baseline: Option<String>,
    /// The base URL of the baseline's server, if it is another than the candidate's.
    #[arg(long, value_name = "URL")]
    pub(crate) baseline_url: Option<String>,
    /// A stored run of the baseline, whose items the candidate is asked.
    #[arg(long, value_name = "RUN")]
    pub(crate) baseline_run: Option<String>,
    /// The store that holds the baseline's run, if it is another than --store.
    #[arg(long, value_name = "FILE")]
    pub(crate) base_store: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) sampling: Sampling,
    #[command(flatten)]
    pub(crate) model: Model,
    #[command(flatten)]
    pub(crate) pace: Pace,
    #[command(flatten)]
    pub(crate) outputs: Outputs,
}
