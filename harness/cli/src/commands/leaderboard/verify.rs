//! `tribunal leaderboard verify`: every figure of a site, made again.

use serde::Serialize;
use tribunal_leaderboard::{Verified, verify};
use tribunal_report::format::{plural, tame};

use super::failure;
use crate::args::LeaderboardVerify;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

/// So many differences are told; the JSON has all.
const MOST_TOLD: usize = 40;

#[derive(Serialize)]
struct Output<'a> {
    schema: u32,
    site: String,
    verified: &'a Verified,
}

pub(super) fn execute(args: &LeaderboardVerify, printer: &mut Printer) -> Result<Code, Failure> {
    let verified = verify(&args.site, &args.stores.stores).map_err(failure)?;
    let differences = &verified.differences;
    if printer.is_json() {
        printer.json(&Output {
            schema: 1,
            site: args.site.display().to_string(),
            verified: &verified,
        })?;
    } else {
        let mut text = String::new();
        for difference in differences.iter().take(MOST_TOLD) {
            let words = format!("{}: {}", difference.file, difference.what);
            text.push_str(&tame(&words, 300));
            text.push('\n');
        }
        if differences.len() > MOST_TOLD {
            text.push_str(&format!("and {} more\n", differences.len() - MOST_TOLD));
        }
        text.push_str(&format!(
            "{} made again from the stores: {}\n",
            plural(verified.files as u64, "file"),
            match differences.len() {
                0 => "all alike".to_owned(),
                n => plural(n as u64, "difference"),
            }
        ));
        printer.data(&text)?;
    }
    Ok(if differences.is_empty() {
        Code::Ok
    } else {
        Code::Invalid
    })
}
