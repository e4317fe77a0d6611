//! `tribunal leaderboard serve`: a look at a site.

use std::time::Duration;

use tribunal_leaderboard::{ServeOptions, serve};

use super::failure;
use crate::args::LeaderboardServe;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(args: &LeaderboardServe, printer: &mut Printer) -> Result<Code, Failure> {
    let options = ServeOptions {
        site: args.site.clone(),
        port: args.port,
        limit: args.seconds.map(Duration::from_secs),
    };
    let mut printed = Ok(());
    serve(&options, |address| {
        printed = printer.data(&format!("http://{address}/"));
        printer.note("serving on this machine alone; end with Ctrl-C");
    })
    .map_err(failure)?;
    printed?;
    Ok(Code::Ok)
}
