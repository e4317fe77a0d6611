//! Lean: the guest, an installed one, and judging proofs by themselves.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use tribunal_lean::native::{LEAN_VARIABLE, PROJECT_VARIABLE};

#[derive(Debug, Subcommand)]
pub(crate) enum Lean {
    /// Fetch Lean as a WebAssembly guest and compile it, once; nothing else has to be installed.
    Install(LeanInstall),
    /// What is installed, what is missing, and what to type.
    Doctor(LeanDoctor),
    /// Judge proofs of a challenge's theorems.
    Check(LeanCheck),
    /// Judge what standard input asks for; started by the commands above.
    #[command(hide = true)]
    Worker(LeanWorker),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LeanInstall {
    /// The package's archive, where it was fetched elsewhere.
    #[arg(long, value_name = "ARCHIVE")]
    pub(crate) from: Option<PathBuf>,
}

/// What judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BackEnd {
    /// An installed Lean if one is named, else the guest, else an installed Lean.
    Auto,
    /// The guest: Lean in WebAssembly.
    Wasm,
    /// An installed Lean, confined; on Linux.
    Native,
}

#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct LeanSource {
    /// What judges.
    #[arg(long, value_enum, default_value_t = BackEnd::Auto, value_name = "WHAT")]
    pub(crate) back_end: BackEnd,
    /// An installed Lean: a toolchain's folder, its bin/lean, or its libleanshared.
    #[arg(long, value_name = "PATH", env = LEAN_VARIABLE)]
    pub(crate) lean: Option<PathBuf>,
    /// A lake project that is built, whose modules and packages files may import.
    #[arg(long, value_name = "DIR", env = PROJECT_VARIABLE)]
    pub(crate) project: Option<PathBuf>,
    /// Judge by an installed Lean even where it can't be confined: a file can then do what you
    /// can.
    #[arg(long)]
    pub(crate) allow_unsandboxed: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LeanDoctor {
    #[command(flatten)]
    pub(crate) source: LeanSource,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LeanCheck {
    /// A trusted file that states theorems and proves them by `sorry`.
    pub(crate) challenge: PathBuf,
    /// The files that claim to prove them; of a folder, all .lean files in it.
    #[arg(required = true)]
    pub(crate) submissions: Vec<PathBuf>,
    /// One of the theorems is enough, such as a theorem or its negation.
    #[arg(long)]
    pub(crate) any: bool,
    /// Axioms that a proof may rest on.
    #[arg(
        long = "axiom",
        value_name = "NAME",
        default_values = ["propext", "Classical.choice", "Quot.sound"]
    )]
    pub(crate) axioms: Vec<String>,
    /// Words that a submission may not use; may be repeated.
    #[arg(long = "forbid", value_name = "WORD")]
    pub(crate) forbidden: Vec<String>,
    /// Modules that the files may import: Init, Std; of an installed Lean also Lean and a
    /// project's.
    #[arg(long = "import", value_name = "MODULE", default_values = ["Init"])]
    pub(crate) imports: Vec<String>,
    /// After how long a judgement is undecided.
    #[arg(long, default_value_t = 60, value_name = "S", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) seconds: u64,
    /// How much memory a guest may use, in MiB.
    #[arg(long, default_value_t = 480, value_name = "MIB", value_parser = clap::value_parser!(u32).range(256..=2_048))]
    pub(crate) memory: u32,
    #[command(flatten)]
    pub(crate) source: LeanSource,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LeanWorker {
    /// Where the guest is installed.
    #[arg(required_unless_present = "native")]
    pub(crate) folder: Option<PathBuf>,
    /// An installed Lean to judge by in place of the guest, described in JSON.
    #[arg(long, conflicts_with = "folder", value_name = "JSON")]
    pub(crate) native: Option<String>,
}
