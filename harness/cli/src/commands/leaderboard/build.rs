//! `tribunal leaderboard build`: the site, written.

use serde::Serialize;
use tribunal_leaderboard::{About, Built, Options, Transcripts, build};
use tribunal_report::format::{count, plural};

use super::failure;
use crate::args::{LeaderboardBuild, TranscriptsName};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

#[derive(Serialize)]
struct Output<'a> {
    schema: u32,
    out: String,
    built: &'a Built,
}

pub(super) fn execute(args: &LeaderboardBuild, printer: &mut Printer) -> Result<Code, Failure> {
    let about = match &args.about {
        Some(path) => About::read(path).map_err(failure)?,
        None => About::default(),
    };
    let options = Options {
        title: args.title.clone(),
        transcripts: match args.transcripts {
            TranscriptsName::None => Transcripts::None,
            TranscriptsName::Failures => Transcripts::Failures,
            TranscriptsName::All => Transcripts::All,
        },
        about,
    };
    let built = build(&args.stores.stores, &args.out, options).map_err(failure)?;
    if printer.is_json() {
        printer.json(&Output {
            schema: 1,
            out: args.out.display().to_string(),
            built: &built,
        })?;
    } else {
        printer.note(&format!(
            "{} on {}, {}: {} files, {} kB",
            plural(built.models as u64, "model"),
            plural(built.suites as u64, "suite"),
            plural(built.items as u64, "item"),
            count(built.files),
            count(built.bytes.div_ceil(1000)),
        ));
        printer.data(&args.out.join("index.html").display().to_string())?;
    }
    Ok(Code::Ok)
}
