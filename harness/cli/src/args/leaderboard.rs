//! What may be typed after `tribunal leaderboard`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum Leaderboard {
    /// Write a static site of the runs in one or more stores.
    Build(LeaderboardBuild),
    /// Show a site in this machine's browser, on the loopback alone.
    Serve(LeaderboardServe),
    /// Make every figure of a site again from the stores; end with code 4 when any differs.
    Verify(LeaderboardVerify),
}

/// The stores that a board is made of.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Stores {
    /// A store whose runs are shown; may be repeated.
    // Takes the place of the option of this name that every command has.
    #[arg(
        long = "store",
        id = "store",
        env = "TRIBUNAL_STORE",
        default_value = "tribunal.db",
        value_name = "FILE"
    )]
    pub(crate) stores: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LeaderboardBuild {
    #[command(flatten)]
    pub(crate) stores: Stores,
    /// The site's folder: new, empty, or an older board that is replaced.
    #[arg(long, short, default_value = "site", value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// Which of the models' words are published: those of wrong answers, all, or none.
    #[arg(long, value_enum, default_value_t = TranscriptsName::None, value_name = "WHICH")]
    pub(crate) transcripts: TranscriptsName,
    /// The board's title.
    #[arg(long, default_value = "Tribunal leaderboard", value_name = "TEXT")]
    pub(crate) title: String,
    /// A TOML file that says of models, by label, what no store knows: name, organisation, and
    /// whether their weights are open.
    #[arg(long, value_name = "FILE")]
    pub(crate) about: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TranscriptsName {
    None,
    Failures,
    All,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LeaderboardServe {
    /// The site.
    #[arg(default_value = "site")]
    pub(crate) site: PathBuf,
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 8017)]
    pub(crate) port: u16,
    /// End after so many seconds; else with Ctrl-C.
    #[arg(long, value_name = "S")]
    pub(crate) seconds: Option<u64>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LeaderboardVerify {
    /// The site.
    #[arg(default_value = "site")]
    pub(crate) site: PathBuf,
    #[command(flatten)]
    pub(crate) stores: Stores,
}
