//! Builds a board once and says how long it took and how much memory: `measure STORE FOLDER [none|failures|all]`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use tribunal_leaderboard::{Options, Transcripts, build};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [store, folder, ..] = &arguments[..] else {
        panic!("give STORE FOLDER, and which transcripts");
    };
    let transcripts = match arguments.get(2).map(String::as_str) {
        Some("all") => Transcripts::All,
        Some("failures") => Transcripts::Failures,
        _ => Transcripts::None,
    };
    let options = Options {
        transcripts,
        ..Options::default()
    };
    let started = Instant::now();
    let built = build(&[PathBuf::from(store)], Path::new(folder), options).expect("a board");
    let seconds = started.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let home =
        std::fs::metadata(Path::new(folder).join("index.html")).map_or(0, |found| found.len());
    #[expect(clippy::print_stdout, reason = "the figures are what it is for")]
    {
        println!(
            "{seconds:.2} s, peak{}, {built:?}, home page {home} bytes",
            peak.unwrap_or(" unknown")
        );
    }
}
